//! A clock laid out on its axis: from which position, how much, around which gaps.

use crate::axis::{Axis, Reach};
use crate::budget::{Budget, Unit};
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::days::{DAY_MICROS, MINUTE_MICROS};
use crate::due::DueError;
use crate::office::Office;
use crate::suspension::{Gap, united};

pub(crate) struct Course<'a> {
    pub(crate) unit: Unit,
    pub(crate) axis: Axis<'a>,
    /// Position at which counting begins.
    pub(crate) start: i64,
    /// At least 1, in the axis' measure.
    pub(crate) amount: i64,
    pub(crate) gaps: Vec<Gap>,
    /// Number of the local day on which the clock was started.
    pub(crate) received_day: i64,
    /// The first day whose kind, working or off, has a say.
    pub(crate) first_day: i64,
}

const MICROS_PER_HOUR: i64 = 60 * MINUTE_MICROS;

impl<'a> Course<'a> {
    pub(crate) fn new(
        clock: &Clock,
        calendar: &'a Calendar,
        office: &'a Office,
    ) -> Result<Self, DueError> {
        let amount = i64::from(clock.amount()?);
        let received = office.local(clock.started_at);
        let received_day = received.div_euclid(DAY_MICROS);
        let unit = clock.budget.unit();
        let axis = match unit {
            Unit::Workdays => Axis::Workdays { calendar },
            Unit::CalendarDays => Axis::Days,
            Unit::Hours | Unit::Minutes => Axis::Micros,
            Unit::WorkHours => Axis::WorkMicros { calendar, hours: &office.hours },
        };
        Ok(match unit {
            Unit::Workdays | Unit::CalendarDays => {
                // The day's end is what counts: a day is taken out when its end finds the clock
                // stopped. So the day on which it stops is out, the day on which it runs again is
                // in, and what stands still on its last day does not become overdue.
                let gaps = united(&clock.suspensions, |at| office.local(at).div_euclid(DAY_MICROS));
                let on_the_day = clock.budget == Budget::SameDay
                    && !office.is_closed_for_the_day(calendar, clock.started_at);
                let start = received_day + i64::from(!on_the_day);
                // Whether an instant item counts from the day of receipt is the calendar's answer.
                let asks_about_receipt = clock.budget == Budget::SameDay;
                let first_day = if asks_about_receipt { received_day } else { start };
                Self { unit, axis, start, amount, gaps, received_day, first_day }
            }
            Unit::Hours | Unit::Minutes | Unit::WorkHours => {
                let gaps = united(&clock.suspensions, |at| office.local(at));
                let micros = if unit == Unit::Minutes { MINUTE_MICROS } else { MICROS_PER_HOUR };
                let amount = amount * micros;
                let first_day = received_day;
                Self { unit, axis, start: received, amount, gaps, received_day, first_day }
            }
        })
    }

    /// The same course to the microsecond: within a working day the limit is used up in office
    /// hours, within a calendar day evenly. Hours and minutes are that fine already.
    pub(crate) fn fine(&self, calendar: &'a Calendar, office: &'a Office) -> Self {
        let (axis, per_day) = match self.unit {
            Unit::Workdays => (
                Axis::WorkMicros { calendar, hours: &office.hours },
                office.hours.micros_per_workday(),
            ),
            Unit::CalendarDays => (Axis::Micros, DAY_MICROS),
            Unit::Hours | Unit::Minutes | Unit::WorkHours => (self.axis, 1),
        };
        Self {
            axis,
            start: self.local_micros(self.start),
            amount: self.amount * per_day,
            gaps: self.gaps.iter().map(|gap| self.fine_gap(*gap)).collect(),
            unit: match self.unit {
                Unit::Workdays | Unit::WorkHours => Unit::WorkHours,
                Unit::CalendarDays | Unit::Hours | Unit::Minutes => Unit::Hours,
            },
            received_day: self.received_day,
            first_day: self.first_day,
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        self.axis.reach(self.start, self.amount, &self.gaps)
    }

    pub(crate) fn in_days(&self) -> bool {
        matches!(self.unit, Unit::Workdays | Unit::CalendarDays)
    }

    /// Whether working days decide about what is counted.
    pub(crate) fn needs_calendar(&self) -> bool {
        matches!(self.unit, Unit::Workdays | Unit::WorkHours)
    }

    pub(crate) fn day_of(&self, position: i64) -> i64 {
        if self.in_days() { position } else { position.div_euclid(DAY_MICROS) }
    }

    pub(crate) fn local_micros(&self, position: i64) -> i64 {
        if self.in_days() { position * DAY_MICROS } else { position }
    }

    fn fine_gap(&self, gap: Gap) -> Gap {
        Gap { from: self.local_micros(gap.from), to: gap.to.map(|to| self.local_micros(to)) }
    }
}
