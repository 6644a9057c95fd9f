//! Server-sent events: who listens hears what changed after it can be read.

mod changes;
mod feed;
mod watermark;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_util::{Stream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tongban_kernel::Actor;

use crate::{HasKit, Kit, Problem, Signed};

pub use changes::{Visibility, changes_routes};
pub use feed::{FeedItem, feed};

/// Streams open at once: each holds a connection and a place in memory.
const STREAMS_MAX: usize = 2_000;
/// Silence after which a comment is sent, so that nothing on the way takes the stream for dead; and
/// how often a stream that is silent looks whether its listener is still signed in.
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

/// A stream of server-sent events; it ends when the process does, or the session.
pub type LiveEvents = Sse<KeepAliveStream<Events>>;

/// Sends `events` until the process ends, or the session of who listens: that is looked at however
/// long there is nothing to send.
///
/// # Errors
/// 503, when too many streams are open.
fn live<E>(session: Session, events: E) -> Result<LiveEvents, Problem>
where
    E: Stream<Item = Event> + Send + 'static,
{
    let place = session.kit.streams.enter()?;
    let mut shutdown = session.kit.shutdown.clone();
    let ends = async move {
        tokio::select! {
            // A sender that is gone says the same as one that says so.
            _ = shutdown.wait_for(|stop| *stop) => {}
            () = session.ended() => {}
        }
    };
    let events = events.map(move |event| {
        // The place is given back when the stream is dropped.
        let _ = &place;
        Ok(event)
    });
    let events: Events = Box::pin(events.take_until(Box::pin(ends)));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Who listens: signed in, 401 otherwise. `Last-Event-ID` is the last event that a client which
/// comes back has heard.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Who it is.
    pub signed: Signed,
    last: Option<String>,
    headers: HeaderMap,
}

impl<S: HasKit> FromRequestParts<Arc<S>> for Listener {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<S>) -> Result<Self, Problem> {
        let headers = parts.headers.clone();
        let signed = Signed::of(&headers, state.kit())?;
        let value = headers.get("last-event-id").and_then(|value| value.to_str().ok());
        let last = value.filter(|id| !id.is_empty()).map(ToOwned::to_owned);
        Ok(Self { signed, last, headers })
    }
}

/// The session of a listener, as long as the stream lasts.
#[derive(Clone)]
struct Session {
    /// Hold the token, to look at it again.
    headers: HeaderMap,
    kit: Kit,
}

impl Session {
    /// Who listens; none once the session has ended.
    fn actor(&self) -> Option<Actor> {
        Signed::of(&self.headers, &self.kit).ok().map(|signed| signed.actor)
    }

    /// Waits until the session has ended.
    async fn ended(&self) {
        while self.actor().is_some() {
            tokio::time::sleep(KEEP_ALIVE).await;
        }
    }
}
