//! One task per partition hands appends to the connection, in the order in which they get their
//! time.
//!
//! What has queued while appends were under way goes out as one batch, if that costs the broker less.
//! Refused, its appends are sent one by one, for one stale writer must not stand in the way of the
//! others.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::Instant;
use tongban_kernel::{Partition, Position, Seq, StreamId};

use super::broker::{Answers, NoAnswer};
use super::core::{Core, Part};
use super::pauses::Pauses;
use super::publish::send;
use super::settle::{Failure, Fate, conflict, settle};
use super::stamp::{Draft, Stamped};
use crate::{AppendError, Appended};

/// An append that waits for its turn.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) draft: Draft,
    pub(super) reply: Reply,
    /// It has had its turn by then, or it is refused.
    pub(super) until: Instant,
}

pub(super) type Reply = oneshot::Sender<Result<Appended, AppendError>>;

/// Bytes of data that appends have at most which are put together.
const GROUP_BYTES_MAX: usize = 4 << 20;

/// How appends go out.
///
/// A server has at most 50 batches of a stream under way, of all processes together, and takes at
/// most 1,000 messages in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traffic {
    /// Units under way at once.
    in_flight_max: usize,
    /// Events that one unit of several appends has at most.
    group_events_max: usize,
    /// What a batch costs, in plain messages, whatever is in it.
    batch_cost: usize,
    /// Units that may not be under way beside a batch.
    batch_displaces: u32,
}

impl Traffic {
    /// A single server syncs every plain message. It stages a batch in files of its own, and syncs
    /// seven times (two files, their folder twice, the staged messages, the files' own), whatever is
    /// in it: so all that comes meanwhile goes into the next one.
    const ALONE: Self =
        Self { in_flight_max: 2, group_events_max: 500, batch_cost: 8, batch_displaces: 1 };
    /// Replicated servers stage in memory, and sync what they agreed on together.
    const REPLICATED: Self =
        Self { in_flight_max: 4, group_events_max: 500, batch_cost: 2, batch_displaces: 0 };

    /// What an append costs when it goes out by itself.
    fn cost_alone(self, job: &Job) -> usize {
        if n_events(job) > 1 { self.batch_cost } else { 1 }
    }

    /// How appends go to a broker with so many replicas.
    pub(super) fn for_replicas(n_replicas: usize) -> Self {
        if n_replicas > 1 { Self::REPLICATED } else { Self::ALONE }
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) core: Arc<Core>,
    pub(super) partition: Partition,
    pub(super) queue: mpsc::Receiver<Job>,
    pub(super) traffic: Traffic,
}

/// Appends that go out together, each with whoever waits for it.
struct Unit {
    appends: Vec<Stamped>,
    replies: Vec<Reply>,
    until: Instant,
}

impl Writer {
    /// Works until nobody can append any more.
    pub(super) async fn run(mut self) {
        let slots = Arc::new(Semaphore::new(self.traffic.in_flight_max));
        let mut waiting = VecDeque::new();
        // A place first: what queues while there is none goes out together.
        while let Ok(mut slot) = Arc::clone(&slots).acquire_owned().await {
            let first = match waiting.pop_front() {
                Some(job) => job,
                None => match self.queue.recv().await {
                    Some(job) => job,
                    None => return,
                },
            };
            if !self.core.broker.is_up(first.until).await {
                let unreachable = AppendError::Unreachable(NoAnswer::Lost.into());
                // Whoever has stopped waiting does not mind.
                let _ = first.reply.send(Err(unreachable));
                continue;
            }
            let n_waiting = 1 + waiting.len() + self.queue.len();
            if n_waiting > self.traffic.batch_cost
                && let Ok(others) =
                    Arc::clone(&slots).acquire_many_owned(self.traffic.batch_displaces).await
            {
                slot.merge(others);
                // Who was answered just now comes again at once.
                tokio::task::yield_now().await;
            }
            let jobs = self.gather(first, &mut waiting);
            let until = self.core.deadline();
            let unit = Unit::stamp(&self.core, self.partition, jobs, until);
            let by = Pauses::until(until).answer_by();
            let sent = send(&self.core.broker, self.core.names, &unit.appends, by).await;
            let (core, partition) = (Arc::clone(&self.core), self.partition);
            tokio::spawn(unit.finish(core, partition, sent, slot));
        }
    }

