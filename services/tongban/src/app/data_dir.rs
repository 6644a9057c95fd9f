use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tongban_vault::Secret;

const TOKEN_KEY: &str = "token.key";

/// The data folder and what lies where in it.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// This folder; made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        std::fs::create_dir_all(&path)
            .with_context(|| format!("cannot make the data folder {}", path.display()))?;
        Ok(Self(path))
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

    /// Copies the key of tokens, so that sessions outlive a restore.
    pub(crate) fn copy_token_secret(&self, to: &Self) -> Result<()> {
        let (from, copy) = (self.0.join(TOKEN_KEY), to.0.join(TOKEN_KEY));
        std::fs::copy(&from, &copy).context("the key of tokens")?;
        Ok(std::fs::File::open(copy)?.sync_all()?)
    }

    /// The key under which tokens are signed; made on first use.
    pub(super) fn token_secret(&self) -> Result<Secret> {
        Secret::load_or_create(&self.0.join(TOKEN_KEY)).context("the key of tokens")
    }
}
