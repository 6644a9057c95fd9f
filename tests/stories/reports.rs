//! A report is issued, facts come after it, and it says what it said: also when a figure that it
//! told has moved, and when another report corrects it.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_tests::{Client, HOUSING, Office};

use crate::people::application;

const REPORTS: &str = "/api/metrics/reports";

/// A case that housing refuses in November.
async fn refused(office: &Office) -> Result<String> {
    let clerk = office.sign_in("clerk").await?;
    let receipt = clerk.post("/api/intake/cases", &application(&clerk).await?).await?.ok()?;
    let case_id = receipt["case_id"].as_str().context("a case")?;
    clerk.post(&format!("/api/intake/cases/{case_id}/accept"), &json!({})).await?.ok()?;
    let housing = office.sign_in("housing").await?;
    let reject = format!("/api/approval/cases/{case_id}/steps/accept/reject");
    let grounds = json!({ "reason": "不符合条件", "legal_basis": "《建筑法》第八条" });
    housing.post(&reject, &grounds).await?.ok()?;
    Ok(case_id.to_owned())
}

async fn issued(supervisor: &Client, body: &Value) -> Result<Value> {
    let answer = supervisor.post(REPORTS, body).await?.ok()?;
    let report_id = answer["report_id"].as_str().context("a report")?;
    supervisor.get(&format!("{REPORTS}/{report_id}")).await?.ok()
}

fn value<'a>(of: &'a Value, name: &str) -> Option<&'a Value> {
    let mut figures = of["figures"].as_array()?.iter();
    figures.find(|figure| figure["name"] == name).map(|figure| &figure["value"])
}

fn november() -> Value {
    json!({ "from": "2026-11", "through": "2026-11", "word": "十一月按期办结" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_says_what_it_said_when_a_conclusion_is_taken_back_afterwards() -> Result<()> {
    let mut office = Office::open().await?;
    let case_id = refused(&office).await?;
    office.clock.set("2026-12-01T02:00:00Z".parse()?);
    let supervisor = office.sign_in("supervisor").await?;
    let report = issued(&supervisor, &november()).await?;
    ensure!(value(&report, "flow.refused") == Some(&json!(1.0)), "{report}");
    ensure!(value(&report, "flow.on_time_rate_by_law") == Some(&json!(1.0)), "{report}");
    ensure!(report["departments"][0]["department"] == HOUSING, "{report}");
    ensure!(report["departments"][0]["place"] == 1, "{report}");
    let path = format!("{REPORTS}/{}", report["report_id"].as_str().context("a report")?);

    // The decision is taken back in December: it is none of November any more.
    let housing = office.sign_in("housing").await?;
    let reopening = json!({ "from": "accept", "reason": "复议决定", "basis": "《行政复议法》" });
    housing.post(&format!("/api/approval/cases/{case_id}/reopen"), &reopening).await?.ok()?;
    let now = housing.get(&format!("{path}/now")).await?.ok()?;
    ensure!(value(&now, "flow.refused") == Some(&json!(0.0)), "{now}");
    ensure!(value(&now, "flow.on_time_rate_by_law") == Some(&Value::Null), "{now}");
    ensure!(housing.get(&path).await?.ok()? == report, "a department reads it as it was issued");

    // Whoever corrects it says so, once; what was issued first stays.
    let again = supervisor.post(REPORTS, &november()).await?;
    ensure!(again.body["type"] == "/problems/metrics/report-issued", "{}", again.body);
    let mut correction = november();
    let reason = "复议后撤销一件";
    correction["replaces"] = json!({ "report_id": report["report_id"], "reason": reason });
    let corrected = issued(&supervisor, &correction).await?;
    ensure!(corrected["nth"] == 2 && corrected["reason"] == reason, "{corrected}");
    ensure!(value(&corrected, "flow.refused") == Some(&json!(0.0)), "{corrected}");

    office.restart().await?;
    let supervisor = office.again(supervisor);
    let first = supervisor.get(&path).await?.ok()?;
    ensure!(first["figures"] == report["figures"], "{first}");
    ensure!(first["replaced_by"] == corrected["report_id"], "{first}");
    let all = supervisor.get(REPORTS).await?.ok()?;
    ensure!(all["items"].as_array().map(Vec::len) == Some(2), "{all}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happened_is_told_by_the_week_as_by_the_month() -> Result<()> {
    let office = Office::open().await?;
    refused(&office).await?;
    let supervisor = office.sign_in("supervisor").await?;
    for (query, period, n) in [
        ("from=2026-11&through=2026-11", "2026-11", 1),
        ("by=week&from=2026-W46&through=2026-W46", "2026-W46", 1),
        ("by=week&from=2026-W45&through=2026-W45", "2026-W45", 0),
    ] {
        let trend = supervisor.get(&format!("/api/metrics/trend?{query}")).await?.ok()?;
        let told = &trend["periods"][0];
        ensure!(told["period"] == period, "{trend}");
        ensure!(told["flow"]["received"] == n && told["flow"]["refused"] == n, "{trend}");
        let behind = format!("/api/metrics/cases?figure=refused&from={period}&through={period}");
        let rows = supervisor.get(&behind).await?.ok()?;
        ensure!(rows["items"].as_array().map(Vec::len) == Some(n), "{rows}");
    }
    Ok(())
}
