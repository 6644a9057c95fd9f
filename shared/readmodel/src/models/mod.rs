//! Where the read models of a process are.

mod files;
mod schemas;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use tongban_eventstore::Log;
use tongban_eventstore::readers::{ReaderError, StopStore};
use tongban_kernel::{Hash, Partition, Seq};

use crate::rebuild::{RebuildProgress, Rebuilt};
use crate::store::Listening;
use crate::{Changes, Database, Projection, ProjectionReader, StoreError};

pub(crate) use files::{failed, model_path};
pub(crate) use schemas::{model_schema, seen};

/// The read models of this process, one place per projection and version, so that services do not
/// wait for one another and a changed projection starts beside the old one: files in a folder that
/// is this process's own, or schemas of a database that several processes share.
pub struct ReadModels {
    home: Home,
    changes: Changes,
    stops: Option<Arc<dyn StopStore>>,
}

#[derive(Debug)]
enum Home {
    Folder(PathBuf),
    Database { database: Database, _listening: Listening },
}

impl ReadModels {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let dir = dir.into();
        fs::create_dir_all(&dir).map_err(StoreError::io("make", &dir))?;
        Ok(Self { home: Home::Folder(dir), changes: Changes::default(), stops: None })
    }

    /// Keeps them in a database, and hears what all processes commit there.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn in_database(database: &Database) -> Result<Self, StoreError> {
        let changes = Changes::shared();
        let listening = Listening::begin(database, changes.clone()).await;
        let failed = StoreError::engine("listen to", database.name());
        let home =
            Home::Database { database: database.clone(), _listening: listening.map_err(failed)? };
        Ok(Self { home, changes, stops: None })
    }

    /// The same where people can decide that a projection goes on without an event that it cannot
    /// read.
    #[must_use]
    pub fn with_stops(self, stops: Arc<dyn StopStore>) -> Self {
        Self { stops: Some(stops), ..self }
    }

    /// What all of them commit, in this process or in any that shares the database.
    pub fn changes(&self) -> Changes {
        self.changes.clone()
    }

    /// Opens a projection's rows where it left off, and takes its checkpoints over: in a folder from
    /// whoever had them, in a database from whoever let go of them or died. Rows that are of no use
    /// (damaged, of other tables, ahead of the log) are moved aside; the projection then starts anew.
    ///
    /// # Errors
    /// When a file, the database or the log cannot be read; never because of what is in a file.
    pub async fn mount<P: Projection>(
        &self,
        projection: P,
        log: &dyn Log,
    ) -> Result<ProjectionReader<P>, StoreError> {
        let reader = match &self.home {
            Home::Folder(dir) => files::mount(dir, projection, log, self.changes()).await,
            Home::Database { database, .. } => schemas::mount(database, projection, log).await,
        };
        Ok(reader?.with_stops(self.stops.clone()))
    }

    /// Computes a projection's rows again, from the start of the log to its head, beside those in
    /// use. Nothing else is touched: policies are not rewound.
    ///
    /// # Errors
    /// When they are being computed again already, an event that the projection declares cannot be
    /// read, or a machine fails.
    pub async fn rebuild<P: Projection>(
        &self,
        projection: P,
        log: &dyn Log,
        on_progress: impl FnMut(RebuildProgress) + Send,
    ) -> Result<Rebuilt<P>, ReaderError> {
        let stops = self.stops.clone();
        match &self.home {
            Home::Folder(dir) => Rebuilt::in_folder(projection, stops, log, dir, on_progress).await,
            Home::Database { database, .. } => {
                Rebuilt::in_database(projection, stops, log, database, on_progress).await
            }
        }
    }
}

/// How far rows are in a partition, and the hash of the last event they come from.
type Seen = (Partition, Seq, Option<Hash>);

/// Why rows do not stem from this log, if they do not: a log restored from an older copy has other
/// events behind the copy's end.
async fn stranger_to(
    places: impl IntoIterator<Item = Seen>,
    log: &dyn Log,
    place: &str,
) -> Result<Option<String>, StoreError> {
    for (partition, seq, hash) in places {
        let Some(before) = seq.0.checked_sub(1) else { continue };
        let events = log.scan(partition, Seq(before), 1).await;
        let events = events.map_err(|source| StoreError::Log { path: place.to_owned(), source })?;
        let event = events.first().filter(|event| event.seq == seq);
        if event.map(|event| event.hash) != hash || hash.is_none() {
            return Ok(Some(format!("its event {seq} of partition {partition} is not in the log")));
        }
    }
    Ok(None)
}

fn is_caught_up(places: impl IntoIterator<Item = Seen>, log: &dyn Log) -> bool {
    places
        .into_iter()
        .all(|(partition, seen, _)| seen > Seq(0) && seen >= *log.head(partition).borrow())
}
