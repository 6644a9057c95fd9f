//! Who of a department works a task, what happens while they are away, and what everybody sees of it.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_tests::{Client, HUMAN_RESOURCES, LAND, Office};

use crate::people::{reviewed, task_for};

async fn tell(client: &Client, task: &str, verb: &str, body: &Value) -> Result<Value> {
    let path = format!("/api/coordination/tasks/{task}/{verb}");
    client.post(&path, body).await?.ok().context(verb.to_owned())
}

/// Whether a list of tasks holds this one.
async fn lists(client: &Client, query: &str, task: &str) -> Result<bool> {
    let list = client.get(&format!("/api/coordination/tasks?{query}")).await?.ok()?;
    let rows = list["items"].as_array().context("tasks")?;
    Ok(rows.iter().any(|row| row["task_id"] == *task))
}

/// The number of tasks in a column of the board.
async fn on_board(client: &Client, query: &str, stage: &str, number: &str) -> Result<i64> {
    let board = client.get(&format!("/api/coordination/board?{query}")).await?.ok()?;
    let columns = board["columns"].as_array().context("columns")?;
    let column = columns.iter().find(|column| column["stage"] == *stage).context("the stage")?;
    column[number].as_i64().context("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_task_of_a_handler_who_is_away_is_the_deputys_and_without_one_the_departments()
-> Result<()> {
    let office = Office::open().await?;
    office.hire("land.b", LAND, Role::Handler).await?;
    let case = reviewed(&office).await?;
    let (land, deputy) = (office.sign_in("land").await?, office.sign_in("land.b").await?);
    let coordinator = office.sign_in("coordinator").await?;
    let task = task_for(&land, &case.case_id, LAND).await?;
    tell(&land, &task, "acknowledge", &json!({})).await?;
    ensure!(lists(&land, "view=mine", &task).await?, "who takes it on works it");
    ensure!(!lists(&deputy, "view=mine", &task).await?);

    let away = json!({ "until": "2026-11-20T00:00:00+08:00" });
    land.post("/api/coordination/absences", &away).await?.ok()?;
    ensure!(lists(&coordinator, "handler_away=true", &task).await?, "the coordinator sees it");
    ensure!(on_board(&coordinator, "", "in_work", "n_handler_away").await? == 1);
    ensure!(lists(&deputy, "view=department", &task).await?, "it is the department's");
    ensure!(!lists(&deputy, "view=mine", &task).await?, "nobody stands in");

    let stands_in = json!({
        "account": "land", "department": LAND, "until": "2026-11-20T00:00:00+08:00",
        "deputy": "land.b",
    });
    coordinator.post("/api/coordination/absences", &stands_in).await?.ok()?;
    ensure!(lists(&deputy, "view=mine", &task).await?, "the deputy's as well");
    ensure!(on_board(&coordinator, "", "in_work", "n_handler_away").await? == 0);
    office.clock.set("2026-11-11T09:00:00Z".parse()?);
    let named = |warnings: &Value| {
        let rows = warnings["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        let soon = rows.iter().find(|row| row["task_id"] == *task && row["rung"] == "due_soon");
        soon.is_some_and(|row| row["handler_away"]["deputy"] == "land.b")
    };
    let warnings = deputy.wait_for("/api/coordination/warnings", named).await?;
    let left = &warnings["items"][0]["countdown"];
    ensure!(left["wall_seconds"] == 7 * 3_600 && left["working_minutes"] == 0, "{left}");

    let over = json!({ "handler": "land.b", "reason": "原经办人休假" });
    tell(&deputy, &task, "assign", &over).await?;
    let history = format!("/api/coordination/tasks/{task}/history");
    let history = coordinator.get(&history).await?.ok()?;
    let steps = history["steps"].as_array().context("steps")?;
    let handed = steps.iter().find(|step| step["happened"] == "task_assigned");
    ensure!(handed.is_some_and(|step| step["handler"] == "land.b"), "{history}");
    ensure!(!lists(&land, "view=mine", &task).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_are_urged_at_once_and_the_board_and_the_case_show_where_they_stand()
-> Result<()> {
    let office = Office::open().await?;
    let case = reviewed(&office).await?;
    let case_id = &case.case_id;
    let (housing, land) = (office.sign_in("housing").await?, office.sign_in("land").await?);
    let labour = office.sign_in("labour").await?;
    let open = task_for(&housing, case_id, LAND).await?;
    let answered = task_for(&housing, case_id, HUMAN_RESOURCES).await?;
    let objected = json!({ "outcome": "objected", "opinion": "材料不全" });
    tell(&labour, &answered, "reply", &objected).await?;

    let wish = json!({
        "task_ids": [open, answered], "action": { "urge": { "note": "请尽快反馈" } },
    });
    let told = housing.post("/api/coordination/tasks/bulk", &wish).await?.ok()?;
    ensure!(told["n_done"] == 1 && told["n_refused"] == 1, "{told}");
    ensure!(told["items"][0]["done"]["state"] == "requested", "{told}");
    ensure!(told["items"][1]["problem"]["type"] == "/problems/coordination/over", "{told}");
    let again = housing.post("/api/coordination/tasks/bulk", &wish).await?.ok()?;
    let problem = &again["items"][0]["problem"];
    ensure!(problem["type"] == "/problems/coordination/urged-already", "{again}");
    ensure!(problem["detail"]["en"].as_str().is_some_and(|text| text.contains("2026-11-09T16")));

    ensure!(on_board(&land, "", "to_take_on", "n_tasks").await? == 1);
    let query = format!("department={HUMAN_RESOURCES}");
    ensure!(on_board(&housing, &query, "answered", "n_tasks").await? == 1);
    let path = format!("/api/coordination/cases/{case_id}/blocking");
    let blocking = housing.get(&path).await?.ok()?;
    let items = blocking["items"].as_array().context("items")?;
    let [only] = &items[..] else { anyhow::bail!("one task is open: {blocking}") };
    ensure!(only["task_id"] == *open && only["acts_next"]["department"] == LAND, "{only}");

    office.clock.set("2026-11-11T16:00:00Z".parse()?);
    ensure!(on_board(&land, "", "to_take_on", "n_overdue").await? == 1);
    // Asked since it was accepted and reviewed on Monday at nine: three working days.
    let supervisor = office.sign_in("supervisor").await?;
    let path = format!("/api/metrics/coordination-cost?by=case&case_id={case_id}");
    let cost = supervisor.get(&path).await?.ok()?;
    let row = &cost["items"][0];
    ensure!(row["between_minutes"] == 3 * 390 && row["share"] == 1.0, "{cost}");
    ensure!(cost["goal"] == 0.25 && row["meets_goal"] == false, "{cost}");
    let pairs = supervisor.get("/api/metrics/coordination-cost?by=pair").await?.ok()?;
    let pairs = pairs["items"].as_array().context("pairs")?;
    let labour = pairs.iter().find(|row| row["to_department"] == HUMAN_RESOURCES);
    ensure!(labour.is_some_and(|row| row["between_minutes"] == 0), "{pairs:?}");
    Ok(())
}
