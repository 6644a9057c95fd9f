use tongban_calendar::Budget;
use tongban_kernel::{Recorded, TaskId};
use tongban_readmodel::{Cells, RowOp, Table, Value, add, change, put};

use crate::task::events::{Deadline, DisputeSettled, Event, TaskDisputed, TaskShared};

/// One row per task.
///
/// `track` (双轨): 0 for what goes before everything else, 1 for the rest; lists begin with it.
pub(super) static TASKS: Table = Table {
    name: "tasks",
    key: &["task_id"],
    ddl: &[
        "CREATE TABLE tasks (
            task_id UUID PRIMARY KEY,
            case_id UUID NOT NULL,
            occasion TEXT NOT NULL,
            track INTEGER NOT NULL,
            number TEXT NOT NULL,
            state TEXT NOT NULL,
            from_department TEXT NOT NULL,
            to_department TEXT NOT NULL,
            handler TEXT,
            n_urged INTEGER NOT NULL DEFAULT 0,
            urged_at BIGINT,
            ask_zh TEXT NOT NULL,
            ask_en TEXT NOT NULL,
            legal_basis TEXT NOT NULL,
            materials TEXT NOT NULL,
            step TEXT,
            round INTEGER,
            parent_id UUID,
            requested_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            due_soon_at BIGINT NOT NULL,
            acknowledge_by_at BIGINT NOT NULL,
            provisional INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            n_returns INTEGER NOT NULL DEFAULT 0,
            n_sent_back INTEGER NOT NULL DEFAULT 0,
            n_shares INTEGER NOT NULL DEFAULT 0,
            extension INTEGER,
            joined_into UUID,
            dispute_id UUID,
            outcome TEXT,
            note TEXT,
            is_open INTEGER NOT NULL,
            passed_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX tasks_open ON tasks (is_open, track, due_at, task_id)",
        "CREATE INDEX tasks_department ON tasks (to_department, is_open, track, due_at, task_id)",
        "CREATE INDEX tasks_asking ON tasks (from_department, is_open, track, due_at, task_id)",
        // Few, and looked through again and again: see `TasksOfNobody`.
        "CREATE INDEX tasks_by_hand ON tasks (case_id)
            WHERE is_open = 1 AND (step IS NULL OR n_sent_back > 0)",
        "CREATE INDEX tasks_of_parent ON tasks (parent_id) WHERE is_open = 1 AND parent_id IS NOT NULL",
        "CREATE INDEX tasks_joined ON tasks (joined_into) WHERE joined_into IS NOT NULL",
        "CREATE INDEX tasks_handler ON tasks (handler, is_open, due_at, task_id)
            WHERE handler IS NOT NULL",
        // Answers that nobody accepted; of a step they stay so when it goes on: see the board.
        "CREATE INDEX tasks_replied ON tasks (case_id, due_at, task_id) WHERE state = 'replied'",
        "CREATE INDEX tasks_case ON tasks (case_id, track, due_at, task_id)",
    ],
};

/// Cases that wait for the task of another case.
pub(super) static SHARES: Table = Table {
    name: "shares",
    key: &["task_id", "case_id"],
    ddl: &[
        "CREATE TABLE shares (
            task_id UUID NOT NULL,
            case_id UUID NOT NULL,
            number TEXT NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (task_id, case_id)
        )",
        "CREATE INDEX shares_case ON shares (case_id)",
    ],
};

pub(super) fn rows(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    let Some((task_id, mut set)) = changed(event, cause) else { return Vec::new() };
    if passes_on(event) {
        set.push(("passed_at", cause.occurred_at.into()));
    }
    set.extend([("changed_at", cause.recorded_at.into()), ("caused_by", cause.id.into())]);
    let key = [("task_id", task_id.into())];
    let mut rows = vec![match asked(event) {
        Some(asked) => put(&TASKS, key, [asked, set].concat()),
        None => change(&TASKS, key, set),
    }];
    rows.extend(shared(event, cause));
    rows
}

