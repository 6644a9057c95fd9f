//! Trying again until time is up.

use std::time::Duration;

use tokio::time::Instant;

/// How long to wait for one answer of the broker before asking again.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// The pauses between tries grow from the first to the second.
const PAUSE_MIN: Duration = Duration::from_millis(20);
const PAUSE_MAX: Duration = Duration::from_millis(500);

/// Pauses that grow, up to a deadline.
#[derive(Debug)]
pub(super) struct Pauses {
    next: Duration,
    pub(super) until: Instant,
}

impl Pauses {
    pub(super) fn until(until: Instant) -> Self {
        Self { next: PAUSE_MIN, until }
    }

    /// Waits; false when there is no time left for another try.
    pub(super) async fn pause(&mut self) -> bool {
        let end = Instant::now() + self.next;
        self.next = (self.next * 2).min(PAUSE_MAX);
        if end >= self.until {
            return false;
        }
        tokio::time::sleep_until(end).await;
        true
    }

    /// When the next answer must be there.
    pub(super) fn answer_by(&self) -> Instant {
        self.until.min(Instant::now() + ANSWER_WITHIN)
    }
}
