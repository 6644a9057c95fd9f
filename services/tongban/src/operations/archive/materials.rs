//! Files that were handed in, on their way into an archive and out of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Result;
use futures_util::{StreamExt as _, stream};
use tongban_vault::{MaterialId, Materials, MaterialsError, ReadError};

/// Files on their way at once: a store at the other end of a line answers each after a while, and a
/// file is in memory meanwhile.
const AT_ONCE: usize = 8;

/// What became of files that were to be copied.
#[derive(Debug, Default)]
pub(super) struct Copied {
    /// Those that the target had not.
    pub(super) n_new: usize,
    /// Those that are not at the source.
    pub(super) unknown: BTreeSet<MaterialId>,
    /// Those that are not whole there.
    pub(super) damaged: BTreeSet<MaterialId>,
}

impl Copied {
    /// Those that could not be copied.
    pub(super) fn lost(self) -> BTreeSet<MaterialId> {
        self.unknown.into_iter().chain(self.damaged).collect()
    }
}

/// Copies the files that are there.
pub(super) async fn copy(
    from: &Arc<Materials>,
    to: &Arc<Materials>,
    ids: BTreeSet<MaterialId>,
) -> Result<Copied> {
    let copying = stream::iter(ids).map(|id| {
        let (from, to) = (Arc::clone(from), Arc::clone(to));
        let copying = tokio::task::spawn_blocking(move || from.copy_one_into(&to, id));
        async move { anyhow::Ok((id, copying.await?)) }
    });
    let mut copying = copying.buffer_unordered(AT_ONCE);
    let mut copied = Copied::default();
    while let Some(next) = copying.next().await {
        let (id, done) = next?;
        match done {
            Ok(is_new) => copied.n_new += usize::from(is_new),
            Err(MaterialsError::Read(ReadError::Unknown { .. })) => {
                copied.unknown.insert(id);
            }
            Err(MaterialsError::Read(ReadError::Damaged { .. })) => {
                copied.damaged.insert(id);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(copied)
}
