use serde::{Deserialize, Serialize};
use tongban_auth::Login;
use tongban_eventstore::readers::Progress;
use tracing::warn;
use utoipa::ToSchema;

/// Whether the clock has jumped forwards, and that waits to be confirmed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ClockJump {
    /// By how many seconds; none where it has not.
    pub ahead_secs: Option<i64>,
    /// Whether that is confirmed now.
    pub is_confirmed: bool,
}

/// Says whether the clock has jumped forwards.
pub fn look_at_clock(progress: &Progress) -> ClockJump {
    let ahead = progress.clock_ahead();
    ClockJump { ahead_secs: ahead.map(|ahead| ahead.as_secs()), is_confirmed: false }
}

/// Takes somebody's word that the clock is right.
pub fn confirm_clock(progress: &Progress, by: &Login) -> ClockJump {
    let ahead_secs = progress.confirm_clock().map(|ahead| ahead.as_secs());
    if let Some(secs) = ahead_secs {
        warn!(clock.ahead_secs = secs, by = by.as_str(), "the clock's jump is confirmed");
    }
    ClockJump { ahead_secs, is_confirmed: ahead_secs.is_some() }
}
