use super::*;
use sim_disk::SimDisk;

fn on(disk: &SimDisk) -> Options {
    Options { disk: Arc::new(disk.clone()), ..small_segments() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_stops_the_log_for_good() {
    let dir = tempfile::tempdir().unwrap();
    let disk = SimDisk::default();
    let (log, _) = open(dir.path(), &on(&disk));
    let mut acknowledged = Vec::new();
    for n in 0..5 {
        let answer = append(&log, n, 1).await.unwrap();
        acknowledged.push((n, answer.tokens[0].revision()));
    }
    disk.fail_sync_after(0);
    let refused = append(&log, 9, 1).await.unwrap_err();
    assert!(matches!(&refused, AppendError::Stopped(why) if why.to_string().contains("sync")));
    assert!(log.stopped().await.to_string().contains("sync"));
    for n in 0..5 {
        let refused = append(&log, n, 1).await.unwrap_err();
        assert!(matches!(refused, AppendError::Stopped(_)), "{refused}");
    }
    // Whoever reads sees what was acknowledged before, and nothing of what was not.
    assert!(log.read(case(9), 0).await.unwrap().is_empty());
    drop(log);
    let left = disk.after_power_cut(&mut Random(1));
    let (log, _) = open(dir.path(), &on(&left));
    for (n, revision) in acknowledged {
        assert_eq!(log.read(case(n), 0).await.unwrap().len() as u64, revision);
    }
    append(&log, 9, 1).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_takes_again_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let disk = SimDisk::default();
    let (log, _) = open(dir.path(), &on(&disk));
    append(&log, 0, 1).await.unwrap();
    // Each amount leaves another part of a record written, or of a segment begun.
    for room in (0..1_200).step_by(50) {
        disk.set_room(Some(room));
        let mut n_fitted = 0;
        let refused = loop {
            match append(&log, 1, 1).await {
                Ok(_) => n_fitted += 1,
                Err(refused) => break refused,
            }
        };
        assert!(matches!(refused, AppendError::NoSpace), "{refused}");
        assert!(n_fitted <= room / 300, "{n_fitted} appends in {room} bytes");
        disk.set_room(None);
        append(&log, 1, 2).await.unwrap();
    }
    let events = log.read(case(1), 0).await.unwrap();
    assert!(events.len() >= 48);
    assert_eq!(log.verify(|_| (), |_| ()).unwrap().faults, []);
    drop(log);
    let (log, report) = open(dir.path(), &on(&disk));
    assert_eq!(report.torn, []);
    assert_eq!(log.read(case(1), 0).await.unwrap(), events);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_that_is_full_answers_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { queue_max: 0, ..small_segments() };
    let (log, _) = open(dir.path(), &options);
    let refused = append(&log, 1, 1).await.unwrap_err();
    assert!(matches!(refused, AppendError::Busy), "{refused}");
}
