mod clocks;
mod reopening;
mod sent_back;
mod successors;

use tongban_kernel::calendar::{Budget, Calendar, ClockKind, Ladder, Office};
use tongban_kernel::testkit::{at, given, now};
use tongban_kernel::{Actor, CaseId, CaseNumber, Role, Text, Wording};
use uuid::Uuid;

use super::*;
use crate::commands::Plan;
use crate::events::{Answer, Cooperation, Outcome, PlannedProcedure, PlannedStep, task_of};

const OWNER: &str = "D-HOUSING";
const FIRE: &str = "D-FIRE";

fn case_id() -> CaseId {
    CaseId::derive("window", Uuid::from_u128(1))
}

fn step(step: &str, after: &[&str], asks: &[&str]) -> PlannedStep {
    let ask = |department: &&str| Cooperation {
        department: (*department).to_owned(),
        ask: Text::new("消防意见", "fire safety opinion"),
        limit: Budget::Workdays(3),
        legal_basis: "消防法第十三条".into(),
        office: Office::default(),
        ladder: Ladder::default(),
    };
    PlannedStep {
        step: step.into(),
        name: Text::new(step, step),
        department: OWNER.into(),
        limit: Budget::Workdays(5),
        after: after.iter().map(|s| (*s).to_owned()).collect(),
        cooperation: asks.iter().map(ask).collect(),
    }
}

/// review → (survey asking the fire brigade, plans) → decision.
fn plan() -> Plan {
    Plan {
        case_id: case_id(),
        number: CaseNumber::of(case_id(), now().to_zoned(jiff::tz::TimeZone::UTC).date()),
        item_code: "construction-permit".into(),
        item_version: 3,
        department: OWNER.into(),
        received_at: at("2026-09-25T08:00:00Z"),
        accepted_at: now(),
        steps: vec![
            step("review", &[], &[]),
            step("survey", &["review"], &[FIRE]),
            step("plans", &["review"], &[]),
            step("decision", &["survey", "plans"], &[]),
        ],
        procedures: vec![PlannedProcedure {
            procedure: "hearing".into(),
            name: Text::new("听证", "hearing"),
            clocks: vec![ClockKind::Statutory, ClockKind::Promised, ClockKind::Step],
            legal_basis: "行政许可法第四十五条".into(),
        }],
        statutory: Budget::Workdays(20),
        promised: Budget::Workdays(10),
        extension_max: 10,
        office: Office::default(),
    }
}

fn text(raw: &str) -> Wording {
    Wording::parse(raw).unwrap()
}

fn owner() -> Actor {
    Actor::officer("handler-1", OWNER, Role::Handler)
}

/// What happened so far when these commands were given one after the other.
fn after(commands: impl IntoIterator<Item = Command>) -> Vec<Event> {
    let mut history = Vec::new();
    for command in std::iter::once(Command::Open(Box::new(plan()))).chain(commands) {
        let events = given::<Approval>(history.clone()).by(owner()).when(command).events();
        history.extend(events);
    }
    history
}

fn approve(step: &str) -> Command {
    Command::Approve { step: step.into(), opinion: Some(text("合规")) }
}

fn fire_answers(outcome: Answer) -> Command {
    Command::RecordAnswer {
        step: "survey".into(),
        round: 1,
        department: FIRE.into(),
        task_id: task_of(case_id(), "survey", 1, FIRE),
        outcome,
        opinion: "已核".into(),
    }
}

fn conclude() -> Command {
    Command::Conclude { reason: text("符合条件"), legal_basis: text("建筑法第八条") }
}

fn started(events: &[Event]) -> Vec<(String, u32)> {
    let start = |event: &Event| {
        let Event::StepStarted { step, round, .. } = event else { return None };
        Some((step.clone(), *round))
    };
    events.iter().filter_map(start).collect()
}

fn decided(history: Vec<Event>, command: Command) -> Vec<Event> {
    given::<Approval>(history).by(owner()).when(command).events()
}

#[test]
fn an_accepted_case_opens_with_its_first_steps_and_all_its_due_dates() {
    let events = after([]);
    assert_eq!(started(&events), [("review".to_owned(), 1)]);
    let Event::CaseOpened(opening) = &events[0] else { panic!("{events:?}") };
    // 28 September is a Monday; 1 to 7 October are holidays, 10 October (Saturday) works.
    let due_on = |due: &tongban_kernel::calendar::Deadline| due.due().unwrap().due_on.to_string();
    assert_eq!(due_on(&opening.dues.promised), "2026-10-16");
    assert!(
        opening.dues.statutory.due().unwrap().due_at > opening.dues.promised.due().unwrap().due_at
    );
}

