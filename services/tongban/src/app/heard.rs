use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tongban_eventstore::readers::Heard;
use tongban_kernel::Clock;

use super::Kept;

/// A log at servers is asked every two seconds; one that has not answered for so long is away, though
/// the connection may be there: no majority of the servers is.
const AWAY_AFTER: Duration = Duration::from_secs(5);

/// When the log was last heard: what is read while it is away is as old as that, or older.
#[derive(Clone)]
pub(crate) struct LastHeard {
    pub(super) kept: Kept,
    pub(super) heard: Heard,
    clock: Arc<dyn Clock>,
}

impl LastHeard {
    pub(super) fn of(kept: Kept, heard: Heard, clock: Arc<dyn Clock>) -> Self {
        Self { kept, heard, clock }
    }

    /// When it was last heard, if it is away now.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        let silent_for = self.heard.silent_for()?;
        let is_away = !self.kept.is_connected() || silent_for > AWAY_AFTER;
        is_away.then(|| self.clock.now().checked_sub(silent_for).ok()).flatten()
    }

    /// What leaves the process able to answer, yet not everything, or not safely.
    pub(super) fn hindrance(&self) -> Result<(), String> {
        if !self.kept.is_connected() {
            return Err(OUT_OF_REACH.to_owned());
        }
        match self.heard.silent_for() {
            Some(silent_for) if silent_for > AWAY_AFTER => {
                let secs = silent_for.as_secs();
                Err(format!("the NATS servers have not answered for {secs} s: {SILENT}"))
            }
            _ if self.kept.is_proven() => Ok(()),
            _ => Err(UNPROVEN.to_owned()),
        }
    }
}

const OUT_OF_REACH: &str =
    "the NATS servers cannot be reached: commands are refused, and what is read may be old";
const SILENT: &str = "most of those that keep a partition are away, or it has no leader; commands \
    to its cases are refused, and what is read of them may be old";
const UNPROVEN: &str = "nobody asked whether the NATS servers sync before they acknowledge \
    (--allow-unsafe-sync): a power failure may take what was acknowledged";
