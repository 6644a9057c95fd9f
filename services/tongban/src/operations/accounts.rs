use std::collections::BTreeSet;

use anyhow::{Error, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::{
    Account, AccountState, Accounts, AccountsError, InvalidRights, Login, NewAccount, Password,
    Rights, SignIn, SignInError, Ways,
};
use tongban_kernel::Role;

use crate::refusal::Refusal;

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

/// All accounts, in the order of their names: as many as an office has staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountList {
    /// The accounts.
    pub accounts: Vec<AccountRow>,
}

impl From<Account> for AccountRow {
    fn from(account: Account) -> Self {
        let Account { login, rights, state, ways, created_at, .. } = account;
        let (roles, department) = (rights.roles().clone(), rights.department().map(str::to_owned));
        Self { login, roles, department, state, ways, created_at }
    }
}

/// Lists all accounts.
///
/// # Errors
/// When they cannot be read.
pub async fn list_accounts(accounts: &dyn Accounts) -> Result<AccountList> {
    let mut rows: Vec<AccountRow> = Vec::new();
    loop {
        let after = rows.last().map(|row| row.login.to_string()).unwrap_or_default();
        let page = accounts.list(&after).await?;
        if page.is_empty() {
            return Ok(AccountList { accounts: rows });
        }
        rows.extend(page.into_iter().map(AccountRow::from));
    }
}

impl AccountChange {
    /// The department that an account is to be given.
    pub fn new_department(&self) -> Option<&str> {
        match self {
            Self::Add { department, .. } => department.as_deref(),
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
            | Self::NewPassword { login }
            | Self::Disable { login }
            | Self::Enable { login }
            | Self::SetWays { login, .. }
            | Self::Reread { login } => login,
        }
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
) -> Result<ChangedAccount> {
    let login = change.login().clone();
    let password = match change {
        AccountChange::Add { login, roles, department } => {
            let rights = rights(department, roles)?;
            let password = Password::random();
            let new = NewAccount { login, rights, password: password.clone() };
            sign_in.create(new, now).await.map_err(told)?;
            Some(password)
        }
        AccountChange::NewPassword { login } => {
            takes_password(accounts, &login).await?;
            let password = Password::random();
            sign_in.reset_password(&login, password.clone()).await.map_err(told)?;
            Some(password)
        }
        AccountChange::Disable { login } => {
            set_state(accounts, &login, AccountState::Disabled).await?;
            None
        }
        AccountChange::Enable { login } => {
            set_state(accounts, &login, AccountState::Active).await?;
            None
        }
        AccountChange::SetWays { login, ways } => {
            accounts.set_ways(&login, &ways).await.map_err(|error| told(error.into()))?;
            None
        }
        AccountChange::Reread { .. } => None,
    };
    let stored = accounts.find(&login).await?;
    let account =
        stored.ok_or_else(|| told(AccountsError::Unknown { login: login.clone() }.into()))?;
    accounts.sessions().note(&account.account);
    let password = password.map(|password| password.reveal().to_owned());
    let Account { state, ways, .. } = account.account;
    Ok(ChangedAccount { login, state, ways, password })
}

/// A password that would be refused is not printed.
async fn takes_password(accounts: &dyn Accounts, login: &Login) -> Result<()> {
    match accounts.find(login).await? {
        Some(stored) if !stored.account.ways.take_password() => Err(Refusal::of(
            format!(
                "账号 {login} 只通过身份认证服务登录，不用密码；tongban account link {login} 可重新允许密码"
            ),
            format!(
                "account {login} is signed in to at the provider alone; tongban account link \
                 {login} lets it take a password again"
            ),
        )),
        Some(_) | None => Ok(()),
    }
}

fn rights(department: Option<String>, roles: Vec<Role>) -> Result<Rights> {
    let rights = match department {
        Some(department) => Rights::officer(department, roles),
        None => Rights::person(roles),
    };
    rights.map_err(|invalid| match invalid {
        InvalidRights::NoDepartment => Refusal::of(
            "department：窗口人员和承办人必须属于一个部门；请用 --department 指明目录中的代码",
            format!("department: {invalid}; name its code from the catalogue with --department"),
        ),
        InvalidRights::NoRole | InvalidRights::System => Refusal::of(
            "role：账号至少有一个角色，且不能是系统本身；请用 --role 指明",
            format!("role: {invalid}; name one with --role"),
        ),
    })
}

async fn set_state(accounts: &dyn Accounts, login: &Login, state: AccountState) -> Result<()> {
    accounts.set_state(login, state).await.map_err(|error| told(error.into()))
}

/// What the operator can do about it.
fn told(error: SignInError) -> Error {
    match error {
        SignInError::Accounts(AccountsError::Exists { login }) => Refusal::of(
            format!("账号 {login} 已存在；tongban account password {login} 为其设置新密码"),
            format!(
                "account {login} exists already; tongban account password {login} gives it a new \
                 password"
            ),
        ),
        SignInError::Accounts(AccountsError::Unknown { login }) => Refusal::of(
            format!("没有账号 {login}；tongban account add {login} 可创建"),
            format!("there is no account {login}; tongban account add {login} creates one"),
        ),
        SignInError::Accounts(AccountsError::LinkTaken { login }) => Refusal::of(
            format!(
                "该身份已关联到 {login} 以外的账号；请用 tongban account list 查看，并用 tongban \
                 account unlink 解除"
            ),
            format!(
                "another account than {login} belongs to that person; tongban account list says \
                 which, tongban account unlink unties it"
            ),
        ),
        other => other.into(),
    }
}
