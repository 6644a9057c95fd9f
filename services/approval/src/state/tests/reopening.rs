use tongban_kernel::calendar::ClockName;

use super::*;

fn reopen(from: &str) -> Command {
    Command::Reopen {
        from: from.into(), reason: "复议决定".into(), basis: "行政复议法".into()
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
    let back = Command::Return { from: "plans".into(), to: "review".into(), reason: "x".into() };
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
