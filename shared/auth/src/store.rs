use std::path::Path;
use std::sync::Arc;

use futures_util::{FutureExt, TryFutureExt};
use jiff::Timestamp;
use sqlx::postgres::PgConnectOptions;
use tongban_pgkit::Following;
use tongban_vault::{Secret, Wrapping};

use crate::accounts::{ACCOUNTS_PER_PAGE_MAX, Answer};
use crate::{
    Account, AccountState, Accounts, AccountsError, Attempt, Login, PasswordHash, Rights, Sessions,
    StoredAccount, Subject, Ways,
};

mod attempts;
mod copy;
mod engine;
mod postgres;
mod row;
mod sqlite;

use engine::{Engine, on_engine};
use row::{AccountRow, database, not_changed, state_name, ways_name};

/// Accounts in SQL: in a file of their own, which one process at a time may change, since that
/// process alone knows which sessions are good; or in a database that processes share.
#[derive(Clone, Debug)]
pub struct AccountStore {
    engine: Engine,
    sessions: Sessions,
    /// Hears of the changes of other processes.
    _following: Option<Arc<Following>>,
}

impl AccountStore {
    /// Opens the accounts in this file; makes it, readable by its owner alone, where there is none.
    ///
    /// # Errors
    /// When the file cannot be made or read, or is of a newer program.
    pub async fn open(path: &Path) -> Result<Self, AccountsError> {
        let engine = Engine::Sqlite(sqlite::open(path).await?);
        let accounts = Self { engine, sessions: Sessions::default(), _following: None };
        accounts.load_sessions().await?;
        Ok(accounts)
    }

    /// Opens the accounts in this database, in the schema `accounts`, which is made if there is
    /// none; and the secret under which all processes sign tokens, which whoever starts first makes.
    ///
    /// A change is noted by every process when it is told, within milliseconds; all accounts are
    /// looked at again twice a minute and whenever something may have been missed. A process that
    /// is cut off from the database goes by what it knew.
    ///
    /// # Errors
    /// When the database does not answer, the schema is of a newer program, or the secret was
    /// wrapped under another key.
    pub async fn in_database(
        options: PgConnectOptions,
        wrapping: &Wrapping,
    ) -> Result<(Self, Secret), AccountsError> {
        Self::in_database_for(options, wrapping, &Secret::random()).await
    }

    /// The same, to copy accounts into: where there is no secret yet, `secret` is the one, so that
    /// sessions go on.
    ///
    /// # Errors
    /// The same.
    pub async fn in_database_for(
        options: PgConnectOptions,
        wrapping: &Wrapping,
        secret: &Secret,
    ) -> Result<(Self, Secret), AccountsError> {
        let schema = postgres::open(options).await?;
        let secret = postgres::token_secret(schema.pool(), wrapping, secret).await?;
        let engine = Engine::Postgres(schema.pool().clone());
        let mut accounts = Self { engine, sessions: Sessions::default(), _following: None };
        accounts.load_sessions().await?;
        let following = postgres::follow(&schema, accounts.clone());
        accounts._following = Some(Arc::new(following));
        Ok((accounts, secret))
    }

    /// Reads which sessions are good, as another process may have left it.
    ///
    /// # Errors
    /// When the accounts cannot be read.
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
        match &self.engine {
            Engine::Sqlite(pool) => sqlite::copy_to(pool, path).await,
            Engine::Postgres(_) => copy::to_new_file(self, path).await,
        }
    }

    /// Copies into other accounts those that are not there, as they are, with passwords and
    /// sessions; answers how many that were. Asked again, it goes on where it was cut off. Every
    /// account is compared afterwards.
    ///
    /// # Errors
    /// [`AccountsError::Differs`] when an account of the same name is another there, or a machine
    /// fails.
    pub async fn copy_into(&self, other: &Self) -> Result<usize, AccountsError> {
        copy::into(self, other).await
    }

    /// Makes one change to one account, and ends its sessions.
    fn change(
        &self,
        login: &Login,
        set: &'static str,
        values: impl IntoIterator<Item = Option<String>>,
    ) -> Answer<'static, ()> {
        self.changed(login, set, values).map_ok(drop).boxed()
    }

    /// The same, and answers the account as it is then.
    fn changed(
        &self,
        login: &Login,
        set: &'static str,
        values: impl IntoIterator<Item = Option<String>>,
    ) -> Answer<'static, Account> {
        let values: Vec<_> = values.into_iter().collect();
        let (engine, login) = (self.engine.clone(), login.clone());
        self.commit_and_note(async move {
            let changed = on_engine!(&engine, |pool| {
                let mut change = sqlx::query_as::<_, AccountRow>(set).bind(login.to_string());
                for value in values {
                    change = change.bind(value);
                }
                change.fetch_optional(pool).await
            });
            changed.map_err(not_changed(&login))?.ok_or(AccountsError::Unknown { login })
        })
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

    async fn close(self) {
        on_engine!(&self.engine, |pool| pool.close().await);
    }

    /// A page of accounts with what is never shown.
    async fn stored(&self, after: &str) -> Result<Vec<StoredAccount>, AccountsError> {
        let rows = on_engine!(&self.engine, |pool| {
            let list = sqlx::query_as::<_, AccountRow>(row::LIST);
            list.bind(after).bind(i64::from(ACCOUNTS_PER_PAGE_MAX)).fetch_all(pool).await
        });
        rows.map_err(database("listed"))?.into_iter().map(StoredAccount::try_from).collect()
    }
}

