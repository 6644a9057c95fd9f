use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Lang;

/// How long something may take: a limit and the unit in which it is counted.
///
/// Written `workdays: 20`, `calendar_days: 15`, `hours: 2`, `minutes: 15`, `work_hours: 4`, or
/// `same_day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Budget {
    /// An instant item (即办件): due at the end of the day of receipt, or of the next working day
    /// when it was received on a rest day or after the office had closed for the day.
    SameDay,
    /// Working days; the day after receipt is day 1 (行政许可法 art. 82, 民法典 art. 201).
    Workdays(u32),
    /// Days as they fall; the day after receipt is day 1. [`crate::RestDayEnd`] says what happens
    /// at a last day that is off.
    CalendarDays(u32),
    /// Hours around the clock, from the instant of receipt.
    Hours(u32),
    /// Minutes around the clock, from the instant of receipt: for emergencies.
    Minutes(u32),
    /// Hours in which the office works, from the instant of receipt.
    WorkHours(u32),
}

/// What a budget is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working days.
    Workdays,
    /// Days as they fall.
    CalendarDays,
    /// Hours around the clock.
    Hours,
    /// Minutes around the clock.
    Minutes,
    /// Hours in which the office works.
    WorkHours,
}

/// A number that is no sensible limit.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BudgetError {
    /// Nothing can be done in no time.
    #[error("a limit of 0 is none; write at least 1")]
    Zero,
    /// Longer than any procedure: a mistyped number.
    #[error("a limit of {amount} is over {max}; check the number and its unit", max = Budget::AMOUNT_MAX)]
    TooLong {
        /// Budget and extensions together, in the budget's unit.
        amount: u64,
    },
}

impl Budget {
    /// Working days of forty years, hours of fourteen months, or minutes of a week: beyond lies a
    /// typing error.
    pub const AMOUNT_MAX: u32 = 10_000;

    /// What it is counted in; an instant item in working days.
    pub fn unit(self) -> Unit {
        match self {
            Self::SameDay | Self::Workdays(_) => Unit::Workdays,
            Self::CalendarDays(_) => Unit::CalendarDays,
            Self::Hours(_) => Unit::Hours,
            Self::Minutes(_) => Unit::Minutes,
            Self::WorkHours(_) => Unit::WorkHours,
        }
    }

    /// How many units; 1 for an instant item.
    pub fn amount(self) -> u32 {
        match self {
            Self::SameDay => 1,
            Self::Workdays(n)
            | Self::CalendarDays(n)
            | Self::Hours(n)
            | Self::Minutes(n)
            | Self::WorkHours(n) => n,
        }
    }

    /// Whether the amount makes sense: 1 to [`Budget::AMOUNT_MAX`].
    pub fn check(self) -> Result<Self, BudgetError> {
        within_limit(u64::from(self.amount())).map(|_| self)
    }

    /// In words: `20个工作日`, `20 working days`.
    pub fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::SameDay, Lang::Zh) => "即办（当日办结）".to_owned(),
            (Self::SameDay, Lang::En) => "the same day".to_owned(),
            _ => self.unit().words(self.amount(), lang),
        }
    }
}

pub(crate) fn within_limit(amount: u64) -> Result<u32, BudgetError> {
    match u32::try_from(amount) {
        Ok(0) => Err(BudgetError::Zero),
        Ok(amount) if amount <= Budget::AMOUNT_MAX => Ok(amount),
        _ => Err(BudgetError::TooLong { amount }),
    }
}

impl Unit {
    /// An amount of this unit in words.
    pub fn words(self, amount: u32, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Workdays => ("个工作日", "working day"),
            Self::CalendarDays => ("天（自然日）", "calendar day"),
            Self::Hours => ("小时", "hour"),
            Self::Minutes => ("分钟", "minute"),
            Self::WorkHours => ("个工作小时", "working hour"),
        };
        let plural = if amount == 1 { "" } else { "s" };
        lang.pick(format!("{amount}{zh}"), format!("{amount} {en}{plural}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_written_as_unit_and_number() {
        assert_eq!(serde_json::to_string(&Budget::Workdays(20)).unwrap(), r#"{"workdays":20}"#);
        let same_day: Budget = serde_json::from_str(r#""same_day""#).unwrap();
        assert_eq!(same_day, Budget::SameDay);
        assert!(serde_json::from_str::<Budget>(r#"{"workdays": -1}"#).is_err());
    }

    #[test]
    fn senseless_amounts_are_refused() {
        assert_eq!(Budget::Hours(0).check(), Err(BudgetError::Zero));
        assert_eq!(Budget::Hours(10_001).check(), Err(BudgetError::TooLong { amount: 10_001 }));
        assert_eq!(Budget::SameDay.check(), Ok(Budget::SameDay));
    }

    #[test]
    fn a_budget_reads_in_both_languages() {
        assert_eq!(Budget::Workdays(1).words(Lang::En), "1 working day");
        assert_eq!(Budget::CalendarDays(15).words(Lang::En), "15 calendar days");
        assert_eq!(Budget::Workdays(20).words(Lang::Zh), "20个工作日");
        assert_eq!(Budget::Minutes(15).words(Lang::Zh), "15分钟");
        assert_eq!(Budget::Minutes(1).words(Lang::En), "1 minute");
        assert_eq!(Budget::SameDay.words(Lang::Zh), "即办（当日办结）");
    }
}
