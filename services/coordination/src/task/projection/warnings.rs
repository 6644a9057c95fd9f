use tongban_kernel::Recorded;
use tongban_readmodel::{RowOp, Table, put};

use crate::task::events::Event;

/// One row per warning: who was told what, and when.
pub(super) static WARNINGS: Table = Table {
    name: "warnings",
    key: &["task_id", "epoch", "rung"],
    ddl: &[
        "CREATE TABLE warnings (
            task_id UUID NOT NULL,
            epoch INTEGER NOT NULL,
            rung TEXT NOT NULL,
            case_id UUID NOT NULL,
            occasion TEXT NOT NULL,
            number TEXT NOT NULL,
            department TEXT NOT NULL,
            asking TEXT,
            to_role TEXT NOT NULL,
            due_at BIGINT NOT NULL,
            issued_at BIGINT NOT NULL,
            caused_by UUID NOT NULL,
            log_partition INTEGER NOT NULL,
            log_seq BIGINT NOT NULL,
            PRIMARY KEY (task_id, epoch, rung)
        )",
        // In the order of the log, which never gains a row behind one that was read: for the stream.
        "CREATE INDEX warnings_log ON warnings (log_partition, log_seq)",
        "CREATE INDEX warnings_issued ON warnings (issued_at, caused_by)",
        "CREATE INDEX warnings_rung ON warnings (rung, issued_at, caused_by)",
        "CREATE INDEX warnings_department ON warnings (department, issued_at, caused_by)",
        "CREATE INDEX warnings_asking ON warnings (asking, issued_at, caused_by)",
        "CREATE INDEX warnings_case ON warnings (case_id, issued_at, caused_by)",
    ],
};

pub(super) fn row(event: &Event, cause: &Recorded) -> Option<RowOp> {
    let Event::WarningIssued {
        task_id,
        case_id,
        occasion,
        number,
        rung,
        epoch,
        due_at,
        issued_at,
        department,
        from_department,
        to_role,
        answer_by_at: _,
    } = event
    else {
        return None;
    };
    let key = [
        ("task_id", (*task_id).into()),
        ("epoch", (*epoch).into()),
        ("rung", rung.as_str().into()),
    ];
    let set = [
        ("case_id", (*case_id).into()),
        ("occasion", occasion.as_str().into()),
        ("number", number.as_str().into()),
        ("department", department.into()),
        ("asking", from_department.clone().into()),
        ("to_role", to_role.as_str().into()),
        ("due_at", (*due_at).into()),
        ("issued_at", (*issued_at).into()),
        ("caused_by", cause.id.into()),
        ("log_partition", cause.partition.into()),
        ("log_seq", i64::try_from(cause.seq.0).unwrap_or(i64::MAX).into()),
    ];
    Some(put(&WARNINGS, key, set))
}
