//! What departments say to each other about a task, and what the case makes of it.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_tests::{Client, HUMAN_RESOURCES, LAND, Office};

use crate::people::{reviewed, task_for, tasks_of};

const WARNINGS: &str = "/api/coordination/warnings";
const NOTICES: &str = "/api/coordination/notices";

async fn tell(client: &Client, task: &str, verb: &str, body: &Value) -> Result<Value> {
    let path = format!("/api/coordination/tasks/{task}/{verb}");
    client.post(&path, body).await?.ok().context(verb.to_owned())
}

fn step_of(case: &Value, nth: usize) -> Result<(&str, &str)> {
    let step = &case["steps"][nth];
    step["step"].as_str().zip(step["state"].as_str()).with_context(|| format!("steps of {case}"))
}

/// How many departments the second step waits for.
fn n_awaited(case: &Value) -> usize {
    case["steps"][1]["waits_for"].as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_an_objection_sent_back_and_the_answer_in_the_end() -> Result<()> {
    let office = Office::open().await?;
    let case = reviewed(&office).await?;
    let case_id = &case.case_id;
    let (housing, land) = (office.sign_in("housing").await?, office.sign_in("land").await?);
    let task = task_for(&land, case_id, LAND).await?;
    let asked = tell(&land, &task, "question", &json!({ "question": "宗地四至" })).await?;
    ensure!(asked["state"] == "questioned", "{asked}");
    let answered = tell(&housing, &task, "answer", &json!({ "answer": "见附图" })).await?;
    ensure!(answered["state"] == "acknowledged", "{answered}");
    tell(&land, &task, "partial-reply", &json!({ "opinion": "权属无争议" })).await?;
    tell(&land, &task, "reply", &json!({ "outcome": "objected", "opinion": "面积不符" })).await?;

    let path = format!("/api/approval/cases/{case_id}");
    let view = housing.wait_for(&path, |case| n_awaited(case) == 1).await?;
    let (step, _) = step_of(&view, 1)?;
    let reason = json!({ "reason": "未说明差多少" });
    let back = tell(&housing, &task, "send-back-reply", &reason).await?;
    ensure!(back["state"] == "acknowledged" && !back["due_at"].is_null(), "{back}");
    housing.wait_for(&path, |case| n_awaited(case) == 2).await?;

    let labour = office.sign_in("labour").await?;
    let other = task_for(&labour, case_id, HUMAN_RESOURCES).await?;
    let agreed = json!({ "outcome": "agreed", "opinion": "同意" });
    tell(&labour, &other, "reply", &agreed).await?;
    let approve = format!("/api/approval/cases/{case_id}/steps/{step}/approve");
    let early = housing.post(&approve, &json!({ "opinion": "同意" })).await?;
    ensure!(early.status.as_u16() == 409, "the land office has not answered: {}", early.body);
    tell(&land, &task, "reply", &agreed).await?;
    // Somebody objected once: its handler decides.
    housing.wait_for(&path, |case| n_awaited(case) == 0).await?;
    housing.post(&approve, &json!({ "opinion": "同意" })).await?.ok()?;
    let view = housing.get(&path).await?.ok()?;
    ensure!(step_of(&view, 1)?.1 == "done", "{view}");

    let history = format!("/api/coordination/tasks/{task}/history");
    let told = housing.get(&history).await?.ok()?;
    let steps = told["steps"].as_array().context("steps")?;
    let happened: Vec<_> = steps.iter().filter_map(|step| step["happened"].as_str()).collect();
    let expected = [
        "task_requested",
        "task_questioned",
        "question_answered",
        "task_partly_replied",
        "task_replied",
        "reply_sent_back",
        "task_replied",
    ];
    ensure!(happened == expected, "{happened:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_cases_share_a_task_and_each_gets_the_answer() -> Result<()> {
    let office = Office::open().await?;
    let (first, second) = (reviewed(&office).await?, reviewed(&office).await?);
    let (coordinator, land) = (office.sign_in("coordinator").await?, office.sign_in("land").await?);
    let task = task_for(&coordinator, &first.case_id, LAND).await?;
    let gives_way = task_for(&coordinator, &second.case_id, LAND).await?;
    tell(&coordinator, &task, "share", &json!({ "with_task_id": gives_way })).await?;
    let path = format!("/api/coordination/tasks?case_id={}", second.case_id);
    let is_joined = |tasks: &Value| {
        let rows = tasks["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().any(|row| row["task_id"] == *gives_way && row["state"] == "joined")
            && rows.iter().any(|row| row["task_id"] == *task && row["n_shares"] == 1)
    };
    coordinator.wait_for(&path, is_joined).await?;

    let agreed = json!({ "outcome": "agreed", "opinion": "同意" });
    tell(&land, &task, "reply", &agreed).await?;
    let housing = office.sign_in("housing").await?;
    for case in [&first, &second] {
        let path = format!("/api/approval/cases/{}", case.case_id);
        housing.wait_for(&path, |case| n_awaited(case) == 1).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_task_that_is_closed_leaves_the_other_case_its_own() -> Result<()> {
    let office = Office::open().await?;
    let (first, second) = (reviewed(&office).await?, reviewed(&office).await?);
    let coordinator = office.sign_in("coordinator").await?;
    let task = task_for(&coordinator, &first.case_id, LAND).await?;
    let gives_way = task_for(&coordinator, &second.case_id, LAND).await?;
    tell(&coordinator, &task, "share", &json!({ "with_task_id": gives_way })).await?;
    let path = format!("/api/coordination/tasks/{gives_way}");
    coordinator.wait_for(&path, |task| task["state"] == "joined").await?;
    tell(&coordinator, &task, "close", &json!({ "reason": "申请人变更选址" })).await?;
    let resumed = coordinator.wait_for(&path, |task| task["state"] == "requested").await?;
    ensure!(resumed["joined_into"].is_null() && resumed["epoch"] == 2, "{resumed}");
    let housing = office.sign_in("housing").await?;
    let case = format!("/api/approval/cases/{}", second.case_id);
    let view = housing.get(&case).await?.ok()?;
    ensure!(n_awaited(&view) == 2, "it still waits for both: {view}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_warning_is_appealed_against_and_taken_back() -> Result<()> {
    let office = Office::open().await?;
    let case = reviewed(&office).await?;
    let (coordinator, land) = (office.sign_in("coordinator").await?, office.sign_in("land").await?);
    let task = task_for(&coordinator, &case.case_id, LAND).await?;
    tell(&land, &task, "acknowledge", &json!({})).await?;
    office.clock.set("2026-11-11T16:00:00Z".parse()?);
    let is_red = |row: &Value| row["task_id"] == *task && row["colour"] == "red";
    let reds = |notices: &Value| {
        let rows = notices["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().filter(|row| is_red(row)).count()
    };
    let notices = land.wait_for(NOTICES, |notices| reds(notices) == 1).await?;
    let notices = notices["items"].as_array().context("notices")?;
    let red = notices.iter().find(|row| is_red(row)).context("a red one")?;
    let path = format!("{NOTICES}/{}", red["notice_id"].as_str().context("its id")?);
    let appeal = json!({ "grounds": "系统故障", "legal_basis": "电子监察办法" });
    land.post(&format!("{path}/appeal"), &appeal).await?.ok()?;
    let supervisor = office.sign_in("supervisor").await?;
    let reason = json!({ "reason": "确系故障" });
    let revoked = supervisor.post(&format!("{path}/revoke"), &reason).await?.ok()?;
    ensure!(revoked["state"] == "revoked", "{revoked}");
    // Taken back, it is not issued again.
    office.clock.set("2026-11-11T18:00:00Z".parse()?);
    let warnings = coordinator.get(WARNINGS).await?.ok()?;
    let warned = warnings["items"].as_array().context("warnings")?;
    let overdue = warned.iter().filter(|row| row["task_id"] == *task && row["rung"] == "overdue");
    ensure!(overdue.count() == 1, "{warnings}");
    ensure!(tasks_of(&coordinator, &case.case_id).await?.len() == 2);
    Ok(())
}
