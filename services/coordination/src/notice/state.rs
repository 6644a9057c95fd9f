//! What a warning is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod rejection;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_calendar::{Budget, Clock, DueError, Office};
use tongban_kernel::{Category, Context, Decider, NoticeId, Role, Wording};

use super::commands::{Command, NewNotice};
use super::events::Event;
use crate::task::events::Rung;
pub use rejection::Rejection;

/// What it counts that a warning was not answered in time.
pub const UNANSWERED_POINTS: u32 = 2;

/// What a warning of this rung counts against a department (扣分).
pub const fn points(rung: Rung) -> u32 {
    match rung {
        // Met in time, these count nothing; otherwise a red one follows.
        Rung::Unacknowledged | Rung::DueSoon => 1,
        Rung::Overdue => 3,
        Rung::Lead => 5,
        Rung::Supervisor => 8,
        Rung::Accountability => 12,
    }
}

/// A warning that is dealt with like a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// No such warning was issued.
    #[default]
    Unknown,
    /// It is to be answered, or what it asks for to be done.
    Open(Issued),
    /// The department holds it wrong; the supervisor decides.
    Appealed(Issued),
    /// Answered in writing.
    Answered(Issued),
    /// What it asked for was done.
    Met,
    /// Taken back.
    Revoked,
    /// Its answer was accepted.
    Closed,
}

/// A warning that is not done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    notice_id: NoticeId,
    department: String,
    answer_by_at: Option<Timestamp>,
    was_appealed: bool,
    was_noted: bool,
}

impl Notice {
    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open(_) => "open",
            Self::Appealed(_) => "appealed",
            Self::Answered(_) => "answered",
            Self::Met => "met",
            Self::Revoked => "revoked",
            Self::Closed => "closed",
        }
    }

    fn issued(&self) -> Result<&Issued, Rejection> {
        match self {
            Self::Unknown => Err(Rejection::UnknownNotice),
            Self::Open(issued) | Self::Appealed(issued) | Self::Answered(issued) => Ok(issued),
            Self::Met | Self::Revoked | Self::Closed => Err(Rejection::Over),
        }
    }

    /// The warning while it is to be answered, for someone of the warned department.
    fn to_be_answered(&self, cx: Context<'_>) -> Result<&Issued, Rejection> {
        let issued = self.issued()?;
        if !cx.answers_for(&issued.department, None) {
            let now = cx.successions.answers_for(&issued.department, None);
            return Err(Rejection::NotWarned { department: now.to_owned() });
        }
        match self {
            Self::Open(issued) => Ok(issued),
            Self::Appealed(_) => Err(Rejection::AwaitsSupervisor),
            Self::Answered(_) => Err(Rejection::Answered),
            Self::Unknown => Err(Rejection::UnknownNotice),
            Self::Met | Self::Revoked | Self::Closed => Err(Rejection::Over),
        }
    }

    fn supervised(&self, cx: Context<'_>) -> Result<&Issued, Rejection> {
        let issued = self.issued()?;
        if cx.actor.is(Role::Supervisor) { Ok(issued) } else { Err(Rejection::NotSupervisor) }
    }
}

