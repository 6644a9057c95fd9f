//! One matter, as the tests of this crate know it: put to [`ASKED`] and the public on Monday,
//! 28 September 2026, for ten days.

#![cfg(test)]

use jiff::civil::date;
use tongban_calendar::{Budget, Office};
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{CaseId, CaseNumber, DeliberationId, OpinionId, Personal};
use uuid::Uuid;

use crate::deliberation::commands::NewMatter;
use crate::deliberation::events::{Counts, Event, OpinionEvent, Stance};
use crate::samples::{ASKED, wording};

/// The first instant that is too late.
pub(crate) const CLOSES_AT: &str = "2026-10-09T00:00:00+08:00";

pub(crate) fn deliberation_id() -> DeliberationId {
    DeliberationId::derive("zhao", Uuid::from_u128(11))
}

pub(crate) fn new_matter() -> NewMatter {
    NewMatter {
        deliberation_id: deliberation_id(),
        title: wording("公交线路调整"),
        text: wording("拟调整三条公交线路"),
        departments: vec![ASKED.to_owned()],
        is_public: true,
        limit: Budget::CalendarDays(10),
        office: Office::default(),
    }
}

pub(crate) fn opened(is_public: bool) -> Event {
    let id = CaseId::from_uuid(deliberation_id().uuid());
    Event::DeliberationOpened {
        deliberation_id: deliberation_id(),
        number: CaseNumber::of(id, date(2026, 9, 28)),
        title: "公交线路调整".to_owned(),
        text: "拟调整三条公交线路".to_owned(),
        departments: vec![ASKED.to_owned()],
        is_public,
        limit: Budget::CalendarDays(10),
        office: Office::default(),
        opened_at: now(),
        closes_at: at(CLOSES_AT),
    }
}

pub(crate) fn spoke(nth: u32, stance: Stance) -> Event {
    Event::DepartmentOpinionGiven {
        deliberation_id: deliberation_id(),
        department: ASKED.to_owned(),
        nth,
        stance,
        opinion: "同意调整".to_owned(),
        given_at: now(),
    }
}

pub(crate) fn closed(was_early: bool, silent: &[&str], at_text: &str) -> Event {
    Event::DeliberationClosed {
        deliberation_id: deliberation_id(),
        was_early,
        silent: silent.iter().map(ToString::to_string).collect(),
        closed_at: at(at_text),
    }
}

pub(crate) fn summarised(departments: Counts) -> Event {
    Event::DeliberationSummarised {
        deliberation_id: deliberation_id(),
        summary: "多数赞成".to_owned(),
        points: vec!["保留夜班车".to_owned(), "增设站点".to_owned()],
        departments,
        public: Counts { n_for: 2, n_against: 1, n_other: 0 },
        summarised_at: now(),
    }
}

pub(crate) fn decided() -> Event {
    Event::DeliberationDecided {
        deliberation_id: deliberation_id(),
        decision: "调整两条线路".to_owned(),
        reasons: "客流数据".to_owned(),
        answers: vec!["夜班车保留".to_owned(), "增设两站".to_owned()],
        decided_at: now(),
    }
}

pub(crate) fn followed_up(nth: u32) -> Event {
    let what = "新线路已开通".to_owned();
    let deliberation_id = deliberation_id();
    Event::DeliberationFollowedUp { deliberation_id, nth, what, followed_up_at: now() }
}

pub(crate) fn opinion_id() -> OpinionId {
    OpinionId::derive(deliberation_id(), Uuid::from_u128(13))
}

pub(crate) fn sealed() -> Personal<String> {
    Personal::from_sealed(opinion_id().person(), "c2VhbGVk")
}

pub(crate) fn given_opinion() -> OpinionEvent {
    OpinionEvent::PublicOpinionGiven {
        opinion_id: opinion_id(),
        deliberation_id: deliberation_id(),
        receipt: opinion_id().receipt(date(2026, 9, 28)),
        stance: Stance::Against,
        text: sealed(),
        given_at: now(),
    }
}
