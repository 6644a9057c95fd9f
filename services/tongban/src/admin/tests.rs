//! What becomes of operators' work when they hang up, and when the process ends.

use std::path::PathBuf;

use serde_json::json;
use tempfile::TempDir;
use tokio::sync::{Notify, oneshot};

use super::*;

/// A socket behind which work lasts until the test says so.
struct Socket {
    _folder: TempDir,
    path: PathBuf,
    begun: Arc<Notify>,
    speak: Arc<Notify>,
    stop: watch::Sender<bool>,
    serving: tokio::task::JoinHandle<()>,
}

/// Work to be ended by hand, and the news that it was given up.
fn by_hand() -> (oneshot::Sender<()>, oneshot::Receiver<()>) {
    oneshot::channel()
}

impl Socket {
    fn open(patience: Duration, until: oneshot::Receiver<()>) -> Self {
        let (begun, speak) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admin.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let (stop, shutdown) = watch::channel(false);
        let (told, asked) = (Arc::clone(&begun), Arc::clone(&speak));
        let until = std::sync::Mutex::new(Some(until));
        let work: Work = Arc::new(move |_, listener| {
            told.notify_one();
            let mut until = until.lock().unwrap().take().unwrap();
            let asked = Arc::clone(&asked);
            let working = async move {
                loop {
                    tokio::select! {
                        ended = &mut until => return Ok(json!({ "ended": ended.is_ok() })),
                        () = asked.notified() => listener.say("work", 1, None),
                    }
                }
            };
            working.boxed()
        });
        let serving = tokio::spawn(serve(listener, work, shutdown, patience));
        Self { _folder: folder, path, begun, speak, stop, serving }
    }

    fn ask(&self) -> tokio::task::JoinHandle<Result<Option<Value>>> {
        let path = self.path.clone();
        tokio::spawn(async move { ask(&path, &Operation::Verify, |_| ()).await })
    }
}

#[tokio::test]
async fn the_end_of_the_process_waits_for_work_that_was_begun() {
    let (end, until) = by_hand();
    let mut socket = Socket::open(Duration::from_secs(60), until);
    let asked = socket.ask();
    socket.begun.notified().await;
    socket.stop.send_replace(true);
    // Far more turns than the end takes that waits for nothing.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert!((&mut socket.serving).now_or_never().is_none(), "it has ended without its work");
    end.send(()).unwrap();
    assert_eq!(asked.await.unwrap().unwrap().unwrap()["ended"], true);
    socket.serving.await.unwrap();
}

#[tokio::test]
async fn work_that_takes_too_long_is_given_up_and_its_operator_told() {
    let (mut end, until) = by_hand();
    let socket = Socket::open(Duration::ZERO, until);
    let asked = socket.ask();
    socket.begun.notified().await;
    socket.stop.send_replace(true);
    let refused = asked.await.unwrap().unwrap_err().to_string();
    assert!(refused.contains("before the work was done"), "{refused}");
    // The work itself is gone, not only its operator.
    end.closed().await;
    socket.serving.await.unwrap();
}

#[tokio::test]
async fn work_goes_on_when_its_operator_hangs_up() {
    let (mut end, until) = by_hand();
    let socket = Socket::open(Duration::from_secs(60), until);
    let asked = socket.ask();
    socket.begun.notified().await;
    asked.abort();
    assert!(asked.await.unwrap_err().is_cancelled());
    for _ in 0..1_000 {
        socket.speak.notify_one();
        tokio::task::yield_now().await;
    }
    assert!(end.closed().now_or_never().is_none(), "the work ended with its operator");
    end.send(()).unwrap();
    socket.stop.send_replace(true);
    socket.serving.await.unwrap();
}

#[tokio::test]
async fn one_who_asks_for_nothing_keeps_no_process() {
    let (_end, until) = by_hand();
    let socket = Socket::open(Duration::from_secs(60), until);
    let idle = UnixStream::connect(&socket.path).await.unwrap();
    socket.stop.send_replace(true);
    socket.serving.await.unwrap();
    drop(idle);
}
