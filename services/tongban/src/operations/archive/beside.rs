//! What an office has beside its log, as it goes into a seal.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use bytes::Bytes;
use tongban_eventstore::archive::{ArchivedFile, Seal, Why, check};
use tongban_kernel::{Clock, Text};
use tongban_readmodel::{ReaderPlace, StateStore};
use tongban_vault::{Objects, Wrapping};

use super::archiver::put;
use crate::app::{Beside, DataDir};
use crate::operations::folder;
use crate::operations::moving::copy_items;
use crate::refusal::{OrRefuse as _, Refusal};

/// Reads how far readers are, and what was refused to them, into `readers.db` of a folder. Before the
/// log is read: what came of an event that a reader has dealt with is then in it.
pub(super) async fn copy_state(
    state: &StateStore,
    clock: &Arc<dyn Clock>,
    to: &DataDir,
) -> Result<Vec<ReaderPlace>> {
    let places = state.reader_places().await?;
    let scratch = to.path().join("state");
    {
        let copy = StateStore::open(&scratch, Arc::clone(clock)).await?;
        copy_items(state, &copy).await?;
        copy.adopt_places(&places).await?;
        copy.backup(&to.path().join("readers.db")).await?;
    }
    std::fs::remove_dir_all(&scratch)?;
    Ok(places)
}

/// Copies keys and accounts into the folder. After the log was read: every key that its events need is
/// then among them. The key of sessions is not: none of them outlives a restore.
pub(super) async fn copy_rest(beside: &Beside, to: &DataDir) -> Result<()> {
    beside.keys.copy_to(&to.keys()).await?;
    beside.accounts.copy_to(&to.accounts()).await?;
    Ok(())
}

/// Puts all files of the folder into the archive, as the seal of this number is to name them: anew each
/// time that it is tried, for no two wrappings of a file are the same.
pub(super) async fn archive(
    from: &DataDir,
    objects: &Objects,
    wrapping: &Wrapping,
    number: u64,
) -> Result<Vec<ArchivedFile>> {
    let prefix = format!("beside/{number:020}-{:016x}", rand::random::<u64>());
    let mut files = Vec::new();
    for copied in folder::others(from)? {
        let content = tokio::fs::read(from.path().join(&copied.name)).await?;
        let content = wrapping.wrap_bytes(copied.name.as_bytes(), &content);
        let file = ArchivedFile::of(format!("{prefix}/{}", copied.name), &content);
        put(objects, &file.name, content.into()).await?;
        files.push(file);
    }
    Ok(files)
}

/// The number of the seal that a file beside the log belongs to.
pub(super) fn number_of(name: &str) -> Option<u64> {
    name.strip_prefix("beside/")?.get(..20)?.parse().ok()
}

/// What the files are called in a folder.
fn name_in_folder(file: &ArchivedFile) -> Option<&str> {
    let (_, rest) = file.name.strip_prefix("beside/")?.split_once('/')?;
    // Names come from outside: none leads out of the folder.
    let is_plain = rest.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    is_plain.then_some(rest)
}

/// A file of a seal, opened: its name in a folder, and its content.
pub(super) type Opened = (String, Vec<u8>);

/// Reads what a seal has beside the log.
///
/// # Errors
/// The inner one when a file is missing, was altered or does not open; the outer one when the archive
/// cannot be read, or the key is another.
pub(super) async fn read(
    seal: &Seal,
    objects: &Objects,
    wrapping: &Wrapping,
) -> Result<Result<Vec<Opened>, (ArchivedFile, Why)>> {
    check_key(seal, wrapping)?;
    let wrapping = if seal.is_wrapped { wrapping } else { &Wrapping::clear() };
    let mut opened = Vec::new();
    for file in &seal.beside {
        let bytes: Option<Bytes> = objects.get(&file.name).await?;
        let (name, bytes) = match (name_in_folder(file), check(file, bytes.as_deref())) {
            (Some(name), Ok(bytes)) => (name, bytes),
            (None, _) => return Ok(Err((file.clone(), Why::Ends))),
            (_, Err(why)) => return Ok(Err((file.clone(), why))),
        };
        let content = wrapping.unwrap_bytes(name.as_bytes(), bytes).or_refuse(|| {
            Text::new(
                "归档中的密钥与账号无法用该密钥文件打开；请核对 --key-file",
                "keys and accounts of the archive do not open under this key; look at --key-file again",
            )
        })?;
        opened.push((name.to_owned(), content));
    }
    Ok(Ok(opened))
}

fn check_key(seal: &Seal, wrapping: &Wrapping) -> Result<()> {
    if seal.is_wrapped && !wrapping.is_under_key() {
        return Err(Refusal::of(
            "归档中的密钥与账号已加密；请用 --key-file 指明归档时的密钥文件",
            "keys and accounts of the archive are under a key: name its file with --key-file",
        ));
    }
    Ok(())
}

/// Writes what was opened into a folder, durably enough for what is flushed as a whole afterwards.
pub(super) fn write(opened: &[Opened], to: &Path) -> Result<()> {
    for (name, content) in opened {
        let path = to.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, content)?;
    }
    Ok(())
}
