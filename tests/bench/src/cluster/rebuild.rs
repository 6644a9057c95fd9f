//! A projection computed again from a log at a server: without SQL beside a bare read of the
//! messages, then in `PostgreSQL` beside the same without SQL.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use futures_util::StreamExt as _;
use serde_json::json;
use tongban_eventstore::Log;
use tongban_intake::projection::Intake;
use tongban_kernel::Partition;
use tongban_nats_testkit::Server;
use tongban_pg_testkit::TestDatabase;
use tongban_readmodel::{Database, ReadModels};

use super::appends::open_log;
use super::broker::Broker;
use super::{PLACE, STREAM, on_disk};
use crate::append::per_second;
use crate::corpus::Corpus;
use crate::replay::replay;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;

/// Cases in the log.
const CASES_MAX: u64 = 40_000;
/// Messages that the server is asked for at once: as the engine asks.
const ASKED_AT_ONCE: u64 = 512;
/// A consumer that nobody asks any more is forgotten after so many nanoseconds.
const FORGOTTEN: u64 = 5_000_000_000;
const GOAL: Goal = Goal::AtLeast(50_000.0);

/// Fills a log and measures.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    rig.runtime.block_on(on_disk(rig));
    let servers = [rig.runtime.block_on(Server::start())];
    let log = rig.runtime.block_on(filled(rig, &servers))?;
    let n_messages = log.head(Partition(0)).borrow().0;
    // All rates are of the events that the projection declares; the others are read all the same.
    let n_declared = rig.runtime.block_on(replay(&*log, &Intake))?;
    let rate = |work: &mut dyn FnMut() -> Result<u64>| {
        let begun = Instant::now();
        work().map(|n_events| per_second(n_events, begun.elapsed()))
    };
    let without_sql = || rate(&mut || rig.runtime.block_on(replay(&*log, &Intake)));

    let broker = rig.runtime.block_on(Broker::connect(&[servers[0].url()]))?;
    let bare = || rig.runtime.block_on(read_all(&broker, n_messages)).map(|()| n_declared);
    let rounds = rig.rounds(without_sql, || rate(&mut { bare }))?;
    let row = Row::beside("replay from JetStream, intake".to_owned(), "events/s", &rounds);
    let note =
        format!("{n_messages} messages at one server, {n_declared} of them declared; {PLACE}");
    report.add(row.goal(GOAL).note(format!("limit: the messages read, not decoded; {note}")));

    let models = rig.runtime.block_on(async {
        let url = TestDatabase::new().await.url().await;
        anyhow::Ok(ReadModels::in_database(&Database::connect(&url, "bench").await?).await?)
    })?;
    let into_postgres = || {
        let rebuilt = rig.runtime.block_on(models.rebuild(Intake, &*log, |_| {}))?;
        Ok(rebuilt.n_projected())
    };
    let rounds = rig.rounds(|| rate(&mut { into_postgres }), without_sql)?;
    let row = Row::beside("rebuild from JetStream, intake".to_owned(), "events/s", &rounds);
    report
        .add(row.goal(GOAL).note(format!("into PostgreSQL; limit: the same without SQL; {note}")));
    Ok(())
}

/// A log of whole cases.
async fn filled(rig: &Rig, servers: &[Server]) -> Result<Arc<dyn Log>> {
    let dir = rig.dir()?;
    let corpus = Arc::new(Corpus::record(dir.path()).await?);
    let log = open_log(servers).await?;
    corpus.append(&log, rig.plan.n_cases.min(CASES_MAX)).await?;
    // Opened again: nothing of it is in memory.
    drop(log);
    open_log(servers).await
}

/// Reads all messages of the log's stream: from a consumer, two requests ahead, as the engine.
async fn read_all(broker: &Broker, n_messages: u64) -> Result<()> {
    let config = json!({
        "stream_name": STREAM,
        "config": { "ack_policy": "none", "mem_storage": true, "inactive_threshold": FORGOTTEN },
    });
    let consumer = broker.ask("CONSUMER.CREATE", STREAM, &config).await?;
    let consumer = consumer["name"].as_str().context("a consumer without a name")?;
    let next = format!("$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{consumer}");
    let inbox = broker.client.new_inbox();
    let mut answers = broker.client.subscribe(inbox.clone()).await?;
    let (mut n_asked, mut n_seen) = (0, 0);
    while n_seen < n_messages {
        while n_asked < n_messages && n_asked < n_seen + 2 * ASKED_AT_ONCE {
            let n_wanted = ASKED_AT_ONCE.min(n_messages - n_asked);
            let body = json!({ "batch": n_wanted }).to_string().into();
            broker.client.publish_with_reply(next.clone(), inbox.clone(), body).await?;
            n_asked += n_wanted;
        }
        let answer = answers.next().await.context("the connection ended")?;
        ensure!(answer.status.is_none(), "{:?} behind message {n_seen}", answer.status);
        n_seen += 1;
    }
    Ok(())
}
