//! What happens to a meeting of several departments (联席会议). Wire names are never changed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent, MeetingId, TaskId, Text};

use crate::rhythm::events::Item;

/// A point of an agenda (议题).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Which of the agenda, from 1.
    pub nth: u32,
    /// What is to be talked about.
    pub topic: String,
    /// What is stuck, where that is what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
}

/// What a meeting made of something that is stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// It is stuck no longer (疏通).
    Cleared,
    /// It is talked about again (续议).
    Carried,
}

impl Course {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Carried => "carried",
        }
    }
}

/// How a point of the agenda that is about something stuck was followed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FollowUp {
    /// Which point.
    pub point: u32,
    /// What is stuck.
    pub item: Item,
    /// What was made of it.
    pub course: Course,
    /// In words.
    pub note: String,
}

/// A decision (议定事项): it is asked of its department as a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The task that it becomes.
    pub task_id: TaskId,
    /// What is to be done.
    pub what: Text,
    /// By whom.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// Within what.
    pub limit: Budget,
    /// How the department reckons time.
    pub office: Office,
    /// Who is warned when it is late.
    #[serde(default, skip_serializing_if = "Ladder::is_standard")]
    pub ladder: Ladder,
    /// By which rule: where none is named, because the meeting decided it.
    pub legal_basis: String,
}

/// The facts of a meeting. Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A meeting was called (召集).
    #[serde(rename = "coordination.meeting_called.v1")]
    MeetingCalled {
        /// The meeting.
        meeting_id: MeetingId,
        /// What its decisions are asked for: its project, or itself.
        case_id: CaseId,
        /// The number of that.
        number: CaseNumber,
        /// What it is, in a line.
        title: String,
        /// When it is held.
        held_at: Timestamp,
        /// Who asks for what it decides.
        #[schemars(with = "tongban_kernel::Code")]
        convening_department: String,
        /// Who is invited, the convening one too.
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        departments: Vec<String>,
        /// What is to be talked about.
        agenda: Vec<Point>,
        /// When it was called.
        called_at: Timestamp,
    },
    /// A meeting is not held (取消).
    #[serde(rename = "coordination.meeting_cancelled.v1")]
    MeetingCancelled {
        /// The meeting.
        meeting_id: MeetingId,
        /// Why.
        reason: String,
    },
    /// The minutes were published (印发会议纪要): they change no more.
    #[serde(rename = "coordination.minutes_published.v1")]
    MinutesPublished {
        /// The meeting.
        meeting_id: MeetingId,
        /// What its decisions are asked for.
        case_id: CaseId,
        /// The number of that.
        number: CaseNumber,
        /// Who asks for what was decided.
        #[schemars(with = "tongban_kernel::Code")]
        from_department: String,
        /// Who was present.
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        present: Vec<String>,
        /// What was said, where more than decisions is worth keeping.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
        /// What was made of all that was stuck.
        follow_ups: Vec<FollowUp>,
        /// What was decided.
        decisions: Vec<Decision>,
        /// When they were published.
        published_at: Timestamp,
    },
    /// Something in the minutes is wrong (更正): it stays as it is, and this stands beside it.
    #[serde(rename = "coordination.minutes_corrected.v1")]
    MinutesCorrected {
        /// The meeting.
        meeting_id: MeetingId,
        /// Which correction, from 1.
        nth: u32,
        /// What is wrong, and what is right.
        correction: String,
        /// When.
        corrected_at: Timestamp,
    },
}

impl DomainEvent for Event {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        for course in [Course::Cleared, Course::Carried] {
            assert_eq!(serde_json::to_value(course).unwrap(), course.as_str());
        }
    }
}
