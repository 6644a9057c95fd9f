use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tongban_kernel::Text;
use tongban_vault::Secret;

use crate::refusal::{OrRefuse as _, Refusal};

const TOKEN_KEY: &str = "token.key";
/// What marks the folder of a process that keeps its office at servers, and is locked while it lives.
const PROCESS_LOCK: &str = "process.lock";
/// What every office has beside its log. Materials may be none.
const BESIDE_LOG: [&str; 4] = ["keys", "accounts.db", "readers.db", TOKEN_KEY];

/// The data folder and what lies where in it.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// This folder, its owner's alone; made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(path: impl Into<PathBuf>) -> Result<Self> {
        let data = Self(path.into());
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&data.0);
        let folder = data.0.display();
        made.or_refuse(|| {
            Text::new(
                format!("无法创建数据文件夹 {folder}"),
                format!("cannot make the data folder {folder}"),
            )
        })?;
        data.close_to_others();
        Ok(data)
    }

    /// This folder, which holds an office, or is that of a process that works for one: nothing is
    /// made where none is.
    ///
    /// # Errors
    /// When there is no log in it, and no server works in it.
    pub fn existing(path: impl Into<PathBuf>) -> Result<Self> {
        let data = Self(path.into());
        if !data.has_server() {
            data.refuse_of_cluster()?;
        }
        if !data.has_log() && !data.has_server() {
            let folder = data.0.display();
            return Err(Refusal::of(
                format!(
                    "{folder} 不是通办数据文件夹：其中没有日志。请用 --data 指明已有的数据文件夹；\
                     新建：tongban serve --data {folder} --catalog 目录"
                ),
                format!(
                    "{folder} holds no office: there is no log in it. Name the data folder of one \
                     with --data; a new office begins with: tongban serve --data {folder} \
                     --catalog DIR"
                ),
            ));
        }
        Ok(data)
    }

    /// Refuses what would be done in the folder itself where it is that of a process whose office is
    /// elsewhere.
    ///
    /// # Errors
    /// When it is.
    pub(crate) fn refuse_of_cluster(&self) -> Result<()> {
        if self.has_log() || !self.process_lock().exists() {
            return Ok(());
        }
        let folder = self.0.display();
        Err(Refusal::of(
            format!(
                "{folder} 属于集群中的一个进程，该进程未在运行；请启动该进程，或用 --data \
                 指明另一个正在运行的进程的文件夹"
            ),
            format!(
                "{folder} belongs to a process of a cluster, which is not running; start it, or \
                 name the folder of one that runs with --data"
            ),
        ))
    }

    /// Whether a server works in it: a socket that nobody answers was left by one that crashed.
    fn has_server(&self) -> bool {
        UnixStream::connect(self.admin_socket()).is_ok()
    }

    /// Whether an office was begun in it.
    pub(crate) fn has_log(&self) -> bool {
        fs::read_dir(self.log()).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Takes the rights of others off a folder that was made with them: by hand, or by an older
    /// program. One that holds something else is left alone.
    fn close_to_others(&self) {
        let is_empty = || fs::read_dir(&self.0).is_ok_and(|mut entries| entries.next().is_none());
        let open = fs::metadata(&self.0).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
        if open
            && (self.has_log() || self.accounts().exists() || is_empty())
            && let Err(error) = fs::set_permissions(&self.0, Permissions::from_mode(0o700))
        {
            // A mounted volume may belong to somebody else.
            tracing::warn!(folder = %self.0.display(), %error, "others may read the data folder");
        }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The log: the history of everything.
    pub fn log(&self) -> PathBuf {
        self.0.join("log")
    }

    /// The keys of persons.
    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// The files that were handed in.
    pub fn materials(&self) -> PathBuf {
        self.0.join("materials")
    }

    /// Read models: can be deleted at any time.
    pub fn read_models(&self) -> PathBuf {
        self.0.join("read")
    }

    /// Accounts.
    pub fn accounts(&self) -> PathBuf {
        self.0.join("accounts.db")
    }

    /// The socket by which the command line reaches a running server; whoever may write to the
    /// data folder may use it.
    pub fn admin_socket(&self) -> PathBuf {
        self.0.join("admin.sock")
    }

    /// The file that a process of a cluster locks while it lives.
    pub(super) fn process_lock(&self) -> PathBuf {
        self.0.join(PROCESS_LOCK)
    }

    /// Copies the key of tokens, so that sessions outlive a restore.
    pub(crate) fn copy_token_secret(&self, to: &Self) -> Result<()> {
        let (from, copy) = (self.0.join(TOKEN_KEY), to.0.join(TOKEN_KEY));
        std::fs::copy(&from, &copy).context("the key of tokens")?;
        Ok(std::fs::File::open(copy)?.sync_all()?)
    }

    /// The key under which tokens are signed: `new` where there is none yet.
    pub(crate) fn token_secret(&self, new: &Secret) -> Result<Secret> {
        Secret::load_or_keep(&self.0.join(TOKEN_KEY), new).context("the key of tokens")
    }

    /// Parts that an office cannot do without beside its log, and that are not there.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        BESIDE_LOG.into_iter().filter(|name| !self.0.join(name).exists()).collect()
    }

    /// Whether there is a log and nothing of an office beside it: what copying a log alone leaves.
    pub(crate) fn is_log_alone(&self) -> bool {
        self.missing().len() == BESIDE_LOG.len()
    }
}
