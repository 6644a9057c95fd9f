//! The file, read on a thread of its own.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::tz::Offset;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tongban_kernel::Hash;

use super::ImportError;
use crate::history::xes::{Trace, XesReader};

/// Traces that are read ahead: enough that reader and writer do not wait for one another.
const AHEAD_MAX: usize = 64;
const BUFFER_BYTES: usize = 64 * 1024;

/// A file with a log.
#[derive(Clone, Debug)]
pub(super) struct Source {
    path: PathBuf,
    n_bytes: u64,
    local_offset: Offset,
}

/// What is known of a log when it was read to its end.
pub(super) struct Ending {
    pub(super) n_stray_events: u64,
    pub(super) n_local_dates: u64,
}

/// The traces of a log in file order, while they are read. Dropping them ends the reading.
pub(super) struct Traces {
    traces: mpsc::Receiver<Trace>,
    reader: JoinHandle<Result<Ending, ImportError>>,
    n_bytes_read: Arc<AtomicU64>,
}

impl Source {
    pub(super) fn new(path: &Path, local_offset: Offset) -> Result<Self, ImportError> {
        let about = std::fs::metadata(path).map_err(|error| open_error(path, error))?;
        Ok(Self { path: path.to_owned(), n_bytes: about.len(), local_offset })
    }

    /// The file's name, without its folder.
    pub(super) fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The size of the file.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// The hash of the file as it lies there.
    pub(super) async fn hash(&self) -> Result<Hash, ImportError> {
        let source = self.clone();
        let hash = move || hash(&source.path).map_err(|error| open_error(&source.path, error));
        tokio::task::spawn_blocking(hash).await?
    }

    /// Begins to read.
    pub(super) fn read(&self) -> Traces {
        let (sender, traces) = mpsc::channel(AHEAD_MAX);
        let n_bytes_read = Arc::new(AtomicU64::new(0));
        let (source, count) = (self.clone(), Arc::clone(&n_bytes_read));
        let reader = tokio::task::spawn_blocking(move || source.send_to(&sender, count));
        Traces { traces, reader, n_bytes_read }
    }

    fn send_to(
        &self,
        traces: &mpsc::Sender<Trace>,
        n_bytes_read: Arc<AtomicU64>,
    ) -> Result<Ending, ImportError> {
        let file = File::open(&self.path).map_err(|error| open_error(&self.path, error))?;
        let mut reader = XesReader::new(Counted { file, n_bytes_read }, self.local_offset)?;
        for trace in reader.by_ref() {
            if traces.blocking_send(trace?).is_err() {
                // Whoever wanted the traces went away; there is nobody to tell about the rest.
                break;
            }
        }
        Ok(Ending {
            n_stray_events: reader.n_stray_events(),
            n_local_dates: reader.n_local_dates(),
        })
    }
}

impl Traces {
    /// The next trace; none at the end and after a fault.
    pub(super) async fn next(&mut self) -> Option<Trace> {
        self.traces.recv().await
    }

    /// The same, for a thread that may wait.
    pub(super) fn blocking_next(&mut self) -> Option<Trace> {
        self.traces.blocking_recv()
    }

    /// Bytes of the file that were read so far.
    pub(super) fn n_bytes_read(&self) -> u64 {
        self.n_bytes_read.load(Ordering::Relaxed)
    }

    /// What is known at the end, or the fault that the reader met.
    pub(super) async fn end(self) -> Result<Ending, ImportError> {
        drop(self.traces);
        self.reader.await?
    }
}

/// Counts what is read, so that a bar can move.
struct Counted {
    file: File,
    n_bytes_read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.file.read(buffer)?;
        self.n_bytes_read.fetch_add(n_bytes as u64, Ordering::Relaxed);
        Ok(n_bytes)
    }
}

fn hash(path: &Path) -> io::Result<Hash> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let n_bytes = file.read(&mut buffer)?;
        if n_bytes == 0 {
            return Ok(Hash(hasher.finalize().into()));
        }
        hasher.update(&buffer[..n_bytes]);
    }
}

fn open_error(path: &Path, source: io::Error) -> ImportError {
    ImportError::Open { path: path.display().to_string(), source }
}
