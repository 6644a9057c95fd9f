use std::io::ErrorKind;
use std::path::Path;

use tongban_eventstore::readers::ReaderError;
use tracing::warn;

use super::Rebuilt;
use super::build::Scratch;
use crate::models::failed;
use crate::reader::store;
use crate::store::{Content, Durability, Exchange, Writer, half_exchanged, is_half_exchanged};
use crate::{Projection, ReadModel, StoreError};

/// Exchanges the file of a read model whose writer is held: nothing is projected meanwhile.
pub(super) async fn swap_in<P: Projection>(
    model: &ReadModel,
    slot: &mut Option<Writer>,
    rebuilt: Rebuilt<P>,
    content: Content,
) -> Result<(), ReaderError> {
    rebuilt.writer.close().await.map_err(store)?;
    let (Scratch::File { path: built, _lock, .. }, Some(held)) =
        (rebuilt.scratch, model.hold().await)
    else {
        return Err(store(model.closed()));
    };
    if let Some(live) = slot.take()
        && let Err(error) = live.close().await
    {
        // Perhaps it was damaged, and that is why it is replaced.
        warn!(reader = P::NAME, error = %error, "the old read model could not be closed");
    }
    let path = held.path();
    let exchanged = exchange(&built, path, content).await;
    let (writer, swapped) = match exchanged {
        Ok(writer) => (Ok(writer), Ok(())),
        Err(error) => (reopen(path, content).await, Err(store(error))),
    };
    held.release();
    *slot = Some(writer.map_err(store)?);
    swapped
}

/// Puts a file in the place of another and opens it; one that cannot be used gives the place back.
async fn exchange(built: &Path, path: &Path, content: Content) -> Result<Writer, StoreError> {
    let exchange = Exchange::begin(built, path)?;
    let opened = open(path, content).await;
    match opened {
        Ok(_) => exchange.keep(),
        Err(_) => exchange.undo(),
    }
    opened
}

/// Opens the old rows again. Where they could not be put back a new file would be empty.
async fn reopen(path: &Path, content: Content) -> Result<Writer, StoreError> {
    if is_half_exchanged(path) {
        let missing = StoreError::io("open", path)(ErrorKind::NotFound.into());
        return Err(half_exchanged(path, missing));
    }
    open(path, content).await
}

async fn open(path: &Path, content: Content) -> Result<Writer, StoreError> {
    let opened = Writer::open(path, content, Durability::Rebuildable).await;
    opened.map_err(|error| failed(error, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Table;

    const NOTES: &Table =
        &Table { name: "note", key: &["id"], ddl: &["CREATE TABLE note (id INTEGER PRIMARY KEY)"] };

    struct Notes;

    impl Projection for Notes {
        const NAME: &'static str = "notes";
        const VERSION: u32 = 1;
        const EVENTS: &'static [&'static str] = &[];
        const TABLES: &'static [&'static Table] = &[NOTES];

        fn project(
            &self,
            _: &tongban_kernel::Recorded,
        ) -> Result<Vec<crate::RowOp>, tongban_kernel::DecodeError> {
            Ok(Vec::new())
        }
    }

    #[tokio::test]
    async fn nothing_empty_is_opened_where_the_old_rows_could_not_be_put_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes.v1.db");
        let content = Content::of::<Notes>(1);
        open(&path, content).await.unwrap().close().await.unwrap();
        std::fs::rename(&path, dir.path().join("notes.v1.db.replaced")).unwrap();
        let refused = reopen(&path, content).await.unwrap_err();
        assert!(matches!(refused, StoreError::HalfExchanged { .. }), "{refused}");
        assert!(!path.exists());
    }
}
