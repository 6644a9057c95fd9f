//! What holds for every start, limit and suspension.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tongban_calendar::{Budget, Calendar, Clock, Deadline, Office, Outcome, Suspension, Unit};

use crate::support::{deadline, due, stopped};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// Whole minutes from 2018 to 2028: the notices held, and beyond them on both sides.
fn instants() -> impl Strategy<Value = Timestamp> {
    (1_514_764_800 / MINUTE..1_830_297_600 / MINUTE)
        .prop_map(|minute| Timestamp::from_second(minute * MINUTE).unwrap())
}

fn budgets() -> impl Strategy<Value = Budget> {
    prop_oneof![
        Just(Budget::SameDay),
        (1..60_u32).prop_map(Budget::Workdays),
        (1..60_u32).prop_map(Budget::CalendarDays),
        (1..200_u32).prop_map(Budget::Hours),
        (1..9_000_u32).prop_map(Budget::Minutes),
        (1..100_u32).prop_map(Budget::WorkHours),
    ]
}

/// Up to four suspensions around a start, some empty, some overlapping.
fn stops() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((-5 * DAY..40 * DAY, 0..20 * DAY), 0..4)
}

fn stop(start: Timestamp, (after, seconds): (i64, i64)) -> Suspension {
    let from = start + SignedDuration::from_secs(after);
    stopped(from, from + SignedDuration::from_secs(seconds))
}

fn clocks() -> impl Strategy<Value = Clock> {
    (instants(), budgets(), stops()).prop_map(|(start, budget, stops)| {
        let mut clock = Clock::new(start, budget);
        clock.suspensions = stops.into_iter().map(|s| stop(start, s)).collect();
        clock
    })
}

fn longer(budget: Budget, by: u32) -> Budget {
    match budget {
        Budget::SameDay => Budget::SameDay,
        Budget::Workdays(n) => Budget::Workdays(n + by),
        Budget::CalendarDays(n) => Budget::CalendarDays(n + by),
        Budget::Hours(n) => Budget::Hours(n + by),
        Budget::Minutes(n) => Budget::Minutes(n + by),
        Budget::WorkHours(n) => Budget::WorkHours(n + by),
    }
}

