//! An emergency at two in the morning of a holiday, and a drill that reaches nobody.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_nats_testkit::{Server, wait_for};
use tongban_tests::{Client, LAND, Office};

use crate::nats::feed;
use crate::people::{rungs, task_for};

const EMERGENCIES: &str = "/api/coordination/emergencies";
const WARNINGS: &str = "/api/coordination/warnings";
const NOTICES: &str = "/api/coordination/notices";
const SCORES: &str =
    "/api/coordination/scores?from=2026-09-01T00:00:00Z&until=2027-01-01T00:00:00Z";
/// Friday, 2 October 2026, 02:00: the middle of National Day.
const NIGHT: &str = "2026-10-01T18:00:00Z";
const LADDER: [&str; 6] =
    ["unacknowledged", "due_soon", "overdue", "lead", "supervisor", "accountability"];

/// Declares a flood, or drills one; answers its id.
async fn flood(coordinator: &Client, drill: bool) -> Result<String> {
    let body = json!({
        "plan": "flood", "what": "暴雨，多处积水", "place": "城东片区", "drill": drill,
    });
    let declared = coordinator.post(EMERGENCIES, &body).await?.ok()?;
    let case_id = declared["case_id"].as_str().context("its id")?.to_owned();
    let path = format!("{EMERGENCIES}/{case_id}");
    coordinator.wait_for(&path, |view| n_of(view, "tasks") == 7).await?;
    Ok(case_id)
}

fn n_of(view: &Value, list: &str) -> usize {
    view[list].as_array().map_or(0, Vec::len)
}

async fn end(coordinator: &Client, case_id: &str) -> Result<Value> {
    let summary = json!({ "summary": "积水排空，人员安全" });
    coordinator.post(&format!("{EMERGENCIES}/{case_id}/end"), &summary).await?.ok()
}

async fn tell(client: &Client, task: &str, verb: &str, body: &Value) -> Result<Value> {
    client.post(&format!("/api/coordination/tasks/{task}/{verb}"), body).await?.ok()
}

/// Not a working day, not an hour of an office: every rung is reached by the minute.
async fn goes_up_the_ladder(office: &Office, coordinator: &Client, task: &str) -> Result<()> {
    let listener = coordinator.clone();
    let stream = "/api/coordination/warnings/stream";
    let heard = tokio::spawn(async move { listener.hear(stream, "supervisor").await });
    for (at, n_rungs) in [
        ("2026-10-01T18:15:00Z", 1),
        ("2026-10-01T18:48:00Z", 2),
        ("2026-10-01T19:00:00Z", 3),
        ("2026-10-01T19:30:00Z", 4),
        ("2026-10-01T20:00:00Z", 5),
    ] {
        office.clock.set(at.parse()?);
        let is_reached = |warnings: &Value| rungs(warnings, task) == LADDER[..n_rungs];
        coordinator.wait_for(&format!("{WARNINGS}?limit=200"), is_reached).await?;
    }
    heard.await??;
    Ok(())
}

