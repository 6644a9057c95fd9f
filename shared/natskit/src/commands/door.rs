use std::sync::Arc;

use axum::http::HeaderValue;
use tongban_auth::{AccountState, Accounts, Login, Tokens};
use tongban_httpkit::Problem;
use tongban_kernel::Clock;

/// How a dot of an account name is written in a subject, where it would end a token.
const DOT: &str = "%2E";

/// Lets in whom the NATS server vouches for: it permits a user to publish below `tb.as.<login>.`
/// alone, and the account of that name is who acts.
///
/// Whoever is let in gets a session as if signed in, which never leaves the process: from there on
/// there is one way to know who acts.
#[derive(Clone)]
pub struct Door {
    /// Who may act.
    pub accounts: Arc<dyn Accounts>,
    /// Signs the session.
    pub tokens: Arc<Tokens>,
    /// The time by which sessions run out.
    pub clock: Arc<dyn Clock>,
}

impl Door {
    /// The `Authorization` of the account that this token of a subject names.
    pub(super) async fn let_in(&self, token: &str) -> Result<HeaderValue, Problem> {
        let login = login(token).ok_or_else(Problem::unauthenticated)?;
        let found = self.accounts.find(&login).await.map_err(Problem::internal)?;
        let account = found.map(|stored| stored.account);
        let active = account.filter(|account| account.state == AccountState::Active);
        let account = active.ok_or_else(Problem::unauthenticated)?;
        let issued = self.tokens.issue(&account, self.clock.now()).map_err(Problem::internal)?;
        HeaderValue::try_from(format!("Bearer {}", issued.0)).map_err(Problem::internal)
    }
}

/// Reads an account name from a token of a subject. There is one way to write each, so that what
/// the server permits one user is never taken for another.
fn login(token: &str) -> Option<Login> {
    let text = token.replace(DOT, ".");
    let login = Login::parse(&text).ok()?;
    (login.as_str() == text && login.as_str().replace('.', DOT) == token).then_some(login)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_name_is_written_in_a_subject_in_one_way() {
        let read = |token| login(token).map(|login| login.to_string());
        assert_eq!(read("clerk-1").as_deref(), Some("clerk-1"));
        assert_eq!(read("window%2Eclerk").as_deref(), Some("window.clerk"));
        for other in ["Clerk-1", " clerk-1", "window%2eclerk", "window.clerk", "*", "", "%2E"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
