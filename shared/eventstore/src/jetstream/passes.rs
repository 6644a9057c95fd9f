//! Which failures pass by themselves, and which ask for somebody to change something.

use std::error::Error;
use std::io;

use async_nats::{ConnectError, ConnectErrorKind, rustls};

use super::api::{ApiError, Refusal};
use super::broker::NoAnswer;
use super::error::OpenError;

/// Whether what was heard may be heard otherwise later, though nothing is changed.
pub(super) fn may_pass(heard: &(dyn Error + 'static)) -> bool {
    if let Some(error) = heard.downcast_ref::<ConnectError>() {
        return connecting(error);
    }
    if let Some(error) = heard.downcast_ref::<ApiError>() {
        return match error {
            ApiError::NoAnswer(_) => true,
            ApiError::Refused(refusal) => refused(refusal),
            ApiError::Nonsense(_) => false,
        };
    }
    if let Some(refusal) = heard.downcast_ref::<Refusal>() {
        return refused(refusal);
    }
    if let Some(error) = heard.downcast_ref::<OpenError>() {
        return error.is_transient();
    }
    heard.is::<NoAnswer>() || heard.is::<io::Error>()
}

fn connecting(error: &ConnectError) -> bool {
    match error.kind() {
        ConnectErrorKind::Dns | ConnectErrorKind::TimedOut | ConnectErrorKind::MaxReconnects => {
            true
        }
        // A server that is starting closes connections; one whose certificate is not trusted, or
        // that does not trust ours, says so.
        ConnectErrorKind::Io => !is_about_certificates(error),
        ConnectErrorKind::ServerParse
        | ConnectErrorKind::Authentication
        | ConnectErrorKind::AuthorizationViolation
        | ConnectErrorKind::Tls => false,
    }
}

fn is_about_certificates(error: &ConnectError) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    source.and_then(io::Error::get_ref).is_some_and(|inner| inner.is::<rustls::Error>())
}

fn refused(refusal: &Refusal) -> bool {
    match refusal.err_code {
        // Not switched on, for the server or for the account.
        code if Refusal::NO_JETSTREAM.contains(&code) => false,
        // Servers of a cluster that have not found each other yet.
        Refusal::NO_PEERS => true,
        _ => refusal.may_pass(),
    }
}
