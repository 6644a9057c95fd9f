//! A disk of the log that is full.

use std::fs;

use anyhow::{Result, ensure};
use reqwest::header::RETRY_AFTER;
use serde_json::Value;
use tongban_nats_testkit::{SYNC_ALWAYS, Server, wait_for};
use tongban_tests::{Client, Processes};
use uuid::Uuid;

use crate::load::{Done, complaint};
use crate::town::{self, Town};

const LODGE: &str = "/api/complaint/complaints";
/// Room for the sample city and some hundred complaints.
const ROOM: &str = "max_file_store: 3MB";
const MORE_ROOM: &str = "max_file_store: 1GB";
const N_COMPLAINTS_MAX: u128 = 5_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_commands_until_there_is_room_and_loses_nothing() -> Result<()> {
    let room = town::room().await?;
    let mut server = Server::new("alone", &format!("{SYNC_ALWAYS}, {ROOM}"), "");
    server.run().await;
    let processes = Processes::over(vec![server], town::clock()?).await?;
    let mut town = Town::of(processes, &[], room).await?;
    let clerk = town.sign_in("clerk").await?;
    let mut done = Vec::new();
    let refused = fill(&clerk, &mut done).await?;

    let server = &mut town.processes.nats[0];
    let config = server.dir().join("server.conf");
    fs::write(&config, fs::read_to_string(&config)?.replace(ROOM, MORE_ROOM))?;
    server.restart().await;
    wait_for("there is room", || async {
        clerk
            .record_as(refused, LODGE, &long())
            .await
            .is_ok_and(|answer| answer.status.is_success())
    })
    .await;
    done.push(Done::by("clerk", refused, "complain"));
    town.audit(&done).await
}

/// A complaint that takes room.
fn long() -> Value {
    let mut body = complaint(None);
    body["text"] = "提交后长时间没有进展".repeat(150).into();
    body
}

/// Lodges complaints until one is refused for want of room; answers its key.
async fn fill(clerk: &Client, done: &mut Vec<Done>) -> Result<Uuid> {
    for n in 0..N_COMPLAINTS_MAX {
        let key = Uuid::from_u128(n);
        let answer = clerk.record_as(key, LODGE, &long()).await?;
        if answer.status.is_success() {
            done.push(Done::by("clerk", key, "complain"));
            continue;
        }
        ensure!(answer.status == 503, "{}: {}", answer.status, answer.body);
        ensure!(answer.body["type"] == "/problems/common/no-space", "{}", answer.body);
        ensure!(answer.headers.contains_key(RETRY_AFTER), "it says when to come again");
        ensure!(!done.is_empty(), "there was room for some");
        return Ok(key);
    }
    anyhow::bail!("the disk is never full")
}
