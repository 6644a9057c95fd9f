//! How a due date came about, as data: every day from the start on, counted or not, and why.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::{Budget, Unit};
use crate::calendar::Calendar;
use crate::clock::{Clock, Extension};
use crate::course::Course;
use crate::day::Day;
use crate::days::{self, DAY_MICROS};
use crate::due::{Deadline, DueError, deadline};
use crate::office::{Office, RestDayEnd};
use crate::offset::UtcOffset;
use crate::suspension::{Gap, Suspension};

/// A due date with all that led to it. [`Derivation::words`] says the same for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Derivation {
    /// When the clock began.
    pub started_at: Timestamp,
    /// The limit.
    pub budget: Budget,
    /// What was added to it.
    pub extensions: Vec<Extension>,
    /// When it stood still.
    pub suspensions: Vec<Suspension>,
    /// From when counting began, and why.
    pub start_rule: StartRule,
    /// The local days from the start to the end (or to where the clock stands), ascending.
    pub days: Vec<DayStep>,
    /// The result.
    pub deadline: Deadline,
    /// The notices that decided about these days; none where working days play no part.
    pub notices: Vec<NoticeCited>,
    /// Years whose notices would decide about these days, but are not published.
    pub awaited_years: Vec<i16>,
    /// Local time, in which the days are days.
    pub utc_offset: UtcOffset,
}

/// Where counting begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartRule {
    /// The day after receipt is day 1.
    DayAfterReceipt,
    /// An instant item received while the office was working that day.
    DayOfReceipt,
    /// An instant item received on a rest day or after closing time.
    NextWorkday,
    /// From the instant of receipt, around the clock.
    Instant,
    /// From the instant of receipt, while the office works.
    InstantInOfficeHours,
}

/// One day on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayStep {
    /// The day and its kind.
    #[serde(flatten)]
    pub day: Day,
    /// What it contributed.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What a day contributed to using up a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The day of receipt, which does not count.
    Receipt,
    /// A whole day of the limit.
    Counted {
        /// Which one, from 1.
        nth: i64,
    },
    /// Part of a limit in hours or minutes.
    Ran {
        /// How much was used up on this day.
        time: SignedDuration,
    },
    /// A rest day: the day's kind says which.
    RestDay,
    /// The clock stood still.
    Suspended {
        /// Why, in the words of the suspensions that cover the day.
        reasons: Vec<String>,
    },
    /// A working day on which no office hours were left.
    AfterHours,
    /// The working day to which an end on a rest day was moved.
    EndMoved,
}

/// A notice that a derivation rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoticeCited {
    /// The year that it is for.
    pub year: i16,
    /// Addresses of its papers.
    pub papers: Vec<String>,
}

impl Clock {
    /// The due date and how it came about: walks every day, so ask for it only to show it.
    pub fn derive(&self, calendar: &Calendar, office: &Office) -> Result<Derivation, DueError> {
        let course = Course::new(self, calendar, office)?;
        let deadline = deadline(self, &course, calendar, office)?;
        let end_at = match &deadline {
            Deadline::Due(due) => due.due_at,
            Deadline::Suspended(suspended) => suspended.since,
        };
        // The last instant in time lies before the end; a clock that stands still was stopped on
        // the day that is shown last.
        let end = office.local(end_at).max(office.local(self.started_at) + 1);
        let last_day = match &deadline {
            Deadline::Due(_) => (end - 1).div_euclid(DAY_MICROS),
            Deadline::Suspended(_) => end.div_euclid(DAY_MICROS),
        };
        if last_day - course.received_day > Self::SPAN_DAYS_MAX {
            return Err(DueError::OutOfRange);
        }
        let walk = Walk { clock: self, course: &course, calendar, office, end };
        let days = walk.days(last_day)?;
        let (notices, awaited_years) = walk.notices(last_day);
        Ok(Derivation {
            started_at: self.started_at,
            budget: self.budget,
            extensions: self.extensions.clone(),
            suspensions: self.suspensions.clone(),
            start_rule: walk.start_rule(),
            days,
            deadline,
            notices,
            awaited_years,
            utc_offset: office.utc_offset,
        })
    }
}

