//! Departments are merged while they work on a case: who took over goes on with it, and history
//! keeps who it was then.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tongban_tests::{HOUSING, HUMAN_RESOURCES, LAND, Office, URBAN};

use crate::people::{reviewed, task_for};

const MERGER_ON: &str = "2026-11-10";
/// A minute past midnight in China on that day.
const AFTER_MERGER: &str = "2026-11-09T16:01:00Z";
const STEPS: &str = "/api/approval/steps?department=urban-development";

/// Publishes the sample city, in which housing and land end and are taken over by one department.
async fn announce_merger(office: &Office) -> Result<()> {
    let folder = tempfile::tempdir()?;
    for file in tongban_catalog::sample_files() {
        let path = folder.path().join(&file.name);
        std::fs::create_dir_all(path.parent().context("a folder")?)?;
        let is_departments = file.name.ends_with("departments.yaml");
        let text = if is_departments { with_merger(&file.text) } else { file.text };
        std::fs::write(path, text)?;
    }
    let valid_from = "2026-11-09T16:00:00Z".parse()?;
    office.app().publish_catalog(folder.path(), valid_from).await?;
    Ok(())
}

fn with_merger(departments: &str) -> String {
    let mut lines = Vec::new();
    let mut is_merged = false;
    for line in departments.lines() {
        if let Some(code) = line.trim().strip_prefix("- code: ") {
            is_merged = [HOUSING, LAND].contains(&code);
            if code == HOUSING {
                lines.push(format!("  - code: {URBAN}"));
                lines
                    .push("    names: {zh: 海云市城市建设局, en: Haiyun Urban Development}".into());
                lines.push(format!("    valid_from: {MERGER_ON}\n    posts:"));
                for post in ["window", "review", "quality", "survey", "liaison"] {
                    lines
                        .push(format!("      - {{code: {post}, names: {{zh: 岗位, en: {post}}}}}"));
                }
            }
        }
        lines.push(line.to_owned());
        if is_merged && line.trim().starts_with("valid_from: ") {
            lines.push(format!("    valid_until: {MERGER_ON}"));
            lines.push(format!("    successors:\n      - {{department: {URBAN}}}"));
        }
    }
    lines.join("\n") + "\n"
}

fn departments(rows: &Value, case_id: &str) -> Vec<String> {
    let rows = rows["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_case = rows.iter().filter(|row| row["case_id"] == case_id);
    of_case.filter_map(|row| row["department"].as_str().map(str::to_owned)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_took_over_decides_what_was_given_to_those_who_are_no_more() -> Result<()> {
    let office = Office::open().await?;
    announce_merger(&office).await?;
    let case = reviewed(&office).await?;
    let case_id = &case.case_id;
    let task = task_for(&office.sign_in("land").await?, case_id, LAND).await?;
    let reply_to = format!("/api/coordination/tasks/{task}/reply");
    let reply = json!({ "outcome": "agreed", "opinion": "情况属实" });
    let urban = office.sign_in("urban").await?;
    assert_eq!(urban.get(&format!("/api/coordination/tasks/{task}")).await?.status, 404);
    assert_eq!(urban.post(&reply_to, &reply).await?.status, 403, "the merger is still to come");

    office.clock.set(AFTER_MERGER.parse()?);
    urban.wait_for(STEPS, |steps| departments(steps, case_id) == [HOUSING]).await?;
    // Each service notices the day by itself.
    let tasks = format!("/api/coordination/tasks?case_id={case_id}");
    let is_shown = |tasks: &Value| {
        let tasks = tasks["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        tasks.iter().any(|shown| shown["task_id"] == task.as_str())
    };
    urban.wait_for(&tasks, is_shown).await?;
    let refused = office.sign_in("land").await?.post(&reply_to, &reply).await?;
    assert_eq!(refused.body["type"], "/problems/coordination/not-asked", "{}", refused.body);
    urban.post(&reply_to, &reply).await?.ok()?;
    let labour = office.sign_in("labour").await?;
    let other = task_for(&labour, case_id, HUMAN_RESOURCES).await?;
    labour.post(&format!("/api/coordination/tasks/{other}/reply"), &reply).await?.ok()?;

    let approve = format!("/api/approval/cases/{case_id}/steps/decide/approve");
    let housing = office.sign_in("housing").await?;
    assert_eq!(housing.post(&approve, &json!({})).await?.status, 403, "it is no more");
    urban.wait_for(STEPS, |steps| departments(steps, case_id) == [URBAN]).await?;
    urban.post(&approve, &json!({})).await?.ok()?;

    let told = urban.get(&format!("/api/coordination/tasks/{task}")).await?.ok()?;
    assert_eq!(told["to_department"], LAND, "history names who was asked: {told}");
    let cases = urban.get(&format!("/api/approval/cases?department={URBAN}")).await?.ok()?;
    assert_eq!(departments(&cases, case_id), [HOUSING], "and who the case was given to");
    Ok(())
}
