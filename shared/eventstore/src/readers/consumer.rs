use std::sync::Arc;

use tongban_kernel::{Hash, Partition, Recorded, Seq};

use super::{Failure, ReaderKind, StopStore, Unreadable};
use crate::{BoxFuture, LogError};

/// Why a reader cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// An event that it declares cannot be read: another program may, or people decide to go on
    /// without it.
    #[error("cannot read {event}")]
    Event {
        /// The event.
        event: Unreadable,
        /// Why.
        #[source]
        source: Failure,
    },
    /// A machine failed: trying again may help.
    #[error("the reader's store failed")]
    Store(#[source] Failure),
    /// What the events are handed to does not take them: trying again may help.
    #[error("events cannot be handed on")]
    Outlet(#[source] Failure),
    /// The log cannot be read: trying again may help.
    #[error("the reader cannot read the log")]
    Log(#[source] LogError),
    /// The log does not hold the event that the reader has dealt with last: it was restored from an
    /// older copy, or is another one. Only people can say what is right.
    #[error(
        "event {seq} of partition {partition}, the last that was dealt with, is not in the log: the \
         log was restored from an older copy, or is another one; restore log and reader state from \
         one and the same backup"
    )]
    Foreign {
        /// The partition.
        partition: Partition,
        /// The place of the event.
        seq: Seq,
    },
    /// Another process has taken the partition over: nothing was written, and that one goes on.
    #[error("another process has taken the partition over")]
    Lost,
}

/// The last event that a reader has dealt with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its place.
    pub seq: Seq,
    /// Its hash, which tells whether the log is still the one that it came from; none where it is
    /// not known.
    pub hash: Option<Hash>,
}

impl Seen {
    /// The last of these events; before everything where there are none.
    pub fn last_of(events: &[Arc<Recorded>]) -> Self {
        let last = events.last();
        last.map_or(Self::default(), |last| Self { seq: last.seq, hash: Some(last.hash) })
    }
}

/// How far a reader is in a partition, and who moves it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// This process, from here.
    Here(Seen),
    /// Another process, which is here; this one takes its turn when that lets go or dies.
    Elsewhere(Seq),
}

impl Place {
    /// The last event that was dealt with for good, whoever did.
    pub fn seq(self) -> Seq {
        match self {
            Self::Here(Seen { seq, .. }) | Self::Elsewhere(seq) => seq,
        }
    }
}

/// What is done with the events of each partition, in order, by one process at a time.
pub trait Consumer: Send + Sync + 'static {
    /// Its name: one word per service and purpose, used in checkpoints and metrics.
    fn name(&self) -> &str;

    /// What it does.
    fn kind(&self) -> ReaderKind;

    /// The last event it has dealt with for good. Who asks becomes the one who moves it on, unless
    /// another process is, for a [`LEASE_TERM`](super::LEASE_TERM) at a time.
    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Place, ReaderError>>;

    /// The same, of whatever process; who only looks takes nothing over.
    fn look(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>>;

    /// Deals with events; when this answers, what came of them and the checkpoint at the last of
    /// them are durable together.
    fn consume<'a>(
        &'a self,
        partition: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>>;

    /// Where it is kept at which events it has stopped, if anywhere.
    fn stops(&self) -> Option<&dyn StopStore> {
        None
    }

    /// Keeps a partition for another term, if this process has it: called while nothing is
    /// written, and while a batch is under way. Where one process has everything, nothing is to do.
    fn renew(&self, _partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(async { Ok(()) })
    }

    /// Lets another process have a partition at once. Called when nothing is under way.
    fn let_go(&self, _partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(async { Ok(()) })
    }
}

/// A consumer that other processes run: this one sees how far they are, and never takes a turn.
pub struct Watched(pub Arc<dyn Consumer>);

impl Consumer for Watched {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn kind(&self) -> ReaderKind {
        self.0.kind()
    }

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Place, ReaderError>> {
        Box::pin(async move { Ok(Place::Elsewhere(self.look(partition).await?)) })
    }

    fn look(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        self.0.look(partition)
    }

    fn consume<'a>(
        &'a self,
        _partition: Partition,
        _events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async { Err(ReaderError::Lost) })
    }
}
