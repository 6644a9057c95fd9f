//! The yearly notice of the State Council on holidays, in the JSON form of holiday-cn.

use std::sync::Arc;

use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// One year's holidays and make-up working days (调休), as the State Council announced them.
///
/// A notice holds every date that differs from the plain week, in order. It may name dates in
/// December of the year before: 2018-12-29 stands in the notice for 2019. A later notice for the
/// same year replaces the earlier one as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Raw")]
pub struct Notice {
    year: i16,
    papers: Vec<String>,
    days: Vec<NoticeDay>,
}

/// A date that a notice names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeDay {
    /// The holiday for the sake of which the date is off, or worked.
    pub name: Arc<str>,
    /// The date.
    pub date: Date,
    /// Off (`true`) or a working day (`false`), whatever day of the week it is.
    pub is_off_day: bool,
}

/// A text that is no usable notice: which field, which rule, and what helps.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// Not JSON, or not the shape `{year, papers, days: [{name, date, isOffDay}]}`.
    #[error("the notice cannot be read: write {{year, papers, days: [{{name, date, isOffDay}}]}}")]
    Shape(#[source] serde_json::Error),
    /// The year is outside the range that a notice can have.
    #[error("field year: {year} must lie between {min} and {max}; write the year of the holidays", min = Notice::YEAR_MIN, max = Notice::YEAR_MAX)]
    Year {
        /// As written.
        year: i16,
    },
    /// No paper is cited.
    #[error("field papers: the notice for {year} must cite at least one paper; add its address")]
    NoPaper {
        /// Year of the notice.
        year: i16,
    },
    /// No day is named: holiday-cn writes such a file for a year that is not yet announced.
    #[error("field days: the notice for {year} names no day; wait until it is published")]
    NoDay {
        /// Year of the notice.
        year: i16,
    },
    /// A date belongs neither to the year nor to the December before it.
    #[error(
        "field days[{index}].date: {date} must lie in {year} or in the December before; move it to its own year's notice"
    )]
    ForeignDate {
        /// Position in `days`, from 0.
        index: usize,
        /// As written.
        date: Date,
        /// Year of the notice.
        year: i16,
    },
    /// A date stands twice.
    #[error("field days[{index}].date: {date} stands twice; keep one")]
    Twice {
        /// Position in `days`, from 0, after sorting by date.
        index: usize,
        /// The date.
        date: Date,
    },
    /// A day has no holiday name.
    #[error("field days[{index}].name: {date} must say for which holiday; write its name")]
    NoName {
        /// Position in `days`, from 0.
        index: usize,
        /// The date.
        date: Date,
    },
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Notice")]
#[serde(deny_unknown_fields)]
struct Raw {
    year: i16,
    papers: Vec<String>,
    days: Vec<NoticeDay>,
    // Files of holiday-cn name their schema and themselves; neither says anything about a day.
    #[serde(rename = "$schema")]
    #[schemars(skip)]
    _schema: Option<IgnoredAny>,
    #[serde(rename = "$id")]
    #[schemars(skip)]
    _id: Option<IgnoredAny>,
}

impl Notice {
    /// The first full year of the present rule on holidays (国务院令第270号, 1999).
    pub const YEAR_MIN: i16 = 2000;
    /// Keeps the table of days small; a mistyped year ends here.
    pub const YEAR_MAX: i16 = 2199;

    /// Reads a notice from JSON; the fields `$schema` and `$id` are accepted and ignored.
    pub fn parse(json: &str) -> Result<Self, NoticeError> {
        serde_json::from_str::<Raw>(json).map_err(NoticeError::Shape)?.try_into()
    }

    /// The year that the notice is for.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Addresses of the papers that announced it: one, or more when it was amended.
    pub fn papers(&self) -> &[String] {
        &self.papers
    }

    /// The dates that it names, ascending.
    pub fn days(&self) -> &[NoticeDay] {
        &self.days
    }
}

impl TryFrom<Raw> for Notice {
    type Error = NoticeError;

    fn try_from(raw: Raw) -> Result<Self, NoticeError> {
        let Raw { year, papers, mut days, .. } = raw;
        if !(Self::YEAR_MIN..=Self::YEAR_MAX).contains(&year) {
            return Err(NoticeError::Year { year });
        }
        if papers.iter().all(|paper| paper.trim().is_empty()) {
            return Err(NoticeError::NoPaper { year });
        }
        if days.is_empty() {
            return Err(NoticeError::NoDay { year });
        }
        let dates = date(year - 1, 12, 1)..=date(year, 12, 31);
        for (index, day) in days.iter().enumerate() {
            if !dates.contains(&day.date) {
                return Err(NoticeError::ForeignDate { index, date: day.date, year });
            }
            if day.name.trim().is_empty() {
                return Err(NoticeError::NoName { index, date: day.date });
            }
        }
        days.sort_by_key(|day| day.date);
        if let Some(index) = days.windows(2).position(|pair| pair[0].date == pair[1].date) {
            return Err(NoticeError::Twice { index: index + 1, date: days[index].date });
        }
        Ok(Self { year, papers, days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> String {
        Notice::parse(json).unwrap_err().to_string()
    }

    fn with_days(days: &str) -> String {
        format!(r#"{{"year": 2027, "papers": ["https://example.org/1"], "days": [{days}]}}"#)
    }

    #[test]
    fn a_file_of_holiday_cn_is_read_with_its_schema_fields() {
        let json = r#"{"$schema": "s", "$id": "i", "year": 2019, "papers": ["p"],
            "days": [{"name": "元旦", "date": "2018-12-29", "isOffDay": false}]}"#;
        let notice = Notice::parse(json).unwrap();
        assert_eq!((notice.year(), notice.papers().len(), notice.days().len()), (2019, 1, 1));
    }

    #[test]
    fn a_notice_survives_being_written_and_read() {
        let notice = Notice::parse(include_str!("../data/2026.json")).unwrap();
        let json = serde_json::to_string(&notice).unwrap();
        assert_eq!(Notice::parse(&json).unwrap(), notice);
    }

    #[test]
    fn an_unannounced_year_is_not_a_notice() {
        assert!(refused(&with_days("")).contains("names no day"));
    }

    #[test]
    fn a_refusal_names_field_and_remedy() {
        let far = r#"{"name": "元旦", "date": "2028-01-01", "isOffDay": true}"#;
        assert!(refused(&with_days(far)).starts_with("field days[0].date: 2028-01-01 must lie in"));
        let nameless = r#"{"name": " ", "date": "2027-01-01", "isOffDay": true}"#;
        assert!(refused(&with_days(nameless)).contains("days[0].name"));
        let day = r#"{"name": "元旦", "date": "2027-01-01", "isOffDay": true}"#;
        assert!(refused(&with_days(&format!("{day}, {day}"))).contains("stands twice"));
    }

    #[test]
    fn a_notice_without_paper_or_with_an_impossible_year_is_refused() {
        let day = r#"[{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]"#;
        let paperless = format!(r#"{{"year": 2027, "papers": [], "days": {day}}}"#);
        assert!(refused(&paperless).contains("field papers"));
        let late = format!(r#"{{"year": 20270, "papers": ["p"], "days": {day}}}"#);
        assert!(refused(&late).contains("field year"));
    }

    #[test]
    fn unknown_fields_are_refused() {
        let error = Notice::parse(r#"{"year": 2027, "papers": ["p"], "days": [], "extra": 1}"#);
        assert!(matches!(error, Err(NoticeError::Shape(_))));
    }
}
