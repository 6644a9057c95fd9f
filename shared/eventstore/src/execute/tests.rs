use std::sync::atomic::{AtomicBool, AtomicU32};

use serde::{Deserialize, Serialize};
use tongban_kernel::{Actor, Category, ManualClock, Origin, Role};

use super::*;
use crate::double::{Answers, Double};
use crate::{Appended, BoxFuture, Log, MemoryLog};

/// A counter that refuses to pass ten: small enough to see what `execute` does around it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Counter(u32);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
enum Event {
    #[serde(rename = "test.added.v1")]
    Added { n: u32 },
}

impl DomainEvent for Event {}

#[derive(Debug, thiserror::Error, PartialEq)]
#[error("ten is the most")]
struct TooMuch;

impl Decider for Counter {
    const CATEGORY: Category = Category::new("counter");
    type Command = u32;
    type Event = Event;
    type Rejection = TooMuch;

    fn decide(&self, n: u32, _: Context<'_>) -> Result<Vec<Event>, TooMuch> {
        match (n, self.0 + n) {
            (0, _) => Ok(Vec::new()),
            (_, 11..) => Err(TooMuch),
            (n, _) => Ok(vec![Event::Added { n }]),
        }
    }

    /// Whatever follows a seven is an exercise.
    fn origin(&self, _: &u32) -> Option<Origin> {
        (self.0 == 7).then_some(Origin::Drill)
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::Added { n } => Self(self.0 + n),
        }
    }
}

const ID: Uuid = Uuid::from_u128(7);

/// Counts how often a stream is read, and takes nothing while it is full or away.
#[derive(Default)]
struct Counted {
    n_reads: AtomicU32,
    is_full: AtomicBool,
    is_away: AtomicBool,
}

impl Answers for Counted {
    fn append<'a>(
        &'a self,
        log: &'a dyn Log,
        append: Append,
    ) -> BoxFuture<'a, Result<Appended, AppendError>> {
        if self.is_full.load(Ordering::Relaxed) {
            return Box::pin(async { Err(AppendError::NoSpace) });
        }
        if self.is_away.load(Ordering::Relaxed) {
            let why = LogError::Unreachable { reason: "it is away".into() };
            return Box::pin(async { Err(AppendError::Uncertain(Arc::new(why))) });
        }
        log.append(append)
    }

    fn read<'a>(
        &'a self,
        log: &'a dyn Log,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'a, Result<Vec<Arc<Recorded>>, LogError>> {
        self.n_reads.fetch_add(1, Ordering::Relaxed);
        log.read(stream, after_revision)
    }
}

fn counted() -> Arc<Double<MemoryLog, Counted>> {
    Arc::new(Double { log: Arc::new(MemoryLog::new(1)), own: Counted::default() })
}

fn runtime() -> Runtime {
    runtime_on(Arc::new(MemoryLog::new(1)))
}

fn runtime_on(log: Arc<dyn Log>) -> Runtime {
    Runtime {
        log,
        clock: Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH)),
        versions: VersionsInForce::builtin(),
        jurisdiction: "test".into(),
    }
}

fn envelope(command: u128, body: &str) -> CommandEnvelope {
    CommandEnvelope {
        actor: Actor::person("tester", Role::Operator),
        command: CommandId::from_uuid(Uuid::from_u128(command)),
        body_hash: Hash::of(&[body.as_bytes()]),
        causation: None,
        correlation: ID,
        trace: None,
        origin: Origin::Live,
    }
}

#[tokio::test]
async fn a_command_is_decided_recorded_and_folded() {
    let counters = Aggregates::<Counter>::new(runtime());
    counters.execute(ID, 3, &envelope(1, "3")).await.unwrap();
    let executed = counters.execute(ID, 4, &envelope(2, "4")).await.unwrap();
    assert_eq!(executed.aggregate.state(), &Counter(7));
    let fresh = Aggregates::<Counter>::new(counters.runtime().clone());
    assert_eq!(fresh.load(ID).await.unwrap().state(), &Counter(7));
}

#[tokio::test]
async fn the_same_command_again_gets_the_first_answer_for_the_life_of_the_stream() {
    let counters = Aggregates::<Counter>::new(runtime());
    let first = counters.execute(ID, 3, &envelope(1, "3")).await.unwrap();
    counters.execute(ID, 4, &envelope(2, "4")).await.unwrap();
    // Another process knows only what the log says.
    let fresh = Aggregates::<Counter>::new(counters.runtime().clone());
    let again = fresh.execute(ID, 3, &envelope(1, "3")).await.unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!(again.position, first.position);
    assert_eq!(again.aggregate.state(), &Counter(7));
}

