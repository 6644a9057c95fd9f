//! Whether servers sync before they acknowledge: asked of their monitoring ports or through their
//! system account. Ordinary clients are not told.

use std::collections::BTreeMap;
use std::time::Duration;

use async_nats::HeaderMap;
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::access::Access;
use super::broker::{Broker, NoAnswer};
use super::error::{Heard, OpenError};
use super::options::{Options, SyncProof};

/// An answer is some kilobytes.
const ANSWER_BYTES_MAX: u64 = 1 << 20;
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// All servers answer a question to all; after so long without another answer there is none.
const QUIET_AFTER: Duration = Duration::from_millis(500);
const SERVERS_MAX: usize = 256;

/// What a server says of itself.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Varz {
    pub(super) server_name: String,
    pub(super) version: String,
    #[serde(default)]
    jetstream: JetStream,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct JetStream {
    #[serde(default)]
    config: Option<JetStreamConfig>,
}

#[derive(Clone, Debug, Deserialize)]
struct JetStreamConfig {
    #[serde(default)]
    sync_always: bool,
}

impl Varz {
    /// Whether it syncs every message before it acknowledges it.
    pub(super) fn syncs_always(&self) -> bool {
        self.jetstream.config.as_ref().is_some_and(|config| config.sync_always)
    }

    /// Whether it keeps streams at all.
    pub(super) fn has_jetstream(&self) -> bool {
        self.jetstream.config.is_some()
    }
}

/// What servers say, by name, and what was heard from the last one that did not answer. One that is
/// down is no hindrance: it acknowledges nothing.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) servers: BTreeMap<String, Varz>,
    pub(super) unanswered: Option<OpenError>,
}

impl Said {
    fn add(&mut self, address: &str, answer: Result<Vec<Varz>, Heard>) {
        match answer {
            Ok(said) => {
                let named = said.into_iter().map(|varz| (varz.server_name.clone(), varz));
                self.servers.extend(named);
            }
            Err(source) => {
                let address = address.to_owned();
                self.unanswered = Some(OpenError::Witness { address, source });
            }
        }
    }
}

/// What was heard of a server, where it is no use to ask again before something is changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoWitness {
    #[error("the address does not begin with http://")]
    Address,
    #[error("the answer is no HTTP")]
    NoHttp,
    #[error("{0}")]
    Status(String),
    #[error("no server answers a user of that account")]
    Silent,
}

/// Asks the servers; answers none where nobody is to be asked.
pub(super) async fn ask(options: &Options) -> Option<Said> {
    let mut said = Said::default();
    match &options.sync {
        SyncProof::Unchecked => return None,
        SyncProof::Monitoring(addresses) => {
            for address in addresses {
                said.add(address, monitoring(address).await.map(|varz| vec![varz]));
            }
        }
        // The address holds a password, the name of the account does not.
        SyncProof::SystemAccount(address) => {
            let servers = std::slice::from_ref(address);
            let access = Access { servers, credentials: None, ..options.access() };
            said.add("$SYS", system_account(access).await);
        }
        SyncProof::SystemCredentials(path) => {
            let access = Access { credentials: Some(path), ..options.access() };
            said.add("$SYS", system_account(access).await);
        }
    }
    Some(said)
}

/// Asks one server's monitoring port, which speaks plain HTTP.
async fn monitoring(address: &str) -> Result<Varz, Heard> {
    let host = address.strip_prefix("http://").ok_or(NoWitness::Address)?;
    let host = host.trim_end_matches('/');
    let answer = timeout(ANSWER_WITHIN, get_varz(host)).await;
    let answer = answer.map_err(|_| NoAnswer::Late)??;
    let blank = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let (head, body) = answer.split_at(blank.ok_or(NoWitness::NoHttp)? + 4);
    if !head.starts_with(b"HTTP/1.0 200") && !head.starts_with(b"HTTP/1.1 200") {
        let status = String::from_utf8_lossy(head).lines().next().unwrap_or_default().to_owned();
        return Err(NoWitness::Status(status).into());
    }
    Ok(serde_json::from_slice(body)?)
}

async fn get_varz(host: &str) -> std::io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(host).await?;
    let request = format!("GET /varz HTTP/1.0\r\nHost: {host}\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.take(ANSWER_BYTES_MAX).read_to_end(&mut answer).await?;
    Ok(answer)
}

/// Asks all servers at once.
async fn system_account(access: Access<'_>) -> Result<Vec<Varz>, Heard> {
    #[derive(Deserialize)]
    struct Answer {
        data: Varz,
    }
    let broker = Broker::connect(access).await?;
    let mut answers = broker.expect(SERVERS_MAX);
    let subject = "$SYS.REQ.SERVER.PING.VARZ".to_owned();
    broker.send(subject, Some(answers.subject()), HeaderMap::new(), "".into()).await?;
    let mut said = Vec::new();
    let mut until = Instant::now() + ANSWER_WITHIN;
    while let Ok(answer) = answers.next(until).await {
        said.push(serde_json::from_slice::<Answer>(&answer.payload)?.data);
        until = Instant::now() + QUIET_AFTER;
    }
    if said.is_empty() { Err(NoWitness::Silent.into()) } else { Ok(said) }
}
