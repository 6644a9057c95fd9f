//! What was recorded wrong, and what follows from its correction.

use serde_json::json;

use super::*;
use crate::events::{Answers, Missing};

pub(super) fn amend(changes: &Changes) -> Command {
    Command::Amend {
        changes: Box::new(changes.clone()),
        reason: text("录入有误"),
        basis: text("申请表原件"),
        term: term(),
        item: item(),
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

fn telephone() -> Changes {
    Changes { applicant: None, form: Answers::new(), personal_form: addition().personal_form }
}

fn asked_for(missing: Vec<Missing>) -> Event {
    Event::CorrectionRequested {
        case_id: case_id(),
        missing,
        supplement_by_at: at(SUPPLEMENT_BY),
        at_receipt: false,
    }
}

/// The rules, which only a file supplies, and the telephone number.
fn rules_and_phone() -> (Vec<Missing>, Vec<Missing>) {
    missing().into_iter().partition(|missing| matches!(missing.wanted, Wanted::Material(_)))
}

#[test]
fn an_amendment_that_answers_all_that_was_asked_ends_the_asking_with_a_new_term() {
    let (_, phone) = rules_and_phone();
    let history = || vec![submitted(), asked_for(phone.clone())];
    case(history()).when(amend(&telephone())).then([amended(&telephone()), settled()]);
    let complete = || [history(), vec![amended(&telephone()), settled()]].concat();
    case(complete())
        .at(ACCEPT_BY)
        .when(Command::Deem)
        .then([accepted("2026-09-28T10:00:00+08:00", true)]);
    case(complete()).when(supplement()).then_rejected(Rejection::NothingAsked);
    case(complete()).when(correct()).then_rejected(Rejection::CorrectedBefore);
}

#[test]
fn after_an_amendment_that_answers_part_of_it_less_is_asked_for_in_the_same_time() {
    let (rules, _) = rules_and_phone();
    let less = vec![amended(&telephone()), narrowed()];
    let history = [submitted(), asked(false)];
    case(history.clone()).when(amend(&telephone())).then(less.clone());
    let history = [history.to_vec(), less].concat();
    case(history.clone())
        .when(Command::Supplement { addition: Addition::default(), term: term(), item: item() })
        .then_rejected(Rejection::Incomplete { missing: rules });
    let file = Addition { materials: vec![file("safety-rules")], ..Addition::default() };
    let supplement = Command::Supplement { addition: file, term: term(), item: item() };
    let events = case(history.clone()).when(supplement).events();
    assert!(matches!(events[..], [Event::CaseSupplemented { .. }]), "{events:?}");
    case(history).at(SUPPLEMENT_BY).when(decline()).then([declined()]);
}

#[test]
fn an_amendment_that_makes_needless_all_that_was_asked_for_ends_the_asking() {
    let mut submission = submission(now(), at(ACCEPT_BY));
    submission.form.extend(sells_cold().form);
    let cold = supplementing::cold_storage();
    let history = [Event::CaseSubmitted(Box::new(submission)), asked_for(vec![cold])];
    let nothing_cold = changes(Answers::from_iter([("sells_cold".to_owned(), json!(false))]));
    case(history).when(amend(&nothing_cold)).then([amended(&nothing_cold), settled()]);
}

#[test]
fn an_amendment_that_touches_nothing_of_what_was_asked_leaves_the_asking_as_it_is() {
    let changes = changes(form());
    case([submitted(), asked(false)]).when(amend(&changes)).then([amended(&changes)]);
}

#[test]
fn an_amendment_that_was_recorded_without_a_word_of_the_asking_answers_all_the_same() {
    // As it was once recorded; the applicant may not be blamed for what nobody misses.
    let (_, phone) = rules_and_phone();
    let history = [submitted(), asked_for(phone), amended(&telephone())];
    case(history.clone())
        .at(SUPPLEMENT_BY)
        .when(decline())
        .then_rejected(Rejection::AwaitsApplicant);
    let changes = changes(form());
    case(history).when(amend(&changes)).then([amended(&changes), settled()]);
}

#[test]
fn once_the_office_has_answered_or_its_term_is_over_an_amendment_asks_for_nothing() {
    let accepted = accepted("2026-09-28T10:00:00+08:00", false);
    case([submitted(), accepted]).when(amend(&sells_cold())).then([amended(&sells_cold())]);
    case([submitted()]).at(ACCEPT_BY).when(amend(&sells_cold())).then([amended(&sells_cold())]);
}
