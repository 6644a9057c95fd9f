//! What happens to an absence. Wire names are never changed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::DomainEvent;

/// The facts of an absence. Accounts are names of the office's accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Somebody is away (外出): takes the place of what was said of them before.
    #[serde(rename = "coordination.absence_noted.v1")]
    AbsenceNoted {
        /// Who.
        account: String,
        /// Their department.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// From when.
        from: Timestamp,
        /// The first instant at which they are back.
        until: Timestamp,
        /// Who stands in (代办人); without one their work is the department's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deputy: Option<String>,
    },
    /// Somebody is back before that (销假).
    #[serde(rename = "coordination.absence_ended.v1")]
    AbsenceEnded {
        /// Who.
        account: String,
    },
}

impl DomainEvent for Event {}
