//! The index: where the records of each stream lie. It owns no fact. Whatever it says is checked
//! against the log, and on any doubt it is made anew from it.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tongban_kernel::{Category, Hash, Partition, Seq, StreamId};

use super::tail::{Entry, Place, StreamRecord};

/// sled reads a leaf as a whole: small ones make single look-ups cheap, and a million streams still
/// have few enough of them to be kept track of.
const LEAF_FANOUT: usize = 256;
/// As sled counts it, by the bytes of a leaf on disk before they are compressed: in memory its small
/// keys and values take twice that.
const CACHE_BYTES: usize = 32 << 20;
/// Leaves that come to be held before sled's files are opened again, of about thirty kilobytes each:
/// sled never lets go of one that was written, whatever its cache may hold. (It takes every leaf that
/// was ever flushed for one that still is to be: `max_unflushed_epoch`.)
pub(super) const LEAVES_HELD_MAX: u64 = 2_048;
/// The records of a stream lie in chunks of this many, so that adding one to a long stream does not
/// write all of it again.
const CHUNK_RECORDS_MAX: usize = 128;
const KEY_BYTES: usize = Category::BYTES_MAX + 16;

type Tree = sled::Tree<LEAF_FANOUT>;

/// Why the index cannot answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum IndexFault {
    /// The operating system, or sled, refused.
    #[error("the index cannot be read or written")]
    Io(#[source] io::Error),
    /// sled gave up: it does so on files that are not what it wrote.
    #[error("the index failed: {0}")]
    Panicked(String),
    /// It answers what nobody wrote.
    #[error("the index holds {0}")]
    Nonsense(&'static str),
    /// It could not be opened again, or made anew; the indexer goes on trying.
    #[error("the index is broken")]
    Broken,
}

/// How far a partition is indexed, and a fact by which to recognise the log that it is an index of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) seq: Seq,
    /// The record that holds `seq`.
    pub(super) place: Place,
    /// The hash of the event at `seq`.
    pub(super) hash: Hash,
}

#[derive(Serialize, Deserialize)]
struct StoredMark {
    seq: u64,
    place: StoredPlace,
    hash: Hash,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct StoredPlace {
    segment: u64,
    offset: u32,
    size: u32,
}

#[derive(Serialize, Deserialize)]
struct Chunk {
    /// The number of full chunks before this.
    number: u32,
    first_revision: u64,
    /// The last revision that each record holds, and where it lies.
    records: Vec<(u64, StoredPlace)>,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Index {
    dir: PathBuf,
    /// Taken away while it is made anew, and until the next attempt when that fails.
    db: RwLock<Option<Handles>>,
}

/// sled's handles are not to be shared between threads: each call borrows one, and gives it back.
#[derive(Debug)]
struct Handles {
    idle: Mutex<Vec<Tree>>,
    original: Mutex<sled::Db<LEAF_FANOUT>>,
    n_added: AtomicU64,
}

impl Handles {
    fn borrow(&self) -> Tree {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| {
            Tree::clone(&self.original.lock().unwrap_or_else(PoisonError::into_inner))
        })
    }

    fn give_back(&self, handle: Tree) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
    }

    /// Leaves that were read or made since they were opened, at most.
    fn n_leaves(&self) -> u64 {
        let original = self.original.lock().unwrap_or_else(PoisonError::into_inner);
        // A full leaf becomes two.
        let n_made = self.n_added.load(Ordering::Relaxed) / (LEAF_FANOUT as u64 / 2);
        original.stats().cache.cache_misses + n_made
    }
}

impl Index {
    /// Opens the index in `dir`; an empty one where there is none.
    pub(super) fn open(dir: &Path) -> Result<Self, IndexFault> {
        let db = open_db(dir)?;
        Ok(Self { dir: dir.to_owned(), db: RwLock::new(Some(db)) })
    }

    /// An empty index in `dir`, in place of whatever is there.
    pub(super) fn create(dir: &Path) -> Result<Self, IndexFault> {
        remove(dir).map_err(IndexFault::Io)?;
        Self::open(dir)
    }

    /// How far a partition is indexed.
    pub(super) fn mark(&self, partition: Partition) -> Result<Option<Mark>, IndexFault> {
        let stored = self.with(|db| get::<StoredMark>(db, &mark_key(partition)))?;
        let mark = |stored: StoredMark| Mark {
            seq: Seq(stored.seq),
            place: stored.place.into(),
            hash: stored.hash,
        };
        Ok(stored.map(mark))
    }

