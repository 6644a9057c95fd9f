//! The log as the source and the target of a move.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tongban_kernel::{Partition, Recorded, Seq};

use super::draft::Draft;
use super::log::SegmentLog;
use super::queue::{Job, Reply};
use crate::{AppendError, BoxFuture, Log, LogError, Movable, RecordedAppend};

/// Appends that are with the writer at once: two of its batches, so that it never waits for us.
const UNDER_WAY_MAX: usize = 512;
/// And their bytes.
const UNDER_WAY_BYTES_MAX: usize = 8 << 20;
/// How long the index is given to catch up before it is asked again.
const INDEX_PAUSE: Duration = Duration::from_millis(10);

impl Movable for SegmentLog {
    fn appends(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Vec<Arc<Recorded>>>, LogError>> {
        Box::pin(async move {
            let partition = self.known(partition);
            let (head, spans) = self.reading.lookup.tail(partition).end();
            if after >= head {
                return Ok(Vec::new());
            }
            self.reading.appends(partition, spans, after, n_max).await
        })
    }

    fn last(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, LogError>> {
        let last = *self.head(partition).borrow();
        Box::pin(async move { Ok(last) })
    }

    fn append_recorded<'a>(
        &'a self,
        partition: Partition,
        after: Seq,
        appends: &'a [RecordedAppend],
    ) -> BoxFuture<'a, Result<(), AppendError>> {
        Box::pin(async move {
            let mut waiting = Waiting::default();
            let recorded = self.hand_over(partition, after, appends, &mut waiting).await;
            // Whatever became of one, nothing is under way when this answers.
            let mut rest = Ok(());
            while let Some(landed) = waiting.next().await {
                rest = rest.and(landed);
            }
            recorded.and(rest)
        })
    }
}

impl SegmentLog {
    async fn hand_over(
        &self,
        partition: Partition,
        mut behind: Seq,
        appends: &[RecordedAppend],
        waiting: &mut Waiting,
    ) -> Result<(), AppendError> {
        for append in appends {
            while waiting.is_full() {
                waiting.next().await.unwrap_or(Ok(()))?;
            }
            let draft = self.prepare_recorded(partition, behind, append).await?;
            behind = Seq(behind.0 + draft.n_events() as u64);
            let (reply, answer) = oneshot::channel();
            self.queues[usize::from(partition.0)].push(Job { draft, reply })?;
            waiting.add(append.n_bytes(), answer);
        }
        Ok(())
    }

    async fn prepare_recorded(
        &self,
        partition: Partition,
        behind: Seq,
        append: &RecordedAppend,
    ) -> Result<Draft, AppendError> {
        if append.partition(self.n_partitions()) != Some(partition) {
            return Err(AppendError::Invalid {
                rule: "all streams of an append live in its partition",
            });
        }
        loop {
            match Draft::recorded(append, behind, |stream| self.hint(partition, stream)) {
                // Nobody waits for an answer: what a request would be refused for is waited for.
                Err(AppendError::Busy) => tokio::time::sleep(INDEX_PAUSE).await,
                draft => return draft,
            }
        }
    }
}

/// Appends that are with the writer.
#[derive(Default)]
struct Waiting {
    answers: VecDeque<(usize, oneshot::Receiver<Reply>)>,
    n_bytes: usize,
}

impl Waiting {
    fn is_full(&self) -> bool {
        self.answers.len() >= UNDER_WAY_MAX || self.n_bytes > UNDER_WAY_BYTES_MAX
    }

    fn add(&mut self, n_bytes: usize, answer: oneshot::Receiver<Reply>) {
        self.n_bytes += n_bytes;
        self.answers.push_back((n_bytes, answer));
    }

    /// What became of the first of them.
    async fn next(&mut self) -> Option<Result<(), AppendError>> {
        let (n_bytes, answer) = self.answers.pop_front()?;
        self.n_bytes -= n_bytes;
        Some(match answer.await {
            Ok(Reply { outcome, .. }) => outcome.map(drop),
            Err(_) => Err(AppendError::Stopped(Arc::new(LogError::Closed))),
        })
    }
}
