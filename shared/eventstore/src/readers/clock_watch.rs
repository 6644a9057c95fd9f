use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tongban_kernel::Clock;
use tracing::{info, warn};

/// A clock may be ahead of the time that has passed by so much: it was adjusted, not set.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// A jump that still stands so much later, by a watch that nobody sets, is believed.
const BELIEVED_AFTER: Duration = Duration::from_secs(60);
/// One that is longer is believed when people say so: by a day too many, a whole office is warned.
const BELIEVED_MAX: SignedDuration = SignedDuration::from_hours(24);

/// Looks whether the clock has jumped forwards: what would become due by that alone waits until a
/// second look, a minute later, confirms it, or, where it is by more than a day, until people do. A
/// clock that somebody set wrong so warns nobody, and nobody is warned of what cannot be taken back.
///
/// A jump backwards makes nothing due. What happened while no process ran cannot be told from a
/// jump, and is none.
pub(crate) struct ClockWatch {
    clock: Arc<dyn Clock>,
    looked: Mutex<Looked>,
}

/// What was seen at the last look.
#[derive(Clone, Copy)]
struct Looked {
    /// The time that is believed.
    at: Timestamp,
    /// When that was, by the watch.
    passed: Duration,
    /// That the clock shows another time.
    jumped: Option<Jump>,
}

#[derive(Clone, Copy)]
struct Jump {
    /// Since when it stands so, by the watch.
    since: Duration,
    /// By how much it is ahead.
    ahead: SignedDuration,
}

impl ClockWatch {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let (at, passed) = (clock.now(), clock.passed());
        Self { clock, looked: Mutex::new(Looked { at, passed, jumped: None }) }
    }

    /// How far the clock is ahead of the time that has passed, while that waits to be confirmed.
    pub(crate) fn ahead(&self) -> Option<SignedDuration> {
        let looked = self.looked();
        looked.jumped?;
        Some(looked.ahead_at(self.clock.now(), self.clock.passed()))
    }

    /// People say that the clock is right; answers by how much it was ahead, if it was.
    pub(crate) fn confirm(&self) -> Option<SignedDuration> {
        let mut looked = self.looked();
        looked.jumped?;
        let (at, passed) = (self.clock.now(), self.clock.passed());
        let ahead = looked.ahead_at(at, passed);
        *looked = Looked { at, passed, jumped: None };
        Some(ahead)
    }

    fn looked(&self) -> MutexGuard<'_, Looked> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The present; none while a jump of the clock waits to be confirmed.
    pub(crate) fn now(&self) -> Option<Timestamp> {
        let mut looked = self.looked();
        // Read under the lock, so that looks follow each other.
        let (now, passed) = (self.clock.now(), self.clock.passed());
        let (next, present) = looked.again(now, passed);
        *looked = next;
        present
    }
}

impl Looked {
    fn ahead_at(self, now: Timestamp, passed: Duration) -> SignedDuration {
        let since = SignedDuration::try_from(passed.saturating_sub(self.passed));
        let expected = since.ok().and_then(|since| self.at.checked_add(since).ok());
        now.duration_since(expected.unwrap_or(self.at))
    }

    fn again(self, now: Timestamp, passed: Duration) -> (Self, Option<Timestamp>) {
        let believed = Self { at: now, passed, jumped: None };
        let ahead = self.ahead_at(now, passed);
        match self.jumped {
            None if ahead <= TOLERANCE => (believed, Some(now)),
            None => {
                let secs = ahead.as_secs();
                warn!(
                    clock.ahead_secs = secs,
                    "the clock jumped forwards; warnings wait for a second look"
                );
                (Self { jumped: Some(Jump { since: passed, ahead }), ..self }, None)
            }
            Some(_) if ahead <= TOLERANCE => {
                info!("the clock is right again");
                (believed, Some(now))
            }
            Some(jump) if (ahead - jump.ahead).abs() > TOLERANCE => {
                warn!(clock.ahead_secs = ahead.as_secs(), "the clock jumped again");
                (Self { jumped: Some(Jump { since: passed, ahead }), ..self }, None)
            }
            Some(_) if ahead > BELIEVED_MAX => (self, None),
            Some(jump) if passed.saturating_sub(jump.since) < BELIEVED_AFTER => (self, None),
            Some(_) => {
                info!(clock.ahead_secs = ahead.as_secs(), "the clock's jump is believed");
                (believed, Some(now))
            }
        }
    }
}

