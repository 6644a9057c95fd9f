//! Rings on their way from one home to another.

use super::*;

#[tokio::test]
async fn a_ring_is_moved_in_both_directions_with_its_index_and_erasures() {
    for (from, to) in
        [(Place::folder(), Place::database().await), (Place::database().await, Place::folder())]
    {
        let source = from.ring().await;
        let kept = source.seal(someone(&source, "1"), &name()).await.unwrap();
        let gone = source.seal(someone(&source, "2"), &name()).await.unwrap();
        source.erase(gone.person()).await.unwrap();
        let target = to.ring_for(&source).await;
        assert_eq!(source.copy_into(&target).await.unwrap(), 1);
        assert_eq!(source.copy_into(&target).await.unwrap(), 1, "the same again");
        assert_eq!(target.unseal(&kept).await.unwrap(), Opened::Value(name()));
        assert_eq!(target.unseal(&gone).await.unwrap(), Opened::Erased);
        assert_eq!(someone(&target, "1"), kept.person());
        assert_eq!(someone(&target, "2"), someone(&source, "2"));
    }
}

#[tokio::test]
async fn many_keys_are_copied_page_by_page() {
    let (from, to) = (Place::folder(), Place::database().await);
    let source = from.ring().await;
    let persons: Vec<_> = (0..2_001).map(|n| someone(&source, &n.to_string())).collect();
    source.prepare(&persons).await.unwrap();
    let target = to.ring_for(&source).await;
    assert_eq!(source.copy_into(&target).await.unwrap(), 2_001);
    let sealed = source.seal(persons[2_000], &name()).await.unwrap();
    assert_eq!(target.unseal(&sealed).await.unwrap(), Opened::Value(name()));
}

#[tokio::test]
async fn who_was_erased_in_the_target_stays_erased() {
    for (from, to) in
        [(Place::folder(), Place::database().await), (Place::database().await, Place::folder())]
    {
        let source = from.ring().await;
        let sealed = source.seal(someone(&source, "1"), &name()).await.unwrap();
        let target = to.ring_for(&source).await;
        target.erase(sealed.person()).await.unwrap();
        source.copy_into(&target).await.unwrap();
        assert_eq!(target.unseal(&sealed).await.unwrap(), Opened::Erased);
    }
}

#[tokio::test]
async fn another_ring_or_another_key_stops_the_copy() {
    let (from, to) = (Place::folder(), Place::database().await);
    let source = from.ring().await;
    let stranger = Place::folder();
    let refused = source.copy_into(&stranger.ring().await).await;
    assert!(matches!(refused, Err(KeyError::OtherRing)), "{refused:?}");

    let target = to.ring_for(&source).await;
    let person = someone(&source, "1");
    target.seal(person, &name()).await.unwrap();
    source.seal(person, &name()).await.unwrap();
    let refused = source.copy_into(&target).await;
    assert!(matches!(refused, Err(KeyError::OtherKey { person: p }) if p == person));
}

#[tokio::test]
async fn a_shared_ring_is_copied_into_a_new_folder_and_never_over_another() {
    let database = TestDatabase::new().await;
    let ring = shared(&database).await;
    let kept = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let gone = ring.seal(someone(&ring, "2"), &name()).await.unwrap();
    ring.erase(gone.person()).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let backup = dir.path().join("backup/keys");
    ring.copy_to(&backup).await.unwrap();
    assert!(matches!(ring.copy_to(&backup).await, Err(KeyError::File(_))));
    let copy = KeyRing::open(&backup).unwrap();
    assert_eq!(copy.unseal(&kept).await.unwrap(), Opened::Value(name()));
    assert_eq!(copy.unseal(&gone).await.unwrap(), Opened::Erased);
}
