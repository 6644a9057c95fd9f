//! One walk through a list of due work.

use std::collections::HashSet;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use tokio::sync::RwLockWriteGuard;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tongban_kernel::{CommandId, Position};
use tracing::Instrument as _;
use uuid::Uuid;

use super::super::lateness::SweeperLateness;
use super::super::{Dispatch, DispatchError, Failure, PolicyStore, Progress, Refusal};
use super::{DueWork, SETTLE, SWEEP_MAX, Sweeper};
use crate::{CommandEnvelope, spans};

/// Commands given side by side: they share the log's group commits.
const AT_ONCE: usize = 256;

/// So long readers that catch up wait for one sweeper, to a batch: a hundred thousand pieces of work are
/// given in that time on two processors. Of several sweepers with as much to do each takes its turn before theirs.
const AHEAD_MAX: Duration = Duration::from_secs(10);

/// Keeps readers that catch up waiting from the first full batch of a walk on: of many that are due at
/// once all are told before people read of any of them.
pub(super) struct Ahead<'a> {
    progress: &'a Progress,
    since: Option<(Instant, RwLockWriteGuard<'a, ()>)>,
}

impl<'a> Ahead<'a> {
    pub(super) fn of(progress: &'a Progress) -> Self {
        Self { progress, since: None }
    }

    /// Goes on ahead of them; where they have waited long, each of them comes to its turn before.
    async fn go(&mut self) {
        if self.since.as_ref().is_some_and(|(since, _)| since.elapsed() >= AHEAD_MAX) {
            self.let_go();
        }
        if self.since.is_none() {
            let ahead = self.progress.ahead_of_readers().await;
            self.since = Some((Instant::now(), ahead));
        }
    }

    pub(super) fn let_go(&mut self) {
        self.since = None;
    }
}

/// How far a sweeper is in its list, and what it has done on the way.
pub(super) struct Pass<S: Sweeper, D> {
    dispatch: Arc<D>,
    lateness: Arc<SweeperLateness>,
    /// The work behind which the list goes on; none at its front.
    after: Option<DueWork<S::Order>>,
    /// What the list has behind that, where it was read while the work before was done.
    next: Option<Vec<DueWork<S::Order>>>,
    /// How far the list has to be before it is read from its front again.
    goal: Option<Position>,
    /// Where that lies that was done since that was set.
    done: Option<Position>,
    /// What people have to look at, and stays on the list until they have.
    refused: HashSet<String>,
    /// What of it the list still had, since it was last read from its front.
    still_listed: HashSet<String>,
    /// The commands given on this walk and on the one before: a list that lags behind shows their
    /// work again, which does not make it later.
    given: [HashSet<CommandId>; 2],
}

/// What a sweep came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swept {
    /// A full batch: there may be more behind it.
    Batch,
    /// All that is due just now.
    ToTheEnd,
}

/// A piece of work as it is given.
struct Order<O> {
    key: String,
    order: O,
    envelope: CommandEnvelope,
    /// When it became due, where its lateness is to be counted.
    due_at: Option<Timestamp>,
}

/// What became of one piece of work.
struct Given {
    key: String,
    command: CommandId,
    correlation: Uuid,
    result: Result<Position, DispatchError>,
}

impl<S: Sweeper, D: Dispatch<S::Order>> Pass<S, D> {
    pub(super) fn new(dispatch: D, lateness: SweeperLateness) -> Self {
        Self {
            dispatch: Arc::new(dispatch),
            lateness: Arc::new(lateness),
            after: None,
            next: None,
            goal: None,
            done: None,
            refused: HashSet::new(),
            still_listed: HashSet::new(),
            given: [HashSet::new(), HashSet::new()],
        }
    }

    /// The list is read from its front: meanwhile another process may have swept.
    pub(super) fn begin_anew(&mut self) {
        (self.after, self.next, self.goal, self.done) = (None, None, None, None);
    }

    /// Whether the next batch is the first of the list.
    pub(super) fn is_at_front(&self) -> bool {
        self.after.is_none()
    }

    /// Up to which instant all is done that has one.
    pub(super) fn done_to(&self) -> Option<Timestamp> {
        self.after.as_ref().and_then(|work| work.due_at)
    }

