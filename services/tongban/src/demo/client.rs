//! The simulated officers' way to the city: the same routes as everybody's, without a socket.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tongban_kernel::Position;
use tower_service::Service as _;
use uuid::{Builder, Uuid};

use super::staff::{By, Passwords};

/// No answer that is read here is longer: a page of 200 rows has some hundred kilobytes.
const ANSWER_BYTES_MAX: usize = 4 << 20;
const CASE_POSITION: &str = "case-position";
/// How long a list may wait until it shows what was done before, in seconds as the header has it.
const WAIT: &str = "wait=2";
const WAIT_SETTLED: &str = "wait=10, settled";
const JSON: &str = "application/json";

/// Why a request was not answered as it should be.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// It was refused.
    #[error("{path}: {status} {title} ({kind}) {detail}")]
    Refused { path: String, status: StatusCode, kind: String, title: String, detail: String },
    /// The request cannot be written.
    #[error("{path} is no request")]
    Request {
        path: String,
        #[source]
        source: axum::http::Error,
    },
    /// The answer broke off or is too long.
    #[error("the answer of {path} cannot be read")]
    Answer {
        path: String,
        #[source]
        source: axum::Error,
    },
    /// The answer is not what the route promises.
    #[error("the answer of {path} is another than expected")]
    Shape {
        path: String,
        #[source]
        source: serde_json::Error,
    },
}

/// What is read of a problem.
#[derive(Default, Deserialize)]
struct Problem {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    detail: String,
    #[serde(default)]
    errors: Vec<Value>,
}

/// What is read of a page of rows.
#[derive(Deserialize)]
struct Rows<T> {
    items: Vec<T>,
}

struct Call<'a> {
    method: Method,
    path: &'a str,
    content_type: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
}

/// Gives commands and asks questions in the name of officers, with their tokens.
pub(super) struct Client {
    router: Router,
    passwords: Passwords,
    tokens: BTreeMap<String, String>,
    /// Keys of commands, and the time in them: the same ones for the same seed, whenever a command
    /// is given, since ids and with them fates follow from keys.
    keys: StdRng,
    key_time: Timestamp,
    /// What this client has caused so far: lists are asked to show at least that.
    seen: Option<Position>,
}

impl Client {
    pub(super) fn new(
        router: Router,
        begins_at: Timestamp,
        passwords: Passwords,
        seed: u64,
    ) -> Self {
        let (tokens, keys) = (BTreeMap::new(), StdRng::seed_from_u64(seed));
        Self { router, passwords, tokens, keys, key_time: begins_at, seen: None }
    }

