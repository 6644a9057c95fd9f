use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::Result;
use clap::Subcommand;
use serde_json::Value;
use tongban_auth::oidc::Issuer;
use tongban_auth::{
    AccountState, AccountStore, Cost, Link, Login, Passwords, Sessions, SignIn, Subject, Tokens,
    Ways,
};
use tongban_kernel::{Clock as _, Role, SystemClock, Text};
use tongban_vault::Secret;

use super::shown::{answer, print_json, print_text};
use super::told::Told;
use super::{Data, Exit, Output};
use crate::admin;
use crate::app::{DataDir, catalogs_of};
use crate::operations::{
    AccountChange, AccountList, AccountRow, ChangedAccount, Operation, change_account,
    check_department, list_accounts,
};
use crate::refusal::OrRefuse as _;

const ROLES: &str = "window_clerk, handler, coordinator, supervisor, operator, applicant";

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Create an account with a new password, which is printed once.
    Add {
        /// Its name: a staff number such as w3-clerk.
        #[arg(value_parser = login)]
        login: Login,
        /// What it may do: `window_clerk`, `handler`, coordinator, supervisor, operator, applicant.
        #[arg(long = "role", value_name = "ROLE", required = true, value_parser = role)]
        roles: Vec<Role>,
        /// Department it works for; clerks and handlers need one.
        #[arg(long, value_name = "CODE")]
        department: Option<String>,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Name all accounts: roles, department, and whether they can be used.
    List {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Give an account a new password, which is printed once; its sessions end.
    Password(One),
    /// Let nobody use an account any more; its sessions end, its history stays.
    Disable(One),
    /// Let a disabled account be used again.
    Enable(One),
    /// Let an account be signed in to at the provider of OpenID Connect; its sessions end.
    Link {
        /// Its name. Without --subject it belongs to the first who comes from the provider under it.
        #[arg(value_parser = login)]
        login: Login,
        /// Whom it belongs to: the provider's `sub`.
        #[arg(long, value_name = "SUB", requires = "issuer")]
        subject: Option<String>,
        /// At which provider: its issuer identifier, as in `tongban serve --oidc-issuer`.
        #[arg(long, value_name = "URL", requires = "subject", value_parser = issuer)]
        issuer: Option<Issuer>,
        /// There alone: its password is taken no more.
        #[arg(long)]
        only: bool,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Let an account be signed in to with its password alone; its sessions end.
    Unlink(One),
}

/// Which account.
#[derive(Debug, clap::Args)]
pub(crate) struct One {
    /// Its name.
    #[arg(value_parser = login)]
    login: Login,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

pub(super) fn login(text: &str) -> Result<Login, String> {
    Login::parse(text)
        .map_err(|invalid| format!("{invalid}; write a staff number such as w3-clerk"))
}

fn issuer(text: &str) -> Result<Issuer, String> {
    Issuer::parse(text).map_err(|fault| fault.to_string())
}

fn role(text: &str) -> Result<Role, String> {
    let role = Role::named(text).filter(|role| *role != Role::System);
    role.ok_or_else(|| format!("no such role; write one of {ROLES}"))
}

impl Account {
    pub(crate) async fn run(self) -> Result<Exit> {
        let (change, data, output) = match self {
            Self::List { data, output } => {
                answer::<AccountList>(list(&data).await?, &output)?;
                return Ok(Exit::Done);
            }
            Self::Add { login, roles, department, data, output } => {
                (AccountChange::Add { login, roles, department }, data, output)
            }
            Self::Password(One { login, data, output }) => {
                (AccountChange::NewPassword { login }, data, output)
            }
            Self::Disable(One { login, data, output }) => {
                (AccountChange::Disable { login }, data, output)
            }
            Self::Enable(One { login, data, output }) => {
                (AccountChange::Enable { login }, data, output)
            }
            Self::Link { login, subject, issuer, only, data, output } => {
                let ways = ways(issuer.zip(subject), only)?;
                (AccountChange::SetWays { login, ways }, data, output)
            }
            Self::Unlink(One { login, data, output }) => {
                (AccountChange::SetWays { login, ways: Ways::Password }, data, output)
            }
        };
        let changed = perform(&data, change).await?;
        if output.json {
            print_json(&changed)?;
        } else {
            print_text(&text(&changed))?;
        }
        Ok(Exit::Done)
    }
}

/// Whom an account belongs to at the provider, or that it awaits somebody.
fn ways(whom: Option<(Issuer, String)>, only: bool) -> Result<Ways> {
    let link = match whom {
        None => Link::Awaited,
        Some((issuer, subject)) => {
            let subject = Subject::new(issuer.as_str(), &subject);
            Link::To(subject.or_refuse(|| {
                Text::new(
                    "--subject 有误：须为 1 至 255 个可打印 ASCII 字符，即身份认证服务的 sub",
                    "--subject is wrong: write the provider's sub",
                )
            })?)
        }
    };
    Ok(if only { Ways::Provider { link } } else { Ways::Both { link } })
}

/// Name and password as a row, to be pasted; else what the account is now.
fn text(changed: &ChangedAccount) -> String {
    let ChangedAccount { login, state, ways, password } = changed;
    let ways = ways_name(ways);
    match (password, state) {
        (Some(password), _) => format!("{login}\t{password}"),
        (None, AccountState::Active) => format!("{login}\tactive\t{}", ways.en),
        (None, AccountState::Disabled) => format!("{login}\tdisabled\t{}", ways.en),
    }
}

/// The ways of an account as a list shows them.
fn ways_name(ways: &Ways) -> Text {
    let subject = ways.subject().map(|subject| subject.id.as_str());
    let (zh, en) = match ways {
        Ways::Password => return Text::new("密码", "password"),
        Ways::Both { .. } => ("密码、身份认证服务", "password, provider"),
        Ways::Provider { .. } => ("身份认证服务", "provider"),
    };
    match subject {
        Some(subject) => Text::new(format!("{zh}（{subject}）"), format!("{en} ({subject})")),
        None => Text::new(format!("{zh}（待关联）"), format!("{en} (awaited)")),
    }
}

/// Asks the server; reads the file where none runs.
async fn list(data: &Data) -> Result<Value> {
    let folder = with_accounts(data)?;
    match admin::ask(&folder.admin_socket(), &Operation::Accounts, |_| ()).await? {
        Some(listed) => Ok(listed),
        None => Ok(serde_json::to_value(list_accounts(&open(&folder).await?).await?)?),
    }
}

async fn open(folder: &DataDir) -> Result<AccountStore> {
    folder.refuse_of_cluster()?;
    let accounts = AccountStore::open(&folder.accounts()).await;
    accounts.or_refuse(|| Text::new("账号库", "accounts"))
}

/// Asks the server, which knows the sessions that must end; changes the file where none runs.
async fn perform(data: &Data, change: AccountChange) -> Result<ChangedAccount> {
    let folder = folder(data, &change)?;
    let operation = Operation::Account { change: change.clone() };
    if let Some(changed) = admin::ask(&folder.admin_socket(), &operation, |_| ()).await? {
        return Ok(serde_json::from_value(changed)?);
    }
    if let Some(department) = change.new_department()
        && folder.has_log()
    {
        check_department(&catalogs_of(&folder).await?, department, SystemClock.now())?;
    }
    let login = change.login().clone();
    let accounts = Arc::new(open(&folder).await?);
    // No token is made here: any key does.
    let tokens = Tokens::new(&Secret::random(), Tokens::LIFETIME, Sessions::default());
    let sign_in = SignIn::new(accounts.clone(), Passwords::new(Cost::STANDARD)?, tokens);
    let changed = change_account(&sign_in, &*accounts, change, SystemClock.now()).await?;
    // A server that began meanwhile may have read the account as it was.
    let reread = Operation::Account { change: AccountChange::Reread { login } };
    admin::ask(&folder.admin_socket(), &reread, |_| ()).await?;
    Ok(changed)
}

/// The folder with the accounts. The first account may come before the office, all else after it.
fn folder(data: &Data, change: &AccountChange) -> Result<DataDir> {
    let existing = with_accounts(data);
    if existing.as_ref().is_ok_and(DataDir::has_log) || !matches!(change, AccountChange::Add { .. })
    {
        return existing;
    }
    let folder = DataDir::at(&data.data)?;
    let path = folder.path().display();
    eprintln!(
        "tongban: {path} 中尚无数据；启动：tongban serve --data {path} --catalog 目录\n\
         tongban: no office is in {path} yet; begin it with: tongban serve --data {path} --catalog \
         DIR"
    );
    Ok(folder)
}

/// A folder with an office, or with accounts that came before it.
fn with_accounts(data: &Data) -> Result<DataDir> {
    match DataDir::existing(&data.data) {
        Err(_) if data.data.join("accounts.db").exists() => DataDir::at(&data.data),
        existing => existing,
    }
}

impl Told for AccountList {
    fn text(&self) -> Text {
        if self.accounts.is_empty() {
            return Text::new("没有账号", "there are no accounts");
        }
        let mut text = Text::new("", "");
        for AccountRow { login, roles, department, state, ways, .. } in &self.accounts {
            let roles: Vec<_> = roles.iter().map(|role| role.name()).collect();
            let roles = roles.join(",");
            let department = department.as_deref().unwrap_or("–");
            let state = match state {
                AccountState::Active => Text::new("启用", "active"),
                AccountState::Disabled => Text::new("停用", "disabled"),
            };
            let ways = ways_name(ways);
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = writeln!(text.zh, "{login}\t{roles}\t{department}\t{}\t{}", state.zh, ways.zh);
            _ = writeln!(text.en, "{login}\t{roles}\t{department}\t{}\t{}", state.en, ways.en);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_or_name_that_is_none_is_answered_with_those_that_are() {
        let told = role("system").unwrap_err();
        for name in ROLES.split(", ") {
            assert!(told.contains(name), "{name}: {told}");
            assert_eq!(role(name).map(Role::name), Ok(name));
        }
        let told = login("王小明").unwrap_err();
        assert!(told.contains("2 to 64") && told.contains("w3-clerk"), "{told}");
    }
}
