mod allowed;
mod list;
mod own;
mod refusal;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tongban_auth::{
    Account, AccountState, Accounts, Login, NewAccount, Password, Rights, SignIn, Ways,
};
use tongban_kernel::Role;
use tongban_platform::Platform;
use tracing::info;

use super::check_department;

pub use allowed::is_privileged;
pub use list::{AccountFilter, AccountList, find_accounts, list_accounts};
pub use refusal::AccountRefusal;

/// A change to an account. Passwords are made where they are hashed, so that none is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum AccountChange {
    /// Create it, with a new password.
    Add {
        /// Its name.
        login: Login,
        /// What it may do.
        roles: Vec<Role>,
        /// Department it works for; clerks and handlers need one.
        department: Option<String>,
    },
    /// Let it do this, and nothing else.
    SetRights {
        /// Its name.
        login: Login,
        /// What it may do.
        roles: Vec<Role>,
        /// Department it works for; clerks and handlers need one.
        department: Option<String>,
    },
    /// Give it a new password.
    NewPassword {
        /// Its name.
        login: Login,
    },
    /// Let nobody use it; its history stays.
    Disable {
        /// Its name.
        login: Login,
    },
    /// Let it be used again.
    Enable {
        /// Its name.
        login: Login,
    },
    /// Let it be signed in to by these ways, and no others.
    SetWays {
        /// Its name.
        login: Login,
        /// Which.
        ways: Ways,
    },
    /// Read it again: it was changed beside a server that was just starting.
    Reread {
        /// Its name.
        login: Login,
    },
}

/// An account that was changed; sessions begun before have ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct ChangedAccount {
    /// Its name.
    pub login: Login,
    /// Whether it can be used.
    pub state: AccountState,
    /// By which ways it is signed in to.
    pub ways: Ways,
    /// Its new password, told this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl ChangedAccount {
    fn of(Account { login, state, ways, .. }: Account, password: Option<Password>) -> Self {
        let password = password.map(|password| password.reveal().to_owned());
        Self { login, state, ways, password }
    }
}

/// An account, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// Its name.
    pub login: Login,
    /// What it may do.
    pub roles: BTreeSet<Role>,
    /// Department it works for, where it does.
    pub department: Option<String>,
    /// Whether it can be used.
    pub state: AccountState,
    /// By which ways it is signed in to.
    pub ways: Ways,
    /// When it was created.
    pub created_at: Timestamp,
}

impl From<Account> for AccountRow {
    fn from(account: Account) -> Self {
        let Account { login, rights, state, ways, created_at, .. } = account;
        let (roles, department) = (rights.roles().clone(), rights.department().map(str::to_owned));
        Self { login, roles, department, state, ways, created_at }
    }
}

impl AccountChange {
    /// The department that an account is to be given.
    pub fn new_department(&self) -> Option<&str> {
        match self {
            Self::Add { department, .. } | Self::SetRights { department, .. } => {
                department.as_deref()
            }
            Self::NewPassword { .. }
            | Self::Disable { .. }
            | Self::Enable { .. }
            | Self::SetWays { .. }
            | Self::Reread { .. } => None,
        }
    }

    /// The account.
    pub fn login(&self) -> &Login {
        match self {
            Self::Add { login, .. }
            | Self::SetRights { login, .. }
            | Self::NewPassword { login }
            | Self::Disable { login }
            | Self::Enable { login }
            | Self::SetWays { login, .. }
            | Self::Reread { login } => login,
        }
    }

    /// What is done, as the log of the process names it.
    fn name(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add",
            Self::SetRights { .. } => "set_rights",
            Self::NewPassword { .. } => "new_password",
            Self::Disable { .. } => "disable",
            Self::Enable { .. } => "enable",
            Self::SetWays { .. } => "set_ways",
            Self::Reread { .. } => "reread",
        }
    }
}

/// The turn of who changes accounts in a process: what is checked still holds when it is changed. A
/// handle: clones are the same.
#[derive(Clone, Default)]
pub struct AccountTurn(Arc<Mutex<()>>);

/// Where a process keeps its accounts.
#[derive(Clone, Copy)]
pub struct AccountsOf<'a> {
    /// What knows the catalogue and the time.
    pub platform: &'a Platform,
    /// What makes passwords.
    pub sign_in: &'a SignIn,
    /// The accounts.
    pub accounts: &'a dyn Accounts,
    /// Whose turn it is.
    pub turn: &'a AccountTurn,
}

