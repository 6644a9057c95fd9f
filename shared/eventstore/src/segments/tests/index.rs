use std::fs;
use std::sync::RwLock;

use super::super::IndexReport;
use super::super::index::{Index, LEAVES_HELD_MAX, Mark};
use super::super::tail::{Entry, Place, StreamRecord};
use super::*;

/// A process that is just being started holds copies of our files, sled's lock among them; who opens
/// a log while another test starts one would find its index locked.
pub(super) static STARTING_PROCESSES: RwLock<()> = RwLock::new(());

fn reopen(dir: &Path) -> (SegmentLog, IndexReport) {
    let _nobody_starts = STARTING_PROCESSES.read().unwrap();
    let (log, report) = open(dir, &small_segments());
    assert_eq!(report.torn, []);
    (log, report.index)
}

/// A log of forty appends to eight streams, closed.
async fn written() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = reopen(dir.path());
    write_forty(&log).await;
    drop(log);
    dir
}

async fn write_forty(log: &SegmentLog) {
    for n in 0..40 {
        append(log, n % 8, 1).await.unwrap();
    }
}

async fn assert_whole(log: &SegmentLog, n_events: usize) {
    assert_eq!(scan_all(log).await.unwrap().len(), n_events);
    for n in 0..8 {
        let events = log.read(case(n), 0).await.unwrap();
        assert_eq!(events.len(), n_events / 8);
        assert_eq!(log.read(case(n), 2).await.unwrap(), events[2..]);
    }
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn files_below(dir: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files_below(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

#[tokio::test]
async fn an_index_that_holds_everything_is_taken_as_it_is() {
    let dir = written().await;
    let (log, index) = reopen(dir.path());
    assert_eq!(index, IndexReport::Sound);
    assert_whole(&log, 40).await;
}

#[tokio::test]
async fn a_deleted_index_is_made_anew() {
    let dir = written().await;
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let (log, index) = reopen(dir.path());
    assert!(matches!(index, IndexReport::Rebuilt { n_appends: 40, .. }), "{index:?}");
    assert_whole(&log, 40).await;
}

#[tokio::test]
async fn an_index_from_an_older_copy_catches_up() {
    let dir = written().await;
    let aside = tempfile::tempdir().unwrap();
    copy_dir(&dir.path().join("index"), &aside.path().join("index"));
    let (log, _) = reopen(dir.path());
    write_forty(&log).await;
    drop(log);
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    copy_dir(&aside.path().join("index"), &dir.path().join("index"));
    let (log, index) = reopen(dir.path());
    assert_eq!(index, IndexReport::CaughtUp { n_appends: 40 });
    assert_whole(&log, 80).await;
}

#[tokio::test]
async fn an_index_that_knows_more_than_the_log_is_made_anew() {
    let dir = written().await;
    let aside = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), aside.path());
    let (log, _) = reopen(dir.path());
    write_forty(&log).await;
    drop(log);
    // The log is restored from a backup, and the newer index left where it was.
    fs::remove_dir_all(dir.path().join("p00")).unwrap();
    copy_dir(&aside.path().join("p00"), &dir.path().join("p00"));
    let (log, index) = reopen(dir.path());
    assert!(matches!(index, IndexReport::Rebuilt { n_appends: 40, .. }), "{index:?}");
    assert_whole(&log, 40).await;
}

#[tokio::test]
async fn an_index_of_another_log_is_made_anew() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (dir, first) in [(&dir, 0), (&other, 100)] {
        let (log, _) = reopen(dir.path());
        write_forty(&log).await;
        append(&log, first, 1).await.unwrap();
    }
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    copy_dir(&other.path().join("index"), &dir.path().join("index"));
    let (log, index) = reopen(dir.path());
    assert!(matches!(index, IndexReport::Rebuilt { n_appends: 41, .. }), "{index:?}");
    assert_eq!(log.read(case(0), 0).await.unwrap().len(), 6);
    assert!(log.read(case(100), 0).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_index_of_garbage_is_made_anew() {
    let dir = written().await;
    let index_dir = dir.path().join("index");
    let mut random = Random(7);
    for round in 0..6 {
        let mut files = Vec::new();
        files_below(&index_dir, &mut files);
        for path in files {
            let n_bytes = fs::metadata(&path).unwrap().len();
            let garbage = match round {
                0 => Vec::new(),
                1 => vec![0; usize::try_from(n_bytes).unwrap()],
                _ => (0..n_bytes + 10).map(|_| random.next().to_be_bytes()[0]).collect(),
            };
            fs::write(path, garbage).unwrap();
        }
        let (log, _) = reopen(dir.path());
        assert_whole(&log, 40).await;
    }
    fs::remove_dir_all(&index_dir).unwrap();
    fs::write(&index_dir, "a file where a folder must be").unwrap();
    let (log, index) = reopen(dir.path());
    assert!(matches!(index, IndexReport::Rebuilt { n_appends: 40, .. }), "{index:?}");
    assert_whole(&log, 40).await;
}

/// sled keeps every leaf that was written while it is open, whatever its cache may hold.
#[test]
fn an_index_holds_no_more_in_memory_however_much_is_added() {
    const ADDED_AT_ONCE: u128 = 1 << 16;
    let _nobody_starts = STARTING_PROCESSES.read().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let index = Index::create(&dir.path().join("index")).unwrap();
    let place = Place { segment: Seq(1), offset: 0, size: 1 };
    let record = StreamRecord { first_revision: 1, last_revision: 1, place };
    let mut n_leaves = 0;
    for first in (0..5).map(|n| n * ADDED_AT_ONCE) {
        let streams = (first..first + ADDED_AT_ONCE).map(case);
        let entries = streams.map(|stream| Entry { last_seq: Seq(1), stream, record }).collect();
        let mark = Mark { seq: Seq(1), place, hash: Default::default() };
        let before = index.n_leaves();
        index.add(Partition(0), entries, mark).unwrap();
        assert!(index.n_leaves() <= LEAVES_HELD_MAX);
        n_leaves += index.n_leaves().saturating_sub(before);
        assert_eq!(index.mark(Partition(0)).unwrap(), Some(mark));
        assert_eq!(index.newest(case(first)).unwrap(), Some(record));
        assert_eq!(index.newest(case(0)).unwrap(), Some(record));
    }
    assert!(n_leaves > LEAVES_HELD_MAX / 2, "{n_leaves}: there was nothing to let go of");
}
