//! Servers of the log that do not reach each other: one of them cut off from both others, and two
//! that only the third reaches.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use reqwest::header::RETRY_AFTER;
use serde_json::Value;
use tongban::app::ProcessRole;
use tongban_nats_testkit::{Server, start_linked_cluster};
use tongban_tests::Processes;
use uuid::Uuid;

use crate::links::{SILENCE_IS_NOTICED_WITHIN, states_its_age};
use crate::load::{Done, Load, complaint};
use crate::servers::leader;
use crate::town::{self, Town, wait_within};

const LODGE: &str = "/api/complaint/complaints";
/// Of these one stands with the server that is cut off, one with the others.
const TWICE: [ProcessRole; 2] = [ProcessRole::Complaint, ProcessRole::Coordination];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_cut_off_with_its_clients_acknowledges_nothing_while_the_others_go_on()
-> Result<()> {
    let room = town::room().await?;
    let (servers, links) = start_linked_cluster().await;
    let mut processes = Processes::over(servers, town::clock()?).await?;
    processes.found().await?;
    let cut = leader(&processes, 0).await?;
    let others = [(cut + 1) % 3, (cut + 2) % 3];
    let url = |n: usize| processes.nats[n].url();
    let (there, here) = (vec![url(cut)], others.map(url).to_vec());
    for role in town::ALL_ROLES {
        let (first, second) = (format!("{}-1", role.name()), format!("{}-2", role.name()));
        let is_cut = TWICE.contains(&role);
        processes.nats_urls.insert(first.clone(), if is_cut { &there } else { &here }.clone());
        processes.nats_urls.insert(second, here.clone());
        // Clients on this side reach processes on this side.
        processes.beyond_gateway.extend(is_cut.then_some(first));
    }
    let mut town = Town::of_founded(processes, &TWICE, room).await?;
    let mut load = Load::begin(&town).await?;
    let clerk = town.sign_in("clerk").await?;
    let at_cut = clerk.at(town.processes.named("complaint-1")?.address);

    others.iter().for_each(|other| links.silence(cut, *other));
    let asked = Uuid::from_u128(7);
    let refused = at_cut.record_as(asked, LODGE, &complaint(None)).await?;
    ensure!(refused.status == 503, "{}: {}", refused.status, refused.body);
    ensure!(refused.headers.contains_key(RETRY_AFTER), "it says when to come again");
    wait_within("another server leads", SILENCE_IS_NOTICED_WITHIN, || async {
        leader(&town.processes, others[0]).await.is_ok_and(|leader| leader != cut)
    })
    .await?;
    wait_within("what is read there states its age", SILENCE_IS_NOTICED_WITHIN, || async {
        states_its_age(&at_cut).await
    })
    .await?;
    load.is_doing("submit", 5).await?;
    load.is_doing("complain", 5).await?;
    load.is_doing("acknowledge", 1).await?;
    ensure!(states_its_age(&at_cut).await, "nobody has gone around the links");

    others.iter().for_each(|other| links.heal(cut, *other));
    wait_within("answers are fresh again", SILENCE_IS_NOTICED_WITHIN, || async {
        !states_its_age(&at_cut).await
    })
    .await?;
    at_cut.record_as(asked, LODGE, &complaint(None)).await?.ok()?;
    load.is_doing("acknowledge", 1).await?;
    let mut done = load.end().await?;
    done.push(Done::by("clerk", asked, "complain"));
    town.audit(&done).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_go_on_while_the_leader_and_another_server_reach_only_the_third() -> Result<()> {
    let room = town::room().await?;
    let (servers, links) = start_linked_cluster().await;
    let town = Town::of(Processes::over(servers, town::clock()?).await?, &[], room).await?;
    let mut load = Load::begin(&town).await?;
    let leader = leader(&town.processes, 0).await?;
    let other = (leader + 1) % 3;
    let servers = &town.processes.nats;
    let names = |ns: &[usize]| ns.iter().map(|n| servers[*n].name().to_owned()).collect();
    let (apart, whole): (BTreeSet<_>, _) =
        (names(&[(leader + 2) % 3]), names(&[other, (leader + 2) % 3]));

    links.sever(leader, other);
    wait_within("the leader reaches only the third", SILENCE_IS_NOTICED_WITHIN, || async {
        reached_by(&servers[leader]).await.is_ok_and(|reached| reached == apart)
    })
    .await?;
    load.is_doing("submit", 10).await?;
    load.is_doing("complain", 10).await?;
    load.is_doing("acknowledge", 2).await?;
    ensure!(reached_by(&servers[leader]).await? == apart, "nobody has gone around the link");

    links.heal(leader, other);
    wait_within("all reach each other", SILENCE_IS_NOTICED_WITHIN, || async {
        reached_by(&servers[leader]).await.is_ok_and(|reached| reached == whole)
    })
    .await?;
    load.is_doing("submit", 2).await?;
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}

/// The names of the servers that a server has connections to.
async fn reached_by(server: &Server) -> Result<BTreeSet<String>> {
    let asked = reqwest::get(format!("{}/routez", server.monitoring_url())).await?;
    let answer: Value = asked.json().await?;
    let routes = answer["routes"].as_array().context("routes")?.iter();
    routes.map(|route| Ok(route["remote_name"].as_str().context("a name")?.to_owned())).collect()
}
