use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tongban_tests::{Client, Office};

pub(crate) use tongban_tests::{application, application_with};

/// A case that was accepted and whose review asks two departments for help.
pub(crate) struct Reviewed {
    pub(crate) case_id: String,
    pub(crate) number: String,
    pub(crate) check_code: String,
}

pub(crate) async fn reviewed(office: &Office) -> Result<Reviewed> {
    let clerk = office.sign_in("clerk").await?;
    let application = application(&clerk).await?;
    let receipt = clerk.post("/api/intake/cases", &application).await?.ok()?;
    let text = |name: &str| receipt[name].as_str().map(str::to_owned).context("the receipt");
    let (case_id, number, check_code) = (text("case_id")?, text("number")?, text("check_code")?);
    clerk.post(&format!("/api/intake/cases/{case_id}/accept"), &json!({})).await?.ok()?;
    let housing = office.sign_in("housing").await?;
    let approve = format!("/api/approval/cases/{case_id}/steps/accept/approve");
    housing.post(&approve, &json!({ "opinion": "材料齐全" })).await?.ok()?;
    Ok(Reviewed { case_id, number, check_code })
}

/// The tasks of a case.
pub(crate) async fn tasks_of(client: &Client, case_id: &str) -> Result<Vec<Value>> {
    let tasks = client.get(&format!("/api/coordination/tasks?case_id={case_id}")).await?.ok()?;
    tasks["items"].as_array().cloned().context("tasks")
}

/// The task of a case that this department was asked.
pub(crate) async fn task_for(client: &Client, case_id: &str, department: &str) -> Result<String> {
    let tasks = tasks_of(client, case_id).await?;
    let task = tasks.iter().find(|task| task["to_department"] == department);
    let id = task.and_then(|task| task["task_id"].as_str()).context("no such task")?;
    Ok(id.to_owned())
}

/// The rungs that a task was warned of, from the lowest: those reached at one instant stand in no
/// order. A rung that was warned of twice stands twice.
pub(crate) fn rungs(warnings: &Value, task: &str) -> Vec<&'static str> {
    const LADDER: [&str; 6] =
        ["unacknowledged", "due_soon", "overdue", "lead", "supervisor", "accountability"];
    let rows = warnings["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_task = rows.iter().filter(|row| row["task_id"] == task);
    let mut rungs: Vec<_> =
        of_task.filter_map(|row| LADDER.iter().position(|rung| row["rung"] == *rung)).collect();
    rungs.sort_unstable();
    rungs.into_iter().map(|rung| LADDER[rung]).collect()
}
