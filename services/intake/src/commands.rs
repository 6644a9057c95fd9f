//! What may be wished of an application. Everything in a command was read at the edge: its types
//! carry the proof.

mod completeness;
mod form;

use std::collections::BTreeSet;

use jiff::Timestamp;
use tongban_catalog::model::Item;
use tongban_kernel::calendar::{Budget, Office};
use tongban_kernel::{CaseId, Personal, Satisfaction, Wording};
use tongban_vault::Party;

use crate::events::{
    Answers, Aspect, Changes, Channel, HandedIn, Missing, Outcome, PersonalAnswers,
};
pub use completeness::missing;
pub use form::{FieldFault, ReadForm, read_form};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Hand an application in.
    Submit(Box<Application>),
    /// Tell the applicant everything that is missing.
    Correct {
        /// Everything.
        missing: Vec<Missing>,
        /// How the department reckons time.
        office: Office,
    },
    /// Hand in what was asked for.
    Supplement {
        /// What is handed in.
        addition: Addition,
        /// The term of the office begins anew.
        term: Term,
        /// The version of the item: says what the answers make needed.
        item: Box<Item>,
    },
    /// Take the case on.
    Accept,
    /// Record that the case counts as accepted, if it does: the office was silent.
    Deem,
    /// Refuse to take the case on.
    Decline {
        /// Why.
        reason: Wording,
        /// The rule it rests on.
        legal_basis: Wording,
    },
    /// The applicant does not want it any more.
    Withdraw {
        /// Why.
        reason: Wording,
    },
    /// Correct what was recorded.
    Amend {
        /// What is other than recorded.
        changes: Box<Changes>,
        /// Why.
        reason: Wording,
        /// What it rests on.
        basis: Wording,
        /// The term of the office, which begins anew where nothing is missing any more.
        term: Term,
        /// The version of the item: says what the answers make needed.
        item: Box<Item>,
    },
    /// End this case in favour of the same application handed in before.
    LinkDuplicate {
        /// The case that goes on.
        duplicate_of: CaseId,
        /// How it was recognised.
        basis: Wording,
    },
    /// Approval has come to an end.
    Finish {
        /// How.
        outcome: Outcome,
        /// When.
        concluded_at: Timestamp,
    },
    /// Approval goes on.
    Resume,
    /// Approval ended the case because it was withdrawn.
    ConfirmWithdrawal,
    /// Say what the service was like.
    Rate(Box<Rating>),
    /// Record that somebody sees the personal data in the clear.
    ShowPersonalData,
}

/// What an applicant thinks of the service, read and sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    /// How satisfied the applicant is.
    pub satisfaction: Satisfaction,
    /// What that rests on.
    pub aspects: BTreeSet<Aspect>,
    /// What was said besides.
    pub words: Option<Personal<String>>,
    /// Who applied: whoever looks into a bad rating calls back.
    pub applicant: Party,
}

/// An application, read: only whether it may be handed in now is still to be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// The case.
    pub case_id: CaseId,
    /// The version of the item in force when it was received.
    pub item: ItemInForce,
    /// The way it came.
    pub channel: Channel,
    /// When it was received, where that was not now.
    pub received_at: Option<Timestamp>,
    /// Who applies.
    pub applicant: Party,
    /// What is handed in.
    pub handed_in: Addition,
    /// What the item asks for and is not there, or cannot be used.
    pub missing: Vec<Missing>,
    /// What happens when something is missing.
    pub if_incomplete: IfIncomplete,
}

/// What a case keeps of the version of its item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemInForce {
    /// Its code.
    pub code: String,
    /// The version.
    pub version: u32,
    /// The department that decides.
    pub department: String,
    /// The term in which the office says whether it accepts.
    pub term: Term,
}

/// A limit and how the department that keeps it reckons time.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The limit.
    pub budget: Budget,
    /// How time is reckoned.
    pub office: Office,
}

/// Files and answers, read and sealed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addition {
    /// The files.
    pub materials: Vec<HandedIn>,
    /// Answers that are not about persons.
    pub form: Answers,
    /// Answers about persons.
    pub personal_form: PersonalAnswers,
}

/// What happens to an application in which something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfIncomplete {
    /// It is not taken: the applicant still stands at the window, or sits at the screen.
    Refuse,
    /// It is taken, and the applicant is told what to hand in (容缺收件).
    Correct,
}

impl Addition {
    /// Whether nothing is handed in.
    pub fn is_empty(&self) -> bool {
        self.materials.is_empty() && self.form.is_empty() && self.personal_form.is_empty()
    }
}
