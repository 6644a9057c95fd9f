//! The rows that lists, one case and its progress are read from.

mod foreign;
mod story;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, DecodeError, Personal, Recorded, Satisfaction};
use tongban_readmodel::{Cells, Projection, RowOp, Table, Value, change, put};
use tongban_vault::{BlindIndex, Party};

use crate::events::{
    Answers, Aspect, Changes, Event, HandedIn, PersonalAnswers, Rated, Submission,
};
use foreign::Foreign;
pub use story::{Happened, NewDues, Next, Scene, Side, Told, tell};
pub use tables::{ANSWERS, CASES, MATERIALS, NAMES, PROGRESS};

/// Applications, their files, and what became of them step by step.
///
/// Ciphertext lies in the rows as it lies in the log: only blind indexes can be searched.
#[derive(Clone, Copy, Debug)]
pub struct Intake;

/// What a row keeps of a rating: who applied stands in the row already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatingRow {
    /// How satisfied the applicant is.
    pub satisfaction: Satisfaction,
    /// What that rests on.
    pub aspects: BTreeSet<Aspect>,
    /// What was said besides.
    pub words: Option<Personal<String>>,
}

impl From<Rated> for RatingRow {
    fn from(Rated { satisfaction, aspects, words, .. }: Rated) -> Self {
        Self { satisfaction, aspects, words }
    }
}

impl Projection for Intake {
    const NAME: &'static str = "intake";
    const VERSION: u32 = 4;
    const EVENTS: &'static [&'static str] = &[
        "intake.case_submitted.v1",
        "intake.correction_requested.v1",
        "intake.correction_narrowed.v1",
        "intake.correction_settled.v1",
        "intake.case_supplemented.v1",
        "intake.case_accepted.v1",
        "intake.case_declined.v1",
        "intake.case_withdrawn.v1",
        "intake.withdrawal_overtaken.v1",
        "intake.case_amended.v1",
        "intake.duplicate_linked.v1",
        "intake.case_finished.v1",
        "intake.case_resumed.v1",
        "intake.service_rated.v1",
        "approval.case_opened.v1",
        "approval.step_started.v1",
        "approval.step_decided.v1",
        "approval.step_returned.v1",
        "approval.clock_suspended.v1",
        "approval.clock_resumed.v1",
        "approval.deadline_extended.v1",
        "approval.case_concluded.v1",
        "approval.case_reopened.v1",
        "approval.case_annulled.v1",
        "approval.case_closed_by_withdrawal.v1",
    ];
    const TABLES: &'static [&'static Table] = &[&CASES, &NAMES, &ANSWERS, &MATERIALS, &PROGRESS];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        if event.kind.as_str().starts_with("approval.") {
            let (case_id, happened) = event.decode::<Foreign>()?.into_line();
            return Ok(vec![line(case_id, event, &happened)]);
        }
        Ok(rows(event.decode()?, event))
    }
}

