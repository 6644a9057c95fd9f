use std::time::Duration;

use tongban_eventstore::LogError;
use tongban_eventstore::readers::{ReaderKind, TimedOut};
use tongban_kernel::{Partition, Position, Seq};
use uuid::Uuid;

use crate::Kit;

/// Events looked at together when looking for what a command led to.
const SCAN_MAX: usize = 1_000;

/// Why a wait ended without its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSettled {
    /// It would take longer than asked.
    #[error("it takes longer than asked")]
    TimedOut(#[from] TimedOut),
    /// The log cannot be read.
    #[error("the log cannot be read")]
    Log(#[from] LogError),
}

/// Whose events keep a wait going.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Following {
    /// Those of one case: others may go on for ever.
    Case(Uuid),
    /// Everyone's.
    All,
}

/// Waits until all policies have dealt with `position`, with what they recorded because of it, and
/// so on until nothing follows; then until all projections have seen it.
pub(crate) async fn settled(
    kit: &Kit,
    position: Position,
    following: Following,
    timeout: Duration,
) -> Result<(), NotSettled> {
    let all = async {
        let mut seen = position;
        loop {
            kit.progress.all_reached(ReaderKind::Policy, &seen, timeout).await?;
            let Some(newest) = newer(kit, &seen, following).await? else { break };
            seen = newest;
        }
        Ok(kit.progress.all_reached(ReaderKind::Projection, &seen, timeout).await?)
    };
    tokio::time::timeout(timeout, all).await.unwrap_or(Err(NotSettled::TimedOut(TimedOut)))
}

/// The newest event that follows `seen`, in the partitions that `seen` names: an event's effects
/// live in its own partition.
async fn newer(
    kit: &Kit,
    seen: &Position,
    following: Following,
) -> Result<Option<Position>, LogError> {
    let (mut newest, mut has_grown) = (seen.clone(), false);
    for (partition, seq) in seen.iter() {
        if let Some(last) = last_after(kit, partition, seq, following).await? {
            newest.advance(partition, last);
            has_grown = true;
        }
    }
    Ok(has_grown.then_some(newest))
}

async fn last_after(
    kit: &Kit,
    partition: Partition,
    mut after: Seq,
    following: Following,
) -> Result<Option<Seq>, LogError> {
    let head = *kit.log.head(partition).borrow();
    let mut last = None;
    while after < head {
        let events = kit.log.scan(partition, after, SCAN_MAX).await?;
        let Some(newest) = events.last() else { break };
        after = newest.seq;
        let belongs = |case: Uuid| match following {
            Following::Case(followed) => case == followed,
            Following::All => true,
        };
        let own = events.iter().rev().find(|event| belongs(event.meta.correlation));
        last = own.map(|event| event.seq).or(last);
    }
    Ok(last)
}
