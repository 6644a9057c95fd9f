//! An event as a message: CloudEvents 1.0 in binary mode. Attributes are headers, values are
//! percent-encoded, and the payload is the event's data, byte by byte.
//!
//! What the CloudEvents specification does not name are extension attributes. Two of them say which
//! part of its append an event is, so that readers meet appends whole: a batch of the broker may
//! hold several appends.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use async_nats::{HeaderMap, HeaderName};
use bytes::Bytes;
use jiff::Timestamp;
use tongban_kernel::{
    Actor, CommandId, EventId, EventType, Hash, Meta, Origin, Recorded, Role, Seq, TraceContext,
};
use uuid::Uuid;

use super::percent;
use super::subjects::Names;
use crate::chain::hash_of;

pub(super) const SPEC_VERSION: &str = "ce-specversion";
pub(super) const SOURCE: &str = "ce-source";
pub(super) const SUBJECT: &str = "ce-subject";
pub(super) const CONTENT_TYPE: &str = "content-type";
const ID: &str = "ce-id";
const TYPE: &str = "ce-type";
const OCCURRED_AT: &str = "ce-time";
const RECORDED_AT: &str = "ce-recordedtime";
const REVISION: &str = "ce-revision";
const PREV_HASH: &str = "ce-prevhash";
const HASH: &str = "ce-hash";
const ACTOR: &str = "ce-actor";
const DEPARTMENT: &str = "ce-department";
const ROLES: &str = "ce-roles";
const COMMAND: &str = "ce-commandid";
const BODY_HASH: &str = "ce-bodyhash";
const CAUSATION: &str = "ce-causationid";
const CORRELATION: &str = "ce-correlationid";
const TRACE: &str = "ce-traceparent";
const JURISDICTION: &str = "ce-jurisdiction";
const CALENDAR: &str = "ce-calendar";
const CATALOG: &str = "ce-catalog";
const ORIGIN: &str = "ce-origin";
const APPEND_INDEX: &str = "ce-appendindex";
const APPEND_SIZE: &str = "ce-appendsize";

/// Which of the events of its append an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// From 0.
    pub(super) index: u32,
    /// The number of the append's events.
    pub(super) of: u32,
}

impl Part {
    /// Whether no event of the append follows.
    pub(super) fn is_last(self) -> bool {
        self.index + 1 >= self.of
    }
}

/// A message as the broker keeps it.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) seq: Seq,
    pub(super) subject: String,
    pub(super) headers: HeaderMap,
    pub(super) data: Bytes,
}

/// An event read back.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) event: Arc<Recorded>,
    pub(super) part: Part,
}

/// A message that is no event, or not the one that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoEvent {
    #[error("its subject is not one of this log")]
    Subject,
    #[error("header {0} is missing")]
    Missing(&'static str),
    #[error("header {0} cannot be read")]
    Unreadable(&'static str),
    #[error("it was changed after it was recorded")]
    Changed,
}

/// The headers of an event.
pub(super) fn encode(event: &Recorded, part: Part) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name, value: Cow<'_, str>| {
        headers.insert(HeaderName::from_static(name), percent::encode(value));
    };
    let Recorded { stream, meta, .. } = event;
    put(SPEC_VERSION, "1.0".into());
    put(SOURCE, format!("/tongban/{}", stream.category).into());
    put(SUBJECT, stream.to_string().into());
    put(CONTENT_TYPE, "application/json".into());
    put(ID, event.id.to_string().into());
    put(TYPE, event.kind.as_str().into());
    put(OCCURRED_AT, event.occurred_at.to_string().into());
    put(RECORDED_AT, event.recorded_at.to_string().into());
    put(REVISION, event.revision.to_string().into());
    put(PREV_HASH, event.prev_hash.to_string().into());
    put(HASH, event.hash.to_string().into());
    put(ACTOR, (&meta.actor.id).into());
    if let Some(department) = &meta.actor.department {
        put(DEPARTMENT, department.into());
    }
    let roles: Vec<_> = meta.actor.roles.iter().copied().map(role_name).collect();
    put(ROLES, roles.join(",").into());
    put(COMMAND, meta.command.to_string().into());
    put(BODY_HASH, meta.body_hash.to_string().into());
    if let Some(causation) = meta.causation {
        put(CAUSATION, causation.to_string().into());
    }
    put(CORRELATION, meta.correlation.to_string().into());
    if let Some(TraceContext(trace)) = &meta.trace {
        put(TRACE, trace.into());
    }
    put(JURISDICTION, (&meta.jurisdiction).into());
    put(CALENDAR, meta.calendar_version.to_string().into());
    put(CATALOG, meta.catalog_version.to_string().into());
    put(ORIGIN, origin_name(meta.origin).into());
    put(APPEND_INDEX, part.index.to_string().into());
    put(APPEND_SIZE, part.of.to_string().into());
    headers
}

