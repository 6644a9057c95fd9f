//! The decisions of complaint.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_kernel::calendar::{Budget, Clock, DueError, Office};
use tongban_kernel::{Actor, CaseId, Category, ComplaintId, Context, Decider, Role, Wording};

use crate::commands::{Command, Complaining};
use crate::events::{Event, Lodging};

/// A complaint is answered within seven working days (requirement S25).
const ANSWER_WITHIN: Budget = Budget::Workdays(7);
/// An answer may be refused for so long; then it stands.
const REOPEN_WITHIN: Budget = Budget::Workdays(10);
/// A complaint may have come in so many days before it is keyed in.
pub const BACKDATE_DAYS_MAX: i64 = 10;

/// A complaint.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Complaint {
    /// Nobody complained.
    #[default]
    Unknown,
    /// Nobody has to answer it yet.
    Lodged(File),
    /// A department has to answer.
    Assigned(File, Duty),
    /// The complainant was answered, and has not said whether that will do.
    Answered(File, Duty, Timestamp),
    /// Closed on the complainant's word.
    Confirmed(File, Duty, Timestamp),
}

/// What stays the same.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// The case it is about: what happens to both belongs together.
    pub case_id: Option<CaseId>,
    /// The item it is about, where it names one.
    pub item_code: Option<String>,
    /// The account that lodged it.
    pub lodged_by: String,
    /// Until when it is to be answered.
    pub due_at: Timestamp,
}

impl<Title> From<&Lodging<Title>> for File {
    fn from(lodging: &Lodging<Title>) -> Self {
        Self {
            complaint_id: lodging.complaint_id,
            case_id: lodging.case_id,
            item_code: lodging.item_code.clone(),
            lodged_by: lodging.lodged_by.clone(),
            due_at: lodging.due_at,
        }
    }
}

/// Who has to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// The department.
    pub department: String,
    /// Whether something is to be put right first.
    pub rectification: Rectification,
}

/// Whether something is to be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rectification {
    /// Nothing was ordered.
    None,
    /// Ordered, not reported.
    Ordered,
    /// Reported.
    Reported,
}

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// No such complaint.
    #[error("there is no such complaint")]
    Unknown,
    /// It was lodged already.
    #[error("the complaint was lodged already")]
    AlreadyLodged,
    /// It lies too far back, or in the future.
    #[error("a complaint is keyed in within {BACKDATE_DAYS_MAX} days of its receipt")]
    ReceivedAt,
    /// Nobody has to answer it yet.
    #[error("the complaint is not assigned to a department")]
    NotAssigned,
    /// It was answered, or closed.
    #[error("the complaint was answered already")]
    AlreadyAnswered,
    /// There is no answer to accept or refuse.
    #[error("the complaint was not answered")]
    NotAnswered,
    /// It is closed.
    #[error("the complaint is closed")]
    Closed,
    /// Another department has to answer.
    #[error("only {department} may do this")]
    NotYourDepartment {
        /// Who may.
        department: String,
    },
    /// Who answered may neither close nor reopen: the complainant does, or a callback by someone else.
    #[error("{department} answered; its officers may not close or reopen the complaint")]
    NotIndependent {
        /// Who answered.
        department: String,
    },
    /// What was ordered was not reported.
    #[error("the rectification that was ordered is not reported")]
    RectificationMissing,
    /// Nothing was ordered.
    #[error("no rectification was ordered")]
    NothingOrdered,
    /// The time to refuse the answer is over.
    #[error("the answer stands since {since}")]
    TooLate {
        /// Since when.
        since: Timestamp,
    },
    /// A limit cannot be counted.
    #[error("a due date cannot be computed")]
    Due(#[from] DueError),
}

impl Complaint {
    /// What stays the same; none of what nobody lodged.
    pub fn file(&self) -> Option<&File> {
        match self {
            Self::Unknown => None,
            Self::Lodged(file)
            | Self::Assigned(file, _)
            | Self::Answered(file, _, _)
            | Self::Confirmed(file, _, _) => Some(file),
        }
    }
}

