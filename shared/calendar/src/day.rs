use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::days;
use crate::notice::NoticeDay;

/// What kind of day a date is, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    /// Working: Monday to Friday, and no notice makes it a holiday.
    Weekday,
    /// Working: a Saturday or Sunday that a notice makes a working day (调休).
    MakeUp {
        /// The holiday that it makes up for, as the notice writes it.
        holiday: Arc<str>,
        /// Year of the notice.
        notice_year: i16,
    },
    /// Off: Saturday or Sunday.
    Weekend,
    /// Off: a holiday by notice.
    Holiday {
        /// Name of the holiday, as the notice writes it.
        holiday: Arc<str>,
        /// Year of the notice.
        notice_year: i16,
    },
}

/// The answer about one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Day {
    /// The date asked about.
    pub date: Date,
    /// Working or off, and why.
    #[serde(flatten)]
    pub kind: DayKind,
    /// A notice not yet published may change the answer.
    pub provisional: bool,
}

impl DayKind {
    /// Whether offices work on such a day.
    pub fn is_working(&self) -> bool {
        match self {
            Self::Weekday | Self::MakeUp { .. } => true,
            Self::Weekend | Self::Holiday { .. } => false,
        }
    }

    pub(crate) fn of_plain_week(number: i64) -> Self {
        if days::is_weekday(number) { Self::Weekday } else { Self::Weekend }
    }

    pub(crate) fn named(day: &NoticeDay, notice_year: i16) -> Self {
        let holiday = Arc::clone(&day.name);
        if day.is_off_day {
            Self::Holiday { holiday, notice_year }
        } else if days::is_weekday(days::number(day.date)) {
            // A notice may also say that an ordinary Monday works again (2020-02-03).
            Self::Weekday
        } else {
            Self::MakeUp { holiday, notice_year }
        }
    }
}
