//! Two processes of one role: one of them paused, both at one case, each restarted in turn.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use jiff::SignedDuration;
use rustix::process::Signal;
use serde_json::json;
use tongban::app::ProcessRole;
use tongban_kernel::{AcceleratedClock, Clock as _};
use tongban_tests::{Answer, Client, application};
use uuid::Uuid;

use crate::load::{Done, Load};
use crate::town::{Town, wait_within};

/// A lease lasts half a minute.
const LEASES_ARE_LOST_WITHIN: Duration = Duration::from_secs(180);
const N_ROUNDS: u128 = 20;
const SET_BACK_BY: SignedDuration = SignedDuration::from_hours(72);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_paused_for_longer_than_its_leases_last_loses_them_and_writes_nothing_more()
-> Result<()> {
    let mut town = Town::open(&[ProcessRole::Coordination]).await?;
    let mut load = Load::begin(&town).await?;
    let schema = town.schema_with("rungs").await?;
    let holders = format!("SELECT DISTINCT holder::text FROM {schema}.reader_place");
    let held = town.processes.database.ask(&holders).await;
    let paused = held.first().context("a holder")?.clone();
    town.processes.named(&paused)?.signal(Signal::STOP)?;
    wait_within("the other process has taken over", LEASES_ARE_LOST_WITHIN, || async {
        !town.processes.database.ask(&holders).await.contains(&paused)
    })
    .await?;
    load.is_doing("submit", 2).await?;
    let process = town.processes.named(&paused)?;
    process.signal(Signal::CONT)?;
    process.is_ready().await?;
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_warning_is_issued_once_by_two_processes_that_are_killed_with_their_clock_set_back_and_right()
-> Result<()> {
    let mut town = Town::open(&[ProcessRole::Coordination]).await?;
    let mut load = Load::begin(&town).await?;
    let right = town.processes.clock;
    let set_back = AcceleratedClock::from(right.now() - SET_BACK_BY, right.speed());
    for clock in [set_back, right] {
        town.are_warned().await?;
        // What was warned of is due again for one, and long past for the other.
        town.processes.clock = clock;
        for name in ["coordination-1", "coordination-2"] {
            town.processes.kill_and_start_again(name).await?;
        }
        load.is_doing("acknowledge", 1).await?;
    }
    town.audit(&load.end().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_at_one_case_one_wins_and_the_same_wish_happens_once() -> Result<()> {
    let town = Town::open(&[ProcessRole::Intake]).await?;
    let clerk = town.sign_in("clerk").await?;
    let application = application(&clerk).await?;
    let mut at = Vec::new();
    for process in town.processes.all.iter().filter(|of| of.role == ProcessRole::Intake) {
        at.push(clerk.at(process.address));
    }
    let [here, there]: [Client; 2] = at.try_into().ok().context("two processes")?;
    let mut done = Vec::new();
    for n in 0..N_ROUNDS {
        let key = |step| Uuid::from_u128(n << 8 | step);
        let (a, b) = tokio::join!(
            here.record_as(key(1), "/api/intake/cases", &application),
            there.record_as(key(1), "/api/intake/cases", &application),
        );
        let (a, b) = (a?.ok()?, b?.ok()?);
        ensure!(a == b, "one receipt: {a}, {b}");
        done.push(Done::by("clerk", key(1), "submit"));
        let case = format!("/api/intake/cases/{}", a["case_id"].as_str().context("a case")?);
        let grounds =
            json!({ "reason": "不属于本机关职权范围", "legal_basis": "《行政许可法》第三十二条" });
        let (accept, decline) = (format!("{case}/accept"), format!("{case}/decline"));
        let empty = json!({});
        let (a, b) = tokio::join!(
            here.record_as(key(2), &accept, &empty),
            there.record_as(key(3), &decline, &grounds),
        );
        let won = one_winner(&a?, &b?)?;
        done.push(Done::by("clerk", key(won), "decide"));
    }
    town.audit(&done).await
}

/// The step of the command that was carried out; the other one must have been refused.
fn one_winner(accepted: &Answer, declined: &Answer) -> Result<u128> {
    match (accepted.status.as_u16(), declined.status.as_u16()) {
        (200, 409) => Ok(2),
        (409, 200) => Ok(3),
        other => anyhow::bail!("{other:?}: {}, {}", accepted.body, declined.body),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_loses_nothing_that_was_answered() -> Result<()> {
    use ProcessRole::{Approval, Complaint, Intake};
    let mut town = Town::open(&[Intake, Approval, Complaint]).await?;
    let mut load = Load::begin(&town).await?;
    for n in [1, 2] {
        for role in [Intake, Approval, Complaint] {
            town.processes.end_and_start_again(&format!("{}-{n}", role.name())).await?;
        }
    }
    load.is_doing("submit", 2).await?;
    load.is_doing("complain", 2).await?;
    town.audit(&load.end().await?).await
}
