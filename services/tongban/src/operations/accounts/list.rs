use serde::{Deserialize, Serialize};
use tongban_auth::{AccountState, Accounts, AccountsError, Login};
use tongban_kernel::Role;

use super::AccountRow;

/// All accounts, in the order of their names: as many as an office has staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountList {
    /// The accounts.
    pub accounts: Vec<AccountRow>,
}

/// Lists all accounts.
///
/// # Errors
/// When they cannot be read.
pub async fn list_accounts(accounts: &dyn Accounts) -> Result<AccountList, AccountsError> {
    let mut rows: Vec<AccountRow> = Vec::new();
    loop {
        let after = rows.last().map(|row| row.login.to_string()).unwrap_or_default();
        let page = accounts.list(&after).await?;
        if page.is_empty() {
            return Ok(AccountList { accounts: rows });
        }
        rows.extend(page.into_iter().map(AccountRow::from));
    }
}

/// Which accounts are looked for.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// A part of the name, in small letters; any where it is empty.
    pub part: String,
    /// Its department.
    pub department: Option<String>,
    /// A role among its roles.
    pub role: Option<Role>,
    /// Whether it can be used.
    pub state: Option<AccountState>,
}

impl AccountFilter {
    fn takes(&self, account: &AccountRow) -> bool {
        account.login.as_str().contains(&self.part)
            && (self.department.is_none() || self.department == account.department)
            && self.role.is_none_or(|role| account.roles.contains(&role))
            && self.state.is_none_or(|state| state == account.state)
    }
}

/// Pages of the store that one question looks through: what it has not found by then is found by the
/// next.
const PAGES_MAX: usize = 10;

/// At most `n_max` accounts that the filter takes, in the order of their names, those after `after`;
/// and the name after which the next ones come, where there may be more.
///
/// # Errors
/// When they cannot be read.
pub async fn find_accounts(
    accounts: &dyn Accounts,
    filter: &AccountFilter,
    after: Option<&Login>,
    n_max: usize,
) -> Result<(Vec<AccountRow>, Option<Login>), AccountsError> {
    let mut found: Vec<AccountRow> = Vec::new();
    let mut seen = after.cloned();
    for _ in 0..PAGES_MAX {
        let page = accounts.list(seen.as_ref().map(Login::as_str).unwrap_or_default()).await?;
        if page.is_empty() {
            return Ok((found, None));
        }
        for account in page.into_iter().map(AccountRow::from) {
            if found.len() == n_max {
                return Ok((found, seen));
            }
            seen = Some(account.login.clone());
            if filter.takes(&account) {
                found.push(account);
            }
        }
    }
    Ok((found, seen))
}
