//! The connection to the broker: questions, and whatever comes back for them.
//!
//! One subscription takes all answers. What is sent leaves in the order in which it was handed over:
//! nothing here waits for an answer before the next question goes out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_nats::{Client, ConnectOptions, Event, HeaderMap, ServerAddr, Subject};
use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tracing::{info, warn};

use super::access::Access;
use super::error::{Heard, OpenError};

/// The broker is asked for signs of life so often: a connection that died silently is noticed after
/// two of them.
const PING_INTERVAL: Duration = Duration::from_secs(5);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// The pauses between tries to connect again grow from the first to the second.
const RECONNECT_AFTER_MIN: Duration = Duration::from_millis(50);
const RECONNECT_AFTER_MAX: Duration = Duration::from_secs(1);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoAnswer {
    /// Nobody takes it just now: a leader is being elected, or there is no such stream.
    #[error("nobody takes the request")]
    Nobody,
    #[error("it takes too long")]
    Late,
    #[error("the connection broke off")]
    Lost,
}

/// How the connection is.
#[derive(Clone, Copy, Debug, Default)]
struct Link {
    is_up: bool,
    /// How often it broke off.
    n_lost: u64,
}

/// A connection, made again whenever it breaks off.
#[derive(Debug)]
pub(super) struct Broker {
    pub(super) client: Client,
    link: watch::Receiver<Link>,
    inbox: String,
    waiting: Arc<Waiting>,
    next: AtomicU64,
    pump: AbortHandle,
}

/// Whoever waits for answers, by the last token of the subject that they come to.
#[derive(Debug, Default)]
struct Waiting(Mutex<HashMap<u64, mpsc::Sender<async_nats::Message>>>);

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, mpsc::Sender<async_nats::Message>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hand_over(&self, message: async_nats::Message) {
        let id = message.subject.rsplit('.').next().and_then(|token| token.parse().ok());
        let waiting = id.and_then(|id: u64| self.lock().get(&id).cloned());
        if let Some(waiting) = waiting {
            // One who did not leave room for it does not want it.
            let _ = waiting.try_send(message);
        }
    }
}

impl Broker {
    /// Connects to one of the servers.
    pub(super) async fn connect(access: Access<'_>) -> Result<Self, OpenError> {
        let (servers, options) = access.prepare().await?;
        let connected = Self::connect_to(servers, options).await;
        connected.map_err(|source| OpenError::Connect { source })
    }

    async fn connect_to(servers: Vec<ServerAddr>, options: ConnectOptions) -> Result<Self, Heard> {
        let (tell, link) = watch::channel(Link::default());
        let tell = Arc::new(tell);
        let client = options
            .name("tongban log")
            .ping_interval(PING_INTERVAL)
            .connection_timeout(CONNECT_WITHIN)
            .reconnect_delay_callback(|n_tries| {
                let n_tries = u32::try_from(n_tries).unwrap_or(u32::MAX);
                RECONNECT_AFTER_MIN.saturating_mul(n_tries).min(RECONNECT_AFTER_MAX)
            })
            .event_callback(move |event| {
                tell.send_if_modified(|link| note(link, &event));
                std::future::ready(())
            })
            .connect(servers)
            .await?;
        let inbox = client.new_inbox();
        let waiting = Arc::<Waiting>::default();
        let mut answers = client.subscribe(format!("{inbox}.*")).await?;
        let to = Arc::clone(&waiting);
        let pump = tokio::spawn(async move {
            while let Some(answer) = answers.next().await {
                to.hand_over(answer);
            }
        });
        let pump = pump.abort_handle();
        Ok(Self { client, link, inbox, waiting, next: AtomicU64::new(0), pump })
    }

    /// Whether the connection is there.
    pub(super) fn is_up_now(&self) -> bool {
        self.link.borrow().is_up
    }

