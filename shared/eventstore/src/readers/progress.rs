use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{
    Notify, RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore, SemaphorePermit, watch,
};
use tongban_kernel::{Clock, Partition, Position, Recorded, Seq};

use super::clock_watch::ClockWatch;
use super::{Heard, Lateness, Sweepers, Unreadable};

/// What a reader does with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReaderKind {
    /// Events to rows.
    Projection,
    /// Foreign events to commands.
    Policy,
    /// Events to the outside.
    Relay,
}

/// Whether a reader goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderState {
    /// It goes on.
    Running,
    /// It goes on in another process; this one knows how far, and takes its turn when that one lets
    /// go or dies.
    Standby,
    /// A machine failed; it tries again.
    Stalled {
        /// The failure.
        error: String,
    },
    /// It met an event that it cannot read, and waits for a program that can, or for people who
    /// decide to go on without it; or the log is not the one that it has read so far, and it waits
    /// for people.
    Stopped {
        /// The event that it cannot read.
        at: Option<Unreadable>,
        /// Why.
        error: String,
    },
}

/// How far one reader is in one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderStatus {
    /// What it does.
    pub kind: ReaderKind,
    /// The last event it has dealt with for good.
    pub checkpoint: Seq,
    /// Whether it goes on.
    pub state: ReaderState,
    /// Whether this process moves it on, as far as it knows.
    pub is_here: bool,
    /// When the oldest of the events was recorded that it deals with just now, or cannot get past;
    /// none while it waits for some.
    pub oldest_at: Option<Timestamp>,
}

/// The wait was longer than asked.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the readers have not come that far in time")]
pub struct TimedOut;

type Places = BTreeMap<(String, Partition), Arc<Seat>>;

/// One reader in one partition, and those who wait for it.
#[derive(Debug)]
struct Seat {
    status: watch::Sender<ReaderStatus>,
    someone_waits: Notify,
    /// The process is not ready before the reader has come that far.
    first_goal: AtomicU64,
}

impl Seat {
    fn new(status: ReaderStatus) -> Self {
        let (status, someone_waits) = (watch::Sender::new(status), Notify::default());
        Self { status, someone_waits, first_goal: AtomicU64::new(0) }
    }

    /// What whoever waits for this reader sees; it has a receiver for just so long.
    fn wait(&self) -> watch::Receiver<ReaderStatus> {
        let watched = self.status.subscribe();
        self.someone_waits.notify_waiters();
        watched
    }

    /// Returns at once while somebody waits for this reader, otherwise when somebody begins to.
    async fn wanted(&self) {
        let mut begins = std::pin::pin!(self.someone_waits.notified());
        begins.as_mut().enable();
        if self.status.receiver_count() == 0 {
            begins.await;
        }
    }
}

/// How far every reader of this process is.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug)]
struct State {
    places: Mutex<Places>,
    n_waiting: AtomicUsize,
    someone_waits: Notify,
    /// One for each processor.
    catching_up: Semaphore,
    /// Held alone by a sweep of a full batch, and shared by readers that catch up.
    sweeping: RwLock<()>,
    lateness: Lateness,
    sweepers: Sweepers,
    heard: Heard,
    /// Of the clock that the first sweeper brought: a process has one.
    clock_watch: OnceLock<Arc<ClockWatch>>,
}

impl Default for State {
    fn default() -> Self {
        let n_processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            places: Mutex::default(),
            n_waiting: AtomicUsize::default(),
            someone_waits: Notify::default(),
            catching_up: Semaphore::new(n_processors),
            sweeping: RwLock::default(),
            lateness: Lateness::default(),
            sweepers: Sweepers::default(),
            heard: Heard::default(),
            clock_watch: OnceLock::new(),
        }
    }
}

/// Counts for as long as somebody waits for readers.
struct Waiting<'a>(&'a State);

