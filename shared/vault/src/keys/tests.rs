use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::{BlindKind, SlotError};

fn ring() -> (TempDir, KeyRing) {
    let dir = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(dir.path()).unwrap();
    (dir, ring)
}

fn someone(ring: &KeyRing, number: &str) -> PersonId {
    ring.person_of(&ring.index().blind(BlindKind::CitizenId, number))
}

fn name() -> String {
    "王小明".into()
}

#[tokio::test]
async fn what_was_sealed_is_opened_even_after_a_restart() {
    let (dir, ring) = ring();
    let person = someone(&ring, "11010519491231002X");
    let sealed = ring.seal(person, &name()).await.unwrap();
    assert!(!sealed.sealed().contains("王") && sealed.person() == person);
    drop(ring);
    let ring = KeyRing::open(dir.path()).unwrap();
    assert_eq!(someone(&ring, "11010519491231002X"), person);
    assert_eq!(ring.unseal(&sealed).unwrap(), Opened::Value(name()));
}

#[tokio::test]
async fn a_key_that_exists_costs_no_flush() {
    let (_dir, ring) = ring();
    let person = someone(&ring, "1");
    let first = ring.seal(person, &name()).await.unwrap();
    let second = ring.seal(person, &name()).await.unwrap();
    assert_ne!(first.sealed(), second.sealed(), "equal values must not look equal");
    assert_eq!(ring.n_flushes(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_callers_agree_on_the_key_of_a_person() {
    let (_dir, ring) = ring();
    let ring = Arc::new(ring);
    let tasks = (0..200).map(|n| {
        let ring = ring.clone();
        let person = someone(&ring, &(n % 20).to_string());
        tokio::spawn(async move { ring.seal(person, &n).await.unwrap() })
    });
    let tasks: Vec<_> = tasks.collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(ring.unseal(&task.await.unwrap()).unwrap(), Opened::Value(n));
    }
    assert_eq!(ring.n_keys(), 20);
}

#[tokio::test]
async fn keys_prepared_at_once_share_a_flush() {
    let (_dir, ring) = ring();
    let persons: Vec<_> = (0..1_500).map(|n| someone(&ring, &n.to_string())).collect();
    ring.prepare(&persons).await.unwrap();
    ring.seal(persons[1_499], &name()).await.unwrap();
    assert_eq!((ring.n_keys(), ring.n_flushes()), (1_500, 2));
}

#[tokio::test]
async fn an_erased_person_stays_erased_and_comes_back_as_someone_new() {
    let (dir, ring) = ring();
    let (person, other) = (someone(&ring, "1"), someone(&ring, "2"));
    let gone = ring.seal(person, &name()).await.unwrap();
    let kept = ring.seal(other, &name()).await.unwrap();
    ring.erase(person).await.unwrap();
    ring.erase(person).await.unwrap();
    assert_eq!(ring.unseal(&gone).unwrap(), Opened::Erased);
    assert!(matches!(
        ring.seal(person, &name()).await,
        Err(SealError::Key(KeyError::Erased { .. }))
    ));
    let again = someone(&ring, "1");
    assert_ne!(again, person);
    let anew = ring.seal(again, &name()).await.unwrap();
    drop(ring);

    let ring = KeyRing::open(dir.path()).unwrap();
    assert_eq!(ring.unseal(&gone).unwrap(), Opened::Erased);
    assert_eq!(ring.unseal(&kept).unwrap(), Opened::Value(name()));
    assert_eq!(ring.unseal(&anew).unwrap(), Opened::Value(name()));
    assert_eq!((someone(&ring, "1"), ring.n_keys(), ring.n_erased()), (again, 2, 1));
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
    assert_eq!(ring.unseal(&gone).unwrap(), Opened::Erased);
    // Lost is not the same as erased: this must be seen and repaired.
    assert!(matches!(ring.unseal(&later), Err(UnsealError::KeyMissing { .. })));
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
    assert_eq!(ring.unseal(&first).unwrap(), Opened::Value(name()));
    drop(ring);

    let mut flipped = whole;
    flipped[64 + 20] ^= 1;
    std::fs::write(&keys, flipped).unwrap();
    let refused = KeyRing::open(dir.path());
    assert!(matches!(refused, Err(OpenRingError::Slots(SlotError::Damaged { offset: 64, .. }))));
}

#[tokio::test]
async fn an_altered_value_or_one_of_someone_else_does_not_open() {
    let (_dir, ring) = ring();
    let sealed = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let other = ring.seal(someone(&ring, "2"), &name()).await.unwrap();
    let swapped: Personal<String> = Personal::from_sealed(other.person(), sealed.sealed());
    let cut: Personal<String> = Personal::from_sealed(sealed.person(), &sealed.sealed()[..10]);
    for damaged in [swapped, cut] {
        assert!(matches!(ring.unseal(&damaged), Err(UnsealError::Damaged { .. })));
    }
    let number: Personal<u32> = Personal::from_sealed(sealed.person(), sealed.sealed());
    assert!(matches!(ring.unseal(&number), Err(UnsealError::Shape { .. })));
}

#[tokio::test]
async fn a_copy_opens_by_itself_and_is_never_written_over() {
    let (dir, ring) = ring();
    let sealed = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let backup: PathBuf = dir.path().join("backup/keys");
    ring.copy_to(&backup).await.unwrap();
    assert!(matches!(ring.copy_to(&backup).await, Err(KeyError::File(_))));
    let copy = KeyRing::open(&backup).unwrap();
    assert_eq!(copy.unseal(&sealed).unwrap(), Opened::Value(name()));
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
