use tongban_kernel::testkit::{at, given, now};
use tongban_kernel::{Actor, ComplaintId, PersonId, Personal, Role, Satisfaction, Wording};
use tongban_vault::{Party, PartyKind};
use uuid::Uuid;

use super::*;
use crate::commands::Voice;
use crate::events::Channel;

mod merging;
mod voices;

const TRAFFIC: &str = "D-TRAFFIC";

fn text(raw: &str) -> Wording {
    Wording::parse(raw).unwrap()
}

fn personal() -> Personal<String> {
    Personal::from_sealed(PersonId::from_uuid(Uuid::from_u128(1)), "c2VhbGVk")
}

fn complaining() -> Complaining {
    Complaining {
        complaint_id: ComplaintId::derive("hotline", Uuid::from_u128(7)),
        case_id: None,
        department: Some(TRAFFIC.into()),
        item_code: None,
        complainant: Party {
            kind: PartyKind::Citizen,
            name: personal(),
            identity: personal(),
            phone: None,
            identity_index: "00112233445566778899aabbccddeeff".parse().unwrap(),
            phone_index: None,
            name_indexes: Vec::new(),
        },
        channel: Channel::Hotline,
        title: personal(),
        text: personal(),
        received_at: None,
    }
}

fn officer() -> Actor {
    Actor::officer("handler", TRAFFIC, Role::Handler)
}

fn desk() -> Actor {
    Actor::person("desk", Role::Coordinator)
}

fn after(commands: impl IntoIterator<Item = (Actor, Command)>) -> Vec<Event> {
    let lodge = (desk(), Command::Lodge(Box::new(complaining())));
    std::iter::once(lodge).chain(commands).fold(Vec::new(), |history, (actor, command)| {
        let events = given::<Complaint>(history.clone()).by(actor).when(command).events();
        [history, events].concat()
    })
}

fn assign() -> (Actor, Command) {
    (desk(), Command::Assign { department: TRAFFIC.into() })
}

fn answer() -> (Actor, Command) {
    (officer(), Command::Answer { answer: text("已修复") })
}

fn confirm() -> Command {
    confirm_as(Voice::Account)
}

fn confirm_as(voice: Voice) -> Command {
    Command::Confirm { satisfaction: Satisfaction::try_from(2).unwrap(), solved: true, voice }
}

fn reopen() -> Command {
    Command::Reopen { reason: personal(), voice: Voice::Account }
}

#[test]
fn a_complaint_is_due_after_seven_working_days() {
    let events = after([]);
    let Event::ComplaintLodged(lodging) = &events[0] else { panic!("{events:?}") };
    // 28 September: 29, 30; holidays to 7 October; 8, 9, 10 (a Saturday that works), 12, 13.
    assert_eq!(lodging.due_at, at("2026-10-13T16:00:00Z"));
    assert_eq!(lodging.received_at, now());
}

#[test]
fn a_complaint_is_not_keyed_in_before_it_came_or_long_after() {
    for received_at in ["2026-09-28T02:00:01Z", "2026-09-17T02:00:00Z"] {
        let late = Complaining { received_at: Some(at(received_at)), ..complaining() };
        given::<Complaint>([])
            .when(Command::Lodge(Box::new(late)))
            .then_rejected(Rejection::ReceivedAt);
    }
}

#[test]
fn only_the_assigned_department_answers() {
    let (_, command) = answer();
    given::<Complaint>(after([assign()]))
        .by(Actor::officer("other", "D-PARKS", Role::Handler))
        .when(command)
        .then_rejected(Rejection::NotYourDepartment { department: TRAFFIC.into() });
    let (_, command) = answer();
    given::<Complaint>(after([])).by(officer()).when(command).then_rejected(Rejection::NotAssigned);
}

#[test]
fn a_handler_speaks_only_of_complaints_that_the_own_department_answers() {
    let stranger = || Actor::officer("other", "D-PARKS", Role::Handler);
    let answered = after([assign(), answer()]);
    let confirmed = after([assign(), answer(), (desk(), confirm())]);
    for (history, command) in [
        (&answered, confirm()),
        (&answered, reopen()),
        (&confirmed, confirm()),
        (&confirmed, reopen()),
        (&answered, Command::ShowPersonalData),
    ] {
        given::<Complaint>(history.clone())
            .by(stranger())
            .when(command)
            .then_rejected(Rejection::NotYourDepartment { department: TRAFFIC.into() });
    }
    for (actor, command) in [
        (desk(), reopen()),
        (officer(), Command::ShowPersonalData),
        (Actor::officer("window-3", "D-WINDOW", Role::WindowClerk), confirm()),
    ] {
        let events = given::<Complaint>(answered.clone()).by(actor).when(command).events();
        assert_eq!(events.len(), 1);
    }
}