proptest! {
    #[test]
    fn a_later_start_is_never_due_earlier(clock in clocks(), later in 0..30 * DAY) {
        let started_at = clock.started_at + SignedDuration::from_secs(later);
        let after = Clock { started_at, ..clock.clone() };
        prop_assert!(due(&clock).due_at <= due(&after).due_at);
    }

    #[test]
    fn a_larger_limit_is_never_due_earlier(clock in clocks(), by in 0..30_u32) {
        let larger = Clock { budget: longer(clock.budget, by), ..clock.clone() };
        prop_assert!(due(&clock).due_at <= due(&larger).due_at);
    }

    #[test]
    fn suspending_n_counted_days_moves_the_due_date_by_n_counted_days(
        start in instants(), limit in 1..40_u32, nth in 1..40_u32, days in 0..30_i64, time in 0..DAY,
    ) {
        let (calendar, office) = (Calendar::builtin(), Office::default());
        let start_on = office.date_of(start);
        let counted = |n| calendar.workday_after(start_on, n).unwrap().0;
        let stop_on = counted(nth.min(limit));
        let time = SignedDuration::from_secs(time);
        let from = office.start_of(stop_on).unwrap() + time;
        let to = from + SignedDuration::from_secs(days * DAY);

        let mut clock = Clock::new(start, Budget::Workdays(limit));
        clock.suspensions.push(stopped(from, to));
        let before = |on: jiff::civil::Date| on.yesterday().unwrap();
        let n = calendar.workdays_between(before(stop_on), before(office.date_of(to)));
        let moved = counted(limit + u32::try_from(n).unwrap());
        prop_assert_eq!(due(&clock).due_on, moved);
    }

    #[test]
    fn splitting_or_overlapping_a_suspension_changes_nothing(
        clock in clocks(), whole in (-5 * DAY..40 * DAY, 1..20 * DAY), cut in 0.0..1.0_f64, over in 0..DAY,
    ) {
        let start = clock.started_at;
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "seconds of days")]
        let first = (whole.1 as f64 * cut) as i64;
        let overlap = over.min(first);
        let mut in_one = clock.clone();
        in_one.suspensions.push(stop(start, whole));
        let mut in_two = clock;
        let second = (whole.0 + first - overlap, whole.1 - first + overlap);
        in_two.suspensions.insert(0, stop(start, second));
        in_two.suspensions.push(stop(start, (whole.0, first)));
        prop_assert_eq!(deadline(&in_one), deadline(&in_two));
    }

    #[test]
    fn working_time_is_additive(mut instants in [instants(), instants(), instants()]) {
        instants.sort();
        let [a, b, c] = instants;
        let (calendar, office) = (Calendar::builtin(), Office::default());
        let worked = |from, to| office.working_time(&calendar, from, to).worked;
        prop_assert!(worked(a, b) >= SignedDuration::ZERO);
        prop_assert_eq!(worked(a, b) + worked(b, c), worked(a, c));
        prop_assert_eq!(worked(b, a), -worked(a, b));
    }

    #[test]
    fn the_derivation_walks_to_the_same_due_date(clock in clocks()) {
        let derivation = clock.derive(&Calendar::builtin(), &Office::default()).unwrap();
        prop_assert_eq!(derivation.deadline, deadline(&clock));
        let last = derivation.days.last().unwrap();
        prop_assert_eq!(last.day.date, due(&clock).due_on);
        let amount = i64::from(clock.amount().unwrap());
        if matches!(clock.budget.unit(), Unit::Workdays | Unit::CalendarDays) {
            prop_assert_eq!(&last.outcome, &Outcome::Counted { nth: amount });
        } else {
            let ran = derivation.days.iter().map(|step| match &step.outcome {
                Outcome::Ran { time } => *time,
                _ => SignedDuration::ZERO,
            });
            let whole = match clock.budget.unit() {
                Unit::Minutes => SignedDuration::from_mins(amount),
                _ => SignedDuration::from_hours(amount),
            };
            prop_assert_eq!(ran.sum::<SignedDuration>(), whole);
        }
    }

    #[test]
    fn a_clock_never_becomes_overdue_while_it_stands_still(clock in clocks(), after in 0..30 * DAY) {
        let from = clock.started_at + SignedDuration::from_secs(after);
        let mut stopped = clock.clone();
        stopped.suspensions.push(Suspension::open(from, "appraisal", "鉴定"));
        match deadline(&stopped) {
            // It had run out before: then it was due anyway, and no later than the stop.
            Deadline::Due(after) => {
                prop_assert!(after.due_at <= from);
                prop_assert_eq!(after, due(&clock));
            }
            Deadline::Suspended(_) => prop_assert!(due(&clock).due_at > from),
        }
    }

    #[test]
    fn the_used_share_grows_to_one_at_the_due_instant(clock in clocks(), after in 0..90 * DAY) {
        let (calendar, office) = (Calendar::builtin(), Office::default());
        let used = |at| clock.used(at, &calendar, &office).unwrap();
        let due_at = due(&clock).due_at;
        prop_assert!((used(due_at) - 1.0).abs() < 1e-9);
        let now = clock.started_at + SignedDuration::from_secs(after);
        let is_on_its_side = if now < due_at { used(now) <= 1.0 } else { used(now) >= 1.0 };
        prop_assert!(is_on_its_side);
        prop_assert!(used(now) <= used(now + SignedDuration::from_hours(5)));
    }

    #[test]
    fn warnings_lie_between_start_and_end(clock in clocks()) {
        let (calendar, office) = (Calendar::builtin(), Office::default());
        let rungs = clock.rungs(&calendar, &office).unwrap().unwrap();
        prop_assert_eq!(rungs.due_soon_at, rungs.mostly_used_at.max(rungs.workday_left_at));
        prop_assert!(clock.started_at <= rungs.mostly_used_at);
        prop_assert!(clock.started_at <= rungs.workday_left_at);
        prop_assert!(rungs.due_soon_at < rungs.due_at);
        prop_assert!(clock.used(rungs.due_soon_at, &calendar, &office).unwrap() >= 0.8 - 1e-9);
    }

    #[test]
    fn sixty_minutes_are_an_hour(clock in clocks(), hours in 1..150_u32) {
        let due_in = |budget| deadline(&Clock { budget, ..clock.clone() });
        prop_assert_eq!(due_in(Budget::Minutes(60 * hours)), due_in(Budget::Hours(hours)));
    }

    #[test]
    fn working_hours_agree_with_counting_minutes(start in instants(), hours in 1..16_u32) {
        let (calendar, office) = (Calendar::builtin(), Office::default());
        let mut left = hours * 60;
        let mut at = start;
        while left > 0 {
            let local = jiff::tz::Offset::constant(8).to_datetime(at);
            let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
            let is_open = (9 * 60..12 * 60).contains(&minute) || (13 * 60 + 30..17 * 60).contains(&minute);
            left -= u32::from(is_open && calendar.is_workday(local.date()));
            at += SignedDuration::from_mins(1);
        }
        prop_assert_eq!(due(&Clock::new(start, Budget::WorkHours(hours))).due_at, at);
        let worked = office.working_time(&calendar, start, at).worked;
        prop_assert_eq!(worked, SignedDuration::from_hours(i64::from(hours)));
    }
}
