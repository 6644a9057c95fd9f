use std::future::pending;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::select_all;
use jiff::Timestamp;
use tokio::time::{Instant, sleep, sleep_until};
use tongban_kernel::{Partition, Seq};

use super::archiver::{Archiver, Made};
use crate::refusal::{Refusal, text_of};

/// A seal is made after so long even if nothing was recorded: keys that were erased go from the
/// archive, and who looks at it sees that the archiver lives.
const SEALED_ANYWAY_AFTER: Duration = Duration::from_secs(60 * 60);
/// Between two attempts, where a server does not answer.
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// When seals are made.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// So long after the first event that is not archived: what a disaster costs, beside the time
    /// that making a seal takes.
    pub after: Duration,
    /// Or as soon as so many events are not.
    pub n_events: u64,
}

/// What is not archived yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Events.
    pub n_events: u64,
    /// When the oldest of them was recorded.
    pub oldest: Option<Timestamp>,
}

/// What has just happened.
#[derive(Debug)]
pub enum News<'a> {
    /// A seal was made.
    Sealed(&'a Made),
    /// One could not be made, and is tried again.
    Failed(&'a anyhow::Error),
    /// Events wait for the next seal.
    Waiting(Backlog),
}

/// Archives what is recorded from now on, and whatever is not yet archived, until it is told to stop.
///
/// # Errors
/// When another archiver writes to the same archive; whatever else fails is tried again.
pub async fn follow(
    archiver: &mut Archiver,
    pace: Pace,
    stop: impl Future<Output = ()>,
    mut tell: impl FnMut(News<'_>),
) -> Result<()> {
    tokio::pin!(stop);
    let mut pause = PAUSE_MIN;
    // What waits since before this process was there has waited long enough.
    let mut is_due = true;
    archiver.tell_backlog(&mut tell).await;
    loop {
        if !is_due {
            tokio::select! {
                () = &mut stop => return Ok(()),
                () = archiver.until_due(pace, &mut tell) => {}
            }
        }
        let sealed = tokio::select! {
            () = &mut stop => return Ok(()),
            sealed = archiver.seal() => sealed,
        };
        match sealed {
            Ok(made) => {
                tell(News::Sealed(&made));
                if !made.is_whole {
                    archiver.tell_backlog(&mut tell).await;
                }
                is_due = !made.is_whole;
                pause = PAUSE_MIN;
            }
            Err(error) if error.downcast_ref::<Refusal>().is_some() => return Err(error),
            Err(error) => {
                tell(News::Failed(&error));
                archiver.tell_backlog(&mut tell).await;
                tracing::warn!(error = text_of(&error).en, "nothing was sealed, it is tried again");
                tokio::select! {
                    () = &mut stop => return Ok(()),
                    () = sleep(pause) => {}
                }
                (pause, is_due) = ((pause * 2).min(PAUSE_MAX), true);
            }
        }
    }
}

impl Archiver {
    /// What is not archived yet, by what those say who lead the partitions.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn backlog(&self) -> Result<Backlog> {
        let mut backlog = Backlog::default();
        for (partition, end) in (0..).map(Partition).zip(&self.last.ends) {
            let last = self.source.log.last(partition).await?;
            if last <= end.head {
                continue;
            }
            let first = self.source.log.scan(partition, end.head, 1).await?;
            let oldest = first.first().map(|first| first.recorded_at);
            backlog.n_events += last.0 - end.head.0;
            backlog.oldest = backlog.oldest.into_iter().chain(oldest).min();
        }
        Ok(backlog)
    }

    /// Tells what waits, where whoever leads the partitions answers.
    async fn tell_backlog(&self, tell: &mut impl FnMut(News<'_>)) {
        if let Ok(backlog) = self.backlog().await {
            tell(News::Waiting(backlog));
        }
    }

    fn n_waiting(&self) -> u64 {
        let waiting = |(partition, end): (Partition, &tongban_eventstore::archive::End)| {
            self.source.log.head(partition).borrow().0.saturating_sub(end.head.0)
        };
        (0..).map(Partition).zip(&self.last.ends).map(waiting).sum()
    }

    /// Returns when the next seal is to be made.
    pub(super) async fn until_due(&mut self, pace: Pace, tell: &mut impl FnMut(News<'_>)) {
        let anyway = Instant::now() + SEALED_ANYWAY_AFTER;
        let mut look_at = Instant::now() + pace.after;
        let mut heads: Vec<_> = (0..self.source.log.n_partitions())
            .map(|partition| self.source.log.head(Partition(partition)))
            .collect();
        let mut since = None;
        loop {
            // Seen before they are counted: what comes after is news.
            for head in &mut heads {
                let _: Seq = *head.borrow_and_update();
            }
            let n_waiting = self.n_waiting();
            if n_waiting >= pace.n_events {
                return;
            }
            if n_waiting > 0 && since.is_none() {
                since = Some(Instant::now());
                self.tell_backlog(tell).await;
            }
            let due = since.map_or(anyway, |since| (since + pace.after).min(anyway));
            let recorded = async {
                let changed = heads.iter_mut().map(|head| Box::pin(head.changed()));
                // A log whose end nobody moves any more has nothing to say.
                if select_all(changed).await.0.is_err() {
                    pending::<()>().await;
                }
            };
            tokio::select! {
                () = sleep_until(due) => return,
                // Word of what is recorded may fail to come, from a server that is cut off and does not
                // know it. Where nobody answers, the next seal says so.
                () = sleep_until(look_at) => {
                    self.tidy_or_tell().await;
                    let waits = self.backlog().await.map(|backlog| backlog.n_events > 0);
                    if since.is_none() && waits.unwrap_or(true) {
                        return;
                    }
                    look_at = Instant::now() + pace.after;
                }
                () = recorded => {}
            }
        }
    }
}
