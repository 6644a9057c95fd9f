use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use futures_util::{FutureExt, TryFutureExt};
use jiff::Timestamp;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::accounts::{ACCOUNTS_PER_PAGE_MAX, Answer};
use crate::{
    Account, AccountState, Accounts, AccountsError, Attempt, Login, PasswordHash, Rights, Sessions,
    StoredAccount,
};

mod attempts;
mod row;
mod schema;

use row::{AccountRow, database, state_name};

/// Accounts in an SQLite file of their own, of which one process at a time may change them: that
/// process alone knows which sessions are good.
#[derive(Clone, Debug)]
pub struct SqliteAccounts {
    pool: SqlitePool,
    sessions: Sessions,
}

const CONNECTIONS_MAX: u32 = 4;

impl SqliteAccounts {
    /// Opens the accounts in this file; makes it, readable by its owner alone, where there is none.
    ///
    /// # Errors
    /// When the file cannot be made or read, or is of a newer program.
    pub async fn open(path: &Path) -> Result<Self, AccountsError> {
        // Made here, since SQLite would make it readable by everyone.
        let make = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
        make.map_err(AccountsError::File)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            // An account that was disabled stays disabled, whatever happens to the machine.
            .synchronous(SqliteSynchronous::Full);
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS_MAX);
        let pool = pool.connect_with(options).await.map_err(database("opened"))?;
        schema::migrate(&pool).await?;
        let accounts = Self { pool, sessions: Sessions::default() };
        accounts.load_sessions().await?;
        Ok(accounts)
    }

    /// Reads which sessions are good, as another process may have left it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn load_sessions(&self) -> Result<(), AccountsError> {
        let mut after = String::new();
        loop {
            let page = self.list(&after).await?;
            page.iter().for_each(|account| self.sessions.note(account));
            match page.last() {
                Some(last) => after = last.login.to_string(),
                None => return Ok(()),
            }
        }
    }

    /// Copies all accounts into a new file, consistently, while they are in use.
    ///
    /// # Errors
    /// When there is such a file already, or the disk fails or is full.
    pub async fn copy_to(&self, path: &Path) -> Result<(), AccountsError> {
        let path = path.to_string_lossy().into_owned();
        let copy = sqlx::query("VACUUM INTO $1").bind(path).execute(&self.pool);
        copy.await.map(drop).map_err(database("copied"))
    }

    /// Makes one change to one account, and ends its sessions.
    fn change(
        &self,
        login: &Login,
        set: &'static str,
        values: impl IntoIterator<Item = Option<String>>,
    ) -> Answer<'static, ()> {
        let mut change = sqlx::query_as::<_, AccountRow>(set).bind(login.as_str().to_owned());
        for value in values {
            change = change.bind(value);
        }
        let (pool, login) = (self.pool.clone(), login.clone());
        self.commit_and_note(async move {
            let changed = change.fetch_optional(&pool).await.map_err(database("changed"))?;
            changed.ok_or(AccountsError::Unknown { login })
        })
        .map_ok(drop)
        .boxed()
    }

    /// Sees a change through to the note that is taken of it, even if the caller goes away in
    /// between: an account that is disabled on disk must not stay signed in.
    fn commit_and_note(
        &self,
        change: impl Future<Output = Result<AccountRow, AccountsError>> + Send + 'static,
    ) -> Answer<'static, Account> {
        let sessions = self.sessions.clone();
        let noted = async move {
            let account = StoredAccount::try_from(change.await?)?.account;
            sessions.note(&account);
            Ok(account)
        };
        async { tokio::spawn(noted).await.map_err(|_| AccountsError::Interrupted)? }.boxed()
    }
}

impl Accounts for SqliteAccounts {
    fn create<'a>(
        &'a self,
        login: &'a Login,
        rights: &'a Rights,
        password: &'a PasswordHash,
        now: Timestamp,
    ) -> Answer<'a, Account> {
        let insert = sqlx::query_as::<_, AccountRow>(row::INSERT)
            .bind(login.as_str().to_owned())
            .bind(rights.department().map(str::to_owned))
            .bind(row::roles_json(rights))
            .bind(password.as_stored().to_owned())
            .bind(state_name(AccountState::Active))
            .bind(now.as_microsecond());
        let (pool, login) = (self.pool.clone(), login.clone());
        self.commit_and_note(async move {
            let inserted = insert.fetch_optional(&pool).await.map_err(database("created"))?;
            inserted.ok_or(AccountsError::Exists { login })
        })
    }

    fn find<'a>(&'a self, login: &'a Login) -> Answer<'a, Option<StoredAccount>> {
        async move {
            let find = sqlx::query_as::<_, AccountRow>(row::FIND).bind(login.as_str());
            let found = find.fetch_optional(&self.pool).await.map_err(database("read"))?;
            found.map(StoredAccount::try_from).transpose()
        }
        .boxed()
    }

    fn list<'a>(&'a self, after: &'a str) -> Answer<'a, Vec<Account>> {
        async move {
            let list = sqlx::query_as::<_, AccountRow>(row::LIST);
            let list = list.bind(after).bind(ACCOUNTS_PER_PAGE_MAX);
            let rows = list.fetch_all(&self.pool).await.map_err(database("listed"))?;
            rows.into_iter().map(|row| Ok(StoredAccount::try_from(row)?.account)).collect()
        }
        .boxed()
    }

    fn set_password<'a>(&'a self, login: &'a Login, password: &'a PasswordHash) -> Answer<'a, ()> {
        self.change(login, row::SET_PASSWORD, [Some(password.as_stored().to_owned())])
    }

    fn set_rights<'a>(&'a self, login: &'a Login, rights: &'a Rights) -> Answer<'a, ()> {
        let department = rights.department().map(str::to_owned);
        self.change(login, row::SET_RIGHTS, [department, Some(row::roles_json(rights))])
    }

    fn set_state<'a>(&'a self, login: &'a Login, state: AccountState) -> Answer<'a, ()> {
        self.change(login, row::SET_STATE, [Some(state_name(state).to_owned())])
    }

    fn end_sessions<'a>(&'a self, login: &'a Login) -> Answer<'a, ()> {
        self.change(login, row::END_SESSIONS, [])
    }

    fn begin_attempt<'a>(&'a self, login: &'a Login, now: Timestamp) -> Answer<'a, Attempt> {
        attempts::begin(&self.pool, login, now).boxed()
    }

    fn clear_attempts<'a>(&'a self, login: &'a Login) -> Answer<'a, ()> {
        attempts::clear(&self.pool, login).boxed()
    }

    fn sessions(&self) -> Sessions {
        self.sessions.clone()
    }
}

#[cfg(test)]
mod tests;
