use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::stream::TryStreamExt;
use tongban_kernel::{CommandId, DecodeError, EventId, Partition, Recorded, Seq};
use tracing::Instrument as _;
use uuid::Uuid;

use super::cases::{by_case, is_live};
use super::kept::Kept;
use super::{Consumer, Failure, Place, ReaderError, ReaderKind, Seen, StopStore, Unreadable};
use crate::{AppendError, BoxFuture, CommandEnvelope, ExecuteError, spans};

/// Events that may pass by without concerning a policy before it says so in its store: read again
/// after a restart, they pass by again.
const PASSED_BY_MAX: u64 = 10_000;

/// The rule that leads from a foreign event to commands of its own service. Pure.
pub trait Policy: Send + Sync + 'static {
    /// A command with the aggregate that it is for.
    type Order: Send + Sync + 'static;

    /// Its name, part of the ids of its commands: never changed.
    const NAME: &'static str;
    /// The wire names of the events it reacts to; all others pass by.
    const EVENTS: &'static [&'static str];

    /// The commands that follow from an event.
    ///
    /// # Errors
    /// When the event cannot be read.
    fn react(&self, event: &Recorded) -> Result<Vec<Self::Order>, DecodeError>;
}

/// Gives a policy's or sweeper's commands to the aggregates of its service.
pub trait Dispatch<O>: Send + Sync + 'static {
    /// Gives one command; answers when what it caused is on disk.
    fn dispatch(
        &self,
        order: O,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<tongban_kernel::Position, DispatchError>>;
}

/// Why a command of the system was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// The domain says no: people must look, and the reader goes on.
    #[error("refused: {reason}")]
    Refused {
        /// The refusal.
        reason: String,
    },
    /// A machine failed: try again.
    #[error("the command could not be carried out")]
    Failed(#[source] Failure),
}

impl<R: std::error::Error + Send + Sync + 'static> From<ExecuteError<R>> for DispatchError {
    fn from(error: ExecuteError<R>) -> Self {
        match error {
            ExecuteError::Refused(rejection) => Self::Refused { reason: rejection.to_string() },
            ExecuteError::Append(AppendError::Invalid { rule }) => {
                Self::Refused { reason: rule.to_owned() }
            }
            other => Self::Failed(other.into()),
        }
    }
}

/// A command of the system that was refused: a work item for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The policy or sweeper.
    pub reader: String,
    /// The command.
    pub command: CommandId,
    /// The event that led to it, where one did.
    pub event: Option<EventId>,
    /// What it belongs to.
    pub correlation: Uuid,
    /// Why it was refused.
    pub reason: String,
}

/// Where policies, relays and sweepers keep how far they are, each moved on by one process at a
/// time, and the refusals they met.
pub trait PolicyStore: StopStore {
    /// The last event that the named reader has dealt with. Who asks becomes the one who moves it
    /// on, unless another process is.
    fn checkpoint(
        &self,
        reader: &str,
        partition: Partition,
    ) -> BoxFuture<'_, Result<Place, Failure>>;

    /// The same, of whatever process; who only looks takes nothing over.
    fn look(&self, reader: &str, partition: Partition) -> BoxFuture<'_, Result<Seq, Failure>>;

    /// Moves a reader's checkpoint and keeps the refusals it met on the way, together.
    ///
    /// # Errors
    /// [`ReaderError::Lost`] when another process has taken the partition over.
    fn commit(
        &self,
        reader: &str,
        partition: Partition,
        seen: Seen,
        refusals: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>>;

    /// Keeps the refusals that a sweeper met; the same command counts once.
    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>>;

    /// Keeps a partition for another term, if this process has it. Where one process has
    /// everything, nothing is to do.
    fn renew(&self, _reader: &str, _partition: Partition) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }

    /// Lets another process have a partition at once.
    fn let_go(&self, _reader: &str, _partition: Partition) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }

    /// Whether other processes look here how far a reader is.
    fn is_shared(&self) -> bool {
        false
    }
}

/// Runs a policy over the log.
pub struct PolicyReader<P, D> {
    policy: P,
    dispatch: D,
    kept: Kept,
    /// Events of each partition that have passed by since the store was told.
    n_passed_by: Mutex<BTreeMap<Partition, u64>>,
}

impl<P: Policy, D: Dispatch<P::Order>> PolicyReader<P, D> {
    /// A policy with those who carry out its commands.
    pub fn new(policy: P, dispatch: D, store: Arc<dyn PolicyStore>) -> Self {
        let kept = Kept::new(P::NAME, store);
        Self { policy, dispatch, kept, n_passed_by: Mutex::default() }
    }

    fn all_pass_by(&self, partition: Partition, events: &[Arc<Recorded>]) -> bool {
        // Whoever waits for the policy in another process sees no more than the store does.
        if self.kept.is_shared() || events.iter().any(|event| concerns::<P>(event)) {
            return false;
        }
        let mut passed_by = self.passed_by();
        let n_passed_by = passed_by.entry(partition).or_default();
        *n_passed_by += events.len() as u64;
        *n_passed_by < PASSED_BY_MAX
    }

    fn passed_by(&self) -> MutexGuard<'_, BTreeMap<Partition, u64>> {
        self.n_passed_by.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn react_to(&self, events: &[Arc<Recorded>]) -> Result<Vec<Refusal>, ReaderError> {
        let events = events.iter().filter(|event| concerns::<P>(event));
        by_case(events, |events| Box::pin(self.react_in_order(events))).try_concat().await
    }

    async fn react_in_order(&self, events: Vec<&Recorded>) -> Result<Vec<Refusal>, ReaderError> {
        let mut refusals = Vec::new();
        for event in events {
            let span = spans::react(P::NAME, event);
            let orders = match self.policy.react(event) {
                Ok(orders) => orders,
                Err(_) if self.kept.is_parked(event.id).await? => continue,
                Err(source) => {
                    let (event, source) = (Unreadable::of(event), source.into());
                    return Err(ReaderError::Event { event, source });
                }
            };
            for (index, order) in orders.into_iter().enumerate() {
                let envelope = CommandEnvelope::of_policy(P::NAME, event, index);
                let (command, correlation) = (envelope.command, envelope.correlation);
                let dispatched = self.dispatch.dispatch(order, envelope);
                match dispatched.instrument(span.clone()).await {
                    Ok(_) => {}
                    Err(DispatchError::Refused { reason }) => refusals.push(Refusal {
                        reader: P::NAME.to_owned(),
                        command,
                        event: Some(event.id),
                        correlation,
                        reason,
                    }),
                    Err(DispatchError::Failed(source)) => return Err(ReaderError::Store(source)),
                }
            }
        }
        Ok(refusals)
    }
}

fn concerns<P: Policy>(event: &Recorded) -> bool {
    is_live(event) && P::EVENTS.contains(&event.kind.as_str())
}

impl<P: Policy, D: Dispatch<P::Order>> Consumer for PolicyReader<P, D> {
    fn name(&self) -> &str {
        P::NAME
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Policy
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
            if self.all_pass_by(partition, events) {
                return Ok(());
            }
            let refusals = self.react_to(events).await?;
            self.kept.commit(partition, Seen::last_of(events), refusals).await?;
            self.passed_by().remove(&partition);
            Ok(())
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
