use tongban_calendar::Ladder;

use super::Parts;
use super::limits::amount;
use crate::fault::{Findings, Timing};
use crate::model::is_surely_longer;

/// The ladder of the city, and that of every item that has its own.
pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    if let Some(city) = parts.city {
        one(&city.ladder, "/city/ladder", findings);
    }
    for (index, item) in parts.items.iter().enumerate() {
        if let Some(ladder) = item.and_then(|item| item.ladder.as_ref()) {
            one(ladder, &format!("/items/{index}/ladder"), findings);
        }
    }
}

pub(super) fn one(ladder: &Ladder, at: &str, findings: &mut Findings) {
    amount(ladder.acknowledge_within, &format!("{at}/acknowledge_within"), findings);
    amount(ladder.answer_within, &format!("{at}/answer_within"), findings);
    let rungs = [
        ("lead_after", ladder.lead_after),
        ("supervisor_after", ladder.supervisor_after),
        ("accountability_after", ladder.accountability_after),
    ];
    let mut lower = None;
    for (name, after) in rungs {
        let Some(after) = after else { continue };
        let at = format!("{at}/{name}");
        amount(after, &at, findings);
        if lower.is_some_and(|lower| is_surely_longer(lower, after)) {
            findings.add(at, Timing::LadderOrder);
        }
        lower = Some(after);
    }
}
