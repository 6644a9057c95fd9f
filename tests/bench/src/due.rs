//! The due list at scale: many tasks that fall due in the same second, tasks that fall due all the
//! time, and the list of warnings where very many tasks are open.

mod list;
mod steady;
mod task;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tongban::app::{Home, Roles};
use tongban_coordination::task::events::{Event, Rung};
use tongban_eventstore::segments::{Options, SegmentLog};
use tongban_eventstore::{Expected, Log, NewEvent};
use tongban_kernel::{EventId, ManualClock, Partition, Recorded, Seq};

use crate::append::{log_rate, per_second, rate};
use crate::office::{caught_up, open};
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::sample;

/// Writers of the plain appends, and of the tasks.
const N_WRITERS: u64 = 256;
/// Tasks that the goal speaks of.
const N_TASKS_MAX: u64 = 100_000;
/// A Monday in working hours.
const ASKED_AT: &str = "2026-09-07T02:00:00Z";
/// Rounds: each issues six warnings a task.
const ROUNDS_MAX: usize = 2;
/// A ladder that is climbed at once: six warnings, three of which go above those who work the task.
const EVENTS_PER_TASK: usize = 9;
/// Where nothing is recorded for so long, nothing more will be.
const STANDSTILL: Duration = Duration::from_secs(60);

/// Measures the due list.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    at_once(rig, report)?;
    steady::measure(rig, report)?;
    list::measure(rig, report)
}

/// How fast every rung of many tasks is warned of that are all due at once.
fn at_once(rig: &Rig, report: &mut Report) -> Result<()> {
    let n_tasks = (rig.plan.n_cases / 10).min(N_TASKS_MAX);
    let (mut plain, mut alike, mut behind) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rig.plan.rounds.min(ROUNDS_MAX) {
        let dir = rig.dir()?;
        let warned = rig.runtime.block_on(Box::pin(warned(dir.path(), n_tasks)))?;
        plain.push((warned.per_second, log_rate(rig, &new_log(rig)?.1, N_WRITERS, 0)?));
        alike.push((warned.per_second / 6.0, ladders_rate(rig)?));
        behind.push(warned.behind.as_secs_f64());
    }
    let name = format!("warnings, {n_tasks} tasks due at once");
    let note = "each of the six rungs of every task once, until the last is in the log; \
                limit: appends of one event by 256 writers to a log without readers";
    let row = Row::beside(name, "warnings/s", &plain);
    report.add(row.goal(Goal::RatioAtLeast(0.5)).note(note));
    let note = "limit: appends of nine events, as each ladder is one, by 256 writers";
    report.add(Row::beside("the same by task".to_owned(), "tasks/s", &alike).note(note));
    let note = "from the last warning until all readers know it, and a case of each is opened";
    report.add(Row::alone("readers behind that".to_owned(), "s", behind).note(note));
    Ok(())
}

fn new_log(rig: &Rig) -> Result<(tempfile::TempDir, Arc<dyn Log>)> {
    let dir = rig.dir()?;
    let (log, _) = SegmentLog::open(dir.path(), Options::default())?;
    Ok((dir, Arc::new(log)))
}

/// Appends a second of as many events as a ladder has.
fn ladders_rate(rig: &Rig) -> Result<f64> {
    let (_dir, log) = new_log(rig)?;
    rate(rig, N_WRITERS, |writer, until| {
        let log = Arc::clone(&log);
        async move {
            let mut n_appends = 0;
            while Instant::now() < until {
                let mut append = sample::append(n_appends * N_WRITERS + writer, Expected::NoStream);
                let (write, command) = (&mut append.writes[0], append.meta.command);
                for nth in 1..EVENTS_PER_TASK {
                    let id = EventId::derive(write.stream.id, command, nth);
                    write.events.push(NewEvent { id, ..write.events[0].clone() });
                }
                log.append(append).await?;
                n_appends += 1;
            }
            Ok(n_appends)
        }
    })
}

