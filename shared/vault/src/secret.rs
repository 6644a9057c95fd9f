use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::durable::{self, FileError};

/// 32 random bytes that sign or index; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// A secret that could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file could not be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file has another length.
    #[error("{} holds {len} bytes, not the 32 of a secret", path.display())]
    Length {
        /// The file.
        path: PathBuf,
        /// What it holds.
        len: usize,
    },
}

impl Secret {
    /// A new one, from the random generator of the thread, which the system seeds.
    pub fn random() -> Self {
        Self(random())
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the secret in this file; makes a new one, durably and readable by the owner alone,
    /// where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is no secret.
    pub fn load_or_create(path: &Path) -> Result<Self, SecretError> {
        Self::load_or_keep(path, &Self::random())
    }

    /// Reads the secret in this file; where there is none, keeps this one there, durably and
    /// readable by the owner alone.
    ///
    /// # Errors
    /// The same.
    pub fn load_or_keep(path: &Path, new: &Self) -> Result<Self, SecretError> {
        if path.exists() {
            return Self::load(path);
        }
        durable::create_dir(durable::parent(path))?;
        new.store(path)?;
        Ok(new.clone())
    }

    /// Reads the secret in this file.
    ///
    /// # Errors
    /// When the file cannot be read, or is no secret.
    pub fn load(path: &Path) -> Result<Self, SecretError> {
        let bytes = std::fs::read(path).map_err(FileError::of("read", path))?;
        let exact = <[u8; 32]>::try_from(bytes.as_slice());
        exact.map(Self).map_err(|_| SecretError::Length { path: path.into(), len: bytes.len() })
    }

    pub(crate) fn store(&self, path: &Path) -> Result<(), FileError> {
        durable::replace(path, |file| file.write_all(&self.0))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Bytes nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_read_ever_after() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys/token.key");
        let first = Secret::load_or_create(&path).unwrap();
        assert_eq!(Secret::load_or_create(&path).unwrap(), first);
        assert_ne!(first, Secret::random());
        assert_eq!(format!("{first:?}"), "Secret(…)");
    }

    #[test]
    fn a_secret_that_is_brought_along_is_kept_where_there_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/token.key");
        let (brought, another) = (Secret::random(), Secret::random());
        assert_eq!(Secret::load_or_keep(&path, &brought).unwrap(), brought);
        assert_eq!(Secret::load_or_keep(&path, &another).unwrap(), brought);
    }

    #[test]
    fn a_file_that_is_cut_off_is_no_secret() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("token.key");
        std::fs::write(&path, [7; 31]).unwrap();
        let refused = Secret::load_or_create(&path);
        assert!(matches!(refused, Err(SecretError::Length { len: 31, .. })));
    }
}
