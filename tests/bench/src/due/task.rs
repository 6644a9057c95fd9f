//! Tasks as the service records them.

use anyhow::Result;
use jiff::Timestamp;
use tongban_coordination::task::events::{Deadline, Event, Occasion};
use tongban_coordination::task::state::Task;
use tongban_eventstore::{Append, Expected, NewEvent, Write};
use tongban_kernel::calendar::{Budget, Calendar, Ladder, Office};
use tongban_kernel::{
    CaseId, CaseNumber, Decider as _, EventId, StreamId, TaskId, Text, encode_event,
};

use crate::sample;

/// Departments that are asked in turn.
pub(super) const DEPARTMENTS: [&str; 12] = [
    "government-services",
    "market-regulation",
    "natural-resources",
    "housing-construction",
    "human-resources",
    "environment",
    "fire-rescue",
    "health",
    "public-security",
    "civil-affairs",
    "transport",
    "city-management",
];

/// Which of them asks: it sees all of them.
pub(super) const ASKING: usize = 3;

/// The append that asks for the n-th task, whose whole ladder is reached at one instant.
pub(super) fn asked(n: u64, requested_at: Timestamp, due_at: Timestamp) -> Result<Append> {
    let case_id = CaseId::from_uuid(sample::case_id(n));
    let task_id = TaskId::derive(case_id, b"bench");
    let later = Some(due_at);
    let event = Event::TaskRequested {
        task_id,
        case_id,
        occasion: Occasion::Application,
        number: CaseNumber::of(case_id, jiff::civil::date(2026, 9, 7)),
        from_department: DEPARTMENTS[ASKING].to_owned(),
        to_department: DEPARTMENTS[(n % 12) as usize].to_owned(),
        ask: Text::new("核实参保情况", "Check the insurance"),
        legal_basis: "社会保险法第七十四条".to_owned(),
        materials: Vec::new(),
        limit: Budget::Hours(1),
        office: Office::default(),
        ladder: Ladder::default(),
        source: None,
        parent: None,
        requested_at,
        deadline: Deadline {
            epoch: 1,
            due_at,
            due_soon_at: due_at,
            lead_at: later,
            supervisor_at: later,
            accountability_at: later,
            acknowledge_by_at: due_at,
            provisional: false,
            calendar_version: Calendar::builtin().version(),
        },
    };
    let (kind, data) = encode_event(&event)?;
    let plain = sample::append(n, Expected::NoStream);
    let stream = StreamId::new(Task::CATEGORY, task_id.uuid());
    let id = EventId::derive(stream.id, plain.meta.command, 0);
    let event = NewEvent { id, kind, occurred_at: requested_at, data };
    let write = Write { stream, expected: Expected::NoStream, events: vec![event] };
    Ok(Append { writes: vec![write], meta: plain.meta, now: requested_at })
}
