//! Whom a matter concerns: asked by a department, said by the coordinator, known from then on.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tongban_tests::{Client, Office};

const MATTERS: &str = "/api/coordination/matters";
/// No duty of the sample city speaks of these.
const DRONES: &str = "无人机夜间低空飞行";

async fn proposed(client: &Client, title: &str) -> Result<Value> {
    client.post(MATTERS, &json!({ "title": title })).await?.ok()
}

fn lead(matter: &Value) -> &Value {
    &matter["proposal"]["candidates"][0]["department"]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_coordinator_said_of_one_matter_is_proposed_for_the_next_even_after_a_restart()
-> Result<()> {
    let mut office = Office::open().await?;
    let housing = office.sign_in("housing").await?;
    let fumes = proposed(&housing, "餐馆油烟污染扰民").await?;
    ensure!(lead(&fumes) == "city-management", "{fumes}");
    let ground = &fumes["proposal"]["candidates"][0]["grounds"][0];
    ensure!(ground["words"].as_array().is_some_and(|words| words.contains(&json!("油烟"))));

    let matter = proposed(&housing, DRONES).await?;
    ensure!(lead(&matter) != "transport", "{matter}");
    let coordinator = office.sign_in("coordinator").await?;
    let path = format!("{MATTERS}/{}", matter["matter_id"].as_str().unwrap_or_default());
    let said =
        json!({ "lead": "transport", "assisting": ["public-security"], "reason": "会议议定" });
    coordinator.post(&format!("{path}/confirm"), &said).await?.ok()?;
    housing.wait_for(&path, |matter| matter["state"] == "confirmed").await?;
    ensure!(lead(&proposed(&housing, DRONES).await?) == "transport", "learned at once");

    office.restart().await?;
    let housing = office.sign_in("housing").await?;
    let again = proposed(&housing, DRONES).await?;
    ensure!(lead(&again) == "transport", "{again}");
    let assists = &again["proposal"]["assisting"][0]["department"];
    ensure!(assists == "public-security", "{again}");
    let coordinator = office.sign_in("coordinator").await?;
    let found =
        coordinator.get(&format!("{MATTERS}?words=%E6%97%A0%E4%BA%BA%E6%9C%BA")).await?.ok()?;
    ensure!(found["items"][0]["matter_id"] == matter["matter_id"], "{found}");
    Ok(())
}
