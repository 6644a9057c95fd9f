use super::super::recent::Found;
use super::*;

/// Nothing is kept in memory, so that readers are served from the segments.
fn from_disk() -> Options {
    Options { recent_bytes_max: 0, head_cache_max: 1, ..small_segments() }
}

#[tokio::test]
async fn old_events_are_read_from_the_segments_as_they_were_appended() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &small_segments());
    for n in 0..100 {
        append(&log, n % 7, 1 + usize::try_from(n % 3).unwrap()).await.unwrap();
    }
    let in_memory = scan_all(&log).await.unwrap();
    drop(log);
    let (log, _) = open(dir.path(), &from_disk());
    assert_eq!(scan_all(&log).await.unwrap(), in_memory);
    for n_max in [1, 3, 50] {
        let mut seen: Vec<Arc<Recorded>> = Vec::new();
        while seen.len() < in_memory.len() {
            let after = seen.last().map_or(Seq(0), |last| last.seq);
            seen.extend(log.scan(Partition(0), after, n_max).await.unwrap());
        }
        assert_eq!(seen, in_memory);
    }
    // A reader may begin in the middle of an append.
    for (after, event) in (0..).zip(&in_memory) {
        assert_eq!(log.scan(Partition(0), Seq(after), 2).await.unwrap()[0], *event);
    }
}

#[tokio::test]
async fn a_stream_with_many_records_is_read_from_any_revision() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &from_disk());
    let mut expected = Expected::NoStream;
    // More than three chunks of the index.
    for n in 0..400 {
        let answer = log.append(crate::contract::append_of(case(1), expected, n, 1)).await.unwrap();
        expected = Expected::At(answer.tokens[0]);
    }
    let in_memory = log.read(case(1), 0).await.unwrap();
    drop(log);
    let (log, _) = open(dir.path(), &from_disk());
    assert_eq!(log.read(case(1), 0).await.unwrap(), in_memory);
    for after in [1, 127, 128, 129, 255, 256, 300, 399, 400] {
        let read = log.read(case(1), after).await.unwrap();
        assert_eq!(read, in_memory[usize::try_from(after).unwrap()..]);
    }
    let answer = log.append(crate::contract::append_of(case(1), expected, 400, 1)).await.unwrap();
    assert_eq!(answer.tokens[0].revision(), 401);
    let stale = log.append(crate::contract::append_of(case(1), expected, 401, 1)).await;
    assert!(matches!(stale, Err(AppendError::Conflict { .. })));
}

/// Who waits for what a command led to asks for places that no reader has come to yet: looked for in
/// the files, each would cost a walk through half a segment.
#[tokio::test]
async fn a_place_ahead_of_all_readers_is_decoded_once_for_all_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &Options::default());
    for n in 0..50 {
        append(&log, n, 1).await.unwrap();
    }
    let ahead = log.scan(Partition(0), Seq(45), 1).await.unwrap();
    assert_eq!(ahead[0].seq, Seq(46));
    let in_memory = |after| match log.reading.recent[0].after(Seq(after), 1) {
        Found::Events(events) => events.first().map(|event| event.seq),
        Found::NotYet | Found::Ahead | Found::Elsewhere => None,
    };
    assert_eq!([0, 20, 45].map(in_memory), [1, 21, 46].map(|seq| Some(Seq(seq))));
    // One who has read everything takes nothing away from those who are on their way.
    append(&log, 1, 1).await.unwrap();
    assert!(log.scan(Partition(0), Seq(51), 1).await.unwrap().is_empty());
    assert_eq!(in_memory(20), Some(Seq(21)));
}
