//! The rows of absences.

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table, delete, put};

use super::events::Event;

pub(crate) const EVENTS: &[&str] =
    &["coordination.absence_noted.v1", "coordination.absence_ended.v1"];

pub(crate) const TABLES: &[&Table] = &[&ABSENCES];

/// One row per account that was said to be away and did not come back early; whether it is away
/// now is asked of the clock.
static ABSENCES: Table = Table {
    name: "absences",
    key: &["account"],
    ddl: &[
        "CREATE TABLE absences (
            account TEXT PRIMARY KEY,
            department TEXT NOT NULL,
            from_at BIGINT NOT NULL,
            until_at BIGINT NOT NULL,
            deputy TEXT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX absences_until ON absences (until_at, account)",
        "CREATE INDEX absences_deputy ON absences (deputy, until_at) WHERE deputy IS NOT NULL",
    ],
};

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let row = match event.decode()? {
        Event::AbsenceNoted { account, department, from, until, deputy } => put(
            &ABSENCES,
            [("account", account.into())],
            [
                ("department", department.into()),
                ("from_at", from.into()),
                ("until_at", until.into()),
                ("deputy", deputy.into()),
                ("caused_by", event.id.into()),
            ],
        ),
        Event::AbsenceEnded { account } => delete(&ABSENCES, [("account", account.into())]),
    };
    Ok(vec![row])
}
