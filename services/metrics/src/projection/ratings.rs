use serde::Deserialize;
use tongban_kernel::{CaseId, CaseNumber, Recorded};
use tongban_readmodel::{RowOp, Table, put};

/// One row per case whose service was rated; of one that was taken up again, the last rating.
pub(super) static RATINGS: Table = Table {
    name: "ratings",
    key: &["case_id"],
    ddl: &[
        // `satisfaction`: 1 very satisfied … 5 (GB/T 39046).
        "CREATE TABLE ratings (
            case_id UUID NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            department TEXT NOT NULL,
            item_code TEXT NOT NULL,
            satisfaction INTEGER NOT NULL,
            rated_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX ratings_by_time ON ratings \
            (rated_at, case_id, department, item_code, satisfaction)",
        "CREATE INDEX ratings_of ON ratings (department, rated_at, item_code, satisfaction)",
    ],
};

/// What is read of the event of intake; everything else in it passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum RatingEvent {
    #[serde(rename = "intake.service_rated.v1")]
    Rated {
        case_id: CaseId,
        number: CaseNumber,
        item_code: String,
        department: String,
        satisfaction: u8,
    },
}

pub(super) fn row(event: RatingEvent, cause: &Recorded) -> RowOp {
    let RatingEvent::Rated { case_id, number, item_code, department, satisfaction } = event;
    put(
        &RATINGS,
        [("case_id", case_id.into())],
        [
            ("number", number.as_str().into()),
            ("department", department.into()),
            ("item_code", item_code.into()),
            ("satisfaction", satisfaction.into()),
            ("rated_at", cause.occurred_at.into()),
            ("caused_by", cause.id.into()),
        ],
    )
}
