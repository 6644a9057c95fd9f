use tongban_kernel::CaseId;

use super::*;

fn case_id() -> CaseId {
    CaseId::from_uuid(Uuid::from_u128(9))
}

/// A complaint that the hotline took down about a case.
fn of_case() -> Vec<Event> {
    let about = Complaining { case_id: Some(case_id()), ..complaining() };
    let mut history =
        given::<Complaint>([]).by(desk()).when(Command::Lodge(Box::new(about))).events();
    for (actor, command) in [assign(), answer()] {
        let events = given::<Complaint>(history.clone()).by(actor).when(command).events();
        history.extend(events);
    }
    history
}

fn nobody() -> Actor {
    Actor::person("@public", Role::Applicant)
}

#[test]
fn the_applicant_of_the_case_speaks_for_the_own_complaint_whoever_lodged_it() {
    let identity_index = complaining().complainant.identity_index;
    let voice = Voice::Applicant { case_id: case_id(), identity_index };
    for command in [confirm_as(voice), Command::Reopen { reason: personal(), voice }] {
        let events = given::<Complaint>(of_case()).by(nobody()).when(command).events();
        assert_eq!(events.len(), 1);
    }
}

/// A complaint about the case wherever it may stand, with what its complainant is told who says
/// something to an answer there; `None` where that is heard.
fn in_every_state() -> Vec<(Vec<Event>, Option<Rejection>)> {
    let answered = of_case();
    let (lodged, assigned) = (answered[..1].to_vec(), answered[..2].to_vec());
    let confirmed = given::<Complaint>(answered.clone()).by(desk()).when(confirm()).events();
    let merged = Event::ComplaintMerged {
        complaint_id: complaining().complaint_id,
        into: ComplaintId::derive("hotline", Uuid::from_u128(6)),
        reason: "同一路灯".into(),
    };
    let and = |history: &[Event], event: &Event| [history, std::slice::from_ref(event)].concat();
    vec![
        (Vec::new(), Some(Rejection::Unknown)),
        (lodged.clone(), Some(Rejection::NotAssigned)),
        (assigned.clone(), Some(Rejection::NotAnswered)),
        (answered.clone(), None),
        ([answered, confirmed].concat(), None),
        (and(&lodged, &merged), Some(Rejection::AnsweredTogether)),
        (and(&assigned, &merged), Some(Rejection::AnsweredTogether)),
    ]
}

fn said_by(voice: Voice) -> [Command; 2] {
    [confirm_as(voice), Command::Reopen { reason: personal(), voice }]
}

#[test]
fn the_applicant_of_another_case_and_others_about_the_same_know_of_no_complaint_wherever_it_stands()
{
    let identity_index = complaining().complainant.identity_index;
    let other_case = CaseId::from_uuid(Uuid::from_u128(8));
    let other_person = "ffeeddccbbaa99887766554433221100".parse().unwrap();
    for (history, _) in in_every_state() {
        for voice in [
            Voice::Applicant { case_id: other_case, identity_index },
            Voice::Applicant { case_id: case_id(), identity_index: other_person },
            Voice::Account,
        ] {
            for command in said_by(voice) {
                given::<Complaint>(history.clone())
                    .by(nobody())
                    .when(command)
                    .then_rejected(Rejection::Unknown);
            }
        }
    }
}

#[test]
fn the_applicant_is_told_where_the_own_complaint_stands_and_nothing_of_another() {
    let identity_index = complaining().complainant.identity_index;
    let voice = Voice::Applicant { case_id: case_id(), identity_index };
    for command in said_by(voice) {
        for (history, refused) in in_every_state() {
            let decided = given::<Complaint>(history).by(nobody()).when(command.clone());
            match refused {
                Some(refused) => decided.then_rejected(refused),
                None => drop(decided.events()),
            }
        }
    }
}
