use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tongban_kernel::{Partition, Seq};
use tongban_telemetry::chain;
use tracing::{Instrument as _, Span, error, info, warn};

use super::tries::Tries;
use super::{
    Consumer, Failure, LEASE_TERM, Place, Progress, ReaderError, ReaderKind, ReaderState, Seen,
    Unreadable,
};
use crate::{BoxFuture, Log, spans};

/// Events taken from the log at once: enough that a transaction pays, few enough that a reader at
/// the head stays fresh.
const BATCH_MAX: usize = 1_000;
/// Under load a reader takes what comes in so long together: ten readers that ran for every few
/// events would leave no processor to those who bring them. One that was at rest begins at once, and
/// so do all while somebody waits for them.
const PACE: Duration = Duration::from_millis(20);
/// How often a reader that stands by looks how far the other process is, and whether it is still
/// there; with every [`PACE`] while somebody waits for that partition. See [`next_moment`].
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The first moment.
static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
/// A lease is renewed several times a term: one slow answer does not cost it.
const RENEW_EVERY: Duration = Duration::from_secs(LEASE_TERM.as_secs() / 4);
/// A store that does not answer at the end is not waited for: leases run out by themselves.
pub(super) const LET_GO_WITHIN: Duration = Duration::from_secs(2);

/// Feeds one partition to a consumer until `shutdown` says so; while another process does, it stands
/// by and says how far that is. So it does while the log is not heard: another process may hear it.
/// At an event that it cannot read it waits for people or a newer program. At the end the partition is
/// free for any other process.
pub async fn run_tail(
    consumer: Arc<dyn Consumer>,
    log: Arc<dyn Log>,
    partition: Partition,
    progress: Progress,
    mut shutdown: watch::Receiver<bool>,
) {
    let tail = Tail { consumer: &*consumer, log: &*log, partition, progress: &progress };
    tokio::select! {
        biased;
        _ = shutdown.wait_for(|stop| *stop) => {}
        () = tail.run() => {}
    }
    tail.let_go().await;
}

/// Does something forever, and something else every [`RENEW_EVERY`] meanwhile.
pub(super) async fn renewing<'a, T>(
    work: impl Future<Output = T>,
    renew: impl Fn() -> BoxFuture<'a, ()>,
) -> T {
    let keep = async {
        loop {
            tokio::time::sleep(RENEW_EVERY).await;
            renew().await;
        }
    };
    tokio::select! {
        done = work => done,
        never = keep => never,
    }
}

/// The next of the moments that follow each other so closely: the same for all readers of a process.
/// Those who look at a store at once are answered together, so that it is asked once, and not once for
/// each reader and partition.
pub(super) fn next_moment(every: Duration) -> Instant {
    let (begun, now) = (*BEGUN, Instant::now());
    let since = now.saturating_duration_since(begun).as_micros() % every.as_micros().max(1);
    now + every.saturating_sub(Duration::from_micros(u64::try_from(since).unwrap_or_default()))
}

/// Whether what is in the log keeps a reader from going on: trying again may help, and may not.
/// So does a store that is there and takes what comes of it at no try.
fn cannot_go_on(failure: &ReaderError, tries: &Tries) -> bool {
    match failure {
        ReaderError::Log(error) => error.is_damage(),
        ReaderError::Store(_) => tries.are_many(),
        ReaderError::Event { .. }
        | ReaderError::Foreign { .. }
        | ReaderError::Outlet(_)
        | ReaderError::Lost => false,
    }
}

/// One partition with those who deal with it.
struct Tail<'a> {
    consumer: &'a dyn Consumer,
    log: &'a dyn Log,
    partition: Partition,
    progress: &'a Progress,
}

