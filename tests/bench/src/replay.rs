//! Replay of the projections without SQL: the log read from its files, every event projected.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use tongban::app::DataDir;
use tongban_approval::projection::ApprovalProjection;
use tongban_eventstore::Log;
use tongban_eventstore::segments::{Options, SegmentLog};
use tongban_intake::projection::Intake;
use tongban_kernel::{Partition, Seq};
use tongban_metrics::projection::MetricsProjection;
use tongban_readmodel::Projection;

use crate::append::per_second;
use crate::corpus::Corpus;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::spread::Spread;

/// Events that a reader takes at once.
const BATCH_MAX: usize = 2_000;

/// Replays what each projection reads of a log of whole cases.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let dir = rig.dir()?;
    let log = rig.runtime.block_on(async {
        let corpus = Arc::new(Corpus::record(dir.path()).await?);
        let data = DataDir::at(dir.path())?;
        let (log, _) = SegmentLog::open(&data.log(), Options::default())?;
        let log: Arc<dyn Log> = Arc::new(log);
        corpus.append(&log, rig.plan.n_cases.min(50_000)).await?;
        anyhow::Ok(log)
    })?;
    one(rig, report, &*log, &Intake)?;
    one(rig, report, &*log, &ApprovalProjection)?;
    one(rig, report, &*log, &MetricsProjection)
}

fn one<P: Projection>(rig: &Rig, report: &mut Report, log: &dyn Log, rule: &P) -> Result<()> {
    let mut rates = Vec::with_capacity(rig.plan.rounds);
    for _ in 0..rig.plan.rounds {
        let begun = Instant::now();
        let n_projected = rig.runtime.block_on(replay(log, rule))?;
        rates.push(per_second(n_projected, begun.elapsed()));
    }
    let row = Row {
        name: format!("replay, {}", P::NAME),
        unit: "events/s",
        subject: Spread::of(rates),
        limit: None,
        ratio: None,
        goal: Goal::AtLeast(100_000.0),
        note: "read from files, decoded and projected; only events it declares are counted".into(),
    };
    report.add(row);
    Ok(())
}

/// Reads a log of one partition and projects what the projection declares; answers how many those
/// were.
pub(crate) async fn replay<P: Projection>(log: &dyn Log, rule: &P) -> Result<u64> {
    let (mut n_projected, mut n_rows, mut seen) = (0, 0, Seq(0));
    loop {
        let events = log.scan(Partition(0), seen, BATCH_MAX).await?;
        let Some(last) = events.last() else { break };
        seen = last.seq;
        for event in &events {
            if P::EVENTS.contains(&event.kind.as_str()) {
                n_rows += rule.project(event)?.len();
                n_projected += 1;
            }
        }
    }
    // What comes of the events is used, so that nothing of it is left out.
    std::hint::black_box(n_rows);
    Ok(n_projected)
}
