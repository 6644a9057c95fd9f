//! A decision is taken back after weeks: the weeks were nobody's work.

use anyhow::Result;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tongban_tests::Office;

use crate::people::application;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_reopened_case_took_leaves_out_the_time_for_which_it_was_closed() -> Result<()> {
    let office = Office::open().await?;
    let clerk = office.sign_in("clerk").await?;
    let receipt = clerk.post("/api/intake/cases", &application(&clerk).await?).await?.ok()?;
    let case_id = receipt["case_id"].as_str().unwrap_or_default();
    clerk.post(&format!("/api/intake/cases/{case_id}/accept"), &json!({})).await?.ok()?;
    let refuse = async || -> Result<Value> {
        let housing = office.sign_in("housing").await?;
        let reject = format!("/api/approval/cases/{case_id}/steps/accept/reject");
        let grounds = json!({ "reason": "不符合条件", "legal_basis": "《建筑法》第八条" });
        housing.post(&reject, &grounds).await?.ok()?;
        let supervisor = office.sign_in("supervisor").await?;
        Ok(supervisor.get("/api/metrics/summary").await?.ok()?["flow"].clone())
    };
    office.clock.advance(SignedDuration::from_hours(26));
    let before = refuse().await?;
    assert!(before["duration"]["mean_workdays"].as_f64() > Some(1.0), "{before}");

    office.clock.advance(SignedDuration::from_hours(28 * 24));
    let housing = office.sign_in("housing").await?;
    let reopening = json!({ "from": "accept", "reason": "复议决定", "basis": "《行政复议法》" });
    housing.post(&format!("/api/approval/cases/{case_id}/reopen"), &reopening).await?.ok()?;
    let after = refuse().await?;
    assert_eq!((&after["concluded"], &after["reopened"]), (&json!(1), &json!(1)), "{after}");
    assert_eq!(after["duration"], before["duration"]);
    assert_eq!(after["late_by_promise"], 0);
    Ok(())
}
