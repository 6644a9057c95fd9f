//! The main story: from the window to the overdue warning, and on to the conclusion.

use anyhow::Result;
use jiff::SignedDuration;
use serde_json::json;
use tongban_kernel::Clock as _;
use tongban_tests::{HUMAN_RESOURCES, LAND, Office};

use crate::people::{reviewed, rungs, task_for, tasks_of};

const WARNINGS: &str = "/api/coordination/warnings";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_nobody_answers_is_warned_of_before_and_at_and_after_its_due_date() -> Result<()>
{
    let office = Office::open().await?;
    let case = reviewed(&office).await?;
    let coordinator = office.sign_in("coordinator").await?;
    assert_eq!(tasks_of(&coordinator, &case.case_id).await?.len(), 2);
    let task = task_for(&coordinator, &case.case_id, LAND).await?;
    assert_eq!(rungs(&coordinator.get(WARNINGS).await?.ok()?, &task), [""; 0]);

    // Asked on Monday with two working days: due at the end of Wednesday.
    office.clock.set("2026-11-11T09:00:00Z".parse()?);
    let soon = ["unacknowledged", "due_soon"];
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == soon).await?;
    let listener = coordinator.clone();
    let heard =
        tokio::spawn(
            async move { listener.hear("/api/coordination/warnings/stream", "overdue").await },
        );
    office.clock.set("2026-11-11T16:00:00Z".parse()?);
    let overdue = ["unacknowledged", "due_soon", "overdue"];
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == overdue).await?;
    heard.await??;
    office.clock.set("2026-11-18T16:00:00Z".parse()?);
    let ladder = ["unacknowledged", "due_soon", "overdue", "lead", "supervisor", "accountability"];
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == ladder).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_and_a_clock_set_back_warn_of_nothing_twice() -> Result<()> {
    let mut office = Office::open().await?;
    let case = reviewed(&office).await?;
    let coordinator = office.sign_in("coordinator").await?;
    let task = task_for(&coordinator, &case.case_id, LAND).await?;
    office.clock.set("2026-11-11T16:00:00Z".parse()?);
    let overdue = ["unacknowledged", "due_soon", "overdue"];
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == overdue).await?;
    office.restart().await?;
    office.clock.set("2026-11-09T01:00:00Z".parse()?);
    let coordinator = office.sign_in("coordinator").await?;
    office.clock.set("2026-11-12T16:00:00Z".parse()?);
    let then_lead = ["unacknowledged", "due_soon", "overdue", "lead"];
    coordinator.wait_for(WARNINGS, |warnings| rungs(warnings, &task) == then_lead).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_move_the_step_on_and_the_applicant_hears_of_the_end() -> Result<()> {
    let office = Office::open().await?;
    let case = reviewed(&office).await?;
    let case_id = &case.case_id;
    let housing = office.sign_in("housing").await?;
    for (login, department) in [("land", LAND), ("labour", HUMAN_RESOURCES)] {
        let officer = office.sign_in(login).await?;
        let task = task_for(&officer, case_id, department).await?;
        let path = format!("/api/coordination/tasks/{task}");
        officer.post(&format!("{path}/acknowledge"), &json!({})).await?.ok()?;
        let reply = json!({ "outcome": "agreed", "opinion": "情况属实" });
        officer.post(&format!("{path}/reply"), &reply).await?.ok()?;
    }
    let view = housing.get(&format!("/api/approval/cases/{case_id}")).await?.ok()?;
    assert_eq!(view["steps"][1]["state"], "done", "both agreed: {view}");
    assert_eq!(view["steps"][2]["state"], "active");
    let clocks = view["clocks"].as_array().map(Vec::len);
    assert_eq!(clocks, Some(3), "by law, by promise, and that of the step");
    assert!(view["clocks"][0]["words"]["zh"].as_str().is_some_and(|text| text.contains("工作日")));

    office.clock.advance(SignedDuration::from_hours(26));
    let approve = format!("/api/approval/cases/{case_id}/steps/decide/approve");
    housing.post(&approve, &json!({})).await?.ok()?;
    let grounds = json!({ "reason": "符合条件", "legal_basis": "《建筑法》第八条" });
    let conclude = format!("/api/approval/cases/{case_id}/conclude");
    housing.post(&conclude, &grounds).await?.ok()?;

    let number = &case.number;
    let progress = format!("/api/intake/progress?number={number}&code={}", case.check_code);
    let told = office.stranger().get_in("en", &progress).await?.ok()?;
    assert_eq!(told["state"]["en"], "decided", "{told}");
    let supervisor = office.sign_in("supervisor").await?;
    let summary = supervisor.get("/api/metrics/summary").await?.ok()?;
    assert_eq!(summary["flow"]["concluded"], 1, "{summary}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_submission_again_gets_the_same_receipt() -> Result<()> {
    let office = Office::open().await?;
    let clerk = office.sign_in("clerk").await?;
    let application = crate::people::application(&clerk).await?;
    let key = uuid::Uuid::from_u128(0x0192_f00d_cafe_7abc_8def_0123_4567_89ab);
    let first = clerk.post_as(key, "/api/intake/cases", &application).await?;
    office.clock.advance(SignedDuration::from_mins(5));
    let again = clerk.post_as(key, "/api/intake/cases", &application).await?;
    assert_eq!((&again.body, &again.position), (&first.body, &first.position));
    let mut other = application.clone();
    other["channel"] = json!("web");
    let refused = clerk.post_as(key, "/api/intake/cases", &other).await?;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.body["type"], "/problems/common/key-reused");
    assert!(office.clock.now() > "2026-11-09T01:00:00Z".parse()?);
    Ok(())
}
