//! Whole cases, from submission to conclusion: the highest rate at which the read models stay
//! fresh, beside a raw insert of the rows that came of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinSet;
use tongban_eventstore::readers::ReaderKind;

use crate::append::per_second;
use crate::client::Connection;
use crate::office::{Office, caught_up};
use crate::report::{Report, Row};
use crate::rig::Rig;
use crate::rows;

const CLERKS: u64 = 64;
/// Read models that are further back are not fresh.
const LAG_MAX: Duration = Duration::from_secs(1);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How often a rate is tried that lies between one that was held and one that was not.
const TRIES: usize = 5;

/// Looks for the highest rate that is held, each round in a new folder.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let mut rounds = Vec::new();
    let mut lag_max = Duration::ZERO;
    for _ in 0..rig.plan.rounds.min(3) {
        let dir = rig.dir()?;
        let office = Arc::new(rig.runtime.block_on(Office::open(dir.path()))?);
        let n_begun = Arc::new(AtomicU64::new(0));
        let held = rig.runtime.block_on(highest(rig, &office, &n_begun))?;
        lag_max = lag_max.max(held.lag);
        rig.runtime.block_on(office.caught_up())?;
        if let Ok(office) = Arc::try_unwrap(office).map_err(|_| "in use") {
            rig.runtime.block_on(office.running.stop());
        }
        let n_cases = n_begun.load(Ordering::Relaxed);
        let raw = rig.runtime.block_on(async {
            let mut took = Duration::ZERO;
            for (n, file) in rows::all_of(&dir.path().join("read")).await?.iter().enumerate() {
                took += rows::insert(&dir.path().join(format!("raw{n}.db")), file).await?;
            }
            anyhow::Ok(took)
        })?;
        rounds.push((held.rate, per_second(n_cases, raw)));
    }
    let note = format!(
        "4 requests a case, {CLERKS} connections; read models at most {:.2} s back; limit: the same \
         rows of all read models by 500 into SQLite",
        lag_max.as_secs_f64()
    );
    let row = Row::beside("whole cases, read models within 1 s".to_owned(), "cases/s", &rounds);
    report.add(row.note(note));
    Ok(())
}

/// A rate that was tried.
#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    /// Cases a second that were concluded.
    rate: f64,
    /// How far back a read model was at worst.
    lag: Duration,
}

/// First as fast as it goes; where the read models do not follow, between that and nothing.
async fn highest(rig: &Rig, office: &Arc<Office>, n_begun: &Arc<AtomicU64>) -> Result<Tried> {
    let full = drive(rig, office, n_begun, None).await?;
    if full.lag <= LAG_MAX {
        return Ok(full);
    }
    let (mut held, mut missed) = (Tried::default(), full.rate);
    for _ in 0..TRIES {
        office.caught_up().await?;
        let wanted = f64::midpoint(held.rate, missed);
        let tried = drive(rig, office, n_begun, Some(wanted)).await?;
        if tried.lag <= LAG_MAX {
            held = tried;
        } else {
            missed = wanted;
        }
    }
    Ok(held)
}

/// Carries cases through for a while: as many as go, or so many a second.
async fn drive(
    rig: &Rig,
    office: &Arc<Office>,
    n_begun: &Arc<AtomicU64>,
    rate: Option<f64>,
) -> Result<Tried> {
    let begun = Instant::now();
    let until = begun + rig.plan.round * 2;
    let is_over = Arc::new(AtomicBool::new(false));
    let watch = tokio::spawn(worst_lag(Arc::clone(office), Arc::clone(&is_over)));
    let mut clerks = JoinSet::new();
    for clerk in 0..CLERKS {
        let (office, n_begun) = (Arc::clone(office), Arc::clone(n_begun));
        #[expect(clippy::cast_precision_loss, reason = "tens of clerks")]
        let pause = rate.map(|rate| Duration::from_secs_f64(CLERKS as f64 / rate.max(0.1)));
        #[expect(clippy::cast_precision_loss, reason = "tens of clerks")]
        let offset = pause.map(|pause| pause.mul_f64(clerk as f64 / CLERKS as f64));
        clerks.spawn(async move {
            let mut connection = Connection::open(office.desk.address).await?;
            let mut n_cases = 0;
            let mut next = begun + offset.unwrap_or_default();
            while Instant::now() < until {
                if let Some(pause) = pause {
                    tokio::time::sleep_until(next.into()).await;
                    next += pause;
                }
                let n = n_begun.fetch_add(1, Ordering::Relaxed);
                office.desk.whole_case(&mut connection, n).await?;
                n_cases += 1;
            }
            anyhow::Ok(n_cases)
        });
    }
    let mut n_cases = 0;
    while let Some(carried) = clerks.join_next().await {
        n_cases += carried??;
    }
    let rate = per_second(n_cases, begun.elapsed());
    is_over.store(true, Ordering::Relaxed);
    Ok(Tried { rate, lag: watch.await?? })
}

/// Asks again and again how long the read models take to have seen what is in the log now.
async fn worst_lag(office: Arc<Office>, is_over: Arc<AtomicBool>) -> Result<Duration> {
    let mut worst = Duration::ZERO;
    while !is_over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        caught_up(&office.running.app, |kind| kind == ReaderKind::Projection).await?;
        worst = worst.max(begun.elapsed());
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(worst)
}
