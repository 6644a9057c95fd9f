//! Appends through the engine, beside raw publishes of the same bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use tongban_eventstore::jetstream::{JetStreamLog, Options, SyncProof};
use tongban_eventstore::{Expected, Log};
use tongban_nats_testkit::{Server, start_cluster};

use super::broker::Broker;
use super::raw::Raw;
use super::{PLACE, STREAM, on_disk};
use crate::append::{EVENTS_PER_CASE, log_rate};
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::sample;

/// More cases than a round begins.
const CASES_OF_ROUND: u64 = 100_000_000;

/// Opens a log of one partition at these servers, connected to the first of them.
pub(super) async fn open_log(servers: &[Server]) -> Result<Arc<dyn Log>> {
    let options = Options {
        servers: servers.iter().take(1).map(Server::url).collect(),
        n_replicas: servers.len(),
        sync: SyncProof::Monitoring(servers.iter().map(Server::monitoring_url).collect()),
        ..Options::default()
    };
    Ok(Arc::new(JetStreamLog::open(options).await?))
}

/// A log at servers, and raw publishes beside it.
struct Beside {
    log: Arc<dyn Log>,
    raw: Arc<Raw>,
    /// Cases that were begun, or may have been.
    n_cases: AtomicU64,
}

impl Beside {
    /// Opens a log at servers that know none, and a stream like its own. Both are led by the server
    /// that both are connected to.
    async fn open(servers: &[Server]) -> Result<Self> {
        let log = open_log(servers).await?;
        log.append(sample::append(0, Expected::NoStream)).await?;
        let broker = Broker::connect(&[servers[0].url()]).await?;
        let raw = Raw::like(broker.clone(), STREAM).await?;
        if servers.len() > 1 {
            for stream in [STREAM, &raw.stream] {
                broker.be_led(stream, &broker.server()).await?;
            }
        }
        Ok(Self { log, raw: Arc::new(raw), n_cases: AtomicU64::new(1) })
    }

    fn row(&self, rig: &Rig, of: &str, n_writers: u64) -> Result<Row> {
        let fresh = || self.n_cases.fetch_add(CASES_OF_ROUND, Ordering::Relaxed);
        let subject = || log_rate(rig, &self.log, n_writers, fresh());
        let limit = || self.raw.rate(rig, n_writers, EVENTS_PER_CASE, fresh());
        let rounds = rig.rounds(subject, limit)?;
        let note = format!(
            "limit: the same {} B published with the same expectation, as many under way; {PLACE}",
            self.raw.n_bytes()
        );
        let name = format!("{of}, append, {n_writers} writers");
        Ok(Row::beside(name, "appends/s", &rounds).note(note))
    }
}

/// Three servers, that keep every event three times.
pub(crate) fn replicated(rig: &Rig, report: &mut Report) -> Result<()> {
    rig.runtime.block_on(on_disk(rig));
    let servers = rig.runtime.block_on(start_cluster());
    let beside = rig.runtime.block_on(Beside::open(&servers))?;
    for n_writers in [64, 256] {
        let row = beside.row(rig, "three servers", n_writers)?;
        report.add(row.goal(Goal::RatioAtLeast(0.8)));
    }
    Ok(())
}

/// One server, where what queues goes out together.
pub(crate) fn alone(rig: &Rig, report: &mut Report) -> Result<()> {
    rig.runtime.block_on(on_disk(rig));
    let servers = [rig.runtime.block_on(Server::start())];
    let beside = rig.runtime.block_on(Beside::open(&servers))?;
    let row = beside.row(rig, "one server", 256)?;
    report.add(row.goal(Goal::RatioAtLeast(5.0)));
    Ok(())
}
