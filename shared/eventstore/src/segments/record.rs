//! What a record holds: one append. It has a form of its own, so that the types of the kernel can
//! change without changing what is on disk.
//!
//! The body, all that the caller knows, comes first; behind it the writer puts the stamp, the little
//! that is not certain before the append has its place: the recorded time, and for each write its
//! first revision, the hash of the event before it, and the hash of each event.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tongban_kernel::{
    Actor, Category, CommandId, EventId, EventType, Hash, Meta, Origin, Partition, Recorded, Role,
    Seq, StreamId, TraceContext,
};
use uuid::Uuid;

use super::codec::{Decoder, Encode, NoRecord};
use super::frame::Frame;
use crate::{Append, NewEvent};

const HAS_DEPARTMENT: u64 = 1;
const HAS_CAUSATION: u64 = 1 << 1;
const HAS_TRACE: u64 = 1 << 2;

/// What a body takes besides its data, roughly.
const BODY_BYTES: usize = 320;
/// What a stamp takes for one event.
pub(super) const STAMP_BYTES: usize = 80;

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
fn role_bit(role: Role) -> u64 {
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

/// Encodes what the caller knows of an append.
pub(super) fn encode_body(append: &Append) -> Vec<u8> {
    let events = append.writes.iter().flat_map(|write| &write.events);
    let n_bytes: usize = events.map(|event| event.data.len() + STAMP_BYTES).sum();
    let mut out = Vec::with_capacity(BODY_BYTES + n_bytes);
    encode_meta(&append.meta, &mut out);
    out.put_varint(append.writes.len() as u64);
    for write in &append.writes {
        out.put_bytes(write.stream.category.as_str().as_bytes());
        out.extend_from_slice(write.stream.id.as_bytes());
        out.put_varint(write.events.len() as u64);
        for NewEvent { id, kind, occurred_at, data } in &write.events {
            out.extend_from_slice(id.uuid().as_bytes());
            out.put_bytes(kind.as_str().as_bytes());
            out.extend_from_slice(&occurred_at.as_microsecond().to_le_bytes());
            out.put_bytes(data);
        }
    }
    out
}

fn encode_meta(meta: &Meta, out: &mut Vec<u8>) {
    let flag = |is_there, flag| if is_there { flag } else { 0 };
    out.put_varint(
        flag(meta.actor.department.is_some(), HAS_DEPARTMENT)
            | flag(meta.causation.is_some(), HAS_CAUSATION)
            | flag(meta.trace.is_some(), HAS_TRACE),
    );
    out.put_bytes(meta.actor.id.as_bytes());
    if let Some(department) = &meta.actor.department {
        out.put_bytes(department.as_bytes());
    }
    out.put_varint(meta.actor.roles.iter().fold(0, |bits, role| bits | role_bit(*role)));
    out.extend_from_slice(meta.command.uuid().as_bytes());
    out.extend_from_slice(&meta.body_hash.0);
    if let Some(causation) = meta.causation {
        out.extend_from_slice(causation.uuid().as_bytes());
    }
    out.extend_from_slice(meta.correlation.as_bytes());
    if let Some(trace) = &meta.trace {
        out.put_bytes(trace.0.as_bytes());
    }
    out.put_bytes(meta.jurisdiction.as_bytes());
    out.put_varint(u64::from(meta.calendar_version));
    out.put_varint(u64::from(meta.catalog_version));
    out.push(origin_number(meta.origin));
}

fn decode_meta(body: &mut Decoder<'_>) -> Result<Meta, NoRecord> {
    let flags = body.varint()?;
    let has = |flag| flags & flag != 0;
    let id = body.text()?.to_owned();
    let department = has(HAS_DEPARTMENT).then(|| body.text()).transpose()?.map(str::to_owned);
    let bits = body.varint()?;
    let roles = ROLES.into_iter().filter(|role| bits & role_bit(*role) != 0).collect();
    Ok(Meta {
        actor: Actor { id, department, roles },
        command: CommandId::from_uuid(Uuid::from_bytes(body.array()?)),
        body_hash: Hash(body.array()?),
        causation: has(HAS_CAUSATION)
            .then(|| body.array().map(|id| EventId::from_uuid(Uuid::from_bytes(id))))
            .transpose()?,
        correlation: Uuid::from_bytes(body.array()?),
        trace: has(HAS_TRACE)
            .then(|| body.text().map(|trace| TraceContext(trace.to_owned())))
            .transpose()?,
        jurisdiction: body.text()?.to_owned(),
        calendar_version: body.narrow()?,
        catalog_version: body.narrow()?,
        origin: match body.array()? {
            [0] => Origin::Live,
            [1] => Origin::Import,
            [2] => Origin::Drill,
            [_] => return Err(NoRecord("unknown origin")),
        },
    })
}

/// A record whose envelope is read and whose events are not.
struct Body<'a> {
    meta: Arc<Meta>,
    writes: Vec<(StreamId, Vec<RawEvent<'a>>)>,
}

struct RawEvent<'a> {
    id: EventId,
    kind: &'a str,
    occurred_at_micros: i64,
    data: &'a [u8],
}

/// What a record holds.
pub(super) struct Decoded<'a> {
    pub(super) events: Vec<Arc<Recorded>>,
    /// The part of the payload that the writer added.
    pub(super) stamp: &'a [u8],
}

/// Decodes the events of a record. Where `only` names a stream, those of others are passed over.
pub(super) fn decode(
    partition: Partition,
    frame: Frame,
    payload: &[u8],
    only: Option<StreamId>,
) -> Result<Vec<Arc<Recorded>>, NoRecord> {
    Ok(decode_stamped(partition, frame, payload, only)?.events)
}

