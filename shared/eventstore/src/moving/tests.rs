use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use tongban_kernel::{Partition, Recorded, Seq};

use super::*;
use crate::contract::{append_of, case};
use crate::segments::{Options, SegmentLog};
use crate::{AppendError, Expected, Log, Movable, Token, Write};

#[cfg(feature = "jetstream")]
mod broker;

fn open(dir: &Path, n_partitions: u16) -> SegmentLog {
    let options = Options { n_partitions, segment_bytes_max: 200_000, ..Options::default() };
    SegmentLog::open(dir, options).unwrap().0
}

fn new(n_partitions: u16) -> (TempDir, SegmentLog) {
    let dir = tempfile::tempdir().unwrap();
    let log = open(dir.path(), n_partitions);
    (dir, log)
}

/// A stream in the same slot as another.
fn beside(n: u128) -> tongban_kernel::StreamId {
    let id = tongban_kernel::derive_child("task", case(n).id, &[1]);
    tongban_kernel::StreamId::new(tongban_kernel::Category::new("coordination"), id)
}

/// Appends of one to five events to one or two streams, `n_appends` of them, to cases from `first` on.
async fn write(log: &dyn Log, first: u128, n_appends: u128) {
    for n in 0..n_appends {
        let (own, other) = (first + n % 17, beside(first + n % 17));
        let end = |read: Vec<Arc<Recorded>>| match read.last() {
            Some(last) => Expected::At(Token::of(last)),
            None => Expected::NoStream,
        };
        let expected = end(log.read(case(own), 0).await.unwrap());
        let mut append = append_of(case(own), expected, first << 64 | n, 1 + n as usize % 3);
        if n % 4 == 0 {
            let expected = end(log.read(other, 0).await.unwrap());
            let events = append_of(other, expected, first << 64 | n, 2).writes.remove(0).events;
            append.writes.push(Write { stream: other, expected, events });
        }
        append.now += jiff::SignedDuration::from_micros(i64::try_from(n).unwrap());
        log.append(append).await.unwrap();
    }
}

/// All appends of a partition.
async fn appends(log: &dyn Movable, partition: u16) -> Vec<Vec<Arc<Recorded>>> {
    let (mut all, mut after) = (Vec::<Vec<Arc<Recorded>>>::new(), Seq(0));
    loop {
        let more = log.appends(Partition(partition), after, 7).await.unwrap();
        let Some(last) = more.last().and_then(|append| append.last()) else { return all };
        after = last.seq;
        all.extend(more);
    }
}

/// What a partition of another log must show of these: all but where they lie.
fn moved(appends: &[Vec<Arc<Recorded>>]) -> Vec<Vec<Recorded>> {
    let nowhere = |event: &Arc<Recorded>| Recorded {
        partition: Partition(0),
        seq: Seq(0),
        ..Recorded::clone(event)
    };
    appends.iter().map(|append| append.iter().map(nowhere).collect()).collect()
}

async fn copied(source: &dyn Movable, target: &dyn Movable) -> Copied {
    copy(source, target, &|_| ()).await.unwrap()
}

async fn refused(source: &dyn Movable, target: &dyn Movable) -> CopyError {
    copy(source, target, &|_| ()).await.unwrap_err()
}

