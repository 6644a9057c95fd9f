use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use tokio::sync::watch;
use tongban_kernel::{Clock, Partition, Position};
use tongban_telemetry::chain;
use tracing::{Instrument as _, warn};
use uuid::Uuid;

use super::lateness::SweeperLateness;
use super::tail::{LET_GO_WITHIN, LOOK_EVERY, renewing};
use super::{Dispatch, DispatchError, Failure, Place, PolicyStore, Progress, Refusal};
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

/// Gives commands as work becomes due, until `shutdown` says so; of all processes that share the
/// store and hear the log, one does at a time.
///
/// The list may lag behind the log, so work may be met again that was done: its command has the
/// same id and causes nothing twice. So it is if another process takes over in the midst of it.
pub async fn run_sweeper<S: Sweeper, D: Dispatch<S::Order>>(
    sweeper: S,
    dispatch: D,
    store: Arc<dyn PolicyStore>,
    clock: Arc<dyn Clock>,
    progress: Progress,
    mut shutdown: watch::Receiver<bool>,
) {
    let lateness = progress.lateness().of(S::NAME, clock);
    let refused = HashSet::new();
    let mut turns = Turns { sweeper, dispatch, store, lateness, progress, refused };
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

struct Turns<S, D> {
    sweeper: S,
    dispatch: D,
    store: Arc<dyn PolicyStore>,
    lateness: SweeperLateness,
    progress: Progress,
    /// What people have to look at.
    refused: HashSet<String>,
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
            heard.found(None).await;
        }
    }

    async fn let_go(&self) {
        let let_go = self.store.let_go(S::NAME, TURN);
        let let_go = tokio::time::timeout(LET_GO_WITHIN, let_go).await;
        told::<S>("the next process has to wait", let_go.unwrap_or_else(|late| Err(late.into())));
    }

    async fn take(&mut self) {
        loop {
            let rest = self.take_one().await.unwrap_or_else(|failure| {
                warn!(reader = S::NAME, error = %chain(&*failure), "sweep failed");
                REST
            });
            tokio::time::sleep(rest).await;
        }
    }

    /// Sweeps unless another process does; answers how long to rest.
    async fn take_one(&mut self) -> Result<Duration, Failure> {
        if let Place::Elsewhere(_) = self.store.checkpoint(S::NAME, TURN).await? {
            return Ok(LOOK_EVERY);
        }
        let (store, lateness) = (&*self.store, &self.lateness);
        let swept = sweep(&self.sweeper, &self.dispatch, store, lateness, &mut self.refused);
        let swept = swept.await?;
        if let Some(position) = swept.position {
            // The list is asked again when it knows what was done.
            let settled = self.progress.reached(S::PROJECTION, &position, SETTLE).await;
            if settled.is_ok() && swept.is_full {
                return Ok(Duration::ZERO);
            }
        }
        Ok(REST)
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
