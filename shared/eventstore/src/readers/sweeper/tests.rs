use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use tokio::time::Instant;
use tongban_kernel::{ManualClock, Partition, Seq};

use super::super::Lateness;
use super::*;
use crate::readers::{LEASE_TERM, ReaderError, Seen, StopStore};

/// So much work, all of it due.
struct Always(usize);

impl Sweeper for Always {
    type Order = usize;
    const NAME: &'static str = "always";
    const PROJECTION: &'static str = "list";

    fn due(
        &self,
        _now: Timestamp,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<DueWork<usize>>, Failure>> {
        let work = |order: usize| DueWork {
            order,
            due_at: Some(Timestamp::UNIX_EPOCH),
            correlation: Uuid::nil(),
            key: order.to_string(),
        };
        Box::pin(async move { Ok((0..self.0.min(n_max)).map(work).collect()) })
    }
}

/// Refuses what comes before a number, fails at it, and does the rest.
struct Until(usize);

impl Dispatch<usize> for Until {
    fn dispatch(
        &self,
        order: usize,
        _envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        let result = match order.cmp(&self.0) {
            std::cmp::Ordering::Less => Err(DispatchError::Refused { reason: "no".to_owned() }),
            std::cmp::Ordering::Equal => Err(DispatchError::Failed("the disk is full".into())),
            std::cmp::Ordering::Greater => Ok(Position::at(1, Partition(0), Seq(order as u64))),
        };
        Box::pin(async move { result })
    }
}

/// Keeps work items, unless the disk is full.
#[derive(Default)]
struct Store {
    kept: Mutex<Vec<Refusal>>,
    is_full: AtomicBool,
    /// Another process has the turn.
    is_elsewhere: AtomicBool,
    n_let_go: AtomicU32,
}

impl StopStore for Store {}

impl PolicyStore for Store {
    fn checkpoint(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<Place, Failure>> {
        let is_elsewhere = self.is_elsewhere.load(Ordering::Relaxed);
        Box::pin(async move {
            Ok(match is_elsewhere {
                true => Place::Elsewhere(Seq(0)),
                false => Place::Here(Seen::default()),
            })
        })
    }

    fn look(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<Seq, Failure>> {
        Box::pin(async { Ok(Seq(0)) })
    }

    fn commit(
        &self,
        _: &str,
        _: Partition,
        _: Seen,
        _: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(async { Ok(()) })
    }

    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move {
            if self.is_full.load(Ordering::Relaxed) {
                return Err("the disk is full".into());
            }
            self.kept.lock().unwrap().extend(refusals);
            Ok(())
        })
    }
    fn let_go(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<(), Failure>> {
        self.n_let_go.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(()) })
    }
}

fn lateness() -> SweeperLateness {
    Lateness::default().of("always", ten_seconds_after())
}

/// Ten seconds after all work was due.
fn ten_seconds_after() -> Arc<dyn Clock> {
    let epoch = Timestamp::UNIX_EPOCH;
    Arc::new(ManualClock::at(epoch + jiff::SignedDuration::from_secs(10)))
}

