use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What someone may do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes applications at a service window (窗口人员).
    WindowClerk,
    /// Works the steps of a department (经办人).
    Handler,
    /// Resolves tasks between departments (协调员).
    Coordinator,
    /// Watches limits and results, receives escalations (监督员).
    Supervisor,
    /// Runs the system; sees no business data (运维人员).
    Operator,
    /// Handed in an application or complaint (申请人).
    Applicant,
    /// A policy, sweeper or import of the system itself.
    System,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::WindowClerk,
        Self::Handler,
        Self::Coordinator,
        Self::Supervisor,
        Self::Operator,
        Self::Applicant,
        Self::System,
    ];

    /// Its name, as JSON and envelopes write it. Frozen: logs are kept for ever.
    pub fn name(self) -> &'static str {
        match self {
            Self::WindowClerk => "window_clerk",
            Self::Handler => "handler",
            Self::Coordinator => "coordinator",
            Self::Supervisor => "supervisor",
            Self::Operator => "operator",
            Self::Applicant => "applicant",
            Self::System => "system",
        }
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Who acts: travels with every command and stays on every event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Account name, or the name of the policy: no personal data.
    pub id: String,
    /// Code of the department the actor works for; none for applicants and the system.
    pub department: Option<String>,
    /// What the actor may do.
    pub roles: BTreeSet<Role>,
}

impl Actor {
    /// Someone of a department.
    pub fn officer(id: impl Into<String>, department: impl Into<String>, role: Role) -> Self {
        Self { id: id.into(), department: Some(department.into()), roles: BTreeSet::from([role]) }
    }

    /// Someone without a department.
    pub fn person(id: impl Into<String>, role: Role) -> Self {
        Self { id: id.into(), department: None, roles: BTreeSet::from([role]) }
    }

    /// The system itself, acting as the named policy, sweeper or import.
    pub fn system(name: impl Into<String>) -> Self {
        Self::person(name, Role::System)
    }

    /// Whether the actor has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the actor works for this department.
    pub fn works_for(&self, department: &str) -> bool {
        self.department.as_deref() == Some(department)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_named_alike_in_json_and_in_envelopes() {
        for role in Role::ALL {
            assert_eq!(serde_json::json!(role), role.name());
            assert_eq!(Role::named(role.name()), Some(role));
        }
        assert_eq!(Role::named("clerk"), None);
    }
}
