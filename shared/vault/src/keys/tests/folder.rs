use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::SlotError;

fn ring() -> (TempDir, KeyRing) {
    let dir = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(dir.path()).unwrap();
    (dir, ring)
}

#[tokio::test]
async fn an_erased_key_is_in_no_file_any_more() {
    let (dir, ring) = ring();
    let person = someone(&ring, "1");
    ring.seal(person, &name()).await.unwrap();
    let slots = std::fs::read(dir.path().join("persons.keys")).unwrap();
    let key = slots[64 + 16..64 + 48].to_vec();
    ring.erase(person).await.unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!content.windows(key.len()).any(|bytes| bytes == key));
    }
}

#[tokio::test]
async fn keys_left_by_an_interrupted_erasure_are_removed() {
    let (dir, ring) = ring();
    ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    drop(ring);
    let unfinished = dir.path().join("persons.keys.new");
    std::fs::copy(dir.path().join("persons.keys"), &unfinished).unwrap();
    KeyRing::open(dir.path()).unwrap();
    assert!(!unfinished.exists());
}

#[tokio::test]
async fn an_older_copy_of_the_keys_brings_nobody_back() {
    let (dir, ring) = ring();
    let keys = dir.path().join("persons.keys");
    let gone = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let older = std::fs::read(&keys).unwrap();
    ring.erase(gone.person()).await.unwrap();
    let later = ring.seal(someone(&ring, "2"), &name()).await.unwrap();
    drop(ring);

    std::fs::write(&keys, &older).unwrap();
    let ring = KeyRing::open(dir.path()).unwrap();
    assert_eq!(ring.unseal(&gone).await.unwrap(), Opened::Erased);
    // Lost is not the same as erased: this must be seen and repaired.
    assert!(matches!(ring.unseal(&later).await, Err(UnsealError::KeyMissing { .. })));
    assert_eq!(std::fs::metadata(&keys).unwrap().len(), 64, "the erased key is off the disk again");
}

#[tokio::test]
async fn a_torn_key_is_cut_off_and_a_damaged_one_reported() {
    let (dir, ring) = ring();
    let keys = dir.path().join("persons.keys");
    let first = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    ring.seal(someone(&ring, "2"), &name()).await.unwrap();
    drop(ring);
    let whole = std::fs::read(&keys).unwrap();

    std::fs::write(&keys, &whole[..whole.len() - 1]).unwrap();
    let ring = KeyRing::open(dir.path()).unwrap();
    assert_eq!((ring.n_keys(), ring.cut_len()), (1, 63));
    assert_eq!(ring.unseal(&first).await.unwrap(), Opened::Value(name()));
    drop(ring);

    let mut flipped = whole;
    flipped[64 + 20] ^= 1;
    std::fs::write(&keys, flipped).unwrap();
    let refused = KeyRing::open(dir.path());
    assert!(matches!(refused, Err(OpenRingError::Slots(SlotError::Damaged { offset: 64, .. }))));
}

#[tokio::test]
async fn a_copy_opens_by_itself_and_is_never_written_over() {
    let (dir, ring) = ring();
    let sealed = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let backup: PathBuf = dir.path().join("backup/keys");
    ring.copy_to(&backup).await.unwrap();
    assert!(matches!(ring.copy_to(&backup).await, Err(KeyError::File(_))));
    let copy = KeyRing::open(&backup).unwrap();
    assert_eq!(copy.unseal(&sealed).await.unwrap(), Opened::Value(name()));
}

#[test]
fn a_ring_is_open_once_and_readable_by_its_owner_alone() {
    let (dir, ring) = ring();
    assert!(matches!(KeyRing::open(dir.path()), Err(OpenRingError::InUse { .. })));
    for file in ["index.key", "persons.keys", "persons.erased"] {
        let mode = std::fs::metadata(dir.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    drop(ring);
    assert!(KeyRing::open(dir.path()).is_ok());
}

#[tokio::test]
async fn a_lost_file_is_never_replaced_by_an_empty_one() {
    for lost in ["index.key", "persons.keys", "persons.erased"] {
        let (dir, ring) = ring();
        ring.seal(someone(&ring, "1"), &name()).await.unwrap();
        drop(ring);
        std::fs::remove_file(dir.path().join(lost)).unwrap();
        match KeyRing::open(dir.path()) {
            Err(OpenRingError::Missing { path }) => assert!(path.ends_with(lost)),
            other => panic!("{lost}: {other:?}"),
        }
    }
}

#[test]
fn the_keys_of_another_ring_are_refused() {
    let (dir, first) = ring();
    let (other, second) = ring();
    drop((first, second));
    std::fs::copy(other.path().join("persons.keys"), dir.path().join("persons.keys")).unwrap();
    let refused = KeyRing::open(dir.path());
    assert!(matches!(refused, Err(OpenRingError::Slots(SlotError::Foreign { .. }))));
}
