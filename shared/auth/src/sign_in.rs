use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    Account, AccountState, Accounts, AccountsError, Attempt, HashError, Login, NewAccount,
    Password, Passwords, Session, TokenError, Tokens,
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
}

/// Why nobody was signed in, and why a password was not set.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, wrong password, or disabled: the answer and the time it takes are the same.
    #[error("account name or password is wrong")]
    Wrong,
    /// Too many attempts under this name have failed, whether it exists or not.
    #[error("too many attempts have failed; the next is taken at {until}")]
    Locked {
        /// When the next attempt is taken.
        until: Timestamp,
    },
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
        if let Attempt::Locked { until } = self.accounts.begin_attempt(&login, now).await? {
            return Err(SignInError::Locked { until });
        }
        let stored = self.accounts.find(&login).await?;
        let usable = stored.filter(|stored| stored.account.state == AccountState::Active);
        let hash = usable.as_ref().map(|stored| &stored.password);
        let same = self.passwords.matches(password, hash).await?;
        let Some(stored) = usable.filter(|_| same) else {
            return Err(SignInError::Wrong);
        };
        self.accounts.clear_attempts(&login).await?;
        // An account that another process made or changed is known from here on.
        self.accounts.sessions().note(&stored.account);
        let (token, session) = self.tokens.issue(&stored.account, now)?;
        Ok(SignedIn { token, session })
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

    /// Gives the own account another password, and begins a new session in place of all others.
    ///
    /// # Errors
    /// Those of signing in with the old password.
    pub async fn change_password(
        &self,
        login: &Login,
        old: &str,
        new: Password,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        self.sign_in(login.as_str(), old, now).await?;
        let typed = new.reveal().to_owned();
        self.reset_password(login, new).await?;
        self.sign_in(login.as_str(), &typed, now).await
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

#[cfg(test)]
mod tests;
