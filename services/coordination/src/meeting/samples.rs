//! One meeting of [`crate::project::samples`]' project, as the tests of this crate know it.

#![cfg(test)]

use jiff::Timestamp;
use jiff::civil::date;
use tongban_calendar::{Budget, Ladder, Office};
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{CaseNumber, MeetingId, TaskId, Text};
use uuid::Uuid;

use crate::meeting::commands::{
    Minutes, NewDecision, NewFollowUp, NewMeeting, NewPoint, OfProject,
};
use crate::meeting::events::{Course, Decision, Event, FollowUp, Point};
use crate::project::samples::project_id;
use crate::rhythm::events::Item;
use crate::samples::{ASKED, ASKING, wording};

pub(crate) const HELD_AT: &str = "2026-10-12T09:00:00+08:00";

pub(crate) fn meeting_id() -> MeetingId {
    MeetingId::derive("zhao", Uuid::from_u128(9), Some(project_id()))
}

pub(crate) fn of_project() -> OfProject {
    let number = CaseNumber::of(project_id(), date(2026, 9, 28));
    OfProject {
        project_id: project_id(),
        number,
        led_by: "li".to_owned(),
        leading_department: ASKING.to_owned(),
    }
}

pub(crate) fn blocker() -> Item {
    Item::Blocker { project_id: project_id(), nth: 1 }
}

pub(crate) fn new_meeting() -> NewMeeting {
    let talk = |topic: &str, item| NewPoint { topic: topic.to_owned(), item };
    NewMeeting {
        meeting_id: meeting_id(),
        project: Some(of_project()),
        title: wording("双周调度会"),
        held_at: at(HELD_AT),
        convening_department: ASKING.to_owned(),
        departments: vec![ASKED.to_owned()],
        agenda: vec![talk("管线迁改无资金来源", Some(blocker())), talk("下一步安排", None)],
        office: Office::default(),
    }
}

pub(crate) fn called() -> Event {
    let point = |nth, topic: &str, item| Point { nth, topic: topic.to_owned(), item };
    Event::MeetingCalled {
        meeting_id: meeting_id(),
        case_id: project_id(),
        number: of_project().number,
        title: "双周调度会".to_owned(),
        held_at: at(HELD_AT),
        convening_department: ASKING.to_owned(),
        departments: vec![ASKING.to_owned(), ASKED.to_owned()],
        agenda: vec![point(1, "管线迁改无资金来源", Some(blocker())), point(2, "下一步安排", None)],
        called_at: now(),
    }
}

pub(crate) fn new_decision(department: &str) -> NewDecision {
    NewDecision {
        what: Text::new("落实迁改资金", "Find the money"),
        department: department.to_owned(),
        limit: Budget::Workdays(5),
        office: Office::default(),
        ladder: Ladder::default(),
        legal_basis: None,
    }
}

pub(crate) fn minutes() -> Minutes {
    let note = wording("由财政统筹解决");
    Minutes {
        present: vec![ASKED.to_owned(), ASKING.to_owned()],
        summary: None,
        follow_ups: vec![NewFollowUp { point: 1, course: Course::Cleared, note }],
        decisions: vec![new_decision(ASKED)],
        led_by: Some("li".to_owned()),
        alone: None,
    }
}

pub(crate) fn decided_task() -> TaskId {
    TaskId::derive(project_id(), format!("meeting/{}/1", meeting_id()).as_bytes())
}

pub(crate) fn published(published_at: Timestamp) -> Event {
    let note = "由财政统筹解决".to_owned();
    Event::MinutesPublished {
        meeting_id: meeting_id(),
        case_id: project_id(),
        number: of_project().number,
        from_department: ASKING.to_owned(),
        present: vec![ASKING.to_owned(), ASKED.to_owned()],
        summary: None,
        follow_ups: vec![FollowUp { point: 1, item: blocker(), course: Course::Cleared, note }],
        decisions: vec![Decision {
            task_id: decided_task(),
            what: Text::new("落实迁改资金", "Find the money"),
            department: ASKED.to_owned(),
            limit: Budget::Workdays(5),
            office: Office::default(),
            ladder: Ladder::default(),
            legal_basis: "会议决定".to_owned(),
        }],
        published_at,
    }
}
