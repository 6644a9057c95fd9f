//! What is asked for and what is handed in.

use serde_json::{Map, json};

use super::*;
use crate::commands::missing as needed;

#[test]
fn a_supplement_begins_the_term_of_the_office_anew() {
    case([submitted(), asked(false)])
        .at("2026-10-12T10:00:00+08:00")
        .when(supplement())
        .then([supplemented("2026-10-12T10:00:00+08:00", "2026-10-20T00:00:00+08:00")]);
}

#[test]
fn a_supplement_brings_everything_that_was_asked_for_and_nothing_more_is_asked() {
    let half = Addition { personal_form: [].into(), ..addition() };
    let phone = missing().into_iter().filter(|m| m.wanted == Wanted::Field("phone".into()));
    case([submitted(), asked(false)])
        .when(Command::Supplement { addition: half, term: term(), item: item() })
        .then_rejected(Rejection::Incomplete { missing: phone.collect() });
    case([submitted()]).when(supplement()).then_rejected(Rejection::NothingAsked);
}

/// A supplement that brings what was asked for, and says this of what is sold.
fn selling(cold: bool) -> Addition {
    let form = Map::from_iter([("sells_cold".to_owned(), json!(cold))]);
    Addition { form, ..addition() }
}

fn wish(addition: Addition) -> Command {
    Command::Supplement { addition, term: term(), item: item() }
}

/// What the item wants of who sells food cold, and of nobody else.
pub(super) fn cold_storage() -> Missing {
    let answers = selling(true).form;
    let [missing] = &needed(&item(), &answers, [], ["layout"])[..] else { panic!("one thing") };
    assert_eq!(missing.wanted, Wanted::Material("cold-storage".into()));
    missing.clone()
}

#[test]
fn what_the_answers_of_a_supplement_make_needed_is_named_with_all_that_is_missing() {
    let history = || [submitted(), asked(false)];
    case(history())
        .when(wish(selling(true)))
        .then_rejected(Rejection::Incomplete { missing: vec![cold_storage()] });
    let nothing = Addition { form: selling(true).form, ..Addition::default() };
    let all = [crate::samples::missing(), vec![cold_storage()]].concat();
    case(history()).when(wish(nothing)).then_rejected(Rejection::Incomplete { missing: all });
    let mut whole = selling(true);
    whole.materials.push(file("cold-storage"));
    assert_eq!(case(history()).when(wish(whole)).events().len(), 1);
    assert_eq!(case(history()).when(wish(selling(false))).events().len(), 1);
}

#[test]
fn what_another_answer_makes_needless_is_asked_for_no_more() {
    let mut submission = submission(now(), at(ACCEPT_BY));
    submission.form.insert("sells_cold".to_owned(), json!(true));
    let asked = Event::CorrectionRequested {
        case_id: case_id(),
        missing: vec![cold_storage()],
        supplement_by_at: at(SUPPLEMENT_BY),
        at_receipt: true,
    };
    let history = || [Event::CaseSubmitted(Box::new(submission.clone())), asked.clone()];
    case(history())
        .when(wish(addition()))
        .then_rejected(Rejection::Incomplete { missing: vec![cold_storage()] });
    assert_eq!(case(history()).when(wish(selling(false))).events().len(), 1);
}

#[test]
fn a_file_that_was_handed_in_before_is_there() {
    let mut submission = submission(now(), at(ACCEPT_BY));
    submission.materials.push(file("cold-storage"));
    let history = [Event::CaseSubmitted(Box::new(submission)), asked(false)];
    assert_eq!(case(history).when(wish(selling(true))).events().len(), 1);
}

#[test]
fn what_the_office_asked_for_by_hand_stays_asked_for_whatever_the_answers_say() {
    let asked = Event::CorrectionRequested {
        case_id: case_id(),
        missing: vec![cold_storage()],
        supplement_by_at: at(SUPPLEMENT_BY),
        at_receipt: false,
    };
    case([submitted(), asked])
        .when(wish(selling(false)))
        .then_rejected(Rejection::Incomplete { missing: vec![cold_storage()] });
}
