use tongban_kernel::calendar::Deadline;

use super::*;
use crate::events::Dues;

fn suspend() -> Command {
    Command::Suspend { procedure: "hearing".into(), reason: text("利害关系人申请听证") }
}

#[test]
fn a_hearing_moves_the_due_dates_by_the_days_it_took() {
    let history = after([suspend()]);
    let resumed = given::<Approval>(history.clone())
        .by(owner())
        .at("2026-09-30T02:00:00Z")
        .when(Command::Resume)
        .events();
    let Event::ClockResumed { dues, .. } = &resumed[0] else { panic!("{resumed:?}") };
    // Monday to Wednesday: 29 September does not count; 30 September, when it runs again, does.
    assert_eq!(dues.promised.due().unwrap().due_on.to_string(), "2026-10-19");
    assert_eq!(dues.steps.len(), 1, "the step's own clock moved, too");
    given::<Approval>(history)
        .by(owner())
        .when(suspend())
        .then_rejected(Rejection::AlreadySuspended);
}

#[test]
fn what_stands_still_has_no_due_date_and_what_was_late_before_keeps_its_own() {
    let dues_at = |now: &str| {
        let given = given::<Approval>(after([])).by(owner()).at(now);
        let event = given.when(suspend()).events().remove(0);
        let Event::ClockSuspended { dues: Some(dues), .. } = event else { panic!("{event:?}") };
        dues
    };
    let dues = dues_at("2026-09-28T03:00:00Z");
    assert_eq!((dues.statutory.due(), dues.promised.due()), (None, None));
    let steps: Vec<_> = dues.steps.iter().map(|due| (&*due.step, due.deadline.due())).collect();
    assert_eq!(steps, [("review", None)]);
    // The promise has been broken since 17 October.
    let dues = dues_at("2026-10-19T02:00:00Z");
    assert_eq!(dues.statutory.due(), None);
    assert_eq!(dues.promised.due().unwrap().due_on.to_string(), "2026-10-16");
}

#[test]
fn a_suspension_ends_with_the_case() {
    let refused = given::<Approval>(after([suspend()]))
        .by(owner())
        .at("2026-09-30T02:00:00Z")
        .when(refuse("review"))
        .events();
    let [Event::ClockResumed { resumed_at, dues, .. }, Event::CaseConcluded(conclusion)] =
        &refused[..]
    else {
        panic!("{refused:?}")
    };
    assert_eq!(*resumed_at, at("2026-09-30T02:00:00Z"));
    assert_eq!(conclusion.dues, *dues);
    assert_eq!(due_on(dues), ("2026-11-02".to_owned(), "2026-10-19".to_owned()));
    assert_eq!(conclusion.statutory.suspensions[0].to(), Some(*resumed_at));
}

#[test]
fn another_department_that_refuses_ends_the_suspension_too() {
    let mut plan = plan();
    plan.steps[0].department = FIRE.into();
    let opened = decided(Vec::new(), Command::Open(Box::new(plan)));
    let history = [opened.clone(), decided(opened, suspend())].concat();
    let fire = Actor::officer("fire-1", FIRE, Role::Handler);
    let events = given::<Approval>(history).by(fire).when(refuse("review")).events();
    assert!(matches!(events[..], [Event::ClockResumed { .. }, Event::CaseConcluded(_)]));
}

#[test]
fn clocks_stop_only_for_a_procedure_of_the_item() {
    given::<Approval>(after([]))
        .by(owner())
        .when(Command::Suspend { procedure: "holiday".into(), reason: text("x") })
        .then_rejected(Rejection::UnknownProcedure { procedure: "holiday".into() });
}

fn extend(amount: u32) -> Command {
    Command::Extend { amount, reason: text("案情复杂"), approved_by: text("局长") }
}

/// What happened so far to a case whose promise is this.
fn promised(promised: Budget) -> Vec<Event> {
    decided(Vec::new(), Command::Open(Box::new(Plan { promised, ..plan() })))
}

