use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;
use tongban_kernel::{Hash, Partition, Position, Recorded, Seq, StreamId, truncate_to_micros};

use crate::log::{Append, AppendError, Appended, BoxFuture, Log, LogError, Token, validate};
use crate::{content_digest, event_hash};

const GENERATION: u32 = 1;

/// The log in memory: for tests and simulations. Keeps every promise but the disk.
#[derive(Debug)]
pub struct MemoryLog {
    partitions: Vec<Mutex<Events>>,
    heads: Vec<watch::Sender<Seq>>,
}

#[derive(Debug, Default)]
struct Events {
    all: Vec<Arc<Recorded>>,
    by_stream: HashMap<StreamId, Vec<usize>>,
}

impl MemoryLog {
    /// An empty log with this many partitions.
    pub fn new(n_partitions: u16) -> Self {
        let n = usize::from(n_partitions.max(1));
        Self {
            partitions: std::iter::repeat_with(Mutex::default).take(n).collect(),
            heads: std::iter::repeat_with(|| watch::Sender::new(Seq(0))).take(n).collect(),
        }
    }

    fn events(&self, partition: Partition) -> MutexGuard<'_, Events> {
        let index = usize::from(partition.0) % self.partitions.len();
        self.partitions[index].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, append: &Append) -> Result<Appended, AppendError> {
        let partition = validate(append, self.n_partitions())?;
        let mut events = self.events(partition);
        for write in &append.writes {
            if events.revision(write.stream) != write.expected.revision() {
                return Err(AppendError::Conflict { stream: write.stream });
            }
        }
        let recorded_at = events.not_before(truncate_to_micros(append.now));
        let tokens = append
            .writes
            .iter()
            .map(|w| events.record(partition, append, w, recorded_at))
            .collect();
        let head = events.head();
        self.heads[usize::from(partition.0)].send_replace(head);
        let position = Position::at(GENERATION, partition, head);
        Ok(Appended { position, recorded_at, tokens })
    }
}

impl Events {
    fn revision(&self, stream: StreamId) -> u64 {
        self.by_stream.get(&stream).map_or(0, |indexes| indexes.len() as u64)
    }

    fn head(&self) -> Seq {
        Seq(self.all.len() as u64)
    }

    fn not_before(&self, now: Timestamp) -> Timestamp {
        self.all.last().map_or(now, |newest| newest.recorded_at.max(now))
    }

    fn record(
        &mut self,
        partition: Partition,
        append: &Append,
        write: &crate::Write,
        recorded_at: Timestamp,
    ) -> Token {
        let indexes = self.by_stream.entry(write.stream).or_default();
        let mut prev_hash = indexes.last().map_or(Hash::ZERO, |last| self.all[*last].hash);
        for event in &write.events {
            let revision = indexes.len() as u64 + 1;
            let occurred_at = truncate_to_micros(event.occurred_at);
            let micros = occurred_at.as_microsecond();
            let content = content_digest(
                write.stream,
                event.id,
                &event.kind,
                micros,
                &append.meta,
                &event.data,
            );
            let hash = event_hash(prev_hash, content, revision, recorded_at.as_microsecond());
            indexes.push(self.all.len());
            self.all.push(Arc::new(Recorded {
                partition,
                seq: Seq(self.all.len() as u64 + 1),
                stream: write.stream,
                revision,
                id: event.id,
                kind: event.kind.clone(),
                recorded_at,
                occurred_at,
                meta: Arc::clone(&append.meta),
                prev_hash,
                hash,
                data: event.data.clone(),
            }));
            prev_hash = hash;
        }
        Token { revision: indexes.len() as u64, seq: Seq(self.all.len() as u64) }
    }
}

impl Log for MemoryLog {
    fn generation(&self) -> u32 {
        GENERATION
    }

    fn n_partitions(&self) -> u16 {
        u16::try_from(self.partitions.len()).unwrap_or(u16::MAX)
    }

    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, AppendError>> {
        Box::pin(async move { self.append_now(&append) })
    }

    fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(async move {
            let events = self.events(stream.partition(self.n_partitions()));
            let indexes = events.by_stream.get(&stream).map_or(&[][..], Vec::as_slice);
            let skip = usize::try_from(after_revision).unwrap_or(usize::MAX);
            Ok(indexes.iter().skip(skip).map(|i| Arc::clone(&events.all[*i])).collect())
        })
    }

    fn scan(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(async move {
            let events = self.events(partition);
            let skip = usize::try_from(after.0).unwrap_or(usize::MAX);
            Ok(events.all.iter().skip(skip).take(n_max).cloned().collect())
        })
    }

    fn head(&self, partition: Partition) -> watch::Receiver<Seq> {
        self.heads[usize::from(partition.0) % self.heads.len()].subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Engine;

    struct Memory;

    impl Engine for Memory {
        async fn open(&self, n_partitions: u16) -> Arc<dyn Log> {
            Arc::new(MemoryLog::new(n_partitions))
        }
    }

    crate::contract::suite!(Memory);
}
