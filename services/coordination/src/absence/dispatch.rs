use tongban_eventstore::Aggregates;
use tongban_kernel::derive_id;
use uuid::Uuid;

use super::state::Absence;

/// The absences of all accounts.
pub type Absences = Aggregates<Absence>;

/// The absence of this account: each has one.
pub fn absence_of(account: &str) -> Uuid {
    derive_id("absence", account, Uuid::nil())
}

/// What absences of this department's people belong to: who may hear of one is told by it.
pub fn absences_of_department(department: &str) -> Uuid {
    derive_id("absences", department, Uuid::nil())
}
