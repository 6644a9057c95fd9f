//! An event as a message: CloudEvents 1.0 in binary mode. Attributes are headers, values are
//! percent-encoded, and the payload is the event's data, byte by byte.
//!
//! What the CloudEvents specification does not name are extension attributes. Two of them say which
//! part of its append an event is, so that readers meet appends whole: a batch of the broker may
//! hold several appends.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use async_nats::HeaderMap;
use bytes::Bytes;
use jiff::Timestamp;
use tongban_kernel::{
    Actor, CommandId, EventId, EventType, Hash, Meta, Origin, Recorded, Role, Seq, TraceContext,
};
use uuid::Uuid;

use super::percent;
use super::subjects::Names;
use crate::chain::hash_of;

const SPEC_VERSION: &str = "ce-specversion";
const SOURCE: &str = "ce-source";
const SUBJECT: &str = "ce-subject";
const CONTENT_TYPE: &str = "content-type";
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
    let mut put = |name: &'static str, value: &str| headers.insert(name, percent::encode(value));
    let Recorded { stream, meta, .. } = event;
    put(SPEC_VERSION, "1.0");
    put(SOURCE, &format!("/tongban/{}", stream.category));
    put(SUBJECT, &stream.to_string());
    put(CONTENT_TYPE, "application/json");
    put(ID, &event.id.to_string());
    put(TYPE, event.kind.as_str());
    put(OCCURRED_AT, &event.occurred_at.to_string());
    put(RECORDED_AT, &event.recorded_at.to_string());
    put(REVISION, &event.revision.to_string());
    put(PREV_HASH, &event.prev_hash.to_string());
    put(HASH, &event.hash.to_string());
    put(ACTOR, &meta.actor.id);
    if let Some(department) = &meta.actor.department {
        put(DEPARTMENT, department);
    }
    let roles: Vec<_> = meta.actor.roles.iter().copied().map(role_name).collect();
    put(ROLES, &roles.join(","));
    put(COMMAND, &meta.command.to_string());
    put(BODY_HASH, &meta.body_hash.to_string());
    if let Some(causation) = meta.causation {
        put(CAUSATION, &causation.to_string());
    }
    put(CORRELATION, &meta.correlation.to_string());
    if let Some(TraceContext(trace)) = &meta.trace {
        put(TRACE, trace);
    }
    put(JURISDICTION, &meta.jurisdiction);
    put(CALENDAR, &meta.calendar_version.to_string());
    put(CATALOG, &meta.catalog_version.to_string());
    put(ORIGIN, origin_name(meta.origin));
    put(APPEND_INDEX, &part.index.to_string());
    put(APPEND_SIZE, &part.of.to_string());
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
        kind: EventType::from(headers.text(TYPE)?),
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
    fn optional(&self, name: &'static str) -> Result<Option<String>, NoEvent> {
        let decode = |value: &async_nats::HeaderValue| {
            percent::decode(value.as_str()).ok_or(NoEvent::Unreadable(name))
        };
        self.0.get(name).map(decode).transpose()
    }

    fn text(&self, name: &'static str) -> Result<String, NoEvent> {
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
                id: self.text(ACTOR)?,
                department: self.optional(DEPARTMENT)?,
                roles: roles.ok_or(NoEvent::Unreadable(ROLES))?,
            },
            command: self.value::<CommandId>(COMMAND)?,
            body_hash: self.value(BODY_HASH)?,
            causation: causation.map_err(|_| NoEvent::Unreadable(CAUSATION))?,
            correlation: self.value::<Uuid>(CORRELATION)?,
            trace: self.optional(TRACE)?.map(TraceContext),
            jurisdiction: self.text(JURISDICTION)?,
            calendar_version: self.value(CALENDAR)?,
            catalog_version: self.value(CATALOG)?,
            origin: origin_named(&self.text(ORIGIN)?).ok_or(NoEvent::Unreadable(ORIGIN))?,
        })
    }
}

