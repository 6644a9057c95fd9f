use jiff::civil::date;
use tongban_kernel::testkit::{at, given, now};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::project::samples::{leader, project_id};
use crate::samples::coordinator;

/// A Monday.
fn first_on() -> Date {
    date(2026, 9, 21)
}

fn first() -> Turn {
    Turn { nth: 1, due_on: first_on(), due_at: at("2026-09-22T00:00:00+08:00") }
}

/// National Day moves the second list from 5 October to the first working day after it.
fn second() -> Turn {
    Turn { nth: 2, due_on: date(2026, 10, 8), due_at: at("2026-10-09T00:00:00+08:00") }
}

fn third() -> Turn {
    Turn { nth: 3, due_on: date(2026, 10, 19), due_at: at("2026-10-20T00:00:00+08:00") }
}

fn rhythm_set() -> Event {
    Event::RhythmSet { first_on: first_on(), office: Office::default(), next: first() }
}

fn items() -> Vec<Item> {
    vec![Item::Blocker { project_id: project_id(), nth: 1 }]
}

fn issued() -> Event {
    let issued_at = at("2026-09-21T09:00:00+08:00");
    Event::ListIssued { list: first(), items: items(), issued_at, next: second() }
}

fn missed() -> Event {
    Event::ListMissed { list: first(), next: second() }
}

fn set(first_on: Date) -> Command {
    Command::Set { first_on, office: Office::default() }
}

fn issue() -> Command {
    Command::Issue { items: items() }
}

#[test]
fn lists_are_due_from_the_day_that_somebody_sets_who_convenes() {
    let before = "2026-09-18T10:00:00+08:00";
    let supervisor = Actor::officer("sun", "XT", Role::Supervisor);
    for actor in [coordinator(), supervisor] {
        given::<Rhythm>([]).at(before).by(actor).when(set(first_on())).then([rhythm_set()]);
    }
    given::<Rhythm>([rhythm_set()]).by(coordinator()).when(set(first_on())).then([]);
    given::<Rhythm>([]).by(leader()).when(set(first_on())).then_rejected(Rejection::NotConvener);
    given::<Rhythm>([])
        .by(coordinator())
        .when(set(first_on()))
        .then_rejected(Rejection::Past { first_on: first_on() });
}

#[test]
fn a_list_that_falls_on_a_rest_day_is_due_on_the_next_working_day() {
    given::<Rhythm>([rhythm_set()])
        .at("2026-09-21T09:00:00+08:00")
        .by(coordinator())
        .when(issue())
        .then([issued()]);
    let after = given::<Rhythm>([rhythm_set(), issued()])
        .at("2026-10-08T09:00:00+08:00")
        .by(coordinator())
        .when(issue())
        .events();
    // The rhythm keeps its days: the third is a fortnight after the fifth, not after the eighth.
    assert!(matches!(after[..], [Event::ListIssued { next, .. }] if next == third()), "{after:?}");
}

#[test]
fn one_list_is_issued_for_each_day_and_not_long_before_it() {
    given::<Rhythm>([rhythm_set(), issued()])
        .by(coordinator())
        .when(issue())
        .then_rejected(Rejection::TooEarly { due_on: second().due_on });
    let early = given::<Rhythm>([rhythm_set(), issued()]).at("2026-10-05T00:00:00+08:00");
    assert_eq!(early.by(coordinator()).when(issue()).events().len(), 1);
    given::<Rhythm>([]).by(coordinator()).when(issue()).then_rejected(Rejection::Unset);
    given::<Rhythm>([rhythm_set()])
        .by(leader())
        .when(issue())
        .then_rejected(Rejection::NotConvener);
    let long = Command::Issue { items: items().repeat(ITEMS_MAX + 1) };
    given::<Rhythm>([rhythm_set()]).by(coordinator()).when(long).then_rejected(Rejection::TooLong);
}

#[test]
fn a_missed_list_is_noted_once_and_not_a_microsecond_before() {
    let note = || Command::NoteMissed { nth: 1 };
    given::<Rhythm>([rhythm_set()]).at("2026-09-22T00:00:00+08:00").when(note()).then([missed()]);
    given::<Rhythm>([rhythm_set()]).at("2026-09-21T23:59:59.999999+08:00").when(note()).then([]);
    for since in [missed(), issued()] {
        given::<Rhythm>([rhythm_set(), since])
            .at("2026-10-20T00:00:00+08:00")
            .when(note())
            .then([]);
    }
    given::<Rhythm>([]).when(note()).then([]);
}

#[test]
fn another_day_begins_another_rhythm_and_numbers_go_on() {
    let friday = date(2026, 10, 16);
    let next = Turn { nth: 2, due_on: friday, due_at: at("2026-10-17T00:00:00+08:00") };
    let again = Event::RhythmSet { first_on: friday, office: Office::default(), next };
    given::<Rhythm>([rhythm_set(), issued()])
        .by(coordinator())
        .when(set(friday))
        .then([again.clone()]);
    let issued = given::<Rhythm>([rhythm_set(), issued(), again])
        .at("2026-10-16T09:00:00+08:00")
        .by(coordinator())
        .when(issue())
        .events();
    let third = date(2026, 10, 30);
    assert!(
        matches!(issued[..], [Event::ListIssued { next, .. }] if (next.nth, next.due_on) == (3, third)),
        "{issued:?}"
    );
    assert!(next.due_at > now());
}