impl Decider for Complaint {
    const CATEGORY: Category = Category::new("complaint");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match (self, command) {
            (Self::Unknown, Command::Lodge(complaining)) => lodge(*complaining, cx),
            (_, Command::Lodge(_)) => Err(Rejection::AlreadyLodged),
            (Self::Unknown, _) => Err(Rejection::Unknown),
            (Self::Lodged(file), Command::ShowPersonalData) => {
                // Nobody handles it yet: the department complained of learns no names before.
                if !stands_between(cx.actor) {
                    return Err(Rejection::NotAssigned);
                }
                Ok(vec![Event::PersonalDataShown { complaint_id: file.complaint_id }])
            }
            (
                Self::Assigned(file, duty)
                | Self::Answered(file, duty, _)
                | Self::Confirmed(file, duty, _),
                Command::ShowPersonalData,
            ) => {
                handles(file, duty, cx)?;
                Ok(vec![Event::PersonalDataShown { complaint_id: file.complaint_id }])
            }
            (Self::Lodged(file) | Self::Assigned(file, _), Command::Assign { department }) => {
                let due_at = file.due_at;
                let complaint_id = file.complaint_id;
                Ok(vec![Event::ComplaintAssigned { complaint_id, department, due_at }])
            }
            (Self::Lodged(_), _) => Err(Rejection::NotAssigned),
            (Self::Assigned(file, duty), command) => assigned(file, duty, command, cx),
            (Self::Answered(file, duty, answered_at), command) => {
                answered(file, duty, *answered_at, command, cx)
            }
            // Confirming twice is the same wish.
            (Self::Confirmed(file, duty, _), Command::Confirm { .. }) => {
                speaks_for(file, duty, cx)?;
                Ok(Vec::new())
            }
            (Self::Confirmed(file, duty, answered_at), Command::Reopen { reason }) => {
                reopen(file, duty, *answered_at, reason, cx)
            }
            (Self::Confirmed(..), _) => Err(Rejection::Closed),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::ComplaintLodged(lodging)) => Self::Lodged(File::from(&**lodging)),
            (_, Event::ComplaintLodgedV1(lodging)) => Self::Lodged(File::from(&**lodging)),
            (
                Self::Lodged(file) | Self::Assigned(file, _),
                Event::ComplaintAssigned { department, due_at, .. },
            ) => {
                let duty =
                    Duty { department: department.clone(), rectification: Rectification::None };
                Self::Assigned(File { due_at: *due_at, ..file }, duty)
            }
            (Self::Assigned(file, duty), Event::RectificationOrdered { .. }) => {
                Self::Assigned(file, Duty { rectification: Rectification::Ordered, ..duty })
            }
            (Self::Assigned(file, duty), Event::RectificationReported { .. }) => {
                Self::Assigned(file, Duty { rectification: Rectification::Reported, ..duty })
            }
            (Self::Assigned(file, duty), Event::ComplaintAnswered { answered_at, .. }) => {
                Self::Answered(file, duty, *answered_at)
            }
            (Self::Answered(file, duty, at), Event::ComplaintConfirmed { .. }) => {
                Self::Confirmed(file, duty, at)
            }
            (
                Self::Answered(file, duty, _) | Self::Confirmed(file, duty, _),
                Event::ComplaintReopened { due_at, .. },
            ) => Self::Assigned(File { due_at: *due_at, ..file }, duty),
            (
                state,
                Event::ComplaintAssigned { .. }
                | Event::RectificationOrdered { .. }
                | Event::RectificationReported { .. }
                | Event::ComplaintAnswered { .. }
                | Event::ComplaintConfirmed { .. }
                | Event::ComplaintReopened { .. }
                | Event::PersonalDataShown { .. },
            ) => state,
        }
    }
}

fn lodge(complaining: Complaining, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
    let received_at = complaining.received_at.unwrap_or(cx.now);
    let age = cx.now.duration_since(received_at);
    if age.is_negative() || age.as_hours() > 24 * BACKDATE_DAYS_MAX {
        return Err(Rejection::ReceivedAt);
    }
    Ok(vec![Event::ComplaintLodged(Box::new(Lodging {
        complaint_id: complaining.complaint_id,
        case_id: complaining.case_id,
        department: complaining.department,
        item_code: complaining.item_code,
        complainant: complaining.complainant,
        channel: complaining.channel,
        lodged_by: cx.actor.id.clone(),
        title: complaining.title,
        text: complaining.text,
        received_at,
        due_at: due(received_at, ANSWER_WITHIN, cx)?,
    }))])
}

