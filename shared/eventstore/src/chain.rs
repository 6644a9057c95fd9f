//! Every event carries the hash of the one before it in its stream.

use std::collections::HashMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tongban_kernel::{EventId, EventType, Hash, Meta, Origin, Recorded, Role, StreamId};

/// The hash of all that a writer knows of an event before its place in the log is certain.
/// Computed before the append is queued, so that the writer hashes one small block per event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentDigest(Hash);

/// Hashes the content of an event: every field, each with its length.
///
/// Engines differ in how they store an event, never in its hash: a log copied from one to another
/// keeps its chains. A field added later is hashed only where it is present.
pub fn content_digest(
    stream: StreamId,
    id: EventId,
    kind: &EventType,
    occurred_at_micros: i64,
    meta: &Meta,
    data: &[u8],
) -> ContentDigest {
    // Put together first and hashed in one go: fields of a few bytes would each pass the buffer of
    // the hash function.
    let mut fields = Fields(Vec::with_capacity(data.len() + FIELDS_BYTES));
    fields.add(stream.category.as_bytes());
    fields.add(stream.id.as_bytes());
    fields.add(id.uuid().as_bytes());
    fields.add(kind.as_str().as_bytes());
    fields.add(&occurred_at_micros.to_be_bytes());
    fields.meta(meta);
    fields.add(data);
    ContentDigest(Hash(Sha256::digest(&fields.0).into()))
}

/// What the fields beside the data take, roughly.
const FIELDS_BYTES: usize = 512;

/// The hash of an event in its place: over its content, its number, its recorded time, and the hash
/// of the event before it.
pub fn event_hash(
    prev: Hash,
    content: ContentDigest,
    revision: u64,
    recorded_at_micros: i64,
) -> Hash {
    Hash::of(&[&prev.0, &content.0.0, &revision.to_be_bytes(), &recorded_at_micros.to_be_bytes()])
}

struct Fields(Vec<u8>);

impl Fields {
    fn add(&mut self, field: &[u8]) {
        self.0.extend_from_slice(&(field.len() as u64).to_be_bytes());
        self.0.extend_from_slice(field);
    }

    fn optional(&mut self, field: Option<&[u8]>) {
        self.0.push(field.is_some().into());
        if let Some(field) = field {
            self.add(field);
        }
    }

    fn meta(&mut self, meta: &Meta) {
        self.add(meta.actor.id.as_bytes());
        self.optional(meta.actor.department.as_ref().map(String::as_bytes));
        for role in &meta.actor.roles {
            self.add(&[role_number(*role)]);
        }
        self.add(meta.command.uuid().as_bytes());
        self.add(&meta.body_hash.0);
        let causation = meta.causation.map(EventId::uuid);
        self.optional(causation.as_ref().map(|id| id.as_bytes().as_slice()));
        self.add(meta.correlation.as_bytes());
        self.optional(meta.trace.as_ref().map(|trace| trace.0.as_bytes()));
        self.add(meta.jurisdiction.as_bytes());
        self.add(&meta.calendar_version.to_be_bytes());
        self.add(&meta.catalog_version.to_be_bytes());
        self.add(&[match meta.origin {
            Origin::Live => 0,
            Origin::Import => 1,
            Origin::Drill => 2,
        }]);
    }
}

/// Frozen: a number that changed would break every chain.
fn role_number(role: Role) -> u8 {
    match role {
        Role::WindowClerk => 1,
        Role::Handler => 2,
        Role::Coordinator => 3,
        Role::Supervisor => 4,
        Role::Operator => 5,
        Role::Applicant => 6,
        Role::System => 7,
    }
}

/// A place where a stream's history does not hang together.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ChainBreak {
    /// A number is missing or stands twice.
    #[error("event {id} of stream {stream} has revision {found} where {expected} must stand")]
    Gap {
        /// The stream.
        stream: StreamId,
        /// The event.
        id: EventId,
        /// The revision it must have.
        expected: u64,
        /// The revision it has.
        found: u64,
    },
    /// It names another predecessor than the one that stands before it.
    #[error("event {id} of stream {stream} does not follow the event before it")]
    Predecessor {
        /// The stream.
        stream: StreamId,
        /// The event.
        id: EventId,
    },
    /// It was recorded earlier than the event before it.
    #[error("event {id} of stream {stream} was recorded before the event before it")]
    Time {
        /// The stream.
        stream: StreamId,
        /// The event.
        id: EventId,
    },
    /// Its own hash does not fit its content.
    #[error("event {id} of stream {stream} was changed after it was recorded")]
    Content {
        /// The stream.
        stream: StreamId,
        /// The event.
        id: EventId,
    },
}

/// Follows the chains of all streams of a partition while its events pass by in order.
#[derive(Debug, Default)]
pub struct ChainCheck {
    heads: HashMap<StreamId, Head>,
}

/// The last event of a stream so far.
#[derive(Clone, Copy, Debug)]
struct Head {
    revision: u64,
    hash: Hash,
    recorded_at: Timestamp,
}

impl Head {
    const NONE: Self = Self { revision: 0, hash: Hash::ZERO, recorded_at: Timestamp::MIN };
}

impl ChainCheck {
    /// Checks the next event.
    ///
    /// # Errors
    /// Where the chain of its stream breaks.
    pub fn follow(&mut self, event: &Recorded) -> Result<(), ChainBreak> {
        if event.hash != hash_of(event) {
            let (stream, id) = (event.stream, event.id);
            return Err(ChainBreak::Content { stream, id });
        }
        self.link(event)
    }

    /// The same for an event that is known to hash to what it carries.
    pub(crate) fn link(&mut self, event: &Recorded) -> Result<(), ChainBreak> {
        let (stream, id) = (event.stream, event.id);
        let last = self.heads.get(&stream).copied().unwrap_or(Head::NONE);
        if event.revision != last.revision + 1 {
            let expected = last.revision + 1;
            return Err(ChainBreak::Gap { stream, id, expected, found: event.revision });
        }
        if event.prev_hash != last.hash {
            return Err(ChainBreak::Predecessor { stream, id });
        }
        if event.recorded_at < last.recorded_at {
            return Err(ChainBreak::Time { stream, id });
        }
        let Recorded { revision, hash, recorded_at, .. } = *event;
        self.heads.insert(stream, Head { revision, hash, recorded_at });
        Ok(())
    }

    /// The number of streams seen.
    pub fn n_streams(&self) -> usize {
        self.heads.len()
    }
}

/// The hash that an event must have by all that it says.
pub(crate) fn hash_of(event: &Recorded) -> Hash {
    let occurred_at = event.occurred_at.as_microsecond();
    let content =
        content_digest(event.stream, event.id, &event.kind, occurred_at, &event.meta, &event.data);
    event_hash(event.prev_hash, content, event.revision, event.recorded_at.as_microsecond())
}