fn rows(event: Event, cause: &Recorded) -> Vec<RowOp> {
    match event {
        Event::CaseSubmitted(submission) => begin(*submission, cause),
        Event::CorrectionRequested { case_id, missing, supplement_by_at, .. } => {
            let set = [("missing", json(&missing)), ("supplement_by_at", supplement_by_at.into())];
            let told = Happened::CorrectionRequested { supplement_by_at, missing };
            vec![now_is(case_id, "awaiting_supplement", cause, set), line(case_id, cause, &told)]
        }
        Event::CorrectionNarrowed { case_id, missing } => {
            let row = now_is(case_id, "awaiting_supplement", cause, [("missing", json(&missing))]);
            vec![row, line(case_id, cause, &Happened::CorrectionNarrowed { missing })]
        }
        Event::CorrectionSettled { case_id, accept_by_at, .. } => {
            let told = Happened::CorrectionSettled { accept_by_at };
            vec![complete(case_id, accept_by_at, cause), line(case_id, cause, &told)]
        }
        Event::CaseSupplemented {
            case_id, materials, form, personal_form, accept_by_at, ..
        } => {
            let told = Happened::Supplemented { accept_by_at };
            let mut rows = vec![complete(case_id, accept_by_at, cause)];
            rows.push(line(case_id, cause, &told));
            rows.extend(answers(case_id, &form, &personal_form, cause));
            rows.extend(files(case_id, materials, cause));
            rows
        }
        Event::CaseAccepted { case_id, accepted_at, deemed, .. } => {
            let set = [("accepted_at", accepted_at.into()), ("is_deemed", deemed.into())];
            let told = Happened::Accepted { deemed };
            vec![now_is(case_id, "accepted", cause, set), line(case_id, cause, &told)]
        }
        Event::CaseDeclined { case_id, reason, .. } => {
            let told = Happened::Declined { reason };
            vec![now_is(case_id, "declined", cause, []), line(case_id, cause, &told)]
        }
        Event::CaseWithdrawn { case_id, .. } => {
            let told = Happened::Withdrawn;
            let set = [("outcome", Value::Null), ("concluded_at", Value::Null)];
            vec![now_is(case_id, "withdrawn", cause, set), line(case_id, cause, &told)]
        }
        Event::WithdrawalOvertaken { case_id } => {
            let told = Happened::WithdrawalOvertaken;
            let set = [("rating", Value::Null)];
            vec![now_is(case_id, "accepted", cause, set), line(case_id, cause, &told)]
        }
        Event::DuplicateLinked { case_id, duplicate_of, .. } => {
            let set = [("duplicate_of", duplicate_of.into())];
            let told = Happened::Linked;
            vec![now_is(case_id, "duplicate", cause, set), line(case_id, cause, &told)]
        }
        Event::CaseAmended { case_id, changes, .. } => amended(case_id, &changes, cause),
        Event::CaseFinished { case_id, outcome, concluded_at } => {
            let set = [("outcome", outcome.as_str().into()), ("concluded_at", concluded_at.into())];
            vec![now_is(case_id, "finished", cause, set)]
        }
        Event::CaseResumed { case_id } => {
            let nothing = |column| (column, Value::Null);
            let set = ["outcome", "concluded_at", "rating"].map(nothing);
            vec![now_is(case_id, "accepted", cause, set)]
        }
        Event::ServiceRated(rated) => {
            let told = Happened::Rated { satisfaction: rated.satisfaction };
            let case_id = rated.case_id;
            let set = [("rating", json(&RatingRow::from(*rated))), ("caused_by", cause.id.into())];
            vec![change(&CASES, key(case_id), set), line(case_id, cause, &told)]
        }
        // Not declared: who saw what stands in the log.
        Event::PersonalDataShown { .. } => Vec::new(),
    }
}

fn begin(submission: Submission, cause: &Recorded) -> Vec<RowOp> {
    let case_id = submission.case_id;
    let accept_by_at = submission.accept_by_at;
    let applicant = &submission.applicant;
    let phone_index = applicant.phone_index.map(|index| index.to_string());
    let row = put(
        &CASES,
        key(case_id),
        [
            ("number", submission.number.as_str().into()),
            ("item_code", submission.item_code.into()),
            ("item_version", submission.item_version.into()),
            ("department", submission.department.into()),
            ("channel", submission.channel.as_str().into()),
            ("state", "submitted".into()),
            ("received_at", submission.received_at.into()),
            ("accept_by_at", accept_by_at.into()),
            ("applicant", json(applicant)),
            ("identity_index", applicant.identity_index.to_string().into()),
            ("phone_index", phone_index.into()),
            ("form", json(&submission.form)),
            ("personal_form", json(&submission.personal_form)),
            ("caused_by", cause.id.into()),
        ],
    );
    let told = Happened::Submitted { accept_by_at };
    let rows = [row, line(case_id, cause, &told)];
    let names = names(case_id, &submission.applicant, cause);
    rows.into_iter().chain(names).chain(files(case_id, submission.materials, cause)).collect()
}

