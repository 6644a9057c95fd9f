//! How long it takes until a command succeeds again when the log's leader is lost, and whether every
//! command is in the log as it was answered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tokio::task::JoinSet;
use tongban::app::Home;
use tongban_eventstore::Log as _;
use tongban_eventstore::jetstream::JetStreamLog;
use tongban_kernel::{Partition, Seq};

use super::office::Spread;
use super::{PLACE, STREAM};
use crate::client::Connection;
use crate::desk::{Desk, SUBMIT};
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;
use crate::spread::Spread as Figures;

const CLIENTS: u64 = 16;
/// Commands that have succeeded before the leader is lost, and again after it.
const COMMANDS_BEFORE: u64 = 200;
const SUBMITTED: &str = "intake.case_submitted.v1";
/// How long a client of the traffic waits for an answer.
const GIVES_UP_AFTER: Duration = Duration::from_secs(1);
/// A client that was refused tries again after this.
const PAUSE: Duration = Duration::from_millis(20);
/// Whoever has no success by then has none.
const PATIENCE: Duration = Duration::from_secs(120);
const BATCH_MAX: usize = 5_000;

/// What clients were told, and what they were not.
#[derive(Debug, Default)]
struct Told {
    /// The cases of commands that succeeded.
    cases: Vec<String>,
    /// Commands that were refused, or not answered.
    failed: Vec<Command>,
}

/// A command as it was sent, with its key.
#[derive(Clone, Debug)]
struct Command {
    headers: String,
    body: Vec<u8>,
}

/// Measures losses of the leader, and compares all answers with the log.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let mut office = rig.runtime.block_on(Spread::begin(rig, &[]))?;
    let mut told = Told::default();
    let n_rounds = rig.plan.rounds.min(3);
    for (name, goal, loss) in
        [("kill -9 of the leader", 15.0, Loss::Kill), ("step-down", 2.0, Loss::StepDown)]
    {
        let mut took = Vec::new();
        for _ in 0..n_rounds {
            let round = one(&mut office, loss, &mut told);
            took.push(rig.runtime.block_on(round)?.as_secs_f64());
        }
        report.add(Row {
            name: format!("first command after {name}"),
            unit: "s",
            subject: Figures::of(took),
            limit: None,
            ratio: None,
            goal: Goal::EachAtMost(goal),
            note: format!("a client that tries one key again; {CLIENTS} others submit; {PLACE}"),
        });
    }
    report.add(rig.runtime.block_on(truth(&office, told))?);
    Ok(())
}

#[derive(Clone, Copy, Debug)]
enum Loss {
    Kill,
    StepDown,
}

/// Loses the leader once while clients submit; answers how long no command succeeded.
async fn one(office: &mut Spread, loss: Loss, told: &mut Told) -> Result<Duration> {
    let leader = office.broker.leader(STREAM).await?;
    let traffic = Traffic::begin(&office.desk);
    traffic.has_gone_on().await?;
    let begun = Instant::now();
    let killed = match loss {
        Loss::Kill => Some(kill(office, &leader).await?),
        Loss::StepDown => {
            office.broker.ask("STREAM.LEADER.STEPDOWN", STREAM, &Value::Null).await?;
            None
        }
    };
    let probe = Command { headers: office.desk.clerk(), body: office.desk.application(0) };
    let case = insist(&office.desk, &probe).await?;
    let took = begun.elapsed();
    told.cases.push(case);
    traffic.has_gone_on().await?;
    traffic.end(told).await?;
    if let Some(killed) = killed {
        office.processes.nats[killed].run().await;
    }
    Ok(took)
}

/// Kills the server of this name; answers which that is.
async fn kill(office: &mut Spread, name: &str) -> Result<usize> {
    for (n, server) in office.processes.nats.iter_mut().enumerate() {
        if server.name() == name {
            server.kill();
            return Ok(n);
        }
    }
    bail!("no server {name}")
}