fn extended_at(history: Vec<Event>, now: &str, amount: u32) -> Event {
    let given = given::<Approval>(history).by(owner()).at(now);
    let mut events = given.when(extend(amount)).events();
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

#[track_caller]
fn due_on(dues: &Dues) -> (String, String) {
    let on = |deadline: &Deadline| deadline.due().unwrap().due_on.to_string();
    (on(&dues.statutory), on(&dues.promised))
}

#[test]
fn all_extensions_together_stay_within_what_the_item_allows() {
    let history = after([extend(6)]);
    let Event::DeadlineExtended { dues, .. } = &history[history.len() - 1] else { panic!() };
    assert_eq!(dues.promised.due().unwrap().due_on.to_string(), "2026-10-26");
    given::<Approval>(history)
        .by(owner())
        .when(extend(5))
        .then_rejected(Rejection::ExtensionTooLong { max: 10 });
}

#[test]
fn a_limit_is_extended_while_it_runs_and_not_after_it_ended() {
    // The limit of law ends with 30 October, at midnight in China.
    let (last, too_late) = ("2026-10-30T15:59:59.999999Z", "2026-10-30T16:00:00Z");
    let Event::DeadlineExtended { dues, .. } = extended_at(after([]), last, 1) else { panic!() };
    assert_eq!(due_on(&dues).0, "2026-11-02");
    given::<Approval>(after([]))
        .by(owner())
        .at(too_late)
        .when(extend(1))
        .then_rejected(Rejection::LimitPassed { due_at: at(too_late) });
}

#[test]
fn a_limit_that_stands_still_is_extended_however_late_it_is() {
    let now = "2026-12-01T02:00:00Z";
    let extended = extended_at(after([suspend()]), now, 1);
    let Event::DeadlineExtended { dues, .. } = extended else { panic!() };
    assert_eq!(dues.statutory.due(), None);
}

#[test]
fn a_promise_that_is_broken_stays_so_when_the_limit_of_law_is_extended() {
    // The promise ends with 16 October.
    let extended = extended_at(after([]), "2026-10-16T16:00:00Z", 3);
    let Event::DeadlineExtended { promised_amount, dues, .. } = &extended else { panic!() };
    assert_eq!(*promised_amount, Some(0));
    assert_eq!(due_on(dues), ("2026-11-04".to_owned(), "2026-10-16".to_owned()));
    let folded = [after([]), vec![extended.clone()]].concat();
    let given = given::<Approval>(folded).by(owner()).at("2026-10-19T02:00:00Z");
    let Event::DeadlineExtended { dues, .. } = &given.when(extend(1)).events()[0] else { panic!() };
    assert_eq!(due_on(dues), ("2026-11-05".to_owned(), "2026-10-16".to_owned()));
}

#[test]
fn a_promise_moves_only_in_its_own_unit() {
    let promise_after = |budget: Budget| {
        let extended = extended_at(promised(budget), "2026-09-28T03:00:00Z", 2);
        let Event::DeadlineExtended { promised_amount, dues, .. } = extended else { panic!() };
        (promised_amount, due_on(&dues).1)
    };
    assert_eq!(promise_after(Budget::Workdays(10)), (Some(2), "2026-10-20".to_owned()));
    // An instant item counts in working days.
    assert_eq!(promise_after(Budget::SameDay), (Some(2), "2026-09-30".to_owned()));
    // Two working days are neither two hours nor two calendar days.
    assert_eq!(promise_after(Budget::Hours(48)), (Some(0), "2026-09-30".to_owned()));
    assert_eq!(promise_after(Budget::CalendarDays(10)), (Some(0), "2026-10-08".to_owned()));
}

#[test]
fn an_extension_that_was_recorded_without_a_part_for_the_promise_moves_it_all_the_same() {
    let mut history = after([extend(6)]);
    let last = history.pop().unwrap();
    let mut written = serde_json::to_value(&last).unwrap();
    written["data"].as_object_mut().unwrap().remove("promised_amount").unwrap();
    history.push(serde_json::from_value(written).unwrap());
    let Event::DeadlineExtended { dues, .. } = &decided(history, extend(1))[0] else { panic!() };
    assert_eq!(due_on(dues).1, "2026-10-27");
}
