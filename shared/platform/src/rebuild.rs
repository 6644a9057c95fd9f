use std::sync::Arc;

use tongban_eventstore::readers::ReaderError;
use tongban_eventstore::{BoxFuture, Log};
use tongban_readmodel::{Projection, ProjectionReader, ReadModels, RebuildProgress};

/// Hears how far a rebuild is.
pub type OnProgress = Box<dyn FnMut(RebuildProgress) + Send>;

/// A read model that can be computed again while it is in use.
pub trait Rebuild: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Computes its rows again beside those in use, and swaps them in; answers how many events were
    /// projected. Policies and sweepers are not rewound. Refused while they are being computed again.
    fn rebuild(&self, on_progress: OnProgress) -> BoxFuture<'_, Result<u64, ReaderError>>;
}

pub(crate) struct LiveModel<P> {
    pub(crate) projection: P,
    pub(crate) reader: Arc<ProjectionReader<P>>,
    pub(crate) log: Arc<dyn Log>,
    pub(crate) models: Arc<ReadModels>,
}

impl<P: Projection + Clone> Rebuild for LiveModel<P> {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn rebuild(&self, on_progress: OnProgress) -> BoxFuture<'_, Result<u64, ReaderError>> {
        let (projection, reader) = (self.projection.clone(), Arc::clone(&self.reader));
        let (log, models) = (Arc::clone(&self.log), Arc::clone(&self.models));
        let rebuilding = async move {
            let rebuilt = models.rebuild(projection, &*log, on_progress).await?;
            let n_projected = rebuilt.n_projected();
            reader.swap_in(rebuilt, &*log).await?;
            Ok(n_projected)
        };
        Box::pin(async move {
            // Seen through even if whoever asked goes away: rows that are exchanged half-way would
            // stay closed to readers and questions.
            let rebuilt = tokio::spawn(rebuilding).await;
            rebuilt.map_err(|error| ReaderError::Store(error.into()))?
        })
    }
}

#[cfg(all(test, feature = "testkit"))]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use serde_json::json;
    use tokio::sync::Notify;
    use tongban_kernel::{Category, DecodeError, Recorded};
    use tongban_readmodel::{RowOp, Table, put};
    use utoipa_axum::router::OpenApiRouter;
    use uuid::Uuid;

    use super::*;
    use crate::Service;
    use crate::testkit::World;

    const NOTES: &Table = &Table {
        name: "note",
        key: &["note_id"],
        ddl: &["CREATE TABLE note (note_id UUID NOT NULL PRIMARY KEY, again INTEGER NOT NULL)"],
    };

    /// Writes down of each note whether it is projected again.
    #[derive(Clone)]
    struct Notes(Arc<AtomicBool>);

    impl Projection for Notes {
        const NAME: &'static str = "notes";
        const VERSION: u32 = 1;
        const EVENTS: &'static [&'static str] = &["test.noted.v1"];
        const TABLES: &'static [&'static Table] = &[NOTES];

        fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
            let again = i64::from(self.0.load(Ordering::Relaxed));
            Ok(vec![put(NOTES, [("note_id", event.stream.id.into())], [("again", again.into())])])
        }
    }

    #[tokio::test]
    async fn a_rebuild_is_seen_through_when_whoever_asked_goes_away() {
        let world = World::new().await;
        let (again, log) = (Arc::new(AtomicBool::new(false)), world.platform.runtime.log.clone());
        let notes = Notes(again.clone());
        let reader = world.platform.read_models.mount(notes.clone(), &*log).await.unwrap();
        let model = reader.model();
        let service = Service::new("notes", OpenApiRouter::new());
        let mut service = service.projection(&world.platform, notes, reader);
        let live = service.rebuilds.remove(0);
        let world = world.with(service);
        world.happens(Category::new("test"), Uuid::nil(), "test.noted.v1", &json!({})).await;
        world.settle().await;

        again.store(true, Ordering::Relaxed);
        let begun = Arc::new(Notify::new());
        let told = begun.clone();
        let asking =
            tokio::spawn(async move { live.rebuild(Box::new(move |_| told.notify_one())).await });
        begun.notified().await;
        asking.abort();
        assert!(asking.await.unwrap_err().is_cancelled());
        let look = async {
            loop {
                let row = model.query("SELECT again FROM note").fetch_optional().await.unwrap();
                if row.unwrap().int("again").unwrap() == 1 {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        let seen = tokio::time::timeout(Duration::from_secs(30), look).await;
        assert!(seen.is_ok(), "the rows that were computed again never came into use");
    }
}
