//! One project, as the tests of this crate know it: set up on Monday, 28 September 2026, led by
//! [`ASKING`] with [`ASKED`], one milestone of the latter due on 12 October.

#![cfg(test)]

use jiff::civil::{Date, date};
use tongban_calendar::Office;
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{Actor, CaseId, CaseNumber, Role};
use uuid::Uuid;

use crate::project::commands::{NewMilestone, NewProject};
use crate::project::events::{Event, Leader, Milestone};
use crate::samples::{ASKED, ASKING, wording};

/// The first instant at which the milestone is late.
pub(crate) const MISSED_AT: &str = "2026-10-13T00:00:00+08:00";

pub(crate) fn project_id() -> CaseId {
    CaseId::of_project("zhao", Uuid::from_u128(7))
}

pub(crate) fn due_on() -> Date {
    date(2026, 10, 12)
}

pub(crate) fn leading() -> Leader {
    Leader { account: "li".to_owned(), department: ASKING.to_owned() }
}

pub(crate) fn leader() -> Actor {
    Actor::officer("li", ASKING, Role::Handler)
}

pub(crate) fn new_milestone(department: &str, due_on: Date) -> NewMilestone {
    let (name, office) = (wording("完成选址"), Office::default());
    NewMilestone { name, department: department.to_owned(), due_on, office }
}

pub(crate) fn new_project() -> NewProject {
    NewProject {
        project_id: project_id(),
        title: wording("老旧小区改造"),
        goal: wording("年内完成十个小区"),
        leader: leading(),
        members: vec![ASKED.to_owned()],
        milestones: vec![new_milestone(ASKED, due_on())],
        office: Office::default(),
    }
}

pub(crate) fn milestone() -> Milestone {
    Milestone {
        nth: 1,
        name: "完成选址".to_owned(),
        department: ASKED.to_owned(),
        due_on: due_on(),
        due_at: at(MISSED_AT),
    }
}

pub(crate) fn set_up() -> Event {
    Event::ProjectSetUp {
        project_id: project_id(),
        number: CaseNumber::of(project_id(), date(2026, 9, 28)),
        title: "老旧小区改造".to_owned(),
        goal: "年内完成十个小区".to_owned(),
        leader: leading(),
        members: vec![ASKED.to_owned()],
        milestones: vec![milestone()],
        set_up_at: now(),
    }
}

pub(crate) fn raised(nth: u32, by: &str) -> Event {
    Event::BlockerRaised {
        project_id: project_id(),
        nth,
        by_department: by.to_owned(),
        what: "管线迁改无资金来源".to_owned(),
        needs_department: "CZ".to_owned(),
        raised_at: now(),
    }
}

pub(crate) fn cleared(nth: u32) -> Event {
    let how = "资金已落实".to_owned();
    Event::BlockerCleared { project_id: project_id(), nth, how, cleared_at: now() }
}
