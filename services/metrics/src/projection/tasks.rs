use jiff::Timestamp;
use serde::Deserialize;
use tongban_kernel::{CaseId, CaseNumber, Recorded, TaskId};
use tongban_readmodel::{Cells, RowOp, Table, add, change, put};

use super::counters::counters;
use super::flows::{day_of, month_of};

counters! {
    /// What departments that were asked to help did in some time.
    TaskFlow {
        /// Tasks that the department was given: by a request, or handed over from another.
        asked,
        /// Tasks that it gave back as not its own.
        returned,
        /// Tasks that it answered.
        replied,
        /// Of those, agreed.
        agreed,
        /// Of those, objected.
        objected,
        /// Warnings that a due date is near.
        due_soon,
        /// Warnings that one has passed.
        overdue,
        /// Warnings to its head.
        lead,
        /// Warnings to supervision.
        supervisor,
    }
}

/// One row per task.
pub(super) static TASKS: Table = Table {
    name: "tasks",
    key: &["task_id"],
    ddl: &[
        "CREATE TABLE tasks (
            task_id UUID NOT NULL PRIMARY KEY,
            case_id UUID NOT NULL,
            number TEXT NOT NULL,
            from_department TEXT NOT NULL,
            to_department TEXT NOT NULL,
            is_open INTEGER NOT NULL,
            requested_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            replied_at BIGINT,
            outcome TEXT,
            closed_at BIGINT,
            n_returns BIGINT NOT NULL DEFAULT 0,
            warned_due_soon_at BIGINT,
            warned_overdue_at BIGINT,
            warned_lead_at BIGINT,
            warned_supervisor_at BIGINT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX tasks_open ON tasks (to_department, due_at) WHERE is_open = 1",
        "CREATE INDEX tasks_replied_late ON tasks (to_department, replied_at) \
            WHERE replied_at >= due_at",
    ],
};

/// What departments did per month (`2026-09`); one row per partition, summed when read.
pub(super) static TASK_MONTHS: Table = Table {
    name: "task_months",
    key: &["department", "month", "part"],
    ddl: &["CREATE TABLE task_months (
        department TEXT NOT NULL,
        month TEXT NOT NULL,
        part INTEGER NOT NULL,
        asked BIGINT NOT NULL,
        returned BIGINT NOT NULL,
        replied BIGINT NOT NULL,
        agreed BIGINT NOT NULL,
        objected BIGINT NOT NULL,
        due_soon BIGINT NOT NULL,
        overdue BIGINT NOT NULL,
        lead BIGINT NOT NULL,
        supervisor BIGINT NOT NULL,
        PRIMARY KEY (department, month, part)
    )"],
};

/// What is read of the events of coordination; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum TaskEvent {
    #[serde(rename = "coordination.task_requested.v1")]
    Requested(Box<Request>),
    #[serde(rename = "coordination.task_returned.v1")]
    Returned { task_id: TaskId, by_department: String, nth: u32, deadline: Deadline },
    #[serde(rename = "coordination.task_reassigned.v1")]
    Reassigned { task_id: TaskId, to_department: String, deadline: Deadline },
    #[serde(rename = "coordination.deadline_extended.v1")]
    Extended { task_id: TaskId, deadline: Deadline },
    #[serde(rename = "coordination.task_replied.v1")]
    Replied { task_id: TaskId, department: String, outcome: Outcome },
    #[serde(rename = "coordination.task_closed.v1")]
    Closed { task_id: TaskId },
    #[serde(rename = "coordination.warning_issued.v1")]
    Warned { task_id: TaskId, rung: Rung, issued_at: Timestamp, department: String },
}

#[derive(Deserialize)]
pub(super) struct Request {
    task_id: TaskId,
    case_id: CaseId,
    number: CaseNumber,
    from_department: String,
    to_department: String,
    requested_at: Timestamp,
    deadline: Deadline,
}

