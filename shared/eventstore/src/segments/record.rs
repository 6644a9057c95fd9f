//! What a record holds: one append, in a form of its own, so that the types of the kernel can
//! change without changing what is on disk.
//!
//! The body is encoded by the caller; the writer adds the stamp: the little that is not certain
//! before the append has its place.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_kernel::{
    Actor, Category, CommandId, EventId, EventType, Hash, Meta, Origin, Partition, Recorded, Role,
    Seq, StreamId, TraceContext,
};
use uuid::Uuid;

use super::frame::Frame;
use crate::{Append, NewEvent, Write};

/// What the writer adds. Stands before the body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stamp<'a> {
    pub(super) recorded_at_micros: i64,
    /// One for each write of the body.
    #[serde(borrow)]
    pub(super) writes: Vec<StampedWrite<'a>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct StampedWrite<'a> {
    pub(super) first_revision: u64,
    /// The hash of the event before the first, then that of each event: one block of bytes, because
    /// the writer copies it whole.
    #[serde(borrow, with = "serde_bytes")]
    pub(super) hashes: Cow<'a, [u8]>,
}

impl StampedWrite<'static> {
    /// Room for the stamp of so many events.
    pub(super) fn with_room(n_events: usize) -> Self {
        Self { first_revision: 0, hashes: Cow::Owned(vec![0; (n_events + 1) * HASH_BYTES]) }
    }

    /// Room for each hash, in order.
    pub(super) fn hashes_mut(&mut self) -> impl Iterator<Item = &mut [u8; HASH_BYTES]> {
        self.hashes.to_mut().as_chunks_mut::<HASH_BYTES>().0.iter_mut()
    }
}

const HASH_BYTES: usize = 32;

#[derive(Serialize, Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    meta: StoredMeta<'a>,
    #[serde(borrow)]
    writes: Vec<StoredWrite<'a>>,
}

#[derive(Serialize, Deserialize)]
struct StoredMeta<'a> {
    actor: &'a str,
    #[serde(borrow)]
    department: Option<&'a str>,
    roles: u16,
    command: Uuid,
    #[serde(with = "serde_bytes")]
    body_hash: [u8; HASH_BYTES],
    causation: Option<Uuid>,
    correlation: Uuid,
    #[serde(borrow)]
    trace: Option<&'a str>,
    jurisdiction: &'a str,
    calendar_version: u32,
    catalog_version: u32,
    origin: u8,
}

#[derive(Serialize, Deserialize)]
struct StoredWrite<'a> {
    category: &'a str,
    id: Uuid,
    #[serde(borrow)]
    events: Vec<StoredEvent<'a>>,
}

#[derive(Serialize, Deserialize)]
struct StoredEvent<'a> {
    id: Uuid,
    kind: &'a str,
    occurred_at_micros: i64,
    #[serde(borrow, with = "serde_bytes")]
    data: &'a [u8],
}