    /// Returns once the connection is there; false when it is not before `until`.
    pub(super) async fn is_up(&self, until: Instant) -> bool {
        let mut link = self.link.clone();
        let up = link.wait_for(|link| link.is_up);
        matches!(tokio::time::timeout_at(until, up).await, Ok(Ok(_)))
    }

    /// Word of every time that the connection is made again.
    pub(super) async fn made_again(&self, since: u64) {
        let mut link = self.link.clone();
        if link.wait_for(|link| link.is_up && link.n_lost > since).await.is_err() {
            std::future::pending().await
        }
    }

    /// How often the connection broke off.
    pub(super) fn n_lost(&self) -> u64 {
        self.link.borrow().n_lost
    }

    /// A subject for at most `n_max` answers to what is about to be sent, and where they come in.
    pub(super) fn expect(&self, n_max: usize) -> Answers {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, received) = mpsc::channel(n_max);
        self.waiting.lock().insert(id, sender);
        let subject = Subject::from(format!("{}.{id}", self.inbox));
        let (link, waiting) = (self.link.clone(), Arc::clone(&self.waiting));
        let n_lost = self.n_lost();
        Answers { subject, received, link, n_lost, id, waiting }
    }

    /// An id that nobody else has.
    pub(super) fn new_id(&self) -> String {
        let own = self.inbox.rsplit('.').next().unwrap_or_default();
        format!("{own}-{}", self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Sends a message that nobody answers, or whose answers come to `reply`.
    pub(super) async fn send(
        &self,
        subject: String,
        reply: Option<Subject>,
        headers: HeaderMap,
        data: Bytes,
    ) -> Result<(), NoAnswer> {
        let sent = match reply {
            Some(reply) => {
                self.client.publish_with_reply_and_headers(subject, reply, headers, data).await
            }
            None => self.client.publish_with_headers(subject, headers, data).await,
        };
        sent.map_err(|_| NoAnswer::Lost)
    }

    /// Asks one question that has one answer.
    pub(super) async fn ask(
        &self,
        subject: String,
        body: Vec<u8>,
        until: Instant,
    ) -> Result<async_nats::Message, NoAnswer> {
        let mut answers = self.expect(1);
        self.send(subject, Some(answers.subject()), HeaderMap::new(), body.into()).await?;
        answers.next(until).await
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.pump.abort();
    }
}

fn note(link: &mut Link, event: &Event) -> bool {
    match event {
        Event::Connected => {
            info!("connected to the broker");
            link.is_up = true;
        }
        Event::Disconnected | Event::Closed => {
            warn!("the connection to the broker broke off; it is made again");
            *link = Link { is_up: false, n_lost: link.n_lost + 1 };
        }
        Event::LameDuckMode
        | Event::Draining
        | Event::SlowConsumer(_)
        | Event::ServerError(_)
        | Event::ClientError(_) => return false,
    }
    true
}

/// The answers to one question.
#[derive(Debug)]
pub(super) struct Answers {
    subject: Subject,
    received: mpsc::Receiver<async_nats::Message>,
    link: watch::Receiver<Link>,
    n_lost: u64,
    id: u64,
    waiting: Arc<Waiting>,
}

impl Answers {
    /// Where they come to.
    pub(super) fn subject(&self) -> Subject {
        self.subject.clone()
    }

    /// The next one. A connection that broke off since the question brings none.
    pub(super) async fn next(&mut self, until: Instant) -> Result<async_nats::Message, NoAnswer> {
        let n_lost = self.n_lost;
        let answer = tokio::select! {
            biased;
            answer = self.received.recv() => answer,
            _ = self.link.wait_for(|link| link.n_lost != n_lost) => return Err(NoAnswer::Lost),
            () = tokio::time::sleep_until(until) => return Err(NoAnswer::Late),
        };
        match answer {
            Some(answer) if answer.status == Some(async_nats::StatusCode::NO_RESPONDERS) => {
                Err(NoAnswer::Nobody)
            }
            Some(answer) => Ok(answer),
            None => Err(NoAnswer::Lost),
        }
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.waiting.lock().remove(&self.id);
    }
}
