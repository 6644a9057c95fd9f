//! What all measurements share: how long they take, and where they work.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Rounds of subject and limit.
    pub(crate) rounds: usize,
    /// How long each of them runs, where it runs for a time.
    pub(crate) round: Duration,
    /// Cases for the memory measurement.
    pub(crate) n_cases: u64,
    /// Events in the log that is opened.
    pub(crate) n_events: u64,
}

impl Plan {
    /// A minute or two.
    pub(crate) const QUICK: Self =
        Self { rounds: 3, round: Duration::from_secs(1), n_cases: 20_000, n_events: 200_000 };
    /// What the goals speak of.
    pub(crate) const FULL: Self =
        Self { rounds: 5, round: Duration::from_secs(4), n_cases: 1_000_000, n_events: 5_000_000 };
}

/// The plan, a runtime, and a folder that goes when the measurements are done.
#[derive(Debug)]
pub(crate) struct Rig {
    pub(crate) plan: Plan,
    pub(crate) runtime: Runtime,
    dir: TempDir,
}

impl Rig {
    /// A rig that works beside the program, below the target folder: on the disk of the tree, for
    /// the system's temporary folder is often no disk at all.
    pub(crate) fn new(plan: Plan) -> Result<Self> {
        let program = std::env::current_exe().context("where the program lies")?;
        let beside = program.parent().unwrap_or(Path::new("."));
        let dir = tempfile::Builder::new().prefix("bench-").tempdir_in(beside)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        Ok(Self { plan, runtime, dir })
    }

    /// An empty folder that goes when it is dropped.
    pub(crate) fn dir(&self) -> Result<TempDir> {
        Ok(tempfile::tempdir_in(self.dir.path())?)
    }

    /// The folder of all measurements.
    pub(crate) fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Measures subject and limit in turn, the order changing from round to round, so that what
    /// drifts meets both alike; the first round warms up and does not count.
    pub(crate) fn rounds<S, L>(&self, mut subject: S, mut limit: L) -> Result<Vec<(f64, f64)>>
    where
        S: FnMut() -> Result<f64>,
        L: FnMut() -> Result<f64>,
    {
        let mut rounds = Vec::with_capacity(self.plan.rounds + 1);
        for round in 0..=self.plan.rounds {
            rounds.push(if round % 2 == 0 {
                let measured = subject()?;
                (measured, limit()?)
            } else {
                let measured = limit()?;
                (subject()?, measured)
            });
        }
        Ok(rounds.split_off(1))
    }
}
