//! A task force: a plan, what stands in its way, the fortnightly list, a meeting, and what it decided.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_tests::{Client, HOUSING, LAND, Office};

use crate::people::rungs;

const PROJECTS: &str = "/api/coordination/projects";
const DISPATCH: &str = "/api/coordination/dispatch";
const BLOCKERS: &str = "/api/coordination/blockers";
const MEETINGS: &str = "/api/coordination/meetings";

async fn set_up(coordinator: &Client) -> Result<String> {
    let body = json!({
        "title": "老旧小区改造", "goal": "年内完成十个小区",
        "leader": { "account": "housing", "department": HOUSING },
        "members": [LAND],
        "milestones": [{ "name": "完成选址", "department": LAND, "due_on": "2026-11-13" }],
    });
    let made = coordinator.post(PROJECTS, &body).await?.ok()?;
    let id = made["project_id"].as_str().context("a project")?;
    Ok(id.to_owned())
}

async fn minutes(leader: &Client, path: &str) -> Result<Value> {
    let minutes = json!({
        "present": [HOUSING, LAND],
        "follow_ups": [{ "point": 1, "course": "carried", "note": "待落实" }],
        "decisions": [{
            "what": { "zh": "落实用地", "en": "Find the land" },
            "department": LAND, "limit": { "workdays": 2 },
        }],
    });
    leader.post(&format!("{path}/publish-minutes"), &minutes).await?.ok()?;
    let held = leader
        .wait_for(path, |meeting| meeting["minutes"]["decisions"][0]["task_state"] == "requested");
    held.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_blocks_a_project_is_listed_talked_about_and_decided_and_the_task_is_tracked()
-> Result<()> {
    let mut office = Office::open().await?;
    let coordinator = office.sign_in("coordinator").await?;
    let project = set_up(&coordinator).await?;
    let path = format!("{PROJECTS}/{project}");
    let land = office.sign_in("land").await?;
    let blocker = json!({ "what": "用地指标不足", "needs_department": LAND });
    land.post(&format!("{path}/blockers"), &blocker).await?.ok()?;

    // The fortnightly list holds it; nobody else need say so.
    coordinator.post(DISPATCH, &json!({ "first_on": "2026-11-09" })).await?.ok()?;
    let issued = coordinator.post(&format!("{DISPATCH}/lists"), &json!({})).await?.ok()?;
    ensure!(issued["next_on"] == "2026-11-23", "{issued}");
    let is_listed = |stuck: &Value| stuck["items"][0]["n_listed"] == 1;
    let stuck = coordinator.wait_for(BLOCKERS, is_listed).await?;
    ensure!(stuck["items"][0]["case_id"] == json!(project), "{stuck}");

    // The leader calls a meeting about it; what is decided is a task of the project.
    let leader = office.sign_in("housing").await?;
    let meeting = json!({
        "project_id": project, "title": "双周调度会", "held_at": "2026-11-10T01:00:00Z",
        "departments": [LAND], "with_blockers": true,
    });
    let called = leader.post(MEETINGS, &meeting).await?.ok()?;
    let meeting = format!("{MEETINGS}/{}", called["meeting_id"].as_str().context("a meeting")?);
    office.clock.set("2026-11-10T02:00:00Z".parse()?);
    let held = minutes(&leader, &meeting).await?;
    let task = held["minutes"]["decisions"][0]["task_id"].as_str().context("a task")?.to_owned();
    let tasks = land.get(&format!("/api/coordination/tasks?case_id={project}")).await?.ok()?;
    ensure!(tasks["items"][0]["occasion"] == "project", "{tasks}");
    ensure!(tasks["items"][0]["from_department"] == HOUSING, "{tasks}");

    // Nobody does it: two working days later it is overdue, warned of, and stuck as well.
    office.clock.set("2026-11-12T16:00:00Z".parse()?);
    let is_overdue = |warnings: &Value| rungs(warnings, &task).contains(&"overdue");
    coordinator.wait_for("/api/coordination/warnings", is_overdue).await?;
    let tasks = format!("{BLOCKERS}?kind=task&case_id={project}");
    coordinator.wait_for(&tasks, |stuck| stuck["items"][0]["state"] == "overdue").await?;

    // The milestone is missed, and the list after the next, each noted once, whatever is restarted.
    office.clock.set("2026-11-13T16:00:00Z".parse()?);
    let leader = office.sign_in("housing").await?;
    leader.wait_for(&path, |project| project["milestones"][0]["state"] == "missed").await?;
    office.clock.set("2026-11-23T16:00:00Z".parse()?);
    let coordinator = office.sign_in("coordinator").await?;
    coordinator.wait_for(DISPATCH, |shown| shown["lists"][0]["state"] == "missed").await?;
    office.restart().await?;
    let coordinator = office.sign_in("coordinator").await?;
    let shown = coordinator.get(DISPATCH).await?.ok()?;
    ensure!(shown["next"]["due_on"] == "2026-12-07", "{shown}");
    ensure!(shown["lists"].as_array().is_some_and(|lists| lists.len() == 2), "{shown}");

    // Dissolved, what is still open for it ends with it.
    let given_up = json!({ "outcome": "given_up", "result": "并入城市更新专班" });
    coordinator.post(&format!("{path}/close"), &given_up).await?.ok()?;
    let task = format!("/api/coordination/tasks/{task}");
    coordinator.wait_for(&task, |task| task["state"] == "closed").await?;
    Ok(())
}
