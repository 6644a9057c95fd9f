use tongban_calendar::{Budget, Suspension};

use crate::fault::{Bound, Findings, Naming, Timing};
use crate::model::{CaseKind, Item, is_surely_longer};

pub(super) fn check(item: &Item, at: &str, findings: &mut Findings) {
    let limits = &item.limits;
    let at = format!("{at}/limits");
    amount(limits.statutory, &format!("{at}/statutory"), findings);
    amount(limits.promised, &format!("{at}/promised"), findings);
    amount(limits.correction, &format!("{at}/correction"), findings);
    if let Some(delivery) = limits.delivery {
        amount(delivery, &format!("{at}/delivery"), findings);
    }
    fits(limits.promised, limits.statutory, Bound::Statutory, &format!("{at}/promised"), findings);
    if let Some(extension) = &limits.extension {
        let at = format!("{at}/extension/max");
        amount(extension.max, &at, findings);
        if extension.max.unit() != limits.statutory.unit() {
            findings.add(at, Timing::UnitDiffers);
        }
    }
    let day = Budget::Workdays(1);
    if item.case_kind == CaseKind::Instant && is_surely_longer(limits.promised, day) {
        findings.add(format!("{at}/promised"), Timing::NotInstant);
    }
}

pub(super) fn check_procedures(item: &Item, at: &str, findings: &mut Findings) {
    for (index, procedure) in item.special_procedures.iter().enumerate() {
        let at = format!("{at}/special_procedures/{index}");
        amount(procedure.limit, &format!("{at}/limit"), findings);
        if procedure.code.as_str() == Suspension::CLOSED {
            findings.add(format!("{at}/code"), Naming::CodeOfClosure);
        }
        if procedure.suspends.is_empty() {
            findings.add(format!("{at}/suspends"), Timing::SuspendsNothing);
        }
    }
}

/// Reports a limit of nothing, or longer than any procedure.
pub(super) fn amount(limit: Budget, at: &str, findings: &mut Findings) {
    if limit.check().is_err() {
        findings.add(at, Timing::Amount);
    }
}

/// Reports a limit that is longer than the one it must fit in.
pub(super) fn fits(
    limit: Budget,
    longest: Budget,
    bound: Bound,
    at: &str,
    findings: &mut Findings,
) {
    if is_surely_longer(limit, longest) {
        findings.add(at, Timing::LongerThan { bound });
    }
}