#[test]
fn no_handler_learns_who_complains_before_a_department_has_to_answer() {
    given::<Complaint>(after([]))
        .by(officer())
        .when(Command::ShowPersonalData)
        .then_rejected(Rejection::NotAssigned);
}

#[test]
fn what_was_ordered_is_reported_before_the_answer() {
    let order = (desk(), Command::OrderRectification { order: text("更换线路") });
    let ordered = after([assign(), order]);
    let (actor, command) = answer();
    given::<Complaint>(ordered.clone())
        .by(actor)
        .when(command)
        .then_rejected(Rejection::RectificationMissing);
    let report = Command::ReportRectification { report: text("已更换") };
    let reported = given::<Complaint>(ordered.clone()).by(officer()).when(report).events();
    let (actor, command) = answer();
    given::<Complaint>([ordered, reported].concat()).by(actor).when(command).events();
}

#[test]
fn who_answered_neither_closes_nor_reopens() {
    let answered = after([assign(), answer()]);
    given::<Complaint>(answered.clone())
        .by(officer())
        .when(reopen())
        .then_rejected(Rejection::NotIndependent { department: TRAFFIC.into() });
    given::<Complaint>(answered.clone())
        .by(officer())
        .when(confirm())
        .then_rejected(Rejection::NotIndependent { department: TRAFFIC.into() });
    let confirmed = given::<Complaint>(answered.clone()).by(desk()).when(confirm()).events();
    given::<Complaint>([answered, confirmed].concat()).by(desk()).when(confirm()).then([]);
}

#[test]
fn an_answer_can_be_refused_for_ten_working_days() {
    let answered = after([assign(), answer()]);
    let events = given::<Complaint>(answered.clone()).by(desk()).when(reopen()).events();
    assert!(matches!(&events[0], Event::ComplaintReopened(_)));
    given::<Complaint>(answered)
        .by(desk())
        .at("2026-10-16T16:00:00Z")
        .when(reopen())
        .then_rejected(Rejection::TooLate { since: at("2026-10-16T16:00:00Z") });
}

#[test]
fn an_answer_after_the_due_date_is_late() {
    let (actor, command) = answer();
    let events = given::<Complaint>(after([assign()]))
        .by(actor)
        .at("2026-10-13T16:00:00Z")
        .when(command)
        .events();
    assert!(matches!(&events[0], Event::ComplaintAnswered { in_time: false, .. }));
}

#[test]
fn an_account_of_a_complainant_speaks_for_its_own_complaints_alone() {
    let applicant = |id: &str| Actor::person(id, Role::Applicant);
    let lodge = Command::Lodge(Box::new(complaining()));
    let mut history = given::<Complaint>([]).by(applicant("wang")).when(lodge).events();
    for (actor, command) in [assign(), answer()] {
        let events = given::<Complaint>(history.clone()).by(actor).when(command).events();
        history.extend(events);
    }
    let confirmed = given::<Complaint>(history.clone()).by(applicant("wang")).when(confirm());
    assert_eq!(confirmed.events().len(), 1);
    for command in [confirm(), reopen()] {
        given::<Complaint>(history.clone())
            .by(applicant("zhang"))
            .when(command)
            .then_rejected(Rejection::Unknown);
    }
}

#[test]
fn who_took_over_answers_and_confirms_no_more_than_who_answered() {
    use tongban_kernel::testkit::{merged, split};
    let parks = || Actor::officer("taker", "D-PARKS", Role::Handler);
    let (_, answering) = answer();
    let expected = Rejection::NotYourDepartment { department: "D-PARKS".into() };
    given::<Complaint>(after([assign()]))
        .by(officer())
        .after(merged(TRAFFIC, "D-PARKS"))
        .when(answering.clone())
        .then_rejected(expected);
    let answered = given::<Complaint>(after([assign()]))
        .by(parks())
        .after(split(TRAFFIC, [("taxi", "D-TAXI")], "D-PARKS"))
        .when(answering)
        .events();
    let history = [after([assign()]), answered].concat();
    given::<Complaint>(history)
        .by(parks())
        .after(merged(TRAFFIC, "D-PARKS"))
        .when(confirm())
        .then_rejected(Rejection::NotIndependent { department: TRAFFIC.into() });
}
