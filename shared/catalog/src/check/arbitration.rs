use super::Parts;
use super::limits::{amount, fits};
use crate::fault::{Bound, Findings};

/// Who is heard is heard before it is ruled.
pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    let Some(city) = parts.city else { return };
    let rules = &city.arbitration;
    let at = "/city/arbitration";
    amount(rules.answer_within, &format!("{at}/answer_within"), findings);
    amount(rules.rule_within, &format!("{at}/rule_within"), findings);
    let pointer = format!("{at}/answer_within");
    fits(rules.answer_within, rules.rule_within, Bound::Ruling, &pointer, findings);
}
