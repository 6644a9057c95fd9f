//! What is kept: backups that come back whole, read models that are computed again.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use tongban::app::DataDir;
use tongban::operations::{self, Listener, Operation};
use tongban_tests::{LAND, Office};

use crate::people::{reviewed, rungs, task_for};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_work_goes_on_is_sound_and_comes_back() -> Result<()> {
    let office = Office::open_in_folder().await?;
    reviewed(&office).await?;
    let place = tempfile::tempdir()?;
    let (to, restored) = (place.path().join("backup"), place.path().join("restored"));
    let (listener, _heard) = Listener::new();
    let backup = Operation::Backup { to: to.clone() };
    let working = reviewed(&office);
    let (backed_up, worked) =
        tokio::join!(operations::run(office.app(), backup, &listener), working);
    backed_up?;
    worked?;
    operations::restore(&to, &restored, &listener)?;
    let verified = operations::verify_folder(&DataDir::at(&restored)?, &listener)?;
    assert!(verified.sound && verified.n_events > 0, "{verified:?}");
    let again = operations::restore(&to, &restored, &listener);
    assert!(again.is_err(), "a folder in use is never written over");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_shows_the_same_and_warns_of_nothing_again() -> Result<()> {
    let office = Office::open().await?;
    let case = reviewed(&office).await?;
    let coordinator = office.sign_in("coordinator").await?;
    let task = task_for(&coordinator, &case.case_id, LAND).await?;
    office.clock.set("2026-11-11T16:00:00Z".parse()?);
    let path = "/api/coordination/warnings";
    let overdue = ["unacknowledged", "due_soon", "overdue"];
    // The other task of the case falls due at the same instant.
    let all_there = |warnings: &Value| {
        rungs(warnings, &task) == overdue && warnings["items"].as_array().map(Vec::len) == Some(6)
    };
    let before = coordinator.wait_for(path, all_there).await?;
    let (listener, _heard) = Listener::new();
    let rebuild = Operation::Rebuild { projections: Vec::new() };
    let recomputed = operations::run(office.app(), rebuild, &listener).await?;
    assert_eq!(recomputed.as_array().map(Vec::len), Some(5), "{recomputed}");
    let after = coordinator.get(path).await?.ok()?;
    assert_eq!(after["items"], before["items"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn verification_of_a_running_office_finds_it_sound() -> Result<()> {
    let office = Office::open_in_folder().await?;
    reviewed(&office).await?;
    let (listener, _heard) = Listener::new();
    let verified = operations::run(office.app(), Operation::Verify, &listener).await?;
    assert_eq!(verified["sound"], json!(true), "{verified}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_corrected_catalogue_is_no_repetition_of_the_first() -> Result<()> {
    let office = Office::open().await?;
    let sample = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/catalog/sample"));
    let place = tempfile::tempdir()?;
    copy(sample, place.path())?;
    let departments = place.path().join("departments.yaml");
    let rename = |to: &str| -> Result<()> {
        let text = std::fs::read_to_string(&departments)?;
        let line = text.lines().find(|line| line.contains("海云市工商行政管理局"));
        let renamed = format!("    names: {{zh: 海云市工商行政管理局, en: {to}}}");
        Ok(std::fs::write(&departments, text.replace(line.unwrap_or_default(), &renamed))?)
    };
    let valid_from = "2026-12-01T00:00:00+08:00".parse()?;
    rename("Administration of Trade")?;
    let first = office.app().publish_catalog(place.path(), valid_from).await?;
    let again = office.app().publish_catalog(place.path(), valid_from).await?;
    assert_eq!(again.position, first.position, "the same wish");
    rename("Administration of Commerce")?;
    let refused = office.app().publish_catalog(place.path(), valid_from).await.unwrap_err();
    let refused = format!("{refused:#}");
    assert!(refused.contains("choose a later instant"), "{refused}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
