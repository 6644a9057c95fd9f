//! A disk in memory that forgets on a power cut what was not synced, fills up, and fails.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::super::disk::{Access, Disk, DiskFile};
use super::Random;

/// A power cut keeps or loses unsynced bytes in pieces of this size.
const SECTOR_BYTES: usize = 512;

/// How well a disk keeps its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Word {
    /// What was synced is there after a power cut.
    #[default]
    Kept,
    /// Syncing a file does nothing.
    NoSync,
    /// Syncing a file brings to disk what was written before the sync before it.
    LateSync,
    /// Syncing a folder does nothing.
    NoDirSync,
}

/// See the module. Copies share the same disk.
#[derive(Clone, Debug, Default)]
pub(super) struct SimDisk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    /// The names that survive a power cut.
    durable_names: BTreeMap<PathBuf, usize>,
    dirs: BTreeSet<PathBuf>,
    word: Word,
    /// Changes and syncs until the power is cut.
    n_until_cut: Option<u64>,
    /// Syncs until one fails.
    n_until_failing_sync: Option<u64>,
    /// Bytes that still fit.
    room: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct Inode {
    bytes: Vec<u8>,
    durable: Vec<u8>,
    unsynced: Vec<Change>,
    /// How many of `unsynced` the last sync found.
    n_late: usize,
}

#[derive(Clone, Debug)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => {
                to.resize(to.len().max(offset + bytes.len()), 0);
                to[*offset..offset + bytes.len()].copy_from_slice(bytes);
            }
            Self::Truncate(size) => to.resize(*size, 0),
        }
    }

    /// What of an unsynced change a power cut leaves.
    fn apply_some(&self, to: &mut Vec<u8>, random: &mut Random) {
        let Self::Write { offset, bytes } = self else {
            if random.below(2) == 0 {
                self.apply(to);
            }
            return;
        };
        for (i, sector) in bytes.chunks(SECTOR_BYTES).enumerate() {
            if random.below(2) == 0 {
                let offset = offset + i * SECTOR_BYTES;
                Self::Write { offset, bytes: sector.to_vec() }.apply(to);
            }
        }
    }
}

impl SimDisk {
    /// A disk with these files, all of them synced.
    pub(super) fn with_files(files: &BTreeMap<PathBuf, Vec<u8>>) -> Self {
        let mut state = State::default();
        for (path, bytes) in files {
            state.dirs.extend(path.ancestors().skip(1).map(Path::to_owned));
            state.names.insert(path.clone(), state.inodes.len());
            let (bytes, durable) = (bytes.clone(), bytes.clone());
            state.inodes.push(Inode { bytes, durable, ..Inode::default() });
        }
        state.durable_names = state.names.clone();
        Self(Arc::new(Mutex::new(state)))
    }

    /// The files as they are now.
    pub(super) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.lock();
        let bytes =
            |(path, inode): (&PathBuf, &usize)| (path.clone(), state.inodes[*inode].bytes.clone());
        state.names.iter().map(bytes).collect()
    }

    pub(super) fn set_word(&self, word: Word) {
        self.lock().word = word;
    }

    /// Cuts the power after so many changes and syncs: from then on nothing works.
    pub(super) fn cut_after(&self, n: u64) {
        self.lock().n_until_cut = Some(n);
    }

    /// Lets the sync fail that comes after so many.
    pub(super) fn fail_sync_after(&self, n: u64) {
        self.lock().n_until_failing_sync = Some(n);
    }

    /// Leaves room for so many bytes; without a limit for none.
    pub(super) fn set_room(&self, room: Option<usize>) {
        self.lock().room = room;
    }

    /// What is left after a power cut.
    pub(super) fn after_power_cut(&self, random: &mut Random) -> Self {
        let state = self.lock();
        let mut files = BTreeMap::new();
        let all_dirs: BTreeSet<_> = state.names.keys().filter_map(|path| path.parent()).collect();
        for dir in all_dirs {
            // A folder is as it was synced, or further.
            let names = if random.below(2) == 0 { &state.names } else { &state.durable_names };
            for (path, inode) in names.iter().filter(|(path, _)| path.parent() == Some(dir)) {
                let inode = &state.inodes[*inode];
                let mut bytes = inode.durable.clone();
                for change in &inode.unsynced {
                    change.apply_some(&mut bytes, random);
                }
                files.insert(path.clone(), bytes);
            }
        }
        let left = Self::with_files(&files);
        left.lock().dirs.clone_from(&state.dirs);
        left
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The state, for a change: refused when the power is off.
    fn change(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.lock();
        match &mut state.n_until_cut {
            Some(0) => return Err(io::Error::other("the power is off")),
            Some(n) => *n -= 1,
            None => {}
        }
        Ok(state)
    }
}