fn assigned(
    file: &File,
    duty: &Duty,
    command: Command,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    let (complaint_id, department) = (file.complaint_id, duty.department.clone());
    match command {
        Command::OrderRectification { order } => Ok(vec![Event::RectificationOrdered {
            complaint_id,
            department,
            order: order.into_string(),
            due_at: file.due_at,
        }]),
        Command::ReportRectification { report } => {
            own(file, duty, cx)?;
            if duty.rectification == Rectification::None {
                return Err(Rejection::NothingOrdered);
            }
            Ok(vec![Event::RectificationReported { complaint_id, report: report.into_string() }])
        }
        Command::Answer { answer } => {
            own(file, duty, cx)?;
            if duty.rectification == Rectification::Ordered {
                return Err(Rejection::RectificationMissing);
            }
            Ok(vec![Event::ComplaintAnswered {
                complaint_id,
                department,
                answer: answer.into_string(),
                in_time: cx.now < file.due_at,
                answered_at: cx.now,
            }])
        }
        Command::Confirm { .. } | Command::Reopen { .. } => Err(Rejection::NotAnswered),
        Command::Lodge(_) | Command::Assign { .. } | Command::ShowPersonalData => {
            Err(Rejection::AlreadyLodged)
        }
    }
}

fn answered(
    file: &File,
    duty: &Duty,
    answered_at: Timestamp,
    command: Command,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Confirm { satisfaction, solved } => {
            judges(file, duty, cx)?;
            let complaint_id = file.complaint_id;
            Ok(vec![Event::ComplaintConfirmed { complaint_id, satisfaction, solved }])
        }
        Command::Reopen { reason } => reopen(file, duty, answered_at, reason, cx),
        // Answering twice is the same wish only with the same key.
        Command::Answer { .. }
        | Command::Assign { .. }
        | Command::OrderRectification { .. }
        | Command::ReportRectification { .. }
        | Command::ShowPersonalData
        | Command::Lodge(_) => Err(Rejection::AlreadyAnswered),
    }
}

fn reopen(
    file: &File,
    duty: &Duty,
    answered_at: Timestamp,
    reason: Wording,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    judges(file, duty, cx)?;
    let since = due(answered_at, REOPEN_WITHIN, cx)?;
    if cx.now >= since {
        return Err(Rejection::TooLate { since });
    }
    Ok(vec![Event::ComplaintReopened {
        complaint_id: file.complaint_id,
        reason: reason.into_string(),
        due_at: due(cx.now, ANSWER_WITHIN, cx)?,
    }])
}

/// Whether the actor may say whether an answer holds: the complainant, and never the department
/// that gave it, which could otherwise take back its own lateness or the mark it was given.
fn judges(file: &File, duty: &Duty, cx: Context<'_>) -> Result<(), Rejection> {
    speaks_for(file, duty, cx)?;
    // Neither who answered then nor who answers for it now.
    if cx.actor.works_for(&duty.department) || answers_now(file, duty, cx) {
        return Err(Rejection::NotIndependent { department: duty.department.clone() });
    }
    Ok(())
}

/// Whether the actor may say what the complainant says: whoever called back, or the account that
/// lodged it. Whether another one's complaint exists is nobody's business.
fn speaks_for(file: &File, duty: &Duty, cx: Context<'_>) -> Result<(), Rejection> {
    let actor = cx.actor;
    let is_office = actor.roles.iter().any(|role| *role != Role::Applicant);
    match (file.lodged_by == actor.id, is_office) {
        (true, _) => Ok(()),
        (false, true) => handles(file, duty, cx),
        (false, false) => Err(Rejection::Unknown),
    }
}

/// Whether the complaint is the actor's to deal with: everybody's who stands between departments,
/// and among handlers those of the department that has to answer.
fn handles(file: &File, duty: &Duty, cx: Context<'_>) -> Result<(), Rejection> {
    if stands_between(cx.actor) { Ok(()) } else { own(file, duty, cx) }
}

/// Whether the actor serves all departments alike.
fn stands_between(actor: &Actor) -> bool {
    actor.roles.iter().any(|role| match role {
        Role::WindowClerk | Role::Coordinator | Role::Supervisor | Role::System => true,
        Role::Handler | Role::Operator | Role::Applicant => false,
    })
}

fn own(file: &File, duty: &Duty, cx: Context<'_>) -> Result<(), Rejection> {
    if answers_now(file, duty, cx) || cx.actor.is(Role::System) {
        return Ok(());
    }
    let now = cx.successions.answers_for(&duty.department, file.item_code.as_deref());
    Err(Rejection::NotYourDepartment { department: now.to_owned() })
}

/// Whether the actor's department answers now for what was given to the one that had to answer.
fn answers_now(file: &File, duty: &Duty, cx: Context<'_>) -> bool {
    cx.answers_for(&duty.department, file.item_code.as_deref())
}

fn due(from: Timestamp, budget: Budget, cx: Context<'_>) -> Result<Timestamp, DueError> {
    let deadline = Clock::new(from, budget).deadline(cx.calendar, &Office::default())?;
    deadline.due().map(|due| due.due_at).ok_or(DueError::OutOfRange)
}
