//! Opening a log whose index is sound.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use tokio::task::JoinSet;
use tongban_eventstore::segments::{IndexReport, Options, SegmentLog};
use tongban_eventstore::{Expected, Log};

use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::sample;
use crate::spread::Spread;

const WRITERS: u64 = 256;
const EVENTS_PER_CASE: u64 = 8;

/// Fills a log, and opens it again and again.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let dir = rig.dir()?;
    let n_cases = rig.plan.n_events.div_ceil(EVENTS_PER_CASE);
    rig.runtime.block_on(fill(dir.path(), n_cases))?;
    let mut seconds = Vec::with_capacity(rig.plan.rounds);
    let mut found = IndexReport::Sound;
    for _ in 0..rig.plan.rounds {
        let begun = Instant::now();
        let (log, opened) = SegmentLog::open(dir.path(), Options::default())?;
        seconds.push(begun.elapsed().as_secs_f64());
        drop(log);
        if opened.index != IndexReport::Sound {
            found = opened.index;
        }
    }
    let row = Row {
        name: format!("opening a log of {} events", n_cases * EVENTS_PER_CASE),
        unit: "s",
        subject: Spread::of(seconds),
        limit: None,
        ratio: None,
        goal: Goal::AtMost(2.0),
        note: format!("{n_cases} cases; index: {found:?}; the files are in the system's cache"),
    };
    report.add(row);
    Ok(())
}

async fn fill(dir: &Path, n_cases: u64) -> Result<()> {
    let (log, _) = SegmentLog::open(dir, Options::default())?;
    let log = Arc::new(log);
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let log = Arc::clone(&log);
        writers.spawn(async move {
            let mut case = writer;
            while case < n_cases {
                let mut expected = Expected::NoStream;
                for _ in 0..EVENTS_PER_CASE {
                    let appended = log.append(sample::append(case, expected)).await?;
                    expected = appended.tokens.first().copied().map_or(expected, Expected::At);
                }
                case += WRITERS;
            }
            Ok::<_, tongban_eventstore::AppendError>(())
        });
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    Ok(())
}
