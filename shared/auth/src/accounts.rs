use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::{Account, AccountState, Attempt, Login, PasswordHash, Rights, Sessions, Subject, Ways};

/// What a store of accounts answers, in time.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, AccountsError>>;

/// An account with what is never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    /// The account.
    pub account: Account,
    /// Hash of its password.
    pub password: PasswordHash,
}

/// Where accounts are kept.
///
/// Every change that takes rights away, and a new password, ends the sessions of the account at
/// once: the store tells [`Sessions`] when the change is committed.
pub trait Accounts: Send + Sync + 'static {
    /// Adds an account.
    ///
    /// # Errors
    /// [`AccountsError::Exists`] when the name is taken.
    fn create<'a>(
        &'a self,
        login: &'a Login,
        rights: &'a Rights,
        password: &'a PasswordHash,
        now: Timestamp,
    ) -> Answer<'a, Account>;

    /// The account of this name, disabled or not.
    fn find<'a>(&'a self, login: &'a Login) -> Answer<'a, Option<StoredAccount>>;

    /// The account that belongs to this person at a provider, disabled or not.
    fn find_by_subject<'a>(&'a self, subject: &'a Subject) -> Answer<'a, Option<StoredAccount>>;

    /// At most [`ACCOUNTS_PER_PAGE_MAX`] accounts in the order of their names, those after
    /// `after`: the last name of the page before, or an empty text.
    fn list<'a>(&'a self, after: &'a str) -> Answer<'a, Vec<Account>>;

    /// Gives another password.
    ///
    /// # Errors
    /// [`AccountsError::Unknown`] when there is no such account.
    fn set_password<'a>(&'a self, login: &'a Login, password: &'a PasswordHash) -> Answer<'a, ()>;

    /// Gives another password in place of this one, by which the account is signed in to; answers the
    /// account as it is then.
    ///
    /// # Errors
    /// [`AccountsError::Unknown`] when there is no such account with this password any longer, or none
    /// that takes one.
    fn replace_password<'a>(
        &'a self,
        login: &'a Login,
        present: &'a PasswordHash,
        new: &'a PasswordHash,
    ) -> Answer<'a, Account>;

    /// Gives other rights.
    ///
    /// # Errors
    /// [`AccountsError::Unknown`] when there is no such account.
    fn set_rights<'a>(&'a self, login: &'a Login, rights: &'a Rights) -> Answer<'a, ()>;

    /// Disables an account, or enables it again.
    ///
    /// # Errors
    /// [`AccountsError::Unknown`] when there is no such account.
    fn set_state<'a>(&'a self, login: &'a Login, state: AccountState) -> Answer<'a, ()>;

    /// Gives other ways to sign in.
    ///
    /// # Errors
    /// [`AccountsError::Unknown`] when there is no such account, [`AccountsError::LinkTaken`] when
    /// another one belongs to that person.
    fn set_ways<'a>(&'a self, login: &'a Login, ways: &'a Ways) -> Answer<'a, ()>;

    /// Ties an active account that awaits it to this person at the provider; answers the account,
    /// or none where it does not await anybody any more. Sessions go on: no right is taken away.
    ///
    /// # Errors
    /// [`AccountsError::LinkTaken`] when another account belongs to that person.
    fn link<'a>(
        &'a self,
        login: &'a Login,
        subject: &'a Subject,
    ) -> Answer<'a, Option<StoredAccount>>;

    /// Ends all sessions of an account: signs it out everywhere.
    ///
    /// # Errors
    /// [`AccountsError::Unknown`] when there is no such account.
    fn end_sessions<'a>(&'a self, login: &'a Login) -> Answer<'a, ()>;

    /// Counts an attempt to sign in *before* the password is looked at, so that many attempts at
    /// once cannot slip past the count. Names without an account count too: whether a name gets
    /// locked must not tell whether it exists.
    fn begin_attempt<'a>(&'a self, login: &'a Login, now: Timestamp) -> Answer<'a, Attempt>;

    /// Forgets the attempts: one was right.
    fn clear_attempts<'a>(&'a self, login: &'a Login) -> Answer<'a, ()>;

    /// Which sessions are good.
    fn sessions(&self) -> Sessions;
}

/// Accounts per page of [`Accounts::list`].
pub const ACCOUNTS_PER_PAGE_MAX: u16 = 200;

/// Accounts that cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The name is taken.
    #[error("account {login} exists already")]
    Exists {
        /// The name.
        login: Login,
    },
    /// There is no account of this name.
    #[error("there is no account {login}")]
    Unknown {
        /// The name.
        login: Login,
    },
    /// Another account belongs to the person at the provider.
    #[error("another account than {login} belongs to that person at the provider")]
    LinkTaken {
        /// The name of the one that was to.
        login: Login,
    },
    /// The database says no.
    #[error("the accounts cannot be {action}")]
    Database {
        /// What was tried, in the past tense.
        action: &'static str,
        /// What the database says.
        #[source]
        source: sqlx::Error,
    },
    /// The file of the database cannot be made.
    #[error("the file of accounts cannot be made")]
    File(#[source] std::io::Error),
    /// The secret that signs tokens was wrapped under another key, or under none.
    #[error("the secret of tokens was wrapped under another key than the one given")]
    Wrapped,
    /// Accounts that were to be copied are there already, and are others.
    #[error("account {login} is another there than here")]
    Differs {
        /// The name.
        login: Login,
    },
    /// The process is shutting down.
    #[error("the accounts were not changed before the process stopped")]
    Interrupted,
    /// A newer version of the program wrote the database.
    #[error("the accounts have format {found}; this program reads up to {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// A row holds what no version of the program wrote.
    #[error("the row of account {login} is damaged")]
    Damaged {
        /// The name, as it stands there.
        login: String,
    },
}
