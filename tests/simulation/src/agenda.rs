//! What people have to do, and when they do it: in working time, on the hour.

use std::collections::BTreeMap;

use jiff::civil::{Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

use crate::deed::Errand;

const HOUR_SECS: i64 = 60 * 60;
const OPENS_AT: Time = Time::constant(9, 0, 0, 0);
const CLOSES_AT: Time = Time::constant(17, 0, 0, 0);

/// Errands by time.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    errands: BTreeMap<Timestamp, Vec<Errand>>,
}

impl Agenda {
    /// Writes an errand down for so many hours after `from`, or the next working time after that.
    pub(crate) fn write(&mut self, from: Timestamp, hours: u32, errand: Errand) {
        let at = from + SignedDuration::from_hours(i64::from(hours));
        self.errands.entry(working_time(at)).or_default().push(errand);
    }

    /// When something is next to be done.
    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        self.errands.first_key_value().map(|(at, _)| *at)
    }

    /// Takes off what is to be done by now, in an order that does not hang on who wrote it first.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<Errand> {
        let mut due = Vec::new();
        while let Some(first) = self.errands.first_entry()
            && *first.key() <= now
        {
            due.extend(first.remove());
        }
        due.sort_unstable();
        due
    }
}

/// The city's time.
pub(crate) fn local(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(Offset::constant(8)))
}

/// The next full hour in working time.
fn working_time(at: Timestamp) -> Timestamp {
    let late_secs = at.as_second().rem_euclid(HOUR_SECS);
    let at = Timestamp::from_second(at.as_second() + (HOUR_SECS - late_secs) % HOUR_SECS);
    let mut at = local(at.unwrap_or(Timestamp::MAX));
    if at.time() >= CLOSES_AT {
        at = opening(&at, 1);
    } else if at.time() < OPENS_AT {
        at = opening(&at, 0);
    }
    while matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) {
        at = opening(&at, 1);
    }
    at.timestamp()
}

fn opening(at: &Zoned, days: i64) -> Zoned {
    let day = at.checked_add(days.days()).unwrap_or_else(|_| at.clone());
    day.with().time(OPENS_AT).build().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn errands_are_done_in_working_time_on_the_hour() {
        for (wished, done) in [
            ("2025-03-03T10:01:00+08:00", "2025-03-03T11:00:00+08:00"),
            ("2025-03-03T10:00:00+08:00", "2025-03-03T10:00:00+08:00"),
            ("2025-03-03T03:00:00+08:00", "2025-03-03T09:00:00+08:00"),
            ("2025-03-07T17:00:00+08:00", "2025-03-10T09:00:00+08:00"),
        ] {
            assert_eq!(working_time(at(wished)), at(done), "{wished}");
        }
    }

    #[test]
    fn errands_of_one_instant_come_in_one_order() {
        let (one, other) = (Errand::Submit(1), Errand::Submit(2));
        let mut agenda = Agenda::default();
        let monday = at("2025-03-03T09:00:00+08:00");
        agenda.write(monday, 1, other.clone());
        agenda.write(monday, 1, one.clone());
        assert_eq!(agenda.due(monday), []);
        assert_eq!(agenda.due(agenda.next_at().unwrap()), [one, other]);
        assert_eq!(agenda.next_at(), None);
    }
}
