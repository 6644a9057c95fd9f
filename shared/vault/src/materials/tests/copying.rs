//! Materials on their way from one home to another.

use super::*;

fn all(_: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

async fn copy(from: &Materials, to: &Materials) -> Result<usize, MaterialsError> {
    let (from, to) = (from.clone(), to.clone());
    waiting(move || from.copy_into(&to, all)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_in_a_folder_takes_only_what_is_missing() {
    for place in [Place::folder(), Place::bucket().await] {
        let materials = place.store().await;
        put(&materials, "application/pdf", PDF).await.unwrap();
        let backup = tempfile::tempdir().unwrap();
        let copy_to = || {
            let (materials, root) = (materials.clone(), backup.path().to_path_buf());
            waiting(move || materials.copy_to(&root, all).unwrap())
        };
        assert_eq!(copy_to().await, 1);
        let later = put(&materials, "text/plain", "第二份".as_bytes()).await.unwrap();
        assert_eq!((copy_to().await, copy_to().await), (1, 0));
        let copy = Materials::open(backup.path()).unwrap();
        assert_eq!(copy.read(later.id).await.unwrap(), "第二份".as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn materials_are_moved_in_both_directions_and_nothing_twice() {
    for (from, to) in
        [(Place::folder(), Place::bucket().await), (Place::bucket().await, Place::folder())]
    {
        let (source, target) = (from.store().await, to.store().await);
        let first = put(&source, "application/pdf", PDF).await.unwrap();
        assert_eq!(copy(&source, &target).await.unwrap(), 1);
        put(&source, "text/plain", "第二份".as_bytes()).await.unwrap();
        assert_eq!(copy(&source, &target).await.unwrap(), 1);
        assert_eq!(copy(&source, &target).await.unwrap(), 0);
        assert_eq!(target.read(first.id).await.unwrap(), PDF);
        assert_eq!((ids(&target).await.len(), to.n_files()), (2, 2));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_stops_at_what_was_altered_and_when_it_is_told_to() {
    let (from, to) = (Place::folder(), Place::bucket().await);
    let (source, target) = (from.store().await, to.store().await);
    let stored = put(&source, "application/pdf", PDF).await.unwrap();
    let (stopped, other) = (source.clone(), target.clone());
    let copied = waiting(move || stopped.copy_into(&other, |_| ControlFlow::Break(()))).await;
    assert_eq!(copied.unwrap(), 0);
    std::fs::write(from.file(stored.id), b"%PDF-1.7 forged").unwrap();
    let refused = copy(&source, &target).await;
    assert!(
        matches!(refused, Err(MaterialsError::Read(ReadError::Damaged { id })) if id == stored.id)
    );
    assert_eq!(to.n_files(), 0);
}