impl Accounts for AccountStore {
    fn create<'a>(
        &'a self,
        login: &'a Login,
        rights: &'a Rights,
        password: &'a PasswordHash,
        now: Timestamp,
    ) -> Answer<'a, Account> {
        let new = AccountRow::new(login, rights, password, now);
        let (engine, login) = (self.engine.clone(), login.clone());
        self.commit_and_note(async move {
            let inserted = row::insert(&engine, new).await.map_err(database("created"))?;
            inserted.ok_or(AccountsError::Exists { login })
        })
    }

    fn find<'a>(&'a self, login: &'a Login) -> Answer<'a, Option<StoredAccount>> {
        async move {
            let found = on_engine!(&self.engine, |pool| {
                let find = sqlx::query_as::<_, AccountRow>(row::FIND).bind(login.as_str());
                find.fetch_optional(pool).await
            });
            found.map_err(database("read"))?.map(StoredAccount::try_from).transpose()
        }
        .boxed()
    }

    fn find_by_subject<'a>(&'a self, subject: &'a Subject) -> Answer<'a, Option<StoredAccount>> {
        async move {
            let found = on_engine!(&self.engine, |pool| {
                let find = sqlx::query_as::<_, AccountRow>(row::FIND_BY_SUBJECT);
                find.bind(&subject.issuer).bind(&subject.id).fetch_optional(pool).await
            });
            found.map_err(database("read"))?.map(StoredAccount::try_from).transpose()
        }
        .boxed()
    }

    fn list<'a>(&'a self, after: &'a str) -> Answer<'a, Vec<Account>> {
        let shown = |stored: Vec<StoredAccount>| stored.into_iter().map(|stored| stored.account);
        self.stored(after).map_ok(move |stored| shown(stored).collect()).boxed()
    }

    fn set_password<'a>(&'a self, login: &'a Login, password: &'a PasswordHash) -> Answer<'a, ()> {
        self.change(login, row::SET_PASSWORD, [Some(password.as_stored().to_owned())])
    }

    fn replace_password<'a>(
        &'a self,
        login: &'a Login,
        present: &'a PasswordHash,
        new: &'a PasswordHash,
    ) -> Answer<'a, Account> {
        let stored = [new, present].map(|hash| Some(hash.as_stored().to_owned()));
        self.changed(login, row::REPLACE_PASSWORD, stored)
    }

    fn set_rights<'a>(&'a self, login: &'a Login, rights: &'a Rights) -> Answer<'a, ()> {
        let department = rights.department().map(str::to_owned);
        self.change(login, row::SET_RIGHTS, [department, Some(row::roles_json(rights))])
    }

    fn set_state<'a>(&'a self, login: &'a Login, state: AccountState) -> Answer<'a, ()> {
        self.change(login, row::SET_STATE, [Some(state_name(state).to_owned())])
    }

    fn set_ways<'a>(&'a self, login: &'a Login, ways: &'a Ways) -> Answer<'a, ()> {
        let subject = ways.subject();
        let issuer = subject.map(|subject| subject.issuer.clone());
        let id = subject.map(|subject| subject.id.clone());
        self.change(login, row::SET_WAYS, [Some(ways_name(ways).to_owned()), issuer, id])
    }

    fn link<'a>(
        &'a self,
        login: &'a Login,
        subject: &'a Subject,
    ) -> Answer<'a, Option<StoredAccount>> {
        async move {
            let linked = on_engine!(&self.engine, |pool| {
                let link = sqlx::query_as::<_, AccountRow>(row::LINK).bind(login.as_str());
                link.bind(&subject.issuer).bind(&subject.id).fetch_optional(pool).await
            });
            linked.map_err(not_changed(login))?.map(StoredAccount::try_from).transpose()
        }
        .boxed()
    }

    fn end_sessions<'a>(&'a self, login: &'a Login) -> Answer<'a, ()> {
        self.change(login, row::END_SESSIONS, [])
    }

    fn begin_attempt<'a>(&'a self, login: &'a Login, now: Timestamp) -> Answer<'a, Attempt> {
        attempts::begin(&self.engine, login, now).boxed()
    }

    fn clear_attempts<'a>(&'a self, login: &'a Login) -> Answer<'a, ()> {
        attempts::clear(&self.engine, login).boxed()
    }

    fn sessions(&self) -> Sessions {
        self.sessions.clone()
    }
}

#[cfg(test)]
mod tests;
