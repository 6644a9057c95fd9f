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

/// Waits until all policies have dealt with `position`, with what they recorded because of it, and
/// so on until nothing follows; then until all projections have seen it. Only what belongs to the
/// same cases counts: others may go on for ever.
pub(crate) async fn settled(
    kit: &Kit,
    position: Position,
    timeout: Duration,
) -> Result<(), NotSettled> {
    let all = async {
        let cases = cases_at(kit, &position).await?;
        let mut seen = position;
        loop {
            kit.progress.all_reached(ReaderKind::Policy, &seen, timeout).await?;
            let Some(newest) = newer(kit, &seen, &cases).await? else { break };
            seen = newest;
        }
        Ok(kit.progress.all_reached(ReaderKind::Projection, &seen, timeout).await?)
    };
    tokio::time::timeout(timeout, all).await.unwrap_or(Err(NotSettled::TimedOut(TimedOut)))
}

/// What the events at `position` belong to.
async fn cases_at(kit: &Kit, position: &Position) -> Result<Vec<Uuid>, LogError> {
    let mut cases = Vec::new();
    for (partition, seq) in position.iter() {
        let before = Seq(seq.0.saturating_sub(1));
        let events = kit.log.scan(partition, before, 1).await?;
        let event = events.iter().find(|event| event.seq == seq);
        cases.extend(event.map(|event| event.meta.correlation));
    }
    Ok(cases)
}

/// The newest event that follows `seen`, in the partitions that `seen` names: an event's effects
/// live in its own partition.
async fn newer(kit: &Kit, seen: &Position, cases: &[Uuid]) -> Result<Option<Position>, LogError> {
    let (mut newest, mut has_grown) = (seen.clone(), false);
    for (partition, seq) in seen.iter() {
        if let Some(last) = last_after(kit, partition, seq, cases).await? {
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
    cases: &[Uuid],
) -> Result<Option<Seq>, LogError> {
    let head = *kit.log.head(partition).borrow();
    let mut last = None;
    while after < head {
        let events = kit.log.scan(partition, after, SCAN_MAX).await?;
        let Some(newest) = events.last() else { break };
        after = newest.seq;
        let own = events.iter().rev().find(|event| cases.contains(&event.meta.correlation));
        last = own.map(|event| event.seq).or(last);
    }
    Ok(last)
}
