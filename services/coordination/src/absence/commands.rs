//! What may be wished of an absence.

use jiff::Timestamp;

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Somebody is away, or otherwise than was said before.
    Note(NewAbsence),
    /// Somebody is back, or stays.
    End,
}

/// An absence as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAbsence {
    /// The account of who is away.
    pub account: String,
    /// Their department.
    pub department: String,
    /// From when.
    pub from: Timestamp,
    /// The first instant at which they are back.
    pub until: Timestamp,
    /// The account of who stands in.
    pub deputy: Option<String>,
}
