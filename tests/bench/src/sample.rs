//! Synthetic cases: events of the size and shape of real ones.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tongban_eventstore::{Append, Expected, NewEvent, Write};
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, Meta, Origin, Role, StreamId, TraceContext,
};
use uuid::Uuid;

const INTAKE: Category = Category::new("intake");
/// Some instant in 2026: nothing here reads the clock.
const START_MICROS: i64 = 1_790_000_000_000_000;
/// Encrypted names and numbers, an item, some fields: what a submission has.
const DATA_BYTES: usize = 600;

/// The n-th id of its kind, time-ordered as those of our own clients. Not derived by hashing, as
/// `execute` does it: that is no part of an append.
fn id(kind: u128, n: u64) -> Uuid {
    let millis = 1_790_000_000_000 + u128::from(n / 100);
    let spread = u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 2);
    Uuid::from_u128((millis << 80) | (8 << 76) | (kind << 64) | (0b10 << 62) | spread)
}

/// The id of the n-th case.
pub(crate) fn case_id(n: u64) -> Uuid {
    id(1, n)
}

/// An event of the n-th case with this number in its stream.
pub(crate) fn append(n: u64, expected: Expected) -> Append {
    let case = case_id(n);
    let stream = StreamId::new(INTAKE, case);
    let number = n << 8 | expected.revision();
    let now = Timestamp::from_microsecond(START_MICROS + i64::try_from(n).unwrap_or_default());
    let now = now.unwrap_or_default();
    let meta = Meta {
        actor: Actor::officer("clerk-7", "D01", Role::WindowClerk),
        command: CommandId::from_uuid(id(2, number)),
        body_hash: Hash([7; 32]),
        causation: None,
        correlation: case,
        trace: Some(TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into())),
        jurisdiction: "sample-city".into(),
        calendar_version: 8,
        catalog_version: 2,
        origin: Origin::Live,
    };
    let event = NewEvent {
        id: EventId::from_uuid(id(3, number)),
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
