//! What was recorded wrong, and what follows from its correction.

use serde_json::json;

use super::*;
use crate::events::Answers;

pub(super) fn amend(changes: &Changes) -> Command {
    Command::Amend {
        changes: Box::new(changes.clone()),
        reason: text("录入有误"),
        basis: text("申请表原件"),
        item: item(),
        office: term().office,
    }
}

fn amended(changes: &Changes) -> Event {
    Event::CaseAmended {
        case_id: case_id(),
        changes: Box::new(changes.clone()),
        reason: "录入有误".to_owned(),
        basis: "申请表原件".to_owned(),
    }
}

fn changes(form: Answers) -> Changes {
    Changes { applicant: None, form, personal_form: [].into() }
}

fn sells_cold() -> Changes {
    changes(Answers::from_iter([("sells_cold".to_owned(), json!(true))]))
}

#[test]
fn an_amendment_names_what_why_and_on_what_basis_in_any_state() {
    let changes = changes(form());
    for history in [vec![submitted()], vec![submitted(), withdrawn()]] {
        case(history).when(amend(&changes)).then([amended(&changes)]);
    }
    let before = Case::default().evolve(&submitted());
    assert_eq!(before.clone().evolve(&amended(&changes)), before);
}

/// What the applicant is asked for once it is known that food is sold cold.
fn then_wanted(history: Vec<Event>) -> Vec<Wanted> {
    let events = case(history).when(amend(&sells_cold())).events();
    let [first, Event::CorrectionRequested { missing, supplement_by_at, at_receipt: false, .. }] =
        &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((first, *supplement_by_at), (&amended(&sells_cold()), at(SUPPLEMENT_BY)));
    missing.iter().map(|missing| missing.wanted.clone()).collect()
}

#[test]
fn what_an_amendment_makes_needed_is_asked_for_at_once_with_all_that_is_missing() {
    let cold_storage = || Wanted::Material("cold-storage".into());
    assert_eq!(then_wanted(vec![submitted()]), [cold_storage()]);
    let supplemented = supplemented("2026-09-28T10:00:00+08:00", ACCEPT_BY);
    let after_supplement = vec![submitted(), asked(false), supplemented];
    assert_eq!(then_wanted(after_supplement), [cold_storage()]);
    let rules = Wanted::Material("safety-rules".into());
    let phone = Wanted::Field("phone".into());
    assert_eq!(then_wanted(vec![submitted(), asked(false)]), [rules, phone, cold_storage()]);
}

#[test]
fn what_was_asked_for_already_is_not_asked_for_twice() {
    let history = case([submitted()]).when(amend(&sells_cold())).events();
    let history = [vec![submitted()], history].concat();
    case(history.clone()).when(amend(&sells_cold())).then([amended(&sells_cold())]);
    let addition = Addition { materials: vec![file("cold-storage")], ..Addition::default() };
    let supplement = Command::Supplement { addition, term: term(), item: item() };
    let events = case(history).when(supplement).events();
    assert!(matches!(events[..], [Event::CaseSupplemented { .. }]), "{events:?}");
}

#[test]
fn once_the_office_has_answered_or_its_term_is_over_an_amendment_asks_for_nothing() {
    let accepted = accepted("2026-09-28T10:00:00+08:00", false);
    case([submitted(), accepted]).when(amend(&sells_cold())).then([amended(&sells_cold())]);
    case([submitted()]).at(ACCEPT_BY).when(amend(&sells_cold())).then([amended(&sells_cold())]);
}
