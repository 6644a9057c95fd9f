use tongban_kernel::{Actor, Role};

/// Something that not everyone may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Hand in an application, supplement or withdraw it.
    SubmitCase,
    /// Say that an application was received earlier than it is keyed in.
    BackdateReceipt,
    /// See cases, without what is personal.
    ReadCase,
    /// See personal data in the clear; each time is recorded.
    ReadPersonal,
    /// Accept or decline an application, ask for corrections.
    AcceptCase,
    /// Decide a step of the approval.
    DecideStep,
    /// Ask another department for help.
    RequestTask,
    /// Acknowledge, answer, return or dispute a task of one's own department.
    WorkTask,
    /// Rule on tasks between departments, and see all of them (协调).
    Coordinate,
    /// Set up task forces, call meetings, put matters to departments or the public (召集).
    Convene,
    /// Act for one's department, or as a leader, in a task force, a meeting or a deliberation.
    TakePart,
    /// Issue and lift warnings, reopen and annul (督办).
    Supervise,
    /// Run the system: verify, back up, rebuild.
    Operate,
    /// Complain.
    LodgeComplaint,
    /// Assign and answer complaints.
    HandleComplaint,
    /// See indicators and reports.
    ReadMetrics,
    /// Publish calendars, items and limits.
    PublishReference,
    /// Bring recorded histories in, or hide them again.
    Import,
    /// Create, change and disable accounts.
    ManageAccounts,
    /// Destroy the key of a person.
    ErasePerson,
}

/// Which role may do what: the one place where that stands. In it, a permission is given to a role;
/// that an officer works for *this* department is for the service to check.
pub fn allows(role: Role, permission: Permission) -> bool {
    use Role::{Applicant, Coordinator, Handler, Operator, Supervisor, System, WindowClerk};
    match permission {
        Permission::SubmitCase => matches!(role, WindowClerk | Applicant | System),
        Permission::BackdateReceipt => matches!(role, WindowClerk | Supervisor),
        // An applicant sees the own case by its number and check code, not by a role.
        Permission::ReadCase => {
            matches!(role, WindowClerk | Handler | Coordinator | Supervisor | System)
        }
        Permission::ReadPersonal => matches!(role, WindowClerk | Handler),
        Permission::AcceptCase => matches!(role, WindowClerk | Handler | System),
        Permission::DecideStep => matches!(role, Handler | System),
        Permission::RequestTask => matches!(role, Handler | Coordinator | System),
        Permission::WorkTask => matches!(role, Handler),
        Permission::Coordinate => matches!(role, Coordinator | System),
        Permission::Convene => matches!(role, Coordinator | Supervisor | System),
        Permission::TakePart => matches!(role, Handler | Coordinator | Supervisor | System),
        Permission::Supervise => matches!(role, Supervisor | System),
        Permission::Operate => matches!(role, Operator | System),
        Permission::LodgeComplaint => matches!(role, WindowClerk | Applicant | System),
        Permission::HandleComplaint => {
            matches!(role, Handler | Coordinator | Supervisor | System)
        }
        Permission::ReadMetrics => {
            matches!(role, Handler | Coordinator | Supervisor | Operator | System)
        }
        Permission::PublishReference => matches!(role, Supervisor | System),
        Permission::Import => matches!(role, Operator | System),
        Permission::ManageAccounts => matches!(role, Operator),
        Permission::ErasePerson => matches!(role, Supervisor),
    }
}

/// An actor may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no role of the actor permits {permission:?}")]
pub struct Forbidden {
    /// What was wanted.
    pub permission: Permission,
}

/// Lets an actor pass who may do this by any of its roles.
///
/// # Errors
/// When none of them permits it.
pub fn require(actor: &Actor, permission: Permission) -> Result<(), Forbidden> {
    let may = actor.roles.iter().any(|role| allows(*role, permission));
    if may { Ok(()) } else { Err(Forbidden { permission }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_runs_the_system_sees_no_business_data() {
        let operator = Actor::person("op-1", Role::Operator);
        for permission in [Permission::ReadCase, Permission::ReadPersonal, Permission::DecideStep] {
            assert_eq!(require(&operator, permission), Err(Forbidden { permission }));
        }
        assert_eq!(require(&operator, Permission::ManageAccounts), Ok(()));
    }

    #[test]
    fn who_watches_does_not_decide() {
        let supervisor = Actor::officer("s-1", "D01", Role::Supervisor);
        assert_eq!(require(&supervisor, Permission::Supervise), Ok(()));
        assert!(require(&supervisor, Permission::DecideStep).is_err());
    }

    #[test]
    fn the_system_never_reads_personal_data_or_touches_accounts() {
        let system = Actor::system("opens-approval");
        for permission in
            [Permission::ReadPersonal, Permission::ManageAccounts, Permission::ErasePerson]
        {
            assert!(require(&system, permission).is_err(), "{permission:?}");
        }
    }

    #[test]
    fn any_of_several_roles_suffices() {
        let mut actor = Actor::officer("h-1", "D01", Role::Handler);
        assert!(require(&actor, Permission::Coordinate).is_err());
        actor.roles.insert(Role::Coordinator);
        assert_eq!(require(&actor, Permission::Coordinate), Ok(()));
        actor.roles.clear();
        assert!(require(&actor, Permission::ReadCase).is_err());
    }
}
