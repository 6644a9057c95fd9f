use tongban_kernel::{Position, decode_data};

use super::*;
use crate::contract::{append_of, case};
use crate::{Expected, Log, MemoryLog};

/// Reacts to nothing.
struct Idle;

impl Policy for Idle {
    type Order = ();
    const NAME: &'static str = "idle";
    const EVENTS: &'static [&'static str] = &[];

    fn react(&self, _: &Recorded) -> Result<Vec<()>, DecodeError> {
        Ok(Vec::new())
    }
}

impl Dispatch<()> for Idle {
    fn dispatch(
        &self,
        (): (),
        _: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async { Err(DispatchError::Failed("it gives no commands".into())) })
    }
}

/// Keeps where it was told to, and what was parked.
#[derive(Default)]
struct Store(Mutex<Vec<(Partition, Seen)>>, Mutex<Option<EventId>>);

impl StopStore for Store {
    fn is_parked(&self, _: &str, event: EventId) -> BoxFuture<'_, Result<bool, Failure>> {
        let is_parked = *self.1.lock().unwrap() == Some(event);
        Box::pin(async move { Ok(is_parked) })
    }
}

impl PolicyStore for Store {
    fn checkpoint(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<Place, Failure>> {
        Box::pin(async { Ok(Place::Here(Seen::default())) })
    }

    fn look(&self, _: &str, _: Partition) -> BoxFuture<'_, Result<Seq, Failure>> {
        Box::pin(async { Ok(Seq(0)) })
    }

    fn commit(
        &self,
        _: &str,
        partition: Partition,
        seen: Seen,
        _: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>> {
        self.0.lock().unwrap().push((partition, seen));
        Box::pin(async { Ok(()) })
    }

    fn refused(&self, _: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn what_passes_by_is_counted_in_each_partition_for_itself() {
    let log = MemoryLog::new(1);
    log.append(append_of(case(1), Expected::NoStream, 1, 1)).await.unwrap();
    let event = log.scan(Partition(0), Seq(0), 1).await.unwrap().remove(0);
    let half = vec![event; usize::try_from(PASSED_BY_MAX).unwrap() / 2];
    let store = Arc::new(Store::default());
    let reader = PolicyReader::new(Idle, Idle, store.clone());
    let (a, b) = (Partition(0), Partition(1));
    for partition in [a, b] {
        reader.consume(partition, &half).await.unwrap();
    }
    assert_eq!(*store.0.lock().unwrap(), []);
    for partition in [a, b] {
        reader.consume(partition, &half).await.unwrap();
    }
    let seen = Seen::last_of(&half);
    assert_eq!(*store.0.lock().unwrap(), [(a, seen), (b, seen)]);
}

/// Declares what the contract's events are, and can read none of them.
struct Illiterate;

impl Policy for Illiterate {
    type Order = ();
    const NAME: &'static str = "illiterate";
    const EVENTS: &'static [&'static str] = &["intake.case_noted.v1"];

    fn react(&self, event: &Recorded) -> Result<Vec<()>, DecodeError> {
        decode_data::<bool>(&event.kind, b"{}").map(|_| Vec::new())
    }
}

#[tokio::test]
async fn a_policy_stops_at_an_event_that_it_cannot_read_until_it_is_parked() {
    let log = MemoryLog::new(1);
    log.append(append_of(case(1), Expected::NoStream, 1, 1)).await.unwrap();
    let events = log.scan(Partition(0), Seq(0), 1).await.unwrap();
    let store = Arc::new(Store::default());
    let reader = PolicyReader::new(Illiterate, Idle, store.clone());
    let stopped = reader.consume(Partition(0), &events).await.unwrap_err();
    let at = Unreadable::of(&events[0]);
    assert!(matches!(&stopped, ReaderError::Event { event, .. } if *event == at), "{stopped:?}");
    assert_eq!(*store.0.lock().unwrap(), []);
    *store.1.lock().unwrap() = Some(at.id);
    reader.consume(Partition(0), &events).await.unwrap();
    assert_eq!(*store.0.lock().unwrap(), [(Partition(0), Seen::last_of(&events))]);
}
