//! What becomes of a task or a step: drawn from its id, so that the same city lives the same life.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tongban_kernel::derive_child;
use uuid::Uuid;

/// What is read of a task.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Task {
    pub(super) task_id: Uuid,
    pub(super) case_id: Uuid,
    pub(super) state: TaskState,
    pub(super) from_department: String,
    pub(super) to_department: String,
    /// The step that asks; none for a task asked by hand.
    pub(super) step: Option<String>,
    pub(super) requested_at: Timestamp,
    pub(super) due_at: Timestamp,
    pub(super) n_returns: u32,
    pub(super) changed_at: Timestamp,
}

/// Where an open task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TaskState {
    Requested,
    Acknowledged,
    Questioned,
    Returned,
    Disputed,
    Replied,
    Accepted,
    Joined,
    Withdrawn,
    Closed,
}

/// How the asked department treats a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It answers before the due date.
    InTime,
    /// It answers once the overdue warning has come.
    Late,
    /// It holds itself not responsible at first.
    Disputed,
    /// It answers only after supervision has taken the task up.
    Ignored,
}

/// What someone does about a task now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Nothing yet.
    Wait,
    /// The asked department takes it on.
    Acknowledge,
    /// It agrees.
    Agree,
    /// It objects.
    Object,
    /// It returns the task.
    Return,
    /// The coordinator asks the same department again.
    AskAgain,
    /// The coordinator asks another one.
    AskAnother,
}

/// How long the supervisor's rung lies after the due date at most: three working days and a week of
/// holidays.
const SUPERVISED_AFTER: SignedDuration = SignedDuration::from_hours(10 * 24);
/// How long a coordinator thinks about a returned task.
const RULING: SignedDuration = SignedDuration::from_hours(3);

/// Numbers drawn from an id.
#[derive(Clone, Copy)]
struct Draw(u128);

impl Draw {
    fn of(id: Uuid, about: &str) -> Self {
        // The last 62 bits of a derived id are as good as thrown with dice.
        Self(derive_child("demo-fate", id, about.as_bytes()).as_u128() & (u128::MAX >> 66))
    }

    /// Below `n`.
    fn below(self, n: u32) -> u32 {
        u32::try_from(self.0 % u128::from(n)).unwrap_or_default()
    }
}

impl Fate {
    /// The fate of a task.
    pub(super) fn of(task: &Task) -> Self {
        // What the coordinator asks by hand is what the whole ladder is shown with.
        if task.step.is_none() {
            return Self::Ignored;
        }
        match Draw::of(task.task_id, "fate").below(100) {
            0..60 => Self::InTime,
            60..85 => Self::Late,
            85..95 => Self::Disputed,
            _ => Self::Ignored,
        }
    }
}

/// What is to be done about a task at `now`.
pub(super) fn deed(task: &Task, now: Timestamp) -> Deed {
    match task.state {
        // Others rule on what is disputed.
        TaskState::Disputed
        | TaskState::Replied
        | TaskState::Accepted
        | TaskState::Joined
        | TaskState::Withdrawn
        | TaskState::Closed => Deed::Wait,
        TaskState::Returned if now < task.changed_at + RULING => Deed::Wait,
        TaskState::Returned if Draw::of(task.task_id, "ruling").below(3) == 0 => Deed::AskAnother,
        TaskState::Returned => Deed::AskAgain,
        TaskState::Requested | TaskState::Acknowledged | TaskState::Questioned => {
            department_deed(task, now)
        }
    }
}

fn department_deed(task: &Task, now: Timestamp) -> Deed {
    let limit = task.due_at.duration_since(task.requested_at);
    let after = |percent: u32| task.requested_at + percent_of(limit, percent);
    let fate = Fate::of(task);
    let reply_at = match fate {
        Fate::InTime => after(15 + Draw::of(task.task_id, "when").below(60)),
        Fate::Disputed if task.n_returns == 0 => {
            return if now < after(10) { Deed::Wait } else { Deed::Return };
        }
        Fate::Disputed => after(70),
        Fate::Late => {
            let hours = 1 + Draw::of(task.task_id, "when").below(40);
            task.due_at + SignedDuration::from_hours(hours.into())
        }
        Fate::Ignored => task.due_at + SUPERVISED_AFTER,
    };
    if now >= reply_at {
        let objects = Draw::of(task.task_id, "outcome").below(8) == 0;
        return if objects { Deed::Object } else { Deed::Agree };
    }
    let takes_on = task.state == TaskState::Requested && fate != Fate::Ignored;
    if takes_on && now >= after(5) { Deed::Acknowledge } else { Deed::Wait }
}

/// `percent` hundredths of a span; limits are far from where this could overflow.
fn percent_of(span: SignedDuration, percent: u32) -> SignedDuration {
    SignedDuration::from_secs(span.as_secs() / 100 * i64::from(percent))
}

/// What is read of a step.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Step {
    pub(super) case_id: Uuid,
    pub(super) step: String,
    pub(super) round: u32,
    pub(super) department: String,
    /// How many departments have not answered.
    pub(super) asks: u32,
    /// None while its clock stands still.
    pub(super) due_at: Option<Timestamp>,
}

/// How a handler decides a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Wait,
    Approve,
    /// Back to the first step; each step does so once at most.
    SendBack,
    Refuse,
}

/// What is to be done about a step at `now`: most in time, some late. What stands still waits for
/// whoever stopped it.
pub(super) fn decision(step: &Step, now: Timestamp) -> Decision {
    let Some(due_at) = step.due_at else { return Decision::Wait };
    let about = format!("{}/{}", step.step, step.round);
    let draw = |what: &str| Draw::of(step.case_id, &format!("{about}/{what}"));
    let hours = SignedDuration::from_hours(i64::from(draw("when").below(80)));
    let decide_at = match draw("late").below(12) {
        0 => due_at + hours,
        // Steps are due at midnight: the afternoon before is the latest time that is in time.
        _ => due_at - SignedDuration::from_hours(9) - hours,
    };
    if step.asks > 0 || now < decide_at {
        return Decision::Wait;
    }
    match draw("how").below(25) {
        0 => Decision::Refuse,
        1 if step.round == 1 => Decision::SendBack,
        _ => Decision::Approve,
    }
}

#[cfg(test)]
mod tests;
