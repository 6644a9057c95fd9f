use std::fs::{File, TryLockError};

use anyhow::Result;
use tongban_kernel::Text;
use tongban_pgkit::Claim;
use tongban_readmodel::Database;

use super::DataDir;
use crate::refusal::{OrRefuse as _, Refusal};

/// What a process of a cluster has to itself while it lives: its folder, and its name among those
/// that share the database.
pub(crate) struct Alone {
    _folder: File,
    name: Claim,
}

/// Another process has the name: it may just be ending, so it is waited for.
#[derive(Debug, thiserror::Error)]
#[error(
    "another process named {name} is at work; wait until it has ended, or give this one a name of \
     its own with --process"
)]
pub(crate) struct NameTaken {
    /// The name.
    pub(crate) name: String,
}

impl Alone {
    /// Takes both.
    ///
    /// # Errors
    /// When another process has one of them: [`NameTaken`] where it is the name.
    pub(super) async fn take(data: &DataDir, database: &Database, name: &str) -> Result<Self> {
        let folder = hold(data)?;
        let claimed = Claim::of(database.options(), name).await;
        let claimed =
            claimed.or_refuse(|| Text::new("数据库无法使用", "the database cannot be used"))?;
        let name = claimed.ok_or_else(|| NameTaken { name: name.to_owned() })?;
        Ok(Self { _folder: folder, name })
    }

    /// Returns when another process has the name, which must not go on beside this one.
    pub(super) async fn is_over(&self) {
        self.name.taken().await;
    }
}

/// Locks the folder until the file is dropped, or the process dies.
fn hold(data: &DataDir) -> Result<File> {
    let path = data.process_lock();
    let file = File::create(&path).or_refuse(|| {
        let path = path.display();
        Text::new(format!("无法写入 {path}"), format!("cannot write {path}"))
    })?;
    let folder = data.path().display();
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Refusal::of(
            format!("{folder} 正被另一进程使用；请用 --data 为每个进程指明各自的文件夹"),
            format!(
                "{folder} is the folder of another process, which is at work; give every process \
                 one of its own with --data"
            ),
        )),
        Err(TryLockError::Error(error)) => Err(error)
            .or_refuse(|| Text::new(format!("无法锁定 {folder}"), format!("cannot lock {folder}"))),
    }
}
