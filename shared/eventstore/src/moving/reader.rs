//! Reads a partition from its beginning, append by append.

use std::collections::VecDeque;
use std::sync::Arc;

use tongban_kernel::{Partition, Recorded, Seq};

use crate::{LogError, Movable};

/// Events read at once.
const EVENTS_AT_ONCE: usize = 1_000;

/// See the module.
pub(super) struct Reader<'a> {
    log: &'a dyn Movable,
    partition: Partition,
    /// The place of the last event handed out.
    pub(super) seen: Seq,
    read: Seq,
    ready: VecDeque<Vec<Arc<Recorded>>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(log: &'a dyn Movable, partition: Partition) -> Self {
        Self { log, partition, seen: Seq(0), read: Seq(0), ready: VecDeque::new() }
    }

    /// The next append, which stays the next one; none at the end.
    pub(super) async fn peek(&mut self) -> Result<Option<&[Arc<Recorded>]>, LogError> {
        if self.ready.is_empty() {
            self.ready = self.log.appends(self.partition, self.read, EVENTS_AT_ONCE).await?.into();
            let last = self.ready.back().and_then(|append| append.last());
            self.read = last.map_or(self.read, |last| last.seq);
        }
        Ok(self.ready.front().map(Vec::as_slice))
    }

    /// Takes the append that was looked at.
    pub(super) fn take(&mut self) -> Option<Vec<Arc<Recorded>>> {
        let append = self.ready.pop_front()?;
        self.seen = append.last().map_or(self.seen, |last| last.seq);
        Some(append)
    }
}