/// The same, with the stamp.
pub(super) fn decode_stamped(
    partition: Partition,
    frame: Frame,
    payload: &[u8],
    only: Option<StreamId>,
) -> Result<Decoded<'_>, NoRecord> {
    let mut rest = Decoder(payload);
    let body = Body::decode(&mut rest)?;
    let stamp = rest.0;
    let n_events: usize = body.writes.iter().map(|(_, events)| events.len()).sum();
    if u32::try_from(n_events) != Ok(frame.n_events) {
        return Err(NoRecord("the number of its events is another"));
    }
    let mut events = Vec::with_capacity(n_events);
    let recorded_at = instant(i64::from_le_bytes(rest.array()?))?;
    let mut seq = frame.first_seq;
    for (stream, raw) in &body.writes {
        let is_wanted = only.is_none_or(|only| only == *stream);
        let mut revision = u64::from_le_bytes(rest.array()?);
        let mut prev_hash = Hash(rest.array()?);
        for event in raw {
            let hash = Hash(rest.array()?);
            if is_wanted {
                let recorded = Recorded {
                    partition,
                    seq: Seq(seq),
                    stream: *stream,
                    revision,
                    id: event.id,
                    kind: EventType::from(event.kind.to_owned()),
                    recorded_at,
                    occurred_at: instant(event.occurred_at_micros)?,
                    meta: Arc::clone(&body.meta),
                    prev_hash,
                    hash,
                    data: Bytes::copy_from_slice(event.data),
                };
                events.push(Arc::new(recorded));
            }
            (seq, revision, prev_hash) = (seq + 1, revision + 1, hash);
        }
    }
    rest.end()?;
    Ok(Decoded { events, stamp })
}

/// The part of a payload that the writer added.
pub(super) fn stamp(payload: &[u8]) -> Result<&[u8], NoRecord> {
    let mut rest = Decoder(payload);
    Body::decode(&mut rest)?;
    Ok(rest.0)
}

impl<'a> Body<'a> {
    fn decode(body: &mut Decoder<'a>) -> Result<Self, NoRecord> {
        let meta = Arc::new(decode_meta(body)?);
        let n_writes = body.count()?;
        let mut writes = Vec::with_capacity(n_writes);
        for _ in 0..n_writes {
            let category = Category::parse(body.text()?);
            let category = category.map_err(|_| NoRecord("a category is none"))?;
            let stream = StreamId::new(category, Uuid::from_bytes(body.array()?));
            let n_events = body.count()?;
            let events = (0..n_events).map(|_| RawEvent::decode(body)).collect::<Result<_, _>>()?;
            writes.push((stream, events));
        }
        Ok(Self { meta, writes })
    }
}

impl<'a> RawEvent<'a> {
    fn decode(body: &mut Decoder<'a>) -> Result<Self, NoRecord> {
        Ok(Self {
            id: EventId::from_uuid(Uuid::from_bytes(body.array()?)),
            kind: body.text()?,
            occurred_at_micros: i64::from_le_bytes(body.array()?),
            data: body.bytes()?,
        })
    }
}

fn instant(micros: i64) -> Result<Timestamp, NoRecord> {
    Timestamp::from_microsecond(micros).map_err(|_| NoRecord("a time is out of range"))
}

#[cfg(test)]
mod tests {
    use tongban_kernel::Hash;

    use super::super::draft::{Draft, Hint};
    use super::*;
    use crate::contract::{append_of, case};
    use crate::{ChainCheck, Expected};

    fn payload(append: &Append) -> Vec<u8> {
        let mut draft = Draft::new(append, |_| Ok(Hint::default())).unwrap();
        let mut out = Vec::new();
        draft.stamp(Seq(4), append.now, &mut out);
        out
    }

    fn frame(n_events: u32) -> Frame {
        Frame { synced_to: 72, n_events, first_seq: 5, size: 0 }
    }

    #[test]
    fn a_record_is_decoded_as_it_was_encoded() {
        let mut append = append_of(case(1), Expected::NoStream, 1, 2);
        append.writes.extend(append_of(case(2), Expected::NoStream, 2, 1).writes);
        let payload = payload(&append);
        let events = decode(Partition(3), frame(3), &payload, None).unwrap();
        let mut chains = ChainCheck::default();
        for ((event, seq), new) in
            events.iter().zip(5..).zip(append.writes.iter().flat_map(|write| &write.events))
        {
            assert_eq!((event.partition, event.seq, event.id), (Partition(3), Seq(seq), new.id));
            assert_eq!(*event.meta, *append.meta);
            chains.follow(event).unwrap();
        }
        let of_second = decode(Partition(3), frame(3), &payload, Some(case(2))).unwrap();
        assert_eq!(of_second, events[2..]);
        assert!(decode(Partition(3), frame(2), &payload, None).is_err());
        for n in 0..payload.len() {
            assert!(decode(Partition(3), frame(3), &payload[..n], None).is_err(), "cut at {n}");
        }
    }

    /// Whoever has to change this hash has changed what every log on every disk looks like, and
    /// needs another format number and a decoder for both.
    #[test]
    fn the_form_of_a_record_is_frozen() {
        let payload = payload(&append_of(case(1), Expected::NoStream, 1, 2));
        assert_eq!(
            Hash::of(&[&payload]).to_string(),
            "8a5201dd80832b7aed9bf023ec017f8695cd2b4fb1607850c9df4b3f6a04f67f"
        );
    }
}
