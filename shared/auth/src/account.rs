use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_kernel::{Actor, Role};

use crate::{Password, Ways};

/// Name of an account: 2 to 64 small letters, digits, dots, dashes and underscores, a letter or
/// digit first. It stays on every event that its owner causes, so it holds no personal data: a
/// staff number, not a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

/// A text that is no name of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account name has 2 to 64 small letters, digits, dots, dashes and underscores")]
pub struct InvalidLogin;

impl Login {
    /// Reads a name; capital letters are taken for small ones.
    ///
    /// # Errors
    /// When it has another form.
    pub fn parse(raw: &str) -> Result<Self, InvalidLogin> {
        let text = raw.trim().to_ascii_lowercase();
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        let known = text.bytes().all(|c| plain(c) || matches!(c, b'.' | b'-' | b'_'));
        let begins = text.bytes().next().is_some_and(plain);
        if known && begins && (2..=64).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(InvalidLogin)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Login {
    type Err = InvalidLogin;

    fn from_str(text: &str) -> Result<Self, InvalidLogin> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Login {
    type Error = InvalidLogin;

    fn try_from(text: String) -> Result<Self, InvalidLogin> {
        Self::parse(&text)
    }
}

impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.0
    }
}

/// What an account may do, and for which department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rights {
    department: Option<String>,
    roles: BTreeSet<Role>,
}

/// Rights that make no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRights {
    /// Without a role an account can do nothing.
    #[error("an account has at least one role")]
    NoRole,
    /// Nobody signs in as the system.
    #[error("the role of the system itself is not given to accounts")]
    System,
    /// Whoever works cases works them for a department.
    #[error("window clerks and handlers belong to a department")]
    NoDepartment,
}

impl Rights {
    /// Rights of an officer, with the code of the department.
    ///
    /// # Errors
    /// When there is no role, or one that is not given to accounts.
    pub fn officer(
        department: impl Into<String>,
        roles: impl IntoIterator<Item = Role>,
    ) -> Result<Self, InvalidRights> {
        Self::checked(Some(department.into()), roles.into_iter().collect())
    }

    /// Rights of someone without a department.
    ///
    /// # Errors
    /// The same, and when a role works for a department.
    pub fn person(roles: impl IntoIterator<Item = Role>) -> Result<Self, InvalidRights> {
        Self::checked(None, roles.into_iter().collect())
    }

    fn checked(department: Option<String>, roles: BTreeSet<Role>) -> Result<Self, InvalidRights> {
        if roles.is_empty() {
            return Err(InvalidRights::NoRole);
        }
        if roles.contains(&Role::System) {
            return Err(InvalidRights::System);
        }
        let of_department = roles.contains(&Role::WindowClerk) || roles.contains(&Role::Handler);
        if of_department && department.is_none() {
            return Err(InvalidRights::NoDepartment);
        }
        Ok(Self { department, roles })
    }

    /// Code of the department.
    pub fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }

    /// The roles, at least one.
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// The actor that someone with these rights is.
    pub fn actor(&self, login: &Login) -> Actor {
        let (department, roles) = (self.department.clone(), self.roles.clone());
        Actor { id: login.to_string(), department, roles }
    }
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It can.
    Active,
    /// It cannot; its history stays.
    Disabled,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its name.
    pub login: Login,
    /// What it may do.
    pub rights: Rights,
    /// Whether it can be used.
    pub state: AccountState,
    /// By which ways it is signed in to.
    pub ways: Ways,
    /// When it was created.
    pub created_at: Timestamp,
    /// Rises with every change that ends the sessions begun before.
    #[serde(skip)]
    pub session_version: i64,
}

/// An account to be created.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its name.
    pub login: Login,
    /// What it may do.
    pub rights: Rights,
    /// Its first password.
    pub password: Password,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_short_small_and_plain() {
        assert_eq!(
            Login::parse(" W3-Clerk ").map(|login| login.to_string()),
            Ok("w3-clerk".into())
        );
        for bad in ["", "a", "-ab", "王小明", "a b", "a'--", &"a".repeat(65)] {
            assert_eq!(Login::parse(bad), Err(InvalidLogin), "{bad}");
        }
    }

    #[test]
    fn rights_that_make_no_sense_are_refused() {
        assert_eq!(Rights::person([]), Err(InvalidRights::NoRole));
        assert_eq!(Rights::officer("D01", [Role::System]), Err(InvalidRights::System));
        assert_eq!(Rights::person([Role::Handler]), Err(InvalidRights::NoDepartment));
        assert!(Rights::person([Role::Operator]).is_ok());
    }

    #[test]
    fn an_account_acts_under_its_name_and_department() {
        let rights = Rights::officer("D01", [Role::Handler]).unwrap();
        let actor = rights.actor(&Login::parse("h-12").unwrap());
        assert_eq!(actor, Actor::officer("h-12", "D01", Role::Handler));
    }
}
