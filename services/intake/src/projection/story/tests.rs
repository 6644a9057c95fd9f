use tongban_kernel::testkit::{at, now};

use super::*;
use crate::samples::{ACCEPT_BY, SUPPLEMENT_BY, missing};

fn told(happened: impl IntoIterator<Item = Happened>) -> Told {
    let scene = |happened| Scene { at: now(), happened };
    tell(&happened.into_iter().map(scene).collect::<Vec<_>>())
}

fn started(step: &str, department: &str) -> Happened {
    let (step, department) = (step.to_owned(), department.to_owned());
    let due_at = Some(at(ACCEPT_BY));
    Happened::StepStarted { name: Text::new(&*step, &*step), step, department, due_at }
}

fn until_now() -> Vec<Happened> {
    vec![
        Happened::Submitted { accept_by_at: at(ACCEPT_BY) },
        Happened::Accepted { deemed: false },
        Happened::Opened { promised_at: Some(at(SUPPLEMENT_BY)) },
        started("documents", "market-regulation"),
        started("site", "fire-rescue"),
    ]
}

fn reopened(again: &[&str], dues: Option<NewDues>) -> Happened {
    let again = again.iter().map(|step| (*step).to_owned()).collect();
    Happened::Reopened { again, reason: "复核".into(), dues }
}

fn refused() -> Happened {
    Happened::Concluded { outcome: Outcome::Refused, reason: "不符合条件".into() }
}

fn active(told: &Told) -> Vec<&str> {
    told.next.iter().map(|next| next.what.en.as_str()).collect()
}

#[test]
fn whoever_has_to_act_is_named_with_the_time() {
    let submitted = told([Happened::Submitted { accept_by_at: at(ACCEPT_BY) }]);
    assert_eq!(submitted.next, [window(at(ACCEPT_BY))]);
    let asked = told([
        Happened::Submitted { accept_by_at: at(ACCEPT_BY) },
        Happened::CorrectionRequested { supplement_by_at: at(SUPPLEMENT_BY), missing: missing() },
    ]);
    assert_eq!(asked.next[0].side, Side::Applicant);
    assert_eq!(asked.next[0].until_at, Some(at(SUPPLEMENT_BY)));
    assert_eq!(asked.lines[1].1.zh, "需补正：缺少制度；未填写电话");
}

#[test]
fn what_an_amendment_supplies_is_asked_of_the_applicant_no_more() {
    let asked = || {
        vec![
            Happened::Submitted { accept_by_at: at(ACCEPT_BY) },
            Happened::CorrectionRequested {
                supplement_by_at: at(SUPPLEMENT_BY),
                missing: missing(),
            },
        ]
    };
    let less = Happened::CorrectionNarrowed { missing: missing().into_iter().take(1).collect() };
    let narrowed = told(asked().into_iter().chain([less]));
    assert_eq!(narrowed.next, [applicant(at(SUPPLEMENT_BY))]);
    assert_eq!(narrowed.lines[2].1.zh, "仍需补正：缺少制度");
    let settled = Happened::CorrectionSettled { accept_by_at: at(ACCEPT_BY) };
    assert_eq!(told(asked().into_iter().chain([settled])).next, [window(at(ACCEPT_BY))]);
}

#[test]
fn steps_that_run_side_by_side_are_all_named_until_they_are_done() {
    assert_eq!(active(&told(until_now())), ["documents", "site"]);
    let done = Happened::StepDecided { step: "site".into() };
    let told = told(until_now().into_iter().chain([done]));
    assert_eq!(active(&told), ["documents"]);
    assert_eq!(told.next[0].side, Side::Department("market-regulation".into()));
    assert_eq!(told.promised_at, Some(at(SUPPLEMENT_BY)));
}

#[test]
fn a_return_takes_back_the_steps_that_are_done_again() {
    let returned = Happened::StepReturned { again: vec!["documents".into(), "site".into()] };
    let again = [returned, started("documents", "market-regulation")];
    assert_eq!(active(&told(until_now().into_iter().chain(again))), ["documents"]);
}

