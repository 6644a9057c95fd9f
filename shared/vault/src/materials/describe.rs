use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::kind::{HEAD_LEN, TAIL_LEN};
use super::{ContentType, MaterialId, MaterialRef, Materials, ReadError};
use crate::durable::FileError;

impl Materials {
    /// The reference of a stored file that is said to be of this type; none where it is of another.
    /// Reads its ends, not its content: whether that was altered is for [`Self::read`] to find.
    ///
    /// # Errors
    /// When there is no file of this hash, or the disk fails.
    pub async fn describe(
        &self,
        id: MaterialId,
        content_type: ContentType,
    ) -> Result<Option<MaterialRef>, ReadError> {
        if let Some(size) = self.described.get(&(id, content_type)) {
            return Ok(Some(MaterialRef { id, size, content_type }));
        }
        let path = self.path(id);
        let looked = tokio::task::spawn_blocking(move || look(&path, content_type));
        let size = match looked.await.map_err(|_| ReadError::Interrupted)? {
            Ok(size) => size,
            Err((_, error)) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ReadError::Unknown { id });
            }
            Err((path, error)) => return Err(FileError::of("read", &path)(error).into()),
        };
        Ok(size.map(|size| {
            self.described.insert((id, content_type), size);
            MaterialRef { id, size, content_type }
        }))
    }
}

/// The size of the file, if its ends are those of the type.
fn look(path: &Path, content_type: ContentType) -> Result<Option<u64>, (PathBuf, io::Error)> {
    let ends = || -> io::Result<Option<u64>> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut head = Vec::with_capacity(HEAD_LEN);
        file.by_ref().take(HEAD_LEN as u64).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(size.saturating_sub(TAIL_LEN as u64)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        let fits = content_type.fits(&head, &tail)
            && content_type.may_hold(&head)
            && content_type.may_hold(&tail);
        Ok(fits.then_some(size))
    };
    ends().map_err(|error| (path.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;

    use super::*;
    use crate::Declared;

    #[tokio::test]
    async fn a_stored_file_is_described_as_what_it_is_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let materials = Materials::open(dir.path()).unwrap();
        let body = stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"%PDF-1.7\x00 a scan"))]);
        let declared = Declared { content_type: "application/pdf", size: None };
        let stored = materials.put(declared, body).await.unwrap();
        let pdf = materials.describe(stored.id, ContentType::Pdf).await.unwrap();
        assert_eq!(pdf, Some(stored.clone()));
        for other in [ContentType::Png, ContentType::Docx, ContentType::Text] {
            assert_eq!(materials.describe(stored.id, other).await.unwrap(), None, "{other}");
        }
        let unknown = "0".repeat(64).parse().unwrap();
        let answer = materials.describe(unknown, ContentType::Pdf).await;
        assert!(matches!(answer, Err(ReadError::Unknown { id }) if id == unknown));
    }
}
