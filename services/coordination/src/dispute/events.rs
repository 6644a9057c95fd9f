//! What happens to a dispute. Wire names are never changed.

mod panel;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, DisputeId, DomainEvent, TaskId, Text};

pub use panel::{Hearing, Member, Ruling};

/// The facts of a dispute. Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A department disputes that it has to answer a task (立案).
    #[serde(rename = "coordination.dispute_opened.v1")]
    DisputeOpened {
        /// The dispute.
        dispute_id: DisputeId,
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The case's number.
        number: CaseNumber,
        /// What was asked.
        ask: Text,
        /// Who disputes.
        #[schemars(with = "tongban_kernel::Code")]
        by_department: String,
        /// Who asked.
        #[schemars(with = "tongban_kernel::Code")]
        from_department: String,
        /// Who has to answer, as the disputing department sees it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<tongban_kernel::Code>")]
        responsible: Option<String>,
        /// Why.
        reason: String,
        /// By which rule.
        legal_basis: String,
        /// When it was disputed.
        disputed_at: Timestamp,
        /// The other side: who asked, and who is held responsible.
        hearings: Vec<Hearing>,
        /// Until when it is to be ruled.
        rule_by_at: Timestamp,
    },
    /// Another department is heard as well (追加当事部门).
    #[serde(rename = "coordination.dispute_party_added.v1")]
    PartyAdded {
        /// The dispute.
        dispute_id: DisputeId,
        /// Who, and until when it may answer.
        hearing: Hearing,
    },
    /// A department said what it holds (答辩).
    #[serde(rename = "coordination.dispute_answered.v1")]
    DisputeAnswered {
        /// The dispute.
        dispute_id: DisputeId,
        /// Which department.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// What it holds.
        position: String,
        /// By which rule.
        legal_basis: String,
    },
    /// The time for its answer passed without one (逾期未答辩): it may be ruled without.
    #[serde(rename = "coordination.dispute_unanswered.v1")]
    DisputeUnanswered {
        /// The dispute.
        dispute_id: DisputeId,
        /// Which department.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Until when it was to answer.
        answer_by_at: Timestamp,
    },
    /// Members were named who rule (组成仲裁组).
    #[serde(rename = "coordination.panel_convened.v1")]
    PanelConvened {
        /// The dispute.
        dispute_id: DisputeId,
        /// All of them.
        members: Vec<Member>,
        /// The account of the one who presides.
        chair: String,
    },
    /// A member is one no longer (回避).
    #[serde(rename = "coordination.panel_member_recused.v1")]
    MemberRecused {
        /// The dispute.
        dispute_id: DisputeId,
        /// The account.
        account: String,
        /// Why.
        reason: String,
    },
    /// A member said how to rule (表决); said once more, the last word counts.
    #[serde(rename = "coordination.panel_vote_cast.v1")]
    VoteCast {
        /// The dispute.
        dispute_id: DisputeId,
        /// The member's account.
        account: String,
        /// How. It stays inside: nobody outside reads a vote.
        #[schemars(extend("x-personal" = true))]
        ruling: Ruling,
        /// Why.
        reason: String,
    },
    /// It is ruled who has to answer (裁决): final.
    #[serde(rename = "coordination.dispute_ruled.v1")]
    DisputeRuled {
        /// The dispute.
        dispute_id: DisputeId,
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who.
        ruling: Ruling,
        /// Why.
        reason: String,
        /// By which rule.
        legal_basis: String,
        /// Members of the panel; none where a ruling of before was followed.
        n_members: u32,
        /// Votes for it.
        n_for: u32,
        /// Votes cast.
        n_votes: u32,
        /// The ruling of before that was followed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precedent: Option<DisputeId>,
        /// When.
        ruled_at: Timestamp,
    },
    /// The time for the ruling passed without one (逾期未裁决): told to supervision, once.
    #[serde(rename = "coordination.ruling_overdue.v1")]
    RulingOverdue {
        /// The dispute.
        dispute_id: DisputeId,
        /// Until when it was to be ruled.
        rule_by_at: Timestamp,
    },
    /// Whoever disputed the task no longer does (撤回争议): it answers.
    #[serde(rename = "coordination.dispute_withdrawn.v1")]
    DisputeWithdrawn {
        /// The dispute.
        dispute_id: DisputeId,
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who answers.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Why.
        reason: String,
    },
    /// The task ended in another way (争议终止): nothing is left to rule on.
    #[serde(rename = "coordination.dispute_lapsed.v1")]
    DisputeLapsed {
        /// The dispute.
        dispute_id: DisputeId,
    },
}

impl DomainEvent for Event {}
