//! An office begins on a desk, grows onto servers, and may go back: its cases go on, and nothing that
//! was done is done again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban::app::{Cluster, DataDir};
use tongban::operations::{self, End, Listener, Move, Moved, move_office};
use tongban_kernel::{EventId, Partition, Recorded, Seq};
use tongban_tests::{Client, LAND, Office, Shared};

use crate::people::{Reviewed, reviewed, rungs, task_for};

const WARNINGS: &str = "/api/coordination/warnings";
const NOTICES: &str = "/api/coordination/notices";

fn folder(dir: &Path, generation: u32) -> End {
    End::Folder { dir: dir.to_owned(), generation }
}

fn servers(cluster: Cluster) -> End {
    End::Servers(Box::new(cluster))
}

/// Moves, and breaks off when this is begun.
async fn broken_off_at(step: &str, wish: &Move) -> Result<()> {
    let (listener, mut heard) = Listener::new();
    let moving = move_office(wish, &listener);
    let reached = async {
        while let Some(progress) = heard.recv().await {
            if progress.what == step {
                return true;
            }
        }
        false
    };
    tokio::select! {
        biased;
        reached = reached => ensure!(reached, "it never came to {step}"),
        moved = moving => anyhow::bail!("it never came to {step}: {moved:?}"),
    }
    Ok(())
}

async fn moved(wish: &Move) -> Result<Moved> {
    let (listener, _heard) = Listener::new();
    move_office(wish, &listener).await
}

/// Why it does not move.
async fn refused(wish: &Move) -> Result<String> {
    match moved(wish).await {
        Ok(moved) => anyhow::bail!("it was moved: {moved:?}"),
        Err(error) => Ok(format!("{error:#}")),
    }
}

async fn events(office: &Office) -> Result<Vec<Arc<Recorded>>> {
    let log = office.app().log();
    let mut all = Vec::new();
    for partition in 0..log.n_partitions() {
        all.extend(log.scan(Partition(partition), Seq(0), usize::MAX).await?);
    }
    Ok(all)
}

async fn ids(office: &Office) -> Result<BTreeSet<EventId>> {
    Ok(events(office).await?.iter().map(|event| event.id).collect())
}

/// Waits until each of so many warnings is a case, and so many are met: whatever is done about
/// warnings follows in its own time.
async fn are_cases(coordinator: &Client, n_warnings: usize, n_met: usize) -> Result<()> {
    let met = |notice: &&Value| notice["state"] == "met";
    let all_there = |notices: &Value| {
        let notices = notices["items"].as_array();
        notices.is_some_and(|of| of.len() == n_warnings && of.iter().filter(met).count() == n_met)
    };
    coordinator.wait_for(NOTICES, all_there).await.map(drop)
}

fn is_empty(list: &Value) -> bool {
    list["items"].as_array().is_none_or(Vec::is_empty)
}

/// What the applicant and the window see of a case, with its personal data.
async fn seen(office: &Office, case: &Reviewed) -> Result<(Value, Value)> {
    let Reviewed { case_id, number, check_code } = case;
    let clerk = office.sign_in("clerk").await?;
    // Read models are computed again after a move.
    clerk.wait_for("/api/intake/cases", |cases| !is_empty(cases)).await?;
    let path = format!("/api/intake/progress?number={number}&code={check_code}");
    let progress = office.stranger().get(&path).await?.ok()?;
    let view = clerk.get(&format!("/api/intake/cases/{case_id}")).await?.ok()?;
    ensure!(view["applicant"]["name"] == "海云建设有限公司", "{view}");
    Ok((progress["state"].clone(), view["applicant"].clone()))
}

