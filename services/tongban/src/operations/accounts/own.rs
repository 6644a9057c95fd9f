use tongban_auth::{Login, Password, SignedIn};

use super::{AccountRefusal, AccountsOf, note, takes_password};

impl AccountsOf<'_> {
    /// Gives the account that somebody acts with another password, in place of the one that they know,
    /// and begins a new session in place of all others. A wrong old password counts like a failed
    /// sign-in.
    ///
    /// # Errors
    /// When it is signed in to at the provider alone, those of
    /// [`SignIn::change_password`](tongban_auth::SignIn::change_password), or a machine fails.
    pub async fn change_own_password(
        self,
        login: &Login,
        old: &str,
        new: Password,
    ) -> Result<SignedIn, AccountRefusal> {
        let Self { platform, sign_in, accounts, turn } = self;
        let _turn = turn.0.lock().await;
        takes_password(accounts, login).await?;
        let before = accounts.find(login).await?.map(|stored| stored.account);
        let now = platform.kit.session_clock.now();
        let signed = sign_in.change_password(login, old, new, now).await?;
        if let Some(account) = accounts.find(login).await? {
            note("own_password", login.as_str(), before.as_ref(), &account.account);
        }
        Ok(signed)
    }
}
