//! Links that are cut: a process that reaches the database and not the log, and servers that do not
//! reach each other's majority.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tongban::app::ProcessRole;
use tongban_nats_testkit::{Proxy, Server};
use tongban_tests::{Client, Processes};

use crate::load::Load;
use crate::town::{self, Town, wait_within};

const AS_OF: &str = "tongban-as-of";
/// A log is not heard for a term before anything is let go.
const LEASES_ARE_LET_GO_WITHIN: Duration = Duration::from_secs(180);
/// A leader steps down some ten seconds after it has lost its majority.
pub(crate) const SILENCE_IS_NOTICED_WITHIN: Duration = Duration::from_secs(150);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_cut_off_from_the_log_leaves_its_partitions_to_one_that_is_not() -> Result<()> {
    let room = town::room().await?;
    let mut processes = Processes::new(town::clock()?).await?;
    let mut wires = BTreeMap::new();
    for name in ["coordination-1", "coordination-2"] {
        let mut to_servers = Vec::new();
        for server in &processes.nats {
            to_servers.push(Proxy::to(server.port()).await);
        }
        processes.nats_urls.insert(name.to_owned(), to_servers.iter().map(Proxy::url).collect());
        wires.insert(name.to_owned(), to_servers);
    }
    let mut town = Town::of(processes, &[ProcessRole::Coordination], room).await?;
    let mut load = Load::begin(&town).await?;
    let schema = town.schema_with("rungs").await?;
    let holders = format!("SELECT DISTINCT holder::text FROM {schema}.reader_place");
    let cut = town.processes.database.ask(&holders).await.pop().context("a holder")?;
    let wires = &wires[&cut];
    let clerk = town.sign_in("clerk").await?;
    let at_cut = clerk.at(town.processes.named(&cut)?.address);

    for wire in wires {
        wire.mute(true);
        wire.deafen(true);
    }
    wait_within("the other process has taken over", LEASES_ARE_LET_GO_WITHIN, || async {
        let holders = town.processes.database.ask(&holders).await;
        holders.len() == 1 && !holders.contains(&cut) && holders != [""]
    })
    .await?;
    load.is_doing("submit", 2).await?;
    load.is_doing("acknowledge", 1).await?;
    let (is_ready, said) = town.processes.named(&cut)?.readiness().await?;
    ensure!(is_ready && said.contains("the NATS servers"), "{said}");
    ensure!(states_its_age(&at_cut).await, "what it reads may be old");

    for wire in wires {
        wire.mute(false);
        wire.deafen(false);
        wire.cut();
    }
    wait_within("it hears the log again", SILENCE_IS_NOTICED_WITHIN, || async {
        !states_its_age(&at_cut).await
    })
    .await?;
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_connection_and_no_majority_reads_state_their_age_and_operators_are_told()
-> Result<()> {
    let mut town = Town::open(&[]).await?;
    let mut load = Load::begin(&town).await?;
    let clerk = town.sign_in("clerk").await?;
    let at_intake = clerk.at(town.processes.named("intake-1")?.address);
    let servers = town.processes.nats.iter_mut();
    servers.skip(1).for_each(Server::kill);
    let tells_why = async || {
        let asked = town.processes.all.iter().find(|process| process.name == "intake-1");
        let said = asked.context("a process")?.readiness().await?.1;
        anyhow::Ok(said.contains("have not answered for"))
    };
    wait_within("operators are told that nobody answers", SILENCE_IS_NOTICED_WITHIN, || async {
        tells_why().await.unwrap_or_default()
    })
    .await?;
    ensure!(states_its_age(&at_intake).await, "what is read may be old");

    town.processes.nats.iter_mut().skip(1).for_each(Server::begin);
    for server in &town.processes.nats {
        server.is_ready().await;
    }
    load.is_doing("submit", 2).await?;
    wait_within("answers are fresh again", SILENCE_IS_NOTICED_WITHIN, || async {
        !states_its_age(&at_intake).await
    })
    .await?;
    town.audit(&load.end().await?).await
}

/// Whether an answer says how old it may be.
pub(crate) async fn states_its_age(client: &Client) -> bool {
    client.get("/openapi.json").await.is_ok_and(|answer| answer.headers.contains_key(AS_OF))
}
