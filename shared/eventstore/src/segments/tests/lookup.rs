use tokio::sync::oneshot;

use super::super::index::{IndexFault, Mark};
use super::super::lookup::Doubt;
use super::super::queue::Job;
use super::super::tail::{Entry, Place, StreamRecord};
use super::*;

/// Memory for next to nothing: what the index holds is asked of the index.
fn forgetful() -> Options {
    Options { head_cache_max: 1, recent_bytes_max: 0, ..small_segments() }
}

/// Brings everything to the index, and lets go of it in memory.
async fn index_and_forget(log: &SegmentLog) {
    let lookup = &log.reading.lookup;
    for n in 0..2 {
        lookup.index_some(Partition(0), usize::MAX);
        append(log, 900 + n, 1).await.unwrap();
    }
    lookup.index_some(Partition(0), usize::MAX);
    assert!(lookup.tail(Partition(0)).n_unindexed() == 0);
}

/// A log of eight streams with two events each, all of them in the index and not in memory.
async fn eight_forgotten(dir: &Path) -> SegmentLog {
    let (log, _) = open(dir, &forgetful());
    for n in 0..8 {
        append(&log, n, 2).await.unwrap();
    }
    index_and_forget(&log).await;
    log
}

#[tokio::test]
async fn a_stream_that_has_left_memory_goes_on_where_it_ended() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &forgetful());
    for round in 1..=5_u64 {
        for n in 0..8 {
            let answer = append(&log, n, 1).await.unwrap();
            assert_eq!(answer.tokens[0].revision(), round);
        }
        index_and_forget(&log).await;
        for n in 0..8 {
            let stale = log.append(append_of(case(n), Expected::NoStream, 7, 1)).await;
            assert!(matches!(stale, Err(AppendError::Conflict { .. })));
        }
    }
    assert_eq!(log.verify(|_| (), |_| ()).unwrap().faults, []);
}

/// A caller looks at a stream, and is so slow that the stream moves on, is indexed and forgotten
/// before its append reaches the writer.
#[tokio::test]
async fn what_a_caller_saw_too_long_ago_is_not_trusted() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &forgetful());
    let (partition, draft) = log.prepare(&append_of(case(1), Expected::NoStream, 1, 1)).unwrap();
    append(&log, 1, 1).await.unwrap();
    index_and_forget(&log).await;
    index_and_forget(&log).await;
    assert_eq!(log.reading.lookup.tail(partition).look(case(1)).head, None);
    let (reply, answer) = oneshot::channel();
    log.queues[0].push(Job { draft, reply }).unwrap();
    let outcome = answer.await.unwrap().outcome;
    assert!(matches!(outcome, Err(AppendError::Conflict { .. })), "{outcome:?}");
    assert_eq!(log.read(case(1), 0).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_index_that_is_wrong_is_found_out_and_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let log = eight_forgotten(dir.path()).await;
    let lookup = &log.reading.lookup;
    let right = lookup.index.newest(case(3)).unwrap().unwrap();
    let other = lookup.index.newest(case(4)).unwrap().unwrap();
    let mark: Mark = lookup.index.mark(Partition(0)).unwrap().unwrap();
    let nowhere = Place { offset: right.place.offset + 1, ..right.place };
    // The record of another stream; bytes that are no record; the right record, a second time.
    for place in [other.place, nowhere, right.place] {
        let record = StreamRecord { first_revision: 3, last_revision: 4, place };
        let entry = Entry { last_seq: mark.seq, stream: case(3), record };
        lookup.index.add(Partition(0), vec![entry], mark).unwrap();
        assert_eq!(log.read(case(3), 0).await.unwrap().len(), 2);
        assert_eq!(lookup.index.newest(case(3)).unwrap(), Some(right), "it was made anew");
    }
    let answer = append(&log, 3, 1).await.unwrap();
    assert_eq!(answer.tokens[0].revision(), 3);
}

/// What was flushed before the disk was full is sound: an index of many millions of records is not
/// made anew for it, and least of all while somebody waits for an answer.
#[tokio::test]
async fn an_index_that_the_machine_failed_is_opened_again_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let log = eight_forgotten(dir.path()).await;
    let lookup = &log.reading.lookup;
    let witness = dir.path().join("index/witness");
    std::fs::write(&witness, "thrown away with the index").unwrap();
    let is_full = |_: &Path| Err(IndexFault::Io(std::io::ErrorKind::StorageFull.into()));
    {
        let _nobody_mends = lookup.changing.lock().unwrap();
        lookup.index.replace(is_full, |_| Ok::<_, IndexFault>(())).unwrap_err();
        let refused = lookup.try_read(case(3), 0).unwrap_err();
        assert!(matches!(refused, Doubt::Fault(IndexFault::Broken)), "{refused:?}");
    }
    // Nothing is appended meanwhile: the indexer mends it all the same.
    while lookup.index.is_broken() {
        tokio::task::yield_now().await;
    }
    assert_eq!(log.read(case(3), 0).await.unwrap().len(), 2);
    assert_eq!(append(&log, 3, 1).await.unwrap().tokens[0].revision(), 3);
    assert!(witness.exists());
}
