//! What may be wished of the saved views of an account.

use uuid::Uuid;

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Keeps a list under a name; what had that name is replaced.
    Save(NewView),
    /// Forgets one.
    Remove {
        /// Which.
        view_id: Uuid,
    },
}

/// A list as it is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewView {
    /// Which: the same for the same name.
    pub view_id: Uuid,
    /// Its name.
    pub name: String,
    /// The filter, as the query of the list of tasks has it.
    pub filter: String,
    /// The department with which it is shared; none for one's own.
    pub shared_with: Option<String>,
}