struct Walk<'a> {
    clock: &'a Clock,
    course: &'a Course<'a>,
    calendar: &'a Calendar,
    office: &'a Office,
    /// Local microseconds.
    end: i64,
}

impl Walk<'_> {
    fn days(&self, last_day: i64) -> Result<Vec<DayStep>, DueError> {
        let mut counted = 0;
        (self.course.received_day..=last_day)
            .map(|number| {
                let date = days::date(number).ok_or(DueError::OutOfRange)?;
                let outcome = if self.course.in_days() {
                    self.whole_day(number, &mut counted)
                } else {
                    self.part_of_day(number)
                };
                Ok(DayStep { day: self.calendar.day(date), outcome })
            })
            .collect()
    }

    fn whole_day(&self, number: i64, counted: &mut i64) -> Outcome {
        let course = self.course;
        let is_working = self.calendar.is_working(number);
        if number < course.start {
            return Outcome::Receipt;
        }
        if *counted == course.amount {
            // Only a limit in calendar days goes on past its last counted day.
            return if is_working { Outcome::EndMoved } else { Outcome::RestDay };
        }
        if covers(&course.gaps, number, number + 1) {
            return self.suspended(number);
        }
        if course.unit == Unit::Workdays && !is_working {
            return Outcome::RestDay;
        }
        *counted += 1;
        Outcome::Counted { nth: *counted }
    }

    fn part_of_day(&self, number: i64) -> Outcome {
        let course = self.course;
        let from = (number * DAY_MICROS).max(course.start);
        let to = ((number + 1) * DAY_MICROS).min(self.end);
        let ran = course.axis.counted(from, to, &course.gaps);
        if ran > 0 {
            return Outcome::Ran { time: SignedDuration::from_micros(ran) };
        }
        let is_rest_day = course.unit == Unit::WorkHours && !self.calendar.is_working(number);
        if covers(&course.gaps, from, to.max(from + 1)) {
            self.suspended(number)
        } else if is_rest_day {
            Outcome::RestDay
        } else if course.axis.counted(from, to, &[]) > 0 {
            self.suspended(number)
        } else {
            Outcome::AfterHours
        }
    }

    fn suspended(&self, number: i64) -> Outcome {
        let day = |at| self.office.local(at).div_euclid(DAY_MICROS);
        let mut reasons: Vec<String> = Vec::new();
        for suspension in &self.clock.suspensions {
            let touches = day(suspension.from()) <= number
                && suspension.to().is_none_or(|to| day(to) >= number);
            if touches && !reasons.iter().any(|reason| reason == suspension.reason()) {
                reasons.push(suspension.reason().to_owned());
            }
        }
        Outcome::Suspended { reasons }
    }

    fn start_rule(&self) -> StartRule {
        match self.clock.budget {
            Budget::SameDay if self.course.start == self.course.received_day => {
                StartRule::DayOfReceipt
            }
            Budget::SameDay => StartRule::NextWorkday,
            Budget::Workdays(_) | Budget::CalendarDays(_) => StartRule::DayAfterReceipt,
            Budget::Hours(_) | Budget::Minutes(_) => StartRule::Instant,
            Budget::WorkHours(_) => StartRule::InstantInOfficeHours,
        }
    }

    fn notices(&self, last_day: i64) -> (Vec<NoticeCited>, Vec<i16>) {
        let may_roll = self.course.unit == Unit::CalendarDays
            && self.office.rest_day_end == RestDayEnd::RollsForward;
        if !self.course.needs_calendar() && !may_roll {
            return (Vec::new(), Vec::new());
        }
        let first_day = self.course.first_day.min(last_day);
        let years = Calendar::years_deciding(first_day, last_day + 1);
        let awaited = years.iter().copied().filter(|year| self.calendar.notice(*year).is_none());
        let cited = years.iter().filter_map(|year| self.calendar.notice(*year));
        let cited = cited.map(|n| NoticeCited { year: n.year(), papers: n.papers().to_vec() });
        (cited.collect(), awaited.collect())
    }
}

fn covers(gaps: &[Gap], from: i64, to: i64) -> bool {
    gaps.iter().any(|gap| gap.from <= from && gap.to.is_none_or(|end| to <= end))
}
