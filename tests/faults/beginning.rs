//! Processes that begin where another one is.

use anyhow::{Result, ensure};
use tongban::app::ProcessRole;
use tongban_nats_testkit::wait_for;
use tongban_tests::Processes;

use crate::town;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_and_a_folder_belong_to_one_process_at_a_time() -> Result<()> {
    let _room = town::room().await?;
    let mut processes = Processes::new(town::clock()?).await?;
    processes.found().await?;
    processes.start(ProcessRole::Intake, 1).await?;

    let mut intruder = processes.launch_in("intake-1", ProcessRole::Intake, "intake-2").await?;
    ensure!(!intruder.ends().await?, "a folder of two");
    ensure!(intruder.told().contains("--data"), "{}", intruder.told());

    let successor = processes.launch_in("elsewhere", ProcessRole::Intake, "intake-1").await?;
    wait_for("it says whom it waits for", || async {
        let readiness = successor.readiness().await;
        matches!(readiness, Ok((false, why)) if why.contains("named intake-1"))
    })
    .await;
    processes.named("intake-1")?.kill()?;
    successor.comes_up().await?.end().await
}
