use std::fs;
use std::path::{Path, PathBuf};

use tongban_eventstore::Log;
use tongban_kernel::Seq;
use tracing::{info, warn};

use crate::rebuild::RebuildLock;
use crate::store::{
    Content, Durability, OpenError, Writer, is_half_exchanged, move_aside, remove_database,
    remove_replaced, settle,
};
use crate::{Changes, MovedAside, Projection, ProjectionReader, ReadModel, StoreError};

/// The read models of this process: a folder with one file per projection and version, so that
/// services do not wait for one another and a changed projection starts beside the old one.
#[derive(Debug)]
pub struct ReadModels {
    dir: PathBuf,
    changes: Changes,
}

impl ReadModels {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let dir = dir.into();
        fs::create_dir_all(&dir).map_err(StoreError::io("make", &dir))?;
        Ok(Self { dir, changes: Changes::default() })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What all of them commit.
    pub fn changes(&self) -> Changes {
        self.changes.clone()
    }

    /// Opens a projection's rows where it left off, and takes its checkpoints over from whoever had
    /// them. Rows that are of no use (damaged, of other tables, ahead of the log) are moved aside;
    /// the projection then starts anew.
    ///
    /// # Errors
    /// When a file or the log cannot be read; never because of what is in the file.
    pub async fn mount<P: Projection>(
        &self,
        projection: P,
        log: &dyn Log,
    ) -> Result<ProjectionReader<P>, StoreError> {
        let path = model_path::<P>(&self.dir);
        let lock = match RebuildLock::take::<P>(&self.dir) {
            Ok(lock) => {
                lock.remove_leftovers::<P>(&self.dir)?;
                settle(&path)?;
                Some(lock)
            }
            // Another process is at it; what it leaves is removed at the next start.
            Err(StoreError::BeingRebuilt { .. }) if !is_half_exchanged(&path) => None,
            Err(error) => return Err(error),
        };
        let content = Content::of::<P>(log.n_partitions());
        let (writer, moved_aside) = open_or_make::<P>(&path, content, log).await?;
        if lock.is_some() {
            remove_replaced(&path)?;
        }
        if is_caught_up(&writer, log) {
            remove_older::<P>(&self.dir)?;
        }
        let model = ReadModel::open(P::NAME, &path);
        Ok(ProjectionReader::new(projection, model, writer, self.changes(), moved_aside))
    }
}

/// Opens rows; those of no use are moved aside for the old ones, where an exchange left these, or
/// else for none.
async fn open_or_make<P: Projection>(
    path: &Path,
    content: Content,
    log: &dyn Log,
) -> Result<(Writer, Option<MovedAside>), StoreError> {
    let mut moved_aside = None;
    loop {
        let reason = match open_checked(path, content, log).await {
            Ok(writer) => return Ok((writer, moved_aside)),
            Err(OpenError::Failed(error)) => return Err(error),
            Err(OpenError::Unreadable(reason)) => reason,
        };
        let aside = MovedAside { path: move_aside(path)?, reason };
        let reason = aside.reason.as_str();
        if moved_aside.is_none() && settle(path)? {
            warn!(reader = P::NAME, reason, "the rows before the last rebuild are used again");
            moved_aside = Some(aside);
            continue;
        }
        warn!(reader = P::NAME, reason, "read model is computed anew");
        let anew = open_checked(path, content, log).await;
        return Ok((anew.map_err(|error| failed(error, path))?, Some(aside)));
    }
}

/// The file of a projection's rows.
pub(crate) fn model_path<P: Projection>(dir: &Path) -> PathBuf {
    dir.join(format!("{}.v{}.db", P::NAME, P::VERSION))
}

/// An open failure of a file that was just made: what is in it cannot be the reason.
pub(crate) fn failed(error: OpenError, path: &Path) -> StoreError {
    match error {
        OpenError::Failed(error) => error,
        OpenError::Unreadable(reason) => StoreError::io("use", path)(std::io::Error::other(reason)),
    }
}

async fn open_checked(path: &Path, content: Content, log: &dyn Log) -> Result<Writer, OpenError> {
    let writer = Writer::open(path, content, Durability::Rebuildable).await?;
    let Some(reason) = stranger_to(&writer, log, path).await.map_err(OpenError::Failed)? else {
        return Ok(writer);
    };
    writer.close().await.map_err(OpenError::Failed)?;
    Err(OpenError::Unreadable(reason))
}

/// Why these rows do not stem from this log, if they do not: a log restored from an older copy has
/// other events behind the copy's end.
async fn stranger_to(
    writer: &Writer,
    log: &dyn Log,
    path: &Path,
) -> Result<Option<String>, StoreError> {
    for partition in writer.partitions() {
        let (seq, hash) = writer.seen(partition);
        let Some(before) = seq.0.checked_sub(1) else { continue };
        let events = log.scan(partition, Seq(before), 1).await;
        let events = events
            .map_err(|source| StoreError::Log { path: path.display().to_string(), source })?;
        let event = events.first().filter(|event| event.seq == seq);
        if event.map(|event| event.hash) != hash || hash.is_none() {
            return Ok(Some(format!("its event {seq} of partition {partition} is not in the log")));
        }
    }
    Ok(None)
}

fn is_caught_up(writer: &Writer, log: &dyn Log) -> bool {
    writer.partitions().all(|partition| {
        let (seen, _) = writer.seen(partition);
        seen > Seq(0) && seen >= *log.head(partition).borrow()
    })
}

/// Removes the rows of older versions. Until the new ones had caught up, going back was cheap.
fn remove_older<P: Projection>(dir: &Path) -> Result<(), StoreError> {
    for version in 0..P::VERSION {
        let path = dir.join(format!("{}.v{version}.db", P::NAME));
        if path.exists() {
            info!(reader = P::NAME, version, "read model of an older version is removed");
            remove_database(&path)?;
        }
    }
    Ok(())
}