#[test]
fn new_due_dates_take_the_place_of_the_old_ones() {
    let later = Some(at("2026-11-01T00:00:00+08:00"));
    let steps = vec![StepDue { step: "site".into(), due_at: later }];
    let resumed = Happened::Resumed { dues: NewDues { promised_at: later, steps } };
    let told = told(until_now().into_iter().chain([resumed]));
    assert_eq!(told.promised_at, later);
    assert_eq!(told.next[1].until_at, later);
    assert_eq!(told.next[0].until_at, Some(at(ACCEPT_BY)));
}

#[test]
fn nothing_comes_after_the_end_until_it_is_taken_back() {
    let concluded = refused();
    let over = told(until_now().into_iter().chain([concluded.clone()]));
    assert_eq!((over.next.len(), over.promised_at), (0, None));
    assert_eq!(over.lines.last().unwrap().1.zh, "已办结：不予（不符合条件）");
    let reopened = reopened(&["documents", "site"], None);
    let goes_on = [concluded, reopened, started("site", "fire-rescue")];
    assert_eq!(active(&told(until_now().into_iter().chain(goes_on))), ["site"]);
    let too_late = [Happened::Withdrawn, refused(), Happened::WithdrawalOvertaken];
    assert_eq!(told(until_now().into_iter().chain(too_late)).next, []);
    for end in [Happened::Withdrawn, Happened::Linked] {
        assert_eq!(told(until_now().into_iter().chain([end])).next, []);
    }
}

#[test]
fn a_step_that_began_while_the_applicant_withdrew_ends_when_approval_hears_of_it() {
    let begun_meanwhile = [Happened::Withdrawn, started("decision", "market-regulation")];
    let end = [Happened::ClosedByWithdrawal];
    let told = told(until_now().into_iter().chain(begun_meanwhile).chain(end));
    assert_eq!((told.next, told.promised_at), (vec![], None));
    assert_eq!(told.lines.iter().filter(|(_, line)| line.zh == "申请已撤回").count(), 1);
}

#[test]
fn a_reopened_case_shows_its_new_promise_and_the_steps_that_are_still_under_way() {
    let later = Some(at("2026-11-01T00:00:00+08:00"));
    let steps = vec![StepDue { step: "site".into(), due_at: later }];
    let dues = NewDues { promised_at: later, steps };
    let again = [refused(), reopened(&["documents"], Some(dues))];
    let told = told(until_now().into_iter().chain(again));
    assert_eq!(active(&told), ["site"]);
    assert_eq!((told.next[0].until_at, told.promised_at), (later, later));
}

#[test]
fn a_reopening_that_says_nothing_of_due_dates_goes_on_with_those_there_were() {
    // The applicant withdrew when the case had just been decided: it ended twice.
    let again = [refused(), Happened::Withdrawn, reopened(&["documents"], None)];
    let told = told(until_now().into_iter().chain(again));
    assert_eq!(active(&told), ["site"]);
    assert_eq!(told.next[0].until_at, Some(at(ACCEPT_BY)));
    assert_eq!(told.promised_at, Some(at(SUPPLEMENT_BY)));
}

#[test]
fn what_stands_still_is_due_at_no_time() {
    let suspended = |dues| Happened::Suspended { reason: "听证".into(), dues };
    let steps = vec![StepDue { step: "site".into(), due_at: None }];
    let dues = NewDues { promised_at: None, steps };
    let stopped = told(until_now().into_iter().chain([suspended(Some(dues))]));
    assert_eq!((stopped.promised_at, stopped.next[1].until_at), (None, None));
    let unsaid = told(until_now().into_iter().chain([suspended(None)]));
    assert_eq!(unsaid.promised_at, Some(at(SUPPLEMENT_BY)));
}