/// One paper comes in time, one late, and two need not come. Five working days after National Day
/// the housing office is late with its own.
async fn is_regularised(office: &Office, path: &str) -> Result<()> {
    let land = office.sign_in("land").await?;
    let brought = json!({ "reference": "海自然资〔2026〕3号" });
    let hand_in = |paper: &str| format!("{path}/papers/{paper}/hand-in");
    land.post(&hand_in("land-use"), &brought).await?.ok()?;
    office.clock.set("2026-10-13T16:00:00Z".parse()?);
    let is_noted = |history: &Value| {
        let steps = history["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
        steps.iter().filter(|step| step["happened"] == "skipped_paper_late").count() == 2
    };
    let coordinator = office.sign_in("coordinator").await?;
    coordinator.wait_for(&format!("{path}/history"), is_noted).await?;
    let housing = office.sign_in("housing").await?;
    housing.post(&hand_in("building-report"), &brought).await?.ok()?;
    let supervisor = office.sign_in("supervisor").await?;
    let reason = json!({ "reason": "未动用，经核实" });
    for paper in ["road-opening", "purchase"] {
        supervisor.post(&format!("{path}/papers/{paper}/waive"), &reason).await?.ok()?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_at_two_in_the_morning_of_a_holiday() -> Result<()> {
    let mut office = Office::open_on(NIGHT).await?;
    let coordinator = office.sign_in("coordinator").await?;
    let case_id = flood(&coordinator, false).await?;
    let path = format!("{EMERGENCIES}/{case_id}");
    let view = coordinator.get(&path).await?.ok()?;
    ensure!(view["response"]["minutes_left"] == 120, "{view}");

    // Nine minutes later the land office is there; the housing office sleeps.
    office.clock.set("2026-10-01T18:09:00Z".parse()?);
    let land = office.sign_in("land").await?;
    let mine = land.get("/api/coordination/tasks?state=open").await?.ok()?;
    ensure!(mine["items"][0]["case_id"] == *case_id, "before all else: {mine}");
    let slopes = task_for(&land, &case_id, LAND).await?;
    tell(&land, &slopes, "acknowledge", &json!({})).await?;
    let view = coordinator.wait_for(&path, |view| view["state"] == "responded").await?;
    let response = &view["response"];
    ensure!(response["department"] == LAND && response["is_late"] == false, "{response}");
    land.post(&format!("{path}/report"), &json!({ "text": "两处滑坡隐患" })).await?.ok()?;

    let housing = task_for(&coordinator, &case_id, "housing-construction").await?;
    goes_up_the_ladder(&office, &coordinator, &housing).await?;
    let reply = json!({ "outcome": "agreed", "opinion": "已撤离 23 人" });
    tell(&land, &slopes, "reply", &reply).await?;

    office.restart().await?;
    office.clock.set("2026-10-01T22:00:00Z".parse()?);
    let coordinator = office.sign_in("coordinator").await?;
    end(&coordinator, &case_id).await?;
    let view = coordinator
        .wait_for(&path, |view| {
            let tasks = view["tasks"].as_array().map(Vec::as_slice).unwrap_or_default();
            tasks.iter().filter(|task| task["state"] == "closed").count() == 6
        })
        .await?;
    ensure!(view["state"] == "ended" && n_of(&view, "papers") == 4, "{view}");

    is_regularised(&office, &path).await?;
    let coordinator = office.sign_in("coordinator").await?;
    coordinator.wait_for(&path, |view| view["state"] == "closed").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_leaves_figures_and_reaches_nobody() -> Result<()> {
    let server = Server::start().await;
    let office = Office::open_at_nats(server.url()).await?;
    let coordinator = office.sign_in("coordinator").await?;
    let supervisor = office.sign_in("supervisor").await?;
    let drill = flood(&coordinator, true).await?;
    let path = format!("{EMERGENCIES}/{drill}");
    let land = office.sign_in("land").await?;
    let slopes = task_for(&land, &drill, LAND).await?;
    office.clock.set("2026-11-09T01:12:00Z".parse()?);
    tell(&land, &slopes, "acknowledge", &json!({})).await?;
    office.clock.set("2026-11-09T01:40:00Z".parse()?);
    tell(&land, &slopes, "reply", &json!({ "outcome": "agreed", "opinion": "已巡查" })).await?;
    let housing = task_for(&coordinator, &drill, "housing-construction").await?;
    office.clock.set("2026-11-09T04:00:00Z".parse()?);
    let own = format!("{WARNINGS}?case_id={drill}&limit=200");
    coordinator.wait_for(&own, |warnings| rungs(warnings, &housing) == LADDER).await?;
    let ended = end(&coordinator, &drill).await?;
    ensure!(ended["state"] == "closed", "it skipped nothing: {ended}");

    let figures = coordinator.get(&format!("{path}/figures")).await?.ok()?;
    ensure!(figures["responded_after_minutes"] == 12, "{figures}");
    ensure!(figures["n_answered"] == 1 && figures["n_in_time"] == 1, "{figures}");
    ensure!(figures["ended_after_minutes"] == 180, "{figures}");

    // What is real goes on, and is all that anybody outside of the drill hears of.
    let real = flood(&coordinator, false).await?;
    end(&coordinator, &real).await?;
    let client = async_nats::connect(server.url()).await?;
    let is_told = |case: &str, feed: &[(String, tongban_natskit::CloudEvent)]| {
        feed.iter().any(|(_, event)| event.attribute("correlationid") == Some(case))
    };
    let ended = format!("tongban.coordination.emergency_ended.{real}");
    wait_for("the end of what was real is told", || async {
        feed(&client).await.is_ok_and(|feed| feed.iter().any(|(subject, _)| *subject == ended))
    })
    .await;
    let told = feed(&client).await?;
    ensure!(is_told(&real, &told) && !is_told(&drill, &told), "{told:?}");
    for (list, client) in [(NOTICES, &supervisor), (WARNINGS, &supervisor), (SCORES, &supervisor)] {
        let shown = client.get(list).await?.ok()?;
        ensure!(shown["items"] == json!([]), "{list}: {shown}");
    }
    // Seven tasks were asked for real.
    let figures = |departments: &Value| {
        let rows = departments["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().filter_map(|row| row["tasks"]["asked"].as_i64()).sum::<i64>()
    };
    supervisor
        .wait_for("/api/metrics/departments", |departments| figures(departments) == 7)
        .await?;
    Ok(())
}
