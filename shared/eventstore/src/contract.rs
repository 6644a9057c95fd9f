//! The contract that every engine keeps: call [`suite!`](crate::contract::suite) with a type that
//! opens an empty log.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, Meta, Origin, Partition, Recorded, Role, Seq,
    StreamId, TraceContext, derive_child, derive_id,
};
use uuid::Uuid;

use crate::readers::Refusal;
use crate::{Append, AppendError, ChainCheck, Expected, Log, NewEvent, Token, Write};

/// The n-th command that was refused to a policy: what stores of policies keep as a work item.
pub fn refusal(n: u128) -> Refusal {
    Refusal {
        reader: "coordination-on-approval".into(),
        command: CommandId::from_uuid(Uuid::from_u128(n)),
        event: Some(EventId::from_uuid(Uuid::from_u128(n + 100))),
        correlation: Uuid::from_u128(n + 200),
        reason: "the task is closed".into(),
    }
}

/// Opens empty logs of one engine.
pub trait Engine {
    /// An empty log with this many partitions.
    fn open(&self, n_partitions: u16) -> impl Future<Output = Arc<dyn Log>> + Send;
}

/// Names every rule of the contract as a test for one engine.
#[macro_export]
macro_rules! contract_suite {
    ($engine:expr) => {
        $crate::contract_rules!(contract_tests, $engine);
    };
}
pub use contract_suite as suite;

/// Holds one engine to every rule of the contract, one after the other: for one that is expensive to
/// start.
#[macro_export]
macro_rules! contract_at_once {
    ($engine:expr) => {
        $crate::contract_rules!(contract_calls, $engine);
    };
}
pub use contract_at_once as at_once;

/// The rules, handed to another macro.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_rules {
    ($each:ident, $engine:expr) => {
        $crate::$each! { $engine;
            an_unknown_stream_is_empty
            what_was_appended_is_read_back_unchanged
            revisions_have_no_gaps_and_places_only_grow
            a_stale_writer_meets_a_conflict
            one_of_many_racing_writers_wins_each_revision
            an_append_over_several_streams_is_all_or_nothing
            an_append_that_breaks_a_rule_is_refused
            recorded_time_never_runs_backwards
            every_event_follows_the_hash_of_the_one_before
            scanning_meets_every_event_once_in_order
            the_head_tells_of_every_append
            partitions_are_independent
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! contract_tests {
    ($engine:expr; $($rule:ident)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $rule() {
            $crate::contract::$rule(&$engine).await;
        }
    )+};
}

#[doc(hidden)]
#[macro_export]
macro_rules! contract_calls {
    ($engine:expr; $($rule:ident)+) => {$(
        eprintln!("{}", stringify!($rule));
        $crate::contract::$rule(&$engine).await;
    )+};
}

const INTAKE: Category = Category::new("intake");
const TASKS: Category = Category::new("coordination");

/// The stream of the n-th case.
pub fn case(n: u128) -> StreamId {
    StreamId::new(INTAKE, derive_id("case", "contract", Uuid::from_u128(n)))
}

fn task_of(case: StreamId, n: u8) -> StreamId {
    StreamId::new(TASKS, derive_child("task", case.id, &[n]))
}

fn meta(n: u128) -> Arc<Meta> {
    Arc::new(Meta {
        actor: Actor::officer("clerk-7", "D01", Role::WindowClerk),
        command: CommandId::from_uuid(Uuid::from_u128(n)),
        body_hash: Hash::of(&[&n.to_be_bytes()]),
        causation: Some(EventId::from_uuid(Uuid::from_u128(n + 1))),
        correlation: Uuid::from_u128(n + 2),
        trace: Some(TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into())),
        jurisdiction: "test".into(),
        calendar_version: 8,
        catalog_version: 2,
        origin: Origin::Live,
    })
}

fn start() -> Timestamp {
    Timestamp::from_microsecond(1_790_000_000_123_456).unwrap_or_default()
}

