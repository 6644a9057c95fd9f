use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};
use tongban_kernel::Role;

use super::engine::{Engine, on_engine};
use crate::{
    Account, AccountState, AccountsError, Link, Login, PasswordHash, Rights, StoredAccount,
    Subject, Ways,
};

/// All by their names: a newer program that adds one changes no statement of this.
macro_rules! columns {
    () => {
        "login, department, roles, password, state, session_version, created_at_us, \
         ways, oidc_issuer, oidc_subject"
    };
}

macro_rules! select {
    ($which:literal) => {
        concat!("SELECT ", columns!(), " FROM accounts WHERE ", $which)
    };
}

macro_rules! update {
    ($change:literal) => {
        concat!("UPDATE accounts SET ", $change, " RETURNING ", columns!())
    };
}

const INSERT: &str = concat!(
    "INSERT INTO accounts (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING ",
    columns!(),
);
pub(super) const FIND: &str = select!("login = $1");
pub(super) const FIND_BY_SUBJECT: &str = select!("oidc_issuer = $1 AND oidc_subject = $2");
pub(super) const LIST: &str = select!("login > $1 ORDER BY login LIMIT $2");
pub(super) const SET_PASSWORD: &str =
    update!("session_version = session_version + 1, password = $2 WHERE login = $1");
/// Of two who come at the same time the second finds another password than it looked at.
pub(super) const REPLACE_PASSWORD: &str = update!(
    "session_version = session_version + 1, password = $2 \
     WHERE login = $1 AND password = $3 AND ways <> 'provider' AND state = 'active'"
);
pub(super) const SET_RIGHTS: &str =
    update!("session_version = session_version + 1, department = $2, roles = $3 WHERE login = $1");
pub(super) const SET_STATE: &str =
    update!("session_version = session_version + 1, state = $2 WHERE login = $1");
pub(super) const SET_WAYS: &str = update!(
    "session_version = session_version + 1, ways = $2, oidc_issuer = $3, oidc_subject = $4 \
     WHERE login = $1"
);
/// Of two who come at the same time the second finds nothing to be tied to.
pub(super) const LINK: &str = update!(
    "oidc_issuer = $2, oidc_subject = $3 \
     WHERE login = $1 AND ways <> 'password' AND oidc_subject IS NULL AND state = 'active'"
);
pub(super) const END_SESSIONS: &str =
    update!("session_version = session_version + 1 WHERE login = $1");

/// A row as it stands in the database.
pub(super) struct AccountRow {
    login: String,
    department: Option<String>,
    roles: String,
    password: String,
    state: String,
    session_version: i64,
    created_at_us: i64,
    ways: String,
    oidc_issuer: Option<String>,
    oidc_subject: Option<String>,
}

impl AccountRow {
    /// That of a new account.
    pub(super) fn new(
        login: &Login,
        rights: &Rights,
        password: &PasswordHash,
        now: Timestamp,
    ) -> Self {
        Self {
            login: login.to_string(),
            department: rights.department().map(str::to_owned),
            roles: roles_json(rights),
            password: password.as_stored().to_owned(),
            state: state_name(AccountState::Active).to_owned(),
            session_version: 1,
            created_at_us: now.as_microsecond(),
            ways: ways_name(&Ways::Password).to_owned(),
            oidc_issuer: None,
            oidc_subject: None,
        }
    }
}

/// Adds an account; none where the name is taken.
pub(super) async fn insert(engine: &Engine, row: AccountRow) -> sqlx::Result<Option<AccountRow>> {
    on_engine!(engine, |pool| {
        sqlx::query_as::<_, AccountRow>(INSERT)
            .bind(row.login)
            .bind(row.department)
            .bind(row.roles)
            .bind(row.password)
            .bind(row.state)
            .bind(row.session_version)
            .bind(row.created_at_us)
            .bind(row.ways)
            .bind(row.oidc_issuer)
            .bind(row.oidc_subject)
            .fetch_optional(pool)
            .await
    })
}

impl<'r, R: Row> FromRow<'r, R> for AccountRow
where
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        Ok(Self {
            login: row.try_get("login")?,
            department: row.try_get("department")?,
            roles: row.try_get("roles")?,
            password: row.try_get("password")?,
            state: row.try_get("state")?,
            session_version: row.try_get("session_version")?,
            created_at_us: row.try_get("created_at_us")?,
            ways: row.try_get("ways")?,
            oidc_issuer: row.try_get("oidc_issuer")?,
            oidc_subject: row.try_get("oidc_subject")?,
        })
    }
}

impl From<&StoredAccount> for AccountRow {
    fn from(StoredAccount { account, password }: &StoredAccount) -> Self {
        let subject = account.ways.subject();
        Self {
            state: state_name(account.state).to_owned(),
            session_version: account.session_version,
            ways: ways_name(&account.ways).to_owned(),
            oidc_issuer: subject.map(|subject| subject.issuer.clone()),
            oidc_subject: subject.map(|subject| subject.id.clone()),
            ..Self::new(&account.login, &account.rights, password, account.created_at)
        }
    }
}

impl TryFrom<AccountRow> for StoredAccount {
    type Error = AccountsError;

    fn try_from(row: AccountRow) -> Result<Self, AccountsError> {
        let login = row.login.clone();
        parse(row).ok_or(AccountsError::Damaged { login })
    }
}

fn parse(row: AccountRow) -> Option<StoredAccount> {
    let roles: BTreeSet<Role> = serde_json::from_str(&row.roles).ok()?;
    let rights = match row.department {
        Some(department) => Rights::officer(department, roles),
        None => Rights::person(roles),
    };
    let state = [AccountState::Active, AccountState::Disabled];
    let account = Account {
        login: Login::parse(&row.login).ok()?,
        rights: rights.ok()?,
        state: state.into_iter().find(|state| state_name(*state) == row.state)?,
        ways: ways(&row.ways, row.oidc_issuer, row.oidc_subject)?,
        created_at: Timestamp::from_microsecond(row.created_at_us).ok()?,
        session_version: row.session_version,
    };
    Some(StoredAccount { account, password: PasswordHash::from_stored(row.password) })
}

fn ways(name: &str, issuer: Option<String>, subject: Option<String>) -> Option<Ways> {
    let link = match (issuer, subject) {
        (Some(issuer), Some(id)) => Link::To(Subject::new(issuer, &id).ok()?),
        (None, None) => Link::Awaited,
        (Some(_), None) | (None, Some(_)) => return None,
    };
    match (name, link) {
        ("password", Link::Awaited) => Some(Ways::Password),
        ("both", link) => Some(Ways::Both { link }),
        ("provider", link) => Some(Ways::Provider { link }),
        _ => None,
    }
}

pub(super) fn ways_name(ways: &Ways) -> &'static str {
    match ways {
        Ways::Password => "password",
        Ways::Both { .. } => "both",
        Ways::Provider { .. } => "provider",
    }
}

pub(super) fn state_name(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "active",
        AccountState::Disabled => "disabled",
    }
}

pub(super) fn roles_json(rights: &Rights) -> String {
    serde_json::json!(rights.roles()).to_string()
}

pub(super) fn database(action: &'static str) -> impl FnOnce(sqlx::Error) -> AccountsError {
    move |source| AccountsError::Database { action, source }
}

/// What went wrong when an account was changed.
pub(super) fn not_changed(login: &Login) -> impl FnOnce(sqlx::Error) -> AccountsError {
    move |source| match source.as_database_error() {
        Some(refused) if refused.is_unique_violation() => {
            AccountsError::LinkTaken { login: login.clone() }
        }
        _ => database("changed")(source),
    }
}
