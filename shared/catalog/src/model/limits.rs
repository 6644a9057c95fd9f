use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, ClockKind, Unit};
use tongban_kernel::Text;

use super::ProcedureCode;

/// The limits of an item as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Limits {
    /// What the law allows (法定时限).
    pub statutory: Budget,
    /// What the office promises (承诺时限); never longer.
    pub promised: Budget,
    /// Within what the applicant is told, once, of everything that is missing (补正告知); five
    /// working days, Administrative Licensing Law art. 32.
    #[serde(default = "correction", skip_serializing_if = "is_correction")]
    pub correction: Budget,
    /// Within what the result is handed over after the decision (送达, art. 44), where it is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Budget>,
    /// By how much the statutory limit may be extended, where it may (art. 42).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
}

fn correction() -> Budget {
    Budget::Workdays(5)
}

fn is_correction(budget: &Budget) -> bool {
    *budget == correction()
}

/// An extension with the approval of the head of the authority (经负责人批准延长).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Extension {
    /// The most that may be added; of the same unit as the statutory limit.
    pub max: Budget,
    /// The rule that allows it, as it is cited in Chinese.
    pub basis: String,
}

/// A special procedure (特别程序) that may become necessary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Procedure {
    /// Its code inside the item.
    pub code: ProcedureCode,
    /// Its name.
    pub names: Text,
    /// What it is.
    pub kind: ProcedureKind,
    /// The clocks that stand still while it lasts: by default all but its own, as art. 45 has it.
    #[serde(default = "all_but_its_own")]
    pub suspends: Vec<ClockKind>,
    /// How long it may take; the applicant is told so in writing (art. 45).
    pub limit: Budget,
    /// The rule that allows it, as it is cited in Chinese.
    pub basis: String,
}

/// Procedures whose time does not count: Administrative Licensing Law art. 45.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureKind {
    /// 听证.
    Hearing,
    /// 招标.
    Bidding,
    /// 拍卖.
    Auction,
    /// 检验.
    Inspection,
    /// 检测.
    Testing,
    /// 检疫.
    Quarantine,
    /// 鉴定.
    Appraisal,
    /// 专家评审.
    ExpertReview,
    /// Public notice (公示) and whatever other rules name.
    Other,
}

fn all_but_its_own() -> Vec<ClockKind> {
    vec![ClockKind::Statutory, ClockKind::Promised, ClockKind::Step]
}

/// Whether `limit` is longer than `bound` under every calendar. Limits of different units are
/// compared by the days that must pass at least and may pass at most.
pub fn is_surely_longer(limit: Budget, bound: Budget) -> bool {
    const HOURS_PER_DAY: u32 = 24;
    const MINUTES_PER_DAY: u32 = 60 * HOURS_PER_DAY;
    if limit.unit() == bound.unit() {
        return limit.amount() > bound.amount();
    }
    if let (Some(limit), Some(bound)) = (natural_minutes(limit), natural_minutes(bound)) {
        return limit > bound;
    }
    let days_min = match limit.unit() {
        Unit::Workdays | Unit::CalendarDays => limit.amount(),
        Unit::Hours | Unit::WorkHours => limit.amount() / HOURS_PER_DAY,
        Unit::Minutes => limit.amount() / MINUTES_PER_DAY,
    };
    let days_max = match bound.unit() {
        Unit::CalendarDays => bound.amount(),
        Unit::Hours => bound.amount().div_ceil(HOURS_PER_DAY),
        Unit::Minutes => bound.amount().div_ceil(MINUTES_PER_DAY),
        // Holidays may stretch these without end.
        Unit::Workdays | Unit::WorkHours => return false,
    };
    days_min > days_max
}

/// A limit around the clock in minutes; none for one that a calendar decides about.
fn natural_minutes(limit: Budget) -> Option<u32> {
    match limit {
        Budget::Minutes(minutes) => Some(minutes),
        Budget::Hours(hours) => Some(hours.saturating_mul(60)),
        Budget::SameDay | Budget::Workdays(_) | Budget::CalendarDays(_) | Budget::WorkHours(_) => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_one_unit_are_compared_by_number() {
        assert!(is_surely_longer(Budget::Workdays(21), Budget::Workdays(20)));
        assert!(!is_surely_longer(Budget::Workdays(20), Budget::Workdays(20)));
        assert!(!is_surely_longer(Budget::SameDay, Budget::Workdays(1)));
    }

    #[test]
    fn limits_of_different_units_are_longer_only_when_no_calendar_could_change_it() {
        assert!(is_surely_longer(Budget::Workdays(16), Budget::CalendarDays(15)));
        assert!(!is_surely_longer(Budget::CalendarDays(30), Budget::Workdays(20)));
        assert!(is_surely_longer(Budget::Hours(72), Budget::CalendarDays(2)));
        assert!(!is_surely_longer(Budget::Hours(48), Budget::CalendarDays(2)));
        assert!(is_surely_longer(Budget::Workdays(2), Budget::Hours(24)));
        assert!(is_surely_longer(Budget::Minutes(121), Budget::Hours(2)));
        assert!(!is_surely_longer(Budget::Minutes(120), Budget::Hours(2)));
    }
}
