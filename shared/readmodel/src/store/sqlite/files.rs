use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tracing::{info, warn};

use crate::StoreError;

/// What SQLite keeps beside a database, and our mark.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", DAMAGED];
const DAMAGED: &str = ".damaged";

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Removes a closed database; it need not be there.
pub(crate) fn remove_database(path: &Path) -> Result<(), StoreError> {
    // The database goes first: without it, what stands beside it is worth nothing to SQLite.
    remove_file(path)?;
    COMPANIONS.iter().try_for_each(|suffix| remove_file(&with_suffix(path, suffix)))
}

fn remove_file(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(StoreError::io("remove", path)),
    }
}

/// Remembers that a database was found damaged while in use, for the next start: looking through
/// all of it at every start would take too long.
pub(crate) fn mark_damaged(path: &Path) {
    if let Err(error) = fs::write(with_suffix(path, DAMAGED), b"") {
        warn!(path = %path.display(), error = %error, "a damaged read model cannot be marked");
    }
}

/// Whether it was found damaged while in use.
pub(crate) fn is_marked_damaged(path: &Path) -> bool {
    with_suffix(path, DAMAGED).exists()
}

/// Keeps a closed database under another name and answers it. One is kept, the newest: a fault that
/// comes back must not fill the disk.
pub(crate) fn move_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let aside = with_suffix(path, ".unreadable");
    fs::rename(path, &aside).map_err(StoreError::io("move aside", path))?;
    remove_database(path)?;
    Ok(aside)
}

/// A closed database that was built beside the old one and stands in its place now; the old one is
/// kept until it is known that the new one can be used.
///
/// A crash in between leaves none, or the new one: [`settle`] then puts the old one back.
pub(crate) struct Exchange<'a> {
    path: &'a Path,
    aside: PathBuf,
}

impl<'a> Exchange<'a> {
    /// Puts `built` in the place of the database at `path`.
    ///
    /// # Errors
    /// When a file cannot be moved; the old one then stands where it stood.
    pub(crate) fn begin(built: &Path, path: &'a Path) -> Result<Self, StoreError> {
        // It was built without waiting for the disk.
        let file = File::open(built).map_err(StoreError::io("open", built))?;
        file.sync_all().map_err(StoreError::io("flush", built))?;
        let exchange = Self { path, aside: replaced(path) };
        remove_database(&exchange.aside)?;
        let moved = move_database(path, &exchange.aside)
            .and_then(|()| fs::rename(built, path).map_err(StoreError::io("rename", built)));
        match moved {
            Ok(()) => Ok(exchange),
            Err(error) => {
                exchange.put_back();
                Err(error)
            }
        }
    }

    /// Leaves the new one in place.
    pub(crate) fn keep(self) {
        if let Err(error) = remove_database(&self.aside) {
            warn!(path = %self.path.display(), error = %error, "old rows are removed at the next start");
        }
    }

    /// Puts the old one back: the new one is of no use.
    pub(crate) fn undo(self) {
        if let Err(error) = remove_database(self.path) {
            warn!(path = %self.path.display(), error = %error, "rows of no use stay in place");
            return;
        }
        self.put_back();
    }

    fn put_back(&self) {
        if let Err(error) = put_back(&self.aside, self.path) {
            warn!(path = %self.path.display(), error = %error, "old rows cannot be put back");
        }
    }
}

fn put_back(aside: &Path, path: &Path) -> Result<(), StoreError> {
    // The database goes last: until then nothing stands there, and nothing is read wrongly.
    COMPANIONS.iter().try_for_each(|suffix| {
        move_file(&with_suffix(aside, suffix), &with_suffix(path, suffix))
    })?;
    move_file(aside, path)
}

/// Whether an exchange was cut off, or could not be undone: nothing stands in the place, and the old
/// database beside it.
pub(crate) fn is_half_exchanged(path: &Path) -> bool {
    !path.exists() && replaced(path).is_file()
}

/// Puts the old database back where an exchange came to no end; answers whether it did.
///
/// # Errors
/// When it cannot be moved: what would be opened then is empty.
pub(crate) fn settle(path: &Path) -> Result<bool, StoreError> {
    if !is_half_exchanged(path) {
        return Ok(false);
    }
    put_back(&replaced(path), path).map_err(|error| half_exchanged(path, error))?;
    info!(path = %path.display(), "rows whose exchange came to no end were put back");
    Ok(true)
}

