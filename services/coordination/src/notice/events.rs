//! What happens to a warning. Wire names are never changed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent, NoticeId, TaskId};

use crate::task::events::{Colour, Occasion, Rung};

/// The facts of a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A warning is to be dealt with (立件).
    #[serde(rename = "coordination.notice_opened.v1")]
    NoticeOpened {
        /// The warning.
        notice_id: NoticeId,
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
        /// The case's number.
        number: CaseNumber,
        /// Who was warned.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Which rung.
        rung: Rung,
        /// Its colour.
        colour: Colour,
        /// The epoch of the deadline.
        epoch: u32,
        /// When it was issued.
        issued_at: Timestamp,
        /// Until when it is to be answered; none where doing the work is the answer.
        answer_by_at: Option<Timestamp>,
        /// What it counts against the department, unless it is met or revoked.
        points: u32,
    },
    /// What it asked for was done (已处置): nothing counts.
    #[serde(rename = "coordination.notice_met.v1")]
    NoticeMet {
        /// The warning.
        notice_id: NoticeId,
    },
    /// The department answered in writing (书面说明).
    #[serde(rename = "coordination.notice_answered.v1")]
    NoticeAnswered {
        /// The warning.
        notice_id: NoticeId,
        /// What it says.
        statement: String,
    },
    /// The time for the answer has passed without one (逾期未说明): once per limit.
    #[serde(rename = "coordination.notice_unanswered.v1")]
    NoticeUnanswered {
        /// The warning.
        notice_id: NoticeId,
        /// Until when it was to be answered.
        answer_by_at: Timestamp,
        /// What that counts.
        points: u32,
    },
    /// The department holds it wrong (申诉): it needs no answer until that is decided.
    #[serde(rename = "coordination.notice_appealed.v1")]
    NoticeAppealed {
        /// The warning.
        notice_id: NoticeId,
        /// Why.
        grounds: String,
        /// By which rule.
        legal_basis: String,
    },
    /// The supervisor holds it right (维持).
    #[serde(rename = "coordination.notice_upheld.v1")]
    NoticeUpheld {
        /// The warning.
        notice_id: NoticeId,
        /// Why.
        reason: String,
        /// Until when it is to be answered now.
        answer_by_at: Timestamp,
    },
    /// The supervisor took it back (撤销): nothing counts.
    #[serde(rename = "coordination.notice_revoked.v1")]
    NoticeRevoked {
        /// The warning.
        notice_id: NoticeId,
        /// Why.
        reason: String,
    },
    /// The supervisor is content with the answer (核销).
    #[serde(rename = "coordination.notice_closed.v1")]
    NoticeClosed {
        /// The warning.
        notice_id: NoticeId,
    },
}

impl DomainEvent for Event {}
