//! What is known here of cases: whoever complains of the own one shows its number and check code.

use serde::Deserialize;
use tongban_kernel::{CaseId, CaseNumber, Recorded};
use tongban_readmodel::{RowOp, Table, change, put};
use tongban_vault::Party;

use super::json;

/// One row per case. Ciphertext lies in it as it lies in the log.
pub static CASES: Table = Table {
    name: "cases",
    key: &["case_id"],
    ddl: &[
        "CREATE TABLE cases (
            case_id UUID NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            item_code TEXT NOT NULL,
            department TEXT NOT NULL,
            applicant TEXT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX cases_by_number ON cases (number)",
    ],
};

/// What is read of intake's events; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum OfIntake {
    #[serde(rename = "intake.case_submitted.v1")]
    CaseSubmitted(Box<Submission>),
    #[serde(rename = "intake.case_amended.v1")]
    CaseAmended { case_id: CaseId, changes: Box<Changes> },
}

#[derive(Deserialize)]
pub(super) struct Submission {
    case_id: CaseId,
    number: CaseNumber,
    item_code: String,
    department: String,
    applicant: Party,
}

#[derive(Deserialize)]
pub(super) struct Changes {
    applicant: Option<Party>,
}

impl OfIntake {
    pub(super) fn rows(self, at: &Recorded) -> Vec<RowOp> {
        match self {
            Self::CaseSubmitted(submission) => vec![put(
                &CASES,
                [("case_id", submission.case_id.into())],
                [
                    ("number", submission.number.as_str().into()),
                    ("item_code", submission.item_code.into()),
                    ("department", submission.department.into()),
                    ("applicant", json(&submission.applicant)),
                    ("caused_by", at.id.into()),
                ],
            )],
            Self::CaseAmended { case_id, changes } => changes
                .applicant
                .map(|applicant| {
                    let set = [("applicant", json(&applicant)), ("caused_by", at.id.into())];
                    change(&CASES, [("case_id", case_id.into())], set)
                })
                .into_iter()
                .collect(),
        }
    }
}