/// Why a place at which nothing stands is not opened.
pub(crate) fn half_exchanged(path: &Path, source: StoreError) -> StoreError {
    let (path, aside) = (path.display().to_string(), replaced(path).display().to_string());
    StoreError::HalfExchanged { path, aside, source: Box::new(source) }
}

/// Removes old rows that a crash left beside the new ones.
pub(crate) fn remove_replaced(path: &Path) -> Result<(), StoreError> {
    remove_database(&replaced(path))
}

/// Where the old rows are while new ones take their place.
fn replaced(path: &Path) -> PathBuf {
    with_suffix(path, ".replaced")
}

/// Moves a closed database; it need not be there.
fn move_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    // The database goes first, as when it is removed. Its write-ahead log goes with it: the next
    // database of its name must not be taken for the one that it belongs to.
    move_file(from, to)?;
    COMPANIONS
        .iter()
        .try_for_each(|suffix| move_file(&with_suffix(from, suffix), &with_suffix(to, suffix)))
}

fn move_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    match fs::rename(from, to) {
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(()),
        moved => moved.map_err(StoreError::io("move", from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_cannot_be_exchanged_is_where_it_was_with_all_that_belongs_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tasks.db");
        for suffix in ["", "-wal", DAMAGED] {
            fs::write(with_suffix(&path, suffix), format!("old{suffix}")).unwrap();
        }
        // It can be opened and flushed, but no name that ends so can be moved.
        let built = dir.path().join("built");
        fs::create_dir(&built).unwrap();
        assert!(Exchange::begin(&built.join("."), &path).is_err());
        for suffix in ["", "-wal", DAMAGED] {
            let found = fs::read_to_string(with_suffix(&path, suffix)).unwrap();
            assert_eq!(found, format!("old{suffix}"));
        }
        assert!(!replaced(&path).exists());
    }

    #[test]
    fn an_exchange_that_came_to_no_end_is_put_right_wherever_it_stopped() {
        let suffixes = ["", "-wal", DAMAGED];
        // So many files of the old database had been moved when it stopped.
        for n_moved in 1..=suffixes.len() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("tasks.db");
            for (n, suffix) in suffixes.iter().enumerate() {
                let at = if n < n_moved { replaced(&path) } else { path.clone() };
                fs::write(with_suffix(&at, suffix), format!("old{suffix}")).unwrap();
            }
            assert!(settle(&path).unwrap());
            for suffix in suffixes {
                let found = fs::read_to_string(with_suffix(&path, suffix)).unwrap();
                assert_eq!(found, format!("old{suffix}"), "{n_moved} moved");
            }
            assert!(!settle(&path).unwrap());
        }
    }

    #[test]
    fn rows_that_cannot_be_put_back_are_refused_with_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tasks.db");
        fs::write(replaced(&path), "old").unwrap();
        fs::write(with_suffix(&replaced(&path), "-wal"), "old").unwrap();
        // No file can take the place of a folder.
        fs::create_dir(with_suffix(&path, "-wal")).unwrap();
        let refused = settle(&path).unwrap_err();
        let told = refused.to_string();
        assert!(matches!(refused, StoreError::HalfExchanged { .. }), "{told}");
        assert!(told.contains("tasks.db.replaced") && told.contains("start again"), "{told}");
        assert!(!path.exists() && replaced(&path).exists());
    }

    #[test]
    fn a_new_database_does_not_meet_the_write_ahead_log_of_the_old_one() {
        let dir = tempfile::tempdir().unwrap();
        let (path, built) = (dir.path().join("tasks.db"), dir.path().join("built.db"));
        for (path, text) in [(&path, "old"), (&with_suffix(&path, "-wal"), "old"), (&built, "new")]
        {
            fs::write(path, text).unwrap();
        }
        let exchange = Exchange::begin(&built, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(!with_suffix(&path, "-wal").exists());
        exchange.undo();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_to_string(with_suffix(&path, "-wal")).unwrap(), "old");
    }
}
