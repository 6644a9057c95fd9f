use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tongban_tests::{Client, Office};

/// A complete application for a construction permit, with its files stored.
pub(crate) async fn application(clerk: &Client) -> Result<Value> {
    let mut materials = serde_json::Map::new();
    for code in ["application-form", "contract", "safety-plan", "drawing-review"] {
        materials.insert(code.to_owned(), json!([clerk.store_pdf(code).await?]));
    }
    Ok(application_with(materials))
}

/// The same with these files.
pub(crate) fn application_with(materials: serde_json::Map<String, Value>) -> Value {
    json!({
        "item": "construction-permit",
        "channel": "window",
        "applicant": {
            "kind": "organisation",
            "name": "海云建设有限公司",
            "identity": "91350100M000100Y43",
            "phone": "13800000000"
        },
        "form": {
            "organisation": "海云建设有限公司",
            "unified_code": "91350100M000100Y43",
            "contact": "林一",
            "phone": "13800000000",
            "cost_yuan": 1_200_000
        },
        "materials": materials
    })
}

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
    const LADDER: [&str; 4] = ["due_soon", "overdue", "lead", "supervisor"];
    let rows = warnings["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_task = rows.iter().filter(|row| row["task_id"] == task);
    let mut rungs: Vec<_> =
        of_task.filter_map(|row| LADDER.iter().position(|rung| row["rung"] == *rung)).collect();
    rungs.sort_unstable();
    rungs.into_iter().map(|rung| LADDER[rung]).collect()
}
