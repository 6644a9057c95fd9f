//! Servers that do not answer, or not with what is so.

use tokio::sync::watch;
use tongban_eventstore::Log;
use tongban_eventstore::double::{Answers, Double};
use tongban_s3_testkit::{Fault, Method, Server};
use tongban_vault::{Materials, Objects};

use super::super::place::Place;
use super::super::verify::check_beside;
use super::*;

/// The office archived into a bucket, whose files lie in a folder.
async fn archiver_at(store: &Server, room: &Room) -> Archiver {
    let objects = Objects::in_bucket("s3://materials/archive", store.options()).await.unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let materials = Materials::open(&scratch.path().join("materials")).unwrap();
    let place = Place { objects, materials: Arc::new(materials) };
    Archiver::at(room.source().await, place, None, room.sealing(ALL), scratch).await.unwrap()
}

async fn verified(folder: &Path) -> ArchiveVerified {
    let (listener, _heard) = Listener::new();
    let archive = folder.display().to_string().parse().unwrap();
    verify_archive(&archive, &listener).await.unwrap()
}

fn put(after: usize, is_done: bool) -> Fault {
    Fault { method: Method::PUT, after, is_done }
}

fn is_refused(error: &anyhow::Error) -> bool {
    error.downcast_ref::<crate::refusal::Refusal>().is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whichever_put_fails_the_same_process_goes_on_and_the_archive_is_sound() {
    let (room, store) = (Room::new().await, Server::start().await);
    let mut archiver = archiver_at(&store, &room).await;
    let (mut n_events, mut n_failed, mut n_adopted) = (0, 0, 0);
    let faults = (0..).flat_map(|after| [(after, false), (after, true)]);
    for (n, (after, is_done)) in (0..).zip(faults) {
        write(&archiver.source, n..n + 1).await;
        n_events += 2;
        store.plan(vec![put(after, is_done)]);
        let number = archiver.last().map_or(0, |last| last.number);
        let sealed = archiver.seal().await;
        let is_left = !store.plan(Vec::new()).is_empty();
        match sealed {
            Ok(_) if is_left => break,
            // Its seal is there: the answer was lost.
            Ok(_) => n_adopted += 1,
            Err(error) => {
                assert!(!is_refused(&error), "it is tried again: {error:#}");
                n_failed += 1;
                archiver.seal().await.unwrap();
            }
        }
        let last = archiver.last().unwrap();
        assert_eq!((last.number, last.n_events), (number + 1, n_events));
        let verified = verified(&store.file("archive")).await;
        assert!(verified.sound && verified.n_events == n_events, "{after}: {verified:?}");
    }
    assert!(n_failed > 6 && n_adopted == 1, "{n_failed} {n_adopted}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_whose_answer_and_the_look_after_it_failed_is_gone_on_behind() {
    let (room, store) = (Room::new().await, Server::start().await);
    let mut archiver = archiver_at(&store, &room).await;
    write(&archiver.source, 0..1).await;
    archiver.seal().await.unwrap();
    write(&archiver.source, 1..2).await;
    store.plan(vec![put(usize::MAX, false)]);
    archiver.seal().await.unwrap();
    let n_puts = usize::MAX - store.plan(Vec::new())[0].after;
    write(&archiver.source, 2..3).await;
    let get = Fault { method: Method::GET, after: 0, is_done: false };
    store.plan(vec![put(n_puts - 1, true), get]);
    let error = archiver.seal().await.unwrap_err();
    assert!(!is_refused(&error), "{error:#}");
    write(&archiver.source, 3..4).await;
    let made = archiver.seal().await.unwrap();
    assert_eq!((made.number, made.n_events), (3, 6), "it is the one that was tried");
    assert_eq!(archiver.seal().await.unwrap().n_events, 8);
    assert!(verified(&store.file("archive")).await.sound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_removed_is_no_failure_of_the_seal_and_is_removed_later() {
    let (room, store) = (Room::new().await, Server::start().await);
    let mut archiver = archiver_at(&store, &room).await;
    archiver.seal().await.unwrap();
    let first = files_in(&store.file("archive/beside"));
    archiver.seal().await.unwrap();
    store.plan(vec![Fault { method: Method::POST, after: 0, is_done: false }]);
    // A client removes many at once, whose names it posts.
    assert_eq!(archiver.seal().await.unwrap().number, 3);
    assert!(first.iter().any(|file| file.exists()));
    archiver.tidy().await.unwrap();
    assert!(!first.iter().any(|file| file.exists()));
    assert!(verified(&store.file("archive")).await.sound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_that_is_being_written_is_checked_by_its_newest_keys() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    for n in 0..4 {
        write(&archiver.source, n..n + 1).await;
        archiver.seal().await.unwrap();
    }
    // As for one that listed the seals when there was one.
    let (number, seal, fault) = check_beside(&archiver.place, 1).await.unwrap();
    assert!(number == 4 && seal.is_some() && fault.is_none(), "{number} {fault:?}");
    let newest = room.files("beside").pop().unwrap();
    fs::remove_file(newest).unwrap();
    let (_, _, fault) = check_beside(&archiver.place, 1).await.unwrap();
    assert!(fault.is_some_and(|fault| fault.en.contains("it is missing")));
}

/// This process hears nothing of the log, as from a server that is cut off: what it is asked it
/// answers.
struct Unheard(watch::Sender<Seq>);

impl Answers for Unheard {
    fn head(&self, _: &dyn Log, _: Partition) -> watch::Receiver<Seq> {
        self.0.subscribe()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_of_an_event_is_sealed_with_it_though_nothing_was_heard_of_it() {
    let room = Room::new().await;
    let Source { beside, .. } = room.source().await;
    let log = SegmentLog::open(&room.new_folder("log"), Options::default()).unwrap().0;
    let log = Box::new(Double { log: Arc::new(log), own: Unheard(watch::Sender::default()) });
    let source = Source { log, beside, database: None };
    write(&source, 0..10).await;
    deals_with(&source, 10).await;
    let mut archiver = room.opened(source, ALL).await.unwrap();
    let made = archiver.seal().await.unwrap();
    assert_eq!((made.n_events, made.is_whole), (20, true));

    assert_eq!(archiver.backlog().await.unwrap(), Backlog::default());
    write(&archiver.source, 10..11).await;
    let pace = Pace { after: Duration::from_millis(1), n_events: u64::MAX };
    let mut tell = |_: News<'_>| ();
    let due = archiver.until_due(pace, &mut tell);
    tokio::time::timeout(Duration::from_secs(60), due).await.unwrap();
    assert_eq!(archiver.backlog().await.unwrap().n_events, 2);
}
