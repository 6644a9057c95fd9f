use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use tokio::sync::watch;
use tongban_kernel::{Clock, Position};
use tracing::{Instrument as _, warn};
use uuid::Uuid;

use super::lateness::SweeperLateness;
use super::tail::chain;
use super::{Dispatch, DispatchError, Failure, PolicyStore, Progress, Refusal};
use crate::{BoxFuture, CommandEnvelope, spans};

/// Work taken from the list at once.
pub const SWEEP_MAX: usize = 1_000;
/// Commands given side by side: they share the log's group commits.
const AT_ONCE: usize = 256;
/// How long a sweeper rests when nothing is due.
const REST: Duration = Duration::from_millis(200);
/// How long it waits for the read model to see what it has just done.
const SETTLE: Duration = Duration::from_secs(5);

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
    type Order: Send + Sync + 'static;

    /// Its name, part of the ids of its commands: never changed.
    const NAME: &'static str;
    /// The projection that keeps its list.
    const PROJECTION: &'static str;

    /// Work due at `now`, most urgent first, at most `n_max`.
    fn due(
        &self,
        now: Timestamp,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<DueWork<Self::Order>>, Failure>>;
}

/// Gives commands as work becomes due, until `shutdown` says so.
///
/// The list may lag behind the log, so work may be met again that was done: its command has the
/// same id and causes nothing twice.
pub async fn run_sweeper<S: Sweeper, D: Dispatch<S::Order>>(
    sweeper: S,
    dispatch: D,
    store: Arc<dyn PolicyStore>,
    clock: Arc<dyn Clock>,
    progress: Progress,
    mut shutdown: watch::Receiver<bool>,
) {
    let mut refused = HashSet::new();
    let lateness = progress.lateness().of(S::NAME, Arc::clone(&clock));
    loop {
        let swept = tokio::select! {
            biased;
            _ = shutdown.wait_for(|stop| *stop) => return,
            swept = sweep(&sweeper, &dispatch, &*store, &lateness, &mut refused) => swept,
        };
        match swept {
            Ok(Swept { position: Some(position), is_full }) => {
                // The list is asked again when it knows what was done.
                let settled = progress.reached(S::PROJECTION, &position, SETTLE).await;
                if settled.is_ok() && is_full {
                    continue;
                }
            }
            Ok(Swept { position: None, .. }) => {}
            Err(failure) => warn!(reader = S::NAME, error = %chain(&*failure), "sweep failed"),
        }
        tokio::select! {
            _ = shutdown.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(REST) => {}
        }
    }
}

struct Swept {
    position: Option<Position>,
    is_full: bool,
}

async fn sweep<S: Sweeper, D: Dispatch<S::Order>>(
    sweeper: &S,
    dispatch: &D,
    store: &dyn PolicyStore,
    lateness: &SweeperLateness,
    refused: &mut HashSet<String>,
) -> Result<Swept, Failure> {
    // What was refused stays on the list, and must not take the places of what can be done.
    let n_max = SWEEP_MAX + refused.len();
    let due = sweeper.due(lateness.now(), n_max).await?;
    let is_full = due.len() == n_max;
    if !is_full {
        // What has left the list is forgotten with it.
        let listed: HashSet<&str> = due.iter().map(|work| work.key.as_str()).collect();
        refused.retain(|key| listed.contains(key.as_str()));
    }
    let work = due.into_iter().filter(|work| !refused.contains(&work.key));
    let results: Vec<_> = stream::iter(work)
        .map(|work| async move {
            let envelope = CommandEnvelope::of_system(S::NAME, &work.key, work.correlation);
            let (command, correlation) = (envelope.command, envelope.correlation);
            let dispatched = dispatch.dispatch(work.order, envelope);
            let result = dispatched.instrument(spans::sweep(S::NAME)).await;
            if let (Ok(_), Some(due_at)) = (&result, work.due_at) {
                lateness.done(due_at);
            }
            (work.key, command, correlation, result)
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let (mut position, mut refusals, mut keys, mut failed) = (None, Vec::new(), Vec::new(), None);
    for (key, command, correlation, result) in results {
        match result {
            Ok(done) => {
                let reached: &mut Position =
                    position.get_or_insert_with(|| Position::start(done.generation()));
                done.iter().for_each(|(partition, seq)| reached.advance(partition, seq));
            }
            Err(DispatchError::Refused { reason }) => {
                keys.push(key);
                let reader = S::NAME.to_owned();
                refusals.push(Refusal { reader, command, event: None, correlation, reason });
            }
            Err(DispatchError::Failed(failure)) => failed = Some(failure),
        }
    }
    if !refusals.is_empty() {
        // Left alone only once people can see it: until then it is met again.
        store.refused(refusals).await?;
        refused.extend(keys);
    }
    failed.map_or(Ok(Swept { position, is_full }), Err)
}

#[cfg(test)]
mod tests;
