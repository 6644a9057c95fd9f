use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    Account, AccountState, Accounts, AccountsError, Attempt, HashError, Link, Login, NewAccount,
    Password, Passwords, Session, StoredAccount, Subject, TokenError, Tokens,
};

/// Checks passwords, hands out tokens, and sets passwords.
#[derive(Clone)]
pub struct SignIn {
    accounts: Arc<dyn Accounts>,
    passwords: Passwords,
    tokens: Tokens,
}

/// Someone has signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// To be sent back with every call, as `Authorization: Bearer`.
    pub token: String,
    /// What the token says.
    pub session: Session,
    /// Whether the account is signed in to with a password too.
    pub takes_password: bool,
}

/// Why nobody was signed in, and why a password was not set.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, wrong password, disabled, or of the provider alone: the answer and the time
    /// it takes are the same.
    #[error("account name or password is wrong")]
    Wrong,
    /// Too many attempts under this name have failed, whether it exists or not.
    #[error("too many attempts have failed; the next is taken at {until}")]
    Locked {
        /// When the next attempt is taken.
        until: Timestamp,
    },
    /// No account belongs to somebody whom the provider knows.
    #[error("no account belongs to that person at the provider")]
    NotLinked,
    /// The account of somebody whom the provider knows is disabled.
    #[error("the account is disabled")]
    Disabled,
    /// A password cannot be hashed or compared now.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The accounts cannot be read or written.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// The token cannot be made.
    #[error(transparent)]
    Token(#[from] TokenError),
}

impl SignIn {
    /// Signs in against these accounts.
    pub fn new(accounts: Arc<dyn Accounts>, passwords: Passwords, tokens: Tokens) -> Self {
        Self { accounts, passwords, tokens }
    }

    /// Checks name and password as they were typed, and begins a session.
    ///
    /// # Errors
    /// When they are wrong, too many attempts have failed, or a machine fails.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let Ok(login) = Login::parse(login) else {
            // As long as for any other name, so that the form of names does not show either.
            self.passwords.matches(password, None).await?;
            return Err(SignInError::Wrong);
        };
        let account = self.recognize(&login, password, now).await?.account;
        self.begin(&account, now)
    }

    /// The account of who knows its password; what was typed wrong is counted.
    async fn recognize(
        &self,
        login: &Login,
        password: &str,
        now: Timestamp,
    ) -> Result<StoredAccount, SignInError> {
        if let Attempt::Locked { until } = self.accounts.begin_attempt(login, now).await? {
            return Err(SignInError::Locked { until });
        }
        let stored = self.accounts.find(login).await?;
        let usable = stored.filter(|StoredAccount { account, .. }| {
            account.state == AccountState::Active && account.ways.take_password()
        });
        let hash = usable.as_ref().map(|stored| &stored.password);
        let same = self.passwords.matches(password, hash).await?;
        let Some(stored) = usable.filter(|_| same) else {
            return Err(SignInError::Wrong);
        };
        self.accounts.clear_attempts(login).await?;
        Ok(stored)
    }

    /// Lets in whom a provider knows: by the account that belongs to that person, or by the one of
    /// this name that awaits somebody, which is that person's from then on.
    ///
    /// # Errors
    /// [`SignInError::NotLinked`], [`SignInError::Disabled`], or when a machine fails.
    pub async fn admit(
        &self,
        subject: &Subject,
        login: Option<&Login>,
    ) -> Result<Account, SignInError> {
        if let Some(stored) = self.accounts.find_by_subject(subject).await? {
            return active(stored.account);
        }
        let login = login.ok_or(SignInError::NotLinked)?;
        let named = self.accounts.find(login).await?.ok_or(SignInError::NotLinked)?;
        if named.account.ways.link() != Some(&Link::Awaited) {
            return Err(SignInError::NotLinked);
        }
        let account = active(named.account)?;
        let linked = self.accounts.link(&account.login, subject).await?;
        linked.map(|stored| stored.account).ok_or(SignInError::NotLinked)
    }

    /// Begins a session of somebody whom a provider knows and who was let in.
    ///
    /// # Errors
    /// [`SignInError::NotLinked`], [`SignInError::Disabled`], or when a machine fails.
    pub async fn sign_in_as(
        &self,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let stored = self.accounts.find_by_subject(subject).await?;
        let account = active(stored.ok_or(SignInError::NotLinked)?.account)?;
        self.begin(&account, now)
    }

    /// Ends all sessions of an account; answers who it is at the provider, where that is known.
    ///
    /// # Errors
    /// When there is no such account, or a machine fails.
    pub async fn sign_out(&self, login: &Login) -> Result<Option<Subject>, SignInError> {
        self.accounts.end_sessions(login).await?;
        let stored = self.accounts.find(login).await?;
        Ok(stored.and_then(|stored| stored.account.ways.subject().cloned()))
    }

    fn begin(&self, account: &Account, now: Timestamp) -> Result<SignedIn, SignInError> {
        // An account that another process made or changed is known from here on.
        self.accounts.sessions().note(account);
        let (token, session) = self.tokens.issue(account, now)?;
        Ok(SignedIn { token, session, takes_password: account.ways.take_password() })
    }

    /// Creates an account.
    ///
    /// # Errors
    /// When the name is taken, or a machine fails.
    pub async fn create(&self, new: NewAccount, now: Timestamp) -> Result<Account, SignInError> {
        let hash = self.passwords.hash(new.password).await?;
        Ok(self.accounts.create(&new.login, &new.rights, &hash, now).await?)
    }

    /// Gives an account another password, without asking for the old one: for whoever manages
    /// accounts. Ends its sessions, and takes its failed attempts off.
    ///
    /// # Errors
    /// When there is no such account, or a machine fails.
    pub async fn reset_password(&self, login: &Login, new: Password) -> Result<(), SignInError> {
        let hash = self.passwords.hash(new).await?;
        self.accounts.set_password(login, &hash).await?;
        Ok(self.accounts.clear_attempts(login).await?)
    }

    /// Gives the own account another password, and begins a new session in place of all others. A
    /// wrong old password counts like a failed sign-in.
    ///
    /// # Errors
    /// Those of signing in with the old password, which may no longer be the one when all is done.
    pub async fn change_password(
        &self,
        login: &Login,
        old: &str,
        new: Password,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let present = self.recognize(login, old, now).await?.password;
        let new = self.passwords.hash(new).await?;
        // Whoever manages accounts may have given it another one while these were hashed.
        let account = match self.accounts.replace_password(login, &present, &new).await {
            Err(AccountsError::Unknown { .. }) => return Err(SignInError::Wrong),
            replaced => replaced?,
        };
        // The new password is not checked again: a check may be refused, and it is changed already.
        self.begin(&account, now)
    }

    /// Checks the tokens that were handed out.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("tokens", &self.tokens).finish_non_exhaustive()
    }
}

fn active(account: Account) -> Result<Account, SignInError> {
    match account.state {
        AccountState::Active => Ok(account),
        AccountState::Disabled => Err(SignInError::Disabled),
    }
}

#[cfg(test)]
mod tests;
