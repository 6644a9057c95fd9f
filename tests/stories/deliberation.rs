//! A matter put to the public: said without a name, decided with reasons, followed up in the open.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_tests::{HOUSING, LAND, Office};

const DELIBERATIONS: &str = "/api/coordination/deliberations";
const PUBLIC: &str = "/api/coordination/public/deliberations";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_matter_is_put_to_the_public_and_everybody_reads_what_came_of_it() -> Result<()> {
    let mut office = Office::open().await?;
    let coordinator = office.sign_in("coordinator").await?;
    let matter = json!({
        "title": "社区公园选址", "text": "拟在两处地块中选址", "departments": [LAND, HOUSING],
        "is_public": true, "limit": { "workdays": 3 },
    });
    let put = coordinator.post(DELIBERATIONS, &matter).await?.ok()?;
    let id = put["deliberation_id"].as_str().context("a deliberation")?.to_owned();
    let (path, public) = (format!("{DELIBERATIONS}/{id}"), format!("{PUBLIC}/{id}"));

    // Somebody who never signs in speaks, and keeps a receipt.
    let citizen = office.stranger();
    citizen.wait_for(&public, |shown| shown["state"] == "open").await?;
    let said = json!({ "stance": "against", "text": "南侧地块噪声太大" });
    let told = citizen.post(&format!("{public}/opinions"), &said).await?.ok()?;
    let receipt = told["receipt"].as_str().context("a receipt")?.to_owned();
    let receipt = format!("/api/coordination/public/opinion?receipt={receipt}");
    citizen.wait_for(&receipt, |found| found["text"] == "南侧地块噪声太大").await?;

    let land = office.sign_in("land").await?;
    for (stance, opinion) in [("against", "南侧地块另有规划"), ("for", "规划已调整")] {
        let word = json!({ "stance": stance, "opinion": opinion });
        land.post(&format!("{path}/opinion"), &word).await?.ok()?;
    }
    let shown = citizen.get(&public).await?.ok()?;
    ensure!(!shown.to_string().contains("规划"), "nobody reads them before the decision: {shown}");

    // The limit ends it by itself, and whoever comes later is told so, even after a restart.
    office.clock.set("2026-11-12T16:00:00Z".parse()?);
    citizen.wait_for(&public, |shown| shown["state"] == "closed").await?;
    office.restart().await?;
    let citizen = office.stranger();
    let late = citizen.post(&format!("{public}/opinions"), &said).await?;
    ensure!(late.status == 409, "{}", late.body);
    ensure!(late.body["type"] == "/problems/coordination/opinion-late", "{}", late.body);
    let shown = citizen.get(&public).await?.ok()?;
    ensure!(shown["silent"] == json!([HOUSING]), "{shown}");

    let coordinator = office.sign_in("coordinator").await?;
    let summary = json!({ "summary": "主要担心噪声", "points": ["南侧噪声"] });
    coordinator.post(&format!("{path}/summarise"), &summary).await?.ok()?;
    let decision =
        json!({ "decision": "选北侧地块", "reasons": "噪声较小", "answers": ["改选北侧"] });
    coordinator.post(&format!("{path}/decide"), &decision).await?.ok()?;
    coordinator.post(&format!("{path}/follow-up"), &json!({ "what": "已开工" })).await?.ok()?;

    let is_there = |shown: &Value| shown["follow_ups"][0]["what"] == "已开工";
    let shown = citizen.wait_for(&public, is_there).await?;
    ensure!(shown["decision"]["answers"] == json!(["改选北侧"]), "{shown}");
    ensure!(shown["summary"]["public"]["n_against"] == 1, "{shown}");
    let departments = shown["departments"].as_array().context("departments")?;
    let land = departments.iter().find(|one| one["department"] == LAND).context("land")?;
    ensure!(land["opinion"]["stance"] == "for" && land["before"][0]["stance"] == "against");
    ensure!(!shown.to_string().contains("噪声太大"), "what one of the public wrote: {shown}");
    let list = citizen.get(&format!("{PUBLIC}?state=decided")).await?.ok()?;
    ensure!(list["items"][0]["deliberation_id"] == json!(id), "{list}");
    Ok(())
}