/// What changes in which task; a warning changes nothing in the task that it is about.
fn changed(event: &Event, cause: &Recorded) -> Option<(TaskId, Cells)> {
    let (task_id, set) = match event {
        Event::WarningIssued { .. } | Event::WarningMet(_) | Event::TaskEscalated(_) => {
            return None;
        }
        Event::TaskRequested { task_id, deadline, .. } => {
            (task_id, [is_now("requested"), due(deadline), is_open(true)].concat())
        }
        Event::TaskAcknowledged { task_id, handler, .. } => {
            (task_id, [is_now("acknowledged"), worked_by(handler.as_ref())].concat())
        }
        Event::TaskAssigned(assigned) => (&assigned.task_id, worked_by(Some(&assigned.handler))),
        Event::TaskUrged(urging) => {
            let urged =
                vec![("n_urged", urging.nth.into()), ("urged_at", cause.occurred_at.into())];
            (&urging.task_id, urged)
        }
        Event::TaskQuestioned { .. }
        | Event::QuestionAnswered { .. }
        | Event::TaskPartlyReplied { .. }
        | Event::ExtensionRequested { .. }
        | Event::ExtensionDeclined { .. }
        | Event::DeadlineExtended { .. } => said(event)?,
        Event::TaskReturned { task_id, reason, nth, deadline, .. } => {
            let nth = vec![("n_returns", (*nth).into()), extension(None)];
            (task_id, [is_now("returned"), note(reason), due(deadline), nth].concat())
        }
        Event::TaskReassigned { task_id, to_department, reason, deadline, .. }
        | Event::DisputeSettled(DisputeSettled {
            task_id, to_department, reason, deadline, ..
        }) => {
            let to = vec![
                ("to_department", to_department.into()),
                ("handler", Value::Null),
                extension(None),
            ];
            (task_id, [is_now("requested"), note(reason), due(deadline), to].concat())
        }
        Event::TaskDisputed(TaskDisputed { task_id, dispute_id, reason, deadline, .. }) => {
            let dispute = vec![("dispute_id", (*dispute_id).into()), extension(None)];
            (task_id, [is_now("disputed"), note(reason), due(deadline), dispute].concat())
        }
        Event::TaskReplied { task_id, outcome, opinion, .. } => {
            let outcome = vec![("outcome", outcome.as_str().into()), extension(None)];
            (task_id, [is_now("replied"), note(opinion), outcome, is_open(false)].concat())
        }
        Event::ReplyAccepted { task_id, .. } => (task_id, is_now("accepted")),
        Event::ReplySentBack { task_id, reason, nth, deadline, .. } => {
            let nth = vec![("n_sent_back", (*nth).into()), ("outcome", Value::Null)];
            let open = [is_now("acknowledged"), is_open(true)].concat();
            (task_id, [open, note(reason), due(deadline), nth].concat())
        }
        Event::TaskShared(TaskShared { task_id, .. }) => (task_id, Vec::new()),
        Event::TaskJoined { task_id, into, .. } => {
            let into = vec![("joined_into", (*into).into()), extension(None)];
            (task_id, [is_now("joined"), is_open(false), into].concat())
        }
        Event::TaskResumed { task_id, deadline, .. } => {
            let own = vec![("joined_into", Value::Null)];
            (task_id, [is_now("requested"), is_open(true), due(deadline), own].concat())
        }
        Event::TaskWithdrawn { task_id, reason, .. } => (task_id, over("withdrawn", reason)),
        Event::TaskClosed { task_id, reason, .. } => (task_id, over("closed", reason)),
    };
    Some((*task_id, set))
}

