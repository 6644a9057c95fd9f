use std::fs::File;
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;

use super::*;

#[tokio::test]
async fn what_a_crash_left_half_received_is_dropped_and_what_is_being_received_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let materials = Materials::open(dir.path()).unwrap();
    let kept = put(&materials, "application/pdf", PDF).await.unwrap();
    let (left, coming) = (dir.path().join("incoming/left"), dir.path().join("incoming/coming"));
    std::fs::write(&left, b"%PDF").unwrap();
    std::fs::write(&coming, b"%PDF").unwrap();
    File::options().write(true).open(&left).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let materials = Materials::open(dir.path()).unwrap();
    assert!(!left.exists() && coming.exists());
    assert_eq!(materials.ids().unwrap(), [kept.id]);
    // By a machine whose clock is fast.
    let file = File::options().write(true).open(&coming).unwrap();
    let ahead = file.metadata().unwrap().modified().unwrap() + Duration::from_secs(1 << 20);
    file.set_modified(ahead).unwrap();
    Materials::open(dir.path()).unwrap();
    assert!(coming.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_share_a_folder_store_the_same_content_once() {
    let dir = tempfile::tempdir().unwrap();
    let storing = (0..40).map(|n| {
        // Each is another process, which begins while others receive.
        let materials = Materials::open(dir.path()).unwrap();
        tokio::spawn(async move {
            let content = format!("{:0>5000}", n % 4);
            let stored = put(&materials, "text/plain", content.as_bytes()).await.unwrap();
            assert_eq!(materials.read(stored.id).await.unwrap(), content.as_bytes());
        })
    });
    for stored in join_all(storing.collect::<Vec<_>>()).await {
        stored.unwrap();
    }
    assert_eq!(Materials::open(dir.path()).unwrap().ids().unwrap().len(), 4);
    assert_eq!(std::fs::read_dir(dir.path().join("incoming")).unwrap().count(), 0);
}
