//! Three departments and a task that none of them wants: returned, disputed, ruled, and the next one
//! like it settled by what was ruled.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_tests::{CITY, Client, HOUSING, LAND, Office};

use crate::people::{reviewed, task_for};

const DISPUTES: &str = "/api/coordination/disputes";

/// An office where those who are heard and those who rule work as well.
async fn open() -> Result<Office> {
    let office = Office::open().await?;
    for (login, department) in [
        ("city", CITY),
        ("market", "market-regulation"),
        ("transport", "transport"),
        ("police", "public-security"),
    ] {
        office.hire(login, department, Role::Handler).await?;
    }
    Ok(office)
}

async fn tell(client: &Client, path: &str, body: &Value) -> Result<Value> {
    client.post(path, body).await?.ok().context(path.to_owned())
}

async fn about_task(client: &Client, task: &str, verb: &str, body: &Value) -> Result<Value> {
    tell(client, &format!("/api/coordination/tasks/{task}/{verb}"), body).await
}

fn claim() -> Value {
    json!({ "reason": "属于城市管理职责", "legal_basis": "三定规定", "responsible": CITY })
}

/// The dispute about a task, as soon as it is opened.
async fn dispute_about(client: &Client, task: &str) -> Result<String> {
    let path = format!("{DISPUTES}?task_id={task}");
    let one = |found: &Value| found["items"].as_array().is_some_and(|items| items.len() == 1);
    let found = client.wait_for(&path, one).await?;
    let id = found["items"][0]["dispute_id"].as_str().context("a dispute")?;
    Ok(format!("{DISPUTES}/{id}"))
}

