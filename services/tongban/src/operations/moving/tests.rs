//! Whole offices from folder to folder; to servers and back is a story of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tongban_eventstore::Expected;
use tongban_eventstore::contract::{append_of, case, refusal};
use tongban_eventstore::readers::{PolicyStore as _, Seen};
use tongban_kernel::{Partition, Seq, SystemClock};
use tongban_readmodel::{ReaderPlace, StateStore};

use super::*;
use crate::app::App;
use crate::refusal::text_of;

const POLICY: &str = "coordination-on-approval";
const N_CASES: u64 = 20;
/// The policy of the office has dealt with so many of its events.
const DEALT_WITH: u64 = 23;

/// An office with events, of which a policy has dealt with some, and room beside it.
async fn office(room: &TempDir, name: &str) -> PathBuf {
    let data = room.path().join(name);
    let app = App::for_tests(&data, None).await;
    let log = app.log();
    for n in 0..u128::from(N_CASES) {
        log.append(append_of(case(n), Expected::NoStream, n, 2)).await.unwrap();
    }
    let event = log.scan(Partition(0), Seq(DEALT_WITH - 1), 1).await.unwrap().remove(0);
    let seen = Seen { seq: event.seq, hash: Some(event.hash) };
    let state = &app.platform.state;
    state.commit(POLICY, Partition(0), seen, vec![refusal(1)]).await.unwrap();
    data
}

fn wish(from: &Path, to: &Path) -> Move {
    let end = |dir: &Path, generation| End::Folder { dir: dir.to_owned(), generation };
    Move { from: end(from, 1), to: end(to, 2), n_partitions: Some(4) }
}

async fn moved(from: &Path, to: &Path) -> Result<Moved> {
    let (listener, _heard) = Listener::new();
    move_office(&wish(from, to), &listener).await
}

async fn opened(data: &Path) -> StateStore {
    StateStore::open(data, Arc::new(SystemClock)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_are_before_the_same_events_in_another_number_of_partitions() {
    let room = tempfile::tempdir().unwrap();
    let (old, new) = (office(&room, "old").await, room.path().join("new"));
    for n_new in [2 * N_CASES, 0] {
        let moved = moved(&old, &new).await.unwrap();
        assert_eq!((moved.log.n_new, moved.log.n_partitions), (n_new, 4));
        let readers = moved.beside.unwrap().readers;
        assert_eq!((readers.n_readers, readers.n_work_items), (1, 1));
    }
    let places = opened(&new).await.reader_places().await.unwrap();
    let app = App::for_tests(&new, None).await;
    let mut dealt_with = Vec::new();
    for ReaderPlace { partition, seq, hash, .. } in &places {
        let events = app.log().scan(*partition, Seq(0), usize::MAX).await.unwrap();
        let events = &events[..usize::try_from(seq.0).unwrap()];
        assert_eq!(events.last().map(|event| event.hash), *hash, "the log is known by it");
        dealt_with.extend(events.iter().map(|event| event.meta.command));
    }
    assert_eq!(dealt_with.len() as u64, DEALT_WITH);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_that_lacks_a_part_is_not_moved() {
    let room = tempfile::tempdir().unwrap();
    let (old, new) = (office(&room, "old").await, room.path().join("new"));
    std::fs::remove_file(old.join("token.key")).unwrap();
    let refused = text_of(&moved(&old, &new).await.unwrap_err());
    assert!(refused.en.contains("token.key is missing in"), "{}", refused.en);
    assert!(refused.zh.contains("缺少 token.key"), "{}", refused.zh);
    assert!(!old.join("token.key").exists(), "none is made in its place");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_alone_is_moved_alone_and_said_to_be() {
    let room = tempfile::tempdir().unwrap();
    let (old, new) = (office(&room, "old").await, room.path().join("new"));
    for part in ["token.key", "accounts.db", "readers.db"] {
        std::fs::remove_file(old.join(part)).unwrap();
    }
    std::fs::remove_dir_all(old.join("keys")).unwrap();
    assert_eq!(moved(&old, &new).await.unwrap().beside, None);
    assert!(!old.join("keys").exists() && !new.join("keys").exists(), "nothing was made");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_with_the_keys_of_another_office_is_refused_before_events_come_into_it() {
    let room = tempfile::tempdir().unwrap();
    let (old, other) = (office(&room, "old").await, office(&room, "other").await);
    let new = room.path().join("new");
    std::fs::create_dir(&new).unwrap();
    std::fs::copy(other.join("token.key"), new.join("token.key")).unwrap();
    let refused = text_of(&moved(&old, &new).await.unwrap_err());
    assert!(refused.en.contains("belongs to another office"), "{}", refused.en);
    assert!(refused.zh.contains("已属于另一机构"), "{}", refused.zh);
    std::fs::remove_file(new.join("token.key")).unwrap();
    assert_eq!(moved(&old, &new).await.unwrap().log.n_new, 2 * N_CASES);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn checkpoints_of_another_log_are_refused_at_either_end() {
    let room = tempfile::tempdir().unwrap();
    let (old, new) = (office(&room, "old").await, room.path().join("new"));
    std::fs::create_dir(&new).unwrap();
    opened(&old).await.backup(&new.join("readers.db")).await.unwrap();
    let refused = text_of(&moved(&old, &new).await.unwrap_err());
    assert!(refused.en.contains("how far readers of another log are"), "{}", refused.en);
    assert!(refused.zh.contains("属于另一日志"), "{}", refused.zh);

    let ahead = ReaderPlace {
        reader: POLICY.to_owned(),
        partition: Partition(0),
        seq: Seq(1_000),
        hash: None,
    };
    opened(&old).await.adopt_places(&[ahead]).await.unwrap();
    let refused = text_of(&moved(&old, &room.path().join("newer")).await.unwrap_err());
    assert!(refused.en.contains("does not fit its log"), "{}", refused.en);
}
