use std::sync::Arc;

use tokio::sync::watch;
use tongban_auth::Tokens;
use tongban_eventstore::Log;
use tongban_eventstore::readers::Progress;
use tongban_kernel::{Clock, Partition, Position};
use tongban_readmodel::Changes;

use crate::Streams;

/// What the edge of every service needs of the process.
#[derive(Clone)]
pub struct Kit {
    /// Tells who signed a request.
    pub tokens: Arc<Tokens>,
    /// The time of the office.
    pub clock: Arc<dyn Clock>,
    /// The time by which sessions run out: that of the machine, also where the office's clock is
    /// accelerated.
    pub session_clock: Arc<dyn Clock>,
    /// Whose head a settled answer waits for.
    pub log: Arc<dyn Log>,
    /// How far every reader is.
    pub progress: Progress,
    /// What the read models have committed.
    pub changes: Changes,
    /// The places for streams of changes.
    pub streams: Streams,
    /// Turns true when the process ends: streams of changes end then.
    pub shutdown: watch::Receiver<bool>,
}

impl Kit {
    /// The newest event of every partition.
    pub fn head(&self) -> Position {
        let mut head = Position::start(self.log.generation());
        for partition in (0..self.log.n_partitions()).map(Partition) {
            let newest = *self.log.head(partition).borrow();
            head.advance(partition, newest);
        }
        head
    }
}

/// The state of a router: an `Arc` of what has the kit. The extractors of this crate find it there.
pub trait HasKit: Send + Sync + 'static {
    /// The kit.
    fn kit(&self) -> &Kit;
}

/// A service with a read model of its own, which its queries wait for.
pub trait HasProjection: HasKit {
    /// The name of the projection.
    const PROJECTION: &'static str;
}
