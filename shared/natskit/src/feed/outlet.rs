use std::sync::Arc;
use std::time::Duration;

use async_nats::Client;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::{ContextBuilder, PublishError, PublishErrorKind};
use tokio::sync::Mutex;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{Failure, Outlet};
use tongban_kernel::Recorded;

use super::Leaving;
use super::message::{NoMessage, address, message};
use super::stream::{StreamFault, ensure};

/// How long an answer of the server is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Publishes facts in the stream `TB_FEED`.
pub struct Feed {
    context: Context,
    leaving: Arc<Leaving>,
    n_replicas: usize,
    /// Whether the stream was found to be what the feed promises.
    is_checked: Mutex<bool>,
}

/// Why an event was not published.
#[derive(Debug, thiserror::Error)]
enum FeedFault {
    #[error("event {id} cannot be published")]
    NoMessage {
        id: String,
        #[source]
        source: NoMessage,
    },
    #[error("event {id} is of type {kind}, which no subject stands for")]
    NoSubject { id: String, kind: String },
    #[error(transparent)]
    Stream(#[from] StreamFault),
    #[error("event {id} was not taken by the NATS server")]
    Publish {
        id: String,
        #[source]
        source: PublishError,
    },
}

impl Feed {
    /// The feed over this connection; `leaving` says what of each event leaves.
    pub fn new(client: Client, leaving: Arc<Leaving>, n_replicas: usize) -> Self {
        let context = ContextBuilder::new().timeout(PATIENCE).ack_timeout(PATIENCE).build(client);
        Self { context, leaving, n_replicas, is_checked: Mutex::new(false) }
    }

    async fn check(&self) -> Result<(), StreamFault> {
        let mut is_checked = self.is_checked.lock().await;
        if !*is_checked {
            ensure(&self.context, self.n_replicas).await?;
            *is_checked = true;
        }
        Ok(())
    }

    async fn publish(&self, event: &Recorded) -> Result<(), FeedFault> {
        let id = || event.id.to_string();
        let message = message(&self.leaving, event)
            .map_err(|source| FeedFault::NoMessage { id: id(), source })?;
        let kind = event.kind.as_str();
        let subject = address(kind, &event.meta.correlation.to_string())
            .ok_or_else(|| FeedFault::NoSubject { id: id(), kind: kind.to_owned() })?;
        self.check().await?;
        let mut headers = message.headers();
        headers.insert(NATS_MESSAGE_ID, id());
        let sent = self.context.publish_with_headers(subject, headers, message.data().clone());
        let taken = async { sent.await?.await };
        if let Err(source) = taken.await {
            if source.kind() == PublishErrorKind::StreamNotFound {
                *self.is_checked.lock().await = false;
            }
            return Err(FeedFault::Publish { id: id(), source });
        }
        Ok(())
    }
}

impl Outlet for Feed {
    const NAME: &'static str = "feed";

    fn takes(&self, event: &Recorded) -> bool {
        self.leaving.takes(event)
    }

    fn hand_on<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move { Ok(self.publish(event).await?) })
    }

    fn is_unreadable(&self, failure: &Failure) -> bool {
        use FeedFault::{NoMessage, NoSubject};
        matches!(failure.downcast_ref(), Some(NoMessage { .. } | NoSubject { .. }))
    }
}
