//! What may be wished of a meeting.

use jiff::Timestamp;
use tongban_calendar::{Budget, Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, MeetingId, Text, Wording};

use super::events::Course;
use crate::rhythm::events::Item;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Calls a meeting.
    Call(Box<NewMeeting>),
    /// It is not to be held.
    Cancel {
        /// Why.
        reason: Wording,
        /// The account that leads its project now.
        led_by: Option<String>,
    },
    /// Publishes the minutes.
    Publish(Box<Minutes>),
    /// Something in the minutes is wrong.
    Correct {
        /// What is wrong, and what is right.
        correction: Wording,
        /// The account that leads its project now.
        led_by: Option<String>,
    },
}

/// A meeting as it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMeeting {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The project that it is called for; none for one that stands alone.
    pub project: Option<OfProject>,
    /// What it is, in a line.
    pub title: Wording,
    /// When it is held.
    pub held_at: Timestamp,
    /// Who asks for what it decides.
    pub convening_department: String,
    /// Who else is invited.
    pub departments: Vec<String>,
    /// What is to be talked about.
    pub agenda: Vec<NewPoint>,
    /// How the convening department reckons days; the number carries the day.
    pub office: Office,
}

/// The project of a meeting, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfProject {
    /// The project.
    pub project_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The account that leads it.
    pub led_by: String,
    /// The department that leads it.
    pub leading_department: String,
}

/// A point of an agenda as it is put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPoint {
    /// What is to be talked about.
    pub topic: String,
    /// What is stuck.
    pub item: Option<Item>,
}

/// Minutes as they are published.
#[derive(Clone, Debug, PartialEq)]
pub struct Minutes {
    /// Who was present.
    pub present: Vec<String>,
    /// What was said.
    pub summary: Option<Wording>,
    /// What was made of all that was stuck.
    pub follow_ups: Vec<NewFollowUp>,
    /// What was decided.
    pub decisions: Vec<NewDecision>,
    /// The account that leads the project now, or led it until it was closed.
    pub led_by: Option<String>,
    /// The number of the meeting by itself, where its project is closed: nothing is asked for that
    /// any more, and decisions are asked for the meeting.
    pub alone: Option<CaseNumber>,
}

/// What was made of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFollowUp {
    /// Which point.
    pub point: u32,
    /// What was made of it.
    pub course: Course,
    /// In words.
    pub note: Wording,
}

/// A decision as it was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDecision {
    /// What is to be done.
    pub what: Text,
    /// By whom.
    pub department: String,
    /// Within what.
    pub limit: Budget,
    /// How the department reckons time.
    pub office: Office,
    /// Who is warned when it is late.
    pub ladder: Ladder,
    /// By which rule; none where the meeting is the reason.
    pub legal_basis: Option<Wording>,
}