/// Bytes whose checksum fits, and that are no record all the same.
#[derive(Debug, thiserror::Error)]
#[error("a record cannot be decoded: {0}")]
pub(super) struct NoRecord(&'static str);

const ROLES: [Role; 7] = [
    Role::WindowClerk,
    Role::Handler,
    Role::Coordinator,
    Role::Supervisor,
    Role::Operator,
    Role::Applicant,
    Role::System,
];

/// The bit of a role; frozen. The match makes a new role ask for one.
fn role_bit(role: Role) -> u16 {
    match role {
        Role::WindowClerk => 1,
        Role::Handler => 1 << 1,
        Role::Coordinator => 1 << 2,
        Role::Supervisor => 1 << 3,
        Role::Operator => 1 << 4,
        Role::Applicant => 1 << 5,
        Role::System => 1 << 6,
    }
}

fn origin_number(origin: Origin) -> u8 {
    match origin {
        Origin::Live => 0,
        Origin::Import => 1,
        Origin::Drill => 2,
    }
}

impl<'a> StoredMeta<'a> {
    fn of(meta: &'a Meta) -> Self {
        Self {
            actor: &meta.actor.id,
            department: meta.actor.department.as_deref(),
            roles: meta.actor.roles.iter().fold(0, |bits, role| bits | role_bit(*role)),
            command: meta.command.uuid(),
            body_hash: meta.body_hash.0,
            causation: meta.causation.map(EventId::uuid),
            correlation: meta.correlation,
            trace: meta.trace.as_ref().map(|trace| trace.0.as_str()),
            jurisdiction: &meta.jurisdiction,
            calendar_version: meta.calendar_version,
            catalog_version: meta.catalog_version,
            origin: origin_number(meta.origin),
        }
    }

    fn to_meta(&self) -> Result<Meta, NoRecord> {
        let has = |role: &Role| self.roles & role_bit(*role) != 0;
        Ok(Meta {
            actor: Actor {
                id: self.actor.to_owned(),
                department: self.department.map(str::to_owned),
                roles: ROLES.into_iter().filter(has).collect(),
            },
            command: CommandId::from_uuid(self.command),
            body_hash: Hash(self.body_hash),
            causation: self.causation.map(EventId::from_uuid),
            correlation: self.correlation,
            trace: self.trace.map(|trace| TraceContext(trace.to_owned())),
            jurisdiction: self.jurisdiction.to_owned(),
            calendar_version: self.calendar_version,
            catalog_version: self.catalog_version,
            origin: match self.origin {
                0 => Origin::Live,
                1 => Origin::Import,
                2 => Origin::Drill,
                _ => return Err(NoRecord("unknown origin")),
            },
        })
    }
}

impl<'a> StoredWrite<'a> {
    fn of(write: &'a Write) -> Self {
        Self {
            category: write.stream.category.as_str(),
            id: write.stream.id,
            events: write.events.iter().map(StoredEvent::of).collect(),
        }
    }
}

impl<'a> StoredEvent<'a> {
    fn of(event: &'a NewEvent) -> Self {
        Self {
            id: event.id.uuid(),
            kind: event.kind.as_str(),
            occurred_at_micros: event.occurred_at.as_microsecond(),
            data: &event.data,
        }
    }
}

/// Encodes what the caller knows of an append.
pub(super) fn encode_body(append: &Append) -> Result<Vec<u8>, postcard::Error> {
    let writes = append.writes.iter().map(StoredWrite::of).collect();
    let body = Body { meta: StoredMeta::of(&append.meta), writes };
    let data_bytes: usize =
        append.writes.iter().flat_map(|write| &write.events).map(|event| event.data.len()).sum();
    postcard::to_extend(&body, Vec::with_capacity(data_bytes + 256))
}

/// Decodes the events of a record. Where `only` names a stream, those of others are passed over.
pub(super) fn decode(
    partition: Partition,
    frame: Frame,
    payload: &[u8],
    only: Option<StreamId>,
) -> Result<Vec<Arc<Recorded>>, NoRecord> {
    let shape = |_| NoRecord("its fields do not fit");
    let (stamp, rest) = postcard::take_from_bytes::<Stamp<'_>>(payload).map_err(shape)?;
    let (body, rest) = postcard::take_from_bytes::<Body<'_>>(rest).map_err(shape)?;
    if !rest.is_empty() || body.writes.len() != stamp.writes.len() {
        return Err(NoRecord("stamp and body differ"));
    }
    let of_all = OfAll {
        partition,
        meta: Arc::new(body.meta.to_meta()?),
        recorded_at: instant(stamp.recorded_at_micros)?,
    };
    let n_events = body.writes.iter().map(|write| write.events.len()).sum();
    if u32::try_from(n_events) != Ok(frame.n_events) {
        return Err(NoRecord("the number of its events is another"));
    }
    let mut events = Vec::with_capacity(n_events);
    let mut seq = frame.first_seq;
    for (write, stamped) in body.writes.iter().zip(&stamp.writes) {
        let category = Category::parse(write.category);
        let category = category.map_err(|_| NoRecord("a category is none"))?;
        let stream = StreamId::new(category, write.id);
        if only.is_none_or(|only| only == stream) {
            of_all.decode_write(stream, seq, write, stamped, &mut events)?;
        }
        seq += write.events.len() as u64;
    }
    Ok(events)
}

/// What all events of a record share.
struct OfAll {
    partition: Partition,
    meta: Arc<Meta>,
    recorded_at: Timestamp,
}

impl OfAll {
    fn decode_write(
        &self,
        stream: StreamId,
        first_seq: u64,
        write: &StoredWrite<'_>,
        stamped: &StampedWrite<'_>,
        events: &mut Vec<Arc<Recorded>>,
    ) -> Result<(), NoRecord> {
        let (hashes, rest) = stamped.hashes.as_chunks::<HASH_BYTES>();
        if hashes.len() != write.events.len() + 1 || !rest.is_empty() {
            return Err(NoRecord("stamp and body differ"));
        }
        let numbers = (first_seq..).zip(stamped.first_revision..);
        for ((event, hashes), (seq, revision)) in
            write.events.iter().zip(hashes.windows(2)).zip(numbers)
        {
            events.push(Arc::new(Recorded {
                partition: self.partition,
                seq: Seq(seq),
                stream,
                revision,
                id: EventId::from_uuid(event.id),
                kind: EventType::from(event.kind.to_owned()),
                recorded_at: self.recorded_at,
                occurred_at: instant(event.occurred_at_micros)?,
                meta: Arc::clone(&self.meta),
                prev_hash: Hash(hashes[0]),
                hash: Hash(hashes[1]),
                data: Bytes::copy_from_slice(event.data),
            }));
        }
        Ok(())
    }
}

fn instant(micros: i64) -> Result<Timestamp, NoRecord> {
    Timestamp::from_microsecond(micros).map_err(|_| NoRecord("a time is out of range"))
}