fn n_events(appends: &[Vec<Arc<Recorded>>]) -> u64 {
    appends.iter().map(Vec::len).sum::<usize>() as u64
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_the_log_to_the_last_bit() {
    let ((_from, source), (_to, target)) = (new(1), new(1));
    write(&source, 1, 200).await;
    let there = copied(&source, &target).await;
    let (before, after) = (appends(&source, 0).await, appends(&target, 0).await);
    assert_eq!(after, before, "with as many partitions not even places change");
    assert_eq!((there.n_events, there.n_new), (n_events(&before), n_events(&before)));
    let streams: BTreeSet<_> = before.iter().flatten().map(|event| event.stream).collect();
    assert_eq!(there.n_streams, streams.len());
    assert_eq!(copied(&source, &target).await.n_new, 0, "copied again nothing is new");
    // The copy is a log like any other.
    write(&target, 500, 3).await;
    let report = target.verify(|_| (), |_| ()).unwrap();
    assert!(report.faults.is_empty(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_stream_and_every_partition_keeps_its_order_in_another_number_of_partitions() {
    for (n_before, n_after) in [(1, 8), (8, 1), (8, 2), (2, 8)] {
        let ((_from, source), (_to, target)) = (new(n_before), new(n_after));
        write(&source, 1, 300).await;
        copied(&source, &target).await;
        let mut n_there = 0;
        for to in 0..n_after {
            let there = appends(&target, to).await;
            n_there += n_events(&there);
            assert!(there.iter().flatten().map(|event| event.seq.0).eq(1..=n_events(&there)));
            for from in 0..n_before {
                let of = |appends: Vec<Vec<Arc<Recorded>>>| {
                    let is_of = |append: &Vec<Arc<Recorded>>| {
                        let stream = append[0].stream;
                        stream.partition(n_before).0 == from && stream.partition(n_after).0 == to
                    };
                    moved(&appends.into_iter().filter(is_of).collect::<Vec<_>>())
                };
                assert_eq!(of(there.clone()), of(appends(&source, from).await), "{from} to {to}");
            }
            if n_after < n_before {
                assert!(there.iter().flatten().is_sorted_by_key(|event| event.recorded_at));
            }
        }
        let mut n_here = 0;
        for from in 0..n_before {
            n_here += n_events(&appends(&source, from).await);
        }
        assert_eq!(n_there, n_here);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_was_broken_off_goes_on_where_it_ends() {
    let ((_from, source), (_to, target)) = (new(2), new(4));
    write(&source, 1, 400).await;
    // Every part of the source is a beginning of it: what a copy leaves that is killed.
    let whole = new(4);
    copied(&source, &whole.1).await;
    for (partition, n_appends) in [(0, 5), (1, 0), (3, 20)] {
        let some = appends(&whole.1, partition).await.into_iter().take(n_appends);
        let some: Vec<_> = some.map(|events| crate::RecordedAppend::new(events).unwrap()).collect();
        target.append_recorded(Partition(partition), Seq(0), &some).await.unwrap();
    }
    let n_there: u64 = (0..4).map(|partition| target.head(Partition(partition)).borrow().0).sum();
    let there = copied(&source, &target).await;
    assert_eq!(there.n_new, there.n_events - n_there);
    for partition in 0..4 {
        assert_eq!(appends(&target, partition).await, appends(&whole.1, partition).await);
    }
    // And it follows a source that has grown.
    write(&source, 1_000, 20).await;
    let grown = copied(&source, &target).await;
    assert_eq!(grown.n_new, grown.n_events - there.n_events);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_has_what_the_source_has_not_is_refused_and_left_alone() {
    let (_from, source) = new(2);
    write(&source, 1, 50).await;
    let longer = new(2);
    copied(&source, &longer.1).await;
    write(&longer.1, 2_000, 1).await;
    let other = new(2);
    write(&other.1, 3_000, 1).await;
    for target in [&longer.1, &other.1] {
        let heads = || [0, 1].map(|partition| *target.head(Partition(partition)).borrow());
        let before = heads();
        let error = refused(&source, target).await;
        let CopyError::Foreign { partition, seq, event } = error else { panic!("{error:?}") };
        let there = appends(target, partition.0).await;
        let named = there.iter().flatten().find(|there| there.seq == seq).unwrap();
        assert_eq!(named.id, event);
        assert!(error.text().zh.contains(&event.to_string()));
        assert_eq!(heads(), before, "nothing was recorded");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_whose_streams_would_part_is_named() {
    let ((_from, source), (_to, target)) = (new(1), new(4));
    let elsewhere = (2..).find(|n| case(*n).partition(4) != case(1).partition(4)).unwrap();
    let mut append = append_of(case(1), Expected::NoStream, 1, 1);
    append.writes.extend(append_of(case(elsewhere), Expected::NoStream, 2, 1).writes);
    let id = append.writes[0].events[0].id;
    source.append(append).await.unwrap();
    let error = refused(&source, &target).await;
    assert!(
        matches!(error, CopyError::Parts { event, n_partitions: 4 } if event == id),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_follow_the_end_is_not_recorded() {
    let ((_from, source), (_to, target)) = (new(1), new(1));
    write(&source, 1, 30).await;
    let all = appends(&source, 0).await;
    let all: Vec<_> = all.into_iter().map(|a| crate::RecordedAppend::new(a).unwrap()).collect();
    let end = Seq(all[0].events().len() as u64);
    let record = async |after, these: std::ops::Range<usize>| {
        target.append_recorded(Partition(0), after, &all[these]).await
    };
    let is_refused = |answer| matches!(answer, Err(AppendError::Conflict { .. }));
    assert!(is_refused(record(Seq(5), 0..30).await), "a place that is not there yet");
    assert!(is_refused(record(Seq(0), 18..30).await), "an event whose stream is not there yet");
    assert_eq!(*target.head(Partition(0)).borrow(), Seq(0));
    record(Seq(0), 0..1).await.unwrap();
    assert!(is_refused(record(Seq(0), 0..1).await), "a place that is taken");
    record(end, 1..30).await.unwrap();
    assert_eq!(appends(&target, 0).await, appends(&source, 0).await);
}

#[test]
fn an_event_that_is_not_what_its_hash_says_is_no_part_of_an_append() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    let (_from, source) = new(1);
    let sound = runtime.block_on(async {
        write(&source, 1, 1).await;
        appends(&source, 0).await.remove(0)
    });
    crate::RecordedAppend::new(sound.clone()).unwrap();
    type Change = fn(&mut Recorded);
    let changes: [Change; 4] = [
        |event| event.data = "{}".into(),
        |event| event.kind = "intake.case_noted.v2".into(),
        |event| event.recorded_at += jiff::SignedDuration::from_micros(1),
        |event| event.revision += 1,
    ];
    for change in changes {
        let mut event = Recorded::clone(&sound[1]);
        change(&mut event);
        let id = event.id;
        let mut events = sound.clone();
        events[1] = Arc::new(event);
        let error = crate::RecordedAppend::new(events).unwrap_err();
        assert!(error.to_string().contains(&id.to_string()), "{error}");
    }
    let twice = [&sound[..], &sound[..1]].concat();
    assert!(crate::RecordedAppend::new(twice).is_err());
    assert!(crate::RecordedAppend::new(Vec::new()).is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_are_in_the_copy_where_nothing_before_is_new_to_them() {
    for (n_before, n_after) in [(2, 2), (2, 8), (8, 2)] {
        let ((_from, source), (_to, target)) = (new(n_before), new(n_after));
        write(&source, 1, 300).await;
        copied(&source, &target).await;
        let mut all: Vec<_> = Vec::new();
        for partition in 0..n_before {
            all.push(appends(&source, partition).await.concat());
        }
        // One that has not begun, one at the end, and one further in some partitions than in others.
        let at = |part: fn(usize, usize) -> usize| -> Places {
            let place = |(index, events): (usize, &Vec<Arc<Recorded>>)| {
                let seen = part(index, events.len());
                (Partition(u16::try_from(index).unwrap()), Seq(seen as u64))
            };
            all.iter().enumerate().map(place).collect()
        };
        let half = |index: usize, n: usize| n * (index + 1) / (index + 2);
        let readers = [Places::new(), at(|_, n| n), at(half)];
        let found = places(&source, n_after, &readers).await.unwrap();
        for (before, after) in readers.iter().zip(&found) {
            assert_eq!(after.len(), usize::from(n_after));
            for (partition, end) in after {
                let there = appends(&target, partition.0).await.concat();
                let was_seen = |event: &Arc<Recorded>| {
                    let old = &all[usize::from(event.stream.partition(n_before).0)];
                    let old = old.iter().find(|old| old.id == event.id).unwrap();
                    before.get(&old.partition).is_some_and(|seen| old.seq <= *seen)
                };
                assert!(there.iter().filter(|event| event.seq <= *end).all(was_seen));
                let next = there.iter().find(|event| event.seq > *end);
                assert!(!next.is_some_and(was_seen), "no further back than need be");
                if n_after >= n_before {
                    assert!(!there.iter().filter(|event| event.seq > *end).any(was_seen));
                }
            }
        }
    }
}
