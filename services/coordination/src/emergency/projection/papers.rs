use tongban_kernel::{CaseId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, Value, change, put};

use crate::emergency::events::{Event, Outstanding};

/// One row per paper that is to be brought after an emergency.
///
/// `is_due`: it is outstanding, and that it is late was not noted.
pub(super) static SKIPPED_PAPERS: Table = Table {
    name: "skipped_papers",
    key: &["case_id", "paper"],
    ddl: &[
        "CREATE TABLE skipped_papers (
            case_id UUID NOT NULL,
            paper TEXT NOT NULL,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            department TEXT NOT NULL,
            legal_basis TEXT NOT NULL,
            state TEXT NOT NULL,
            due_at BIGINT NOT NULL,
            is_due INTEGER NOT NULL,
            note TEXT,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (case_id, paper)
        )",
        "CREATE INDEX skipped_papers_due ON skipped_papers (due_at) WHERE is_due = 1",
    ],
};

pub(super) fn rows(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    match event {
        Event::EmergencyEnded { case_id, papers, .. } => {
            papers.iter().map(|paper| outstanding(*case_id, paper, cause)).collect()
        }
        Event::PaperHandedIn { case_id, paper, reference, .. } => {
            vec![settled(*case_id, paper, "handed_in", reference, cause)]
        }
        Event::PaperWaived { case_id, paper, reason } => {
            vec![settled(*case_id, paper, "waived", reason, cause)]
        }
        Event::PaperLate { case_id, paper, .. } => {
            vec![changed(*case_id, paper, vec![("is_due", false.into())], cause)]
        }
        Event::EmergencyDeclared { .. }
        | Event::EmergencyResponded { .. }
        | Event::EmergencyUnanswered { .. }
        | Event::SituationReported { .. }
        | Event::SeverityChanged { .. }
        | Event::EmergencyClosed { .. } => Vec::new(),
    }
}

fn outstanding(case_id: CaseId, paper: &Outstanding, cause: &Recorded) -> RowOp {
    let set = [
        ("name_zh", (&paper.name.zh).into()),
        ("name_en", (&paper.name.en).into()),
        ("department", (&paper.department).into()),
        ("legal_basis", (&paper.legal_basis).into()),
        ("state", "outstanding".into()),
        ("due_at", paper.due_at.into()),
        ("is_due", true.into()),
        ("changed_at", cause.recorded_at.into()),
        ("caused_by", cause.id.into()),
    ];
    put(&SKIPPED_PAPERS, key(case_id, &paper.paper), set)
}

fn settled(case_id: CaseId, paper: &str, state: &str, note: &String, cause: &Recorded) -> RowOp {
    let set = vec![("state", state.into()), ("note", note.into()), ("is_due", false.into())];
    changed(case_id, paper, set, cause)
}

fn changed(case_id: CaseId, paper: &str, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("changed_at", cause.recorded_at.into()), ("caused_by", cause.id.into())]);
    change(&SKIPPED_PAPERS, key(case_id, paper), set)
}

fn key(case_id: CaseId, paper: &str) -> [(&'static str, Value); 2] {
    [("case_id", case_id.into()), ("paper", paper.into())]
}
