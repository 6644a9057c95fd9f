use jiff::Timestamp;
use tongban_calendar::DueError;

use super::{MEMBERS_MAX, PARTIES_MAX};

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody disputes such a thing.
    #[error("there is no such dispute")]
    UnknownDispute,
    /// It is ruled, withdrawn or lapsed.
    #[error("the dispute is over")]
    Over,
    /// Only coordinators and supervisors see to a ruling.
    #[error("only a coordinator or a supervisor may do this")]
    NotCoordinator,
    /// The department is not heard in this dispute.
    #[error("this department is not heard in the dispute")]
    NotParty,
    /// One answer of each department.
    #[error("this department has answered")]
    AnsweredBefore,
    /// As many departments as one dispute hears.
    #[error("{PARTIES_MAX} departments are heard already")]
    TooManyParties,
    /// Only who disputes takes that back.
    #[error("only department {department} may withdraw the dispute")]
    NotDisputing {
        /// Which.
        department: String,
    },
    /// Too few members to rule, or too many.
    #[error("a panel has {min} to {MEMBERS_MAX} members")]
    PanelSize {
        /// How many at least.
        min: usize,
    },
    /// An account sits once.
    #[error("an account is named twice")]
    SameMember,
    /// Who presides is a member.
    #[error("the chair is no member of the panel")]
    ChairNoMember,
    /// Nobody rules on a matter of the own department (回避).
    #[error("{account} works for {department}, whose matter it is, and cannot rule")]
    Partial {
        /// The account.
        account: String,
        /// Its department.
        department: String,
    },
    /// Nobody is named to rule.
    #[error("no panel is convened")]
    NoPanel,
    /// The chair has stepped back.
    #[error("the panel has no chair; convene it anew")]
    NoChair,
    /// Only members vote.
    #[error("only members of the panel may do this")]
    NotMember,
    /// Only the chair puts a ruling on record.
    #[error("only the chair, {chair}, may do this")]
    NotChair {
        /// The account.
        chair: String,
    },
    /// Only who is heard can be held responsible.
    #[error("department {department} is not heard as the one responsible")]
    NotHeard {
        /// Which.
        department: String,
    },
    /// Who is responsible does not assist.
    #[error("department {department} cannot assist itself")]
    AssistsItself {
        /// Which.
        department: String,
    },
    /// A department may still answer.
    #[error("department {department} may answer until {until}")]
    Unheard {
        /// Which.
        department: String,
        /// Until when.
        until: Timestamp,
    },
    /// Too few have voted.
    #[error("{n_votes} voted, {needed} have to")]
    NoQuorum {
        /// How many have.
        n_votes: usize,
        /// How many have to.
        needed: usize,
    },
    /// No ruling has more than half of the votes.
    #[error("no ruling has the majority")]
    NoMajority,
    /// Something else was ruled on.
    #[error("the ruling of before was on another ask")]
    OtherAsk,
    /// A limit gives no date.
    #[error("the limit cannot be counted")]
    Uncountable(#[from] DueError),
}
