use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender};
use tongban_kernel::{EventType, Origin, Partition, Recorded, Seq, StreamId};
use uuid::Uuid;

/// Changes kept for a listener that is slow; a slower one starts over.
pub const CHANGES_MAX: usize = 1_024;

/// What a read model has committed: who asks it now sees these events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The projection.
    pub projection: Cow<'static, str>,
    /// The partition of the log.
    pub partition: Partition,
    /// The last event committed there.
    pub seq: Seq,
    /// The events that changed it, in order; never imported ones.
    pub events: Vec<ChangedStream>,
}

/// One event that changed a read model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedStream {
    /// The aggregate.
    pub stream: StreamId,
    /// The wire name of the event.
    pub kind: EventType,
    /// What it belongs to: the case, where there is one.
    pub correlation: Uuid,
}

/// Tells whoever listens what the read models have committed.
#[derive(Clone, Debug)]
pub struct Changes {
    sender: Sender<Heard>,
    is_shared: bool,
}

impl Default for Changes {
    fn default() -> Self {
        Self { sender: Sender::new(CHANGES_MAX), is_shared: false }
    }
}

impl Changes {
    /// Those of several processes, heard from the database that they share.
    pub(crate) fn shared() -> Self {
        Self { is_shared: true, ..Self::default() }
    }

    /// Whether other processes commit changes too. How far a read model is may then be known before
    /// the changes up to there are heard.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Everything that is committed from now on.
    pub fn subscribe(&self) -> ChangeFeed {
        ChangeFeed(self.sender.subscribe())
    }

    /// Tells a change that was committed; one without events is no news.
    pub fn publish(&self, change: Change) {
        if !change.events.is_empty() {
            // An error says that nobody listens.
            drop(self.sender.send(Heard::Change(Arc::new(change))));
        }
    }

    /// Tells that some changes may not have been told.
    pub(crate) fn start_over(&self) {
        drop(self.sender.send(Heard::StartOver));
    }
}

/// One listener's changes.
#[derive(Debug)]
pub struct ChangeFeed(Receiver<Heard>);

/// What a listener hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// This changed.
    Change(Arc<Change>),
    /// It was too slow, or out of touch with the other processes, and missed some: it must ask for
    /// everything again.
    StartOver,
}

impl ChangeFeed {
    /// The next change; none when the read models are gone.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.0.recv().await {
            Ok(heard) => Some(heard),
            Err(RecvError::Lagged(_)) => Some(Heard::StartOver),
            Err(RecvError::Closed) => None,
        }
    }

    /// Whether there is nothing to hear at this moment.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An event as listeners hear of it; imported history is not news.
pub(crate) fn news_of(event: &Recorded) -> Option<ChangedStream> {
    (event.meta.origin != Origin::Import).then(|| ChangedStream {
        stream: event.stream,
        kind: event.kind.clone(),
        correlation: event.meta.correlation,
    })
}
