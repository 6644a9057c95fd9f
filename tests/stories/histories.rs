//! Recorded histories of another system: they are seen and counted, and set nothing off.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tongban::history::ImportId;
use tongban::operations::{self, Format, Listener, Operation};
use tongban_eventstore::readers::ReaderKind;
use tongban_kernel::{Origin, Partition, Position, Recorded, Seq};
use tongban_tests::Office;

const PATIENCE: Duration = Duration::from_secs(180);

/// One case that was late, one that was not, and one that never ended; all overdue for years.
const HISTORY: &str = r#"<log>
  <trace><string key="concept:name" value="1"/><string key="department" value="Permits"/>
    <date key="startdate" value="2010-10-11T09:00:00+02:00"/>
    <date key="enddate" value="2010-12-07T09:00:00+01:00"/>
    <date key="deadline" value="2010-12-06T09:00:00+01:00"/>
    <event><string key="concept:name" value="Confirmation of receipt"/>
      <date key="time:timestamp" value="2010-10-11T09:00:00+02:00"/></event></trace>
  <trace><string key="concept:name" value="2"/><string key="department" value="Permits"/>
    <date key="startdate" value="2010-10-11T09:00:00+02:00"/>
    <date key="enddate" value="2010-12-06T09:00:00+01:00"/>
    <date key="deadline" value="2010-12-06T09:00:00+01:00"/>
    <event><string key="concept:name" value="Confirmation of receipt"/>
      <date key="time:timestamp" value="2010-10-11T09:00:00+02:00"/></event></trace>
  <trace><string key="concept:name" value="3"/><string key="department" value="Desk"/>
    <date key="startdate" value="2010-10-11T09:00:00+02:00"/>
    <date key="deadline" value="2010-12-06T09:00:00+01:00"/>
    <event><string key="concept:name" value="Confirmation of receipt"/>
      <date key="time:timestamp" value="2010-10-11T09:00:00+02:00"/></event></trace>
</log>"#;

fn mapping() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.join("services/tongban/mappings/receipt-permit-log.yaml")
}

async fn perform(office: &Office, operation: Operation) -> Result<Value> {
    let (listener, _heard) = Listener::new();
    operations::run(office.app(), operation, &listener).await
}

/// Brings a log in, and waits until every reader has passed it.
async fn import(office: &Office, file: PathBuf) -> Result<ImportId> {
    let operation = Operation::Import { file, mapping: Some(mapping()), dry_run: false };
    let imported = perform(office, operation).await?;
    passed(office, &imported).await?;
    imported["import_id"].as_str().context("import_id")?.parse().context("import_id")
}

async fn passed(office: &Office, answer: &Value) -> Result<()> {
    let position: Position = answer["position"].as_str().context("position")?.parse()?;
    for kind in [ReaderKind::Projection, ReaderKind::Policy] {
        office.app().platform.kit.progress.all_reached(kind, &position, PATIENCE).await?;
    }
    Ok(())
}

/// Everything in the log.
async fn events(office: &Office) -> Result<Vec<Arc<Recorded>>> {
    Ok(office.app().log().scan(Partition(0), Seq(0), usize::MAX).await?)
}

async fn figures(office: &Office, import_id: ImportId) -> Result<Value> {
    let supervisor = office.sign_in("supervisor").await?;
    let path = format!("/api/metrics/imports/{}", import_id.0);
    Ok(supervisor.get(&path).await?.ok()?["figures"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_counted_and_sets_nothing_off() -> Result<()> {
    let office = Office::open().await?;
    let before = events(&office).await?;
    let head = before.last().context("the sample city")?;
    let head = Position::at(office.app().log().generation(), head.partition, head.seq);
    passed(&office, &json!({ "position": head.to_string() })).await?;
    let mut changes = office.app().platform.kit.changes.subscribe();

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("history.xes");
    std::fs::write(&file, HISTORY)?;
    let import_id = import(&office, file).await?;

    let figures = figures(&office, import_id).await?;
    let counted = ["cases", "concluded", "measured", "late"].map(|name| figures[name].clone());
    assert_eq!(counted, [3, 2, 2, 1].map(Value::from));
    let new = events(&office).await?.split_off(before.len());
    assert_eq!(new.len(), 3 * 3 + 2, "the import and nothing that followed from it");
    assert!(new.iter().all(|event| event.meta.origin == Origin::Import));
    tokio::select! {
        biased;
        heard = changes.next() => panic!("someone hears of {heard:?}"),
        () = std::future::ready(()) => {}
    }
    let coordinator = office.sign_in("coordinator").await?;
    for path in ["/api/coordination/tasks", "/api/coordination/warnings"] {
        assert_eq!(coordinator.get(path).await?.ok()?["items"], json!([]), "{path}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reverted_import_is_hidden_and_does_not_go_out() -> Result<()> {
    let office = Office::open().await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("history.xes");
    std::fs::write(&file, HISTORY)?;
    let import_id = import(&office, file).await?;
    let out = folder.path().join("export.json");
    let export = Operation::Export { import_id, format: Format::Ocel, out };
    assert_eq!(perform(&office, export.clone()).await?["n_rows"], 3);

    let reverting = Operation::RevertImport { import_id, reason: "wrong year".into() };
    passed(&office, &perform(&office, reverting).await?).await?;
    let supervisor = office.sign_in("supervisor").await?;
    let imports = supervisor.get("/api/metrics/imports").await?.ok()?;
    assert_eq!(imports["items"], json!([]));
    let refused = perform(&office, export).await.map_err(|error| format!("{error:#}"));
    assert!(refused.is_err_and(|error| error.contains("was reverted (reason: \"wrong year\")")));
    Ok(())
}

/// Buijs (2014), doi:10.4121/12709127: the deadlines are those of the municipality itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_receipt_log_377_of_1329_concluded_cases_were_late() -> Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let file = data.join("01-receipt-permit-log/receipt.xes.gz");
    if !file.exists() {
        println!("skipped: the receipt log is not there");
        return Ok(());
    }
    let office = Office::open().await?;
    let import_id = import(&office, file).await?;
    let figures = figures(&office, import_id).await?;
    let counted = ["cases", "concluded", "measured", "late"].map(|name| figures[name].clone());
    assert_eq!(counted, [1_434, 1_329, 1_329, 377].map(Value::from));
    Ok(())
}
