//! `kill -9` of each process, and of the servers.

use anyhow::Result;

use crate::load::Load;
use crate::town::{ALL_ROLES, Town};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_process_may_be_killed_while_people_work() -> Result<()> {
    let mut town = Town::open(&[]).await?;
    let mut load = Load::begin(&town).await?;
    for role in ALL_ROLES {
        town.processes.kill_and_start_again(&format!("{}-1", role.name())).await?;
        load.is_doing("submit", 2).await?;
        load.is_doing("complain", 2).await?;
    }
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}
