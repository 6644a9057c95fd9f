//! Who acts: accounts, signed tokens, permissions.
//!
//! Signing in: [`SignIn`] checks a password against [`Accounts`], or takes the word of a provider of
//! OpenID Connect that [`Oidc`] has asked, and hands out a token. Every call
//! after that: [`Tokens::verify`] turns the token into an `Actor` without asking the database, and
//! [`require`] says whether the actor may. An account that is disabled, or given other rights, loses
//! its tokens at once: [`Sessions`] knows which are still good.
//!
//! Deliberately absent: the clock (`now` comes with each call), and default accounts.

mod account;
mod accounts;
mod attempts;
pub mod oidc;
mod password;
mod permission;
mod seed;
mod sessions;
mod sign_in;
mod store;
mod tokens;
mod ways;

pub use account::{Account, AccountState, InvalidLogin, InvalidRights, Login, NewAccount, Rights};
pub use accounts::{ACCOUNTS_PER_PAGE_MAX, Accounts, AccountsError, Answer, StoredAccount};
pub use attempts::{Attempt, Attempts};
pub use oidc::{Oidc, OidcError, OidcSettings};
pub use password::{Cost, HashError, Password, PasswordHash, Passwords, WeakPassword};
pub use permission::{Forbidden, Permission, allows, require};
pub use seed::{Credentials, seed};
pub use sessions::Sessions;
pub use sign_in::{SignIn, SignInError, SignedIn};
pub use store::AccountStore;
pub use tokens::{Session, TokenError, Tokens};
pub use ways::{InvalidSubject, Link, Subject, Ways};
