//! The servers behind the processes: one of them gone, all of them gone, and back again.

use anyhow::{Context as _, Result, ensure};
use async_nats::jetstream;
use reqwest::header::RETRY_AFTER;
use tongban::app::ProcessRole;
use tongban_nats_testkit::{Server, wait_for};
use tongban_tests::Processes;
use uuid::Uuid;

use crate::load::{Load, complaint};
use crate::town::{self, Town};

/// The first partition of the log.
const STREAM: &str = "TB_1_00";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_leader_of_the_log_and_another_server_may_be_killed_while_people_work() -> Result<()> {
    let mut town = Town::open(&[]).await?;
    let mut load = Load::begin(&town).await?;
    let leader = leader(&town.processes, 0).await?;
    for n in [leader, (leader + 1) % 3] {
        let server = &mut town.processes.nats[n];
        server.kill();
        load.is_doing("submit", 5).await?;
        load.is_doing("complain", 5).await?;
        server.run().await;
        load.is_doing("submit", 2).await?;
    }
    town.audit(&load.end().await?).await
}

/// The number of the server that leads the first partition, as the server of a number says.
pub(crate) async fn leader(processes: &Processes, asked: usize) -> Result<usize> {
    let client = async_nats::connect(processes.nats[asked].url()).await?;
    let mut stream = jetstream::new(client).get_stream(STREAM).await?;
    let leader = stream.info().await?.cluster.as_ref().and_then(|cluster| cluster.leader.clone());
    let leader = leader.context("a leader")?;
    let found = processes.nats.iter().position(|server| server.name() == leader);
    found.with_context(|| format!("no server {leader}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_to_the_database_may_be_cut_again_and_again() -> Result<()> {
    let town = Town::open(&[]).await?;
    let mut load = Load::begin(&town).await?;
    for _ in 0..5 {
        town.processes.database.cut_off_everyone().await;
        load.is_doing("submit", 2).await?;
        load.is_doing("complain", 2).await?;
    }
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_server_may_crash_while_people_work() -> Result<()> {
    // All towns have the same one.
    let room = town::whole_room().await?;
    let town = Town::of(Processes::new(town::clock()?).await?, &[], room).await?;
    let mut load = Load::begin(&town).await?;
    for _ in 0..2 {
        town.processes.database.crash_server().await;
        load.is_doing("submit", 2).await?;
        load.is_doing("complain", 2).await?;
    }
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_broker_commands_are_refused_and_reads_go_on_with_their_age() -> Result<()> {
    let mut town = Town::open(&[]).await?;
    let mut load = Load::begin(&town).await?;
    let clerk = town.sign_in("clerk").await?;
    town.processes.nats.iter_mut().for_each(Server::kill);

    let lodge = "/api/complaint/complaints";
    let refused = clerk.record_as(Uuid::from_u128(7), lodge, &complaint(None)).await?;
    ensure!(refused.status == 503, "{}: {}", refused.status, refused.body);
    ensure!(refused.headers.contains_key(RETRY_AFTER), "it says when to come again");
    let cases = "/api/intake/cases";
    let old = clerk.get(cases).await?;
    ensure!(old.headers.contains_key("tongban-as-of"), "its age is stated: {:?}", old.headers);
    ensure!(old.ok()?["items"].as_array().is_some_and(|rows| !rows.is_empty()), "cases are read");

    town.processes.nats.iter_mut().for_each(Server::begin);
    for server in &town.processes.nats {
        server.is_ready().await;
    }
    load.is_doing("submit", 2).await?;
    load.is_doing("acknowledge", 1).await?;
    wait_for("answers are fresh again", || async {
        clerk.get(cases).await.is_ok_and(|rows| !rows.headers.contains_key("tongban-as-of"))
    })
    .await;
    town.audit(&load.end().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_starts_without_a_broker_waits_and_says_why() -> Result<()> {
    let _room = town::room().await?;
    let mut processes = Processes::new(town::clock()?).await?;
    processes.found().await?;
    processes.nats.iter_mut().for_each(Server::kill);
    let late = processes.launch_where_it_can_be_asked(ProcessRole::Intake, 1).await?;
    wait_for("it says why it waits", || async {
        matches!(late.readiness().await, Ok((false, why)) if why.contains("NATS"))
    })
    .await;
    processes.nats.iter_mut().for_each(Server::begin);
    late.comes_up().await?.end().await
}
