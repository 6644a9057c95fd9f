//! Tasks that fall due all the time: how late their warnings are, by the machine's clock.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use jiff::{SignedDuration, Timestamp};
use tongban::app::{Home, Roles};
use tongban_coordination::task::events::{Event, Rung};
use tongban_eventstore::Log;
use tongban_kernel::{Clock, Partition, Seq, SystemClock};

use super::task::asked;
use crate::office::{caught_up, open};
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;

/// Tasks that fall due in a second: a city of a million cases a year has one in three seconds.
const TASKS_PER_SEC: u64 = 100;
/// Each is asked so long before it is due.
const AHEAD: SignedDuration = SignedDuration::from_secs(3);

/// Measures how late the latest warning in a hundred is.
pub(super) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let n_tasks = TASKS_PER_SEC * rig.plan.round.as_secs().max(1) * 5;
    let mut rounds = Vec::new();
    for _ in 0..rig.plan.rounds {
        let dir = rig.dir()?;
        rounds.push(rig.runtime.block_on(Box::pin(lateness_p99(dir.path(), n_tasks)))?);
    }
    let name = format!("lateness of warnings, {TASKS_PER_SEC} tasks due a second, p99");
    let note = "six warnings each; from the instant of the rung to that of the warning";
    report.add(Row::alone(name, "s", rounds).goal(Goal::EachAtMost(1.0)).note(note));
    Ok(())
}

async fn lateness_p99(dir: &Path, n_tasks: u64) -> Result<f64> {
    let clock = Arc::new(SystemClock);
    let running = open(dir, Home::Folder, Roles::all(), clock.clone()).await?.start();
    let log = Arc::clone(running.app.log());
    let pace = Duration::from_secs(1) / u32::try_from(TASKS_PER_SEC)?;
    let mut tick = tokio::time::interval(pace);
    for n in 0..n_tasks {
        tick.tick().await;
        let now = clock.now();
        log.append(asked(n, now, now + AHEAD)?).await?;
    }
    let mut late_secs = Vec::new();
    let (mut seen, n_warnings) = (Seq(0), usize::try_from(n_tasks)? * Rung::LADDER.len());
    let mut head = log.head(Partition(0));
    while late_secs.len() < n_warnings {
        if *head.borrow_and_update() == seen {
            tokio::time::timeout(super::STANDSTILL, head.changed()).await??;
        }
        seen = read(&*log, seen, &mut late_secs).await?;
    }
    caught_up(&running.app, |_| true).await?;
    drop(log);
    running.stop().await;
    ensure!(late_secs.len() == n_warnings, "{} warnings of {n_warnings}", late_secs.len());
    Ok(percentile(late_secs, 99))
}

async fn read(log: &dyn Log, mut seen: Seq, late_secs: &mut Vec<f64>) -> Result<Seq> {
    loop {
        let events = log.scan(Partition(0), seen, 1_000).await?;
        let Some(last) = events.last() else { return Ok(seen) };
        seen = last.seq;
        for event in events.iter().filter(|event| super::is_warning(event)) {
            if let Event::WarningIssued { due_at, .. } = event.decode()? {
                late_secs.push(late(due_at, event.recorded_at));
            }
        }
    }
}

fn late(due_at: Timestamp, issued_at: Timestamp) -> f64 {
    issued_at.duration_since(due_at).as_secs_f64()
}

/// The figure below which so many of a hundred lie.
pub(super) fn percentile(mut figures: Vec<f64>, percent: usize) -> f64 {
    figures.sort_by(f64::total_cmp);
    let nth = (figures.len() * percent).div_ceil(100).saturating_sub(1);
    figures.get(nth).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_nine_of_a_hundred_lie_at_or_below_the_percentile() {
        let figures: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(percentile(figures, 99), 99.0);
        assert_eq!(percentile(vec![7.0], 99), 7.0);
        assert_eq!(percentile(Vec::new(), 99), 0.0);
    }
}
