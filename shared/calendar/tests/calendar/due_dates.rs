//! Rules and traps by example.

use jiff::SignedDuration;
use jiff::civil::date;
use tongban_calendar::{
    Budget, BudgetError, Calendar, Deadline, DueError, Extension, Left, Office, RestDayEnd,
    Suspension,
};

use crate::support::{at, clock, deadline, due, stopped};

#[test]
fn all_of_the_due_date_is_in_time() {
    let due = due(&clock("2026-09-28T10:15", Budget::Workdays(20)));
    assert_eq!(due.due_on, date(2026, 10, 30));
    assert_eq!(due.due_at, at("2026-10-31T00:00"));
    assert!(!due.is_overdue(due.due_at - SignedDuration::from_micros(1)));
    assert!(due.is_overdue(due.due_at));
    assert!(!due.provisional);
    assert_eq!(due.calendar, Calendar::builtin().version());
}

#[test]
fn a_limit_over_late_december_is_provisional() {
    assert!(!due(&clock("2026-12-17T10:00", Budget::Workdays(5))).provisional);
    let late = due(&clock("2026-12-17T10:00", Budget::Workdays(6)));
    assert_eq!((late.due_on, late.provisional), (date(2026, 12, 25), true));
    assert!(!due(&clock("2025-12-24T10:00", Budget::Workdays(5))).provisional);
}

#[test]
fn hours_and_calendar_days_wait_for_no_notice() {
    assert!(!due(&clock("2027-06-01T10:00", Budget::Hours(24))).provisional);
    assert!(!due(&clock("2027-06-01T10:00", Budget::CalendarDays(15))).provisional);
    assert!(due(&clock("2027-06-01T10:00", Budget::WorkHours(4))).provisional);
}

#[test]
fn an_instant_item_is_due_today_or_the_next_working_day() {
    let due_on = |start| due(&clock(start, Budget::SameDay)).due_on;
    assert_eq!(due_on("2026-09-30T16:59"), date(2026, 9, 30));
    assert_eq!(due_on("2026-09-30T17:00"), date(2026, 10, 8));
    assert_eq!(due_on("2026-10-03T10:00"), date(2026, 10, 8));
    assert_eq!(due_on("2026-10-10T10:00"), date(2026, 10, 10));
    // Whether Friday 25 December 2026 is a working day is not settled.
    assert!(due(&clock("2026-12-25T10:00", Budget::SameDay)).provisional);
}

#[test]
fn a_calendar_limit_that_ends_on_a_rest_day_stays_or_rolls() {
    let clock = clock("2026-09-24T10:00", Budget::CalendarDays(7));
    assert_eq!(due(&clock).due_on, date(2026, 10, 1));
    let office = Office { rest_day_end: RestDayEnd::RollsForward, ..Office::default() };
    let rolled = clock.deadline(&Calendar::builtin(), &office).unwrap();
    assert_eq!(rolled.due().unwrap().due_on, date(2026, 10, 8));
}

#[test]
fn working_hours_skip_lunch_nights_and_holidays() {
    let due_at = |start, hours| due(&clock(start, Budget::WorkHours(hours))).due_at;
    assert_eq!(due_at("2026-09-30T11:00", 2), at("2026-09-30T14:30"));
    assert_eq!(due_at("2026-09-30T16:00", 1), at("2026-09-30T17:00"));
    assert_eq!(due_at("2026-09-30T16:00", 2), at("2026-10-08T10:00"));
    assert_eq!(due_at("2026-10-01T08:00", 4), at("2026-10-08T14:30"));
}

#[test]
fn minutes_run_at_night_and_on_holidays() {
    let due = due(&clock("2026-10-01T23:50", Budget::Minutes(15)));
    assert_eq!((due.due_at, due.due_on), (at("2026-10-02T00:05"), date(2026, 10, 2)));
    assert!(!due.provisional);
}

#[test]
fn a_limit_in_hours_that_ends_at_midnight_is_due_on_the_day_before() {
    let due = due(&clock("2026-09-30T22:00", Budget::Hours(2)));
    assert_eq!((due.due_at, due.due_on), (at("2026-10-01T00:00"), date(2026, 9, 30)));
}