const ALL_ROLES: [Role; 7] = [
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tongban_kernel::Partition;

    use super::super::marks::Mark;
    use super::super::stamp::{Draft, Stamped};
    use super::*;
    use crate::contract::{append_of, case};
    use crate::{Append, Expected};

    const NAMES: Names = Names { generation: 1, n_partitions: 1 };

    fn stamped(append: Append) -> Stamped {
        let ends = vec![Mark::START; append.writes.len()];
        Draft { append, ends }.stamp(Partition(0), Timestamp::UNIX_EPOCH)
    }

    fn messages(append: &Stamped) -> Vec<Message> {
        let of_write = |write: &super::super::stamp::StampedWrite| {
            let subject = NAMES.subject(write.stream);
            let message = |event: &super::super::stamp::StampedEvent| Message {
                seq: Seq(7),
                subject: subject.clone(),
                headers: event.headers.clone(),
                data: event.data.clone(),
            };
            write.events.iter().map(message).collect::<Vec<_>>()
        };
        append.writes.iter().flat_map(of_write).collect()
    }

    #[test]
    fn every_envelope_comes_back_unchanged() {
        let mut append = append_of(case(1), Expected::NoStream, 1, 2);
        append.writes.extend(append_of(case(2), Expected::NoStream, 2, 1).writes);
        let of_policy = Meta {
            actor: Actor::system("审批 \"100%\""),
            causation: None,
            trace: None,
            jurisdiction: String::new(),
            origin: Origin::Drill,
            ..Meta::clone(&append.meta)
        };
        let everybody = Meta {
            actor: Actor { roles: ALL_ROLES.into_iter().collect(), ..append.meta.actor.clone() },
            ..Meta::clone(&append.meta)
        };
        let nobody = Meta {
            actor: Actor {
                id: String::new(),
                department: Some(String::new()),
                roles: BTreeSet::new(),
            },
            ..Meta::clone(&append.meta)
        };
        for meta in [Meta::clone(&append.meta), of_policy, everybody, nobody] {
            let append = Append { meta: Arc::new(meta), ..append.clone() };
            let events = append.writes.iter().flat_map(|write| &write.events);
            for ((message, new), index) in
                messages(&stamped(append.clone())).into_iter().zip(events).zip(0..)
            {
                let Stored { event, part } = decode(NAMES, message).unwrap();
                assert_eq!((event.id, &event.kind, &event.data), (new.id, &new.kind, &new.data));
                assert_eq!(event.occurred_at, new.occurred_at);
                assert_eq!(event.recorded_at, append.now);
                assert_eq!(*event.meta, *append.meta);
                assert_eq!(part, Part { index, of: 3 });
            }
        }
    }

    #[test]
    fn whatever_is_changed_or_left_out_is_noticed() {
        let [message] = &messages(&stamped(append_of(case(1), Expected::NoStream, 1, 1)))[..]
        else {
            panic!("one event")
        };
        // What CloudEvents asks for beyond the envelope is derived from it.
        let derived = [SPEC_VERSION, SOURCE, SUBJECT, CONTENT_TYPE];
        for name in message.headers.iter().map(|(name, _)| name.to_string()) {
            if derived.contains(&name.as_str()) {
                continue;
            }
            let mut changed = message.clone();
            let is_zero = message.headers.get(name.as_str()).is_some_and(|now| now.as_str() == "0");
            changed.headers.insert(name.as_str(), if is_zero { "9" } else { "0" });
            assert!(decode(NAMES, changed).is_err(), "{name} changed");
            let mut kept = message.clone();
            kept.headers = HeaderMap::new();
            for (other, values) in message.headers.iter().filter(|(n, _)| n.to_string() != name) {
                kept.headers.insert(other.clone(), values[0].clone());
            }
            assert!(decode(NAMES, kept).is_err(), "{name} left out");
        }
        let mut elsewhere = message.clone();
        elsewhere.subject = NAMES.subject(case(2));
        assert_eq!(decode(NAMES, elsewhere).unwrap_err(), NoEvent::Changed);
    }

    /// Whoever has to change this hash has changed what every message of every broker looks like,
    /// and needs another format number and a reader for both.
    #[test]
    fn the_form_of_a_message_is_frozen() {
        let stamped = stamped(append_of(case(1), Expected::NoStream, 1, 2));
        let mut lines = Vec::new();
        for message in messages(&stamped) {
            let headers = message.headers.iter();
            lines.extend(headers.map(|(name, values)| format!("{name}: {}", values[0])));
            lines.push(String::from_utf8_lossy(&message.data).into_owned());
        }
        lines.sort_unstable();
        assert_eq!(
            Hash::of(&[lines.join("\n").as_bytes()]).to_string(),
            "8ef8933e2afe71aacbc712f22cab25be20275d9d94c17ea892bc1e8e8f5fb12c"
        );
    }
}
