use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tongban_kernel::{EventId, EventType, Partition, Recorded, Seq};
use tracing::{Instrument as _, Span, error, warn};

use super::{Failure, Progress, ReaderKind, ReaderState};
use crate::{BoxFuture, Log, LogError, spans};

/// Events taken from the log at once: enough that a transaction pays, few enough that a reader at
/// the head stays fresh.
const BATCH_MAX: usize = 1_000;
/// Under load a reader takes what comes in so long together: ten readers that ran for every few
/// events would leave no processor to those who bring them. One that was at rest begins at once, and
/// so do all while somebody waits for them.
const PACE: Duration = Duration::from_millis(20);
/// The pauses between tries after a machine failure grow from the first to the second.
const RETRY_AFTER_MIN: Duration = Duration::from_millis(100);
const RETRY_AFTER_MAX: Duration = Duration::from_secs(10);

/// Why a reader cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// An event that it declares cannot be read: only another program can go on.
    #[error("cannot read event {id} of type {kind}")]
    Event {
        /// The event.
        id: EventId,
        /// Its type.
        kind: EventType,
        /// Why.
        #[source]
        source: Failure,
    },
    /// A machine failed: trying again may help.
    #[error("the reader's store failed")]
    Store(#[source] Failure),
    /// What the events are handed to does not take them: trying again may help.
    #[error("events cannot be handed on")]
    Outlet(#[source] Failure),
    /// The log cannot be read: trying again may help.
    #[error("the reader cannot read the log")]
    Log(#[source] LogError),
}

/// What is done with the events of each partition, in order.
pub trait Consumer: Send + Sync + 'static {
    /// Its name: one word per service and purpose, used in checkpoints and metrics.
    fn name(&self) -> &str;

    /// What it does.
    fn kind(&self) -> ReaderKind;

    /// The last event it has dealt with for good.
    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>>;

    /// Deals with events; when this answers, what came of them and the checkpoint at the last of
    /// them are durable together.
    fn consume<'a>(
        &'a self,
        partition: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>>;
}

/// Feeds one partition to a consumer until `shutdown` says so or it meets what it cannot read.
pub async fn run_tail(
    consumer: Arc<dyn Consumer>,
    log: Arc<dyn Log>,
    partition: Partition,
    progress: Progress,
    mut shutdown: watch::Receiver<bool>,
) {
    let mut retry_after = RETRY_AFTER_MIN;
    loop {
        let went_on = tokio::select! {
            biased;
            _ = shutdown.wait_for(|stop| *stop) => return,
            result = follow(&*consumer, &*log, partition, &progress, &mut retry_after) => result,
        };
        let Err(failure) = went_on else { return };
        let name = consumer.name();
        if let ReaderError::Event { id, .. } = &failure {
            error!(reader = name, event.id = %id, error = %chain(&failure), "reader stopped");
            let state = ReaderState::Stopped { event: *id, error: chain(&failure) };
            return progress.set_state(name, partition, state);
        }
        warn!(reader = name, error = %chain(&failure), "reader stalled; it tries again");
        progress.set_state(name, partition, ReaderState::Stalled { error: chain(&failure) });
        tokio::select! {
            _ = shutdown.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(retry_after) => {}
        }
        retry_after = (retry_after * 2).min(RETRY_AFTER_MAX);
    }
}

async fn follow(
    consumer: &dyn Consumer,
    log: &dyn Log,
    partition: Partition,
    progress: &Progress,
    retry_after: &mut Duration,
) -> Result<(), ReaderError> {
    let mut seen = consumer.checkpoint(partition).await?;
    progress.register(consumer.name(), consumer.kind(), partition, seen);
    let mut head = log.head(partition);
    let mut catches_up = false;
    loop {
        let begun = Instant::now();
        // Policies hold no more than the events, and wait for the log in between.
        let is_heavy = catches_up && consumer.kind() == ReaderKind::Projection;
        let turn = if is_heavy { progress.turn().await } else { None };
        let events = log.scan(partition, seen, BATCH_MAX).await.map_err(ReaderError::Log)?;
        let Some(last) = events.last() else {
            catches_up = false;
            drop(turn);
            if head.wait_for(|newest| *newest > seen).await.is_err() {
                // The log was closed: nothing more will come.
                return Ok(());
            }
            continue;
        };
        progress.begin(consumer.name(), partition, &events);
        let span = match consumer.kind() {
            ReaderKind::Projection => spans::project(consumer.name(), partition, &events),
            ReaderKind::Policy | ReaderKind::Relay => Span::none(),
        };
        consumer.consume(partition, &events).instrument(span).await?;
        seen = last.seq;
        *retry_after = RETRY_AFTER_MIN;
        progress.advance(consumer.name(), partition, seen);
        catches_up = events.len() >= BATCH_MAX;
        drop(events);
        drop(turn);
        if !catches_up {
            tokio::select! {
                () = progress.awaited() => {}
                () = tokio::time::sleep_until(begun + PACE) => {}
            }
        }
    }
}

pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
