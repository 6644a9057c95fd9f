use std::collections::BTreeSet;

use clap::ValueEnum;

/// What a process of this program may be for. An office needs each of them at least once; any number
/// of processes may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum ProcessRole {
    /// Applications.
    Intake,
    /// Steps, decisions, clocks.
    Approval,
    /// Tasks between departments, and the warnings about them.
    Coordination,
    /// Complaints.
    Complaint,
    /// Indicators.
    Metrics,
    /// What belongs to no service: sign-in, the catalogue, changes as they happen, what was refused
    /// to the system, and the feed of facts.
    Edge,
}

impl ProcessRole {
    /// Its name: of a service, that service's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Approval => "approval",
            Self::Coordination => "coordination",
            Self::Complaint => "complaint",
            Self::Metrics => "metrics",
            Self::Edge => "edge",
        }
    }
}

/// The roles of one process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles(BTreeSet<ProcessRole>);

impl Roles {
    /// All of them: one process is the office.
    pub fn all() -> Self {
        Self(ProcessRole::value_variants().iter().copied().collect())
    }

    /// These, or all where none is named.
    pub fn of(named: impl IntoIterator<Item = ProcessRole>) -> Self {
        let named: BTreeSet<_> = named.into_iter().collect();
        if named.is_empty() { Self::all() } else { Self(named) }
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|role| role.name())
    }

    /// Whether the process has this role.
    pub fn has(&self, role: ProcessRole) -> bool {
        self.0.contains(&role)
    }

    /// Whether the process works for the service of this name.
    pub fn has_service(&self, name: &str) -> bool {
        self.0.iter().any(|role| role.name() == name)
    }

    /// The name of the role of a process that has no other.
    pub fn only(&self) -> Option<&'static str> {
        let mut roles = self.0.iter();
        roles.next().filter(|_| roles.next().is_none()).map(|role| role.name())
    }

    /// Whether the process is the whole office.
    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_without_a_named_role_is_the_whole_office() {
        assert!(Roles::of([]).is_all());
        let one = Roles::of([ProcessRole::Intake]);
        assert!(!one.is_all() && one.has_service("intake") && !one.has_service("approval"));
        assert!(!one.has(ProcessRole::Edge));
    }
}
