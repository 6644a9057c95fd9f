//! When the work of a case lay between departments: from the moment at which one asks another until
//! that one answers, or is no longer asked. Turns are rows; spans are made of them when they are
//! asked for, so that what goes on is counted up to that moment.

use jiff::Timestamp;
use tongban_kernel::{CaseId, Recorded, TaskId};
use tongban_readmodel::{RowOp, Table, Value, put};

use super::tasks::{Share, TaskEvent};

/// One row per turn of a task: from then on it waits for another department, or no longer.
pub(super) static TURNS: Table = Table {
    name: "task_turns",
    key: &["task_id", "caused_by"],
    ddl: &[
        // Departments stand where they are said: when a task is asked for, and who is asked anew.
        "CREATE TABLE task_turns (
            task_id UUID NOT NULL,
            caused_by UUID NOT NULL,
            case_id UUID NOT NULL,
            at BIGINT NOT NULL,
            log_seq BIGINT NOT NULL,
            waits INTEGER NOT NULL,
            from_department TEXT,
            to_department TEXT,
            PRIMARY KEY (task_id, caused_by)
        )",
        "CREATE INDEX task_turns_case ON task_turns (case_id, task_id, at)",
    ],
};

/// Times for which a case was closed before it was reopened.
pub(super) static CLOSURES: Table = Table {
    name: "closures",
    key: &["case_id", "from_at"],
    ddl: &["CREATE TABLE closures (
        case_id UUID NOT NULL,
        from_at BIGINT NOT NULL,
        until_at BIGINT NOT NULL,
        caused_by UUID NOT NULL,
        PRIMARY KEY (case_id, from_at)
    )"],
};

pub(super) fn rows(event: &TaskEvent, cause: &Recorded) -> Vec<RowOp> {
    let now = cause.occurred_at;
    let waits = |task_id: TaskId, case_id: CaseId, at, from: Value, to: Value| {
        turn(task_id, case_id, at, true, [from, to], cause)
    };
    let ends = |task_id: TaskId, case_id: CaseId, at| {
        turn(task_id, case_id, at, false, [Value::Null, Value::Null], cause)
    };
    match event {
        TaskEvent::Requested(request) => {
            let (from, to) = (&request.from_department, &request.to_department);
            let at = request.requested_at;
            vec![waits(request.task_id, request.case_id, at, from.into(), to.into())]
        }
        TaskEvent::Reassigned { task_id, case_id, to_department, .. } => {
            vec![waits(*task_id, *case_id, now, Value::Null, to_department.into())]
        }
        TaskEvent::Replied { task_id, case_id, shares, replied_at, .. } => {
            let at = replied_at.unwrap_or(now);
            // Who shares the task waited for the same answer, under a task of their own.
            let own = Share { task_id: *task_id, case_id: *case_id };
            let all = std::iter::once(&own).chain(shares);
            all.map(|share| ends(share.task_id, share.case_id, at)).collect()
        }
        TaskEvent::SentBack { task_id, case_id, shares, sent_back_at, .. } => {
            let at = sent_back_at.unwrap_or(now);
            let own = Share { task_id: *task_id, case_id: *case_id };
            let again =
                |share: &Share| waits(share.task_id, share.case_id, at, Value::Null, Value::Null);
            std::iter::once(&own).chain(shares).map(again).collect()
        }
        TaskEvent::Resumed { task_id, case_id, .. } => {
            vec![waits(*task_id, *case_id, now, Value::Null, Value::Null)]
        }
        TaskEvent::Withdrawn { task_id, case_id } | TaskEvent::Closed { task_id, case_id } => {
            vec![ends(*task_id, *case_id, now)]
        }
        // What was returned still waits, for the coordinator; and what gave way, for the other task.
        TaskEvent::Returned { .. }
        | TaskEvent::Extended { .. }
        | TaskEvent::Joined { .. }
        | TaskEvent::Warned { .. } => Vec::new(),
    }
}

fn turn(
    task_id: TaskId,
    case_id: CaseId,
    at: Timestamp,
    waits: bool,
    [from, to]: [Value; 2],
    cause: &Recorded,
) -> RowOp {
    let key = [("task_id", task_id.into()), ("caused_by", cause.id.into())];
    let set = [
        ("case_id", case_id.into()),
        ("at", at.into()),
        // What happens at one instant is told apart by its place in the log.
        ("log_seq", i64::try_from(cause.seq.0).unwrap_or(i64::MAX).into()),
        ("waits", waits.into()),
        ("from_department", from),
        ("to_department", to),
    ];
    put(&TURNS, key, set)
}

/// A case was closed from then until then.
pub(super) fn closed(
    case_id: CaseId,
    from: Timestamp,
    until: Timestamp,
    cause: &Recorded,
) -> RowOp {
    let key = [("case_id", case_id.into()), ("from_at", from.into())];
    put(&CLOSURES, key, [("until_at", until.into()), ("caused_by", cause.id.into())])
}
