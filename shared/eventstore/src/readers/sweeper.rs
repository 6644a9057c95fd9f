mod pass;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;
use tongban_kernel::{Clock, Partition, Seq};
use tongban_telemetry::chain;
use tracing::warn;
use uuid::Uuid;

use super::clock_watch::ClockWatch;
use super::tail::{LET_GO_WITHIN, LOOK_EVERY, next_moment, renewing};
use super::{Dispatch, Failure, Place, PolicyStore, Progress, SweeperState, Sweepers};
use crate::BoxFuture;
use pass::{Ahead, Pass, Swept};

/// Work taken from the list at once, for about a second. Readers that catch up do not come to their turn
/// behind every such batch: see `Ahead`.
pub const SWEEP_MAX: usize = 16_384;
/// How long a sweeper rests when nothing is due.
const REST: Duration = Duration::from_millis(200);
/// It rests at least so long: a store that takes long to answer is not asked all the time.
const REST_MIN: Duration = Duration::from_millis(50);
/// How often a list is read that nothing seems to have changed.
const READ_AGAIN_EVERY: Duration = Duration::from_secs(60);
/// How long it waits for the read model to see what it has done, before it goes on behind that.
const SETTLE: Duration = Duration::from_millis(200);

/// One piece of work that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueWork<O> {
    /// The command with the aggregate it is for.
    pub order: O,
    /// When it became due, where that is an instant.
    pub due_at: Option<Timestamp>,
    /// What it belongs to.
    pub correlation: Uuid,
    /// Tells this work apart for good, for example task, rung and deadline epoch: the same key is
    /// the same command, given once.
    pub key: String,
}

/// A list of work in a read model that becomes due with time.
pub trait Sweeper: Send + Sync + 'static {
    /// A command with the aggregate that it is for.
    type Order: Clone + Send + Sync + 'static;

    /// Its name, part of the ids of its commands: never changed.
    const NAME: &'static str;
    /// The projection that keeps its list.
    const PROJECTION: &'static str;
    /// Whether work becomes due by time alone. Where it does not, the list is read again when its
    /// projection has moved, and once a minute.
    const BY_TIME: bool = true;

    /// Work due at `now`, most urgent first, at most `n_max`: what the list has behind `after`, or
    /// all that it has. The order is one that no two pieces of work share a place in, so that a list
    /// is walked to its end although its rows come and go.
    fn due<'a>(
        &'a self,
        now: Timestamp,
        after: Option<&'a DueWork<Self::Order>>,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<DueWork<Self::Order>>, Failure>>;
}

/// Gives commands as work becomes due, until `shutdown` says so; of all processes that share the
/// store and hear the log, one does at a time. A clock that jumps forwards is believed at a second
/// look, a minute later.
///
/// The list is walked batch by batch and not waited for, though it lags behind what is done: it is
/// read from its front again when it knows all that was done on the way. Work that is met again has
/// the same command, which causes nothing twice. So it is if another process takes over in the midst
/// of it.
pub async fn run_sweeper<S: Sweeper, D: Dispatch<S::Order>>(
    sweeper: S,
    dispatch: D,
    store: Arc<dyn PolicyStore>,
    clock: Arc<dyn Clock>,
    progress: Progress,
    mut shutdown: watch::Receiver<bool>,
) {
    let watch = progress.clock_watch(&clock);
    let lateness = progress.lateness().of(S::NAME, clock);
    let (pass, told) = (Pass::new(dispatch, lateness), progress.sweepers());
    told.set(S::NAME, SweeperState::Standby);
    let mut turns = Turns { sweeper, pass, store, watch, progress, told, read_at: None };
    tokio::select! {
        biased;
        _ = shutdown.wait_for(|stop| *stop) => {}
        () = turns.take_while_heard() => {}
    }
    turns.let_go().await;
}

/// All partitions are swept together, so that there is one turn to be had.
const TURN: Partition = Partition(0);

fn told<S: Sweeper>(what: &'static str, result: Result<(), Failure>) {
    if let Err(failure) = result {
        warn!(reader = S::NAME, error = %chain(&*failure), "{what}");
    }
}

struct Turns<S: Sweeper, D> {
    sweeper: S,
    pass: Pass<S, D>,
    store: Arc<dyn PolicyStore>,
    watch: Arc<ClockWatch>,
    progress: Progress,
    told: Sweepers,
    /// How far the list's projection was when the list had last been read whole, and when that was.
    read_at: Option<(Vec<(Partition, Seq)>, Instant)>,
}

