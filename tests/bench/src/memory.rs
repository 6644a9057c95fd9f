//! Memory of the program with many cases: it runs as a process of its own, so that nothing of the
//! harness is counted.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use tongban::app::DataDir;
use tongban_eventstore::Log;
use tongban_eventstore::segments::{Options, SegmentLog};
use tongban_vault::KeyRing;

use crate::corpus::Corpus;
use crate::office;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::spread::Spread;

/// Persons whose keys are made at once.
const PERSONS_AT_ONCE: u64 = 10_000;

/// Fills a folder with cases, lets the program bring its read models up to date, and looks at its
/// memory; then once more, started anew.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let dir = rig.dir()?;
    let n_cases = rig.plan.n_cases;
    let n_events = rig.runtime.block_on(fill(dir.path(), n_cases))?;
    for when in ["having projected all", "started anew"] {
        let (resident, peak) = hold(dir.path())?;
        let row = Row {
            name: format!("memory with {n_cases} cases, {when}"),
            unit: "MB",
            subject: Spread::of([resident]),
            limit: None,
            ratio: None,
            goal: Goal::AtMost(500.0),
            note: format!(
                "VmRSS of the program; peak {peak:.0}; {n_events} events, {n_cases} persons"
            ),
        };
        report.add(row);
    }
    Ok(())
}

async fn fill(dir: &Path, n_cases: u64) -> Result<u64> {
    let corpus = Arc::new(Corpus::record(dir).await?);
    let data = DataDir::at(dir)?;
    let keys = KeyRing::open(&data.keys())?;
    for first in (0..n_cases).step_by(usize::try_from(PERSONS_AT_ONCE)?) {
        let persons = first..(first + PERSONS_AT_ONCE).min(n_cases);
        let persons: Vec<_> = persons.map(|n| corpus.person(n)).collect();
        keys.prepare(&persons).await?;
    }
    let (log, _) = SegmentLog::open(&data.log(), Options::default())?;
    let log: Arc<dyn Log> = Arc::new(log);
    corpus.append(&log, n_cases).await?;
    Ok(n_cases * corpus.n_events())
}

/// Runs the program on a folder in a process of its own; answers its memory and the peak of it, in
/// megabytes.
fn hold(dir: &Path) -> Result<(f64, f64)> {
    let program = std::env::current_exe()?;
    let output = Command::new(program).arg("--hold").arg(dir).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut figures = said.split_whitespace().map(str::parse);
    let resident = figures.next().context("no figure")??;
    Ok((resident, figures.next().context("no second figure")??))
}

/// What the process of its own does: brings everything up to date, and answers its memory.
pub(crate) async fn held(dir: &Path) -> Result<String> {
    let running = office::start(dir).await?;
    office::registered(&running.app).await;
    office::caught_up(&running.app, |_| true).await?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let megabytes = |name: &str| -> Result<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)).context("a figure")?;
        Ok(kib.parse::<f64>()? * 1_024.0 / 1e6)
    };
    let said = format!("{} {}", megabytes("VmRSS")?, megabytes("VmHWM")?);
    running.stop().await;
    Ok(said)
}