/// `n` events whose ids and data are their own.
fn events(stream: StreamId, command: u128, n: usize) -> Vec<NewEvent> {
    let command = CommandId::from_uuid(Uuid::from_u128(command));
    let event = |i| NewEvent {
        id: EventId::derive(stream.id, command, i),
        kind: "intake.case_noted.v1".into(),
        occurred_at: start() - SignedDuration::from_hours(70),
        data: Bytes::from(format!("{{\"note\":\"第{i}件\",\"of\":\"{command}\"}}")),
    };
    (0..n).map(event).collect()
}

fn write(stream: StreamId, expected: Expected, command: u128, n: usize) -> Write {
    Write { stream, expected, events: events(stream, command, n) }
}

/// An append of `n` events to one stream.
pub fn append_of(stream: StreamId, expected: Expected, command: u128, n: usize) -> Append {
    let writes = vec![write(stream, expected, command, n)];
    Append { writes, meta: meta(command), now: start() }
}

async fn append(
    log: &dyn Log,
    stream: StreamId,
    expected: Expected,
    command: u128,
    n: usize,
) -> Token {
    let appended = log.append(append_of(stream, expected, command, n)).await.unwrap();
    appended.tokens[0]
}

async fn scan_all(log: &dyn Log, partition: Partition, n_max: usize) -> Vec<Arc<Recorded>> {
    let mut all: Vec<Arc<Recorded>> = Vec::new();
    loop {
        let after = all.last().map_or(Seq(0), |last| last.seq);
        let batch = log.scan(partition, after, n_max).await.unwrap();
        if batch.is_empty() {
            return all;
        }
        all.extend(batch);
    }
}

/// A stream nobody wrote has no events, and expecting one is a conflict.
pub async fn an_unknown_stream_is_empty(engine: &impl Engine) {
    let log = engine.open(1).await;
    assert!(log.read(case(1), 0).await.unwrap().is_empty());
    assert!(log.scan(Partition(0), Seq(0), 10).await.unwrap().is_empty());
    assert_eq!(*log.head(Partition(0)).borrow(), Seq(0));
    let token = Token { revision: 1, seq: Seq(1) };
    let refused = log.append(append_of(case(1), Expected::At(token), 1, 1)).await;
    assert!(matches!(refused, Err(AppendError::Conflict { stream }) if stream == case(1)));
}

/// Every field of the envelope and every byte of the data come back.
pub async fn what_was_appended_is_read_back_unchanged(engine: &impl Engine) {
    let log = engine.open(1).await;
    let wanted = append_of(case(1), Expected::NoStream, 1, 3);
    let answer = log.append(wanted.clone()).await.unwrap();
    let read = log.read(case(1), 0).await.unwrap();
    assert_eq!(read.len(), 3);
    for (event, new) in read.iter().zip(&wanted.writes[0].events) {
        assert_eq!((event.id, &event.kind, &event.data), (new.id, &new.kind, &new.data));
        assert_eq!(event.occurred_at, new.occurred_at);
        assert_eq!(event.recorded_at, answer.recorded_at);
        assert_eq!(event.stream, case(1));
        assert_eq!(*event.meta, *wanted.meta);
    }
    assert_eq!(answer.recorded_at, start());
    assert_eq!(answer.position.seq(Partition(0)), read[2].seq);
    assert_eq!(log.read(case(1), 2).await.unwrap(), read[2..]);
    assert!(log.read(case(1), 3).await.unwrap().is_empty());
}

/// Numbers in a stream are 1, 2, 3, …; places in a partition grow.
pub async fn revisions_have_no_gaps_and_places_only_grow(engine: &impl Engine) {
    let log = engine.open(1).await;
    let mut expected = [Expected::NoStream; 3];
    for round in 0..20_u128 {
        for (n, expected) in (0_u128..).zip(&mut expected) {
            let token = append(&*log, case(n), *expected, 100 * round + n, 2).await;
            *expected = Expected::At(token);
        }
    }
    for n in 0..3 {
        let events = log.read(case(n), 0).await.unwrap();
        let revisions: Vec<_> = events.iter().map(|event| event.revision).collect();
        assert_eq!(revisions, (1..=40).collect::<Vec<_>>());
        assert!(events.is_sorted_by(|a, b| a.seq < b.seq));
    }
}

