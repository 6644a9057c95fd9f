use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, MutexGuard};
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{
    Consumer, Place, ReaderError, ReaderKind, StopStore, Unreadable,
};
use tongban_kernel::{EventId, Partition, Recorded, Seq};

use crate::changes::news_of;
use crate::rows::Batch;
use crate::store::Writer;
use crate::{Change, ChangedStream, Changes, Projection, ReadModel, StoreError};

/// Events projected without a pause: about a millisecond of a thread that others wait for.
const EVENTS_WITHOUT_PAUSE: usize = 256;

/// A file or schema that was of no use, kept under another name; its rows are computed again from
/// the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedAside {
    /// Where it is now.
    pub place: String,
    /// Why it was of no use.
    pub reason: String,
}

/// What a reader has seen since it was mounted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderStats {
    /// Events that it declares.
    pub n_projected: u64,
    /// Events of other types, which passed by.
    pub n_skipped: u64,
}

/// Runs one projection over the log: give it to `eventstore::readers::run_tail`.
pub struct ProjectionReader<P> {
    pub(crate) projection: P,
    pub(crate) model: ReadModel,
    writer: Mutex<Option<Writer>>,
    /// None where the database tells all processes, this one included.
    changes: Option<Changes>,
    moved_aside: Option<MovedAside>,
    stops: Option<Arc<dyn StopStore>>,
    /// Up to where it has told whoever feeds it that it is: what comes next follows that.
    told: Mutex<BTreeMap<Partition, Seq>>,
    n_projected: AtomicU64,
    n_skipped: AtomicU64,
}

impl<P: Projection> ProjectionReader<P> {
    pub(crate) fn new(
        projection: P,
        model: ReadModel,
        writer: Writer,
        changes: Option<Changes>,
        moved_aside: Option<MovedAside>,
    ) -> Self {
        Self {
            projection,
            model,
            writer: Mutex::new(Some(writer)),
            changes,
            moved_aside,
            stops: None,
            told: Mutex::default(),
            n_projected: AtomicU64::new(0),
            n_skipped: AtomicU64::new(0),
        }
    }

    /// The same where people can decide to go on without an event that it cannot read.
    pub(crate) fn with_stops(self, stops: Option<Arc<dyn StopStore>>) -> Self {
        Self { stops, ..self }
    }

    /// What it writes, to be asked.
    pub fn model(&self) -> ReadModel {
        self.model.clone()
    }

    /// What was of no use when this reader was mounted, if there was one.
    pub fn moved_aside(&self) -> Option<&MovedAside> {
        self.moved_aside.as_ref()
    }

    /// What it has seen since it was mounted.
    pub fn stats(&self) -> ReaderStats {
        ReaderStats {
            n_projected: self.n_projected.load(Ordering::Relaxed),
            n_skipped: self.n_skipped.load(Ordering::Relaxed),
        }
    }

    /// Closes its file or lets its partitions go: queries and events are refused from now on.
    ///
    /// # Errors
    /// When the engine cannot close it.
    pub async fn close(&self) -> Result<(), StoreError> {
        let writer = self.writer().await.take();
        self.model.close().await;
        match writer {
            Some(writer) => writer.close().await,
            None => Ok(()),
        }
    }

    pub(crate) async fn writer(&self) -> MutexGuard<'_, Option<Writer>> {
        self.writer.lock().await
    }

    async fn consume_all(
        &self,
        partition: Partition,
        events: &[Arc<Recorded>],
    ) -> Result<(), ReaderError> {
        let mut writer = self.writer().await;
        let writer = writer.as_mut().ok_or_else(|| store(self.model.closed()))?;
        let (seen, _) = writer.seen(partition);
        let mut told = self.told.lock().await;
        // The place went back (the server crashed, and lost the newest commits): what lies between was
        // delivered before, and must be again.
        if told.get(&partition).is_some_and(|told| *told > seen) {
            told.remove(&partition);
            return Err(ReaderError::Lost);
        }
        // What was delivered before is not projected twice.
        let fresh = &events[events.partition_point(|event| event.seq <= seen)..];
        let projected = project_decided(&self.projection, self.stops.as_deref(), fresh).await?;
        if let Some(last) = projected.last {
            let (seq, events) = (last.seq, projected.news);
            let news = Change { projection: P::NAME.into(), partition, seq, events };
            writer.commit(projected.batch, last, Some(&news)).await.map_err(
                |error| match error {
                    StoreError::LostRace { .. } => ReaderError::Lost,
                    error => store(error),
                },
            )?;
            told.insert(partition, seq);
            self.n_projected.fetch_add(projected.n_projected, Ordering::Relaxed);
            self.n_skipped.fetch_add(projected.n_skipped, Ordering::Relaxed);
            if let Some(changes) = &self.changes {
                changes.publish(news);
            }
        }
        projected.stopped.map_or(Ok(()), Err)
    }
}

