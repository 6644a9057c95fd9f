//! One task, as the tests of this crate know it: asked on Monday, 28 September 2026, with five
//! working days. National Day lies between, and Saturday, 10 October is a working day.

#![cfg(test)]

use std::sync::Arc;

use jiff::Timestamp;
use tongban_calendar::{Budget, Calendar, Clock, Ladder, Office};
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{
    Actor, CaseId, CaseNumber, CommandId, Decider, DomainEvent, EventId, Hash, Meta, Origin,
    Partition, Recorded, Role, Seq, StreamId, TaskId, Text, Wording, encode_event,
};
use uuid::Uuid;

use crate::task::commands::NewTask;
use crate::task::events::{
    Addressee, Assignment, Deadline, Event, Occasion, Outcome, Rung, Source, TaskEscalated, Urging,
};
use crate::task::state::Task;

pub(crate) const ASKING: &str = "GT";
pub(crate) const ASKED: &str = "HB";
pub(crate) const OTHER: &str = "SW";

pub(crate) const DUE_SOON_AT: &str = "2026-10-09T17:00:00+08:00";
pub(crate) const DUE_AT: &str = "2026-10-11T00:00:00+08:00";
pub(crate) const LEAD_AT: &str = "2026-10-13T00:00:00+08:00";
pub(crate) const SUPERVISOR_AT: &str = "2026-10-15T00:00:00+08:00";
pub(crate) const ACCOUNTABILITY_AT: &str = "2026-10-17T00:00:00+08:00";
pub(crate) const ACKNOWLEDGE_BY_AT: &str = "2026-09-30T00:00:00+08:00";

pub(crate) fn case_id() -> CaseId {
    CaseId::derive("window-3", Uuid::from_u128(7))
}

pub(crate) fn number() -> CaseNumber {
    CaseNumber::of(case_id(), jiff::civil::date(2026, 9, 28))
}

pub(crate) fn task_id() -> TaskId {
    TaskId::derive(case_id(), b"review/1/HB")
}

pub(crate) fn source() -> Source {
    Source { step: "review".to_owned(), round: 1 }
}

pub(crate) fn wording(text: &str) -> Wording {
    Wording::parse(text).unwrap()
}

pub(crate) fn asker() -> Actor {
    Actor::officer("li", ASKING, Role::Handler)
}

pub(crate) fn asked() -> Actor {
    Actor::officer("wang", ASKED, Role::Handler)
}

pub(crate) fn coordinator() -> Actor {
    Actor::officer("zhao", "XT", Role::Coordinator)
}

pub(crate) fn new_task() -> NewTask {
    NewTask {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        number: number(),
        from_department: ASKING.to_owned(),
        to_department: ASKED.to_owned(),
        ask: Text::new("出具环评意见", "Give an opinion on the environmental impact"),
        legal_basis: "建设项目环境保护管理条例第九条".to_owned(),
        materials: Vec::new(),
        limit: Budget::Workdays(5),
        office: Office::default(),
        ladder: Ladder::default(),
        source: Some(source()),
        parent: None,
    }
}

pub(crate) fn deadline() -> Deadline {
    Deadline {
        epoch: 1,
        due_at: at(DUE_AT),
        due_soon_at: at(DUE_SOON_AT),
        lead_at: Some(at(LEAD_AT)),
        supervisor_at: Some(at(SUPERVISOR_AT)),
        accountability_at: Some(at(ACCOUNTABILITY_AT)),
        acknowledge_by_at: at(ACKNOWLEDGE_BY_AT),
        provisional: false,
        calendar_version: Calendar::builtin().version(),
    }
}

pub(crate) fn requested() -> Event {
    let task = new_task();
    Event::TaskRequested {
        task_id: task.task_id,
        case_id: task.case_id,
        occasion: task.occasion,
        number: task.number,
        from_department: task.from_department,
        to_department: task.to_department,
        ask: task.ask,
        legal_basis: task.legal_basis,
        materials: task.materials,
        limit: task.limit,
        office: task.office,
        ladder: task.ladder,
        source: task.source,
        parent: None,
        requested_at: now(),
        deadline: deadline(),
    }
}

pub(crate) fn acknowledged() -> Event {
    Event::TaskAcknowledged {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        department: ASKED.to_owned(),
        handler: Some("wang".to_owned()),
    }
}

pub(crate) fn questioned() -> Event {
    Event::TaskQuestioned {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        department: ASKED.to_owned(),
        question: "宗地四至".to_owned(),
    }
}

