use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::{Account, AccountState, Login};

/// Which sessions are good: the present session version of every account, in memory, so that each
/// call can be checked and a disabled account is out at the next one. A handle: clones see the same.
#[derive(Clone, Debug, Default)]
pub struct Sessions(Arc<RwLock<HashMap<Login, Present>>>);

#[derive(Clone, Copy, Debug)]
struct Present {
    version: i64,
    state: AccountState,
}

impl Sessions {
    /// Takes note of an account as it now is: called by the store after each change is committed.
    pub fn note(&self, account: &Account) {
        self.note_version(account.login.clone(), account.session_version, account.state);
    }

    /// The same, of which no more is told than this.
    pub(crate) fn note_version(&self, login: Login, version: i64, state: AccountState) {
        let present = Present { version, state };
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(login).or_insert(present);
        // Two changes may be noted in another order than they were committed.
        if known.version < present.version {
            *known = present;
        }
    }

    /// Whether there is an account of this name that may sign in.
    pub fn is_active(&self, login: &Login) -> bool {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.get(login).is_some_and(|now| now.state == AccountState::Active)
    }

    /// Whether a session that began under this version is still good.
    pub fn is_good(&self, login: &Login, version: i64) -> bool {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let present = all.get(login);
        present.is_some_and(|now| now.version == version && now.state == AccountState::Active)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tongban_kernel::Role;

    use super::*;
    use crate::{Rights, Ways};

    #[test]
    fn an_older_change_that_is_noted_late_revives_nobody() {
        let account = |session_version, state| Account {
            login: Login::parse("h-12").unwrap(),
            rights: Rights::officer("D01", [Role::Handler]).unwrap(),
            state,
            ways: Ways::Password,
            created_at: Timestamp::UNIX_EPOCH,
            session_version,
        };
        let sessions = Sessions::default();
        let login = account(1, AccountState::Active).login;
        sessions.note(&account(1, AccountState::Active));
        assert!(sessions.is_good(&login, 1) && !sessions.is_good(&login, 2));
        assert!(sessions.is_active(&login) && !sessions.is_active(&Login::parse("h-13").unwrap()));
        sessions.note(&account(3, AccountState::Disabled));
        sessions.note(&account(2, AccountState::Active));
        assert!((1..5).all(|version| !sessions.is_good(&login, version)));
        assert!(!sessions.is_active(&login));
        sessions.note(&account(4, AccountState::Active));
        assert!(sessions.is_good(&login, 4));
    }
}
