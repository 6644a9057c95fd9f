//! Who works in the city, and under which account.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use tongban_auth::{Credentials, Login, NewAccount, Password, Rights, SignIn, seed};
use tongban_catalog::model::Department;
use tongban_kernel::{Role, Text};

/// The department at whose windows applications are handed in.
pub(super) const WINDOW_DEPARTMENT: &str = "government-services";

/// An account of the demo, to be shown to whoever looks at it.
pub(super) struct SignInLine {
    pub(super) credentials: Credentials,
    pub(super) role: Text,
    /// Name of the department.
    pub(super) department: Option<Text>,
}

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By<'a> {
    Clerk,
    /// The handler of this department.
    Handler(&'a str),
    Coordinator,
    Supervisor,
}

impl By<'_> {
    /// The name of the account.
    pub(super) fn login(&self) -> &str {
        match self {
            Self::Clerk => "window",
            Self::Handler(department) => department,
            Self::Coordinator => "coordinator",
            Self::Supervisor => "supervisor",
        }
    }
}

/// Passwords by account name: what signing in takes.
pub(super) type Passwords = BTreeMap<String, Password>;

/// Creates the accounts with random passwords: a clerk, a coordinator and a supervisor, an operator,
/// and a handler for each department.
///
/// # Errors
/// When an account cannot be created.
pub(super) async fn employ<'a>(
    sign_in: &SignIn,
    departments: impl Iterator<Item = &'a Department>,
    now: Timestamp,
) -> Result<Vec<SignInLine>> {
    let mut lines = Vec::new();
    for (login, rights, role, department) in posts(departments)? {
        let login = Login::parse(login).with_context(|| format!("the account {login}"))?;
        let new = NewAccount { login, rights, password: Password::random() };
        let created = seed(sign_in, vec![new], now).await?;
        let line = |credentials| SignInLine {
            credentials,
            role: role.clone(),
            department: department.clone(),
        };
        lines.extend(created.into_iter().map(line));
    }
    Ok(lines)
}

type Post<'a> = (&'a str, Rights, Text, Option<Text>);

fn posts<'a>(departments: impl Iterator<Item = &'a Department>) -> Result<Vec<Post<'a>>> {
    let departments: Vec<_> = departments.collect();
    let window = departments.iter().find(|one| one.code.as_str() == WINDOW_DEPARTMENT);
    let window = window.context("the city has no department with a service window")?;
    let of_window = |role| Rights::officer(WINDOW_DEPARTMENT, [role]);
    let name = Some(window.names.clone());
    let mut posts = vec![
        (
            "window",
            of_window(Role::WindowClerk)?,
            Text::new("窗口人员", "window clerk"),
            name.clone(),
        ),
        (
            "coordinator",
            of_window(Role::Coordinator)?,
            Text::new("协调员", "coordinator"),
            name.clone(),
        ),
        ("supervisor", of_window(Role::Supervisor)?, Text::new("监督员", "supervisor"), name),
        ("operator", Rights::person([Role::Operator])?, Text::new("运维人员", "operator"), None),
    ];
    for department in departments {
        let code = department.code.as_str();
        let rights = Rights::officer(code, [Role::Handler])?;
        posts.push((code, rights, Text::new("经办人", "handler"), Some(department.names.clone())));
    }
    Ok(posts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use tongban_catalog::sample_city;

    use super::*;

    #[test]
    fn every_department_has_a_handler_under_its_own_name() {
        let city = sample_city().unwrap();
        let departments: Vec<_> = city.departments_at(date(2026, 9, 28)).collect();
        let posts = posts(departments.iter().copied()).unwrap();
        assert_eq!(posts.len(), departments.len() + 4);
        let logins: BTreeSet<_> = posts.iter().map(|post| post.0).collect();
        assert_eq!(logins.len(), posts.len(), "each account name once");
        for by in [By::Clerk, By::Coordinator, By::Supervisor, By::Handler("health")] {
            assert!(logins.contains(by.login()), "{by:?}");
        }
        assert!(logins.iter().all(|login| Login::parse(login).is_ok()));
    }

    #[test]
    fn a_city_without_the_window_department_is_told() {
        assert!(posts([].into_iter()).is_err());
    }
}
