//! What may be wished of the reports of one period.

use tongban_kernel::{ReportId, Wording};

use crate::events::Content;
use crate::period::Months;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Issues a report.
    Issue(Box<Draft>),
}

/// A report as it is to be issued.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is about.
    pub months: Months,
    /// The department it is about; the whole city where none is named.
    pub department: Option<String>,
    /// The report that it corrects.
    pub replaces: Option<Replacing>,
    /// What the supervisor has to say.
    pub word: Wording,
    /// The figures show at least the log up to here.
    pub position: String,
    /// What it says: the figures as they are now.
    pub content: Content,
}

/// Which report is to be corrected, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacing {
    /// The report.
    pub report_id: ReportId,
    /// Why.
    pub reason: Wording,
}