#[test]
fn steps_that_wait_for_the_same_step_begin_side_by_side() {
    let events = decided(after([]), approve("review"));
    assert_eq!(started(&events), [("survey".to_owned(), 1), ("plans".to_owned(), 1)]);
}

#[test]
fn a_step_that_asks_others_is_decided_by_their_agreement() {
    let events = decided(after([approve("review")]), fire_answers(Answer::Agreed));
    assert!(
        matches!(&events[1], Event::StepDecided { step, automatic: true, .. } if step == "survey")
    );
}

#[test]
fn another_department_may_answer_when_the_task_was_reassigned() {
    let Command::RecordAnswer { step, round, task_id, outcome, opinion, .. } =
        fire_answers(Answer::Agreed)
    else {
        panic!()
    };
    let department = "D-ECOLOGY".to_owned();
    let answer = Command::RecordAnswer { step, round, department, task_id, outcome, opinion };
    let events = decided(after([approve("review")]), answer);
    assert!(matches!(&events[0], Event::CooperationAnswered { asked, .. } if asked == FIRE));
    assert!(matches!(&events[1], Event::StepDecided { automatic: true, .. }));
}

#[test]
fn a_task_that_was_closed_unanswered_leaves_the_step_to_its_handler() {
    let end = |round| Command::EndCooperation {
        step: "survey".into(),
        round,
        task_id: task_of(case_id(), "survey", 1, FIRE),
    };
    let history = after([approve("review"), end(1)]);
    assert!(matches!(history.last(), Some(Event::CooperationEnded { .. })));
    given::<Approval>(history.clone()).when(end(1)).then([]);
    given::<Approval>(after([approve("review")])).when(end(2)).then([]);
    let events = decided(history, approve("survey"));
    assert!(matches!(&events[0], Event::StepDecided { automatic: false, .. }));
}

#[test]
fn an_objection_leaves_the_step_to_its_handler() {
    let history = after([approve("review"), fire_answers(Answer::Objected)]);
    assert!(
        !history.iter().any(|e| matches!(e, Event::StepDecided { step, .. } if step == "survey"))
    );
    let events = decided(history, approve("survey"));
    assert!(matches!(&events[0], Event::StepDecided { automatic: false, .. }));
}

#[test]
fn a_step_cannot_be_approved_before_those_asked_have_answered() {
    given::<Approval>(after([approve("review")]))
        .by(owner())
        .when(approve("survey"))
        .then_rejected(Rejection::AnswersMissing { departments: vec![FIRE.into()] });
}

#[test]
fn only_the_department_of_a_step_decides_it() {
    given::<Approval>(after([]))
        .by(Actor::officer("other", FIRE, Role::Handler))
        .when(approve("review"))
        .then_rejected(Rejection::NotYourDepartment { department: OWNER.into() });
}

#[test]
fn approving_twice_changes_nothing() {
    given::<Approval>(after([approve("review")])).by(owner()).when(approve("review")).then([]);
}

#[test]
fn a_return_begins_the_earlier_step_again_and_ends_what_was_asked_after_it() {
    let history = after([approve("review")]);
    let back =
        Command::Return { from: "plans".into(), to: "review".into(), reason: text("缺图") };
    let events = decided(history.clone(), back);
    let Event::StepReturned { ended_tasks, .. } = &events[0] else { panic!("{events:?}") };
    assert_eq!(*ended_tasks, super::ended("survey", 1, [FIRE.to_owned()]));
    assert_eq!(started(&events), [("review".to_owned(), 2)]);
    let again = decided([history, events].concat(), approve("review"));
    assert_eq!(started(&again), [("survey".to_owned(), 2), ("plans".to_owned(), 2)]);
}

#[test]
fn a_case_goes_back_only_to_what_came_before() {
    given::<Approval>(after([approve("review")]))
        .by(owner())
        .when(Command::Return { from: "plans".into(), to: "survey".into(), reason: text("x") })
        .then_rejected(Rejection::NotEarlier { from: "plans".into(), to: "survey".into() });
}

#[test]
fn an_answer_that_comes_after_a_return_changes_nothing() {
    let back = Command::Return { from: "plans".into(), to: "review".into(), reason: text("x") };
    let again = [approve("review"), back, approve("review")];
    for n_steps in [2, 3] {
        given::<Approval>(after(again[..n_steps].to_vec()))
            .when(fire_answers(Answer::Agreed))
            .then([]);
    }
}

