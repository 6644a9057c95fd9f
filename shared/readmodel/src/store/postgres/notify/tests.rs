use std::sync::Arc;

use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Notify;
use tongban_kernel::{Category, StreamId};
use uuid::Uuid;

use super::*;
use crate::Heard;
use crate::server::TestDatabase;

const BEAT: Beat = Beat { every: Duration::from_millis(50), within: Duration::from_secs(1) };

/// Stands between a process and the server, and can leave connections dead without a word.
struct Line {
    dir: TempDir,
    is_cut: Arc<Notify>,
}

impl Line {
    async fn to(database: &TestDatabase) -> Self {
        let (dir, is_cut) = (tempfile::tempdir().unwrap(), Arc::new(Notify::new()));
        let (server, port) = database.socket().await;
        let name = format!(".s.PGSQL.{port}");
        let (listener, server) =
            (UnixListener::bind(dir.path().join(&name)).unwrap(), server.join(name));
        let cut = is_cut.clone();
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (server, cut) = (server.clone(), cut.clone());
                tokio::spawn(async move {
                    let mut far = UnixStream::connect(server).await.unwrap();
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        () = cut.notified() => std::future::pending().await,
                    }
                });
            }
        });
        Self { dir, is_cut }
    }
}

#[tokio::test]
async fn a_connection_that_died_without_a_word_is_replaced_and_listeners_start_over() {
    let test_database = TestDatabase::new().await;
    let line = Line::to(&test_database).await;
    let url = test_database.url_through(line.dir.path(), test_database.socket().await.1);
    let database = Database::connect(&url, "a").await.unwrap();
    let changes = Changes::default();
    let mut feed = changes.subscribe();
    let _listening = Listening::begin_with(BEAT, &database, changes).await.unwrap();
    line.is_cut.notify_waiters();
    assert_eq!(feed.next().await, Some(Heard::StartOver));
    let event = ChangedStream {
        stream: StreamId::new(Category::new("test"), Uuid::nil()),
        kind: "test.noted.v1".into(),
        correlation: Uuid::nil(),
    };
    let (partition, seq, projection) = (Partition(0), Seq(7), "tasks".to_owned());
    let told = json(&Notice { projection, partition, seq, events: Some(vec![event]) }).unwrap();
    test_database.run(&format!("SELECT pg_notify('{CHANNEL}', '{told}')")).await;
    loop {
        match feed.next().await {
            Some(Heard::Change(change)) => break assert_eq!(change.seq, Seq(7)),
            Some(Heard::StartOver) => {}
            None => panic!("nothing is heard any more"),
        }
    }
}
