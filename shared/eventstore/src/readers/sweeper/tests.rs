mod walks;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use tokio::time::Instant;
use tongban_kernel::{ManualClock, Partition, Position, Seq};

use super::super::Lateness;
use super::*;
use crate::CommandEnvelope;
use crate::readers::{
    DispatchError, LEASE_TERM, ReaderError, ReaderKind, Refusal, Seen, StopStore,
};

/// So much work, all of it due.
struct Always(usize);

impl Sweeper for Always {
    type Order = usize;
    const NAME: &'static str = "always";
    const PROJECTION: &'static str = "list";

    fn due<'a>(
        &'a self,
        _now: Timestamp,
        after: Option<&'a DueWork<usize>>,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<DueWork<usize>>, Failure>> {
        let work = |order: usize| DueWork {
            order,
            due_at: Some(Timestamp::UNIX_EPOCH),
            correlation: Uuid::nil(),
            key: order.to_string(),
        };
        let next = after.map_or(0, |after| after.order + 1);
        Box::pin(async move { Ok((next..self.0).take(n_max).map(work).collect()) })
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

/// The same, and notes what it is given.
struct Noted(Until, Arc<Mutex<Vec<usize>>>);

impl Dispatch<usize> for Noted {
    fn dispatch(
        &self,
        order: usize,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        self.1.lock().unwrap().push(order);
        self.0.dispatch(order, envelope)
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

fn pass_with<D: Dispatch<usize>>(dispatch: D) -> Pass<Always, D> {
    Pass::new(dispatch, Lateness::default().of("always", ten_seconds_after()))
}

/// What a batch came to.
async fn swept<D: Dispatch<usize>>(
    pass: &mut Pass<Always, D>,
    n: usize,
    store: &Store,
) -> Result<Swept, Failure> {
    let progress = Progress::default();
    pass.sweep(&Always(n), store, &mut Ahead::of(&progress), then()).await
}

fn then() -> Timestamp {
    ten_seconds_after().now()
}

/// Ten seconds after all work was due.
fn ten_seconds_after() -> Arc<dyn Clock> {
    let epoch = Timestamp::UNIX_EPOCH;
    Arc::new(ManualClock::at(epoch + jiff::SignedDuration::from_secs(10)))
}

#[tokio::test]
async fn what_was_done_shows_how_late_it_was_and_what_was_not_does_not() {
    let (store, shown) = (Store::default(), Lateness::default());
    let mut registry = Registry::default();
    registry.register("lateness_seconds", "How late", shown.metric());
    let mut pass = Pass::new(Until(3), shown.of("always", ten_seconds_after()));
    // The list that knows of nothing yet is read again: what it still shows is not later for that.
    for _ in 0..3 {
        swept(&mut pass, 9, &store).await.unwrap_err();
        pass.begin_anew();
    }
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
    let (store, mut pass) = (Store::default(), pass_with(Until(7)));
    store.is_full.store(true, Ordering::Relaxed);
    swept(&mut pass, 3, &store).await.unwrap_err();
    store.is_full.store(false, Ordering::Relaxed);
    for _ in 0..3 {
        // Nothing was done that the list could lag behind.
        pass.settle(&Progress::default()).await;
        assert_eq!(swept(&mut pass, 3, &store).await.unwrap(), Swept::ToTheEnd);
    }
    assert_eq!(store.kept.lock().unwrap().len(), 3, "each once");
}

#[tokio::test]
async fn a_machine_that_fails_hides_no_refusal() {
    let store = Store::default();
    swept(&mut pass_with(Until(4)), 9, &store).await.unwrap_err();
    assert_eq!(store.kept.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn neither_refusals_nor_failures_hold_up_what_is_behind_them() {
    let (store, given) = (Store::default(), Arc::default());
    let mut pass = pass_with(Noted(Until(SWEEP_MAX - 1), Arc::clone(&given)));
    swept(&mut pass, 2 * SWEEP_MAX, &store).await.unwrap_err();
    assert_eq!(store.kept.lock().unwrap().len(), SWEEP_MAX - 1);
    assert_eq!(swept(&mut pass, 2 * SWEEP_MAX, &store).await.unwrap(), Swept::Batch);
    assert_eq!(swept(&mut pass, 2 * SWEEP_MAX, &store).await.unwrap(), Swept::ToTheEnd);
    assert_eq!(store.kept.lock().unwrap().len(), SWEEP_MAX - 1);
    assert_eq!(given.lock().unwrap().len(), 2 * SWEEP_MAX, "each once");
}

#[tokio::test(start_paused = true)]
async fn a_list_that_lags_is_gone_on_with_and_read_from_its_front_when_it_has_caught_up() {
    let (store, progress, given) = (Store::default(), Progress::default(), Arc::default());
    let mut pass = pass_with(Noted(Until(0), Arc::clone(&given)));
    let list = (Always::PROJECTION, Partition(0));
    progress.register(list.0, ReaderKind::Projection, list.1, Seq(0));
    let mut n_met = async |n| {
        // The first of them fails.
        pass.sweep(&Always(n), &store, &mut Ahead::of(&progress), then()).await.ok();
        pass.settle(&progress).await;
        std::mem::take(&mut *given.lock().unwrap()).len()
    };
    assert_eq!(n_met(9).await, 9);
    assert_eq!(n_met(9).await, 0, "it does not know of any of them");
    assert_eq!(n_met(11).await, 2, "what has become due meanwhile");
    progress.advance(list.0, list.1, Seq(8));
    assert_eq!(n_met(11).await, 0, "it knows what was done before it was asked");
    assert_eq!(n_met(11).await, 11, "from its front, though the last two are done");
}

#[tokio::test(start_paused = true)]
async fn of_several_processes_one_sweeps_and_who_ends_lets_go() {
    let store = Arc::new(Store::default());
    store.is_elsewhere.store(true, Ordering::Relaxed);
    let (stop, stopped) = watch::channel(false);
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let (sweeper, dispatch, progress) = (Always(3), Until(7), Progress::default());
    let told = progress.sweepers();
    let sweeping = run_sweeper(sweeper, dispatch, store.clone(), clock, progress, stopped);
    let sweeping = tokio::spawn(sweeping);
    tokio::time::sleep(10 * LOOK_EVERY).await;
    assert_eq!(store.kept.lock().unwrap().len(), 0, "the other does");
    assert_eq!(told.all(), [("always", SweeperState::Standby)]);
    store.is_elsewhere.store(false, Ordering::Relaxed);
    tokio::time::sleep(2 * LOOK_EVERY).await;
    assert_eq!(store.kept.lock().unwrap().len(), 3);
    let swept_at = Timestamp::UNIX_EPOCH;
    assert_eq!(told.all(), [("always", SweeperState::Running { swept_at })]);
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

/// One piece of work that becomes due a day after the epoch.
struct Tomorrow;

impl Sweeper for Tomorrow {
    type Order = usize;
    const NAME: &'static str = "tomorrow";
    const PROJECTION: &'static str = "list";

    fn due<'a>(
        &'a self,
        now: Timestamp,
        after: Option<&'a DueWork<usize>>,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<DueWork<usize>>, Failure>> {
        let is_due = now >= Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24);
        Box::pin(async move { Always(usize::from(is_due)).due(now, after, n_max).await })
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_due_only_since_the_clock_jumped_waits_for_a_second_look() {
    let store = Arc::new(Store::default());
    let (_stop, stopped) = watch::channel(false);
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let dispatch = Until(7);
    let progress = Progress::default();
    tokio::spawn(run_sweeper(Tomorrow, dispatch, store.clone(), clock.clone(), progress, stopped));
    let n_done = async || {
        tokio::time::sleep(3 * REST).await;
        store.kept.lock().unwrap().len()
    };
    assert_eq!(n_done().await, 0);
    clock.jump(Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24));
    assert_eq!(n_done().await, 0, "a first look");
    clock.jump(Timestamp::UNIX_EPOCH);
    assert_eq!(n_done().await, 0, "put right");
    clock.jump(Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24));
    assert_eq!(n_done().await, 0, "a first look again");
    clock.advance(jiff::SignedDuration::from_mins(1));
    assert_eq!(n_done().await, 1, "it stood for a minute");
}

#[tokio::test(start_paused = true)]
async fn what_is_due_only_since_the_clock_jumped_by_days_waits_until_people_confirm_it() {
    let store = Arc::new(Store::default());
    let (_stop, stopped) = watch::channel(false);
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let progress = Progress::default();
    let sweeping =
        run_sweeper(Tomorrow, Until(7), store.clone(), clock.clone(), progress.clone(), stopped);
    tokio::spawn(sweeping);
    let n_done = async || {
        tokio::time::sleep(3 * REST).await;
        store.kept.lock().unwrap().len()
    };
    assert_eq!(n_done().await, 0);
    clock.jump(Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(72));
    for _ in 0..3 {
        let n_let_go = store.n_let_go.load(Ordering::Relaxed);
        assert_eq!(n_done().await, 0, "however long it stands");
        let left = store.n_let_go.load(Ordering::Relaxed) > n_let_go;
        assert!(left, "a process whose clock is right has the turn");
        clock.advance(jiff::SignedDuration::from_hours(1));
    }
    assert_eq!(progress.clock_ahead(), Some(jiff::SignedDuration::from_hours(72)));
    assert_eq!(progress.sweepers().all(), [("tomorrow", SweeperState::HeldUp)]);
    assert!(progress.confirm_clock().is_some());
    assert_eq!(n_done().await, 1);
}