impl Decider for Notice {
    const CATEGORY: Category = Category::new("notice");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Open(notice) => Ok(self.open(*notice)),
            Command::Meet => Ok(self.meet()),
            Command::Answer { statement } => {
                let notice_id = self.to_be_answered(cx)?.notice_id;
                let statement = statement.into_string();
                Ok(vec![Event::NoticeAnswered { notice_id, statement }])
            }
            Command::Appeal { grounds, legal_basis } => self.appeal(grounds, legal_basis, cx),
            Command::Uphold { reason, answer_within, office } => {
                self.uphold(reason, answer_within, &office, cx)
            }
            Command::Revoke { reason } => {
                if *self == Self::Revoked {
                    // Taking back twice is the same wish.
                    return Ok(Vec::new());
                }
                let notice_id = self.supervised(cx)?.notice_id;
                Ok(vec![Event::NoticeRevoked { notice_id, reason: reason.into_string() }])
            }
            Command::Accept => self.accept(cx),
            Command::NoteUnanswered => Ok(self.note_unanswered(cx)),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::NoticeOpened { notice_id, department, answer_by_at, .. }) => {
                Self::Open(Issued {
                    notice_id: *notice_id,
                    department: department.clone(),
                    answer_by_at: *answer_by_at,
                    was_appealed: false,
                    was_noted: false,
                })
            }
            (Self::Open(issued), Event::NoticeAnswered { .. }) => Self::Answered(issued),
            (Self::Open(issued), Event::NoticeUnanswered { .. }) => {
                Self::Open(Issued { was_noted: true, ..issued })
            }
            (Self::Open(issued), Event::NoticeAppealed { .. }) => {
                Self::Appealed(Issued { was_appealed: true, ..issued })
            }
            (Self::Appealed(issued), Event::NoticeUpheld { answer_by_at, .. }) => {
                let answer_by_at = Some(*answer_by_at);
                Self::Open(Issued { answer_by_at, was_noted: false, ..issued })
            }
            (_, Event::NoticeMet { .. }) => Self::Met,
            (_, Event::NoticeRevoked { .. }) => Self::Revoked,
            (_, Event::NoticeClosed { .. }) => Self::Closed,
            (
                state,
                Event::NoticeAnswered { .. }
                | Event::NoticeUnanswered { .. }
                | Event::NoticeAppealed { .. }
                | Event::NoticeUpheld { .. },
            ) => state,
        }
    }
}

impl Notice {
    fn open(&self, notice: NewNotice) -> Vec<Event> {
        if *self != Self::Unknown {
            // The id says which warning this is: it is dealt with already.
            return Vec::new();
        }
        vec![Event::NoticeOpened {
            notice_id: notice.notice_id,
            task_id: notice.task_id,
            case_id: notice.case_id,
            occasion: notice.occasion,
            number: notice.number,
            department: notice.department,
            rung: notice.rung,
            colour: notice.rung.colour(),
            epoch: notice.epoch,
            issued_at: notice.issued_at,
            answer_by_at: notice.answer_by_at,
            points: points(notice.rung),
        }]
    }

    /// A warning that was appealed against or answered is met as well: what it asked for was done.
    fn meet(&self) -> Vec<Event> {
        let met = self.issued().map(|issued| Event::NoticeMet { notice_id: issued.notice_id });
        met.into_iter().collect()
    }

    fn appeal(
        &self,
        grounds: Wording,
        legal_basis: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let issued = self.to_be_answered(cx)?;
        if issued.was_appealed {
            return Err(Rejection::AppealedBefore);
        }
        Ok(vec![Event::NoticeAppealed {
            notice_id: issued.notice_id,
            grounds: grounds.into_string(),
            legal_basis: legal_basis.into_string(),
        }])
    }

    fn uphold(
        &self,
        reason: Wording,
        answer_within: Budget,
        office: &Office,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let notice_id = self.supervised(cx)?.notice_id;
        let Self::Appealed(_) = self else { return Err(Rejection::NotAppealed) };
        let deadline = Clock::new(cx.now, answer_within).deadline(cx.calendar, office)?;
        let answer_by_at = deadline.due().ok_or(DueError::OutOfRange)?.due_at;
        let reason = reason.into_string();
        Ok(vec![Event::NoticeUpheld { notice_id, reason, answer_by_at }])
    }

    fn accept(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self == Self::Closed {
            // Accepting twice is the same wish.
            return Ok(Vec::new());
        }
        let notice_id = self.supervised(cx)?.notice_id;
        let Self::Answered(_) = self else { return Err(Rejection::NotAnswered) };
        Ok(vec![Event::NoticeClosed { notice_id }])
    }

    /// Once; the list that the wish comes from may lag behind, and a clock may have been set back.
    fn note_unanswered(&self, cx: Context<'_>) -> Vec<Event> {
        let Self::Open(Issued { notice_id, answer_by_at: Some(by), was_noted: false, .. }) = self
        else {
            return Vec::new();
        };
        if *by > cx.now {
            return Vec::new();
        }
        let (notice_id, answer_by_at, points) = (*notice_id, *by, UNANSWERED_POINTS);
        vec![Event::NoticeUnanswered { notice_id, answer_by_at, points }]
    }
}
