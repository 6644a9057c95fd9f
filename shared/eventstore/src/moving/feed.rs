//! The appends of the source, in the order in which the target holds them.
//!
//! The partition of a stream is its slot modulo the number of partitions, and numbers of partitions
//! are powers of two. So partitions fall into groups that have nothing to do with one another: as
//! many as the smaller log has partitions. In a group either one partition of the source flows into
//! several of the target, or several into one.

use tongban_kernel::Partition;

use super::error::CopyError;
use super::reader::Reader;
use crate::{ChainCheck, Movable, RecordedAppend};

/// The partitions that belong together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    number: u16,
    n_groups: u16,
}

impl Group {
    /// All groups of two logs with so many partitions.
    pub(super) fn all(n_source: u16, n_target: u16) -> impl Iterator<Item = Self> {
        let n_groups = n_source.min(n_target);
        (0..n_groups).map(move |number| Self { number, n_groups })
    }

    /// Those of its partitions that a log with so many has.
    pub(super) fn partitions(self, n_partitions: u16) -> impl Iterator<Item = Partition> {
        (self.number..n_partitions).step_by(self.n_groups.into()).map(Partition)
    }
}

/// See the module.
pub(super) struct Feed<'a> {
    readers: Vec<Reader<'a>>,
    n_target: u16,
    chains: ChainCheck,
}

impl<'a> Feed<'a> {
    /// All appends of a group, for a log with so many partitions.
    pub(super) fn new(source: &'a dyn Movable, group: Group, n_target: u16) -> Self {
        let readers = group.partitions(source.n_partitions()).map(|p| Reader::new(source, p));
        Self { readers: readers.collect(), n_target, chains: ChainCheck::default() }
    }

    /// The next append, and the partition of the target that it goes to.
    pub(super) async fn next(&mut self) -> Result<Option<(Partition, RecordedAppend)>, CopyError> {
        let mut first = None;
        for (index, reader) in self.readers.iter_mut().enumerate() {
            let next = reader.peek().await.map_err(CopyError::ReadSource)?;
            let Some(recorded_at) = next.and_then(|append| append.first()).map(|e| e.recorded_at)
            else {
                continue;
            };
            // Of two at the same time the one of the lower partition: the order never changes.
            if first.is_none_or(|(earliest, _)| recorded_at < earliest) {
                first = Some((recorded_at, index));
            }
        }
        let Some(append) = first.and_then(|(_, index)| self.readers[index].take()) else {
            return Ok(None);
        };
        let append = RecordedAppend::new(append).map_err(CopyError::Source)?;
        for event in append.events() {
            self.chains.link(event).map_err(|broken| CopyError::Source(broken.into()))?;
        }
        let Some(partition) = append.partition(self.n_target) else {
            let event = append.events()[0].id;
            return Err(CopyError::Parts { event, n_partitions: self.n_target });
        };
        Ok(Some((partition, append)))
    }

    /// The streams that have come by.
    pub(super) fn n_streams(&self) -> usize {
        self.chains.n_streams()
    }
}