fn amended(case_id: CaseId, changes: &Changes, cause: &Recorded) -> Vec<RowOp> {
    let mut set: Cells = vec![("caused_by", cause.id.into())];
    if let Some(applicant) = &changes.applicant {
        set.push(("applicant", json(applicant)));
        set.push(("identity_index", applicant.identity_index.to_string().into()));
        let phone = applicant.phone_index.map(|index| index.to_string());
        set.push(("phone_index", phone.into()));
    }
    let mut rows = vec![change(&CASES, key(case_id), set)];
    rows.extend(changes.applicant.iter().flat_map(|applicant| names(case_id, applicant, cause)));
    rows.extend(answers(case_id, &changes.form, &changes.personal_form, cause));
    rows
}

fn names(case_id: CaseId, applicant: &Party, cause: &Recorded) -> Vec<RowOp> {
    let row = |index: &BlindIndex| {
        put(
            &NAMES,
            [("name_index", index.to_string().into()), ("case_id", case_id.into())],
            [("caused_by", cause.id.into())],
        )
    };
    applicant.name_indexes.iter().map(row).collect()
}

fn key(case_id: CaseId) -> [(&'static str, Value); 1] {
    [("case_id", case_id.into())]
}

fn now_is<const N: usize>(
    case_id: CaseId,
    state: &'static str,
    cause: &Recorded,
    set: [(&'static str, Value); N],
) -> RowOp {
    let both = [("state", state.into()), ("caused_by", cause.id.into())];
    change(&CASES, key(case_id), set.into_iter().chain(both).collect::<Cells>())
}

/// Nothing is missing any more: the office has to answer.
fn complete(case_id: CaseId, accept_by_at: Timestamp, cause: &Recorded) -> RowOp {
    let set = [("missing", Value::Null), ("accept_by_at", accept_by_at.into())];
    now_is(case_id, "submitted", cause, set)
}

fn line(case_id: CaseId, cause: &Recorded, happened: &Happened) -> RowOp {
    put(
        &PROGRESS,
        [("case_id", case_id.into()), ("seq", number(cause.seq.0))],
        [
            ("at", cause.occurred_at.into()),
            ("happened", json(happened)),
            ("caused_by", cause.id.into()),
        ],
    )
}

/// Answers that came after the first ones: they take the place of those of the same field.
fn answers(
    case_id: CaseId,
    form: &Answers,
    personal_form: &PersonalAnswers,
    cause: &Recorded,
) -> Vec<RowOp> {
    let row = |field: &str, answer: Value, is_personal: bool| {
        put(
            &ANSWERS,
            [("case_id", case_id.into()), ("field", field.into())],
            [
                ("answer", answer),
                ("is_personal", is_personal.into()),
                ("caused_by", cause.id.into()),
            ],
        )
    };
    let plain = form.iter().map(|(field, answer)| row(field, json(answer), false));
    let personal = personal_form.iter().map(|(field, answer)| row(field, json(answer), true));
    plain.chain(personal).collect()
}

fn files(case_id: CaseId, materials: Vec<HandedIn>, cause: &Recorded) -> Vec<RowOp> {
    let row = |file: HandedIn| {
        put(
            &MATERIALS,
            [
                ("case_id", case_id.into()),
                ("code", file.code.into()),
                ("sha256", file.sha256.to_string().into()),
            ],
            [
                ("size_bytes", number(file.size_bytes)),
                ("content_type", file.content_type.as_str().into()),
                ("handed_in_at", cause.occurred_at.into()),
                ("revision", number(cause.revision)),
                ("caused_by", cause.id.into()),
            ],
        )
    };
    materials.into_iter().map(row).collect()
}

/// A count or a place; beyond nine quintillion all are equal.
fn number(n: u64) -> Value {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

/// A value as JSON text. What was just read from JSON can be written as such.
fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_string(value).ok().into()
}