impl Disk for SimDisk {
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        self.change()?.dirs.extend(dir.ancestors().map(Path::to_owned));
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let state = self.lock();
        if !state.dirs.contains(dir) {
            return Err(ErrorKind::NotFound.into());
        }
        let inside = state.names.keys().filter(|path| path.parent() == Some(dir));
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        Ok(inside.map(name).collect())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.change()?;
        let inode = state.inodes.len();
        state.inodes.push(Inode::default());
        state.names.insert(path.to_owned(), inode);
        Ok(Box::new(SimFile { disk: self.clone(), inode }))
    }

    fn open(&self, path: &Path, _access: Access) -> io::Result<Box<dyn DiskFile>> {
        let inode = *self.lock().names.get(path).ok_or(ErrorKind::NotFound)?;
        Ok(Box::new(SimFile { disk: self.clone(), inode }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.change()?;
        let inode = state.names.remove(from).ok_or(ErrorKind::NotFound)?;
        state.names.insert(to.to_owned(), inode);
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.change()?;
        if state.word != Word::NoDirSync {
            let State { names, durable_names, .. } = &mut *state;
            durable_names.retain(|path, _| path.parent() != Some(dir));
            let inside = names.iter().filter(|(path, _)| path.parent() == Some(dir));
            durable_names.extend(inside.map(|(path, inode)| (path.clone(), *inode)));
        }
        Ok(())
    }
}

#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    inode: usize,
}

impl SimFile {
    fn change(&self, change: Change) -> io::Result<()> {
        let mut state = self.disk.change()?;
        let inode = &mut state.inodes[self.inode];
        change.apply(&mut inode.bytes);
        inode.unsynced.push(change);
        Ok(())
    }
}

impl DiskFile for SimFile {
    fn size(&self) -> io::Result<u64> {
        Ok(self.disk.lock().inodes[self.inode].bytes.len() as u64)
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.disk.lock();
        let offset = usize::try_from(offset).unwrap();
        let stored = state.inodes[self.inode].bytes.get(offset..).unwrap_or_default();
        let n = stored.len().min(bytes.len());
        bytes[..n].copy_from_slice(&stored[..n]);
        Ok(n)
    }

    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let room = self.disk.lock().room;
        let fits = room.map_or(bytes.len(), |room| room.min(bytes.len()));
        self.change(Change::Write { offset, bytes: bytes[..fits].to_vec() })?;
        self.disk.lock().room = room.map(|room| room - fits);
        if fits < bytes.len() { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn truncate(&self, size: u64) -> io::Result<()> {
        self.change(Change::Truncate(usize::try_from(size).unwrap()))
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.disk.change()?;
        match &mut state.n_until_failing_sync {
            Some(0) => return Err(io::Error::other("the disk did not take it")),
            Some(n) => *n -= 1,
            None => {}
        }
        let word = state.word;
        let inode = &mut state.inodes[self.inode];
        let n_synced = match word {
            Word::Kept | Word::NoDirSync => inode.unsynced.len(),
            Word::NoSync => 0,
            Word::LateSync => inode.n_late,
        };
        for change in inode.unsynced.drain(..n_synced) {
            change.apply(&mut inode.durable);
        }
        inode.n_late = inode.unsynced.len();
        Ok(())
    }
}