    /// Gives a command.
    pub(super) async fn command<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        path: &str,
        body: Value,
    ) -> Result<T, CallError> {
        self.give(by, path, body, None).await
    }

    /// Gives a command, and waits until everything that follows from it has happened.
    pub(super) async fn command_settled<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        path: &str,
        body: Value,
    ) -> Result<T, CallError> {
        self.give(by, path, body, Some(("prefer", WAIT_SETTLED.to_owned()))).await
    }

    async fn give<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        path: &str,
        body: Value,
        prefer: Option<(&'static str, String)>,
    ) -> Result<T, CallError> {
        let mut headers = vec![("idempotency-key", self.key().to_string())];
        headers.extend(prefer);
        let body = Bytes::from(body.to_string());
        let call = Call { method: Method::POST, path, content_type: JSON, headers, body };
        self.signed(by, &call).await
    }

    /// Stores a file.
    pub(super) async fn store<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        content_type: &'static str,
        bytes: Vec<u8>,
    ) -> Result<T, CallError> {
        let (path, body) = ("/api/intake/materials", Bytes::from(bytes));
        let call = Call { method: Method::POST, path, content_type, headers: Vec::new(), body };
        self.signed(by, &call).await
    }

    /// Asks for rows, as new as the last command.
    pub(super) async fn rows<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        path: &str,
    ) -> Result<Vec<T>, CallError> {
        Ok(self.ask::<Rows<T>>(by, path).await?.items)
    }

    /// Asks a question, answered as of the last command.
    pub(super) async fn ask<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        path: &str,
    ) -> Result<T, CallError> {
        let position = self.seen.as_ref().map(ToString::to_string);
        let position = position.into_iter();
        let headers = position
            .flat_map(|position| [(CASE_POSITION, position), ("prefer", WAIT.to_owned())])
            .collect();
        let (method, body) = (Method::GET, Bytes::new());
        self.signed(by, &Call { method, path, content_type: JSON, headers, body }).await
    }

    async fn signed<T: DeserializeOwned>(
        &mut self,
        by: By<'_>,
        call: &Call<'_>,
    ) -> Result<T, CallError> {
        if let Some(token) = self.tokens.get(by.login()) {
            match self.send(Some(token.clone()), call).await {
                Err(CallError::Refused { status: StatusCode::UNAUTHORIZED, .. }) => {}
                answered => return answered,
            }
        }
        // Nobody has signed in yet, or the session has run out.
        let token = self.sign_in(by.login()).await?;
        self.send(Some(token), call).await
    }

    async fn sign_in(&mut self, login: &str) -> Result<String, CallError> {
        #[derive(Deserialize)]
        struct SignedIn {
            token: String,
        }
        let password = self.passwords.get(login).map(|password| password.reveal());
        let body = Bytes::from(json!({ "login": login, "password": password }).to_string());
        let (method, path, headers) = (Method::POST, "/api/sign-in", Vec::new());
        let call = Call { method, path, content_type: JSON, headers, body };
        let SignedIn { token } = self.send(None, &call).await?;
        self.tokens.insert(login.to_owned(), token.clone());
        Ok(token)
    }

    async fn send<T: DeserializeOwned>(
        &mut self,
        token: Option<String>,
        call: &Call<'_>,
    ) -> Result<T, CallError> {
        let path = || call.path.to_owned();
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(call.path)
            .header(CONTENT_TYPE, call.content_type)
            .header(ACCEPT_LANGUAGE, "en");
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request
            .body(Body::from(call.body.clone()))
            .map_err(|source| CallError::Request { path: path(), source })?;
        let Ok(response) = self.router.call(request).await;
        let (head, body) = response.into_parts();
        let body = to_bytes(body, ANSWER_BYTES_MAX).await;
        let body = body.map_err(|source| CallError::Answer { path: path(), source })?;
        if !head.status.is_success() {
            return Err(refused(path(), head.status, &body));
        }
        self.note(&head.headers);
        serde_json::from_slice(&body).map_err(|source| CallError::Shape { path: path(), source })
    }

    /// Remembers what a command has caused.
    fn note(&mut self, headers: &HeaderMap) {
        let position = headers.get(CASE_POSITION).and_then(|value| value.to_str().ok());
        let Some(position) = position.and_then(|text| text.parse::<Position>().ok()) else {
            return;
        };
        let seen = self.seen.get_or_insert_with(|| Position::start(position.generation()));
        position.iter().for_each(|(partition, seq)| seen.advance(partition, seq));
    }

    /// A key of version 7, so that what is created later sorts later.
    fn key(&mut self) -> Uuid {
        self.key_time += SignedDuration::from_secs(1);
        let millis = u64::try_from(self.key_time.as_millisecond()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &self.keys.random()).into_uuid()
    }
}

fn refused(path: String, status: StatusCode, body: &[u8]) -> CallError {
    // Whatever is no problem document says as much by its status alone.
    let problem: Problem = serde_json::from_slice(body).unwrap_or_default();
    let Problem { kind, title, mut detail, errors } = problem;
    for error in errors {
        detail = format!("{detail} {error}");
    }
    CallError::Refused { path, status, kind, title, detail }
}

#[cfg(test)]
mod tests;
