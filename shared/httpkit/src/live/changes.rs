use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::response::sse::Event;
use futures_util::stream::unfold;
use serde::Serialize;
use tongban_kernel::{Actor, Position};
use tongban_readmodel::{Change, ChangeFeed, ChangedStream, Heard};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::watermark::Watermark;
use super::{Listener, LiveEvents, Session, live};
use crate::{HasKit, Kit, Problem};

/// Says whether someone may hear of a change: only who may see the thing.
pub type Visibility = Arc<dyn Fn(&Actor, &ChangedStream) -> bool + Send + Sync>;

/// How often a stream that has much to tell looks whether its listener's account still stands.
const RECHECK: Duration = Duration::from_secs(10);

struct Live {
    kit: Kit,
    visibility: Visibility,
}

impl HasKit for Live {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

/// `GET /api/events`: what changed, after the read models have committed it, to those who may see
/// it. It carries no data: the client asks again for what it shows.
pub fn changes_routes(kit: Kit, visibility: Visibility) -> OpenApiRouter {
    let live = Arc::new(Live { kit, visibility });
    OpenApiRouter::new().routes(routes!(events)).with_state(live)
}

/// One change as a listener hears of it.
#[derive(Debug, Serialize, ToSchema)]
struct Changed<'a> {
    /// The read model that shows it now.
    projection: &'a str,
    /// The kind of aggregate, such as `coordination`.
    stream: &'a str,
    /// The aggregate.
    id: Uuid,
    /// The type of the event.
    event: &'a str,
    /// The case that it belongs to, where there is one.
    correlation: Uuid,
}

/// Streams what changed.
///
/// `changed` names one thing; `reset` says that some were missed: ask for everything again. The
/// event's id is a position; a client that comes back sends it as `Last-Event-ID`.
#[utoipa::path(
    get,
    path = "/api/events",
    tag = "events",
    responses((status = 200, description = "server-sent events", body = Changed<'static>, content_type = "text/event-stream"))
)]
async fn events(
    State(state): State<Arc<Live>>,
    Listener { signed, last, headers }: Listener,
) -> Result<LiveEvents, Problem> {
    let kit = &state.kit;
    // First listen, then look how far the read models are: nothing falls between.
    let feed = kit.changes.subscribe();
    let told = Watermark::of(kit);
    let mut queue = VecDeque::new();
    let is_known = last.as_ref().is_none_or(|id| {
        let heard = id.parse::<Position>();
        heard.is_ok_and(|heard| heard.covers(&told.any))
    });
    let name = if is_known { "ready" } else { "reset" };
    queue.push_back(Event::default().event(name).id(told.all.to_string()).data("{}"));
    let actor = signed.actor;
    let session = Session { headers, kit: kit.clone() };
    let ends = session.clone();
    let telling = Telling {
        state: Arc::clone(&state),
        session,
        actor,
        feed,
        queue,
        checked_at: Instant::now(),
    };
    live(ends, unfold(telling, Telling::next))
}

struct Telling {
    state: Arc<Live>,
    session: Session,
    actor: Actor,
    feed: ChangeFeed,
    queue: VecDeque<Event>,
    checked_at: Instant,
}

impl Telling {
    async fn next(mut self) -> Option<(Event, Self)> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some((event, self));
            }
            let heard = self.feed.next().await?;
            if self.checked_at.elapsed() >= RECHECK {
                self.actor = self.session.actor()?;
                self.checked_at = Instant::now();
            }
            match heard {
                Heard::Change(change) => self.tell(&change),
                Heard::StartOver => {
                    self.queue.push_back(Event::default().event("reset").data("{}"));
                }
            }
        }
    }

    fn tell(&mut self, change: &Change) {
        let visible = |changed: &&ChangedStream| (self.state.visibility)(&self.actor, changed);
        for changed in change.events.iter().filter(visible) {
            let data = Changed {
                projection: &change.projection,
                stream: changed.stream.category.as_str(),
                id: changed.stream.id,
                event: changed.kind.as_str(),
                correlation: changed.correlation,
            };
            // Texts and ids alone: this cannot fail.
            if let Ok(event) = Event::default().event("changed").json_data(data) {
                self.queue.push_back(event);
            }
        }
        let Some(last) = self.queue.pop_back() else { return };
        self.queue.push_back(self.marked(last));
    }

    /// Gives the event the place up to which all has been told as its id. A reader's progress is
    /// known after its change is published; so with nothing more to hear, everything up to where
    /// the slowest is has been heard. With more to hear the client keeps the id it has.
    fn marked(&self, event: Event) -> Event {
        if !self.feed.is_empty() {
            return event;
        }
        let kit = &self.state.kit;
        let told = Watermark::of(kit);
        // Once more: progress was read after the first look.
        if self.feed.is_empty() { event.id(told.all.to_string()) } else { event }
    }
}
