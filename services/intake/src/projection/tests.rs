use serde_json::json;
use tongban_kernel::testkit::at;
use tongban_readmodel::RowChange;

use super::story::StepDue;
use super::*;
use crate::events::{Changes, Outcome};
use crate::samples::*;

fn rows_of(event: &Event) -> Vec<RowOp> {
    Intake.project(&recorded(event, 9)).unwrap()
}

fn of<'a>(rows: &'a [RowOp], table: &Table) -> Vec<&'a RowOp> {
    rows.iter().filter(|row| row.table == table).collect()
}

/// What the only row of this table is set to, in this column.
#[track_caller]
fn cell(rows: &[RowOp], table: &Table, column: &str) -> Value {
    let [row] = of(rows, table)[..] else { panic!("one row of {}, not {rows:?}", table.name) };
    let (RowChange::Put(cells) | RowChange::Change(cells)) = &row.change else {
        panic!("{row:?} sets nothing");
    };
    let found = cells.iter().find(|(name, _)| *name == column);
    found.unwrap_or_else(|| panic!("no {column} in {cells:?}")).1.clone()
}

#[track_caller]
fn told(rows: &[RowOp]) -> Happened {
    let Value::Text(json) = cell(rows, &PROGRESS, "happened") else { panic!("{rows:?}") };
    serde_json::from_str(&json).unwrap()
}

#[test]
fn an_application_becomes_a_row_with_its_files_and_its_first_line() {
    let rows = rows_of(&submitted());
    assert_eq!(cell(&rows, &CASES, "state"), "submitted".into());
    assert_eq!(cell(&rows, &CASES, "accept_by_at"), at(ACCEPT_BY).into());
    let index = party().identity_index.to_string();
    assert_eq!(cell(&rows, &CASES, "identity_index"), index.into());
    assert_eq!(cell(&rows, &CASES, "caused_by"), event_id(9).into());
    assert_eq!(cell(&rows, &MATERIALS, "revision"), 9_i64.into());
    assert_eq!(cell(&rows, &NAMES, "caused_by"), event_id(9).into());
    assert_eq!(told(&rows), Happened::Submitted { accept_by_at: at(ACCEPT_BY) });
}

#[test]
fn what_is_personal_lies_in_the_rows_as_ciphertext() {
    let rows = rows_of(&submitted());
    let Value::Text(form) = cell(&rows, &CASES, "personal_form") else { panic!("{rows:?}") };
    let form: PersonalAnswers = serde_json::from_str(&form).unwrap();
    assert_eq!(form, personal_form());
}

#[test]
fn every_state_is_the_row_s_state_and_a_line() {
    let now = "2026-09-28T10:00:00+08:00";
    let linked = Event::DuplicateLinked {
        case_id: case_id(),
        duplicate_of: case_id(),
        basis: String::new(),
    };
    for (event, state) in [
        (asked(false), "awaiting_supplement"),
        (narrowed(), "awaiting_supplement"),
        (settled(), "submitted"),
        (accepted(now, false), "accepted"),
        (withdrawn(), "withdrawn"),
        (linked, "duplicate"),
        (Event::WithdrawalOvertaken { case_id: case_id() }, "accepted"),
    ] {
        let rows = rows_of(&event);
        assert_eq!(cell(&rows, &CASES, "state"), state.into());
        assert_eq!(of(&rows, &PROGRESS).len(), 1, "{event:?}");
    }
    let rows = rows_of(&finished(Outcome::Refused));
    assert_eq!(cell(&rows, &CASES, "outcome"), "refused".into());
    assert_eq!(of(&rows, &PROGRESS).len(), 0, "approval tells it");
}

#[test]
fn a_supplement_brings_answers_and_files_and_asks_nothing_more() {
    let rows = rows_of(&supplemented("2026-09-29T10:00:00+08:00", ACCEPT_BY));
    assert_eq!(cell(&rows, &CASES, "state"), "submitted".into());
    assert_eq!(cell(&rows, &CASES, "missing"), Value::Null);
    assert_eq!(cell(&rows, &ANSWERS, "is_personal"), true.into());
    assert_eq!(of(&rows, &MATERIALS).len(), 1);
}

#[test]
fn what_an_amendment_leaves_missing_takes_the_place_of_what_was_asked_for() {
    let rows = rows_of(&narrowed());
    let Value::Text(json) = cell(&rows, &CASES, "missing") else { panic!("{rows:?}") };
    let wanted = json!([{ "material": "safety-rules", "reason": missing()[0].reason }]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), wanted);
    let rows = rows_of(&settled());
    assert_eq!(cell(&rows, &CASES, "missing"), Value::Null);
    assert_eq!(cell(&rows, &CASES, "accept_by_at"), at(ACCEPT_BY).into());
}

