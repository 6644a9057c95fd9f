use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tongban_calendar::{Budget, Calendar, Clock, Deadline, Due, Office, Suspension};

/// An instant in Beijing time, `2026-09-28T10:15`.
pub(crate) fn at(text: &str) -> Timestamp {
    format!("{text}:00+08:00").parse().unwrap()
}

/// Ten in the morning, Beijing time.
pub(crate) fn morning_of(on: Date) -> Timestamp {
    Office::default().start_of(on).unwrap() + SignedDuration::from_hours(10)
}

pub(crate) fn clock(start: &str, budget: Budget) -> Clock {
    Clock::new(at(start), budget)
}

pub(crate) fn stopped(from: Timestamp, to: Timestamp) -> Suspension {
    Suspension::open(from, "hearing", "听证").ended(to).unwrap()
}

pub(crate) fn deadline(clock: &Clock) -> Deadline {
    clock.deadline(&Calendar::builtin(), &Office::default()).unwrap()
}

pub(crate) fn due(clock: &Clock) -> Due {
    *deadline(clock).due().unwrap()
}