    /// The records of a stream that hold revisions after the first `after_revision`, in order.
    pub(super) fn records(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> Result<Vec<StreamRecord>, IndexFault> {
        self.with(|db| {
            let mut chunks = Vec::new();
            let mut next = get::<Chunk>(db, &stream_key(stream))?;
            while let Some(chunk) = next {
                let (number, is_enough) =
                    (chunk.number, chunk.first_revision <= after_revision + 1);
                chunks.push(chunk);
                if number == 0 || is_enough {
                    break;
                }
                next = get(db, &full_chunk_key(stream, number - 1))?;
                if next.is_none() {
                    return Err(IndexFault::Nonsense("a stream without its beginning"));
                }
            }
            let records = chunks.iter().rev().flat_map(Chunk::records);
            Ok(records.filter(|record| record.last_revision > after_revision).collect())
        })
    }

    /// The newest record of a stream.
    pub(super) fn newest(&self, stream: StreamId) -> Result<Option<StreamRecord>, IndexFault> {
        let chunk = self.with(|db| get::<Chunk>(db, &stream_key(stream)))?;
        Ok(chunk.and_then(|chunk| chunk.records().last()))
    }

    /// Adds the next records of a partition, and returns when they are on disk.
    pub(super) fn add(
        &self,
        partition: Partition,
        mut entries: Vec<Entry>,
        mark: Mark,
    ) -> Result<(), IndexFault> {
        // In the order of the keys, each stream's records together and in their order.
        entries.sort_by_key(|entry| entry.stream);
        let n_added = entries.len() as u64;
        self.with(|db| {
            let mut batch = sled::Batch::default();
            for of_stream in entries.chunk_by(|a, b| a.stream == b.stream) {
                add_to_stream(db, &mut batch, of_stream)?;
            }
            let stored = StoredMark { seq: mark.seq.0, place: mark.place.into(), hash: mark.hash };
            batch.insert(mark_key(partition), encode(&stored)?);
            db.apply_batch(batch).map_err(IndexFault::Io)?;
            db.flush().map_err(IndexFault::Io)?;
            Ok(())
        })?;
        self.note_added(n_added)
    }

    /// Opens sled's files again where it holds too much. Whoever asks meanwhile waits.
    fn note_added(&self, n_added: u64) -> Result<(), IndexFault> {
        let mut db = self.db.write().unwrap_or_else(PoisonError::into_inner);
        let Some(handles) = &*db else { return Err(IndexFault::Broken) };
        handles.n_added.fetch_add(n_added, Ordering::Relaxed);
        if handles.n_leaves() > LEAVES_HELD_MAX {
            // Closed first: sled locks its folder.
            *db = None;
            *db = Some(open_db(&self.dir)?);
        }
        Ok(())
    }

    /// The number of leaves that sled holds, at most.
    #[cfg(test)]
    pub(super) fn n_leaves(&self) -> u64 {
        let db = self.db.read().unwrap_or_else(PoisonError::into_inner);
        db.as_ref().map_or(0, Handles::n_leaves)
    }

    /// Lets go of sled's files and takes what `open` finds or makes of them, once `fill` has made it
    /// complete. Whoever asks meanwhile is told at once that the index is broken, and so is everybody
    /// until the next attempt when that fails. One at a time: see [`Lookup`](super::lookup::Lookup).
    pub(super) fn replace<E: From<IndexFault>>(
        &self,
        open: impl FnOnce(&Path) -> Result<Self, IndexFault>,
        fill: impl FnOnce(&Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let put = |handles| {
            *self.db.write().unwrap_or_else(PoisonError::into_inner) = handles;
        };
        put(None);
        let fresh = open(&self.dir)?;
        fill(&fresh)?;
        put(fresh.db.into_inner().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    /// Whether nobody is answered.
    pub(super) fn is_broken(&self) -> bool {
        self.db.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn with<T>(&self, ask: impl FnOnce(&Tree) -> Result<T, IndexFault>) -> Result<T, IndexFault> {
        let db = self.db.read().unwrap_or_else(PoisonError::into_inner);
        let handles = db.as_ref().ok_or(IndexFault::Broken)?;
        let handle = handles.borrow();
        // One that panicked is not given back.
        let answer = caught(|| ask(&handle));
        if !matches!(answer, Err(IndexFault::Panicked(_))) {
            handles.give_back(handle);
        }
        answer
    }
}

impl Chunk {
    fn records(&self) -> impl DoubleEndedIterator<Item = StreamRecord> {
        (0..self.records.len()).map(|i| {
            let before = i.checked_sub(1).map(|before| self.records[before].0);
            let (last_revision, place) = self.records[i];
            StreamRecord {
                first_revision: before.map_or(self.first_revision, |before| before + 1),
                last_revision,
                place: place.into(),
            }
        })
    }
}

fn add_to_stream(db: &Tree, batch: &mut sled::Batch, entries: &[Entry]) -> Result<(), IndexFault> {
    let Some(first) = entries.first() else {
        return Ok(());
    };
    let key = stream_key(first.stream);
    let new = |number, first_revision| Chunk { number, first_revision, records: Vec::new() };
    let mut chunk = get::<Chunk>(db, &key)?.unwrap_or_else(|| new(0, first.record.first_revision));
    for Entry { stream, record, .. } in entries {
        if let Some((newest, _)) = chunk.records.last() {
            if record.last_revision <= *newest {
                // Added before a flush failed, and added again.
                continue;
            }
            if newest + 1 != record.first_revision {
                return Err(IndexFault::Nonsense("a stream with a gap"));
            }
        }
        if chunk.records.len() >= CHUNK_RECORDS_MAX {
            let number = chunk.number;
            let full = std::mem::replace(&mut chunk, new(number + 1, record.first_revision));
            batch.insert(full_chunk_key(*stream, number), encode(&full)?);
        }
        chunk.records.push((record.last_revision, record.place.into()));
    }
    batch.insert(key, encode(&chunk)?);
    Ok(())
}

fn get<T: serde::de::DeserializeOwned>(db: &Tree, key: &[u8]) -> Result<Option<T>, IndexFault> {
    let Some(bytes) = db.get(key).map_err(IndexFault::Io)? else {
        return Ok(None);
    };
    let decoded = postcard::from_bytes(&bytes);
    decoded.map(Some).map_err(|_| IndexFault::Nonsense("a value that cannot be decoded"))
}

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, IndexFault> {
    postcard::to_stdvec(value).map_err(|_| IndexFault::Nonsense("a value that cannot be encoded"))
}

/// sled panics on files that are not what it wrote; to us that is an index like any other that
/// must be made anew.
fn caught<T>(ask: impl FnOnce() -> Result<T, IndexFault>) -> Result<T, IndexFault> {
    catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(IndexFault::Panicked(text.unwrap_or_default()))
    })
}

fn open_db(dir: &Path) -> Result<Handles, IndexFault> {
    caught(|| {
        let mut config = sled::Config::new().path(dir).flush_every_ms(None);
        // No thread of sled's own: it ends the process when it cannot write.
        config.cache_capacity_bytes = CACHE_BYTES;
        // It is written more often than read, beside a writer who waits for the processor too.
        config.zstd_compression_level = 1;
        let original = Mutex::new(config.open().map_err(IndexFault::Io)?);
        Ok(Handles { idle: Mutex::default(), original, n_added: AtomicU64::new(0) })
    })
}

fn remove(dir: &Path) -> io::Result<()> {
    let removed = match std::fs::symlink_metadata(dir) {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(dir),
        Ok(_) => std::fs::remove_file(dir),
        Err(error) => Err(error),
    };
    removed
        .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Streams sort by kind and then by id: ids that carry their time sort together.
fn stream_key(stream: StreamId) -> [u8; KEY_BYTES] {
    let mut key = [0; KEY_BYTES];
    key[..Category::BYTES_MAX].copy_from_slice(stream.category.as_bytes());
    key[Category::BYTES_MAX..].copy_from_slice(stream.id.as_bytes());
    key
}

fn full_chunk_key(stream: StreamId, number: u32) -> [u8; KEY_BYTES + 4] {
    let mut key = [0; KEY_BYTES + 4];
    key[..KEY_BYTES].copy_from_slice(&stream_key(stream));
    key[KEY_BYTES..].copy_from_slice(&number.to_be_bytes());
    key
}

/// Sorts before every stream: no category begins with a zero.
fn mark_key(partition: Partition) -> [u8; 3] {
    let [high, low] = partition.0.to_be_bytes();
    [0, high, low]
}

impl From<Place> for StoredPlace {
    fn from(place: Place) -> Self {
        Self { segment: place.segment.0, offset: place.offset, size: place.size }
    }
}

impl From<StoredPlace> for Place {
    fn from(stored: StoredPlace) -> Self {
        Self { segment: Seq(stored.segment), offset: stored.offset, size: stored.size }
    }
}
