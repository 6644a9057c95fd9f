//! A catalogue is published from a browser: what was seen before is what comes into force, for what
//! is received from then on.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban::app::ProcessRole;
use tongban_nats_testkit::Server;
use tongban_tests::{Client, Office, Processes};

use crate::people::{application, reviewed};

const REFERENCE: &str = "/api/operations/reference";
const CATALOGS: &str = "/api/operations/reference/catalogs";
const PREVIEW: &str = "/api/operations/reference/catalogs/preview";
const PERMIT: &str = "items/construction-permit.yaml";
/// The midnight in China after the morning on which offices open.
const TUESDAY: &str = "2026-11-09T16:00:00Z";
const ON_TUESDAY: &str = "2026-11-10T01:00:00Z";

/// The sample city, whose construction permit is promised in six days instead of five from this day on.
fn longer(from: &str) -> Result<Value> {
    let mut files: Vec<_> = tongban_catalog::sample_files()
        .map(|file| json!({ "name": file.name, "text": file.text }))
        .collect();
    let permit = tongban_catalog::sample_files().find(|file| file.name == PERMIT);
    let mut text = permit.context("the permit")?.text;
    for (was, is) in [
        ("version: 1", "version: 2".to_owned()),
        ("valid_from: 2024-01-01", format!("valid_from: {from}")),
        ("promised: {workdays: 5}", "promised: {workdays: 6}".to_owned()),
        ("limit: {workdays: 3}", "limit: {workdays: 4}".to_owned()),
    ] {
        ensure!(text.contains(was), "{was} in {text}");
        text = text.replacen(was, &is, 1);
    }
    files.push(json!({ "name": "items/construction-permit.v2.yaml", "text": text }));
    Ok(json!(files))
}

/// When a case is due by what the office promises.
async fn promised(client: &Client, case_id: &str) -> Result<Value> {
    let view = client.get(&format!("/api/approval/cases/{case_id}")).await?.ok()?;
    let clocks = view["clocks"].as_array().cloned().unwrap_or_default();
    let promised = clocks.iter().find(|clock| clock["name"] == "promised");
    Ok(promised.context("a clock")?["due_at"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_that_moves_holds_for_new_cases_and_open_ones_keep_theirs() -> Result<()> {
    let office = Office::open().await?;
    let open = reviewed(&office).await?.case_id;
    let housing = office.sign_in("housing").await?;
    let before = promised(&housing, &open).await?;
    assert_eq!(before, "2026-11-16T16:00:00Z", "five working days");

    let supervisor = office.sign_in("supervisor").await?;
    let body = json!({ "files": longer("2026-11-10")?, "valid_from": TUESDAY });
    let counted = |checked: &Value| checked["preview"]["open"]["n_cases"] == 1;
    let mut checked = supervisor.post(PREVIEW, &body).await?.ok()?;
    // Figures are read from the log, a moment later.
    while !counted(&checked) {
        tokio::task::yield_now().await;
        checked = supervisor.post(PREVIEW, &body).await?.ok()?;
    }
    let preview = &checked["preview"];
    assert_eq!((&preview["refused"], &checked["faults"]), (&Value::Null, &json!([])), "{checked}");
    let moved = &preview["changes"]["items_moved"]["first"][0];
    let limits: Vec<_> = moved["limits"].as_array().into_iter().flatten().collect();
    assert_eq!(limits[0]["of"], "promised", "{moved}");
    assert_eq!(limits[0]["before"]["en"], "5 working days");
    assert_eq!(limits[0]["after"]["en"], "6 working days");
    assert_eq!((limits.len(), &limits[1]["code"]), (2, &json!("review")));
    let item = &preview["open"]["items"][0];
    assert_eq!((&item["code"], &item["n_tasks"]), (&json!("construction-permit"), &json!(2)));

    let mut wish = body.clone();
    wish["digest"] = preview["digest"].clone();
    let operator = office.sign_in("operator").await?;
    assert_eq!(operator.post(CATALOGS, &wish).await?.status, 403, "operators look on");
    let published = supervisor.post(CATALOGS, &wish).await?.ok()?;
    assert_eq!(published["version"], 2);

    office.clock.set(ON_TUESDAY.parse()?);
    let clerk = office.sign_in("clerk").await?;
    let hand_in = async || -> Result<Value> {
        clerk.post("/api/intake/cases", &application(&clerk).await?).await?.ok()
    };
    // Where intake is another process, it takes a catalogue over a moment later.
    let mut receipt = hand_in().await?;
    while receipt["item_version"] != 2 {
        receipt = hand_in().await?;
    }
    let new = receipt["case_id"].as_str().context("a case")?;
    clerk.post(&format!("/api/intake/cases/{new}/accept"), &json!({})).await?.ok()?;
    assert_eq!(promised(&housing, new).await?, "2026-11-18T16:00:00Z", "six working days");
    assert_eq!(promised(&housing, &open).await?, before, "the promise that was given");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_published_at_one_process_is_taken_over_by_another() -> Result<()> {
    use tongban_kernel::{AcceleratedClock, Clock as _, SystemClock};
    let clock = AcceleratedClock::from(SystemClock.now(), 1.0);
    let mut processes = Processes::over(vec![Server::start().await], clock).await?;
    processes.found().await?;
    processes.start_together([(ProcessRole::Edge, 1), (ProcessRole::Edge, 2)]).await?;
    let addresses: Vec<_> = processes.all.iter().map(|one| one.address).collect();
    let [here, there] = addresses[..] else { anyhow::bail!("two processes") };

    let supervisor = Client::sign_in(here, "supervisor").await?;
    let body = json!({ "files": longer("2091-01-01")?, "valid_from": "2091-01-01T00:00:00+08:00" });
    let seen = supervisor.at(there).post(PREVIEW, &body).await?.ok()?;
    let mut wish = body;
    wish["digest"] = seen["preview"]["digest"].clone();
    // Seen at one, published at the other: no process keeps what was previewed.
    assert_eq!(supervisor.post(CATALOGS, &wish).await?.ok()?["version"], 2);
    let other = supervisor.at(there);
    let has_it = |listed: &Value| listed["catalogs"][0]["version"] == 2;
    assert!(has_it(&other.get(REFERENCE).await?.ok()?), "the log is asked");
    let files = other.get(&format!("{CATALOGS}/2/files")).await?.ok()?;
    assert_eq!(files["files"].as_array().map(Vec::len), wish["files"].as_array().map(Vec::len));
    let again = other.post(CATALOGS, &wish).await?;
    assert_eq!(again.body["errors"][0]["rule"], "seen", "{}", again.body);
    processes.end_all().await
}
