//! Synthetic cases: events of the size and shape of real ones.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tongban_eventstore::{Append, Expected, NewEvent, Write};
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, Meta, Origin, Role, StreamId, TraceContext,
    derive_id,
};
use uuid::Uuid;

const INTAKE: Category = Category::new("intake");
/// Some instant in 2026: nothing here reads the clock.
const START_MICROS: i64 = 1_790_000_000_000_000;
/// Encrypted names and numbers, an item, some fields: what a submission has.
const DATA_BYTES: usize = 600;

/// The id of the n-th case, time-ordered as those of our own clients.
pub(crate) fn case_id(n: u64) -> Uuid {
    let millis = 1_790_000_000_000 + u128::from(n / 100);
    let key = (millis << 80) | (7 << 76) | (0b10 << 62) | u128::from(n);
    derive_id("case", "bench", Uuid::from_u128(key))
}

/// An event of the n-th case with this number in its stream.
pub(crate) fn append(n: u64, expected: Expected) -> Append {
    let (id, number) = (case_id(n), expected.revision());
    let stream = StreamId::new(INTAKE, id);
    let command =
        CommandId::derive("window-3", Uuid::from_u128(u128::from(n) << 16 | u128::from(number)));
    let now = Timestamp::from_microsecond(START_MICROS + i64::try_from(n).unwrap_or_default());
    let now = now.unwrap_or_default();
    let meta = Meta {
        actor: Actor::officer("clerk-7", "D01", Role::WindowClerk),
        command,
        body_hash: Hash([7; 32]),
        causation: None,
        correlation: id,
        trace: Some(TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into())),
        jurisdiction: "sample-city".into(),
        calendar_version: 8,
        catalog_version: 2,
        origin: Origin::Live,
    };
    let event = NewEvent {
        id: EventId::derive(id, command, 0),
        kind: "intake.case_submitted.v1".into(),
        occurred_at: now,
        data: data(n),
    };
    Append {
        writes: vec![Write { stream, expected, events: vec![event] }],
        meta: Arc::new(meta),
        now,
    }
}

fn data(n: u64) -> Bytes {
    let mut data = Vec::with_capacity(DATA_BYTES);
    data.extend_from_slice(b"{\"item\":\"food-business-licence\",\"subject\":\"");
    let tail = format!("\",\"number\":{n}}}");
    data.resize(DATA_BYTES - tail.len(), b'c');
    data.extend_from_slice(tail.as_bytes());
    data.into()
}