#[test]
fn an_amended_applicant_is_found_by_the_new_identity() {
    let applicant = tongban_vault::Party {
        identity_index: "ffffffffffffffffffffffffffffffff".parse().unwrap(),
        phone_index: None,
        ..party()
    };
    let changes = Changes {
        applicant: Some(applicant.clone()),
        form: form(),
        personal_form: PersonalAnswers::new(),
    };
    let rows = rows_of(&Event::CaseAmended {
        case_id: case_id(),
        changes: Box::new(changes),
        reason: String::new(),
        basis: String::new(),
    });
    let index = applicant.identity_index.to_string();
    assert_eq!(cell(&rows, &CASES, "identity_index"), index.into());
    assert_eq!(cell(&rows, &CASES, "phone_index"), Value::Null);
    assert_eq!(cell(&rows, &ANSWERS, "answer"), "\"retail\"".into());
}

#[test]
fn what_approval_does_is_told_to_the_applicant() {
    let due = json!({
        "state": "due", "due_at": ACCEPT_BY, "due_on": "2026-10-10", "provisional": false,
        "calendar": 1,
    });
    let data = json!({
        "case_id": case_id(), "number": "x", "step": "site", "round": 1,
        "name": { "zh": "现场核查", "en": "Site inspection" }, "department": "fire-rescue",
        "deadline": due, "cooperation": [],
    });
    let rows = Intake.project(&foreign("approval.step_started.v1", &data, 9)).unwrap();
    let expected = Happened::StepStarted {
        step: "site".into(),
        name: tongban_kernel::Text::new("现场核查", "Site inspection"),
        department: "fire-rescue".into(),
        due_at: Some(at(ACCEPT_BY)),
    };
    assert_eq!((rows.len(), told(&rows)), (1, expected));
    let data = json!({ "case_id": case_id(), "outcome": "granted", "reason": "" });
    let rows = Intake.project(&foreign("approval.case_concluded.v1", &data, 9)).unwrap();
    let granted = Happened::Concluded { outcome: Outcome::Granted, reason: String::new() };
    assert_eq!(told(&rows), granted);
    assert!(Intake.project(&foreign("approval.case_opened.v1", &data, 9)).is_err());
}

#[test]
fn a_reopening_tells_the_applicant_what_is_due_from_then_on() {
    let due = json!({
        "state": "due", "due_at": ACCEPT_BY, "due_on": "2026-10-10", "provisional": false,
        "calendar": 1,
    });
    let mut data = json!({
        "case_id": case_id(), "from_step": "documents", "again": ["documents"], "reason": "复核",
        "dues": {
            "statutory": due, "promised": due, "steps": [{ "step": "site", "deadline": due }],
        },
    });
    let reopened = |data: &serde_json::Value| {
        told(&Intake.project(&foreign("approval.case_reopened.v1", data, 9)).unwrap())
    };
    let with =
        |dues| Happened::Reopened {
            again: vec!["documents".into()], reason: "复核".into(), dues
        };
    let due_at = Some(at(ACCEPT_BY));
    let steps = vec![StepDue { step: "site".into(), due_at }];
    assert_eq!(reopened(&data), with(Some(NewDues { promised_at: due_at, steps })));
    data.as_object_mut().unwrap().remove("dues");
    assert_eq!(reopened(&data), with(None));
}

#[test]
fn that_approval_stopped_after_a_withdrawal_is_read_as_approval_writes_it() {
    let (kind, data) = closed_by_withdrawal();
    let schema = include_str!("../../../../schemas/events/approval.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &json!({ "type": kind, "data": data })));
    assert!(Intake::EVENTS.contains(&kind));
    let rows = Intake.project(&foreign(kind, &data, 9)).unwrap();
    assert_eq!((rows.len(), told(&rows)), (1, Happened::ClosedByWithdrawal));
}

#[test]
fn every_declared_event_of_the_service_has_rows_and_no_other() {
    let shown = Event::PersonalDataShown { case_id: case_id() };
    assert!(!Intake::EVENTS.contains(&recorded(&shown, 9).kind.as_str()));
    for event in
        [submitted(), asked(true), narrowed(), settled(), withdrawn(), finished(Outcome::Granted)]
    {
        assert!(Intake::EVENTS.contains(&recorded(&event, 9).kind.as_str()));
        assert!(!rows_of(&event).is_empty());
    }
}
