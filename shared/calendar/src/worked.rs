//! What became of the time of a case: worked, spent in special procedures, or closed. One rule for
//! whoever measures it.

use jiff::{SignedDuration, Timestamp};

use crate::axis::Axis;
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::office::{Office, WorkingTime};
use crate::suspension::{Suspension, united};

impl Clock {
    /// For how long it stood still for special procedures, as time passes; one that goes on is
    /// counted until `until`. That the case was closed for a while is no procedure.
    pub fn time_in_procedures(&self, until: Timestamp) -> SignedDuration {
        let end = until.as_microsecond();
        let micros = length(&self.stops(false), end, Timestamp::as_microsecond);
        SignedDuration::from_micros(micros)
    }

    fn stops(&self, is_closure: bool) -> Vec<Suspension> {
        let stops = self.suspensions.iter();
        stops.filter(|stop| stop.is_closure() == is_closure).cloned().collect()
    }
}

impl Office {
    /// What the office took of the time from `from` until `to` for a case with this clock: times in
    /// special procedures included, those for which the case was closed not.
    pub fn time_taken(
        &self,
        clock: &Clock,
        calendar: &Calendar,
        from: Timestamp,
        to: Timestamp,
    ) -> WorkingTime {
        let axis = Axis::WorkMicros { calendar, hours: &self.hours };
        let position = |at: Timestamp| axis.before(self.local(at.max(from).min(to)));
        let end = position(to);
        self.working(end - position(from) - length(&clock.stops(true), end, position))
    }
}

/// How long these are together; what overlaps counts once, and what has no end ends at `end`.
fn length(stops: &[Suspension], end: i64, position: impl Fn(Timestamp) -> i64) -> i64 {
    let gaps = united(stops, position);
    gaps.iter().map(|gap| gap.to.unwrap_or(end) - gap.from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const RECEIVED: &str = "2026-09-07T09:00:00+08:00";

    /// Three days of a hearing, and a month closed; National Day lies in it.
    fn clock() -> Clock {
        let mut clock = Clock::new(at(RECEIVED), Budget::Workdays(20));
        let hearing = Suspension::open(at("2026-09-08T09:00:00+08:00"), "hearing", "听证");
        let hearing = hearing.ended(at("2026-09-11T09:00:00+08:00"));
        let (concluded_at, reopened_at) =
            (at("2026-09-14T09:00:00+08:00"), at("2026-10-14T09:00:00+08:00"));
        let closed = Suspension::closure(concluded_at, reopened_at);
        clock.suspensions.extend([hearing, closed].map(Result::unwrap));
        clock
    }

    #[test]
    fn a_case_that_was_closed_took_as_long_as_it_was_open() {
        let (office, calendar) = (Office::default(), Calendar::builtin());
        let took = |to| office.time_taken(&clock(), &calendar, at(RECEIVED), at(to));
        // A week before it was closed, the hearing included, and a day after.
        assert_eq!(took("2026-10-15T09:00:00+08:00").worked, SignedDuration::from_mins(6 * 390));
        assert!((took("2026-10-15T09:00:00+08:00").workdays - 6.0).abs() < 1e-12);
        assert_eq!(
            took("2026-09-30T09:00:00+08:00").worked,
            took("2026-09-14T09:00:00+08:00").worked
        );
        let never_closed = Clock { suspensions: Vec::new(), ..clock() };
        let to = at("2026-10-15T09:00:00+08:00");
        assert_eq!(
            office.time_taken(&never_closed, &calendar, at(RECEIVED), to),
            office.working_time(&calendar, at(RECEIVED), to)
        );
    }

    #[test]
    fn a_closure_is_no_special_procedure_and_one_that_goes_on_counts_until_the_end() {
        let mut clock = clock();
        let until = at("2026-10-20T09:00:00+08:00");
        assert_eq!(clock.time_in_procedures(until), SignedDuration::from_hours(3 * 24));
        clock.suspensions.push(Suspension::open(at("2026-10-19T09:00:00+08:00"), "test", "检验"));
        assert_eq!(clock.time_in_procedures(until), SignedDuration::from_hours(4 * 24));
    }
}
