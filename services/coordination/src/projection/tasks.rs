use tongban_kernel::Recorded;
use tongban_readmodel::{Cells, RowOp, Table, change, put};

use crate::events::{Deadline, Event};

/// One row per task.
pub(super) static TASKS: Table = Table {
    name: "tasks",
    key: &["task_id"],
    ddl: &[
        "CREATE TABLE tasks (
            task_id UUID PRIMARY KEY,
            case_id UUID NOT NULL,
            number TEXT NOT NULL,
            state TEXT NOT NULL,
            from_department TEXT NOT NULL,
            to_department TEXT NOT NULL,
            ask_zh TEXT NOT NULL,
            ask_en TEXT NOT NULL,
            legal_basis TEXT NOT NULL,
            step TEXT,
            round INTEGER,
            requested_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            due_soon_at BIGINT NOT NULL,
            acknowledge_by_at BIGINT NOT NULL,
            provisional INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            n_returns INTEGER NOT NULL DEFAULT 0,
            outcome TEXT,
            note TEXT,
            is_open INTEGER NOT NULL,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX tasks_due ON tasks (due_at, task_id)",
        "CREATE INDEX tasks_open ON tasks (is_open, due_at, task_id)",
        "CREATE INDEX tasks_department ON tasks (to_department, is_open, due_at, task_id)",
        "CREATE INDEX tasks_asking ON tasks (from_department, is_open, due_at, task_id)",
        // Few, and looked through again and again: see `TasksOfEndedCases`.
        "CREATE INDEX tasks_by_hand ON tasks (case_id) WHERE is_open = 1 AND step IS NULL",
        "CREATE INDEX tasks_case ON tasks (case_id, due_at, task_id)",
    ],
};

pub(super) fn row(event: &Event, cause: &Recorded) -> Option<RowOp> {
    let (task_id, mut set) = match event {
        Event::TaskRequested { task_id, deadline, .. } => {
            (task_id, [is_now("requested"), due(deadline), vec![("is_open", true.into())]].concat())
        }
        Event::TaskAcknowledged { task_id, .. } => (task_id, is_now("acknowledged")),
        Event::TaskReturned { task_id, reason, nth, deadline, .. } => {
            let nth = vec![("n_returns", (*nth).into())];
            (task_id, [is_now("returned"), note(reason), due(deadline), nth].concat())
        }
        Event::TaskReassigned { task_id, to_department, reason, deadline, .. } => {
            let to = vec![("to_department", to_department.into())];
            (task_id, [is_now("requested"), note(reason), due(deadline), to].concat())
        }
        Event::DeadlineExtended { task_id, reason, deadline, .. } => {
            (task_id, [note(reason), due(deadline)].concat())
        }
        Event::TaskReplied { task_id, outcome, opinion, .. } => {
            let outcome = vec![("outcome", outcome.as_str().into()), ("is_open", false.into())];
            (task_id, [is_now("replied"), note(opinion), outcome].concat())
        }
        Event::TaskClosed { task_id, reason, .. } => {
            (task_id, [is_now("closed"), note(reason), vec![("is_open", false.into())]].concat())
        }
        // A warning changes nothing in the task that it is about.
        Event::WarningIssued { .. } | Event::TaskEscalated { .. } => return None,
    };
    set.extend([("changed_at", cause.recorded_at.into()), ("caused_by", cause.id.into())]);
    let key = [("task_id", (*task_id).into())];
    Some(match asked(event) {
        Some(asked) => put(&TASKS, key, [asked, set].concat()),
        None => change(&TASKS, key, set),
    })
}

/// What is fixed when a task is asked for; none for everything that happens later.
fn asked(event: &Event) -> Option<Cells> {
    let Event::TaskRequested {
        case_id,
        number,
        from_department,
        to_department,
        ask,
        legal_basis,
        source,
        requested_at,
        ..
    } = event
    else {
        return None;
    };
    Some(vec![
        ("case_id", (*case_id).into()),
        ("number", number.as_str().into()),
        ("from_department", from_department.into()),
        ("to_department", to_department.into()),
        ("ask_zh", (&ask.zh).into()),
        ("ask_en", (&ask.en).into()),
        ("legal_basis", legal_basis.into()),
        ("step", source.as_ref().map(|source| &source.step).into()),
        ("round", source.as_ref().map(|source| source.round).into()),
        ("requested_at", (*requested_at).into()),
    ])
}

fn is_now(state: &str) -> Cells {
    vec![("state", state.into())]
}

/// The latest word on the task: a reason or an opinion.
fn note(text: &String) -> Cells {
    vec![("note", text.into())]
}

fn due(deadline: &Deadline) -> Cells {
    vec![
        ("due_at", deadline.due_at.into()),
        ("due_soon_at", deadline.due_soon_at.into()),
        ("acknowledge_by_at", deadline.acknowledge_by_at.into()),
        ("provisional", deadline.provisional.into()),
        ("epoch", deadline.epoch.into()),
    ]
}