/// Reads an event and checks that it is what was recorded.
pub(super) fn decode(names: Names, message: Message) -> Result<Stored, NoEvent> {
    let Message { seq, subject, headers, data } = message;
    let stream = names.parse(&subject).ok_or(NoEvent::Subject)?;
    let headers = Headers(&headers);
    let event = Recorded {
        partition: stream.partition(names.n_partitions),
        seq,
        stream,
        revision: headers.value(REVISION)?,
        id: headers.value::<EventId>(ID)?,
        kind: EventType::from(headers.text(TYPE)?.into_owned()),
        recorded_at: headers.value::<Timestamp>(RECORDED_AT)?,
        occurred_at: headers.value::<Timestamp>(OCCURRED_AT)?,
        meta: Arc::new(headers.meta()?),
        prev_hash: headers.value(PREV_HASH)?,
        hash: headers.value(HASH)?,
        data,
    };
    let part = Part { index: headers.value(APPEND_INDEX)?, of: headers.value(APPEND_SIZE)? };
    if part.index >= part.of {
        return Err(NoEvent::Unreadable(APPEND_INDEX));
    }
    if hash_of(&event) != event.hash {
        return Err(NoEvent::Changed);
    }
    Ok(Stored { event: Arc::new(event), part })
}

/// The hash that a message says its event has; none where it says none. Good enough to find an event
/// by, for whoever knows the hash knows the event.
pub(super) fn hash_named(message: &Message) -> Option<Hash> {
    Headers(&message.headers).value(HASH).ok()
}

/// The revision that a message says its event has; none where it says none.
pub(super) fn revision_named(message: &Message) -> Option<u64> {
    Headers(&message.headers).value(REVISION).ok()
}

/// How many events of its append a message says follow its own.
pub(super) fn n_behind(message: &Message) -> u64 {
    let headers = Headers(&message.headers);
    let (index, of) = (headers.value::<u32>(APPEND_INDEX), headers.value::<u32>(APPEND_SIZE));
    u64::from(of.unwrap_or(0)).saturating_sub(u64::from(index.unwrap_or(0)) + 1)
}

struct Headers<'a>(&'a HeaderMap);

impl Headers<'_> {
    fn optional(&self, name: &'static str) -> Result<Option<Cow<'_, str>>, NoEvent> {
        let value = self.0.get(HeaderName::from_static(name));
        let decode = |value| percent::decode(value).ok_or(NoEvent::Unreadable(name));
        value.map(|value| decode(value.as_str())).transpose()
    }

    fn text(&self, name: &'static str) -> Result<Cow<'_, str>, NoEvent> {
        self.optional(name)?.ok_or(NoEvent::Missing(name))
    }

    fn value<T: FromStr>(&self, name: &'static str) -> Result<T, NoEvent> {
        self.text(name)?.parse().map_err(|_| NoEvent::Unreadable(name))
    }

    fn meta(&self) -> Result<Meta, NoEvent> {
        let roles = self.text(ROLES)?;
        let roles = roles.split(',').filter(|name| !name.is_empty());
        let roles: Option<BTreeSet<_>> = roles.map(role_named).collect();
        let causation = self.optional(CAUSATION)?.map(|id| id.parse::<EventId>()).transpose();
        Ok(Meta {
            actor: Actor {
                id: self.text(ACTOR)?.into_owned(),
                department: self.optional(DEPARTMENT)?.map(Cow::into_owned),
                roles: roles.ok_or(NoEvent::Unreadable(ROLES))?,
            },
            command: self.value::<CommandId>(COMMAND)?,
            body_hash: self.value(BODY_HASH)?,
            causation: causation.map_err(|_| NoEvent::Unreadable(CAUSATION))?,
            correlation: self.value::<Uuid>(CORRELATION)?,
            trace: self.optional(TRACE)?.map(|trace| TraceContext(trace.into_owned())),
            jurisdiction: self.text(JURISDICTION)?.into_owned(),
            calendar_version: self.value(CALENDAR)?,
            catalog_version: self.value(CATALOG)?,
            origin: origin_named(&self.text(ORIGIN)?).ok_or(NoEvent::Unreadable(ORIGIN))?,
        })
    }
}

pub(super) const ALL_ROLES: [Role; 7] = [
    Role::WindowClerk,
    Role::Handler,
    Role::Coordinator,
    Role::Supervisor,
    Role::Operator,
    Role::Applicant,
    Role::System,
];

/// Frozen: messages are kept for as long as the log. The match makes a new role ask for a name.
fn role_name(role: Role) -> &'static str {
    match role {
        Role::WindowClerk => "window_clerk",
        Role::Handler => "handler",
        Role::Coordinator => "coordinator",
        Role::Supervisor => "supervisor",
        Role::Operator => "operator",
        Role::Applicant => "applicant",
        Role::System => "system",
    }
}

fn role_named(name: &str) -> Option<Role> {
    ALL_ROLES.into_iter().find(|role| role_name(*role) == name)
}

fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Drill => "drill",
    }
}

fn origin_named(name: &str) -> Option<Origin> {
    [Origin::Live, Origin::Import, Origin::Drill]
        .into_iter()
        .find(|origin| origin_name(*origin) == name)
}