impl fmt::Debug for ClockWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClockWatch")
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::ManualClock;

    use super::*;

    fn watched() -> (Arc<ManualClock>, ClockWatch) {
        let clock = Arc::new(ManualClock::at("2026-09-28T02:00:00Z".parse().unwrap()));
        let watch = ClockWatch::new(clock.clone());
        (clock, watch)
    }

    fn hours_later(clock: &ManualClock, hours: i64) -> Timestamp {
        clock.now() + SignedDuration::from_hours(hours)
    }

    #[test]
    fn time_that_passes_is_no_jump_however_much() {
        let (clock, watch) = watched();
        clock.advance(SignedDuration::from_hours(24 * 30));
        assert_eq!(watch.now(), Some(clock.now()));
        clock.jump(clock.now() + TOLERANCE);
        assert_eq!(watch.now(), Some(clock.now()), "an adjustment");
    }

    #[test]
    fn a_jump_forwards_waits_for_a_second_look() {
        let (clock, watch) = watched();
        clock.jump(hours_later(&clock, 24));
        assert_eq!(watch.now(), None);
        assert_eq!(watch.ahead(), Some(SignedDuration::from_hours(24)));
        clock.advance(SignedDuration::from_secs(59));
        assert_eq!(watch.now(), None);
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(watch.now(), Some(clock.now()));
        assert_eq!(watch.now(), Some(clock.now()), "and is not asked about again");
        assert_eq!(watch.ahead(), None);
    }

    #[test]
    fn a_jump_by_more_than_a_day_waits_until_people_confirm_it_or_put_the_clock_right() {
        let (clock, watch) = watched();
        let right = clock.now();
        clock.jump(hours_later(&clock, 25));
        for _ in 0..3 {
            assert_eq!(watch.now(), None);
            clock.advance(SignedDuration::from_hours(1));
        }
        assert_eq!(watch.confirm(), Some(SignedDuration::from_hours(25)));
        assert_eq!(watch.now(), Some(clock.now()));
        assert_eq!(watch.confirm(), None, "there is nothing left to confirm");
        clock.jump(hours_later(&clock, 25));
        assert_eq!(watch.now(), None);
        clock.jump(right + SignedDuration::from_hours(28));
        assert_eq!(watch.now(), Some(clock.now()));
    }

    #[test]
    fn another_jump_is_looked_at_for_a_minute_of_its_own() {
        let (clock, watch) = watched();
        let right = clock.now();
        clock.jump(hours_later(&clock, 72));
        assert_eq!(watch.now(), None);
        clock.advance(SignedDuration::from_hours(1));
        // Put right, or so somebody thought.
        clock.jump(right + SignedDuration::from_hours(1 + 20));
        assert_eq!(watch.now(), None);
        clock.advance(SignedDuration::from_secs(59));
        assert_eq!(watch.now(), None);
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(watch.now(), Some(clock.now()));
    }

    #[test]
    fn a_clock_that_is_put_right_goes_on_at_once() {
        let (clock, watch) = watched();
        let right = clock.now();
        clock.jump(hours_later(&clock, 72));
        assert_eq!(watch.now(), None);
        clock.jump(right + SignedDuration::from_secs(1));
        assert_eq!(watch.now(), Some(clock.now()));
    }

    #[test]
    fn a_jump_backwards_makes_nothing_due_and_waits_for_nothing() {
        let (clock, watch) = watched();
        let right = clock.now();
        clock.jump(right - SignedDuration::from_hours(72));
        assert_eq!(watch.now(), Some(clock.now()));
        // Back to where it was: that is a jump like any other.
        clock.jump(right);
        assert_eq!(watch.now(), None);
    }
}
