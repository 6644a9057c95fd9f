use std::sync::Mutex;

use tongban_kernel::{EventId, Origin};
use uuid::Uuid;

use super::*;
use crate::contract::{append_of, case};
use crate::readers::Refusal;
use crate::{Append, Expected, Log, MemoryLog, Token};

const P0: Partition = Partition(0);

/// Keeps one checkpoint, and what was parked.
#[derive(Default)]
struct Store(Mutex<Seen>, Mutex<Option<EventId>>);

impl StopStore for Store {
    fn is_parked(&self, _: &str, event: EventId) -> BoxFuture<'_, Result<bool, Failure>> {
        let is_parked = *self.1.lock().unwrap() == Some(event);
        Box::pin(async move { Ok(is_parked) })
    }
}

impl PolicyStore for Store {
    fn checkpoint(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<Place, Failure>> {
        Box::pin(async { Ok(Place::Here(*self.0.lock().unwrap())) })
    }

    fn look(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<Seq, Failure>> {
        Box::pin(async { Ok(self.0.lock().unwrap().seq) })
    }

    fn commit(
        &self,
        _: &str,
        _: Partition,
        seen: Seen,
        _: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>> {
        *self.0.lock().unwrap() = seen;
        Box::pin(async { Ok(()) })
    }

    fn refused(&self, _: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
}

/// Takes so many events of each case, and all but one stream.
struct Outside {
    got: Arc<Mutex<Vec<(Uuid, EventId)>>>,
    of_each_max: usize,
    /// It cannot be told to anybody.
    unreadable: Option<EventId>,
}

#[derive(Debug, thiserror::Error)]
#[error("no words for it")]
struct NoWords;

impl Outlet for Outside {
    const NAME: &'static str = "outside";

    fn takes(&self, event: &Recorded) -> bool {
        event.stream != case(9)
    }

    fn hand_on<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), Failure>> {
        let case = event.meta.correlation;
        Box::pin(async move {
            tokio::task::yield_now().await;
            if self.unreadable == Some(event.id) {
                return Err(NoWords.into());
            }
            let mut got = self.got.lock().unwrap();
            if got.iter().filter(|(of, _)| *of == case).count() >= self.of_each_max {
                return Err("the line is cut".into());
            }
            got.push((case, event.id));
            Ok(())
        })
    }

    fn is_unreadable(&self, failure: &Failure) -> bool {
        failure.is::<NoWords>()
    }
}

struct Relay {
    got: Arc<Mutex<Vec<(Uuid, EventId)>>>,
    store: Arc<Store>,
}

impl Relay {
    fn new() -> Self {
        Self { got: Arc::default(), store: Arc::default() }
    }

    fn reader(&self, of_each_max: usize) -> RelayReader<Outside> {
        let outlet = Outside { got: self.got.clone(), of_each_max, unreadable: None };
        RelayReader::new(outlet, self.store.clone())
    }
}

/// Three appends for each of two cases, in turn.
async fn log_of_two_cases() -> MemoryLog {
    let log = MemoryLog::new(1);
    let mut ends = [Expected::NoStream; 2];
    for round in 0..3_u128 {
        for (n, end) in (0_u128..).zip(&mut ends) {
            let token = append(&log, append_in(n, *end, 10 * round + n)).await;
            *end = Expected::At(token);
        }
    }
    log
}

fn append_in(n: u128, expected: Expected, command: u128) -> Append {
    let mut append = append_of(case(n), expected, command, 2);
    Arc::make_mut(&mut append.meta).correlation = Uuid::from_u128(n);
    append
}

async fn append(log: &MemoryLog, append: Append) -> Token {
    log.append(append).await.unwrap().tokens[0]
}

async fn all(log: &MemoryLog) -> Vec<Arc<Recorded>> {
    log.scan(P0, Seq(0), usize::MAX).await.unwrap()
}

/// What came of each case, each event once, in the order in which it came first.
fn came(got: &[(Uuid, EventId)], n: u128) -> Vec<EventId> {
    let mut came = Vec::new();
    for (_, id) in got.iter().filter(|(of, _)| *of == Uuid::from_u128(n)) {
        if !came.contains(id) {
            came.push(*id);
        }
    }
    came
}

#[tokio::test]
async fn the_events_of_a_case_are_handed_on_in_order() {
    let (log, relay) = (log_of_two_cases().await, Relay::new());
    let events = all(&log).await;
    relay.reader(usize::MAX).consume(P0, &events).await.unwrap();
    for n in 0..2 {
        let of_case: Vec<_> = log.read(case(n), 0).await.unwrap().iter().map(|e| e.id).collect();
        assert_eq!(came(&relay.got.lock().unwrap(), n), of_case);
    }
    assert_eq!(relay.store.0.lock().unwrap().seq, events.last().unwrap().seq);
}

#[tokio::test]
async fn what_was_not_taken_is_handed_on_again_and_nothing_behind_it_overtakes() {
    let (log, relay) = (log_of_two_cases().await, Relay::new());
    let events = all(&log).await;
    let cut = relay.reader(3).consume(P0, &events).await;
    assert!(matches!(cut, Err(ReaderError::Outlet(_))), "{cut:?}");
    // Of each case three were taken: the fourth of the first case is the first that was not.
    let not_taken = log.read(case(0), 0).await.unwrap()[3].seq;
    let before = events.iter().rfind(|event| event.seq < not_taken).unwrap();
    assert_eq!(relay.store.0.lock().unwrap().seq, before.seq, "the checkpoint waits before it");
    relay.reader(usize::MAX).consume(P0, &events).await.unwrap();
    for n in 0..2 {
        let of_case: Vec<_> = log.read(case(n), 0).await.unwrap().iter().map(|e| e.id).collect();
        assert_eq!(came(&relay.got.lock().unwrap(), n), of_case);
    }
}

#[tokio::test]
async fn imported_history_and_what_the_outlet_does_not_take_stay_inside() {
    let (log, relay) = (MemoryLog::new(1), Relay::new());
    let mut imported = append_in(1, Expected::NoStream, 1);
    Arc::make_mut(&mut imported.meta).origin = Origin::Import;
    append(&log, imported).await;
    append(&log, append_in(9, Expected::NoStream, 2)).await;
    let events = all(&log).await;
    relay.reader(usize::MAX).consume(P0, &events).await.unwrap();
    assert!(relay.got.lock().unwrap().is_empty());
    assert_eq!(relay.store.0.lock().unwrap().seq, events.last().unwrap().seq, "they are passed");
}

#[tokio::test]
async fn an_event_that_is_never_taken_is_tried_alone_and_nothing_is_handed_on_again() {
    let (log, relay) = (log_of_two_cases().await, Relay::new());
    let reader = relay.reader(3);
    reader.consume(P0, &all(&log).await).await.unwrap_err();
    let n_handed_on = relay.got.lock().unwrap().len();
    for _ in 0..3 {
        let seen = relay.store.0.lock().unwrap().seq;
        let rest = log.scan(P0, seen, usize::MAX).await.unwrap();
        reader.consume(P0, &rest).await.unwrap_err();
        assert_eq!(relay.store.0.lock().unwrap().seq, seen);
    }
    assert_eq!(relay.got.lock().unwrap().len(), n_handed_on);
}

#[tokio::test]
async fn an_event_that_cannot_be_told_stops_the_relay_until_it_is_parked() {
    let (log, relay) = (log_of_two_cases().await, Relay::new());
    let events = all(&log).await;
    let unreadable = &events[4];
    let outlet = Outside {
        got: relay.got.clone(),
        of_each_max: usize::MAX,
        unreadable: Some(unreadable.id),
    };
    let reader = RelayReader::new(outlet, relay.store.clone());
    let stopped = reader.consume(P0, &events).await.unwrap_err();
    let at = Unreadable::of(unreadable);
    assert!(matches!(&stopped, ReaderError::Event { event, .. } if *event == at), "{stopped:?}");
    assert_eq!(relay.store.0.lock().unwrap().seq, events[3].seq);
    *relay.store.1.lock().unwrap() = Some(unreadable.id);
    reader.consume(P0, &events[4..]).await.unwrap();
    assert_eq!(relay.store.0.lock().unwrap().seq, events.last().unwrap().seq);
    let got = relay.got.lock().unwrap();
    let n_told = came(&got, 0).len() + came(&got, 1).len();
    assert_eq!(n_told, events.len() - 1, "all but that one");
}
