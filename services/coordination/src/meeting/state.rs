//! What a meeting is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod minutes;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;
use tongban_kernel::{CaseId, CaseNumber, Category, Context, Decider, MeetingId, Wording};

use super::commands::{Command, NewMeeting};
use super::events::{Event, Point};
use crate::project::state::convenes;
pub use rejection::Rejection;

/// Points of one agenda: a whole fortnightly list, and what else there is.
pub const POINTS_MAX: usize = 250;
/// Decisions of one meeting.
pub const DECISIONS_MAX: usize = 50;
/// Corrections of one meeting's minutes.
pub const CORRECTIONS_MAX: u32 = 20;

/// A meeting of several departments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Meeting {
    /// Nobody called it.
    #[default]
    Unknown,
    /// It is to be held, or its minutes to be written.
    Called(Box<Called>),
    /// Its minutes are published.
    Held(Held),
    /// It is not held.
    Cancelled(CaseId),
}

/// A meeting with minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    meeting_id: MeetingId,
    case_id: CaseId,
    n_corrections: u32,
}

/// A meeting that was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    meeting_id: MeetingId,
    case_id: CaseId,
    number: CaseNumber,
    held_at: Timestamp,
    convening_department: String,
    /// The convening one too.
    departments: BTreeSet<String>,
    agenda: Vec<Point>,
}

impl Meeting {
    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Called(_) => "called",
            Self::Held(_) => "held",
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// What it was called for, its project or itself; none for a meeting that nobody called.
    pub fn case_id(&self) -> Option<CaseId> {
        match self {
            Self::Unknown => None,
            Self::Called(called) => Some(called.case_id),
            Self::Held(held) => Some(held.case_id),
            Self::Cancelled(case_id) => Some(*case_id),
        }
    }

    /// The meeting while its minutes are to be written.
    fn called(&self) -> Result<&Called, Rejection> {
        match self {
            Self::Called(called) => Ok(called),
            Self::Unknown => Err(Rejection::UnknownMeeting),
            Self::Held(_) => Err(Rejection::Published),
            Self::Cancelled(_) => Err(Rejection::Cancelled),
        }
    }
}

impl Decider for Meeting {
    const CATEGORY: Category = Category::new("meeting");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Call(meeting) => self.call(*meeting, cx),
            Command::Cancel { reason, led_by } => self.cancel(reason, led_by.as_deref(), cx),
            Command::Publish(minutes) => self.publish(*minutes, cx),
            Command::Correct { correction, led_by } => {
                self.correct(correction, led_by.as_deref(), cx)
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::MeetingCalled {
                meeting_id,
                case_id,
                number,
                held_at,
                convening_department,
                departments,
                agenda,
                ..
            } => Self::Called(Box::new(Called {
                meeting_id: *meeting_id,
                case_id: *case_id,
                number: number.clone(),
                held_at: *held_at,
                convening_department: convening_department.clone(),
                departments: departments.iter().cloned().collect(),
                agenda: agenda.clone(),
            })),
            Event::MeetingCancelled { meeting_id, .. } => {
                Self::Cancelled(self.case_id().unwrap_or_else(|| meeting_id.as_case()))
            }
            Event::MinutesPublished { meeting_id, case_id, .. } => {
                // Its project, also where that was closed before.
                let case_id = self.case_id().unwrap_or(*case_id);
                Self::Held(Held { meeting_id: *meeting_id, case_id, n_corrections: 0 })
            }
            Event::MinutesCorrected { nth, .. } => match self {
                Self::Held(held) => Self::Held(Held { n_corrections: *nth, ..held }),
                before @ (Self::Unknown | Self::Called(_) | Self::Cancelled(_)) => before,
            },
        }
    }
}

impl Meeting {
    fn call(&self, meeting: NewMeeting, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: it is called already.
            return Ok(Vec::new());
        }
        let led_by = meeting.project.as_ref().map(|project| project.led_by.as_str());
        may_chair(led_by, cx)?;
        meeting.is_convened_rightly(cx)?;
        if meeting.held_at < cx.now {
            return Err(Rejection::Past { held_at: meeting.held_at });
        }
        let mut departments: BTreeSet<_> = meeting.departments.into_iter().collect();
        departments.insert(meeting.convening_department.clone());
        if departments.len() < 2 {
            return Err(Rejection::Alone);
        }
        if meeting.agenda.is_empty() || meeting.agenda.len() > POINTS_MAX {
            return Err(Rejection::Agenda);
        }
        let (case_id, number) = meeting.project.map_or_else(
            || {
                let own = meeting.meeting_id.as_case();
                (own, CaseNumber::of(own, meeting.office.date_of(cx.now)))
            },
            |project| (project.project_id, project.number),
        );
        let agenda = (1..).zip(meeting.agenda);
        let agenda =
            agenda.map(|(nth, new)| Point { nth, topic: new.topic, item: new.item }).collect();
        Ok(vec![Event::MeetingCalled {
            meeting_id: meeting.meeting_id,
            case_id,
            number,
            title: meeting.title.into_string(),
            held_at: meeting.held_at,
            convening_department: meeting.convening_department,
            departments: departments.into_iter().collect(),
            agenda,
            called_at: cx.now,
        }])
    }

    fn cancel(
        &self,
        reason: Wording,
        led_by: Option<&str>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if let Self::Cancelled(_) = self {
            // Cancelling twice is the same wish.
            return Ok(Vec::new());
        }
        let meeting_id = self.called()?.meeting_id;
        may_chair(led_by, cx)?;
        Ok(vec![Event::MeetingCancelled { meeting_id, reason: reason.into_string() }])
    }
}

impl NewMeeting {
    /// Who leads speaks for the leading department alone; who convenes does for every one.
    fn is_convened_rightly(&self, cx: Context<'_>) -> Result<(), Rejection> {
        let now = |code| cx.successions.answers_for(code, None);
        let leading = self.project.as_ref().map(|project| project.leading_department.as_str());
        match leading.filter(|_| !convenes(cx)) {
            Some(leading) if now(leading) != now(&self.convening_department) => {
                Err(Rejection::NotOfConvening { department: now(leading).to_owned() })
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Who leads the project chairs its meetings; who convenes chairs all of them.
fn may_chair(led_by: Option<&str>, cx: Context<'_>) -> Result<(), Rejection> {
    let leads = led_by == Some(cx.actor.id.as_str());
    if leads || convenes(cx) { Ok(()) } else { Err(Rejection::NotConvener) }
}
