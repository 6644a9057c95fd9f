use super::{ContentType, Home, MaterialId, MaterialRef, Materials, ReadError};

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
        let size = match &self.home {
            Home::Folder(folder) => {
                let folder = folder.clone();
                let looked = tokio::task::spawn_blocking(move || folder.look(id, content_type));
                looked.await.map_err(|_| ReadError::Interrupted)??
            }
            Home::Bucket { bucket, .. } => bucket.look(id, content_type).await?,
        };
        Ok(size.map(|size| {
            self.described.insert((id, content_type), size);
            MaterialRef { id, size, content_type }
        }))
    }
}
