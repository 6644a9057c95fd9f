//! The limit of appends: a queue, one thread that writes what has queued and syncs once, and
//! answers. No expectation, no hash, no place, nothing to be read.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use anyhow::Result;
use tokio::sync::oneshot;

/// The bounds of a batch: those of the log.
const BATCH_APPENDS_MAX: usize = 256;
const BATCH_BYTES_MAX: usize = 1 << 20;

/// See the module.
#[derive(Debug)]
pub(super) struct BareLog {
    queue: Arc<Queue>,
    writer: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Queue {
    state: Mutex<State>,
    ready: Condvar,
}

#[derive(Debug, Default)]
struct State {
    jobs: Vec<Job>,
    writer_sleeps: bool,
    is_closed: bool,
}

type Job = (Vec<u8>, oneshot::Sender<()>);

impl BareLog {
    /// A log in a new file.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file = File::create(path)?;
        let queue = Arc::<Queue>::default();
        let jobs = Arc::clone(&queue);
        let writer = std::thread::Builder::new().name("bare".to_owned()).spawn(move || {
            // A failure drops what waits, and the appends say so.
            let _ = write_all(&file, &jobs);
        })?;
        Ok(Self { queue, writer: Some(writer) })
    }

    /// Appends a record; returns when it is on disk, or with an error when it never will be.
    pub(super) async fn append(&self, record: Vec<u8>) -> Result<(), oneshot::error::RecvError> {
        let (reply, answer) = oneshot::channel();
        self.queue.push((record, reply));
        answer.await
    }
}

impl Drop for BareLog {
    fn drop(&mut self) {
        self.queue.lock().is_closed = true;
        self.queue.ready.notify_one();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Queue {
    fn push(&self, job: Job) {
        let mut state = self.lock();
        state.jobs.push(job);
        let writer_sleeps = std::mem::take(&mut state.writer_sleeps);
        drop(state);
        if writer_sleeps {
            self.ready.notify_one();
        }
    }

    /// The next batch; none when the log is closed.
    fn take(&self) -> Option<Vec<Job>> {
        let mut state = self.lock();
        while state.jobs.is_empty() {
            if state.is_closed {
                return None;
            }
            state.writer_sleeps = true;
            state = self.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.writer_sleeps = false;
        let mut n_bytes = 0;
        let mut fits = |(record, _): &Job| {
            n_bytes += record.len();
            n_bytes <= BATCH_BYTES_MAX
        };
        let n_jobs = state.jobs.iter().take(BATCH_APPENDS_MAX).take_while(|job| fits(job)).count();
        Some(state.jobs.drain(..n_jobs.max(1)).collect())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_all(file: &File, queue: &Queue) -> std::io::Result<()> {
    let mut offset = 0;
    let mut bytes = Vec::new();
    while let Some(jobs) = queue.take() {
        bytes.clear();
        jobs.iter().for_each(|(record, _)| bytes.extend_from_slice(record));
        file.write_all_at(&bytes, offset)?;
        file.sync_data()?;
        offset += bytes.len() as u64;
        for (_, reply) in jobs {
            // Whoever has gone away needs no answer.
            let _ = reply.send(());
        }
    }
    Ok(())
}
