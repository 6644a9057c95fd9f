use std::collections::VecDeque;
use std::future::Future;

use axum::response::sse::Event;
use futures_util::stream::unfold;
use serde::Serialize;
use tongban_readmodel::{ChangeFeed, Heard};
use tongban_telemetry::chain;
use tracing::error;

use super::{Listener, LiveEvents, Session, live};
use crate::{Kit, Problem};

/// One row of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem<T> {
    /// Its place, such that rows after it can be asked for: the event's id.
    pub id: String,
    /// What is sent, as JSON.
    pub row: T,
}

/// A service's own stream: sends rows of a read model as events named `event`, those after the
/// client's `Last-Event-ID` first, then new ones whenever `projection` commits something.
///
/// `newer` answers the rows after the given id, oldest first and only as many as a page holds (it
/// is asked again until it answers none); without an id those to begin with. Nothing is lost when
/// the client is slow or comes back: the rows are asked for by their place. Nothing is asked for
/// once the listener's session has ended: who comes back then gets 401.
///
/// # Errors
/// 503, when too many streams are open.
pub fn feed<T, E, N, F>(
    kit: &Kit,
    listener: Listener,
    projection: &'static str,
    event: &'static str,
    newer: N,
) -> Result<LiveEvents, Problem>
where
    T: Serialize + Send + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    N: Fn(Option<String>) -> F + Send + 'static,
    F: Future<Output = Result<Vec<FeedItem<T>>, E>> + Send + 'static,
{
    let changes = kit.changes.subscribe();
    let Listener { last, headers, .. } = listener;
    let session = Session { headers, kit: kit.clone() };
    let queue = VecDeque::new();
    let ends = session.clone();
    let feed = Feed { session, projection, event, changes, last, newer, queue, is_stale: true };
    live(ends, unfold(feed, Feed::next))
}

struct Feed<N> {
    session: Session,
    projection: &'static str,
    event: &'static str,
    changes: ChangeFeed,
    last: Option<String>,
    newer: N,
    queue: VecDeque<Event>,
    /// Whether there may be rows that were not asked for.
    is_stale: bool,
}

impl<N> Feed<N> {
    async fn next<T, E, F>(mut self) -> Option<(Event, Self)>
    where
        T: Serialize,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
        N: Fn(Option<String>) -> F,
        F: Future<Output = Result<Vec<FeedItem<T>>, E>>,
    {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some((event, self));
            }
            if !self.is_stale {
                self.hear().await?;
            }
            // No failure of ours: nothing to log.
            self.session.actor()?;
            match (self.newer)(self.last.clone()).await {
                Ok(rows) => self.take(rows),
                Err(error) => {
                    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
                    // The client comes back and goes on where it was.
                    error!(projection = self.projection, error = %chain(&*error), "feed ended");
                    return None;
                }
            }
        }
    }

    /// Waits for a change of the projection; those that have queued meanwhile count as one.
    async fn hear(&mut self) -> Option<()> {
        while !(self.is_stale && self.changes.is_empty()) {
            self.is_stale |= match self.changes.next().await? {
                Heard::Change(change) => change.projection == self.projection,
                Heard::StartOver => true,
            };
        }
        Some(())
    }

    fn take<T: Serialize>(&mut self, rows: Vec<FeedItem<T>>) {
        // A page of rows may be followed by another.
        self.is_stale = !rows.is_empty();
        for FeedItem { id, row } in rows {
            match Event::default().event(self.event).id(&id).json_data(row) {
                Ok(event) => self.queue.push_back(event),
                Err(error) => {
                    error!(projection = self.projection, error = %chain(&error), "row left out");
                }
            }
            self.last = Some(id);
        }
    }
}
