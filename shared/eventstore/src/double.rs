//! A log for tests whose answers are another's, but for those that the test is about.

use std::sync::Arc;

use tokio::sync::watch;
use tongban_kernel::{Partition, Recorded, Seq, StreamId};

use crate::{Append, AppendError, Appended, BoxFuture, Log, LogError, Movable, RecordedAppend};

/// What a double answers; what is not written down, `log` answers.
pub trait Answers: Send + Sync + 'static {
    /// See [`Log::append`].
    fn append<'a>(
        &'a self,
        log: &'a dyn Log,
        append: Append,
    ) -> BoxFuture<'a, Result<Appended, AppendError>> {
        log.append(append)
    }

    /// See [`Log::read`].
    fn read<'a>(
        &'a self,
        log: &'a dyn Log,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'a, Result<Vec<Arc<Recorded>>, LogError>> {
        log.read(stream, after_revision)
    }

    /// See [`Log::scan`].
    fn scan<'a>(
        &'a self,
        log: &'a dyn Log,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<Arc<Recorded>>, LogError>> {
        log.scan(partition, after, n_max)
    }

    /// See [`Log::head`].
    fn head(&self, log: &dyn Log, partition: Partition) -> watch::Receiver<Seq> {
        log.head(partition)
    }
}

/// See the module.
#[derive(Debug)]
pub struct Double<L, A> {
    /// Whose answers it gives.
    pub log: Arc<L>,
    /// Those that are its own.
    pub own: A,
}

impl<L: Log, A: Answers> Log for Double<L, A> {
    fn generation(&self) -> u32 {
        self.log.generation()
    }

    fn n_partitions(&self) -> u16 {
        self.log.n_partitions()
    }

    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, AppendError>> {
        self.own.append(&*self.log, append)
    }

    fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        self.own.read(&*self.log, stream, after_revision)
    }

    fn scan(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        self.own.scan(&*self.log, partition, after, n_max)
    }

    fn head(&self, partition: Partition) -> watch::Receiver<Seq> {
        self.own.head(&*self.log, partition)
    }

    fn n_queued(&self) -> usize {
        self.log.n_queued()
    }
}

impl<L: Movable, A: Answers> Movable for Double<L, A> {
    fn appends(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Vec<Arc<Recorded>>>, LogError>> {
        self.log.appends(partition, after, n_max)
    }

    fn last(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, LogError>> {
        self.log.last(partition)
    }

    fn append_recorded<'a>(
        &'a self,
        partition: Partition,
        after: Seq,
        appends: &'a [RecordedAppend],
    ) -> BoxFuture<'a, Result<(), AppendError>> {
        self.log.append_recorded(partition, after, appends)
    }
}
