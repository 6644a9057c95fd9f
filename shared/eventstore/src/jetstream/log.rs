//! The log as the rest of the program sees it.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tongban_kernel::{Partition, Recorded, Seq, Slot, StreamId, Text};

use super::api::Wanted;
use super::broker::{Broker, NoAnswer};
use super::core::{Core, Part};
use super::envelope::decode;
use super::error::OpenError;
use super::marks::Mark;
use super::options::Options;
use super::pauses::Pauses;
use super::recent::Recent;
use super::stamp::Draft;
use super::streams::{Checked, Wish, ensure, find};
use super::subjects::Names;
use super::writer::{Job, Traffic, Writer};
use super::{checks, tail, witness};
use crate::log::{APPEND_BYTES_MAX, validate};
use crate::{Append, AppendError, Appended, BoxFuture, Expected, Log, LogError};

/// An event has no more bytes of data than this: with its envelope it must fit into a message.
const EVENT_BYTES_MAX: usize = 960 << 10;

/// The log at a broker. Dropping it ends its readers; what was handed over is still brought to its
/// end.
#[derive(Debug)]
pub struct JetStreamLog {
    pub(super) core: Arc<Core>,
    /// One for each partition.
    queues: Vec<mpsc::Sender<Job>>,
    tails: Vec<AbortHandle>,
    sync_is_proven: bool,
}

impl JetStreamLog {
    /// Connects to the broker, makes the streams of the log where they are missing, and checks
    /// everything that the log relies on.
    ///
    /// # Errors
    /// [`OpenError`]: what is wrong and what to change.
    pub async fn open(options: Options) -> Result<Self, OpenError> {
        Self::open_or_make(options, true).await
    }

    /// The same for a log that is there, with the partitions and replicas that it has: nothing is made.
    ///
    /// # Errors
    /// [`OpenError::NoLog`], or as for [`Self::open`].
    pub async fn open_existing(mut options: Options) -> Result<Self, OpenError> {
        let until = Instant::now() + options.patience;
        let broker = Broker::connect(options.access()).await?;
        let found = find(&broker, options.generation, until).await?;
        drop(broker);
        (options.n_partitions, options.n_replicas) = found;
        Self::open_or_make(options, false).await
    }

    async fn open_or_make(options: Options, makes: bool) -> Result<Self, OpenError> {
        let names = names(&options)?;
        let broker = Broker::connect(options.access()).await?;
        let until = Instant::now() + options.patience;
        if !broker.is_up(until).await {
            return Err(OpenError::Connect { source: Box::new(NoAnswer::Late) });
        }
        checks::server(&broker.client.server_info())?;
        let wish = Wish { names, n_replicas: options.n_replicas, makes };
        let (streams, sync_is_proven) = prove(&broker, wish, &options, until).await?;
        let mut parts = Vec::new();
        for (partition, Checked { stream, .. }) in names.partitions().zip(streams) {
            let end = end_of(&broker, names, partition, &stream, until).await?;
            let recent = Recent::new(end.seq, options.recent_bytes_max);
            parts.push(Part::new(partition, stream, end, recent));
        }
        let core = Arc::new(Core::new(broker, names, parts, options.patience));
        let mut log = Self { core, queues: Vec::new(), tails: Vec::new(), sync_is_proven };
        log.start_tasks(&options);
        Ok(log)
    }

    fn start_tasks(&mut self, options: &Options) {
        let traffic = Traffic::for_replicas(options.n_replicas);
        for partition in self.core.names.partitions() {
            let (sender, queue) = mpsc::channel(options.queue_max.max(1));
            let core = Arc::clone(&self.core);
            tokio::spawn(Writer { core, partition, queue, traffic }.run());
            self.queues.push(sender);
            let following = tokio::spawn(tail::run(Arc::clone(&self.core), partition));
            self.tails.push(following.abort_handle());
        }
    }

    /// Whether every server that keeps events was seen to sync before it acknowledges. Where it was
    /// not asked for, whoever reports on the health of the process should say so.
    pub fn sync_is_proven(&self) -> bool {
        self.sync_is_proven
    }

    /// Whether the broker can be reached just now.
    pub fn is_connected(&self) -> bool {
        self.core.broker.is_up_now()
    }

    /// Finds out where the streams of an append end; refuses what cannot be right.
    async fn draft(&self, append: Append) -> Result<Draft, AppendError> {
        check_sizes(&append)?;
        let mut ends = Vec::with_capacity(append.writes.len());
        for write in &append.writes {
            let stream = write.stream;
            let end = match write.expected {
                // Facts do not change: where one is known to follow, nothing else will.
                expected if self.core.marks.has_after(stream, expected.revision()) => None,
                Expected::NoStream => Some(Mark::START),
                Expected::At(token) => self
                    .core
                    .mark_at(stream, token.revision, token.seq)
                    .await
                    .map_err(|source| unreadable(stream, source))?,
            };
            ends.push(end.ok_or(AppendError::Conflict { stream })?);
        }
        Ok(Draft { append, ends })
    }
}

