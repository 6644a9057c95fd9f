use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::stream::TryStreamExt;
use tongban_kernel::{CommandId, DecodeError, EventId, Partition, Recorded, Seq};
use tracing::Instrument as _;
use uuid::Uuid;

use super::cases::{by_case, is_live};
use super::{Consumer, Failure, ReaderError, ReaderKind};
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

/// Where policies keep their checkpoints and the refusals they met.
pub trait PolicyStore: Send + Sync + 'static {
    /// The last event that the named policy has dealt with.
    fn checkpoint(&self, policy: &str, partition: Partition)
    -> BoxFuture<'_, Result<Seq, Failure>>;

    /// Moves a policy's checkpoint and keeps the refusals it met on the way, together.
    fn commit(
        &self,
        policy: &str,
        partition: Partition,
        seq: Seq,
        refusals: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), Failure>>;

    /// Keeps the refusals that a sweeper met; the same command counts once.
    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>>;
}

/// Runs a policy over the log.
pub struct PolicyReader<P, D> {
    policy: P,
    dispatch: D,
    store: Arc<dyn PolicyStore>,
    /// Events of all partitions that have passed by since the store was told.
    n_passed_by: AtomicU64,
}

impl<P: Policy, D: Dispatch<P::Order>> PolicyReader<P, D> {
    /// A policy with those who carry out its commands.
    pub fn new(policy: P, dispatch: D, store: Arc<dyn PolicyStore>) -> Self {
        Self { policy, dispatch, store, n_passed_by: AtomicU64::new(0) }
    }

    fn all_pass_by(&self, events: &[Arc<Recorded>]) -> bool {
        if events.iter().any(|event| concerns::<P>(event)) {
            return false;
        }
        let n_events = events.len() as u64;
        self.n_passed_by.fetch_add(n_events, Ordering::Relaxed) + n_events < PASSED_BY_MAX
    }

    async fn react_to(&self, events: &[Arc<Recorded>]) -> Result<Vec<Refusal>, ReaderError> {
        let events = events.iter().filter(|event| concerns::<P>(event));
        by_case(events, |events| Box::pin(self.react_in_order(events))).try_concat().await
    }

    async fn react_in_order(&self, events: Vec<&Recorded>) -> Result<Vec<Refusal>, ReaderError> {
        let mut refusals = Vec::new();
        for event in events {
            let span = spans::react(P::NAME, event);
            let orders = self.policy.react(event).map_err(|source| ReaderError::Event {
                id: event.id,
                kind: event.kind.clone(),
                source: source.into(),
            })?;
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

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(async move {
            self.store.checkpoint(P::NAME, partition).await.map_err(ReaderError::Store)
        })
    }

    fn consume<'a>(
        &'a self,
        partition: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            if self.all_pass_by(events) {
                return Ok(());
            }
            let refusals = self.react_to(events).await?;
            let seq = events.last().map_or(Seq(0), |last| last.seq);
            self.n_passed_by.store(0, Ordering::Relaxed);
            self.store.commit(P::NAME, partition, seq, refusals).await.map_err(ReaderError::Store)
        })
    }
}