/// That the case is what it was, as soon as read models are that far.
async fn is_seen_as(before: &(Value, Value), office: &Office, case: &Reviewed) -> Result<()> {
    seen(office, case).await?;
    let Reviewed { number, check_code, .. } = case;
    let path = format!("/api/intake/progress?number={number}&code={check_code}");
    office.stranger().wait_for(&path, |told| told["state"] == before.0).await?;
    ensure!(seen(office, case).await? == *before, "the case is what it was");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_grows_from_a_folder_onto_servers_and_goes_back() -> Result<()> {
    let mut office = Office::open_in_folder().await?;
    let case = reviewed(&office).await?;
    let coordinator = office.sign_in("coordinator").await?;
    let task = task_for(&coordinator, &case.case_id, LAND).await?;
    office.clock.set("2026-11-11T09:00:00Z".parse()?);
    let soon = ["unacknowledged", "due_soon"];
    // The other task of the case as well.
    let all_there = |warnings: &Value| {
        rungs(warnings, &task) == soon && warnings["items"].as_array().map(Vec::len) == Some(4)
    };
    coordinator.wait_for(WARNINGS, all_there).await?;
    are_cases(&coordinator, 4, 0).await?;
    let (before, known) = (seen(&office, &case).await?, ids(&office).await?);

    let shared = Shared::new(2).await?;
    let (from, to) = (folder(office.folder(), 1), servers(shared.as_process("move").await));
    let wish = Move { from, to, n_partitions: Some(2) };
    let why = refused(&wish).await?;
    ensure!(why.contains("stop its server"), "{why}");
    office.close().await;
    for step in ["keys", "materials", "copy", "verify"] {
        broken_off_at(step, &wish).await.context(step)?;
    }
    let grown = moved(&wish).await?;
    let beside = grown.beside.context("all of it was moved")?;
    ensure!(grown.log.n_events == known.len() as u64, "{grown:?}");
    ensure!((beside.before.n_accounts, beside.before.n_materials) == (8, 4), "{beside:?}");
    ensure!(beside.before.n_keys > 0 && beside.readers.n_readers > 0, "{beside:?}");

    office.goes_on_at(shared).await?;
    let coordinator = office.again(coordinator);
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == soon).await?;
    is_seen_as(&before, &office, &case).await?;
    let materials = &office.app().platform.materials;
    for material in tokio::task::block_in_place(|| materials.ids())? {
        materials.read(material).await?;
    }
    office.clock.set("2026-11-11T16:00:00Z".parse()?);
    let overdue = ["unacknowledged", "due_soon", "overdue"];
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == overdue).await?;
    let land = office.sign_in("land").await?;
    let acknowledge = format!("/api/coordination/tasks/{task}/acknowledge");
    land.post(&acknowledge, &json!({})).await?.ok()?;
    are_cases(&coordinator, 6, 1).await?;
    let since: Vec<_> = events(&office).await?;
    let since = since.iter().filter(|event| !known.contains(&event.id));
    let mut since: Vec<_> = since.map(|event| event.kind.as_str().to_owned()).collect();
    since.sort_unstable();
    let expected = [
        "coordination.notice_met.v1",
        "coordination.notice_opened.v1",
        "coordination.notice_opened.v1",
        "coordination.task_acknowledged.v1",
        "coordination.warning_issued.v1",
        "coordination.warning_issued.v1",
        "coordination.warning_met.v1",
    ];
    ensure!(since == expected, "what had been done was not done again: {since:?}");

    goes_back(office, &case).await
}

async fn goes_back(mut office: Office, case: &Reviewed) -> Result<()> {
    let before = (seen(&office, case).await?, ids(&office).await?);
    let cluster = office.shared().context("servers")?.as_process("move").await;
    let back = tempfile::tempdir()?;
    let (from, to) = (servers(cluster.clone()), folder(back.path(), 1_000));
    let wish = Move { from, to, n_partitions: Some(1) };
    let why = refused(&wish).await?;
    ensure!(why.contains("works on the database; stop all of them"), "{why}");
    office.close().await;
    let empty = Shared::new(2).await?;
    let other = Cluster { database: empty.as_process("move").await.database, ..cluster };
    let nowhere = tempfile::tempdir()?;
    let (from, to) = (servers(other), folder(nowhere.path(), 1_000));
    let why = refused(&Move { from, to, n_partitions: Some(1) }).await?;
    ensure!(why.contains("look at --database again"), "{why}");
    broken_off_at("verify", &wish).await?;
    let gone_back = moved(&wish).await?;
    ensure!(gone_back.beside.is_some_and(|beside| beside.readers.n_readers > 0), "{gone_back:?}");
    let (listener, _heard) = Listener::new();
    let verified = operations::verify_folder(&DataDir::existing(back.path())?, &listener)?;
    ensure!(verified.sound && verified.n_missing_materials == 0, "{verified:?}");
    ensure!(
        (verified.n_events, verified.n_materials) == (before.1.len() as u64, 4),
        "{verified:?}"
    );

    office.goes_on_in(back).await?;
    is_seen_as(&before.0, &office, case).await?;
    let land = office.sign_in("land").await?;
    let tasks = format!("/api/coordination/tasks?case_id={}", case.case_id);
    let is_lands = |task: &Value| task["to_department"] == LAND;
    let has_it =
        |tasks: &Value| tasks["items"].as_array().is_some_and(|it| it.iter().any(is_lands));
    land.wait_for(&tasks, has_it).await?;
    let task = task_for(&land, &case.case_id, LAND).await?;
    let reply = json!({ "outcome": "agreed", "opinion": "情况属实" });
    land.post(&format!("/api/coordination/tasks/{task}/reply"), &reply).await?.ok()?;
    let since = events(&office).await?;
    let since: Vec<_> = since.iter().filter(|event| !before.1.contains(&event.id)).collect();
    let replied =
        since.iter().filter(|event| event.kind.as_str() == "coordination.task_replied.v1");
    ensure!(replied.count() == 1, "{since:?}");
    ensure!(!since.iter().any(|event| event.kind.as_str() == "coordination.warning_issued.v1"));
    Ok(())
}
