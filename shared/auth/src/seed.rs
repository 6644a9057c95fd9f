use jiff::Timestamp;

use crate::{AccountsError, Login, NewAccount, Password, SignIn, SignInError};

/// Name and password of an account, to be shown once.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The name.
    pub login: Login,
    /// The password.
    pub password: Password,
}

/// Creates the first accounts of a city, those of a demo for example. Accounts that exist already
/// stay as they are, and are not among the answers: their passwords are not known any more.
///
/// # Errors
/// When a machine fails; those created until then stay.
pub async fn seed(
    sign_in: &SignIn,
    accounts: Vec<NewAccount>,
    now: Timestamp,
) -> Result<Vec<Credentials>, SignInError> {
    let mut created = Vec::new();
    for new in accounts {
        let credentials = Credentials { login: new.login.clone(), password: new.password.clone() };
        match sign_in.create(new, now).await {
            Ok(_) => created.push(credentials),
            Err(SignInError::Accounts(AccountsError::Exists { .. })) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(created)
}
