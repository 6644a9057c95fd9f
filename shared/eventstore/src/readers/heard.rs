use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use tongban_kernel::Partition;
use tracing::{info, warn};

use super::LEASE_TERM;
use super::tail::LOOK_EVERY;
use crate::Log;

/// How often a log at servers is asked whether it is there.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// When each partition of the log was last heard: that a question was answered which only whoever
/// leads the partition answers, with a majority behind it. A handle: clones are the same.
///
/// Where nobody [listens](listen), as to a log in a folder, it is heard at all times.
#[derive(Clone, Debug, Default)]
pub struct Heard(Arc<Mutex<BTreeMap<Partition, Instant>>>);

impl Heard {
    /// For how long that partition was silent which has been for longest; none where the log is
    /// heard at all times.
    pub fn silent_for(&self) -> Option<Duration> {
        self.heard_at().values().min().map(Instant::elapsed)
    }

    /// Returns when a partition was silent for a whole term; without one, when all of them were.
    pub(super) async fn lost(&self, of: Option<Partition>) {
        loop {
            let last = self.last(of).unwrap_or_else(Instant::now);
            if last.elapsed() >= LEASE_TERM {
                return;
            }
            sleep_until(last + LEASE_TERM).await;
        }
    }

    /// Returns when a partition is heard again; without one, when any of them is.
    pub(super) async fn found(&self, of: Option<Partition>) {
        while self.last(of).is_some_and(|last| last.elapsed() >= LEASE_TERM) {
            sleep(LOOK_EVERY).await;
        }
    }

    fn last(&self, of: Option<Partition>) -> Option<Instant> {
        let heard_at = self.heard_at();
        match of {
            Some(partition) => heard_at.get(&partition).copied(),
            None => heard_at.values().max().copied(),
        }
    }

    pub(super) fn note(&self, partition: Partition, at: Instant) {
        self.heard_at().insert(partition, at);
    }

    fn heard_at(&self) -> MutexGuard<'_, BTreeMap<Partition, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks a log that several processes share again and again whether it is there, until `shutdown`
/// says so, and takes note of when it was. It was there just now, when it was opened.
pub async fn listen(log: Arc<dyn Log>, heard: Heard, mut shutdown: watch::Receiver<bool>) {
    let partitions: Vec<_> = (0..log.n_partitions()).map(Partition).collect();
    for partition in &partitions {
        heard.note(*partition, Instant::now());
    }
    let asking = partitions.into_iter().map(|partition| ask(&*log, &heard, partition));
    tokio::select! {
        _ = shutdown.wait_for(|stop| *stop) => {}
        _ = join_all(asking) => {}
    }
}

/// Whoever is at the head of a partition is told that nothing follows, or that it cannot be served,
/// only by its leader.
async fn ask(log: &dyn Log, heard: &Heard, partition: Partition) {
    let mut is_lost = false;
    loop {
        // The answer holds for no earlier than the question.
        let asked = Instant::now();
        let head = *log.head(partition).borrow();
        let answer = log.scan(partition, head, 1).await;
        match answer.err().filter(|failure| !failure.is_damage()) {
            None => {
                heard.note(partition, asked);
                if is_lost {
                    info!(%partition, "the log is heard again");
                }
                is_lost = false;
            }
            Some(failure) if !is_lost && heard.last(Some(partition)) < Some(asked - ASK_EVERY) => {
                let error = tongban_telemetry::chain(&failure);
                warn!(%partition, %error, "the log is not heard");
                is_lost = true;
            }
            Some(_) => {}
        }
        sleep(ASK_EVERY).await;
    }
}
