use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_eventstore::{Aggregates, ExecuteError, Runtime};

use super::import::envelope;
use super::state::Rejection;
use super::{Command, Import, ImportId};

/// An import that is hidden now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reverted {
    /// The import.
    pub import_id: ImportId,
    /// Why it was hidden, when it was first hidden.
    pub reason: String,
    /// The place in the log from which on readers hide it.
    pub position: String,
}

/// Hides an import again; its facts stay in the log. Hiding one twice changes nothing.
///
/// # Errors
/// When there is no such import, or the log fails.
pub async fn revert(
    runtime: &Runtime,
    import_id: ImportId,
    reason: String,
) -> Result<Reverted, ExecuteError<Rejection>> {
    let imports = Aggregates::<Import>::new(runtime.clone());
    // The reason is part of the key: another reason is another wish, and meets its refusal or none.
    let envelope = envelope(import_id, &format!("revert: {reason}"));
    let command = Command::Revert { import_id, reason: reason.clone() };
    let executed = imports.execute(import_id.0, command, &envelope).await?;
    let reason = match executed.aggregate.state() {
        Import::Reverted { reason } => reason.clone(),
        Import::Unknown | Import::Started | Import::Completed(_) => reason,
    };
    Ok(Reverted { import_id, reason, position: executed.position.to_string() })
}