impl<S: Sweeper, D: Dispatch<S::Order>> Turns<S, D> {
    /// Sweeps while the log is heard, and leaves the turn to other processes while it is not.
    async fn take_while_heard(&mut self) {
        let (heard, store) = (self.progress.heard(), Arc::clone(&self.store));
        let renew = || -> BoxFuture<'_, ()> {
            Box::pin(async {
                told::<S>("a lease is not renewed", store.renew(S::NAME, TURN).await);
            })
        };
        loop {
            tokio::select! {
                biased;
                () = heard.lost(None) => {}
                () = renewing(self.take(), renew) => {}
            }
            self.let_go().await;
            self.told.set(S::NAME, SweeperState::Standby);
            heard.found(None).await;
        }
    }

    async fn let_go(&self) {
        let let_go = self.store.let_go(S::NAME, TURN);
        let let_go = tokio::time::timeout(LET_GO_WITHIN, let_go).await;
        told::<S>("the next process has to wait", let_go.unwrap_or_else(|late| Err(late.into())));
    }

    async fn take(&mut self) {
        self.begin_anew();
        let progress = self.progress.clone();
        let mut ahead = Ahead::of(&progress);
        loop {
            let rest = self.take_one(&mut ahead).await.unwrap_or_else(|failure| {
                let error = chain(&*failure).to_string();
                warn!(reader = S::NAME, error, "sweep failed");
                self.told.set(S::NAME, SweeperState::Stalled { error });
                REST
            });
            if rest.is_zero() {
                tokio::task::yield_now().await;
            } else {
                ahead.let_go();
                tokio::time::sleep(REST_MIN).await;
                tokio::time::sleep_until(next_moment(rest)).await;
            }
        }
    }

    /// Meanwhile another process may have swept.
    fn begin_anew(&mut self) {
        self.pass.begin_anew();
        self.read_at = None;
    }

    /// How far the projection is, as far as this process knows, of a list that it alone changes.
    fn known(&self) -> Option<Vec<(Partition, Seq)>> {
        // Most lists change with time: nobody need be asked for them.
        if S::BY_TIME {
            return None;
        }
        let all = self.progress.all().into_iter().filter(|(name, ..)| name == S::PROJECTION);
        let known: Vec<_> =
            all.map(|(_, partition, status)| (partition, status.checkpoint)).collect();
        (!known.is_empty()).then_some(known)
    }

    /// Whether the list as it is was read whole: a projection that was made anew has not moved either,
    /// so it is read once in a while all the same.
    fn has_read(&self, known: Option<&[(Partition, Seq)]>) -> bool {
        let Some((read_at, when)) = &self.read_at else { return false };
        known == Some(read_at.as_slice()) && when.elapsed() < READ_AGAIN_EVERY
    }

    /// Sweeps unless another process does; answers how long to rest.
    async fn take_one(&mut self, ahead: &mut Ahead<'_>) -> Result<Duration, Failure> {
        let Some(now) = self.watch.now() else {
            // The turn is for a process whose clock is right.
            self.told.set(S::NAME, SweeperState::HeldUp);
            self.let_go().await;
            self.begin_anew();
            return Ok(REST);
        };
        if let Place::Elsewhere(_) = self.store.checkpoint(S::NAME, TURN).await? {
            self.told.set(S::NAME, SweeperState::Standby);
            self.begin_anew();
            return Ok(LOOK_EVERY);
        }
        let known = self.known();
        if self.has_read(known.as_deref()) {
            self.told.set(S::NAME, SweeperState::Running { swept_at: now });
            return Ok(REST);
        }
        // Unless it is read from its front to its end, something on it may have to be tried again.
        let from_front = self.pass.is_at_front();
        self.read_at = None;
        let swept = self.pass.sweep(&self.sweeper, &*self.store, ahead, now).await?;
        match swept {
            Swept::Batch => {
                // What is due lies in the order of its instants.
                if let Some(swept_at) = self.pass.done_to() {
                    self.told.set(S::NAME, SweeperState::Running { swept_at });
                }
                Ok(Duration::ZERO)
            }
            Swept::ToTheEnd => {
                self.told.set(S::NAME, SweeperState::Running { swept_at: now });
                let known = known.filter(|_| from_front);
                self.read_at = known.map(|known| (known, Instant::now()));
                ahead.let_go();
                self.pass.settle(&self.progress).await;
                Ok(REST)
            }
        }
    }
}

#[cfg(test)]
mod tests;
