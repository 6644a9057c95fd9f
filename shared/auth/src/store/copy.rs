use std::path::Path;

use super::row::{self, AccountRow};
use super::{AccountStore, database};
use crate::{Accounts, AccountsError};

/// A file that is there is never written into.
pub(super) async fn to_new_file(from: &AccountStore, path: &Path) -> Result<(), AccountsError> {
    if path.exists() {
        return Err(AccountsError::File(std::io::ErrorKind::AlreadyExists.into()));
    }
    let file = AccountStore::open(path).await?;
    into(from, &file).await?;
    // What lies beside the file until then is in it afterwards.
    file.close().await;
    Ok(())
}

pub(super) async fn into(from: &AccountStore, to: &AccountStore) -> Result<usize, AccountsError> {
    let mut n_copied = 0;
    let mut after = String::new();
    loop {
        let page = from.stored(&after).await?;
        let Some(last) = page.last() else {
            return Ok(n_copied);
        };
        after = last.account.login.to_string();
        for stored in page {
            let row = AccountRow::from(&stored);
            let inserted = row::insert(&to.engine, row).await.map_err(database("copied"))?;
            n_copied += usize::from(inserted.is_some());
            let login = stored.account.login.clone();
            match to.find(&login).await? {
                Some(copied) if copied == stored => to.sessions.note(&copied.account),
                _ => return Err(AccountsError::Differs { login }),
            }
        }
    }
}