pub(crate) fn assigned(handler: &str) -> Event {
    Event::TaskAssigned(Assignment {
        task_id: task_id(),
        case_id: case_id(),
        department: ASKED.to_owned(),
        handler: handler.to_owned(),
        from_handler: None,
        reason: None,
    })
}

pub(crate) fn urged() -> Event {
    Event::TaskUrged(Urging {
        task_id: task_id(),
        case_id: case_id(),
        department: ASKED.to_owned(),
        by_department: Some(ASKING.to_owned()),
        note: "请尽快反馈".to_owned(),
        nth: 1,
        again_at: at("2026-09-29T00:00:00+08:00"),
    })
}

pub(crate) fn returned(by: &str, nth: u32, deadline: Deadline) -> Event {
    Event::TaskReturned {
        task_id: task_id(),
        case_id: case_id(),
        by_department: by.to_owned(),
        reason: "不属于本部门职责".to_owned(),
        legal_basis: "三定方案".to_owned(),
        nth,
        deadline,
    }
}

pub(crate) fn reassigned(to: &str, deadline: Deadline) -> Event {
    Event::TaskReassigned {
        task_id: task_id(),
        case_id: case_id(),
        to_department: to.to_owned(),
        reason: "按职责改派".to_owned(),
        deadline,
    }
}

pub(crate) fn extended(deadline: Deadline) -> Event {
    Event::DeadlineExtended {
        task_id: task_id(),
        case_id: case_id(),
        by: Budget::Workdays(2),
        reason: "现场踏勘".to_owned(),
        granted_at: now(),
        deadline,
    }
}

pub(crate) fn replied() -> Event {
    Event::TaskReplied {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        source: Some(source()),
        department: ASKED.to_owned(),
        outcome: Outcome::Agreed,
        opinion: "同意".to_owned(),
        shares: Vec::new(),
        replied_at: Some(now()),
    }
}

pub(crate) fn closed() -> Event {
    Event::TaskClosed {
        task_id: task_id(),
        case_id: case_id(),
        source: Some(source()),
        shares: Vec::new(),
        department: ASKED.to_owned(),
        dispute_id: None,
        reason: "环节已退回".to_owned(),
    }
}

pub(crate) fn warned(rung: Rung, to_role: Addressee, issued_at: Timestamp) -> Event {
    Event::WarningIssued {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        number: number(),
        rung,
        epoch: 1,
        due_at: at(DUE_AT),
        issued_at,
        department: ASKED.to_owned(),
        from_department: Some(ASKING.to_owned()),
        to_role,
        answer_by_at: (rung != Rung::Unacknowledged).then(|| two_workdays_after(issued_at)),
    }
}

fn two_workdays_after(issued_at: Timestamp) -> Timestamp {
    let clock = Clock::new(issued_at, Budget::Workdays(2));
    let deadline = clock.deadline(&Calendar::builtin(), &Office::default()).unwrap();
    deadline.due().unwrap().due_at
}

pub(crate) fn escalated(rung: Rung, to_role: Addressee) -> Event {
    let (task_id, case_id) = (task_id(), case_id());
    Event::TaskEscalated(TaskEscalated { task_id, case_id, rung, to_role })
}

/// The event as the log would keep it, the `nth` of the task.
pub(crate) fn recorded<E: DomainEvent>(event: &E, nth: u64) -> Recorded {
    let (kind, data) = encode_event(event).unwrap();
    let meta = Meta {
        actor: coordinator(),
        command: CommandId::derive("zhao", Uuid::from_u128(nth.into())),
        body_hash: Hash::ZERO,
        causation: None,
        correlation: case_id().uuid(),
        trace: None,
        jurisdiction: "city".to_owned(),
        calendar_version: 0,
        catalog_version: 0,
        origin: Origin::Live,
    };
    Recorded {
        partition: Partition(0),
        seq: Seq(nth),
        stream: StreamId::new(<Task as Decider>::CATEGORY, task_id().uuid()),
        revision: nth,
        id: event_id(nth),
        kind,
        recorded_at: now(),
        occurred_at: now(),
        meta: Arc::new(meta),
        prev_hash: Hash::ZERO,
        hash: Hash::ZERO,
        data,
    }
}

pub(crate) fn event_id(nth: u64) -> EventId {
    EventId::from_uuid(Uuid::from_u128(nth.into()))
}
