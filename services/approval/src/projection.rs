//! What is read of approval: cases, and the steps that are or were worked on.

use tongban_kernel::calendar::Deadline;
use tongban_kernel::{CaseId, DecodeError, Recorded};
use tongban_readmodel::{Projection, RowOp, Table, Value, add, change, put};

use crate::events::{Conclusion, Dues, Event, Opening, Outcome};

/// One row per case.
pub static CASES: Table = Table {
    name: "cases",
    key: &["case_id"],
    ddl: &[
        "CREATE TABLE cases (
            case_id UUID NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            item_code TEXT NOT NULL,
            item_version INTEGER NOT NULL,
            department TEXT NOT NULL,
            state TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            accepted_at BIGINT NOT NULL,
            statutory_due_at BIGINT,
            promised_due_at BIGINT,
            concluded_at BIGINT,
            outcome TEXT,
            caused_by UUID NOT NULL
        )",
        // One for each way to narrow the list down, in its order.
        "CREATE INDEX cases_by_department ON cases (department, case_id)",
        "CREATE INDEX cases_by_department_and_state ON cases (department, state, case_id)",
        "CREATE INDEX cases_by_number ON cases (number, case_id)",
        "CREATE INDEX cases_by_state ON cases (state, case_id)",
    ],
};

/// One row per step and case: its newest round. `sorts_at` is the due date, and after all of them
/// while the clock stands still, so that a list can run by it.
pub static STEPS: Table = Table {
    name: "steps",
    key: &["case_id", "step"],
    ddl: &[
        "CREATE TABLE steps (
            case_id UUID NOT NULL,
            step TEXT NOT NULL,
            number TEXT NOT NULL,
            round INTEGER NOT NULL,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            department TEXT NOT NULL,
            state TEXT NOT NULL,
            due_at BIGINT,
            sorts_at BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            decided_at BIGINT,
            asks BIGINT NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (case_id, step)
        )",
        "CREATE INDEX steps_by_due ON steps (state, sorts_at, case_id, step)",
        "CREATE INDEX steps_by_department ON steps (department, state, sorts_at, case_id, step)",
    ],
};

/// The projection of approval.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApprovalProjection;

impl Projection for ApprovalProjection {
    const NAME: &'static str = "approval";
    const VERSION: u32 = 3;
    const EVENTS: &'static [&'static str] = &[
        "approval.case_opened.v1",
        "approval.step_started.v1",
        "approval.cooperation_answered.v1",
        "approval.cooperation_ended.v1",
        "approval.cooperation_reopened.v1",
        "approval.step_decided.v1",
        "approval.step_returned.v1",
        "approval.clock_suspended.v1",
        "approval.clock_resumed.v1",
        "approval.deadline_extended.v1",
        "approval.case_concluded.v1",
        "approval.case_reopened.v1",
        "approval.case_annulled.v1",
        "approval.case_archived.v1",
        "approval.case_closed_by_withdrawal.v1",
    ];
    const TABLES: &'static [&'static Table] = &[&CASES, &STEPS];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        Ok(rows(event.decode()?, event))
    }
}

fn rows(event: Event, at: &Recorded) -> Vec<RowOp> {
    match event {
        Event::CaseOpened(opening) => vec![opened(*opening, at)],
        event @ Event::StepStarted { .. } => started(event, at).into_iter().collect(),
        Event::CooperationAnswered { case_id, step, .. }
        | Event::CooperationEnded { case_id, step, .. } => {
            let key = [("case_id", case_id.into()), ("step", step.clone().into())];
            let counted = add(&STEPS, key, [("asks", -1)], []);
            vec![counted, step_row(case_id, step, at, [])]
        }
        Event::CooperationReopened { case_id, step, .. } => {
            let key = [("case_id", case_id.into()), ("step", step.clone().into())];
            let counted = add(&STEPS, key, [("asks", 1)], []);
            vec![counted, step_row(case_id, step, at, [])]
        }
        Event::CooperationNotAwaited { .. } => Vec::new(),
        Event::StepDecided { case_id, step, .. } => {
            let decided = [("state", "done".into()), ("decided_at", at.recorded_at.into())];
            vec![step_row(case_id, step, at, decided)]
        }
        Event::StepReturned { case_id, again, .. } => returned(case_id, again, at).collect(),
        Event::ClockSuspended { case_id, dues, .. } => {
            let moved = dues.into_iter().flat_map(|dues| moved(case_id, dues, at));
            moved.chain([state(case_id, at, "suspended")]).collect()
        }
        Event::ClockResumed { case_id, dues, .. } => {
            let mut rows = moved(case_id, dues, at);
            rows.push(state(case_id, at, "open"));
            rows
        }
        Event::DeadlineExtended { case_id, dues, .. } => moved(case_id, dues, at),
        Event::CaseConcluded(conclusion) => concluded(&conclusion, at),
        Event::CaseReopened { case_id, again, dues, .. } => {
            let open =
                [("state", "open".into()), ("outcome", Value::Null), ("concluded_at", Value::Null)];
            let moved = dues.into_iter().flat_map(|dues| moved(case_id, *dues, at));
            let rows = returned(case_id, again, at).chain(moved);
            rows.chain([case_row(case_id, at, open)]).collect()
        }
        Event::CaseAnnulled { case_id, .. } => vec![state(case_id, at, "annulled")],
        Event::CaseArchived { case_id } => vec![state(case_id, at, "archived")],
        Event::CaseClosedByWithdrawal { case_id, .. } => vec![state(case_id, at, "withdrawn")],
    }
}

