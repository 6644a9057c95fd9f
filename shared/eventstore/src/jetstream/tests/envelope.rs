use std::collections::BTreeSet;

use async_nats::HeaderMap;
use jiff::Timestamp;
use tongban_kernel::{Actor, Hash, Meta, Origin};

use super::*;
use crate::Append;
use crate::jetstream::envelope::{
    ALL_ROLES, CONTENT_TYPE, Message, NoEvent, Part, SOURCE, SPEC_VERSION, SUBJECT, Stored, decode,
};
use crate::jetstream::marks::Mark;
use crate::jetstream::stamp::{Draft, Stamped, StampedEvent, StampedWrite};
use crate::jetstream::subjects::Names;

const NAMES: Names = Names { generation: 1, n_partitions: 1 };

fn stamped(append: Append) -> Stamped {
    let ends = vec![Mark::START; append.writes.len()];
    Draft { append, ends }.stamp(Partition(0), Timestamp::UNIX_EPOCH)
}

fn messages(append: &Stamped) -> Vec<Message> {
    let of_write = |write: &StampedWrite| {
        let subject = NAMES.subject(write.stream);
        let message = |event: &StampedEvent| Message {
            seq: Seq(7),
            subject: subject.clone(),
            headers: event.headers(),
            data: event.data(),
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
        actor: Actor { id: String::new(), department: Some(String::new()), roles: BTreeSet::new() },
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
    let [message] = &messages(&stamped(append_of(case(1), Expected::NoStream, 1, 1)))[..] else {
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