    /// Takes what waits and may go out with `first`, in its order, where that is worth it: appends to
    /// other streams, for of two to the same one at most one can be right.
    fn gather(&mut self, first: Job, waiting: &mut VecDeque<Job>) -> Vec<Job> {
        while waiting.len() < self.traffic.group_events_max
            && let Ok(next) = self.queue.try_recv()
        {
            waiting.push_back(next);
        }
        let mut streams: HashSet<StreamId> = streams(&first).collect();
        let (mut n_events, mut n_bytes, mut n_jobs) = (n_events(&first), n_bytes(&first), 0);
        let mut alone = self.traffic.cost_alone(&first);
        for next in waiting.iter() {
            n_events += self::n_events(next);
            n_bytes += self::n_bytes(next);
            let fits = n_events <= self.traffic.group_events_max && n_bytes <= GROUP_BYTES_MAX;
            if !fits || !streams_are_new(&mut streams, next) {
                break;
            }
            alone += self.traffic.cost_alone(next);
            n_jobs += 1;
        }
        if alone <= self.traffic.batch_cost {
            n_jobs = 0;
        }
        std::iter::once(first).chain(waiting.drain(..n_jobs)).collect()
    }
}

fn n_events(job: &Job) -> usize {
    job.draft.append.writes.iter().map(|write| write.events.len()).sum()
}

fn n_bytes(job: &Job) -> usize {
    let events = job.draft.append.writes.iter().flat_map(|write| &write.events);
    events.map(|event| event.data.len()).sum()
}

fn streams(job: &Job) -> impl Iterator<Item = StreamId> {
    job.draft.append.writes.iter().map(|write| write.stream)
}

fn streams_are_new(known: &mut HashSet<StreamId>, job: &Job) -> bool {
    let are_new = streams(job).all(|stream| !known.contains(&stream));
    if are_new {
        known.extend(streams(job));
    }
    are_new
}

impl Unit {
    /// Gives appends their time, none earlier than what is known of the partition.
    fn stamp(core: &Core, partition: Partition, jobs: Vec<Job>, until: Instant) -> Self {
        let part = core.part(partition);
        let (mut appends, mut replies) = (Vec::new(), Vec::new());
        for Job { draft, reply, .. } in jobs {
            let stamped = draft.stamp(part.partition, part.newest_at());
            part.note_time(stamped.recorded_at);
            stamped.events().for_each(|event| event.note(&core.own));
            appends.push(stamped);
            replies.push(reply);
        }
        Self { appends, replies, until }
    }

    async fn finish(
        self,
        core: Arc<Core>,
        partition: Partition,
        sent: Result<Answers, NoAnswer>,
        _slot: OwnedSemaphorePermit,
    ) {
        let part = core.part(partition);
        let mut fate = settle(&core, part, &self.appends, sent, self.until).await;
        // What is refused for one must not be refused for all. Nothing of a batch was taken in.
        let of_one = matches!(fate, Fate::Broken | Fate::Failed(Failure::TooLarge));
        if of_one && self.appends.len() > 1 {
            return self.one_by_one(&core, part).await;
        }
        for (append, reply) in self.appends.iter().zip(self.replies) {
            let outcome = outcome(&core, part, append, &fate).await;
            let _ = reply.send(outcome);
            if let Fate::Landed(first) = &mut fate {
                first.0 += append.n_events() as u64;
            }
        }
    }

    /// Sends the appends of a refused batch by themselves, in their order.
    async fn one_by_one(self, core: &Core, part: &Part) {
        // The batch may have taken all of its own time.
        let until = core.deadline();
        let mut under_way = Vec::new();
        for (append, reply) in self.appends.into_iter().zip(self.replies) {
            let alone = [append];
            let by = Pauses::until(until).answer_by();
            let sent = send(&core.broker, core.names, &alone, by).await;
            under_way.push(async move {
                let fate = settle(core, part, &alone, sent, until).await;
                let _ = reply.send(outcome(core, part, &alone[0], &fate).await);
            });
        }
        futures_util::future::join_all(under_way).await;
    }
}

/// What the caller of an append is told.
async fn outcome(
    core: &Core,
    part: &Part,
    append: &Stamped,
    fate: &Fate,
) -> Result<Appended, AppendError> {
    let first = match fate {
        Fate::Landed(first) => *first,
        Fate::Broken => return Err(conflict(core, part, append).await),
        Fate::Failed(failure) => {
            let stream = append.writes.first().map(|write| write.stream);
            return Err(
                stream.map_or(AppendError::Busy, |stream| failure.clone().into_error(part, stream))
            );
        }
    };
    let ends = append.ends(first);
    for (write, end) in append.writes.iter().zip(&ends) {
        core.marks.put(write.stream, *end);
    }
    let last = ends.last().map_or(Seq(0), |end| end.seq);
    part.note_landed(last);
    Ok(Appended {
        position: Position::at(core.names.generation, part.partition, last),
        recorded_at: append.recorded_at,
        tokens: ends.into_iter().map(Into::into).collect(),
    })
}
