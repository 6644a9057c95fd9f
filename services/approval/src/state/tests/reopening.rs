use tongban_kernel::calendar::{ClockName, Deadline};

use super::*;

pub(super) fn reopen(from: &str) -> Command {
    Command::Reopen {
        from: from.into(), reason: text("复议决定"), basis: text("行政复议法")
    }
}

/// The open case that this history leads to.
#[track_caller]
fn open(history: &[Event]) -> Open {
    let folded = history.iter().fold(Approval::default(), Decider::evolve);
    let Approval::Open(open) = folded else { panic!("{folded:?}") };
    *open
}

/// Refused at the plans while the survey waits for the fire brigade.
fn refused_while_another_step_waits() -> Vec<Event> {
    after([approve("review"), refuse("plans")])
}

#[test]
fn a_reopened_case_begins_again_at_the_named_step() {
    let events = decided(concluded(), reopen("decision"));
    let Event::CaseReopened { taken_back, .. } = &events[0] else { panic!("{events:?}") };
    assert!(concluded().contains(&Event::CaseConcluded(taken_back.clone())));
    assert_eq!(started(&events), [("decision".to_owned(), 2)]);
    let open = open(&[concluded(), events].concat());
    assert_eq!(open.step_state("plans"), Some(&StepState::Done));
    assert!(open.clock(&ClockName::Statutory).is_some());
}

#[test]
fn a_reopened_case_waits_for_no_task_that_was_closed_with_it() {
    let reopened = after([approve("review"), refuse("plans"), reopen("plans")]);
    let open = open(&reopened);
    let Some(StepState::Active { round: 1, waits_for, needs_handler: true }) =
        open.step_state("survey")
    else {
        panic!("{open:?}")
    };
    assert!(waits_for.is_empty(), "{waits_for:?}");
    // The task is closed now; the word of it changes nothing, and the handler decides.
    let closed = Command::EndCooperation {
        step: "survey".into(),
        round: 1,
        task_id: task_of(case_id(), "survey", 1, FIRE),
    };
    given::<Approval>(reopened.clone()).when(closed).then([]);
    let events = decided(reopened, approve("survey"));
    assert!(matches!(&events[0], Event::StepDecided { automatic: false, .. }));
}

#[test]
fn a_case_is_not_reopened_at_a_step_that_was_never_begun() {
    given::<Approval>(refused_while_another_step_waits())
        .by(owner())
        .when(reopen("decision"))
        .then_rejected(Rejection::NotBegun { step: "decision".into() });
    given::<Approval>(refused_while_another_step_waits())
        .by(owner())
        .when(reopen("foundation"))
        .then_rejected(Rejection::UnknownStep { step: "foundation".into() });
}

#[test]
fn a_step_that_a_return_took_back_counts_as_not_begun() {
    let back = Command::Return { from: "plans".into(), to: "review".into(), reason: text("x") };
    given::<Approval>(after([approve("review"), back, refuse("review")]))
        .by(owner())
        .when(reopen("plans"))
        .then_rejected(Rejection::NotBegun { step: "plans".into() });
}

#[test]
fn reopening_again_sets_all_that_follows_to_be_done_again() {
    let done_again = [approve("decision"), conclude()];
    let twice = [reopen("decision")].into_iter().chain(done_again).chain([reopen("review")]);
    let mut history = concluded();
    for command in twice {
        let events = decided(history.clone(), command);
        history.extend(events);
    }
    let open = open(&history);
    let in_review = Some(&StepState::Active {
        round: 2,
        waits_for: std::collections::BTreeSet::new(),
        needs_handler: false,
    });
    assert_eq!(open.step_state("review"), in_review);
    for step in ["survey", "plans", "decision"] {
        assert_eq!(open.step_state(step), None, "{step}");
    }
    let asked = decided(history, approve("review"));
    assert_eq!(started(&asked), [("survey".to_owned(), 2), ("plans".to_owned(), 2)]);
}

#[test]
fn a_case_that_was_reopened_too_far_on_is_reopened_only_where_all_before_is_done() {
    // As it was once recorded: the decision began while the survey and the plans were under way.
    let mut history = refused_while_another_step_waits();
    let Some(Event::CaseConcluded(taken_back)) = history.last().cloned() else { panic!() };
    let Event::StepStarted { case_id, number, department, clock, deadline, .. } =
        history[1].clone()
    else {
        panic!()
    };
    history.push(Event::CaseReopened {
        case_id,
        from_step: "decision".into(),
        again: vec!["decision".into()],
        taken_back,
        reason: "复议决定".into(),
        basis: "行政复议法".into(),
        closed: None,
        dues: None,
    });
    history.push(Event::StepStarted {
        case_id,
        number,
        step: "decision".into(),
        round: 1,
        name: Text::new("decision", "decision"),
        department,
        clock,
        deadline,
        cooperation: Vec::new(),
    });
    history.extend(decided(history.clone(), refuse("decision")));
    given::<Approval>(history)
        .by(owner())
        .when(reopen("decision"))
        .then_rejected(Rejection::NotBegun { step: "decision".into() });
}

/// Reopened a fortnight after the conclusion: of its days five are working days that would have
/// counted, 29 and 30 September and 8 to 10 October.
const A_FORTNIGHT_LATER: &str = "2026-10-12T02:00:00Z";

fn reopened_later(history: Vec<Event>, from: &str) -> Vec<Event> {
    given::<Approval>(history).by(owner()).at(A_FORTNIGHT_LATER).when(reopen(from)).events()
}

fn due_on(deadline: &Deadline) -> String {
    deadline.due().unwrap().due_on.to_string()
}

