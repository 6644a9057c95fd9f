//! What is asked of JetStream, as its interface spells it.

use std::sync::Arc;

use async_nats::HeaderMap;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::Instant;
use tongban_kernel::Seq;

use super::broker::{Broker, NoAnswer};
use super::envelope::Message;
use super::pauses::Pauses;
use super::subjects::Request;
use crate::LogError;

/// Messages asked for at once from any replica, and their bytes: what fits well into the buffers on
/// the way.
const BATCH_MAX: usize = 256;
const BATCH_BYTES_MAX: usize = 2 << 20;

const END_OF_BATCH: u16 = 204;
const NOT_FOUND: u16 = 404;
const UNAVAILABLE: u16 = 503;

/// What JetStream refuses with; the numbers are its own and stable.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, thiserror::Error)]
#[error("{description} ({err_code})")]
pub(super) struct Refusal {
    #[serde(default)]
    pub(super) code: u16,
    #[serde(default)]
    pub(super) err_code: u32,
    #[serde(default)]
    pub(super) description: String,
}

impl Refusal {
    pub(super) const NO_MESSAGE: u32 = 10_037;
    pub(super) const NO_STREAM: u32 = 10_059;
    /// Another message came to the subject.
    pub(super) const WRONG_LAST_SEQUENCE: u32 = 10_071;
    /// Another message to the subject is under way; it may come to nothing.
    pub(super) const WRONG_LAST_SEQUENCE_IN_FLIGHT: u32 = 10_164;
    /// Some messages of a batch did not arrive.
    pub(super) const BATCH_INCOMPLETE: u32 = 10_176;
    /// More batches are under way than the server takes.
    pub(super) const BATCHES_IN_FLIGHT: u32 = 10_210;
    /// No room: account or server limits, the stream's own limit.
    pub(super) const NO_ROOM: [u32; 4] = [10_002, 10_023, 10_047, 10_077];
    pub(super) const TOO_LARGE: [u32; 2] = [10_054, 10_097];
    /// No servers of the cluster that fit.
    pub(super) const NO_PEERS: u32 = 10_005;
    /// Fewer servers than replicas.
    pub(super) const TOO_FEW_SERVERS: [u32; 2] = [Self::NO_PEERS, 10_074];
    /// The server has no JetStream, or not for this account.
    pub(super) const NO_JETSTREAM: [u32; 2] = [10_039, 10_076];

    /// Whether the server itself says that it is another answer soon.
    pub(super) fn may_pass(&self) -> bool {
        self.code == UNAVAILABLE
    }
}

/// Why a question has no useful answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the answer cannot be read: {0}")]
    Nonsense(String),
}

impl ApiError {
    fn nonsense(error: impl std::fmt::Display) -> Self {
        Self::Nonsense(error.to_string())
    }

    /// Whether it may be another answer soon.
    fn may_pass(&self) -> bool {
        match self {
            Self::NoAnswer(_) => true,
            Self::Refused(refusal) => refusal.may_pass(),
            Self::Nonsense(_) => false,
        }
    }

    /// As the log's own error.
    pub(super) fn into_log_error(self) -> LogError {
        LogError::Unreachable { reason: self.to_string() }
    }
}

impl From<NoAnswer> for LogError {
    fn from(why: NoAnswer) -> Self {
        Self::Unreachable { reason: why.to_string() }
    }
}

impl From<NoAnswer> for Arc<LogError> {
    fn from(why: NoAnswer) -> Self {
        Self::new(LogError::from(why))
    }
}

/// Reads a JSON answer, or the refusal in its place.
pub(super) fn parse<T: DeserializeOwned>(payload: &[u8]) -> Result<T, ApiError> {
    #[derive(Deserialize)]
    struct Refused {
        error: Refusal,
    }
    if let Ok(Refused { error }) = serde_json::from_slice(payload) {
        return Err(error.into());
    }
    serde_json::from_slice(payload).map_err(ApiError::nonsense)
}