/// Sends a command again and again until it succeeds; answers its case.
async fn insist(desk: &Desk, command: &Command) -> Result<String> {
    let sending = async {
        loop {
            if let Ok(mut connection) = Connection::open(desk.address).await
                && let Some(case) = send(&mut connection, command).await?
            {
                return Ok(case);
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, sending).await.context("a command never succeeds")?
}

/// Sends a command; answers its case, or none where it did not succeed.
async fn send(connection: &mut Connection, command: &Command) -> Result<Option<String>> {
    let Ok((status, answer)) = connection.post(SUBMIT, &command.headers, &command.body).await
    else {
        return Ok(None);
    };
    if status >= 300 {
        // Anything but "not now" is no answer of an office whose servers come and go.
        ensure!(status == 503, "{status}: {}", String::from_utf8_lossy(answer));
        return Ok(None);
    }
    let receipt: Value = serde_json::from_slice(answer)?;
    Ok(Some(receipt["case_id"].as_str().context("a receipt without a case")?.to_owned()))
}

/// Clients that submit until they are told to end.
struct Traffic {
    clients: JoinSet<Result<Told>>,
    n_done: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
}

impl Traffic {
    fn begin(desk: &Arc<Desk>) -> Self {
        let (n_done, is_over) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let (desk, n_done) = (Arc::clone(desk), Arc::clone(&n_done));
            let is_over = Arc::clone(&is_over);
            clients.spawn(async move {
                let mut told = Told::default();
                let mut connection = Connection::open(desk.address).await?;
                let mut n = client;
                while !is_over.load(Ordering::Relaxed) {
                    n += CLIENTS;
                    let command = Command { headers: desk.clerk(), body: desk.application(n) };
                    // One that gives up does not know whether its command is recorded.
                    let sent = send(&mut connection, &command);
                    let sent = tokio::time::timeout(GIVES_UP_AFTER, sent).await.unwrap_or(Ok(None));
                    if let Some(case) = sent? {
                        told.cases.push(case);
                        n_done.fetch_add(1, Ordering::Relaxed);
                    } else {
                        told.failed.push(command);
                        tokio::time::sleep(PAUSE).await;
                        connection = Connection::open(desk.address).await?;
                    }
                }
                Ok(told)
            });
        }
        Self { clients, n_done, is_over }
    }

    /// Waits until some more commands have succeeded.
    async fn has_gone_on(&self) -> Result<()> {
        let until = self.n_done.load(Ordering::Relaxed) + COMMANDS_BEFORE;
        let going = async {
            while self.n_done.load(Ordering::Relaxed) < until {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, going).await.context("nothing goes on")
    }

    async fn end(mut self, told: &mut Told) -> Result<()> {
        self.is_over.store(true, Ordering::Relaxed);
        while let Some(client) = self.clients.join_next().await {
            let Told { cases, failed } = client??;
            told.cases.extend(cases);
            told.failed.extend(failed);
        }
        Ok(())
    }
}

/// Sends again whatever failed, and compares every answer with the log: each command stands there
/// once, in the case that its client was told.
async fn truth(office: &Spread, told: Told) -> Result<Row> {
    let before = submitted(office).await?;
    let Told { mut cases, failed } = told;
    let (n_failed, mut n_recorded) = (failed.len(), 0);
    for command in &failed {
        let case = insist(&office.desk, command).await?;
        n_recorded += u64::from(before.contains_key(&case));
        cases.push(case);
    }
    let recorded = submitted(office).await?;
    let mut answered = BTreeMap::<_, u64>::new();
    for case in cases {
        *answered.entry(case).or_default() += 1;
    }
    let is_wrong =
        |case: &&String| recorded.get(*case) != Some(&1) || answered.get(*case) != Some(&1);
    let of_log = recorded.keys().filter(is_wrong).count();
    let of_clients = answered.keys().filter(|case| !recorded.contains_key(*case)).count();
    Ok(Row {
        name: "commands recorded otherwise than answered".to_owned(),
        unit: "commands",
        #[expect(clippy::cast_precision_loss, reason = "none, or a few")]
        subject: Figures::of([(of_log + of_clients) as f64]),
        limit: None,
        ratio: None,
        goal: Goal::EachAtMost(0.0),
        note: format!(
            "of {} commands; {n_failed} had failed and were sent again with their keys, {n_recorded} \
             of these had been recorded",
            answered.len()
        ),
    })
}

/// How often each case was submitted, as the log says it.
async fn submitted(office: &Spread) -> Result<BTreeMap<String, u64>> {
    let Home::Cluster(cluster) = office.processes.home("reader").await else {
        bail!("the office is in a folder")
    };
    let log = JetStreamLog::open(cluster.log).await?;
    let mut cases = BTreeMap::new();
    let mut seen = Seq(0);
    loop {
        let events = log.scan(Partition(0), seen, BATCH_MAX).await?;
        let Some(last) = events.last() else { return Ok(cases) };
        seen = last.seq;
        for event in events.iter().filter(|event| event.kind.as_str() == SUBMITTED) {
            *cases.entry(event.stream.id.to_string()).or_default() += 1;
        }
    }
}
