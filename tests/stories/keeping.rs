//! What is kept: backups that come back whole, read models that are computed again.

use anyhow::Result;
use serde_json::json;
use tongban::app::DataDir;
use tongban::operations::{self, Listener, Operation};
use tongban_tests::{LAND, Office};

use crate::people::{reviewed, rungs, task_for};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_work_goes_on_is_sound_and_comes_back() -> Result<()> {
    let office = Office::open().await?;
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
    let overdue = ["due_soon", "overdue"];
    let before = coordinator.wait_for(path, |warnings| rungs(warnings, &task) == overdue).await?;
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
    let office = Office::open().await?;
    reviewed(&office).await?;
    let (listener, _heard) = Listener::new();
    let verified = operations::run(office.app(), Operation::Verify, &listener).await?;
    assert_eq!(verified["sound"], json!(true), "{verified}");
    Ok(())
}