/// What a stream's leader is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'a> {
    /// The message with this place.
    At(Seq),
    /// The first one of a subject behind this place.
    NextOf(&'a str, Seq),
    /// The last one of a subject.
    LastOf(&'a str),
}

impl Broker {
    /// Asks JetStream one question about a stream.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        request: Request,
        stream: &str,
        body: &Value,
        until: Instant,
    ) -> Result<T, ApiError> {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let answer = self.ask(request.of(stream), body, until).await?;
        parse(&answer.payload)
    }

    /// The same, until somebody answers: a leader may just be elected.
    pub(super) async fn insist<T: DeserializeOwned>(
        &self,
        request: Request,
        stream: &str,
        body: &Value,
        pauses: &mut Pauses,
    ) -> Result<T, ApiError> {
        loop {
            match self.call(request, stream, body, pauses.answer_by()).await {
                Err(error) if error.may_pass() && pauses.pause().await => {}
                answer => return answer,
            }
        }
    }

    /// A message, from the leader: whatever was answered before is seen.
    pub(super) async fn message(
        &self,
        stream: &str,
        wanted: Wanted<'_>,
        until: Instant,
    ) -> Result<Option<Message>, ApiError> {
        #[derive(Deserialize)]
        struct Found {
            message: Encoded,
        }
        #[derive(Deserialize)]
        struct Encoded {
            subject: String,
            seq: u64,
            #[serde(default)]
            hdrs: String,
            #[serde(default)]
            data: String,
        }
        let body = match wanted {
            Wanted::At(seq) => json!({ "seq": seq }),
            Wanted::NextOf(subject, after) => {
                json!({ "seq": after.0 + 1, "next_by_subj": subject })
            }
            Wanted::LastOf(subject) => json!({ "last_by_subj": subject }),
        };
        let found = match self.call::<Found>(Request::MessageGet, stream, &body, until).await {
            Ok(found) => found.message,
            Err(ApiError::Refused(Refusal { err_code: Refusal::NO_MESSAGE, .. })) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        Ok(Some(Message {
            seq: Seq(found.seq),
            subject: found.subject,
            headers: parse_headers(
                &BASE64_STANDARD.decode(found.hdrs).map_err(ApiError::nonsense)?,
            )?,
            data: BASE64_STANDARD.decode(found.data).map_err(ApiError::nonsense)?.into(),
        }))
    }

    /// The same, until the leader answers.
    pub(super) async fn seek(
        &self,
        stream: &str,
        wanted: Wanted<'_>,
        pauses: &mut Pauses,
    ) -> Result<Option<Message>, LogError> {
        loop {
            if !self.is_up(pauses.until).await {
                return Err(NoAnswer::Lost.into());
            }
            match self.message(stream, wanted, pauses.answer_by()).await {
                Ok(message) => return Ok(message),
                Err(error) if !pauses.pause().await => return Err(error.into_log_error()),
                Err(_) => {}
            }
        }
    }

    /// Messages of some subjects behind a place, in order, `n_max` at most: from any replica, which
    /// may lag, and fewer where the others do not come in time. None is passed over.
    pub(super) async fn messages(
        &self,
        stream: &str,
        subjects: &str,
        after: Seq,
        n_max: usize,
        until: Instant,
    ) -> Result<Vec<Message>, ApiError> {
        let n_max = n_max.clamp(1, BATCH_MAX);
        let body = json!({
            "seq": after.0 + 1,
            "next_by_subj": subjects,
            "batch": n_max,
            "max_bytes": BATCH_BYTES_MAX,
        });
        let mut answers = self.expect(n_max + 1);
        let request = Request::DirectGet.of(stream);
        let body = body.to_string().into();
        self.send(request, Some(answers.subject()), HeaderMap::new(), body).await?;
        let mut messages: Vec<Message> = Vec::with_capacity(n_max);
        loop {
            let answer = match answers.next(until).await {
                // What has come is there, and is worth more than to be asked for again: whoever reads
                // goes on behind it.
                Err(_) if !messages.is_empty() => return Ok(messages),
                answer => answer?,
            };
            match answer.status.map(|status| status.as_u16()) {
                None => {}
                Some(NOT_FOUND) => return Ok(Vec::new()),
                Some(END_OF_BATCH) => {
                    let headers = answer.headers.unwrap_or_default();
                    follows(&headers, messages.last())?;
                    return Ok(messages);
                }
                Some(status) => {
                    let description = answer.description.unwrap_or_default();
                    return Err(ApiError::Nonsense(format!("{status} {description}")));
                }
            }
            let headers = answer.headers.unwrap_or_default();
            follows(&headers, messages.last())?;
            let subject = headers.get(async_nats::header::NATS_SUBJECT);
            let subject = subject.map(ToString::to_string).unwrap_or_default();
            let seq = number(&headers, "Nats-Sequence")?;
            messages.push(Message { seq, subject, headers, data: answer.payload });
        }
    }
}

/// Checks that what came last in a batch is what the server sent before this.
fn follows(headers: &HeaderMap, last: Option<&Message>) -> Result<(), ApiError> {
    if number(headers, "Nats-Last-Sequence")? == last.map_or(Seq(0), |last| last.seq) {
        return Ok(());
    }
    Err(ApiError::Nonsense("a message got lost on the way".into()))
}

fn number(headers: &HeaderMap, name: &'static str) -> Result<Seq, ApiError> {
    let number = headers.get(name).and_then(|value| value.as_str().parse().ok());
    number.map(Seq).ok_or_else(|| ApiError::Nonsense(format!("no {name}")))
}

/// Reads headers as they are stored: a line that says what they are, and one for each.
fn parse_headers(bytes: &[u8]) -> Result<HeaderMap, ApiError> {
    let text = std::str::from_utf8(bytes).map_err(ApiError::nonsense)?;
    let mut headers = HeaderMap::new();
    for line in text.split("\r\n").skip(1).filter(|line| !line.is_empty()) {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| ApiError::Nonsense("a header without a name".into()))?;
        headers.append(name, value.trim_start());
    }
    Ok(headers)
}