impl Tail<'_> {
    fn renew(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if let Err(failure) = self.consumer.renew(self.partition).await {
                let name = self.consumer.name();
                warn!(reader = name, error = %chain(&failure), "a lease is not renewed");
            }
        })
    }

    async fn let_go(&self) {
        let name = self.consumer.name();
        match tokio::time::timeout(LET_GO_WITHIN, self.consumer.let_go(self.partition)).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => {
                warn!(reader = name, error = %chain(&failure), "a partition is not let go");
            }
            Err(_) => warn!(reader = name, "a partition is not let go in time"),
        }
    }

    /// Works while the log is heard, and leaves the partition to other processes while it is not.
    async fn run(&self) {
        let (heard, of) = (self.progress.heard(), Some(self.partition));
        loop {
            tokio::select! {
                biased;
                () = heard.lost(of) => {}
                () = renewing(self.work(), || self.renew()) => return,
            }
            self.let_go().await;
            tokio::select! {
                biased;
                () = heard.found(of) => {}
                () = self.stand_by() => {}
            }
        }
    }

    /// Says how far another process is, forever.
    async fn stand_by(&self) {
        let (name, kind) = (self.consumer.name(), self.consumer.kind());
        self.set_state(ReaderState::Standby);
        loop {
            match self.consumer.look(self.partition).await {
                Ok(seen) => self.progress.stand_by(name, kind, self.partition, seen),
                Err(failure) => {
                    let error = chain(&failure).to_string();
                    self.set_state(ReaderState::Stalled { error });
                }
            }
            self.until_next_look().await;
        }
    }

    async fn until_next_look(&self) {
        tokio::time::sleep(PACE).await;
        tokio::select! {
            () = self.progress.wanted(self.consumer.name(), self.partition) => {}
            () = tokio::time::sleep_until(next_moment(LOOK_EVERY)) => {}
        }
    }

    async fn work(&self) {
        let mut tries = Tries::new();
        let name = self.consumer.name();
        loop {
            let Err(failure) = self.take_turns(&mut tries).await else { return };
            let error = chain(&failure).to_string();
            let cannot_go_on = cannot_go_on(&failure, &tries);
            let at = match failure {
                ReaderError::Event { event, .. } => Some(Some(event)),
                ReaderError::Foreign { .. } => Some(None),
                _ => None,
            };
            if let Some(at) = at {
                error!(reader = name, error, "reader stopped");
                self.set_state(ReaderState::Stopped { at: at.clone(), error: error.clone() });
                let Some(event) = at else { return };
                self.wait_at(event, error).await;
                tries = Tries::new();
                continue;
            }
            warn!(reader = name, error, "reader stalled; it tries again");
            self.set_state(ReaderState::Stalled { error });
            if cannot_go_on {
                self.give_up_goal();
                // Another process, of a newer program or beside another replica, may get further.
                self.let_go().await;
            }
            tries.pause().await;
        }
    }

    /// Others wait no longer for what may never be.
    fn give_up_goal(&self) {
        if self.progress.give_up_goal(self.consumer.name(), self.partition) {
            let (reader, partition) = (self.consumer.name(), self.partition);
            warn!(reader, %partition, "a reader does not move: readiness waits for it no longer");
        }
    }

    /// Waits at an event that cannot be read until people have parked it, or another process, of a
    /// newer program, has dealt with it: that one need not wait for this.
    async fn wait_at(&self, event: Unreadable, reason: String) {
        let (name, partition) = (self.consumer.name(), self.partition);
        self.let_go().await;
        let mut is_kept = false;
        loop {
            if let Some(stops) = self.consumer.stops() {
                if !is_kept {
                    let kept = stops.stopped(name, event.clone(), reason.clone()).await;
                    is_kept = self.told("a stop is not kept", kept).is_some();
                }
                let parked = stops.is_parked(name, event.id).await;
                if self.told("nobody knows what was parked", parked) == Some(true) {
                    info!(reader = name, %event, "the reader goes on without an event");
                    return;
                }
            }
            if self.consumer.look(partition).await.is_ok_and(|seen| seen >= event.seq) {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn told<T>(&self, what: &'static str, result: Result<T, Failure>) -> Option<T> {
        let name = self.consumer.name();
        let warn = |failure: &Failure| warn!(reader = name, error = %chain(&**failure), "{what}");
        result.inspect_err(warn).ok()
    }

    fn set_state(&self, state: ReaderState) {
        self.progress.set_state(self.consumer.name(), self.partition, state);
    }

    /// Follows the log whenever no other process does, and stands by otherwise.
    async fn take_turns(&self, tries: &mut Tries) -> Result<(), ReaderError> {
        let (name, kind) = (self.consumer.name(), self.consumer.kind());
        loop {
            let place = self.consumer.checkpoint(self.partition).await;
            match place.inspect_err(|_| tries.came_to_nothing())? {
                Place::Here(seen) => {
                    tries.begin(seen.seq);
                    self.progress.register(name, kind, self.partition, seen.seq);
                    self.is_of_this_log(seen).await?;
                    match self.follow(seen.seq, tries).await {
                        Err(ReaderError::Lost) => self.set_state(ReaderState::Standby),
                        ended => return ended,
                    }
                }
                Place::Elsewhere(seen) => {
                    self.progress.stand_by(name, kind, self.partition, seen);
                    if tries.stands_still(seen) {
                        self.give_up_goal();
                    }
                }
            }
            self.until_next_look().await;
        }
    }

    /// A checkpoint ahead of the log would pass over what the log records next, and one of another
    /// log what is before it there.
    async fn is_of_this_log(&self, seen: Seen) -> Result<(), ReaderError> {
        let Some(before) = seen.seq.0.checked_sub(1) else { return Ok(()) };
        let events = self.log.scan(self.partition, Seq(before), 1).await;
        let events = events.map_err(ReaderError::Log)?;
        let found = events.first().filter(|event| event.seq == seen.seq);
        match found.is_some_and(|event| seen.hash.is_none_or(|hash| event.hash == hash)) {
            true => Ok(()),
            false => Err(ReaderError::Foreign { partition: self.partition, seq: seen.seq }),
        }
    }

    async fn follow(&self, from: Seq, tries: &mut Tries) -> Result<(), ReaderError> {
        let (consumer, progress, partition) = (self.consumer, self.progress, self.partition);
        let mut seen = from;
        let mut head = self.log.head(partition);
        let (mut catches_up, mut is_at_end) = (false, false);
        loop {
            // Nobody need be asked what the head does not tell of: at a broker that is a question.
            if is_at_end && head.wait_for(|newest| *newest > seen).await.is_err() {
                // The log was closed: nothing more will come.
                return Ok(());
            }
            let begun = Instant::now();
            let behind_sweeps = if catches_up { Some(progress.after_sweeps().await) } else { None };
            // Policies hold no more than the events, and wait for the log in between.
            let is_heavy = catches_up && consumer.kind() == ReaderKind::Projection;
            let turn = if is_heavy { progress.turn().await } else { None };
            let events = self.log.scan(partition, seen, BATCH_MAX).await;
            let events = events.map_err(ReaderError::Log)?;
            let Some(last) = events.last() else {
                (catches_up, is_at_end) = (false, true);
                continue;
            };
            progress.begin(consumer.name(), partition, &events);
            let span = match consumer.kind() {
                ReaderKind::Projection => spans::project(consumer.name(), partition, &events),
                ReaderKind::Policy | ReaderKind::Relay => Span::none(),
            };
            consumer.consume(partition, &events).instrument(span).await?;
            seen = last.seq;
            tries.came_to(seen);
            progress.advance(consumer.name(), partition, seen);
            catches_up = events.len() >= BATCH_MAX;
            is_at_end &= !catches_up;
            drop(events);
            drop((turn, behind_sweeps));
            if !catches_up {
                tokio::select! {
                    () = progress.awaited() => {}
                    () = tokio::time::sleep_until(begun + PACE) => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
