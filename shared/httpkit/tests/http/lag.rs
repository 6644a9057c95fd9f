//! How far readers are behind, as operators see it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, watch};
use tongban_eventstore::readers::{
    Consumer, Progress, ReaderError, ReaderKind, ReaderState, run_tail,
};
use tongban_eventstore::{
    Aggregates, BoxFuture, CommandEnvelope, Log, MemoryLog, Runtime, VersionsInForce,
};
use tongban_httpkit::watch_readers;
use tongban_kernel::{Clock, ManualClock, Partition, Position, Recorded, Seq};
use tongban_telemetry::Metrics;
use uuid::Uuid;

use super::counter::{Add, Counter};

const P0: Partition = Partition(0);
const PATIENCE: Duration = Duration::from_secs(30);

/// Deals with events when it is let through the gate.
struct Waits {
    arrived: Semaphore,
    gate: Semaphore,
}

impl Consumer for Waits {
    fn name(&self) -> &str {
        "slow"
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Projection
    }

    fn checkpoint(&self, _: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(async { Ok(Seq(0)) })
    }

    fn consume<'a>(
        &'a self,
        _: Partition,
        _: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            self.arrived.add_permits(1);
            self.gate.acquire().await.unwrap().forget();
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_reader_that_is_behind_shows_by_how_many_events_and_for_how_long() {
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let log: Arc<dyn Log> = Arc::new(MemoryLog::new(1));
    let counters: Aggregates<Counter> = Aggregates::new(Runtime {
        log: Arc::clone(&log),
        clock: clock.clone(),
        versions: VersionsInForce::builtin(),
        jurisdiction: "test".into(),
    });
    let (metrics, progress) = (Metrics::since(Instant::now()), Progress::default());
    watch_readers(&metrics, progress.clone(), Arc::clone(&log), clock.clone() as Arc<dyn Clock>);
    let shows = |name: &str, value: &str| {
        let line =
            format!("tongban_{name}{{reader=\"slow\",kind=\"projection\",partition=\"0\"}} ");
        let text = metrics.encode().unwrap();
        let shown = text.lines().find_map(|shown| shown.strip_prefix(&line));
        assert_eq!(shown, Some(value), "{name} in\n{text}");
    };
    for wish in 0..3_u128 {
        let id = Uuid::from_u128(wish);
        let envelope = CommandEnvelope::of_system("test", &wish.to_string(), id);
        counters.execute(id, Add(1), &envelope).await.unwrap();
    }
    let waits = Arc::new(Waits { arrived: Semaphore::new(0), gate: Semaphore::new(0) });
    let (_stop, shutdown) = watch::channel(false);
    let consumer: Arc<dyn Consumer> = waits.clone();
    tokio::spawn(run_tail(consumer, Arc::clone(&log), P0, progress.clone(), shutdown));
    waits.arrived.acquire().await.unwrap().forget();
    clock.advance(SignedDuration::from_mins(2));
    shows("reader_lag_events", "3");
    shows("reader_lag_seconds", "120.0");
    waits.gate.add_permits(1);
    let head = Position::at(log.generation(), P0, Seq(3));
    progress.reached("slow", &head, PATIENCE).await.unwrap();
    shows("reader_lag_events", "0");
    shows("reader_lag_seconds", "0.0");
}

#[test]
fn a_reader_that_tries_again_can_be_seen() {
    let (metrics, progress) = (Metrics::since(Instant::now()), Progress::default());
    let (log, clock) =
        (Arc::new(MemoryLog::new(1)), Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH)));
    watch_readers(&metrics, progress.clone(), log, clock);
    progress.register("feed", ReaderKind::Relay, P0, Seq(0));
    let shown = |state| format!("tongban_reader_state{{reader=\"feed\",partition=\"0\"}} {state}");
    let text = metrics.encode().unwrap();
    assert!(text.contains(&shown(0)), "{text}");
    let error = "the broker is away".to_owned();
    progress.set_state("feed", P0, ReaderState::Stalled { error });
    let text = metrics.encode().unwrap();
    assert!(text.contains(&shown(1)), "{text}");
}