impl<'a> Waiting<'a> {
    fn begin(state: &'a State) -> Self {
        state.n_waiting.fetch_add(1, Ordering::AcqRel);
        state.someone_waits.notify_waiters();
        Self(state)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.n_waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Progress {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns at once while somebody waits for readers, otherwise when somebody begins to.
    pub(super) async fn awaited(&self) {
        let mut begins = std::pin::pin!(self.0.someone_waits.notified());
        // Enabled before the look, so that nobody begins unseen in between.
        begins.as_mut().enable();
        if self.0.n_waiting.load(Ordering::Acquire) == 0 {
            begins.await;
        }
    }

    /// Waits for a turn to deal with a large batch: as many at once as there are processors. More
    /// would be no faster, and all their batches lie in memory at once. Turns come in order, so that
    /// readers stay near each other and share what is decoded.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.0.catching_up.acquire().await.ok()
    }

    /// Keeps readers that catch up from their next batch while this is held: where very much is due
    /// at once they would take the processors that the warnings wait for. Each of those that wait
    /// comes to its turn before this is held again.
    pub(super) async fn ahead_of_readers(&self) -> RwLockWriteGuard<'_, ()> {
        self.0.sweeping.write().await
    }

    /// Waits for such a sweep, and keeps the next one waiting for a batch.
    pub(super) async fn after_sweeps(&self) -> RwLockReadGuard<'_, ()> {
        self.0.sweeping.read().await
    }

    /// Returns while or as soon as somebody waits for just this reader in this partition.
    pub(super) async fn wanted(&self, name: &str, partition: Partition) {
        match self.seat(name, partition) {
            Some(seat) => seat.wanted().await,
            None => std::future::pending().await,
        }
    }

    /// Adds a reader that this process moves on from `checkpoint`.
    pub fn register(&self, name: &str, kind: ReaderKind, partition: Partition, checkpoint: Seq) {
        let (state, is_here) = (ReaderState::Running, true);
        self.put(
            name,
            partition,
            ReaderStatus { kind, checkpoint, state, is_here, oldest_at: None },
        );
    }

    /// Adds a reader that is about to begin, and before which has come to `first_goal`, whoever
    /// moves it on, the process is not ready.
    pub fn expect(&self, name: &str, kind: ReaderKind, partition: Partition, first_goal: Seq) {
        self.stand_by(name, kind, partition, Seq(0));
        if let Some(seat) = self.seat(name, partition) {
            seat.first_goal.store(first_goal.0, Ordering::Relaxed);
        }
    }

    /// The readers that have not come to their first goal, by name and partition, with that goal.
    pub fn behind(&self) -> Vec<(String, Partition, ReaderStatus, Seq)> {
        let places = self.places();
        let behind = places.iter().filter_map(|((name, partition), seat)| {
            let goal = Seq(seat.first_goal.load(Ordering::Relaxed));
            let status = seat.status.borrow();
            let is_behind = status.checkpoint < goal;
            is_behind.then(|| (name.clone(), *partition, status.clone(), goal))
        });
        behind.collect()
    }

    /// Waits no longer for a reader's first goal: it does not get there. Whether it was waited for.
    pub(super) fn give_up_goal(&self, name: &str, partition: Partition) -> bool {
        self.seat(name, partition).is_some_and(|seat| {
            let goal = Seq(seat.first_goal.swap(0, Ordering::Relaxed));
            seat.status.borrow().checkpoint < goal
        })
    }

    /// Says how far a reader is that another process runs.
    pub(super) fn stand_by(
        &self,
        name: &str,
        kind: ReaderKind,
        partition: Partition,
        checkpoint: Seq,
    ) {
        let (state, is_here) = (ReaderState::Standby, false);
        self.put(
            name,
            partition,
            ReaderStatus { kind, checkpoint, state, is_here, oldest_at: None },
        );
    }

    fn put(&self, name: &str, partition: Partition, status: ReaderStatus) {
        let mut places = self.places();
        match places.get(&(name.to_owned(), partition)) {
            Some(seat) => drop(seat.status.send_replace(status)),
            None => {
                places.insert((name.to_owned(), partition), Arc::new(Seat::new(status)));
            }
        }
    }

    /// Says that a reader has dealt with everything up to `checkpoint`.
    pub fn advance(&self, name: &str, partition: Partition, checkpoint: Seq) {
        self.modify(name, partition, |status| {
            status.checkpoint = checkpoint;
            status.state = ReaderState::Running;
            status.oldest_at = None;
        });
    }

    /// Says which events a reader deals with from now on.
    pub(super) fn begin(&self, name: &str, partition: Partition, events: &[Arc<Recorded>]) {
        if let Some(seat) = self.seat(name, partition) {
            // Nobody waits for this.
            seat.status.send_if_modified(|status| {
                status.oldest_at = events.first().map(|event| event.recorded_at);
                false
            });
        }
    }

    /// How late work was done that became due with time.
    pub fn lateness(&self) -> Lateness {
        self.0.lateness.clone()
    }

    /// What the sweepers of this process do.
    pub fn sweepers(&self) -> Sweepers {
        self.0.sweepers.clone()
    }

    /// Whether the clock that sweepers go by has jumped.
    pub(super) fn clock_watch(&self, clock: &Arc<dyn Clock>) -> Arc<ClockWatch> {
        let watch = || Arc::new(ClockWatch::new(Arc::clone(clock)));
        Arc::clone(self.0.clock_watch.get_or_init(watch))
    }

    /// How far the clock has jumped forwards, while nothing is done that would become due by that
    /// alone: for a minute, or until people confirm it where it is by more than a day.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.0.clock_watch.get()?.ahead()
    }

    /// People say that the clock is right; answers by how much it had jumped, if it had.
    pub fn confirm_clock(&self) -> Option<SignedDuration> {
        self.0.clock_watch.get()?.confirm()
    }

    /// When the log was last heard.
    pub fn heard(&self) -> Heard {
        self.0.heard.clone()
    }

    /// Says whether a reader goes on.
    pub fn set_state(&self, name: &str, partition: Partition, state: ReaderState) {
        self.modify(name, partition, |status| {
            status.is_here &= state != ReaderState::Standby;
            status.state = state;
        });
    }

    fn modify(&self, name: &str, partition: Partition, change: impl FnOnce(&mut ReaderStatus)) {
        if let Some(seat) = self.seat(name, partition) {
            seat.status.send_modify(change);
        }
    }

    /// Every reader with its state, by name and partition.
    pub fn all(&self) -> Vec<(String, Partition, ReaderStatus)> {
        let places = self.places();
        let place = |((name, partition), seat): (&(String, Partition), &Arc<Seat>)| {
            (name.clone(), *partition, seat.status.borrow().clone())
        };
        places.iter().map(place).collect()
    }

    /// Waits until the named reader has dealt with everything up to `position`.
    ///
    /// # Errors
    /// When it takes longer than `timeout`, or no such reader runs in a partition that the position
    /// names.
    pub async fn reached(
        &self,
        name: &str,
        position: &Position,
        timeout: Duration,
    ) -> Result<(), TimedOut> {
        let wait = |partition| self.seat(name, partition).map(|seat| seat.wait());
        let wanted: Vec<_> =
            position.iter().map(|(partition, seq)| (wait(partition), seq)).collect();
        let _waiting = Waiting::begin(&self.0);
        let all = async {
            for (watched, seq) in wanted {
                let mut watched = watched.ok_or(TimedOut)?;
                watched.wait_for(|status| status.checkpoint >= seq).await.map_err(|_| TimedOut)?;
            }
            Ok(())
        };
        tokio::time::timeout(timeout, all).await.unwrap_or(Err(TimedOut))
    }

    /// Waits until every reader of this kind has dealt with everything up to `position`.
    ///
    /// # Errors
    /// When it takes longer than `timeout`.
    pub async fn all_reached(
        &self,
        kind: ReaderKind,
        position: &Position,
        timeout: Duration,
    ) -> Result<(), TimedOut> {
        let _waiting = Waiting::begin(&self.0);
        let readers: Vec<_> = {
            let places = self.places();
            let of_kind = places.iter().filter(|(_, seat)| seat.status.borrow().kind == kind);
            of_kind.map(|((_, partition), seat)| (seat.wait(), position.seq(*partition))).collect()
        };
        let all = async {
            for (mut watched, seq) in readers {
                watched.wait_for(|status| status.checkpoint >= seq).await.map_err(|_| TimedOut)?;
            }
            Ok(())
        };
        tokio::time::timeout(timeout, all).await.unwrap_or(Err(TimedOut))
    }

    fn seat(&self, name: &str, partition: Partition) -> Option<Arc<Seat>> {
        self.places().get(&(name.to_owned(), partition)).map(Arc::clone)
    }
}
