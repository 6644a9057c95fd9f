use tongban_kernel::{CaseId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, change, put};

use crate::emergency::events::Event;

/// One row per emergency or drill.
///
/// `is_awaited`: nobody has responded, and that was not noted.
pub(super) static EMERGENCIES: Table = Table {
    name: "emergencies",
    key: &["case_id"],
    ddl: &[
        "CREATE TABLE emergencies (
            case_id UUID NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            occasion TEXT NOT NULL,
            state TEXT NOT NULL,
            plan TEXT NOT NULL,
            plan_version INTEGER NOT NULL,
            plan_zh TEXT NOT NULL,
            plan_en TEXT NOT NULL,
            kind TEXT NOT NULL,
            severity TEXT NOT NULL,
            lead_department TEXT NOT NULL,
            what TEXT NOT NULL,
            place TEXT NOT NULL,
            declared_at BIGINT NOT NULL,
            respond_by_at BIGINT NOT NULL,
            is_awaited INTEGER NOT NULL,
            responded_at BIGINT,
            responded_by TEXT,
            ended_at BIGINT,
            note TEXT,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX emergencies_newest ON emergencies (declared_at, case_id)",
        "CREATE INDEX emergencies_state ON emergencies (state, declared_at, case_id)",
        "CREATE INDEX emergencies_awaited ON emergencies (respond_by_at) WHERE is_awaited = 1",
    ],
};

pub(super) fn row(event: Event, cause: &Recorded) -> RowOp {
    match event {
        Event::EmergencyDeclared {
            case_id,
            number,
            occasion,
            plan,
            plan_version,
            plan_name,
            kind,
            severity,
            lead,
            what,
            place,
            ladder: _,
            tasks: _,
            declared_at,
            respond_by_at,
        } => {
            let set = [
                ("number", number.as_str().into()),
                ("occasion", occasion.as_str().into()),
                ("state", "declared".into()),
                ("plan", plan.into()),
                ("plan_version", plan_version.into()),
                ("plan_zh", plan_name.zh.into()),
                ("plan_en", plan_name.en.into()),
                ("kind", kind.as_str().into()),
                ("severity", severity.as_str().into()),
                ("lead_department", lead.into()),
                ("what", what.into()),
                ("place", place.into()),
                ("declared_at", declared_at.into()),
                ("respond_by_at", respond_by_at.into()),
                ("is_awaited", true.into()),
                ("changed_at", cause.recorded_at.into()),
                ("caused_by", cause.id.into()),
            ];
            put(&EMERGENCIES, [("case_id", case_id.into())], set)
        }
        Event::EmergencyResponded { case_id, department, responded_at, .. } => {
            let by = ("responded_by", department.into());
            let response = vec![("responded_at", responded_at.into()), by, awaited(false)];
            changed(case_id, [is_now("responded"), response].concat(), cause)
        }
        Event::EmergencyUnanswered { case_id, .. } => changed(case_id, vec![awaited(false)], cause),
        Event::SituationReported { case_id, text, .. } => {
            changed(case_id, vec![("note", text.into())], cause)
        }
        Event::SeverityChanged { case_id, to, reason, .. } => {
            let severity = ("severity", to.as_str().into());
            changed(case_id, vec![severity, ("note", reason.into())], cause)
        }
        Event::EmergencyEnded { case_id, summary, ended_at, .. } => {
            let end = [("ended_at", ended_at.into()), ("note", summary.into()), awaited(false)];
            changed(case_id, [is_now("ended"), end.into()].concat(), cause)
        }
        Event::PaperHandedIn { case_id, .. }
        | Event::PaperWaived { case_id, .. }
        | Event::PaperLate { case_id, .. } => changed(case_id, Vec::new(), cause),
        Event::EmergencyClosed { case_id } => changed(case_id, is_now("closed"), cause),
    }
}

fn is_now(state: &str) -> Cells {
    vec![("state", state.into())]
}

fn awaited(is_awaited: bool) -> (&'static str, tongban_readmodel::Value) {
    ("is_awaited", is_awaited.into())
}

fn changed(case_id: CaseId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("changed_at", cause.recorded_at.into()), ("caused_by", cause.id.into())]);
    change(&EMERGENCIES, [("case_id", case_id.into())], set)
}