#[tokio::test]
async fn what_was_done_shows_how_late_it_was_and_what_was_not_does_not() {
    let (store, mut refused, shown) = (Store::default(), HashSet::new(), Lateness::default());
    let mut registry = Registry::default();
    registry.register("lateness_seconds", "How late", shown.metric());
    let lateness = shown.of("always", ten_seconds_after());
    let (sweeper, dispatch) = (Always(9), Until(3));
    sweep(&sweeper, &dispatch, &store, &lateness, &mut refused).await.err().unwrap();
    let mut text = String::new();
    encode(&mut text, &registry).unwrap();
    for line in [
        "lateness_seconds_sum{sweeper=\"always\"} 50.0",
        "lateness_seconds_count{sweeper=\"always\"} 5",
        "lateness_seconds_bucket{le=\"5.0\",sweeper=\"always\"} 0",
        "lateness_seconds_bucket{le=\"15.0\",sweeper=\"always\"} 5",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[tokio::test]
async fn a_refusal_is_met_again_until_people_can_see_it() {
    let (store, mut refused) = (Store::default(), HashSet::new());
    let (sweeper, dispatch) = (Always(3), Until(7));
    store.is_full.store(true, Ordering::Relaxed);
    sweep(&sweeper, &dispatch, &store, &lateness(), &mut refused).await.err().unwrap();
    assert!(refused.is_empty(), "nobody has seen it");
    store.is_full.store(false, Ordering::Relaxed);
    for _ in 0..2 {
        sweep(&sweeper, &dispatch, &store, &lateness(), &mut refused).await.unwrap();
    }
    assert_eq!(store.kept.lock().unwrap().len(), 3, "each once");
}

#[tokio::test]
async fn a_machine_that_fails_hides_no_refusal() {
    let (store, mut refused) = (Store::default(), HashSet::new());
    sweep(&Always(9), &Until(4), &store, &lateness(), &mut refused).await.err().unwrap();
    assert_eq!(store.kept.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn what_was_refused_takes_no_place_of_what_can_be_done() {
    let (store, mut refused) = (Store::default(), HashSet::new());
    let (sweeper, dispatch) = (Always(2 * SWEEP_MAX), Until(SWEEP_MAX));
    let first = sweep(&sweeper, &dispatch, &store, &lateness(), &mut refused).await.unwrap();
    assert!(first.is_full && first.position.is_none(), "all are refused");
    let next = sweep(&sweeper, &Until(usize::MAX - 1), &store, &lateness(), &mut refused).await;
    assert!(next.unwrap().position.is_none());
    assert_eq!(store.kept.lock().unwrap().len(), 2 * SWEEP_MAX);
}

#[tokio::test(start_paused = true)]
async fn of_several_processes_one_sweeps_and_who_ends_lets_go() {
    let store = Arc::new(Store::default());
    store.is_elsewhere.store(true, Ordering::Relaxed);
    let (stop, stopped) = watch::channel(false);
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let (sweeper, dispatch) = (Always(3), Until(7));
    let sweeping =
        run_sweeper(sweeper, dispatch, store.clone(), clock, Progress::default(), stopped);
    let sweeping = tokio::spawn(sweeping);
    tokio::time::sleep(10 * LOOK_EVERY).await;
    assert_eq!(store.kept.lock().unwrap().len(), 0, "the other does");
    store.is_elsewhere.store(false, Ordering::Relaxed);
    tokio::time::sleep(2 * LOOK_EVERY).await;
    assert_eq!(store.kept.lock().unwrap().len(), 3);
    stop.send(true).unwrap();
    sweeping.await.unwrap();
    assert_eq!(store.n_let_go.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn who_hears_no_partition_for_a_term_leaves_the_turn_to_others_until_it_hears_one() {
    let (store, progress) = (Arc::new(Store::default()), Progress::default());
    let heard = progress.heard();
    let hears = |partition| heard.note(Partition(partition), Instant::now());
    hears(0);
    hears(1);
    let (_stop, stopped) = watch::channel(false);
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let (sweeper, dispatch) = (Always(3), Until(7));
    tokio::spawn(run_sweeper(sweeper, dispatch, store.clone(), clock, progress, stopped));
    let lets_go_within = async |while_waiting: Duration| {
        let before = store.n_let_go.load(Ordering::Relaxed);
        tokio::time::sleep(while_waiting).await;
        store.n_let_go.load(Ordering::Relaxed) - before
    };
    assert_eq!(lets_go_within(LEASE_TERM / 2).await, 0);
    hears(1);
    assert_eq!(lets_go_within(LEASE_TERM - LOOK_EVERY).await, 0, "one of them is heard");
    assert_eq!(lets_go_within(3 * LEASE_TERM).await, 1, "once, and nothing is taken");
    hears(0);
    assert_eq!(lets_go_within(LEASE_TERM - LOOK_EVERY).await, 0, "it has its turns again");
    assert_eq!(lets_go_within(3 * LOOK_EVERY).await, 1);
}