/// What came of many tasks due at once.
struct Warned {
    /// From the instant at which all are due to the last warning in the log.
    per_second: f64,
    /// From then until all readers know all.
    behind: Duration,
}

async fn warned(dir: &Path, n_tasks: u64) -> Result<Warned> {
    let asked_at: Timestamp = ASKED_AT.parse()?;
    let due_at = asked_at + SignedDuration::from_hours(1);
    let clock = Arc::new(ManualClock::at(asked_at));
    let running = open(dir, Home::Folder, Roles::all(), clock.clone()).await?.start();
    let log = Arc::clone(running.app.log());
    ask(&log, n_tasks, asked_at, due_at).await?;
    caught_up(&running.app, |_| true).await?;
    let before = *log.head(Partition(0)).borrow();
    let n_warnings = n_tasks * Rung::LADDER.len() as u64;
    let begun = Instant::now();
    clock.set(due_at);
    let last_at = last_warned(&*log, before, n_tasks).await?;
    let took = last_at - begun;
    caught_up(&running.app, |_| true).await?;
    let behind = begun.elapsed() - took;
    let issued = issued_after(&*log, before).await?;
    ensure!(issued == n_warnings, "{issued} warnings of {n_warnings}");
    drop(log);
    running.stop().await;
    Ok(Warned { per_second: per_second(n_warnings, took), behind })
}

/// When the last warning was in the log. Nobody reads the log before as much was recorded as that
/// takes: who counts takes nothing from those who are measured.
async fn last_warned(log: &dyn Log, before: Seq, n_tasks: u64) -> Result<Instant> {
    let mut head = log.head(Partition(0));
    let (n_warnings, n_events) =
        (n_tasks * Rung::LADDER.len() as u64, n_tasks * EVENTS_PER_TASK as u64);
    let mut grown = Vec::new();
    let (mut n_issued, mut seen) = (0, before);
    loop {
        tokio::time::timeout(STANDSTILL, head.changed()).await??;
        let newest = *head.borrow_and_update();
        grown.push((newest, Instant::now()));
        if newest.0 < before.0 + n_events {
            continue;
        }
        while seen < newest {
            let events = log.scan(Partition(0), seen, 10_000).await?;
            for event in &events {
                seen = event.seq;
                n_issued += u64::from(is_warning(event));
                if n_issued == n_warnings {
                    // It may have come since the head was last looked at.
                    let reached = grown.iter().find(|(head, _)| *head >= seen);
                    return Ok(reached.map_or_else(Instant::now, |(_, at)| *at));
                }
            }
        }
    }
}

fn is_warning(event: &Recorded) -> bool {
    event.kind.as_str() == "coordination.warning_issued.v1"
}

/// Warnings in the log behind a place, each of which must be the only one of its kind.
async fn issued_after(log: &dyn Log, mut seen: Seq) -> Result<u64> {
    let mut issued = HashSet::new();
    loop {
        let events = log.scan(Partition(0), seen, 10_000).await?;
        let Some(last) = events.last() else { return Ok(issued.len() as u64) };
        seen = last.seq;
        for event in events.iter().filter(|event| is_warning(event)) {
            if let Event::WarningIssued { task_id, rung, epoch, .. } = event.decode()? {
                let is_new = issued.insert((task_id, rung, epoch));
                ensure!(is_new, "{task_id} is warned of twice: {rung:?}");
            }
        }
    }
}

/// Records tasks whose whole ladder is reached at the same instant.
async fn ask(log: &Arc<dyn Log>, n_tasks: u64, at: Timestamp, due_at: Timestamp) -> Result<()> {
    let mut writers = JoinSet::new();
    for writer in 0..N_WRITERS {
        let log = Arc::clone(log);
        writers.spawn(async move {
            let mut n = writer;
            while n < n_tasks {
                log.append(task::asked(n, at, due_at)?).await?;
                n += N_WRITERS;
            }
            anyhow::Ok(())
        });
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    Ok(())
}
