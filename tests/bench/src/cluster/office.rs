//! An office of real processes, and the people who work in it.

use std::sync::Arc;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tongban::app::{ProcessRole, Roles};
use tongban_kernel::{AcceleratedClock, Clock as _, SystemClock};
use tongban_nats_testkit::Server;
use tongban_tests::Processes;

use super::broker::Broker;
use super::on_disk;
use crate::desk::Desk;
use crate::office;
use crate::rig::Rig;

/// Three servers, a database, and one process that takes applications.
pub(super) struct Spread {
    pub(super) processes: Processes,
    pub(super) desk: Arc<Desk>,
    pub(super) broker: Broker,
    _dir: TempDir,
}

impl Spread {
    /// Starts all of it; `args` are the process's besides those that everyone has.
    pub(super) async fn begin(rig: &Rig, args: &[&'static str]) -> Result<Self> {
        on_disk(rig).await;
        let clock = AcceleratedClock::from(SystemClock.now(), 1.0);
        let mut processes = Processes::new(clock).await?;
        processes.n_partitions = 1;
        processes.more_args = args.to_vec();
        let dir = rig.dir()?;
        // Publishes the catalogue and hires; nothing of it runs.
        let hiring = processes.home("hiring").await;
        let hiring =
            office::open(dir.path(), hiring, Roles::of([ProcessRole::Edge]), Arc::new(SystemClock))
                .await?;
        processes.start(ProcessRole::Intake, 1).await?;
        let process = processes.all.first().context("a process was started")?;
        let desk = Arc::new(Desk::open(&hiring, process.address).await?);
        let servers: Vec<_> = processes.nats.iter().map(Server::url).collect();
        let broker = Broker::connect(&servers).await?;
        Ok(Self { processes, desk, broker, _dir: dir })
    }

    /// Ends the process and starts another in its place.
    pub(super) async fn start_again(&mut self, args: &[&'static str]) -> Result<()> {
        self.processes.all.clear();
        self.processes.more_args = args.to_vec();
        self.processes.start(ProcessRole::Intake, 1).await
    }

    /// Where the process takes requests.
    pub(super) fn address(&self) -> Result<std::net::SocketAddr> {
        Ok(self.processes.all.first().context("no process")?.address)
    }
}