impl Drop for JetStreamLog {
    fn drop(&mut self) {
        for tail in &self.tails {
            tail.abort();
        }
        self.core.ahead.end();
    }
}

/// Nothing was sent yet: what cannot be read for want of a broker is not recorded for certain.
fn unreadable(stream: StreamId, source: LogError) -> AppendError {
    match source {
        LogError::Unreachable { .. } => AppendError::Unreachable(Arc::new(source)),
        source => AppendError::Unreadable { stream, source },
    }
}

fn check_sizes(append: &Append) -> Result<(), AppendError> {
    let mut n_bytes = 0;
    for event in append.writes.iter().flat_map(|write| &write.events) {
        n_bytes += event.data.len();
        if event.data.len() > EVENT_BYTES_MAX {
            return Err(AppendError::Invalid { rule: "an event has at most 960 KiB" });
        }
    }
    if n_bytes > APPEND_BYTES_MAX {
        return Err(AppendError::Invalid { rule: "an append has at most 8 MiB" });
    }
    Ok(())
}

fn names(options: &Options) -> Result<Names, OpenError> {
    let &Options { generation, n_partitions, .. } = options;
    if !n_partitions.is_power_of_two() || n_partitions > Slot::COUNT {
        let reason = Text::new(
            format!("分区数必须是 2 的幂且不超过 {}。", Slot::COUNT),
            format!("the number of partitions is a power of two, at most {}", Slot::COUNT),
        );
        return Err(OpenError::Options { reason });
    }
    Ok(Names { generation, n_partitions })
}

/// Makes the streams where they are missing, and finds out whether all servers that keep them sync
/// before they acknowledge; answers the streams, and whether that is known.
///
/// A server that does not answer may be down, which its leaders notice after a while: the servers are
/// asked until then.
async fn prove(
    broker: &Broker,
    wish: Wish,
    options: &Options,
    until: Instant,
) -> Result<(Vec<Checked>, bool), OpenError> {
    let connected = broker.client.server_info().server_name;
    let mut pauses = Pauses::until(until);
    let begun = Instant::now();
    loop {
        let said = witness::ask(options).await;
        said.as_ref().map_or(Ok(()), checks::witnesses)?;
        let mut streams = Vec::new();
        for partition in wish.names.partitions() {
            streams.push(ensure(broker, wish, partition, until).await?);
        }
        let Some(said) = said else { return Ok((streams, false)) };
        match checks::all_witnessed(said, &streams, &connected, begun.elapsed()) {
            Err(error) if !pauses.pause().await => return Err(error),
            Err(_) => {}
            Ok(()) => return Ok((streams, true)),
        }
    }
}

/// The newest event of a partition.
async fn end_of(
    broker: &Broker,
    names: Names,
    partition: Partition,
    stream: &str,
    until: Instant,
) -> Result<Mark, OpenError> {
    let all = names.all_subjects(partition);
    let mut pauses = Pauses::until(until);
    let Some(last) = broker.seek(stream, Wanted::LastOf(&all), &mut pauses).await? else {
        return Ok(Mark::START);
    };
    let seq = last.seq;
    // One that does not check is for those to tell who read it; the others go on.
    Ok(decode(names, last).map_or(Mark { seq, ..Mark::START }, |stored| Mark::of(&stored.event)))
}

impl Log for JetStreamLog {
    fn generation(&self) -> u32 {
        self.core.names.generation
    }

    fn n_partitions(&self) -> u16 {
        self.core.names.n_partitions
    }

    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, AppendError>> {
        Box::pin(async move {
            let until = self.core.deadline();
            let partition = validate(&append, self.core.names.n_partitions)?;
            let draft = self.draft(append).await?;
            let (reply, answer) = oneshot::channel();
            let job = Job { draft, reply, until };
            match self.queues[usize::from(partition.0)].try_send(job) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(_)) => return Err(AppendError::Busy),
                Err(mpsc::error::TrySendError::Closed(_)) => {
                    return Err(AppendError::Stopped(Arc::new(LogError::Closed)));
                }
            }
            // Its task is gone with the runtime: what became of the append nobody knows.
            answer.await.unwrap_or_else(|_| Err(AppendError::Uncertain(Arc::new(LogError::Closed))))
        })
    }

    fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(self.core.read(stream, after_revision))
    }

    fn scan(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(self.core.scan(partition, after, n_max))
    }

    fn head(&self, partition: Partition) -> watch::Receiver<Seq> {
        self.core.part(partition).recent.subscribe()
    }

    fn n_queued(&self) -> usize {
        self.queues.iter().map(|queue| queue.max_capacity() - queue.capacity()).sum()
    }
}