    /// Does the next batch. What a machine failed at is met again from the front of the list: it
    /// holds up nothing behind it.
    pub(super) async fn sweep(
        &mut self,
        sweeper: &S,
        store: &dyn PolicyStore,
        ahead: &mut Ahead<'_>,
        now: Timestamp,
    ) -> Result<Swept, Failure> {
        let due = match self.next.take() {
            Some(due) => due,
            None => sweeper.due(now, self.after.as_ref(), SWEEP_MAX).await?,
        };
        let is_full = due.len() == SWEEP_MAX;
        let last = due.last().cloned();
        let (refused, work): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|work| self.refused.contains(&work.key));
        self.still_listed.extend(refused.into_iter().map(|work| work.key));
        if is_full {
            ahead.go().await;
        }
        self.after = last.or(self.after.take());
        let orders = work.into_iter().map(|work| self.order(work)).collect();
        // The log and the list are asked at the same time.
        let next = async {
            let after = self.after.as_ref().filter(|_| is_full)?;
            sweeper.due(now, Some(after), SWEEP_MAX).await.ok()
        };
        let (given, next) = tokio::join!(self.give(orders), next);
        self.next = next;
        self.note(given?, store).await?;
        Ok(if is_full { Swept::Batch } else { Swept::ToTheEnd })
    }

    /// At the end of the list: back to its front once it knows what was done. Until then what
    /// becomes due is met behind what was done.
    pub(super) async fn settle(&mut self, progress: &Progress) {
        let goal = self.goal.take().or_else(|| self.done.take());
        if let Some(goal) = goal
            && progress.reached(S::PROJECTION, &goal, SETTLE).await.is_err()
        {
            self.goal = Some(goal);
            return;
        }
        (self.after, self.next) = (None, None);
        // What has left the list is forgotten with it.
        self.refused = std::mem::take(&mut self.still_listed);
        self.given = [HashSet::new(), std::mem::take(&mut self.given[0])];
    }

    fn order(&self, work: DueWork<S::Order>) -> Order<S::Order> {
        let envelope = CommandEnvelope::of_system(S::NAME, &work.key, work.correlation);
        let was_given = self.given.iter().any(|given| given.contains(&envelope.command));
        let due_at = work.due_at.filter(|_| !was_given);
        Order { key: work.key, order: work.order, envelope, due_at }
    }

    /// Gives commands on all processors.
    async fn give(&self, work: Vec<Order<S::Order>>) -> Result<Vec<Given>, Failure> {
        let n_shares = available_parallelism().map_or(1, NonZero::get);
        let (mut rest, mut shares) = (work, JoinSet::new());
        let share_max = rest.len().div_ceil(n_shares).max(1);
        while !rest.is_empty() {
            let share = rest.split_off(rest.len().saturating_sub(share_max));
            let (dispatch, lateness) = (Arc::clone(&self.dispatch), Arc::clone(&self.lateness));
            shares.spawn(async move {
                let given =
                    share.into_iter().map(|order| give_one::<S, D>(&dispatch, &lateness, order));
                let given = stream::iter(given).buffer_unordered(AT_ONCE.div_ceil(n_shares));
                given.collect::<Vec<_>>().await
            });
        }
        let mut given = Vec::new();
        while let Some(share) = shares.join_next().await {
            given.extend(share?);
        }
        Ok(given)
    }

    async fn note(&mut self, given: Vec<Given>, store: &dyn PolicyStore) -> Result<(), Failure> {
        let (mut refusals, mut keys, mut failed) = (Vec::new(), Vec::new(), None);
        for Given { key, command, correlation, result } in given {
            match result {
                Ok(done) => {
                    self.given[0].insert(command);
                    let reached: &mut Position =
                        self.done.get_or_insert_with(|| Position::start(done.generation()));
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
            self.still_listed.extend(keys.iter().cloned());
            self.refused.extend(keys);
        }
        failed.map_or(Ok(()), Err)
    }
}

async fn give_one<S: Sweeper, D: Dispatch<S::Order>>(
    dispatch: &D,
    lateness: &SweeperLateness,
    order: Order<S::Order>,
) -> Given {
    let Order { key, order, envelope, due_at } = order;
    let (command, correlation) = (envelope.command, envelope.correlation);
    let result = dispatch.dispatch(order, envelope).instrument(spans::sweep(S::NAME)).await;
    if let (Ok(_), Some(due_at)) = (&result, due_at) {
        lateness.done(due_at);
    }
    Given { key, command, correlation, result }
}
