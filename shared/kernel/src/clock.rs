use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp, Unit};

/// Where `now` comes from. Read at the edge, once per command.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, in whole microseconds.
    fn now(&self) -> Timestamp;

    /// How many seconds of this clock pass in one real second: above 1 in a demo.
    fn speed(&self) -> f64 {
        1.0
    }
}

/// Cuts an instant to whole microseconds: all that every store keeps.
pub fn truncate_to_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    fn now(&self) -> Timestamp {
        truncate_to_micros(Timestamp::now())
    }
}

/// A clock that stands still until a test or simulation moves it.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// Stands at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(truncate_to_micros(now)))
    }

    /// Moves to `now`, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.lock() = truncate_to_micros(now);
    }

    /// Moves forwards by `by`.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.lock();
        *now = now.checked_add(by).unwrap_or(*now);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}

/// A clock that runs faster than the machine's, from a start of its own: for demos.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AcceleratedClock {
    real_start: Timestamp,
    start: Timestamp,
    speed: f64,
}

impl AcceleratedClock {
    /// Shows `start` now, and passes `speed` seconds in every real second.
    pub fn from(start: Timestamp, speed: f64) -> Self {
        Self { real_start: SystemClock.now(), start, speed }
    }
}

/// `<start>*<speed>@<real start>`: what another process needs to show the same time.
impl fmt::Display for AcceleratedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*{}@{}", self.start, self.speed, self.real_start)
    }
}

/// A text that names no accelerated clock.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a clock is written <start>*<speed>@<real start>, with a speed above 0")]
pub struct NoClock;

impl FromStr for AcceleratedClock {
    type Err = NoClock;

    fn from_str(text: &str) -> Result<Self, NoClock> {
        let (start, rest) = text.split_once('*').ok_or(NoClock)?;
        let (speed, real_start) = rest.split_once('@').ok_or(NoClock)?;
        let instant = |text: &str| text.parse().map_err(|_| NoClock);
        let speed = speed.parse().ok().filter(|speed: &f64| speed.is_finite() && *speed > 0.0);
        Ok(Self {
            real_start: instant(real_start)?,
            start: instant(start)?,
            speed: speed.ok_or(NoClock)?,
        })
    }
}

impl Clock for AcceleratedClock {
    fn now(&self) -> Timestamp {
        let real = SystemClock
            .now()
            .since((Unit::Second, self.real_start))
            .map_or(0.0, |span| span.total(Unit::Second).unwrap_or_default());
        let passed = SignedDuration::try_from_secs_f64(real * self.speed).unwrap_or_default();
        truncate_to_micros(self.start.checked_add(passed).unwrap_or(self.start))
    }

    fn speed(&self) -> f64 {
        self.speed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::at(Timestamp::UNIX_EPOCH);
        clock.advance(SignedDuration::from_hours(2));
        assert_eq!(clock.now().as_second(), 7_200);
        clock.set(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn an_accelerated_clock_starts_where_it_is_told_and_never_runs_backwards() {
        let clock = AcceleratedClock::from(Timestamp::UNIX_EPOCH, 3_600.0);
        let (first, second) = (clock.now(), clock.now());
        assert!(Timestamp::UNIX_EPOCH <= first && first <= second);
    }

    #[test]
    fn an_accelerated_clock_written_down_shows_the_same_time_elsewhere() {
        let clock = AcceleratedClock::from(Timestamp::UNIX_EPOCH, 7_200.5);
        let elsewhere: AcceleratedClock = clock.to_string().parse().unwrap();
        assert_eq!(elsewhere, clock);
        for none in ["", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z*0@1970-01-01T00:00:00Z"] {
            assert_eq!(none.parse::<AcceleratedClock>(), Err(NoClock), "{none}");
        }
    }
}
