//! Import of a recorded history with all projections, beside a raw insert of its rows.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tongban::history;
use tongban::operations::Listener;
use tongban_kernel::{Partition, Seq};

use crate::append::per_second;
use crate::office::Office;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::rows::{self, Cell, Rows};

/// A log of 262,200 events, where it lies beside the project.
const HISTORY: &str = "../shared/data/05-bpic12-loan-applications/BPI_Challenge_2012.xes.gz";
const DDL: &str = "CREATE TABLE history (
    stream TEXT NOT NULL, revision BIGINT NOT NULL, kind TEXT NOT NULL,
    occurred_at BIGINT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (stream, revision)
)";

/// Brings the history in, each round into a new folder, and then its rows into SQLite.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(HISTORY);
    if !file.exists() {
        eprintln!("import skipped: no {HISTORY}");
        return Ok(());
    }
    let mut rounds = Vec::with_capacity(rig.plan.rounds);
    let mut n_rows = 0;
    for _ in 0..rig.plan.rounds.min(3) {
        let dir = rig.dir()?;
        let (took, rows) = rig.runtime.block_on(import(dir.path(), file.clone()))?;
        let raw = rig.runtime.block_on(rows::insert(&dir.path().join("raw.db"), &[rows.0]))?;
        n_rows = rows.1;
        rounds.push((per_second(n_rows, took), per_second(n_rows, raw)));
    }
    let note = format!(
        "{n_rows} rows; read twice, each row an event of its own, all projections; limit: the same \
         rows by 500 into one table of SQLite (WAL, NORMAL), parsed before"
    );
    let row = Row::beside("import of 05".to_owned(), "rows/s", &rounds);
    report.add(row.goal(Goal::RatioAtLeast(0.3)).note(note));
    Ok(())
}

/// How long the import took until every reader had seen it, and the rows that it brought.
async fn import(dir: &Path, file: PathBuf) -> Result<(Duration, (Rows, u64))> {
    let office = Office::open(dir).await?;
    office.caught_up().await?;
    let app = &office.running.app;
    let before: Seq = *app.log().head(Partition(0)).borrow();
    let (listener, _heard) = Listener::new();
    let begun = Instant::now();
    history::import(&app.platform.runtime, &file, None, false, &listener).await?;
    office.caught_up().await?;
    let took = begun.elapsed();
    let mut rows = Vec::new();
    let mut n_rows = 0;
    let mut seen = before;
    loop {
        let events = app.log().scan(Partition(0), seen, 10_000).await?;
        let Some(last) = events.last() else { break };
        seen = last.seq;
        for event in &events {
            n_rows += u64::from(event.kind.as_str() == "history.row_recorded.v1");
            rows.push(vec![
                Cell::Text(event.stream.to_string()),
                Cell::Int(i64::try_from(event.revision)?),
                Cell::Text(event.kind.to_string()),
                Cell::Int(event.occurred_at.as_microsecond()),
                Cell::Text(String::from_utf8_lossy(&event.data).into_owned()),
            ]);
        }
    }
    office.running.stop().await;
    if n_rows == 0 {
        bail!("the import brought no rows");
    }
    let rows = Rows { ddl: vec![DDL.to_owned()], table: "history".to_owned(), rows };
    Ok((took, (rows, n_rows)))
}
