use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::watch;
use tongban_kernel::{EventId, EventType, Meta, Partition, Position, Recorded, Seq, StreamId};

/// A future behind a pointer, so that the engine can be chosen when the process starts.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An append holds no more events than this: a decision that causes more is a mistake.
pub const EVENTS_PER_APPEND_MAX: usize = 100;

/// An append has no more bytes than this: what is larger belongs into the store of materials.
pub(crate) const APPEND_BYTES_MAX: usize = 8 << 20;

/// The last event of a stream that a writer has seen: opaque to all but the engine, for engines
/// want different things (ours the revision, JetStream its own sequence).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    pub(crate) revision: u64,
    pub(crate) seq: Seq,
}

impl Token {
    /// The token of a stream whose last event is this.
    pub fn of(last: &Recorded) -> Self {
        Self { revision: last.revision, seq: last.seq }
    }

    /// The number of events in the stream.
    pub fn revision(self) -> u64 {
        self.revision
    }

    /// The place of the last event in its partition.
    pub fn seq(self) -> Seq {
        self.seq
    }
}

/// What a writer believes a stream to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Not there yet.
    NoStream,
    /// Ends with the event that the token stands for.
    At(Token),
}

impl Expected {
    /// The number of events the stream is believed to have.
    pub fn revision(self) -> u64 {
        match self {
            Self::NoStream => 0,
            Self::At(token) => token.revision,
        }
    }
}

/// A fact to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// Its wire name.
    pub kind: EventType,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Its data, as JSON.
    pub data: Bytes,
}

/// The events of one append for one stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// Where to.
    pub stream: StreamId,
    /// What the stream is believed to be.
    pub expected: Expected,
    /// At least one event.
    pub events: Vec<NewEvent>,
}

/// All or nothing: events for one or more streams of one partition, each stream at most once.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    /// The events by stream.
    pub writes: Vec<Write>,
    /// Who, why and under which rules.
    pub meta: Arc<Meta>,
    /// The present at the writer; the log records it, or the time of its newest event if that is
    /// later.
    pub now: Timestamp,
}

/// An append that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The place of the append's last event.
    pub position: Position,
    /// The recorded time of its events.
    pub recorded_at: Timestamp,
    /// For each write, in order, what its stream is now.
    pub tokens: Vec<Token>,
}

/// Why an append was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Another writer was faster: load and decide again.
    #[error("stream {stream} moved on while deciding")]
    Conflict {
        /// The stream that is not what the writer expected.
        stream: StreamId,
    },
    /// The append breaks a rule of the log; sending it again does not help.
    #[error("append breaks a rule of the log: {rule}")]
    Invalid {
        /// The rule.
        rule: &'static str,
    },
    /// More work is queued than the log takes: come back later. Nothing was recorded.
    #[error("the log's queue is full")]
    Busy,
    /// The log cannot be reached: come back later. Nothing was recorded.
    #[error("the log cannot be reached")]
    Unreachable(#[source] Arc<LogError>),
    /// The log was asked and did not answer in time, nor could it be asked what became of it. It may
    /// have been recorded, or be recorded yet: the same command, given again, happens once.
    #[error("the log did not say whether it recorded the append")]
    Uncertain(#[source] Arc<LogError>),
    /// The disk has no room: works again when there is. Nothing was recorded.
    #[error("the disk is full")]
    NoSpace,
    /// The stream's end cannot be read, so nothing can follow it. Nothing was recorded.
    #[error("the end of stream {stream} cannot be read")]
    Unreadable {
        /// The stream.
        stream: StreamId,
        /// Why.
        #[source]
        source: LogError,
    },
    /// The log has stopped for good: what is on disk is no longer certain. The process must end.
    #[error("the log has stopped")]
    Stopped(#[source] Arc<LogError>),
}

impl AppendError {
    /// Whether the same append may succeed later without anything being changed.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy | Self::Unreachable(_) | Self::Uncertain(_))
    }
}

/// Why the log cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The operating system refused.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: String,
        /// Its answer.
        #[source]
        source: std::io::Error,
    },
    /// Stored bytes do not check. Nothing of them is served.
    #[error("damaged log: {what} in segment {segment} at byte {offset}")]
    Damaged {
        /// File name of the segment.
        segment: String,
        /// Where in it.
        offset: u64,
        /// What does not check.
        what: String,
    },
    /// A stored event does not check. It is not served.
    #[error("damaged log: event {seq} of {partition}: {what}")]
    DamagedEvent {
        /// The broker's name of the partition.
        partition: String,
        /// Its place there.
        seq: Seq,
        /// What does not check.
        what: String,
    },
    /// The broker did not answer, or not as it should: trying again may help.
    #[error("the broker does not answer: {reason}")]
    Unreachable {
        /// What was seen of it.
        reason: String,
    },
    /// The data were written by a newer program.
    #[error(
        "the data have format {found}, this program knows formats up to {known}; use a newer one"
    )]
    NewerFormat {
        /// Format of the data.
        found: u32,
        /// Newest format that this program reads.
        known: u32,
    },
    /// Another process works on the data.
    #[error("{path} is in use by another process; stop it, or give this one its address")]
    Locked {
        /// The data folder.
        path: String,
    },
    /// The data folder is not what it must be.
    #[error("{path} cannot be used: {reason}")]
    Unusable {
        /// The folder or file.
        path: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The log was closed.
    #[error("the log is closed")]
    Closed,
}

