//! One arithmetic for five units: positions on an axis, and how much is counted before each.

use crate::calendar::Calendar;
use crate::days::DAY_MICROS;
use crate::hours::OfficeHours;
use crate::suspension::Gap;

/// What is counted along local time.
///
/// A position is a day number on the day axes and local microseconds on the others. On a day axis
/// position `d` is the *beginning* of day `d`, so day `d` lies between `d` and `d + 1` everywhere.
#[derive(Clone, Copy)]
pub(crate) enum Axis<'a> {
    Workdays { calendar: &'a Calendar },
    Days,
    Micros,
    WorkMicros { calendar: &'a Calendar, hours: &'a OfficeHours },
}

/// Where an amount is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// At this position, the earliest possible.
    At(i64),
    /// Not yet: a gap without end begins here while this much is left.
    Stopped { at: i64, left: i64 },
}

impl Axis<'_> {
    /// How much is counted before a position, from an arbitrary zero: never decreases.
    pub(crate) fn before(&self, position: i64) -> i64 {
        match self {
            Self::Workdays { calendar } => calendar.working_before(position),
            Self::Days | Self::Micros => position,
            Self::WorkMicros { calendar, hours } => {
                let day = position.div_euclid(DAY_MICROS);
                let today = if calendar.is_working(day) {
                    hours.worked_before(position.rem_euclid(DAY_MICROS))
                } else {
                    0
                };
                calendar.working_before(day) * hours.micros_per_workday() + today
            }
        }
    }

    /// The earliest position with `count` before it: the inverse of [`Axis::before`].
    fn earliest(&self, count: i64) -> i64 {
        match self {
            Self::Workdays { calendar } => calendar.nth_working(count - 1) + 1,
            Self::Days | Self::Micros => count,
            Self::WorkMicros { calendar, hours } => {
                let per_day = hours.micros_per_workday();
                // A full day's work is reached at closing time, not at the next day's opening.
                let full_days = (count - 1).div_euclid(per_day);
                let day = calendar.nth_working(full_days);
                day * DAY_MICROS + hours.time_when(count - full_days * per_day)
            }
        }
    }

    /// Where `amount` (at least 1) is used up, counting from `start` outside of the gaps.
    pub(crate) fn reach(&self, start: i64, amount: i64, gaps: &[Gap]) -> Reach {
        let (mut at, mut left) = (start, amount);
        for gap in gaps.iter().filter(|gap| gap.to.is_none_or(|to| to > start)) {
            let from = gap.from.max(at);
            let counted = self.before(from) - self.before(at);
            if counted >= left {
                break;
            }
            left -= counted;
            match gap.to {
                Some(to) => at = to,
                None => return Reach::Stopped { at: from, left },
            }
        }
        Reach::At(self.earliest(self.before(at) + left))
    }

    /// What is counted from `start` until `end` outside of the gaps; 0 when `end` is earlier.
    pub(crate) fn counted(&self, start: i64, end: i64, gaps: &[Gap]) -> i64 {
        if end <= start {
            return 0;
        }
        let between = |from, to| self.before(to) - self.before(from);
        let stopped: i64 = gaps
            .iter()
            .map(|gap| (gap.from.max(start), gap.to.map_or(end, |to| to.min(end))))
            .filter(|(from, to)| from < to)
            .map(|(from, to)| between(from, to))
            .sum();
        between(start, end) - stopped
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::days;

    const GAPS: [Gap; 2] = [Gap { from: 10, to: Some(20) }, Gap { from: 30, to: None }];

    #[test]
    fn an_amount_is_reached_around_the_gaps() {
        assert_eq!(Axis::Days.reach(0, 10, &GAPS), Reach::At(10));
        assert_eq!(Axis::Days.reach(0, 11, &GAPS), Reach::At(21));
        assert_eq!(Axis::Days.reach(15, 10, &GAPS), Reach::At(30));
        assert_eq!(Axis::Days.reach(15, 11, &GAPS), Reach::Stopped { at: 30, left: 1 });
        assert_eq!(Axis::Days.reach(35, 4, &GAPS), Reach::Stopped { at: 35, left: 4 });
    }

    #[test]
    fn counting_is_the_inverse_of_reaching() {
        assert_eq!(Axis::Days.counted(0, 21, &GAPS), 11);
        assert_eq!(Axis::Days.counted(0, 99, &GAPS), 20);
        assert_eq!(Axis::Days.counted(9, 9, &GAPS), 0);
        assert_eq!(Axis::Days.counted(9, 3, &GAPS), 0);
    }

    #[test]
    fn the_last_minute_of_a_working_day_is_reached_on_that_day() {
        let (calendar, hours) = (Calendar::builtin(), OfficeHours::default());
        let axis = Axis::WorkMicros { calendar: &calendar, hours: &hours };
        let wednesday = days::number(date(2026, 9, 30)) * DAY_MICROS;
        let closing = wednesday + hours.closes_at();
        assert_eq!(axis.reach(wednesday, hours.micros_per_workday(), &[]), Reach::At(closing));
    }
}
