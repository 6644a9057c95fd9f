//! Server-sent events: who listens hears what changed after it can be read.

mod changes;
mod feed;
mod watermark;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_util::{Stream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Kit, Problem};

pub use changes::{Visibility, changes_routes};
pub use feed::{FeedItem, feed};

/// Streams open at once: each holds a connection and a place in memory.
const STREAMS_MAX: usize = 2_000;
/// Silence after which a comment is sent, so that nothing on the way takes the stream for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The places for streams of one process.
#[derive(Clone, Debug)]
pub struct Streams(Arc<Semaphore>);

impl Default for Streams {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(STREAMS_MAX)))
    }
}

impl Streams {
    /// # Errors
    /// 503, when all places are taken.
    fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.0).try_acquire_owned().map_err(|_| Problem::busy())
    }
}

type Events = Pin<Box<dyn Stream<Item = Result<Event, Infallible>> + Send>>;

/// A stream of server-sent events; it ends when the process does.
pub type LiveEvents = Sse<KeepAliveStream<Events>>;

/// Sends `events` until the process ends.
///
/// # Errors
/// 503, when too many streams are open.
fn live<E>(kit: &Kit, events: E) -> Result<LiveEvents, Problem>
where
    E: Stream<Item = Event> + Send + 'static,
{
    let place = kit.streams.enter()?;
    let mut shutdown = kit.shutdown.clone();
    let ends = async move {
        // A sender that is gone says the same as one that says so.
        drop(shutdown.wait_for(|stop| *stop).await);
    };
    let events = events.map(move |event| {
        // The place is given back when the stream is dropped.
        let _ = &place;
        Ok(event)
    });
    let events: Events = Box::pin(events.take_until(Box::pin(ends)));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// `Last-Event-ID`: the last event that a client which comes back has heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastEventId(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let value = parts.headers.get("last-event-id").and_then(|value| value.to_str().ok());
        Ok(Self(value.filter(|id| !id.is_empty()).map(ToOwned::to_owned)))
    }
}
