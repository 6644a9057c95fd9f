use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::stream::StreamExt;
use tongban_kernel::{Partition, Recorded, Seq};
use tracing::Instrument as _;

use super::cases::{by_case, is_live};
use super::kept::Kept;
use super::{
    Consumer, Failure, Place, PolicyStore, ReaderError, ReaderKind, Seen, StopStore, Unreadable,
};
use crate::{BoxFuture, spans};

/// Where a relay hands events on: outside of this system.
pub trait Outlet: Send + Sync + 'static {
    /// Its name, under which the relay's checkpoint is kept: never changed.
    const NAME: &'static str;

    /// Whether it takes such events; all others pass by.
    fn takes(&self, event: &Recorded) -> bool;

    /// Hands one event on; answers when whoever is outside has it for good. After a crash the last
    /// ones are handed on again: the event's id tells that they are the same.
    ///
    /// # Errors
    /// When they do not have it, or may not: it is tried again, and nothing is passed over.
    fn hand_on<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether it is the event itself that cannot be read or told, so that it is of no use to try
    /// again.
    fn is_unreadable(&self, _failure: &Failure) -> bool {
        false
    }
}

/// Runs an outlet over the log: nothing is lost, and the events of one case stay in order. Imported
/// history stays inside.
///
/// An event that is not taken holds up what is behind it. What was handed on before it is not handed
/// on again, and until it is taken it is tried alone.
pub struct RelayReader<O> {
    outlet: O,
    kept: Kept,
    held_up: Mutex<BTreeMap<Partition, Seq>>,
}

/// An event that was not taken.
struct NotTaken {
    seq: Seq,
    error: ReaderError,
}

impl<O: Outlet> RelayReader<O> {
    /// A relay whose checkpoint lies in `store`.
    pub fn new(outlet: O, store: Arc<dyn PolicyStore>) -> Self {
        Self { outlet, kept: Kept::new(O::NAME, store), held_up: Mutex::default() }
    }

    /// Hands all on, or all that is before the first that is not taken.
    async fn hand_on_all(
        &self,
        partition: Partition,
        events: &[Arc<Recorded>],
    ) -> Result<(), ReaderError> {
        let leave = events.iter().filter(|event| is_live(event) && self.outlet.takes(event));
        // What is behind an event that was not taken need not be tried.
        let end = AtomicU64::new(u64::MAX);
        let handed_on = by_case(leave, |events| Box::pin(self.hand_on_in_order(events, &end)));
        let not_taken: Vec<_> =
            handed_on.filter_map(async |result| result.err()).collect::<Vec<NotTaken>>().await;
        let Some(first) = not_taken.into_iter().min_by_key(|not_taken| not_taken.seq) else {
            self.held_up().remove(&partition);
            return self.kept.commit(partition, Seen::last_of(events), Vec::new()).await;
        };
        self.held_up().insert(partition, first.seq);
        let before = &events[..events.partition_point(|event| event.seq < first.seq)];
        if !before.is_empty() {
            self.kept.commit(partition, Seen::last_of(before), Vec::new()).await?;
        }
        Err(first.error)
    }

    async fn hand_on_in_order(
        &self,
        events: Vec<&Recorded>,
        end: &AtomicU64,
    ) -> Result<(), NotTaken> {
        for event in events {
            if event.seq.0 > end.load(Ordering::Relaxed) {
                break;
            }
            let handed_on = self.outlet.hand_on(event).instrument(spans::hand_on(O::NAME, event));
            let Err(failure) = handed_on.await else { continue };
            if let Err(error) = self.may_pass(event, failure).await {
                end.fetch_min(event.seq.0, Ordering::Relaxed);
                return Err(NotTaken { seq: event.seq, error });
            }
        }
        Ok(())
    }

    /// Whether an event that was not taken is passed over all the same: people have decided so.
    async fn may_pass(&self, event: &Recorded, failure: Failure) -> Result<(), ReaderError> {
        if !self.outlet.is_unreadable(&failure) {
            return Err(ReaderError::Outlet(failure));
        }
        match self.kept.is_parked(event.id).await? {
            true => Ok(()),
            false => Err(ReaderError::Event { event: Unreadable::of(event), source: failure }),
        }
    }

    fn held_up(&self) -> MutexGuard<'_, BTreeMap<Partition, Seq>> {
        self.held_up.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<O: Outlet> Consumer for RelayReader<O> {
    fn name(&self) -> &str {
        O::NAME
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Relay
    }

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Place, ReaderError>> {
        self.kept.checkpoint(partition)
    }

    fn look(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        self.kept.look(partition)
    }

    fn consume<'a>(
        &'a self,
        partition: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            let held_up = self.held_up().get(&partition).copied();
            let alone = events.partition_point(|event| Some(event.seq) <= held_up);
            let (alone, rest) = events.split_at(alone);
            if !alone.is_empty() {
                self.hand_on_all(partition, alone).await?;
            }
            if rest.is_empty() { Ok(()) } else { self.hand_on_all(partition, rest).await }
        })
    }

    fn stops(&self) -> Option<&dyn StopStore> {
        Some(self.kept.stops())
    }

    fn renew(&self, partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        self.kept.renew(partition)
    }

    fn let_go(&self, partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        self.kept.let_go(partition)
    }
}

#[cfg(test)]
mod tests;