#[test]
fn no_clock_runs_while_a_case_is_closed() {
    let history = refused_while_another_step_waits();
    let events = reopened_later(history.clone(), "plans");
    let Event::CaseReopened { closed: Some(closed), dues: Some(dues), .. } = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!((closed.from(), closed.to()), (now(), Some(at(A_FORTNIGHT_LATER))));
    // 30 and 16 October, and five working days more.
    assert_eq!(due_on(&dues.statutory), "2026-11-06");
    assert_eq!(due_on(&dues.promised), "2026-10-23");
    // The survey was under way and goes on: 10 October, and five working days more.
    let steps: Vec<_> = dues.steps.iter().map(|due| (&*due.step, due_on(&due.deadline))).collect();
    assert_eq!(steps, [("survey", "2026-10-16".to_owned())]);
    // The step that begins again has its whole limit.
    let Event::StepStarted { step, deadline, .. } = &events[1] else { panic!("{events:?}") };
    assert_eq!((&**step, due_on(deadline)), ("plans", "2026-10-19".to_owned()));
    let folded = open(&[history, events.clone()].concat()).dues(&Calendar::builtin()).unwrap();
    assert_eq!((folded.statutory, folded.promised), (dues.statutory, dues.promised));
}

/// How the case ends that this history leads to, refused at the plans at this time.
#[track_caller]
fn refused_at(history: Vec<Event>, now: &str) -> (Event, Conclusion) {
    let refused = given::<Approval>(history).by(owner()).at(now).when(refuse("plans")).events();
    let [Event::CaseConcluded(conclusion)] = &refused[..] else { panic!("{refused:?}") };
    (refused[0].clone(), (**conclusion).clone())
}

#[test]
fn the_time_for_which_a_case_was_closed_is_no_time_of_work() {
    let history = refused_while_another_step_waits();
    let Some(Event::CaseConcluded(first)) = history.last().cloned() else { panic!() };
    let reopened = reopened_later(history.clone(), "plans");
    let history = [history, reopened].concat();
    // Decided again in the instant in which it was reopened: nothing was worked on it since.
    let (_, at_once) = refused_at(history.clone(), A_FORTNIGHT_LATER);
    assert_eq!(at_once.working_time, first.working_time);
    // Two working days later.
    let (refused, second) = refused_at(history.clone(), "2026-10-14T02:00:00Z");
    let more = second.office.working_time(
        &Calendar::builtin(),
        at(A_FORTNIGHT_LATER),
        second.concluded_at,
    );
    assert_eq!(second.working_time.worked, first.working_time.worked + more.worked);
    // Closed a second time: both times are none of it.
    let history = [history, vec![refused]].concat();
    let again = given::<Approval>(history.clone()).by(owner()).at("2027-03-01T02:00:00Z");
    let history = [history, again.when(reopen("plans")).events()].concat();
    let (_, third) = refused_at(history, "2027-03-01T02:00:00Z");
    assert_eq!(third.working_time, second.working_time);
    assert_eq!(third.statutory.time_in_procedures(third.concluded_at).as_mins(), 0);
}

#[test]
fn a_case_that_was_late_when_it_was_concluded_stays_late() {
    let history = after([approve("review")]);
    let late = "2026-11-02T02:00:00Z";
    let refused = given::<Approval>(history.clone()).by(owner()).at(late).when(refuse("plans"));
    let history = [history, refused.events()].concat();
    let again = given::<Approval>(history).by(owner()).at("2026-11-16T02:00:00Z");
    let events = again.when(reopen("plans")).events();
    let Event::CaseReopened { dues: Some(dues), .. } = &events[0] else { panic!("{events:?}") };
    assert_eq!(due_on(&dues.statutory), "2026-10-30");
}

#[test]
fn a_conclusion_that_was_recorded_while_the_clocks_stood_still_ended_that() {
    let suspend = Command::Suspend { procedure: "hearing".into(), reason: text("听证") };
    let mut history = after([suspend, refuse("review")]);
    // As it was once recorded: without a word of the clocks.
    let concluded = history.pop().unwrap();
    assert!(matches!(history.pop(), Some(Event::ClockResumed { .. })));
    history.push(concluded);
    history.extend(reopened_later(history.clone(), "review"));
    let open = open(&history);
    assert_eq!(open.suspension(), None);
    assert_eq!(due_on(&open.dues(&Calendar::builtin()).unwrap().statutory), "2026-11-06");
}

#[test]
fn what_was_recorded_of_clocks_before_they_said_their_dues_still_folds() {
    let without = |event: &Event, fields: &[&str]| -> Event {
        let mut written = serde_json::to_value(event).unwrap();
        let data = written["data"].as_object_mut().unwrap();
        fields.iter().for_each(|field| drop(data.remove(*field).unwrap()));
        serde_json::from_value(written).unwrap()
    };
    let suspend = Command::Suspend { procedure: "hearing".into(), reason: text("听证") };
    let suspended = after([suspend]);
    let last = suspended.len() - 1;
    let old = [&suspended[..last], &[without(&suspended[last], &["dues"])]].concat();
    assert_eq!(open(&old), open(&suspended));

    let history = refused_while_another_step_waits();
    let reopened = reopened_later(history.clone(), "plans");
    let old = without(&reopened[0], &["closed", "dues"]);
    let open = open(&[history, vec![old, reopened[1].clone()]].concat());
    // Its clocks ran on while it was closed, and what was told of them holds.
    assert_eq!(due_on(&open.dues(&Calendar::builtin()).unwrap().statutory), "2026-10-30");
}
