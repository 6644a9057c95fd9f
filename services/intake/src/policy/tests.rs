use serde_json::json;

use super::*;
use crate::samples::{case_id, closed_by_withdrawal, foreign};

fn orders(kind: &'static str, data: &serde_json::Value) -> Vec<Order> {
    EndOfApproval.react(&foreign(kind, data, 7)).unwrap()
}

#[test]
fn a_conclusion_finishes_the_case_with_its_outcome() {
    let data = json!({
        "case_id": case_id(), "outcome": "refused", "concluded_at": "2026-10-12T02:00:00Z",
        "reason": "不符合条件", "ended_tasks": [],
    });
    let concluded_at = "2026-10-12T02:00:00Z".parse().unwrap();
    let command = Command::Finish { outcome: Outcome::Refused, concluded_at };
    assert_eq!(
        orders("approval.case_concluded.v1", &data),
        [Order { case_id: case_id(), command }]
    );
}

#[test]
fn a_reopening_lets_the_case_go_on_and_an_annulment_ends_it() {
    let data = json!({ "case_id": case_id(), "reason": "复核", "basis": "决定书" });
    let resumed = orders("approval.case_reopened.v1", &data);
    assert_eq!(resumed, [Order { case_id: case_id(), command: Command::Resume }]);
    let annulled = orders("approval.case_annulled.v1", &data);
    let [Order { command: Command::Finish { outcome: Outcome::Annulled, .. }, .. }] = annulled[..]
    else {
        panic!("{annulled:?}");
    };
}

#[test]
fn an_end_by_withdrawal_is_confirmed() {
    let (kind, data) = closed_by_withdrawal();
    let confirmed = orders(kind, &data);
    assert_eq!(confirmed, [Order { case_id: case_id(), command: Command::ConfirmWithdrawal }]);
}

#[test]
fn an_event_that_lost_a_field_is_not_guessed() {
    let event = foreign("approval.case_concluded.v1", &json!({ "case_id": case_id() }), 7);
    assert!(EndOfApproval.react(&event).is_err());
}