#[tokio::test]
async fn an_aggregate_that_knows_what_its_facts_stem_from_marks_them_whoever_gives_the_command() {
    let counters = Aggregates::<Counter>::new(runtime());
    counters.execute(ID, 7, &envelope(1, "7")).await.unwrap();
    // A process that has not seen it yet does not take it for real work either.
    let fresh = Aggregates::<Counter>::new(counters.runtime().clone());
    fresh.execute(ID, 1, &envelope(2, "1")).await.unwrap();
    let events =
        counters.runtime().log.read(StreamId::new(Counter::CATEGORY, ID), 0).await.unwrap();
    let origins: Vec<_> = events.iter().map(|event| event.meta.origin).collect();
    assert_eq!(origins, [Origin::Live, Origin::Drill]);
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let counters = Aggregates::<Counter>::new(runtime());
    counters.execute(ID, 3, &envelope(1, "3")).await.unwrap();
    let refused = counters.execute(ID, 4, &envelope(1, "4")).await;
    assert!(matches!(refused, Err(ExecuteError::KeyReused)));
}

#[tokio::test]
async fn a_refusal_is_not_remembered_and_may_be_tried_again() {
    let counters = Aggregates::<Counter>::new(runtime());
    let refused = counters.execute(ID, 11, &envelope(1, "x")).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(TooMuch))));
    counters.execute(ID, 1, &envelope(1, "1")).await.unwrap();
}

#[tokio::test]
async fn a_stale_cache_neither_refuses_nor_loses_what_others_recorded() {
    let (mine, others) = {
        let runtime = runtime();
        (Aggregates::<Counter>::new(runtime.clone()), Aggregates::<Counter>::new(runtime))
    };
    mine.execute(ID, 1, &envelope(1, "1")).await.unwrap();
    others.execute(ID, 9, &envelope(2, "9")).await.unwrap();
    let refused = mine.execute(ID, 1, &envelope(3, "1")).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(TooMuch))), "ten are there already");
    let nothing = mine.execute(ID, 0, &envelope(4, "0")).await.unwrap();
    assert_eq!(nothing.aggregate.state(), &Counter(10));
}

#[tokio::test]
async fn what_is_new_is_begun_without_asking_and_what_is_known_is_asked_before_a_refusal() {
    let log = counted();
    let n_reads = || log.own.n_reads.load(Ordering::Relaxed);
    let counters = Aggregates::<Counter>::new(runtime_on(log.clone()));
    counters.execute(ID, 3, &envelope(1, "3")).await.unwrap();
    counters.execute(ID, 4, &envelope(2, "4")).await.unwrap();
    assert_eq!(n_reads(), 0);
    let refused = counters.execute(ID, 4, &envelope(3, "4")).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(TooMuch))));
    assert_eq!(n_reads(), 1);
    // Another process takes it for new, is told otherwise, and looks.
    let fresh = Aggregates::<Counter>::new(counters.runtime().clone());
    let added = fresh.execute(ID, 1, &envelope(4, "1")).await.unwrap();
    assert_eq!((added.aggregate.state(), n_reads()), (&Counter(8), 2));
}

#[tokio::test]
async fn now_is_never_earlier_than_the_newest_event_of_the_stream() {
    let runtime = runtime();
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    let runtime = Runtime { clock: clock.clone(), ..runtime };
    let counters = Aggregates::<Counter>::new(runtime.clone());
    clock.advance(jiff::SignedDuration::from_hours(1));
    counters.execute(ID, 1, &envelope(1, "1")).await.unwrap();
    clock.set(Timestamp::UNIX_EPOCH);
    counters.execute(ID, 1, &envelope(2, "1")).await.unwrap();
    let stream = StreamId::new(Counter::CATEGORY, ID);
    let events = runtime.log.read(stream, 0).await.unwrap();
    assert_eq!(events[0].occurred_at, events[1].occurred_at);
}

#[tokio::test]
async fn a_command_that_was_answered_is_answered_alike_while_nothing_can_be_recorded() {
    let log = counted();
    let add = |counters: Aggregates<Counter>, command| async move {
        counters.execute(ID, 3, &envelope(command, "3")).await
    };
    // Others each time: nothing is in memory.
    let counters = || Aggregates::<Counter>::new(runtime_on(log.clone()));
    let first = add(counters(), 1).await.unwrap();
    log.own.is_full.store(true, Ordering::Relaxed);
    let again = add(counters(), 1).await.unwrap();
    assert!(again.repeated && again.position == first.position);
    let new = add(counters(), 2).await;
    assert!(matches!(new, Err(ExecuteError::Append(AppendError::NoSpace))), "{:?}", new.err());
}

#[tokio::test]
async fn a_log_that_did_not_answer_an_append_is_asked_nothing_more() {
    let log = counted();
    let counters = Aggregates::<Counter>::new(runtime_on(log.clone()));
    log.own.is_away.store(true, Ordering::Relaxed);
    let refused = counters.execute(ID, 3, &envelope(1, "3")).await;
    let is_uncertain = matches!(refused, Err(ExecuteError::Append(AppendError::Uncertain(_))));
    assert!(is_uncertain && log.own.n_reads.load(Ordering::Relaxed) == 0);
}
