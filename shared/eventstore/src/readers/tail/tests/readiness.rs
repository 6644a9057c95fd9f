//! For how long a process waits for readers that do not go on.

use super::*;
use crate::LogError;
use crate::double::{Answers, Double};

/// The event at this place does not check.
struct Damaged(Seq);

impl Answers for Damaged {
    fn scan<'a>(
        &'a self,
        log: &'a dyn Log,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(async move {
            let mut events = log.scan(partition, after, n_max).await?;
            events.retain(|event| event.seq < self.0);
            let (partition, what) = (partition.to_string(), "its hash does not match".to_owned());
            let damaged = LogError::DamagedEvent { partition, seq: self.0, what };
            if events.is_empty() { Err(damaged) } else { Ok(events) }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_log_is_damaged_nobody_keeps_the_partition_or_waits_for_what_lies_behind() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let (before, at) = (append(&log, 1).await, append(&log, 2).await);
    let damaged = Arc::new(Double { log: log.clone(), own: Damaged(at) });
    let first = Process::start(Rows::of(1, &shared), &damaged);
    first.until(|status| matches!(status.state, ReaderState::Stalled { .. })).await;
    assert_eq!(shared.lock().unwrap().seen.seq, Seq(at.0 - 1));
    assert!(before < at && !first.is_awaited());
    let second = Process::start(Rows::of(2, &shared), &damaged);
    second.until(|status| matches!(status.state, ReaderState::Stalled { .. })).await;
    assert!(!second.is_awaited());
    // One that is served the event goes on.
    let third = Process::start(Rows::of(3, &shared), &log);
    third.reached(at).await;
    first.reached(at).await;
}

#[tokio::test(start_paused = true)]
async fn what_no_store_takes_keeps_no_process_unready_and_is_left_to_another_program() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let seq = append(&log, 1).await;
    let older = Process::start(Rows { untaken: Some(seq), ..Rows::of(1, &shared) }, &log);
    older.until(|status| matches!(status.state, ReaderState::Stalled { .. })).await;
    assert!(older.is_awaited(), "it may pass");
    older.until(|_| !older.is_awaited()).await;
    let newer = Process::start(Rows::of(2, &shared), &log);
    newer.reached(seq).await;
    older.until(|status| status.state == ReaderState::Standby).await;
}

#[tokio::test(start_paused = true)]
async fn who_stands_by_waits_for_a_holder_that_does_not_move_for_two_terms_and_no_longer() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    append(&log, 1).await;
    shared.lock().unwrap().holder = Some(9);
    let process = Process::start(Rows::of(1, &shared), &log);
    for seq in 0..2 {
        shared.lock().unwrap().seen.seq = Seq(seq);
        tokio::time::sleep(2 * LEASE_TERM - 2 * LOOK_EVERY).await;
        assert!(process.is_awaited(), "it has moved");
    }
    process.until(|_| !process.is_awaited()).await;
}

#[tokio::test(start_paused = true)]
async fn a_log_that_names_damage_at_its_end_is_heard() {
    let log = Arc::new(MemoryLog::new(1));
    let at = append(&log, 1).await;
    let (heard, (_stop, stopped)) = (Heard::default(), watch::channel(false));
    tokio::spawn(listen(Arc::new(Double { log, own: Damaged(at) }), heard.clone(), stopped));
    tokio::time::sleep(10 * LEASE_TERM).await;
    assert!(heard.silent_for().unwrap() < LOOK_EVERY * 3);
}
