use std::path::{Path, PathBuf};

use tongban_eventstore::Log;
use tracing::{info, warn};

use super::{is_caught_up, stranger_to};
use crate::rebuild::RebuildLock;
use crate::store::{
    Content, Durability, OpenError, Writer, is_half_exchanged, move_aside, remove_database,
    remove_replaced, settle,
};
use crate::{Changes, MovedAside, Projection, ProjectionReader, ReadModel, StoreError};

/// Opens a projection's file in a folder.
pub(super) async fn mount<P: Projection>(
    dir: &Path,
    projection: P,
    log: &dyn Log,
    changes: Changes,
) -> Result<ProjectionReader<P>, StoreError> {
    let path = model_path::<P>(dir);
    let lock = match RebuildLock::take::<P>(dir) {
        Ok(lock) => {
            lock.remove_leftovers::<P>(dir)?;
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
    if is_caught_up(writer.all_seen(), log) {
        remove_older::<P>(dir)?;
    }
    let model = ReadModel::open(P::NAME, &path);
    Ok(ProjectionReader::new(projection, model, writer, Some(changes), moved_aside))
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
        let place = move_aside(path)?.display().to_string();
        let aside = MovedAside { place, reason };
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
    let strange = stranger_to(writer.all_seen(), log, writer.place()).await;
    let Some(reason) = strange.map_err(OpenError::Failed)? else { return Ok(writer) };
    writer.close().await.map_err(OpenError::Failed)?;
    Err(OpenError::Unreadable(reason))
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