#[derive(Deserialize)]
pub(super) struct Deadline {
    due_at: Timestamp,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Agreed,
    Objected,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rung {
    DueSoon,
    Overdue,
    Lead,
    Supervisor,
}

pub(super) fn rows(event: TaskEvent, cause: &Recorded) -> Vec<RowOp> {
    let now = cause.occurred_at;
    match event {
        TaskEvent::Requested(request) => requested(*request, cause),
        TaskEvent::Returned { task_id, by_department, nth, deadline } => {
            let set = vec![("n_returns", nth.into()), due(&deadline)];
            let flow = TaskFlow { returned: 1, ..TaskFlow::default() };
            vec![task(task_id, set, cause), month(&by_department, now, flow, cause)]
        }
        TaskEvent::Reassigned { task_id, to_department, deadline } => {
            let flow = TaskFlow { asked: 1, ..TaskFlow::default() };
            let given = month(&to_department, now, flow, cause);
            let set = vec![("to_department", to_department.into()), due(&deadline)];
            vec![task(task_id, set, cause), given]
        }
        TaskEvent::Extended { task_id, deadline } => {
            vec![task(task_id, vec![due(&deadline)], cause)]
        }
        TaskEvent::Replied { task_id, department, outcome } => {
            let (agreed, objected) = (outcome == Outcome::Agreed, outcome == Outcome::Objected);
            let flow = TaskFlow {
                replied: 1,
                agreed: agreed.into(),
                objected: objected.into(),
                ..TaskFlow::default()
            };
            let set = vec![
                ("is_open", false.into()),
                ("replied_at", now.into()),
                ("outcome", if agreed { "agreed" } else { "objected" }.into()),
            ];
            vec![task(task_id, set, cause), month(&department, now, flow, cause)]
        }
        TaskEvent::Closed { task_id } => {
            let set = vec![("is_open", false.into()), ("closed_at", now.into())];
            vec![task(task_id, set, cause)]
        }
        TaskEvent::Warned { task_id, rung, issued_at, department } => {
            let (column, flow) = warned(rung);
            let set = vec![(column, issued_at.into())];
            vec![task(task_id, set, cause), month(&department, issued_at, flow, cause)]
        }
    }
}

fn requested(request: Request, cause: &Recorded) -> Vec<RowOp> {
    let flow = TaskFlow { asked: 1, ..TaskFlow::default() };
    let given = month(&request.to_department, request.requested_at, flow, cause);
    let set = [
        ("case_id", request.case_id.into()),
        ("number", request.number.as_str().into()),
        ("from_department", request.from_department.into()),
        ("to_department", request.to_department.into()),
        ("is_open", true.into()),
        ("requested_at", request.requested_at.into()),
        due(&request.deadline),
        ("caused_by", cause.id.into()),
    ];
    vec![put(&TASKS, [("task_id", request.task_id.into())], set), given]
}

fn warned(rung: Rung) -> (&'static str, TaskFlow) {
    let none = TaskFlow::default();
    match rung {
        Rung::DueSoon => ("warned_due_soon_at", TaskFlow { due_soon: 1, ..none }),
        Rung::Overdue => ("warned_overdue_at", TaskFlow { overdue: 1, ..none }),
        Rung::Lead => ("warned_lead_at", TaskFlow { lead: 1, ..none }),
        Rung::Supervisor => ("warned_supervisor_at", TaskFlow { supervisor: 1, ..none }),
    }
}

fn due(deadline: &Deadline) -> (&'static str, tongban_readmodel::Value) {
    ("due_at", deadline.due_at.into())
}

fn task(task_id: TaskId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.push(("caused_by", cause.id.into()));
    change(&TASKS, [("task_id", task_id.into())], set)
}

fn month(department: &str, at: Timestamp, flow: TaskFlow, cause: &Recorded) -> RowOp {
    let key = [
        ("department", department.into()),
        ("month", month_of(day_of(at)).into()),
        ("part", cause.partition.into()),
    ];
    add(&TASK_MONTHS, key, flow.deltas(), [])
}
