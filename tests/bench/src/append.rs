//! Durable appends, beside a bare group commit of the same bytes.

mod bare;

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::task::JoinSet;
use tongban_eventstore::segments::{Options, SegmentLog};
use tongban_eventstore::{Expected, Log};

use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::sample;
use bare::BareLog;

/// Events of each case: a stream begins, and goes on.
pub(crate) const EVENTS_PER_CASE: u64 = 8;
/// Writers, and what SQLite with group commit and a `PostgreSQL` table reach there.
const WRITERS: [(u64, &str); 4] = [
    (1, "SQLite 0.95, PostgreSQL 0.4"),
    (16, "SQLite 1.0, PostgreSQL 0.25"),
    (64, "SQLite 0.55, PostgreSQL 0.07"),
    (256, "SQLite 0.31"),
];

/// Measures appends at several numbers of writers.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let record = record(rig)?;
    for (n_writers, others) in WRITERS {
        let subject = || segments_rate(rig, n_writers);
        let rounds = rig.rounds(subject, || bare_rate(rig, n_writers, &record))?;
        let name = format!("append, {n_writers} writers");
        let note = format!("limit: write + fdatasync of {} B a record; {others}", record.len());
        let goal = Goal::RatioAtLeast(0.8);
        report.add(Row::beside(name, "appends/s", &rounds).goal(goal).note(note));
    }
    Ok(())
}

/// The bytes of a record as the log writes it.
fn record(rig: &Rig) -> Result<Vec<u8>> {
    let dir = rig.dir()?;
    let (log, _) = SegmentLog::open(dir.path(), Options::default())?;
    let segment = || std::fs::read(dir.path().join("p00/00000000000000000001.seg"));
    let before = segment()?.len();
    rig.runtime.block_on(log.append(sample::append(1, Expected::NoStream)))?;
    Ok(segment()?.split_off(before))
}

fn segments_rate(rig: &Rig, n_writers: u64) -> Result<f64> {
    let dir = rig.dir()?;
    let (log, _) = SegmentLog::open(dir.path(), Options::default())?;
    log_rate(rig, &(Arc::new(log) as Arc<dyn Log>), n_writers, 0)
}

/// Appends a second to a log that knows no case from `first` on.
pub(crate) fn log_rate(rig: &Rig, log: &Arc<dyn Log>, n_writers: u64, first: u64) -> Result<f64> {
    rate(rig, n_writers, |writer: u64, until: Instant| {
        let log = Arc::clone(log);
        async move {
            let mut n_appends = 0;
            let mut expected = Expected::NoStream;
            while Instant::now() < until {
                if n_appends % EVENTS_PER_CASE == 0 {
                    expected = Expected::NoStream;
                }
                let case = first + (n_appends / EVENTS_PER_CASE) * n_writers + writer;
                let appended = log.append(sample::append(case, expected)).await?;
                expected = appended.tokens.first().copied().map_or(expected, Expected::At);
                n_appends += 1;
            }
            Ok(n_appends)
        }
    })
}

fn bare_rate(rig: &Rig, n_writers: u64, record: &[u8]) -> Result<f64> {
    let dir = rig.dir()?;
    let log = Arc::new(BareLog::create(&dir.path().join("bare"))?);
    let record: Arc<[u8]> = record.into();
    let writer = |_, until: Instant| {
        let (log, record) = (Arc::clone(&log), Arc::clone(&record));
        async move {
            let mut n_appends = 0;
            while Instant::now() < until {
                log.append(record.to_vec()).await.context("the bare log has stopped")?;
                n_appends += 1;
            }
            Ok(n_appends)
        }
    };
    rate(rig, n_writers, writer)
}

/// Appends a second of so many writers, each of which answers how often it appended.
pub(crate) fn rate<F, W>(rig: &Rig, n_writers: u64, writer: W) -> Result<f64>
where
    F: Future<Output = Result<u64>> + Send + 'static,
    W: Fn(u64, Instant) -> F,
{
    rig.runtime.block_on(async {
        let begun = Instant::now();
        let mut writers = JoinSet::new();
        for n in 0..n_writers {
            writers.spawn(writer(n, begun + rig.plan.round));
        }
        let mut n_appends = 0;
        while let Some(written) = writers.join_next().await {
            n_appends += written??;
        }
        Ok(per_second(n_appends, begun.elapsed()))
    })
}

/// A count over a time, per second.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(crate) fn per_second(n: u64, took: Duration) -> f64 {
    n as f64 / took.as_secs_f64()
}
