//! Readers of the counter's events: a projection that sums, a policy that answers five with one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use tongban_eventstore::readers::{Consumer, Place, ReaderError, ReaderKind, Seen};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope};
use tongban_kernel::{Partition, Recorded, Seq};

use super::counter::{Add, Counter, Event};

pub(super) const PROJECTION: &str = "desk";

/// Sums what was added.
#[derive(Default)]
pub(super) struct Sum {
    pub(super) total: AtomicU32,
    checkpoint: AtomicU64,
}

impl Consumer for Sum {
    fn name(&self) -> &str {
        PROJECTION
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Projection
    }

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Place, ReaderError>> {
        Box::pin(
            async move { Ok(Place::Here(Seen { seq: self.look(partition).await?, hash: None })) },
        )
    }

    fn look(&self, _: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(async { Ok(Seq(self.checkpoint.load(Ordering::SeqCst))) })
    }

    fn consume<'a>(
        &'a self,
        _: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            for event in events {
                let Event::Added { n } = event.decode().unwrap();
                self.total.fetch_add(n, Ordering::SeqCst);
                self.checkpoint.store(event.seq.0, Ordering::SeqCst);
            }
            Ok(())
        })
    }
}

/// Adds one more wherever five were added.
pub(super) struct OneMore(pub(super) Aggregates<Counter>);

impl Consumer for OneMore {
    fn name(&self) -> &str {
        "one-more"
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Policy
    }

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Place, ReaderError>> {
        Box::pin(
            async move { Ok(Place::Here(Seen { seq: self.look(partition).await?, hash: None })) },
        )
    }

    fn look(&self, _: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(async { Ok(Seq(0)) })
    }

    fn consume<'a>(
        &'a self,
        _: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            for event in events {
                let Event::Added { n } = event.decode().unwrap();
                if n == 5 {
                    let envelope = CommandEnvelope::of_policy("one-more", event, 0);
                    self.0.execute(event.stream.id, Add(1), &envelope).await.unwrap();
                }
            }
            Ok(())
        })
    }
}
