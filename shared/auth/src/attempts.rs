use jiff::{SignedDuration, Timestamp};

/// Attempts to sign in that failed, or whose outcome is not known yet, since the last that was
/// right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub n_failed: u32,
    /// When the last of them was.
    pub last_at: Timestamp,
    /// Until when no other is taken.
    pub locked_until: Timestamp,
}

/// Whether an attempt to sign in is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The password may be looked at.
    Taken,
    /// Too many have failed.
    Locked {
        /// When the next will be taken.
        until: Timestamp,
    },
}

/// People mistype: this many failures cost nothing.
const FREE_MAX: u32 = 4;
/// The first wait; each further failure doubles it.
const FIRST_WAIT_SECS: i64 = 30;
/// The longest wait: guessing gets four tries an hour, and nobody is locked out for a day by a
/// stranger.
const WAIT_SECS_MAX: i64 = 15 * 60;
/// Failures are forgotten after this.
pub(crate) const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

impl Attempts {
    /// Counts one more attempt, unless none is taken now.
    ///
    /// # Errors
    /// The instant from which one is taken again.
    pub fn begin(before: Option<Self>, now: Timestamp) -> Result<Self, Timestamp> {
        let before = before.filter(|before| now.duration_since(before.last_at) < FORGOTTEN_AFTER);
        if let Some(locked) = before.filter(|before| now < before.locked_until) {
            return Err(locked.locked_until);
        }
        let n_failed = before.map_or(0, |before| before.n_failed).saturating_add(1);
        let locked_until = now.checked_add(wait_after(n_failed)).unwrap_or(now);
        Ok(Self { n_failed, last_at: now, locked_until })
    }
}

fn wait_after(n_failed: u32) -> SignedDuration {
    let Some(n_doubled) = n_failed.checked_sub(FREE_MAX + 1) else {
        return SignedDuration::ZERO;
    };
    let secs = 1_i64.checked_shl(n_doubled.min(32)).unwrap_or(i64::MAX);
    SignedDuration::from_secs(secs.saturating_mul(FIRST_WAIT_SECS).min(WAIT_SECS_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(n_failed: u32, now: Timestamp) -> Attempts {
        let mut attempts = None;
        let mut at = now;
        for _ in 0..n_failed {
            let begun = Attempts::begin(attempts, at).unwrap();
            at = begun.locked_until;
            attempts = Some(begun);
        }
        attempts.unwrap()
    }

    #[test]
    fn waits_begin_after_the_fourth_failure_and_double_up_to_a_quarter_of_an_hour() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        for (n_failed, wait_secs) in
            [(1, 0), (4, 0), (5, 30), (6, 60), (9, 480), (10, 900), (11, 900), (90, 900)]
        {
            let attempts = after(n_failed, now);
            let wait = attempts.locked_until.duration_since(attempts.last_at);
            assert_eq!(wait.as_secs(), wait_secs, "after {n_failed}");
        }
    }

    #[test]
    fn an_attempt_while_locked_is_neither_taken_nor_counted() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let locked = after(5, now);
        assert_eq!(Attempts::begin(Some(locked), now), Err(locked.locked_until));
        assert_eq!(Attempts::begin(Some(locked), locked.locked_until).unwrap().n_failed, 6);
    }

    #[test]
    fn failures_are_forgotten_after_a_day() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let later = now + SignedDuration::from_hours(49);
        assert_eq!(Attempts::begin(Some(after(50, now)), later).unwrap().n_failed, 1);
    }
}