/// What departments say to each other while the task is worked on.
fn said(event: &Event) -> Option<(&TaskId, Cells)> {
    Some(match event {
        Event::TaskQuestioned { task_id, question, .. } => {
            (task_id, [is_now("questioned"), note(question)].concat())
        }
        Event::QuestionAnswered { task_id, answer, .. } => {
            (task_id, [is_now("acknowledged"), note(answer)].concat())
        }
        Event::TaskPartlyReplied { task_id, opinion, was_questioned, .. } => {
            let state = if *was_questioned { "questioned" } else { "acknowledged" };
            (task_id, [is_now(state), note(opinion)].concat())
        }
        Event::ExtensionRequested { task_id, by, reason, .. } => {
            (task_id, [note(reason), vec![extension(Some(*by))]].concat())
        }
        Event::ExtensionDeclined { task_id, reason, .. } => {
            (task_id, [note(reason), vec![extension(None)]].concat())
        }
        Event::DeadlineExtended { task_id, reason, deadline, .. } => {
            (task_id, [note(reason), due(deadline), vec![extension(None)]].concat())
        }
        _ => return None,
    })
}

/// Whether somebody else has to act from now on, or the same anew.
fn passes_on(event: &Event) -> bool {
    match event {
        Event::TaskRequested { .. }
        | Event::TaskQuestioned { .. }
        | Event::QuestionAnswered { .. }
        | Event::TaskReturned { .. }
        | Event::TaskReassigned { .. }
        | Event::TaskDisputed(_)
        | Event::DisputeSettled(_)
        | Event::ExtensionRequested { .. }
        | Event::ExtensionDeclined { .. }
        | Event::DeadlineExtended { .. }
        | Event::TaskReplied { .. }
        | Event::ReplyAccepted { .. }
        | Event::ReplySentBack { .. }
        | Event::TaskJoined { .. }
        | Event::TaskResumed { .. }
        | Event::TaskWithdrawn { .. }
        | Event::TaskClosed { .. } => true,
        Event::TaskAcknowledged { .. }
        | Event::TaskAssigned(_)
        | Event::TaskUrged(_)
        | Event::TaskPartlyReplied { .. }
        | Event::TaskShared(_)
        | Event::WarningIssued { .. }
        | Event::WarningMet(_)
        | Event::TaskEscalated(_) => false,
    }
}

fn worked_by(handler: Option<&String>) -> Cells {
    handler.map(|handler| ("handler", handler.into())).into_iter().collect()
}

fn shared(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    let Event::TaskShared(TaskShared { task_id, with, .. }) = event else { return Vec::new() };
    let key = [("task_id", (*task_id).into()), ("case_id", with.case_id.into())];
    let set = [("number", with.number.as_str().into()), ("caused_by", cause.id.into())];
    let counted = add(&TASKS, [("task_id", (*task_id).into())], [("n_shares", 1)], []);
    vec![counted, put(&SHARES, key, set)]
}

/// What is fixed when a task is asked for; none for everything that happens later.
fn asked(event: &Event) -> Option<Cells> {
    let Event::TaskRequested {
        case_id,
        occasion,
        number,
        from_department,
        to_department,
        ask,
        legal_basis,
        materials,
        source,
        parent,
        requested_at,
        ..
    } = event
    else {
        return None;
    };
    Some(vec![
        ("case_id", (*case_id).into()),
        ("occasion", occasion.as_str().into()),
        ("track", (!occasion.preempts()).into()),
        ("number", number.as_str().into()),
        ("from_department", from_department.into()),
        ("to_department", to_department.into()),
        ("ask_zh", (&ask.zh).into()),
        ("ask_en", (&ask.en).into()),
        ("legal_basis", legal_basis.into()),
        ("materials", materials.join("\n").into()),
        ("step", source.as_ref().map(|source| &source.step).into()),
        ("round", source.as_ref().map(|source| source.round).into()),
        ("parent_id", (*parent).into()),
        ("requested_at", (*requested_at).into()),
    ])
}

fn is_now(state: &str) -> Cells {
    vec![("state", state.into())]
}

fn over(state: &str, reason: &String) -> Cells {
    [is_now(state), note(reason), is_open(false), vec![extension(None)]].concat()
}

fn is_open(is_open: bool) -> Cells {
    vec![("is_open", is_open.into())]
}

/// More time that waits for a decision, in the unit of the limit.
fn extension(by: Option<Budget>) -> (&'static str, Value) {
    ("extension", by.map(Budget::amount).into())
}

/// The latest word on the task: a question, a reason or an opinion.
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
