//! What somebody sets out to do.

use uuid::Uuid;

/// An errand, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Errand {
    /// The n-th application of the year is handed in.
    Submit(u64),
    /// Intake takes a case on.
    Accept(Uuid),
    /// The applicant does not want it any more.
    Withdraw(Uuid),
    /// The coordinator asks a department by hand.
    AskByHand(Uuid),
    /// A handler decides a step.
    Decide { case_id: Uuid, step: String, round: u64 },
    /// A handler concludes a case whose steps are done.
    Conclude(Uuid),
    /// Something is done about a task, in this epoch of its deadline.
    Task { task_id: Uuid, epoch: u64, deed: Deed },
}

/// What is done about a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deed {
    Acknowledge,
    Ask,
    Answer,
    ReplyPartly,
    Reply,
    Return,
    /// The coordinator names who has to answer.
    Reassign,
    AskForTime,
    /// The coordinator gives more time, or none.
    RuleOnTime,
    /// The asking department sends an answer back, or accepts it.
    Review,
    /// The coordinator lets another case wait for it, whose task gives way.
    Share,
    /// The asked department holds that another has to answer.
    Dispute,
    /// It does so no longer.
    WithdrawDispute,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By<'a> {
    Clerk,
    Coordinator,
    /// The handler of a department.
    Handler(&'a str),
}
