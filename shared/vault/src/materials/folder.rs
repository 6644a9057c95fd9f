use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::incoming::{Incoming, Received, TempPath};
use super::{MaterialId, MaterialsError, PutError, ReadError, kind};
use crate::ContentType;
use crate::durable::{self, FileError};

/// Materials in a folder: `ab/cdef…` holds a file, `incoming/` what is being received. Several
/// processes may share it (a volume of the network): a file is put in place as a whole, and in the
/// place of the same content alone.
#[derive(Clone, Debug)]
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Makes it if it is not there. Drops what a crash left half received.
    pub(super) fn open(root: &Path) -> Result<Self, MaterialsError> {
        let incoming = root.join(Incoming::FOLDER);
        durable::create_dir(&incoming)?;
        durable::remove_left(&incoming)?;
        Ok(Self(root.to_path_buf()))
    }

    pub(super) async fn keep(&self, received: Received) -> Result<(), PutError> {
        let folder = self.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let (id, path) = (received.id(), received.into_path());
            folder.put_in_place(path, id)
        });
        Ok(kept.await.map_err(|_| PutError::Interrupted)??)
    }

    /// The same content may stand there already: then this puts it in the place of itself, and
    /// repairs it should it have been damaged.
    fn put_in_place(&self, from: TempPath, id: MaterialId) -> Result<(), FileError> {
        let to = self.path(id);
        let parent = durable::parent(&to);
        if !parent.exists() {
            durable::create_dir(parent)?;
            durable::sync_dir(&self.0)?;
        }
        from.move_to(&to)?;
        durable::sync_dir(parent)
    }

    pub(super) fn read(&self, id: MaterialId) -> Result<Bytes, ReadError> {
        let path = self.path(id);
        match std::fs::read(&path) {
            Ok(content) => Ok(content.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(ReadError::Unknown { id }),
            Err(error) => Err(FileError::of("read", &path)(error).into()),
        }
    }

    /// The size of a file, if its ends are those of the type.
    pub(super) fn look(
        &self,
        id: MaterialId,
        content_type: ContentType,
    ) -> Result<Option<u64>, ReadError> {
        let path = self.path(id);
        match kind::look(&path, content_type) {
            Ok(size) => Ok(size),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(ReadError::Unknown { id }),
            Err(error) => Err(FileError::of("read", &path)(error).into()),
        }
    }

    pub(super) fn ids(&self) -> Result<Vec<MaterialId>, FileError> {
        let mut ids = Vec::new();
        for folder in names(&self.0)? {
            if folder.len() != 2 {
                continue;
            }
            let files = names(&self.0.join(&folder))?;
            let id = |file| format!("{folder}{file}").parse::<MaterialId>().ok();
            ids.extend(files.iter().filter_map(id));
        }
        Ok(ids)
    }

    /// Copies into another folder what that does not have, whether it is sound or not.
    pub(super) fn copy_to(
        &self,
        target: &Self,
        mut on_file: impl FnMut(usize) -> ControlFlow<()>,
    ) -> Result<usize, FileError> {
        let mut n_copied = 0;
        for id in self.ids()? {
            if on_file(n_copied).is_break() {
                break;
            }
            if target.path(id).exists() {
                continue;
            }
            let half = TempPath::new(&target.0);
            durable::copy_new(&self.path(id), half.path())?;
            target.put_in_place(half, id)?;
            n_copied += 1;
        }
        durable::sync_dir(&target.0)?;
        Ok(n_copied)
    }

    /// Keeps content that is known to be that of this hash.
    pub(super) fn write(&self, id: MaterialId, content: &[u8]) -> Result<(), FileError> {
        let half = TempPath::new(&self.0);
        durable::write_new(half.path(), content)?;
        self.put_in_place(half, id)
    }

    pub(super) fn path(&self, id: MaterialId) -> PathBuf {
        let name = id.to_string();
        let (folder, file) = name.split_at(2);
        self.0.join(folder).join(file)
    }
}

fn names(dir: &Path) -> Result<Vec<String>, FileError> {
    let entries = std::fs::read_dir(dir).map_err(FileError::of("list", dir))?;
    let name = |entry: io::Result<std::fs::DirEntry>| {
        entry.map(|entry| entry.file_name().to_string_lossy().into_owned())
    };
    entries.map(name).collect::<io::Result<_>>().map_err(FileError::of("list", dir))
}