impl LogError {
    /// Whether trying again may help: the broker is away, or has no leader just now.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }

    /// Whether the log is there, and what it holds does not check.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::DamagedEvent { .. })
    }
}

/// The log: the same promise from every engine, shown by the same contract suite.
///
/// 1. One append is atomic over the streams of one partition. 2. A stream that is not what the
///    writer expected is a conflict. 3. Acknowledged means on disk. 4. Readers see each partition
///    in order and lose nothing.
pub trait Log: Send + Sync + 'static {
    /// The generation: partitions and positions of another one mean nothing here.
    fn generation(&self) -> u32;

    /// The number of partitions: a power of two, fixed for the generation.
    fn n_partitions(&self) -> u16;

    /// Records events, all or none; answers when they are on disk.
    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, AppendError>>;

    /// The events of one stream after the first `after_revision`, in order; empty for an unknown
    /// stream. Sees every append that was answered before the call.
    fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>>;

    /// Events of one partition after `after`, in order, about `n_max` of them (whole appends, so it may be a
    /// few more); empty at the head.
    ///
    /// Never empty where an event behind `after` had been recorded when the call began, by whomever: an
    /// event that somebody was told of is found. An engine may have to ask for that, so whoever
    /// follows the end waits for [`Log::head`] before it scans.
    fn scan(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>>;

    /// The place of the newest event of a partition that is on disk, and word of every newer one.
    fn head(&self, partition: Partition) -> watch::Receiver<Seq>;

    /// Appends that wait to be written; 0 where the engine has no queue of its own.
    fn n_queued(&self) -> usize {
        0
    }
}

/// Checks what every engine refuses, and answers the append's partition.
///
/// # Errors
/// The rule that the append breaks.
pub(crate) fn validate(append: &Append, n_partitions: u16) -> Result<Partition, AppendError> {
    let invalid = |rule| Err(AppendError::Invalid { rule });
    let Some(first) = append.writes.first() else {
        return invalid("an append has at least one write");
    };
    let partition = first.stream.partition(n_partitions);
    let n_events: usize = append.writes.iter().map(|write| write.events.len()).sum();
    if n_events > EVENTS_PER_APPEND_MAX {
        return invalid("an append has at most 100 events");
    }
    for (i, write) in append.writes.iter().enumerate() {
        if write.events.is_empty() {
            return invalid("a write has at least one event");
        }
        if write.stream.partition(n_partitions) != partition {
            return invalid("all streams of an append live in one partition");
        }
        if append.writes[..i].iter().any(|earlier| earlier.stream == write.stream) {
            return invalid("a stream stands once in an append");
        }
    }
    Ok(partition)
}
