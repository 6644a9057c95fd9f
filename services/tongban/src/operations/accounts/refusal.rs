use tongban_auth::{AccountsError, InvalidRights, Login, SignInError};

use crate::operations::NoSuchDepartment;

/// Why an account is not changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountRefusal {
    /// The name is taken.
    #[error(
        "account {login} exists already; tongban account password {login} gives it a new password"
    )]
    Exists {
        /// The name.
        login: Login,
    },
    /// There is none of this name.
    #[error("there is no account {login}; tongban account add {login} creates one")]
    Unknown {
        /// The name.
        login: Login,
    },
    /// Another account belongs to the person at the provider.
    #[error(
        "another account than {login} belongs to that person; tongban account list says which, \
         tongban account unlink unties it"
    )]
    LinkTaken {
        /// The name of the one that was to.
        login: Login,
    },
    /// A password would be refused.
    #[error(
        "account {login} is signed in to at the provider alone; tongban account link {login} lets \
         it take a password again"
    )]
    ProviderAlone {
        /// Its name.
        login: Login,
    },
    /// Nobody changes the account that they act with.
    #[error("{login} is the account that you act with; another who manages accounts changes it")]
    Own {
        /// Its name.
        login: Login,
    },
    /// It holds, or is to hold, what is given on the machine alone.
    #[error(
        "account {login} is a supervisor's or an operator's, or is to be; tongban account on the \
         machine changes it"
    )]
    Privileged {
        /// Its name.
        login: Login,
    },
    /// Who changes it was disabled meanwhile, or manages accounts no more.
    #[error("{login} manages accounts no more; sign in again")]
    NoLonger {
        /// The name of the account acted with.
        login: Login,
    },
    /// Its rights would make no sense.
    #[error("{}", words_of(*.0))]
    Rights(InvalidRights),
    /// Its department is none.
    #[error(transparent)]
    Department(#[from] NoSuchDepartment),
    /// A machine failed.
    #[error(transparent)]
    Machine(SignInError),
}

fn words_of(invalid: InvalidRights) -> String {
    match invalid {
        InvalidRights::NoDepartment => {
            format!("department: {invalid}; name its code from the catalogue with --department")
        }
        InvalidRights::NoRole | InvalidRights::System => {
            format!("role: {invalid}; name one with --role")
        }
    }
}

impl From<SignInError> for AccountRefusal {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Accounts(AccountsError::Exists { login }) => Self::Exists { login },
            SignInError::Accounts(AccountsError::Unknown { login }) => Self::Unknown { login },
            SignInError::Accounts(AccountsError::LinkTaken { login }) => Self::LinkTaken { login },
            other => Self::Machine(other),
        }
    }
}

impl From<AccountsError> for AccountRefusal {
    fn from(error: AccountsError) -> Self {
        SignInError::from(error).into()
    }
}
