use tongban_auth::{Account, AccountState, Accounts, Login, Permission, require};
use tongban_kernel::Role;

use super::{AccountChange, AccountRefusal};

/// Roles of those who watch everybody and of those who manage accounts: they are given to, and taken
/// from, accounts on the machine alone. Otherwise whoever manages accounts could become anybody.
const PRIVILEGED: [Role; 2] = [Role::Supervisor, Role::Operator];

/// Whether one of the roles is given on the machine alone.
pub fn is_privileged<'a>(roles: impl IntoIterator<Item = &'a Role>) -> bool {
    roles.into_iter().any(|role| PRIVILEGED.contains(role))
}

/// Lets pass what an account may change of another one, which is there or not.
///
/// Nobody changes the account that they act with, and the one acted with must still manage accounts:
/// so one that does is always left, as long as changes come one after another.
///
/// # Errors
/// When it may not, or cannot be read.
pub(super) async fn check(
    accounts: &dyn Accounts,
    change: &AccountChange,
    there: Option<&Account>,
    by: &Login,
) -> Result<(), AccountRefusal> {
    let login = change.login().clone();
    if *by == login {
        return Err(AccountRefusal::Own { login });
    }
    let acting = accounts.find(by).await?;
    if !acting.is_some_and(|stored| manages(&stored.account)) {
        return Err(AccountRefusal::NoLonger { login: by.clone() });
    }
    let is_held = there.is_some_and(|account| is_privileged(account.rights.roles()));
    let is_for_the_machine = match change {
        AccountChange::Add { roles, .. } => is_privileged(roles),
        AccountChange::SetRights { roles, .. } => is_held || is_privileged(roles),
        AccountChange::NewPassword { .. }
        | AccountChange::Enable { .. }
        | AccountChange::SetWays { .. } => is_held,
        AccountChange::Disable { .. } | AccountChange::Reread { .. } => false,
    };
    if is_for_the_machine { Err(AccountRefusal::Privileged { login }) } else { Ok(()) }
}

fn manages(account: &Account) -> bool {
    let actor = account.rights.actor(&account.login);
    account.state == AccountState::Active && require(&actor, Permission::ManageAccounts).is_ok()
}