impl AccountsOf<'_> {
    /// Changes an account of a process that works: for who signed in, or, where nobody did, for who
    /// may write to its folder, and may do more.
    ///
    /// # Errors
    /// When who signed in may not, its department is none today, or as [`change_account`].
    pub async fn change(
        self,
        change: AccountChange,
        by: Option<&Login>,
    ) -> Result<ChangedAccount, AccountRefusal> {
        let Self { platform, sign_in, accounts, turn } = self;
        let _turn = turn.0.lock().await;
        let before = accounts.find(change.login()).await?.map(|stored| stored.account);
        if let Some(by) = by {
            allowed::check(accounts, &change, before.as_ref(), by).await?;
        }
        if let Some(department) = change.new_department() {
            let today = platform.runtime.clock.now();
            check_department(&platform.catalogs.load(), department, today)?;
        }
        // Accounts live by the machine's clock, in a demo too.
        let (what, now) = (change.name(), platform.kit.session_clock.now());
        let (account, password) = changed(sign_in, accounts, change, now).await?;
        let by = by.map_or("the folder's owner", Login::as_str);
        note(what, by, before.as_ref(), &account);
        Ok(ChangedAccount::of(account, password))
    }
}

/// Notes in the log of the process who changed what of which account.
fn note(what: &str, by: &str, before: Option<&Account>, account: &Account) {
    let (login, after) = (account.login.as_str(), Standing(account));
    let before = before.map(Standing);
    let before = before.map_or_else(|| "none".to_owned(), |standing| standing.to_string());
    info!(account = login, change = what, by, before, %after, "an account was changed");
}

/// An account as the log of the process tells it: `handler+coordinator of roads, active`.
struct Standing<'a>(&'a Account);

impl fmt::Display for Standing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Account { rights, state, .. } = self.0;
        for (nth, role) in rights.roles().iter().enumerate() {
            f.write_str(if nth == 0 { "" } else { "+" })?;
            role.serialize(&mut *f)?;
        }
        if let Some(department) = rights.department() {
            write!(f, " of {department}")?;
        }
        f.write_str(match state {
            AccountState::Active => ", active",
            AccountState::Disabled => ", disabled",
        })
    }
}

/// Changes an account. Whether its department exists is asked before, of [`super::check_department`].
///
/// # Errors
/// When it is there already, is not there, would have rights that make no sense, or a machine fails.
pub async fn change_account(
    sign_in: &SignIn,
    accounts: &dyn Accounts,
    change: AccountChange,
    now: Timestamp,
) -> Result<ChangedAccount, AccountRefusal> {
    let (account, password) = changed(sign_in, accounts, change, now).await?;
    Ok(ChangedAccount::of(account, password))
}

/// The account as it is now, and its new password.
async fn changed(
    sign_in: &SignIn,
    accounts: &dyn Accounts,
    change: AccountChange,
    now: Timestamp,
) -> Result<(Account, Option<Password>), AccountRefusal> {
    let login = change.login().clone();
    let password = match change {
        AccountChange::Add { login, roles, department } => {
            let rights = rights(department, roles)?;
            let password = Password::random();
            let new = NewAccount { login, rights, password: password.clone() };
            sign_in.create(new, now).await?;
            Some(password)
        }
        AccountChange::SetRights { login, roles, department } => {
            accounts.set_rights(&login, &rights(department, roles)?).await?;
            None
        }
        AccountChange::NewPassword { login } => {
            takes_password(accounts, &login).await?;
            let password = Password::random();
            sign_in.reset_password(&login, password.clone()).await?;
            Some(password)
        }
        AccountChange::Disable { login } => {
            accounts.set_state(&login, AccountState::Disabled).await?;
            None
        }
        AccountChange::Enable { login } => {
            accounts.set_state(&login, AccountState::Active).await?;
            None
        }
        AccountChange::SetWays { login, ways } => {
            accounts.set_ways(&login, &ways).await?;
            None
        }
        AccountChange::Reread { .. } => None,
    };
    let stored = accounts.find(&login).await?;
    let account = stored.ok_or_else(|| AccountRefusal::Unknown { login: login.clone() })?;
    accounts.sessions().note(&account.account);
    Ok((account.account, password))
}

/// A password that would be refused is not printed.
async fn takes_password(accounts: &dyn Accounts, login: &Login) -> Result<(), AccountRefusal> {
    match accounts.find(login).await? {
        Some(stored) if !stored.account.ways.take_password() => {
            Err(AccountRefusal::ProviderAlone { login: login.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

fn rights(department: Option<String>, roles: Vec<Role>) -> Result<Rights, AccountRefusal> {
    let rights = match department {
        Some(department) => Rights::officer(department, roles),
        None => Rights::person(roles),
    };
    rights.map_err(AccountRefusal::Rights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_tells_roles_department_and_state_of_an_account() {
        let told = |rights, state| {
            let (login, created_at) = (Login::parse("h-1").unwrap(), Timestamp::UNIX_EPOCH);
            let ways = Ways::default();
            let account = Account { login, rights, state, ways, created_at, session_version: 0 };
            Standing(&account).to_string()
        };
        let both = Rights::officer("roads", [Role::Coordinator, Role::Handler]).unwrap();
        assert_eq!(told(both, AccountState::Active), "handler+coordinator of roads, active");
        let person = Rights::person([Role::Supervisor]).unwrap();
        assert_eq!(told(person, AccountState::Disabled), "supervisor, disabled");
    }
}