impl<P: Projection> Consumer for ProjectionReader<P> {
    fn name(&self) -> &str {
        P::NAME
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Projection
    }

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Place, ReaderError>> {
        Box::pin(async move {
            let look = self.model.look(P::NAME, partition).await.map_err(store)?;
            if look.is_elsewhere {
                return Ok(Place::Elsewhere(look.seq));
            }
            let mut writer = self.writer().await;
            let writer = writer.as_mut().ok_or_else(|| store(self.model.closed()))?;
            let place = Place::from(writer.reread(partition).await.map_err(store)?);
            if let Place::Here(seen) = place {
                self.told.lock().await.insert(partition, seen.seq);
            }
            Ok(place)
        })
    }

    fn stops(&self) -> Option<&dyn StopStore> {
        self.stops.as_deref()
    }

    fn look(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(async move { Ok(self.model.look(P::NAME, partition).await.map_err(store)?.seq) })
    }

    fn consume<'a>(
        &'a self,
        partition: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(self.consume_all(partition, events))
    }

    fn renew(&self, partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(async move { self.model.renew(P::NAME, partition).await.map_err(store) })
    }

    fn let_go(&self, partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(async move {
            match &mut *self.writer().await {
                Some(writer) => writer.let_go(partition).await.map_err(store),
                None => Ok(()),
            }
        })
    }
}

pub(crate) fn store(error: StoreError) -> ReaderError {
    ReaderError::Store(error.into())
}

/// What came of a batch of events, up to the first that cannot be read.
pub(crate) struct Projected<'a> {
    pub(crate) batch: Batch,
    pub(crate) news: Vec<ChangedStream>,
    /// The last event that was dealt with.
    pub(crate) last: Option<&'a Recorded>,
    pub(crate) n_projected: u64,
    n_skipped: u64,
    /// The event behind it cannot be read.
    pub(crate) stopped: Option<ReaderError>,
}

/// Projects events of one partition, in order, without those that cannot be read and that people have
/// decided to go on without.
pub(crate) async fn project_decided<'a, P: Projection>(
    projection: &P,
    stops: Option<&dyn StopStore>,
    events: &'a [Arc<Recorded>],
) -> Result<Projected<'a>, ReaderError> {
    let mut parked = BTreeSet::new();
    loop {
        let projected = project_all(projection, events, &parked).await;
        if let (Some(ReaderError::Event { event, .. }), Some(stops)) = (&projected.stopped, stops)
            && stops.is_parked(P::NAME, event.id).await.map_err(ReaderError::Store)?
        {
            parked.insert(event.id);
        } else {
            return Ok(projected);
        }
    }
}

async fn project_all<'a, P: Projection>(
    projection: &P,
    events: &'a [Arc<Recorded>],
    parked: &BTreeSet<EventId>,
) -> Projected<'a> {
    let mut projected = Projected {
        batch: Batch::default(),
        news: Vec::new(),
        last: None,
        n_projected: 0,
        n_skipped: 0,
        stopped: None,
    };
    for some in events.chunks(EVENTS_WITHOUT_PAUSE) {
        for event in some {
            if let Err(stopped) = projected.project(projection, event, parked) {
                projected.stopped = Some(stopped);
                return projected;
            }
        }
        tokio::task::yield_now().await;
    }
    projected
}

impl<'a> Projected<'a> {
    fn project<P: Projection>(
        &mut self,
        projection: &P,
        event: &'a Recorded,
        parked: &BTreeSet<EventId>,
    ) -> Result<(), ReaderError> {
        if P::EVENTS.contains(&event.kind.as_str()) && !parked.contains(&event.id) {
            let ops = projection.project(event).map_err(|source| ReaderError::Event {
                event: Unreadable::of(event),
                source: source.into(),
            })?;
            ops.into_iter().for_each(|op| self.batch.push(op));
            self.news.extend(news_of(event));
            self.n_projected += 1;
        } else {
            self.n_skipped += 1;
        }
        self.last = Some(event);
        Ok(())
    }
}