#[test]
fn an_answer_to_what_was_never_asked_is_refused() {
    let survey = Rejection::NotAsked { step: "survey".into(), department: FIRE.into() };
    given::<Approval>(after([])).when(fire_answers(Answer::Agreed)).then_rejected(survey);
    let Command::RecordAnswer { step, department, outcome, opinion, .. } =
        fire_answers(Answer::Agreed)
    else {
        panic!()
    };
    let task_id = task_of(case_id(), "survey", 1, "D-ECOLOGY");
    let answer = Command::RecordAnswer { step, round: 1, department, task_id, outcome, opinion };
    given::<Approval>(after([approve("review")]))
        .when(answer)
        .then_rejected(Rejection::NotAsked { step: "survey".into(), department: FIRE.into() });
}

#[test]
fn an_answer_that_the_end_of_the_case_overtook_changes_nothing() {
    let refused = || [approve("review"), refuse("plans")];
    let then = |command| refused().into_iter().chain([command]);
    let annul = Command::Annul {
        reason: text("材料虚假"), basis: text("行政许可法第六十九条")
    };
    for history in [
        after(refused()),
        after(then(Command::Archive)),
        after(then(annul)),
        after(then(reopening::reopen("plans"))),
        after([approve("review"), Command::CloseByWithdrawal]),
    ] {
        for outcome in [Answer::Agreed, Answer::Objected] {
            given::<Approval>(history.clone()).when(fire_answers(outcome)).then([]);
        }
    }
}

#[test]
fn a_case_is_concluded_when_all_its_steps_are_done() {
    let done =
        [approve("review"), fire_answers(Answer::Agreed), approve("plans"), approve("decision")];
    let events = decided(after(done), conclude());
    let Event::CaseConcluded(conclusion) = &events[0] else { panic!("{events:?}") };
    assert_eq!(conclusion.outcome, Outcome::Granted);
    let taken = conclusion.office.working_time(
        &Calendar::builtin(),
        conclusion.received_at,
        conclusion.concluded_at,
    );
    assert_eq!(conclusion.working_time, taken);
    given::<Approval>(after([approve("review")])).by(owner()).when(conclude()).then_rejected(
        Rejection::StepsMissing { steps: vec!["survey".into(), "plans".into(), "decision".into()] },
    );
}

fn refuse(step: &str) -> Command {
    Command::Refuse {
        step: step.into(),
        reason: text("不符合规划"),
        legal_basis: text("城乡规划法第四十条"),
    }
}

#[test]
fn a_refusal_at_a_step_ends_the_case_and_what_was_asked() {
    let events = decided(after([approve("review")]), refuse("plans"));
    let Event::CaseConcluded(conclusion) = &events[0] else { panic!("{events:?}") };
    assert_eq!(conclusion.outcome, Outcome::Refused);
    assert_eq!(conclusion.ended_tasks, super::ended("survey", 1, [FIRE.to_owned()]));
}

fn concluded() -> Vec<Event> {
    after([
        approve("review"),
        fire_answers(Answer::Agreed),
        approve("plans"),
        approve("decision"),
        conclude(),
    ])
}

#[test]
fn an_annulled_or_archived_case_stays_so() {
    let annul = || Command::Annul {
        reason: text("材料虚假"), basis: text("行政许可法第六十九条")
    };
    let annulled = [concluded(), decided(concluded(), annul())].concat();
    given::<Approval>(annulled.clone()).by(owner()).when(annul()).then([]);
    given::<Approval>(annulled)
        .by(owner())
        .when(approve("review"))
        .then_rejected(Rejection::NotOpen);
    let archived = [concluded(), decided(concluded(), Command::Archive)].concat();
    given::<Approval>(archived.clone()).by(owner()).when(Command::Archive).then([]);
    let Event::CaseAnnulled { taken_back, .. } = &decided(archived, annul())[0] else { panic!() };
    assert!(concluded().contains(&Event::CaseConcluded(taken_back.clone())));
}

#[test]
fn a_withdrawal_ends_the_case_and_what_was_asked() {
    let events = decided(after([approve("review")]), Command::CloseByWithdrawal);
    let Event::CaseClosedByWithdrawal { ended_tasks, .. } = &events[0] else { panic!() };
    assert_eq!(*ended_tasks, super::ended("survey", 1, [FIRE.to_owned()]));
    given::<Approval>(concluded()).when(Command::CloseByWithdrawal).then([]);
}
