use tongban_kernel::Recorded;
use tongban_readmodel::{RowOp, Table, put};

use crate::emergency::events::Event;

/// One row per report on how things stand.
pub(super) static SITUATION_REPORTS: Table = Table {
    name: "situation_reports",
    key: &["case_id", "nth"],
    ddl: &["CREATE TABLE situation_reports (
        case_id UUID NOT NULL,
        nth INTEGER NOT NULL,
        department TEXT,
        text TEXT NOT NULL,
        reported_at BIGINT NOT NULL,
        caused_by UUID NOT NULL,
        PRIMARY KEY (case_id, nth)
    )"],
};

pub(super) fn row(event: &Event, cause: &Recorded) -> Option<RowOp> {
    let Event::SituationReported { case_id, nth, department, text, reported_at } = event else {
        return None;
    };
    let key = [("case_id", (*case_id).into()), ("nth", (*nth).into())];
    let set = [
        ("department", department.clone().into()),
        ("text", text.into()),
        ("reported_at", (*reported_at).into()),
        ("caused_by", cause.id.into()),
    ];
    Some(put(&SITUATION_REPORTS, key, set))
}
