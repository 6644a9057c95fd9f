use super::*;
use tongban_s3_testkit::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_stored_the_other_reads() {
    let place = Place::bucket().await;
    let (here, there) = (place.store().await, place.store().await);
    let stored = put(&here, "application/pdf", PDF).await.unwrap();
    assert_eq!(there.read(stored.id).await.unwrap(), PDF);
    let unknown = "0".repeat(64).parse().unwrap();
    let looked = move || (there.is_stored(stored.id), there.is_stored(unknown));
    let (known, unknown) = waiting(looked).await;
    assert!(known.unwrap() && !unknown.unwrap());
}

#[tokio::test]
async fn a_wrong_key_or_bucket_is_told_at_once() {
    let (server, spool) = (Server::start().await, tempfile::tempdir().unwrap());
    let mut options = server.options();
    let elsewhere = Materials::in_bucket("s3://elsewhere", options.clone(), spool.path()).await;
    assert!(matches!(elsewhere, Err(MaterialsError::Bucket(_))), "{elsewhere:?}");
    options.push(("AWS_SECRET_ACCESS_KEY".into(), "wrong".into()));
    let stranger = Materials::in_bucket("s3://materials", options, spool.path()).await;
    assert!(matches!(stranger, Err(MaterialsError::Bucket(_))), "{stranger:?}");
    let no_bucket = Materials::in_bucket("https://", server.options(), spool.path()).await;
    assert!(matches!(no_bucket, Err(MaterialsError::Address(_))), "{no_bucket:?}");
    for answer in [elsewhere, stranger, no_bucket] {
        let error = answer.unwrap_err();
        assert!(!error.is_transient(), "waiting would not help: {error:?}");
    }
}

#[tokio::test]
async fn a_store_that_is_away_may_come_back() {
    let (server, spool) = (Server::start().await, tempfile::tempdir().unwrap());
    let options = server.options();
    drop(server);
    let away = Materials::in_bucket("s3://materials", options, spool.path()).await;
    assert!(away.is_err_and(|error| error.is_transient()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_larger_than_any_that_is_stored_is_not_read() {
    let place = Place::bucket().await;
    let materials = place.store().await;
    let stored = put(&materials, "application/pdf", PDF).await.unwrap();
    let file = std::fs::File::create(place.file(stored.id)).unwrap();
    file.set_len(Materials::SIZE_MAX + 1).unwrap();
    let refused = materials.read(stored.id).await;
    assert!(matches!(refused, Err(ReadError::Damaged { id }) if id == stored.id));
}