/// A writer that has not seen the newest event is refused, whatever else it believes.
pub async fn a_stale_writer_meets_a_conflict(engine: &impl Engine) {
    let log = engine.open(1).await;
    let first = append(&*log, case(1), Expected::NoStream, 1, 1).await;
    append(&*log, case(1), Expected::At(first), 2, 1).await;
    for stale in [Expected::NoStream, Expected::At(first)] {
        let refused = log.append(append_of(case(1), stale, 3, 1)).await;
        assert!(matches!(refused, Err(AppendError::Conflict { .. })), "{refused:?}");
    }
    assert_eq!(log.read(case(1), 0).await.unwrap().len(), 2);
}

/// Many writers at once: nothing acknowledged is missing, nothing refused is there.
pub async fn one_of_many_racing_writers_wins_each_revision(engine: &impl Engine) {
    let log = engine.open(1).await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..16_u128 {
        let log = Arc::clone(&log);
        writers.spawn(async move {
            let mut won = Vec::new();
            for round in 0..20 {
                let seen = log.read(case(1), 0).await.unwrap();
                let expected =
                    seen.last().map_or(Expected::NoStream, |last| Expected::At(Token::of(last)));
                let wanted = append_of(case(1), expected, 1_000 * (writer + 1) + round, 1);
                let id = wanted.writes[0].events[0].id;
                match log.append(wanted).await {
                    Ok(answer) => won.push((answer.tokens[0].revision(), id)),
                    Err(AppendError::Conflict { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            won
        });
    }
    let mut won: Vec<_> = writers.join_all().await.into_iter().flatten().collect();
    won.sort_unstable();
    let read = log.read(case(1), 0).await.unwrap();
    let stored: Vec<_> = read.iter().map(|event| (event.revision, event.id)).collect();
    assert_eq!(stored, won);
    assert!(!won.is_empty());
}

/// Several streams of one case change together or not at all.
pub async fn an_append_over_several_streams_is_all_or_nothing(engine: &impl Engine) {
    let log = engine.open(4).await;
    let (one, other) = (task_of(case(1), 1), task_of(case(1), 2));
    let both = |command, expected: [Expected; 2]| Append {
        writes: vec![write(one, expected[0], command, 1), write(other, expected[1], command, 2)],
        meta: meta(command),
        now: start(),
    };
    let answer = log.append(both(1, [Expected::NoStream; 2])).await.unwrap();
    let stale = [Expected::At(answer.tokens[0]), Expected::NoStream];
    let refused = log.append(both(2, stale)).await;
    assert!(matches!(refused, Err(AppendError::Conflict { stream }) if stream == other));
    assert_eq!(log.read(one, 0).await.unwrap().len(), 1);
    let tokens = [Expected::At(answer.tokens[0]), Expected::At(answer.tokens[1])];
    let answer = log.append(both(3, tokens)).await.unwrap();
    assert_eq!(answer.tokens.map_revisions(), [2, 4]);
}

trait Revisions {
    fn map_revisions(&self) -> Vec<u64>;
}

impl Revisions for Vec<Token> {
    fn map_revisions(&self) -> Vec<u64> {
        self.iter().map(|token| token.revision()).collect()
    }
}

/// Mistakes of the caller are named and leave nothing behind.
pub async fn an_append_that_breaks_a_rule_is_refused(engine: &impl Engine) {
    let log = engine.open(4).await;
    let elsewhere =
        (2..).map(case).find(|other| other.partition(4) != case(1).partition(4)).unwrap();
    let with = |writes| Append { writes, meta: meta(1), now: start() };
    let none = Expected::NoStream;
    for (broken, rule) in [
        (with(vec![]), "an append has at least one write"),
        (with(vec![write(case(1), none, 1, 0)]), "a write has at least one event"),
        (with(vec![write(case(1), none, 1, 101)]), "an append has at most 100 events"),
        (
            with(vec![write(case(1), none, 1, 1), write(elsewhere, none, 1, 1)]),
            "all streams of an append live in one partition",
        ),
        (
            with(vec![write(case(1), none, 1, 1), write(case(1), none, 2, 1)]),
            "a stream stands once in an append",
        ),
    ] {
        match log.append(broken).await {
            Err(AppendError::Invalid { rule: named }) => assert_eq!(named, rule),
            other => panic!("{rule}: {other:?}"),
        }
    }
    assert!(log.read(case(1), 0).await.unwrap().is_empty());
}

/// A clock that was set back does not set the log back.
pub async fn recorded_time_never_runs_backwards(engine: &impl Engine) {
    let log = engine.open(1).await;
    let at = |now, n| Append { now, ..append_of(case(n), Expected::NoStream, n, 1) };
    let late = log.append(at(start() + SignedDuration::from_hours(5), 1)).await.unwrap();
    let set_back = log.append(at(start(), 2)).await.unwrap();
    assert_eq!(set_back.recorded_at, late.recorded_at);
    let events = log.read(case(2), 0).await.unwrap();
    assert_eq!(events[0].recorded_at, late.recorded_at);
}

/// The hash chain of every stream holds, over appends of several streams too.
pub async fn every_event_follows_the_hash_of_the_one_before(engine: &impl Engine) {
    let log = engine.open(1).await;
    for n in 0..5 {
        let token = append(&*log, case(n), Expected::NoStream, n, 2).await;
        append(&*log, case(n), Expected::At(token), 100 + n, 3).await;
    }
    let mut chain = ChainCheck::default();
    for event in scan_all(&*log, Partition(0), 7).await {
        chain.follow(&event).unwrap();
    }
    assert_eq!(chain.n_streams(), 5);
}

/// Whatever the size of its steps, a reader meets the same events.
pub async fn scanning_meets_every_event_once_in_order(engine: &impl Engine) {
    let log = engine.open(1).await;
    for n in 0..50 {
        append(&*log, case(n), Expected::NoStream, n, 1 + usize::try_from(n % 3).unwrap()).await;
    }
    let in_one = scan_all(&*log, Partition(0), 1_000).await;
    assert_eq!(in_one.iter().map(|event| event.id).collect::<BTreeSet<_>>().len(), in_one.len());
    assert!(in_one.is_sorted_by(|a, b| a.seq < b.seq));
    for n_max in [1, 2, 13] {
        assert_eq!(scan_all(&*log, Partition(0), n_max).await, in_one);
    }
}

/// Whoever waits for the head is woken, and what it then scans is there.
pub async fn the_head_tells_of_every_append(engine: &impl Engine) {
    let log = engine.open(1).await;
    let mut head = log.head(Partition(0));
    let writer = Arc::clone(&log);
    let task = tokio::spawn(async move {
        for n in 0..20 {
            append(&*writer, case(n), Expected::NoStream, n, 1).await;
        }
    });
    let mut seen = Vec::new();
    while seen.len() < 20 {
        let last = seen.last().map_or(Seq(0), |event: &Arc<Recorded>| event.seq);
        head.wait_for(|newest| *newest > last).await.unwrap();
        seen.extend(log.scan(Partition(0), last, 100).await.unwrap());
    }
    task.await.unwrap();
    assert_eq!(*head.borrow(), seen[19].seq);
}

/// Events lie where their slot says, and each partition counts for itself.
pub async fn partitions_are_independent(engine: &impl Engine) {
    let log = engine.open(8).await;
    assert_eq!(log.n_partitions(), 8);
    for n in 0..64 {
        append(&*log, case(n), Expected::NoStream, n, 1).await;
    }
    let mut n_all = 0;
    for partition in (0..8).map(Partition) {
        let events = scan_all(&*log, partition, 5).await;
        assert!(events.iter().all(|event| event.partition == partition));
        assert!(events.iter().all(|event| event.stream.partition(8) == partition));
        n_all += events.len();
    }
    assert_eq!(n_all, 64);
}
