use jiff::Timestamp;
use serde::Deserialize;
use tongban_kernel::{CaseId, CaseNumber, Recorded, TaskId};
use tongban_readmodel::{Cells, RowOp, Table, Value, add, change, put};

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
        /// Answers that were sent back to it.
        sent_back,
        /// Warnings that a task was not taken on.
        unacknowledged,
        /// Warnings that a due date is near.
        due_soon,
        /// Warnings that one has passed.
        overdue,
        /// Warnings to its head.
        lead,
        /// Warnings to supervision.
        supervisor,
        /// Warnings for the record of accountability.
        accountability,
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
            replied_event UUID,
            outcome TEXT,
            closed_at BIGINT,
            n_returns BIGINT NOT NULL DEFAULT 0,
            n_sent_back BIGINT NOT NULL DEFAULT 0,
            warned_unacknowledged_at BIGINT,
            warned_due_soon_at BIGINT,
            warned_overdue_at BIGINT,
            warned_lead_at BIGINT,
            warned_supervisor_at BIGINT,
            warned_accountability_at BIGINT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX tasks_open ON tasks (to_department, due_at) WHERE is_open = 1",
        "CREATE INDEX tasks_replied ON tasks (replied_at, task_id) WHERE replied_at IS NOT NULL",
        "CREATE INDEX tasks_answered ON tasks (to_department, replied_at, due_at) \
            WHERE replied_at IS NOT NULL",
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
        sent_back BIGINT NOT NULL,
        unacknowledged BIGINT NOT NULL,
        due_soon BIGINT NOT NULL,
        overdue BIGINT NOT NULL,
        lead BIGINT NOT NULL,
        supervisor BIGINT NOT NULL,
        accountability BIGINT NOT NULL,
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
    /// A dispute that is settled names who answers as well.
    #[serde(rename = "coordination.task_reassigned.v1", alias = "coordination.dispute_settled.v1")]
    Reassigned { task_id: TaskId, case_id: CaseId, to_department: String, deadline: Deadline },
    #[serde(rename = "coordination.deadline_extended.v1")]
    Extended { task_id: TaskId, deadline: Deadline },
    #[serde(rename = "coordination.task_replied.v1")]
    Replied {
        task_id: TaskId,
        case_id: CaseId,
        department: String,
        outcome: Outcome,
        #[serde(default)]
        shares: Vec<Share>,
        #[serde(default)]
        replied_at: Option<Timestamp>,
    },
    #[serde(rename = "coordination.reply_sent_back.v1")]
    SentBack {
        task_id: TaskId,
        case_id: CaseId,
        department: String,
        nth: u32,
        #[serde(default)]
        shares: Vec<Share>,
        #[serde(default)]
        sent_back_at: Option<Timestamp>,
        deadline: Deadline,
    },
    #[serde(rename = "coordination.task_joined.v1")]
    Joined { task_id: TaskId },
    #[serde(rename = "coordination.task_resumed.v1")]
    Resumed { task_id: TaskId, case_id: CaseId, deadline: Deadline },
    #[serde(rename = "coordination.task_withdrawn.v1")]
    Withdrawn { task_id: TaskId, case_id: CaseId },
    #[serde(rename = "coordination.task_closed.v1")]
    Closed { task_id: TaskId, case_id: CaseId },
    #[serde(rename = "coordination.warning_issued.v1")]
    Warned { task_id: TaskId, rung: Rung, issued_at: Timestamp, department: String },
}

/// Another case that waits for the task, under one of its own.
#[derive(Deserialize)]
pub(super) struct Share {
    pub(super) task_id: TaskId,
    pub(super) case_id: CaseId,
}

#[derive(Deserialize)]
pub(super) struct Request {
    pub(super) task_id: TaskId,
    pub(super) case_id: CaseId,
    number: CaseNumber,
    pub(super) from_department: String,
    pub(super) to_department: String,
    pub(super) requested_at: Timestamp,
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
    Unacknowledged,
    DueSoon,
    Overdue,
    Lead,
    Supervisor,
    Accountability,
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
        TaskEvent::Reassigned { task_id, to_department, deadline, .. } => {
            let flow = TaskFlow { asked: 1, ..TaskFlow::default() };
            let given = month(&to_department, now, flow, cause);
            let set = vec![("to_department", to_department.into()), due(&deadline)];
            vec![task(task_id, set, cause), given]
        }
        TaskEvent::Extended { task_id, deadline } => {
            vec![task(task_id, vec![due(&deadline)], cause)]
        }
        TaskEvent::Replied { task_id, department, outcome, .. } => {
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
                ("replied_event", cause.id.into()),
                ("outcome", if agreed { "agreed" } else { "objected" }.into()),
            ];
            vec![task(task_id, set, cause), month(&department, now, flow, cause)]
        }
        TaskEvent::SentBack { task_id, department, nth, deadline, .. } => {
            let flow = TaskFlow { sent_back: 1, ..TaskFlow::default() };
            let set = vec![
                ("is_open", true.into()),
                ("replied_at", Value::Null),
                ("replied_event", Value::Null),
                ("outcome", Value::Null),
                ("n_sent_back", nth.into()),
                due(&deadline),
            ];
            vec![task(task_id, set, cause), month(&department, now, flow, cause)]
        }
        TaskEvent::Resumed { task_id, deadline, .. } => {
            let set = vec![("is_open", true.into()), ("closed_at", Value::Null), due(&deadline)];
            vec![task(task_id, set, cause)]
        }
        TaskEvent::Joined { task_id }
        | TaskEvent::Withdrawn { task_id, .. }
        | TaskEvent::Closed { task_id, .. } => {
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
        Rung::Unacknowledged => {
            ("warned_unacknowledged_at", TaskFlow { unacknowledged: 1, ..none })
        }
        Rung::DueSoon => ("warned_due_soon_at", TaskFlow { due_soon: 1, ..none }),
        Rung::Overdue => ("warned_overdue_at", TaskFlow { overdue: 1, ..none }),
        Rung::Lead => ("warned_lead_at", TaskFlow { lead: 1, ..none }),
        Rung::Supervisor => ("warned_supervisor_at", TaskFlow { supervisor: 1, ..none }),
        Rung::Accountability => {
            ("warned_accountability_at", TaskFlow { accountability: 1, ..none })
        }
    }
}

fn due(deadline: &Deadline) -> (&'static str, Value) {
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
