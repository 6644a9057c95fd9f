use std::time::Duration;

use tokio::time::{Instant, sleep};
use tongban_kernel::Seq;

use super::LEASE_TERM;

/// The pauses between tries after a machine failure grow from the first to the second.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(10);
/// Some forty seconds: what passes by itself has passed.
const MANY: u32 = 10;
/// A holder that died has lost its lease after one term, and the next has come further.
const STILL_AFTER: Duration = Duration::from_secs(2 * LEASE_TERM.as_secs());

/// What a reader has tried at one place.
#[derive(Debug)]
pub(super) struct Tries {
    at: Seq,
    since: Instant,
    /// In a row, and the store said each time where to begin.
    n: u32,
    pause: Duration,
}

impl Tries {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { at: Seq(0), since: Instant::now(), n: 0, pause: PAUSE_MIN }
    }

    /// A try begins behind this place.
    pub(super) fn begin(&mut self, at: Seq) {
        self.came_to(at);
        self.n += 1;
    }

    /// The reader has come to this place, whoever moves it on.
    pub(super) fn came_to(&mut self, at: Seq) {
        if self.at != at {
            *self = Self { at, ..Self::new() };
        }
    }

    /// The store did not say where to begin: it is not there.
    pub(super) fn came_to_nothing(&mut self) {
        self.n = 0;
    }

    /// Whether one more is of little use.
    pub(super) fn are_many(&self) -> bool {
        self.n >= MANY
    }

    /// Another process has it at this place; whether it has been there for long.
    pub(super) fn stands_still(&mut self, at: Seq) -> bool {
        self.came_to(at);
        self.pause = PAUSE_MIN;
        self.since.elapsed() >= STILL_AFTER
    }

    /// Waits before the next.
    pub(super) async fn pause(&mut self) {
        sleep(self.pause).await;
        self.pause = (self.pause * 2).min(PAUSE_MAX);
    }
}
