use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp, Unit};

/// Where `now` comes from. Read at the edge, once per command.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, in whole microseconds.
    fn now(&self) -> Timestamp;

    /// How much time of this clock has passed by a watch that nobody sets, since some instant: what
    /// tells time that passed from a clock that was set.
    fn passed(&self) -> Duration;

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

    fn passed(&self) -> Duration {
        since_boot()
    }
}

/// A watch that nobody sets, and that runs while the machine sleeps.
#[cfg(target_os = "linux")]
fn since_boot() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let (secs, nanos) = (u64::try_from(now.tv_sec), u32::try_from(now.tv_nsec));
    Duration::new(secs.unwrap_or_default(), nanos.unwrap_or_default())
}

/// A watch that nobody sets; a machine that slept shows a clock that jumped.
#[cfg(not(target_os = "linux"))]
fn since_boot() -> Duration {
    static BEGAN: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    BEGAN.elapsed()
}

/// A clock that stands still until a test or simulation moves it.
#[derive(Debug)]
pub struct ManualClock(Mutex<Shown>);

#[derive(Clone, Copy, Debug)]
struct Shown {
    now: Timestamp,
    passed: Duration,
}

impl ManualClock {
    /// Stands at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(Shown { now: truncate_to_micros(now), passed: Duration::ZERO }))
    }

    /// Lets time pass until `now`; or goes back to it.
    pub fn set(&self, now: Timestamp) {
        let mut shown = self.lock();
        let by = now.duration_since(shown.now);
        shown.passed += Duration::try_from(by).unwrap_or_default();
        shown.now = truncate_to_micros(now);
    }

    /// Shows `now` without any time passing: somebody set it.
    pub fn jump(&self, now: Timestamp) {
        self.lock().now = truncate_to_micros(now);
    }

    /// Lets `by` pass.
    pub fn advance(&self, by: SignedDuration) {
        let mut shown = self.lock();
        shown.now = shown.now.checked_add(by).unwrap_or(shown.now);
        shown.passed += Duration::try_from(by).unwrap_or_default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    fn passed(&self) -> Duration {
        self.lock().passed
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

    fn passed(&self) -> Duration {
        SystemClock.passed().mul_f64(self.speed)
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
