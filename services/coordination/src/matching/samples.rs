//! One matter, as the tests of this crate know it.

#![cfg(test)]

use tongban_kernel::testkit::now;
use tongban_kernel::{MatterId, Text};
use uuid::Uuid;

use crate::matching::events::{Candidate, Confidence, Event, Ground, Level, Proposal, Source};
use crate::samples::{ASKED, ASKING, OTHER};

pub(crate) fn matter_id() -> MatterId {
    MatterId::derive("zhao", Uuid::from_u128(7))
}

fn candidate(department: &str) -> Candidate {
    let ground = Ground {
        source: Source::Duty { code: "fumes".to_owned() },
        said: Text::new("查处餐饮油烟", "Act against cooking fumes"),
        legal_basis: vec!["大气污染防治法第八十一条".to_owned()],
        words: vec!["油烟".to_owned()],
    };
    Candidate { department: department.to_owned(), percent: 100, grounds: vec![ground] }
}

/// [`ASKED`] is to lead, [`OTHER`] to assist.
pub(crate) fn proposal() -> Proposal {
    Proposal {
        candidates: vec![candidate(ASKED), candidate(OTHER)],
        assisting: vec![candidate(OTHER)],
        overlaps: Vec::new(),
        confidence: Confidence { level: Level::High, share_percent: 70, covered_percent: 80 },
    }
}

pub(crate) fn proposed() -> Event {
    Event::ResponsibilityProposed {
        matter_id: matter_id(),
        title: "餐馆油烟扰民".to_owned(),
        text: None,
        from_department: Some(ASKING.to_owned()),
        catalog_version: 3,
        proposal: proposal(),
        proposed_at: now(),
    }
}

pub(crate) fn confirmed(
    lead: &str,
    assisting: &[&str],
    as_proposed: bool,
    reason: Option<&str>,
) -> Event {
    Event::ResponsibilityConfirmed {
        matter_id: matter_id(),
        lead: lead.to_owned(),
        assisting: assisting.iter().map(ToString::to_string).collect(),
        as_proposed,
        reason: reason.map(str::to_owned),
        confirmed_at: now(),
    }
}
