use std::process::Command;

use super::*;

const CHILD_DIR: &str = "TONGBAN_TEST_LOCK_DIR";

#[tokio::test]
async fn a_new_folder_becomes_a_log_that_keeps_its_partitions() {
    let dir = tempfile::tempdir().unwrap();
    let sixteen = Options { n_partitions: 16, ..small_segments() };
    let (log, report) = open(&dir.path().join("new/log"), &sixteen);
    assert_eq!((log.n_partitions(), log.generation()), (16, 1));
    assert_eq!(report.torn, []);
    drop(log);
    let (log, _) = open(&dir.path().join("new/log"), &small_segments());
    assert_eq!(log.n_partitions(), 16);
}

#[test]
fn a_number_of_partitions_that_is_no_power_of_two_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for n_partitions in [0, 3, 8_192] {
        let error = refused(dir.path(), &Options { n_partitions, ..small_segments() });
        assert!(matches!(error, LogError::Unusable { .. }), "{error}");
    }
}

#[test]
fn data_of_a_newer_format_are_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path(), &small_segments()));
    let newer = "{\"format\":2,\"layout\":\"unheard of\"}";
    std::fs::write(dir.path().join("format"), newer).unwrap();
    let error = refused(dir.path(), &small_segments());
    assert!(matches!(error, LogError::NewerFormat { found: 2, known: 1 }), "{error}");
    assert_eq!(std::fs::read_to_string(dir.path().join("format")).unwrap(), newer);
}

#[test]
fn segments_without_a_manifest_are_no_new_folder() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path(), &small_segments()));
    std::fs::remove_file(dir.path().join("format")).unwrap();
    let error = refused(dir.path(), &small_segments());
    assert!(matches!(error, LogError::Unusable { .. }), "{error}");
    std::fs::write(dir.path().join("format"), "no manifest").unwrap();
    let error = refused(dir.path(), &small_segments());
    assert!(matches!(error, LogError::Unusable { .. }), "{error}");
}

#[test]
fn a_second_process_is_refused_until_the_first_has_ended() {
    if let Some(dir) = std::env::var_os(CHILD_DIR) {
        let error = refused(Path::new(&dir), &small_segments());
        assert!(matches!(error, LogError::Locked { .. }), "{error}");
        println!("refused");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &small_segments());
    let test = "segments::tests::opening::a_second_process_is_refused_until_the_first_has_ended";
    let starting = index::STARTING_PROCESSES.write().unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(CHILD_DIR, dir.path())
        .output()
        .unwrap();
    drop(starting);
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && output.contains("refused"), "{output}");
    drop(log);
    open(dir.path(), &small_segments());
}

#[tokio::test]
async fn a_copy_of_a_checkpoint_is_a_log() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { n_partitions: 2, ..small_segments() };
    let (log, _) = open(&dir.path().join("a"), &options);
    for n in 0..40 {
        append(&log, n % 8, 1).await.unwrap();
    }
    let checkpoint = log.checkpoint();
    for n in 0..40 {
        append(&log, n % 8, 1).await.unwrap();
    }
    for file in &checkpoint.files {
        let to = dir.path().join("b").join(&file.name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        let bytes = std::fs::read(dir.path().join("a").join(&file.name)).unwrap();
        std::fs::write(to, &bytes[..usize::try_from(file.n_bytes).unwrap()]).unwrap();
    }
    let (copy, report) = open(&dir.path().join("b"), &options);
    assert_eq!(report.torn, []);
    assert_eq!(copy.checkpoint(), checkpoint);
    let report = copy.verify(|_| (), |_| ()).unwrap();
    assert_eq!((report.n_events, report.n_streams, report.faults), (40, 8, vec![]));
}

#[tokio::test]
async fn verification_shows_every_event_and_tells_how_far_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), &small_segments());
    for n in 0..40 {
        append(&log, n % 8, 1).await.unwrap();
    }
    let (mut shown, mut steps) = (Vec::new(), Vec::new());
    let report = log.verify(|event| shown.push(event.seq), |step| steps.push(step)).unwrap();
    assert_eq!(shown, (1..=40).map(Seq).collect::<Vec<_>>());
    assert_eq!(steps.len(), report.n_segments);
    assert!(steps.is_sorted_by_key(|step| step.n_bytes));
    let last = steps.last().unwrap();
    assert_eq!((last.n_bytes, last.n_events), (last.n_bytes_all, 40));
    drop(log);
    let dir = dir.path();
    let offline = SegmentLog::verify_dir(dir, &small_segments(), |e| shown.push(e.seq), |_| ());
    let offline = offline.unwrap();
    assert_eq!(shown.len(), 80, "without opening it too");
    assert_eq!(offline, report);
}