/// A case whose review asks the land office, which disputes that.
async fn disputed(office: &Office) -> Result<(String, String, String)> {
    let case_id = reviewed(office).await?.case_id;
    let land = office.sign_in("land").await?;
    let task = task_for(&land, &case_id, LAND).await?;
    let told = about_task(&land, &task, "dispute", &claim()).await?;
    ensure!(told["state"] == "disputed" && !told["due_at"].is_null(), "its clock runs: {told}");
    Ok((case_id, task.clone(), dispute_about(&land, &task).await?))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_a_dispute_a_ruling_and_the_precedent_for_the_next_case() -> Result<()> {
    let office = open().await?;
    let case_id = reviewed(&office).await?.case_id;
    let [land, housing, city, coordinator] =
        ["land", "housing", "city", "coordinator"].map(|login| office.sign_in(login));
    let (land, housing, city, coordinator) =
        (land.await?, housing.await?, city.await?, coordinator.await?);
    let task = task_for(&land, &case_id, LAND).await?;
    let not_ours = json!({ "reason": "不属于本部门职责", "legal_basis": "三定规定" });
    about_task(&land, &task, "return", &not_ours).await?;
    let again = json!({ "to_department": LAND, "reason": "请先行核实" });
    about_task(&coordinator, &task, "reassign", &again).await?;
    about_task(&land, &task, "dispute", &claim()).await?;
    let dispute = dispute_about(&land, &task).await?;

    let position = json!({ "position": "规划许可由自然资源部门核发", "legal_basis": "城乡规划法" });
    both_answer(&[&housing, &city], &dispute, &position).await?;
    let member = |account, department| json!({ "account": account, "department": department });
    let partial = json!({ "members": [
        member("market", "market-regulation"), member("police", "public-security"),
        member("housing", HOUSING),
    ], "chair": "market" });
    let refused = coordinator.post(&format!("{dispute}/panel"), &partial).await?;
    ensure!(
        refused.body["type"].as_str().is_some_and(|kind| kind.ends_with("conflict-of-interest"))
    );
    let panel = json!({ "members": [
        member("market", "market-regulation"), member("police", "public-security"),
        member("transport", "transport"),
    ], "chair": "market" });
    tell(&coordinator, &format!("{dispute}/panel"), &panel).await?;
    let vote = json!({
        "ruling": { "kind": "responsible", "department": CITY, "assisting": [LAND] },
        "reason": "现场执法由城市管理部门负责",
    });
    let market = office.sign_in("market").await?;
    tell(&market, &format!("{dispute}/vote"), &vote).await?;
    let ruling = json!({ "reason": "现场核实属城市管理职责", "legal_basis": "三定规定" });
    let early = market.post(&format!("{dispute}/rule"), &ruling).await?;
    ensure!(early.status == 409, "one of three is no quorum: {}", early.body);
    tell(&office.sign_in("police").await?, &format!("{dispute}/vote"), &vote).await?;
    tell(&market, &format!("{dispute}/rule"), &ruling).await?;

    let path = format!("/api/coordination/tasks/{task}");
    let bound = city.wait_for(&path, |task| task["to_department"] == CITY).await?;
    ensure!(bound["state"] == "requested", "{bound}");
    let returned = city.post(&format!("{path}/return"), &not_ours).await?;
    ensure!(returned.status == 409, "a ruling binds: {}", returned.body);
    let agreed = json!({ "outcome": "agreed", "opinion": "已核实" });
    about_task(&city, &task, "reply", &agreed).await?;

    // The next case asks the same of the same department.
    let (_, next, second) = disputed(&office).await?;
    let ask = bound["ask"]["zh"].as_str().context("what was asked")?;
    let found = coordinator.get(&format!("{DISPUTES}?words={}", encoded(ask))).await?.ok()?;
    ensure!(dispute.ends_with(found["items"][0]["dispute_id"].as_str().context("a ruling")?));
    let precedent = json!({
        "precedent": found["items"][0]["dispute_id"], "reason": "事项相同",
    });
    let unheard = coordinator.post(&format!("{second}/follow"), &precedent).await?;
    ensure!(
        unheard.body["type"].as_str().is_some_and(|kind| kind.ends_with("/unheard")),
        "both sides are heard in this dispute too: {}",
        unheard.body
    );
    both_answer(&[&housing, &city], &second, &position).await?;
    tell(&coordinator, &format!("{second}/follow"), &precedent).await?;
    let path = format!("/api/coordination/tasks/{next}");
    city.wait_for(&path, |task| task["to_department"] == CITY).await?;
    let shown = city.get(&second).await?.ok()?;
    ensure!(shown["ruling"]["precedent"] == found["items"][0]["dispute_id"], "{shown}");

    is_learned_from(&housing, ask).await
}

async fn both_answer(sides: &[&Client], dispute: &str, position: &Value) -> Result<()> {
    for side in sides {
        tell(side, &format!("{dispute}/answer"), position).await?;
    }
    Ok(())
}

/// Whoever asks whose such a matter is is told of the ruling.
async fn is_learned_from(housing: &Client, ask: &str) -> Result<()> {
    let matter = tell(housing, "/api/coordination/matters", &json!({ "title": ask })).await?;
    let lead = &matter["proposal"]["candidates"][0];
    ensure!(lead["department"] == CITY, "{matter}");
    let grounds = lead["grounds"].as_array().context("grounds")?;
    ensure!(grounds.iter().any(|ground| ground["source"]["kind"] == "ruling"), "{matter}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_dispute_waits_the_case_is_late_for_nobody_unnoticed() -> Result<()> {
    let office = Office::open().await?;
    let (_, task, dispute) = disputed(&office).await?;
    // The task is due after two working days: the coordinator is warned, a dispute stops no clock.
    office.clock.set("2026-11-12T00:00:00Z".parse()?);
    let coordinator = office.sign_in("coordinator").await?;
    let overdue = |warnings: &Value| {
        let mut rows = warnings["items"].as_array().into_iter().flatten();
        rows.any(|row| row["task_id"] == *task && row["rung"] == "overdue")
    };
    coordinator.wait_for("/api/coordination/warnings", overdue).await?;
    // Ten working days: the ruling itself is late.
    office.clock.set("2026-11-24T00:00:00Z".parse()?);
    let late = office.sign_in("coordinator").await?;
    late.wait_for(&dispute, |dispute| dispute["is_overdue"] == true).await?;
    let late = late.get(&format!("{DISPUTES}?overdue=true")).await?.ok()?;
    ensure!(late["items"].as_array().is_some_and(|items| items.len() == 1), "{late}");
    Ok(())
}

/// Chinese words in an address.
fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
