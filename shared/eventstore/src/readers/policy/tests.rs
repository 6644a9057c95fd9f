use tongban_kernel::Position;

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

/// Keeps where it was told to.
#[derive(Default)]
struct Store(Mutex<Vec<(Partition, Seen)>>);

impl StopStore for Store {}

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