#[test]
fn the_day_on_which_the_clock_stops_is_out_and_the_day_on_which_it_runs_again_counts() {
    // Without the hearing the five days are 7 to 11 September; Tuesday to Thursday are taken out.
    let mut clock = clock("2026-09-04T10:00", Budget::Workdays(5));
    assert_eq!(due(&clock).due_on, date(2026, 9, 11));
    clock.suspensions.push(stopped(at("2026-09-08T15:00"), at("2026-09-11T09:00")));
    assert_eq!(due(&clock).due_on, date(2026, 9, 16));
}

#[test]
fn a_stop_within_one_day_moves_hours_but_no_days() {
    let pause = stopped(at("2026-09-08T10:00"), at("2026-09-08T11:00"));
    let mut days = clock("2026-09-07T10:00", Budget::Workdays(5));
    let mut hours = clock("2026-09-08T09:00", Budget::Hours(4));
    days.suspensions.push(pause.clone());
    hours.suspensions.push(pause);
    assert_eq!(due(&days).due_on, date(2026, 9, 14));
    assert_eq!(due(&hours).due_at, at("2026-09-08T14:00"));
}

#[test]
fn what_stands_still_has_no_due_date_but_a_rest() {
    let mut clock = clock("2026-09-07T10:00", Budget::Workdays(5));
    clock.suspensions.push(Suspension::open(at("2026-09-10T15:00"), "hearing", "听证"));
    let Deadline::Suspended(suspended) = deadline(&clock) else { panic!("it stands still") };
    assert_eq!(suspended.since, at("2026-09-10T15:00"));
    assert_eq!(suspended.left, Left::Workdays(3));
    assert!(!deadline(&clock).is_overdue(at("2030-01-01T00:00")));
}

#[test]
fn a_clock_stopped_on_its_last_day_does_not_become_overdue() {
    let mut clock = clock("2026-09-07T10:00", Budget::Workdays(1));
    clock.suspensions.push(Suspension::open(at("2026-09-08T23:00"), "hearing", "听证"));
    assert_eq!(deadline(&clock).due(), None);
    let too_late = Suspension::open(at("2026-09-09T00:00"), "hearing", "听证");
    clock.suspensions = vec![too_late];
    assert_eq!(due(&clock).due_on, date(2026, 9, 8));
}

#[test]
fn the_rest_of_a_limit_in_hours_is_exact() {
    let mut clock = clock("2026-09-08T11:30", Budget::WorkHours(4));
    clock.suspensions.push(Suspension::open(at("2026-09-08T14:00"), "hearing", "听证"));
    let Deadline::Suspended(suspended) = deadline(&clock) else { panic!("it stands still") };
    assert_eq!(suspended.left, Left::WorkHours(SignedDuration::from_hours(3)));
}

#[test]
fn an_extension_adds_to_the_limit_in_its_unit() {
    let mut clock = clock("2026-09-28T10:15", Budget::Workdays(20));
    let reason = "经负责人批准".to_owned();
    clock.extensions.push(Extension { amount: 10, granted_at: at("2026-10-20T09:00"), reason });
    assert_eq!(due(&clock).due_on, date(2026, 11, 13));
}

#[test]
fn senseless_limits_and_dates_are_refused() {
    let refused = |start, budget| {
        clock(start, budget).deadline(&Calendar::builtin(), &Office::default()).unwrap_err()
    };
    let zero = refused("2026-09-28T10:00", Budget::Workdays(0));
    assert_eq!(zero, DueError::Budget(BudgetError::Zero));
    assert_eq!(refused("9999-12-29T10:00", Budget::Workdays(60)), DueError::OutOfRange);
    let mut frozen = clock("2026-09-28T10:00", Budget::Workdays(5));
    frozen.suspensions.push(stopped(at("2026-09-29T10:00"), at("2226-09-29T10:00")));
    let error = frozen.deadline(&Calendar::builtin(), &Office::default()).unwrap_err();
    assert_eq!(error, DueError::OutOfRange);
}
