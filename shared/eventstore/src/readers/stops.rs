use std::fmt;

use tongban_kernel::{EventId, EventType, Partition, Recorded, Seq};

use super::Failure;
use crate::BoxFuture;

/// An event that a reader declares and cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The event.
    pub id: EventId,
    /// Its type.
    pub kind: EventType,
    /// Its partition.
    pub partition: Partition,
    /// Its place there.
    pub seq: Seq,
}

impl Unreadable {
    /// This event.
    pub fn of(event: &Recorded) -> Self {
        let Recorded { id, kind, partition, seq, .. } = event;
        Self { id: *id, kind: kind.clone(), partition: *partition, seq: *seq }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, kind, partition, seq } = self;
        write!(f, "event {id} of type {kind}, event {seq} of partition {partition}")
    }
}

/// Where it is kept at which events readers have stopped, and which of them people have parked: the
/// reader goes on without it for as long as it cannot read it.
///
/// Where nobody is asked, nobody has.
pub trait StopStore: Send + Sync + 'static {
    /// Keeps that a reader has stopped at an event, and why; a stop that is kept already stays as it
    /// is.
    fn stopped(
        &self,
        _reader: &str,
        _at: Unreadable,
        _reason: String,
    ) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }

    /// Whether people have decided that a reader goes on without an event.
    fn is_parked(&self, _reader: &str, _event: EventId) -> BoxFuture<'_, Result<bool, Failure>> {
        Box::pin(async { Ok(false) })
    }
}
