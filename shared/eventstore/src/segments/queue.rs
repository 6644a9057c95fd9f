//! The bounded queue before the writer.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::draft::Draft;
use super::stage::Landed;
use crate::{AppendError, LogError};

/// One batch holds no more appends than this: longer batches only lengthen the wait of the first.
const BATCH_APPENDS_MAX: usize = 256;
/// And no more bytes, unless its first append alone is larger.
const BATCH_BYTES_MAX: usize = 1 << 20;
/// All that waits is no larger than this: more would only be memory.
const QUEUED_BYTES_MAX: usize = 64 << 20;

/// What became of an append, and its draft: memory is best freed by the thread that asked for it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) outcome: Result<Landed, AppendError>,
    pub(super) draft: Draft,
}

/// An append that waits for the writer, and who waits for its answer.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) draft: Draft,
    pub(super) reply: oneshot::Sender<Reply>,
}

/// Appends in the order in which they came.
#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    n_max: usize,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Job>,
    n_bytes: usize,
    /// Waking a writer that is awake would cost a system call per append.
    writer_sleeps: bool,
    closed: Option<Arc<LogError>>,
}

impl Queue {
    pub(super) fn new(n_max: usize) -> Self {
        Self { state: Mutex::default(), ready: Condvar::new(), n_max }
    }

    /// Queues an append.
    pub(super) fn push(&self, job: Job) -> Result<(), AppendError> {
        let mut state = self.lock();
        if let Some(why) = &state.closed {
            return Err(AppendError::Stopped(Arc::clone(why)));
        }
        let n_bytes = state.n_bytes + job.draft.body.len();
        if state.jobs.len() >= self.n_max || (n_bytes > QUEUED_BYTES_MAX && state.n_bytes > 0) {
            return Err(AppendError::Busy);
        }
        state.n_bytes = n_bytes;
        state.jobs.push_back(job);
        let writer_sleeps = std::mem::take(&mut state.writer_sleeps);
        drop(state);
        if writer_sleeps {
            self.ready.notify_one();
        }
        Ok(())
    }

    /// Appends that wait.
    pub(super) fn len(&self) -> usize {
        self.lock().jobs.len()
    }

    /// Moves the next batch to `batch`, waiting for it; false when the queue is closed and empty.
    pub(super) fn take(&self, batch: &mut Vec<Job>) -> bool {
        let mut state = self.lock();
        while state.jobs.is_empty() {
            if state.closed.is_some() {
                return false;
            }
            state.writer_sleeps = true;
            state = self.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.writer_sleeps = false;
        let mut n_bytes = 0;
        while let Some(job) = state.jobs.pop_front() {
            n_bytes += job.draft.body.len();
            if !batch.is_empty() && n_bytes > BATCH_BYTES_MAX {
                state.jobs.push_front(job);
                break;
            }
            state.n_bytes -= job.draft.body.len();
            batch.push(job);
            if batch.len() == BATCH_APPENDS_MAX {
                break;
            }
        }
        true
    }

    /// Takes no more; what is queued may still be taken.
    pub(super) fn close(&self, why: Arc<LogError>) {
        self.lock().closed.get_or_insert(why);
        self.ready.notify_one();
    }

    /// Drops what is queued: whoever waits for an answer learns that there will be none.
    pub(super) fn clear(&self) {
        let jobs = std::mem::take(&mut self.lock().jobs);
        drop(jobs);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