fn opened(opening: Opening, at: &Recorded) -> RowOp {
    put(
        &CASES,
        [("case_id", opening.case_id.into())],
        [
            ("number", opening.number.as_str().into()),
            ("item_code", opening.item_code.into()),
            ("item_version", opening.item_version.into()),
            ("department", opening.department.into()),
            ("state", "open".into()),
            ("received_at", opening.received_at.into()),
            ("accepted_at", opening.accepted_at.into()),
            ("statutory_due_at", due_at(&opening.dues.statutory)),
            ("promised_due_at", due_at(&opening.dues.promised)),
            ("caused_by", at.id.into()),
        ],
    )
}

fn started(event: Event, at: &Recorded) -> Option<RowOp> {
    let Event::StepStarted {
        case_id,
        number,
        step,
        round,
        name,
        department,
        deadline,
        cooperation,
        ..
    } = event
    else {
        return None;
    };
    let n_asked = i64::try_from(cooperation.len()).unwrap_or(i64::MAX);
    Some(put(
        &STEPS,
        [("case_id", case_id.into()), ("step", step.into())],
        [
            ("number", number.as_str().into()),
            ("round", round.into()),
            ("name_zh", name.zh.into()),
            ("name_en", name.en.into()),
            ("department", department.into()),
            ("state", "active".into()),
            ("due_at", due_at(&deadline)),
            ("sorts_at", sorts_at(&deadline)),
            ("started_at", at.recorded_at.into()),
            ("decided_at", Value::Null),
            ("asks", n_asked.into()),
            ("caused_by", at.id.into()),
        ],
    ))
}

fn concluded(conclusion: &Conclusion, at: &Recorded) -> Vec<RowOp> {
    let outcome = match conclusion.outcome {
        Outcome::Granted => "granted",
        Outcome::Refused => "refused",
    };
    let ended = [
        ("state", "concluded".into()),
        ("outcome", outcome.into()),
        ("concluded_at", conclusion.concluded_at.into()),
    ];
    // Whoever was asked will not answer: a step that is reopened waits for nobody.
    let asked = conclusion
        .ended_tasks
        .iter()
        .map(|task| step_row(conclusion.case_id, task.step.clone(), at, [("asks", 0.into())]));
    std::iter::once(case_row(conclusion.case_id, at, ended)).chain(asked).collect()
}

fn state(case_id: CaseId, at: &Recorded, word: &'static str) -> RowOp {
    case_row(case_id, at, [("state", word.into())])
}

fn returned(
    case_id: CaseId,
    again: Vec<String>,
    at: &Recorded,
) -> impl Iterator<Item = RowOp> + '_ {
    again.into_iter().map(move |step| step_row(case_id, step, at, [("state", "returned".into())]))
}

fn moved(case_id: CaseId, dues: Dues, at: &Recorded) -> Vec<RowOp> {
    let whole = [
        ("statutory_due_at", due_at(&dues.statutory)),
        ("promised_due_at", due_at(&dues.promised)),
    ];
    let steps = dues.steps.into_iter().map(|due| {
        let due_on = [("due_at", due_at(&due.deadline)), ("sorts_at", sorts_at(&due.deadline))];
        step_row(case_id, due.step, at, due_on)
    });
    std::iter::once(case_row(case_id, at, whole)).chain(steps).collect()
}

fn case_row<const N: usize>(
    case_id: CaseId,
    at: &Recorded,
    set: [(&'static str, Value); N],
) -> RowOp {
    change(&CASES, [("case_id", case_id.into())], caused(at, set))
}

fn step_row<const N: usize>(
    case_id: CaseId,
    step: String,
    at: &Recorded,
    set: [(&'static str, Value); N],
) -> RowOp {
    change(&STEPS, [("case_id", case_id.into()), ("step", step.into())], caused(at, set))
}

fn caused<const N: usize>(
    at: &Recorded,
    set: [(&'static str, Value); N],
) -> Vec<(&'static str, Value)> {
    set.into_iter().chain([("caused_by", at.id.into())]).collect()
}

/// The due instant; nothing while the clock stands still.
fn due_at(deadline: &Deadline) -> Value {
    deadline.due().map(|due| due.due_at).into()
}

/// Where the step stands in a list: behind all that are due when its clock stands still.
fn sorts_at(deadline: &Deadline) -> Value {
    deadline.due().map_or_else(|| Value::Int(i64::MAX), |due| due.due_at.into())
}
