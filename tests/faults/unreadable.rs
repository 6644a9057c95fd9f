//! An event that readers declare and cannot read: they stop there, say so, and go on without it once
//! somebody has decided that they may.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use serde_json::Value;
use tongban_eventstore::{Append, Expected, Log, NewEvent, Write};
use tongban_kernel::{Category, Clock as _, CommandId, EventId, Meta, Partition, Seq, StreamId};
use tongban_tests::program;
use uuid::Uuid;

use crate::load::Load;
use crate::town::{Town, wait_within};

const EVENT: Uuid = Uuid::from_u128(0x8000_8000_0000_0000_0000_0007);
const PATIENCE: Duration = Duration::from_secs(180);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_stop_at_an_event_that_they_cannot_read_and_go_on_once_it_is_parked() -> Result<()>
{
    let mut town = Town::open(&[]).await?;
    let mut load = Load::begin(&town).await?;
    {
        let broken = town.processes.open("broken", Arc::new(town.processes.clock)).await?;
        append_unreadable(&**broken.log(), town.processes.clock.now()).await?;
    }
    let intake = town.processes.named("intake-1")?.ops_address;
    let told = async || -> Result<String> {
        Ok(reqwest::get(format!("http://{intake}/readyz")).await?.text().await?)
    };
    wait_within("intake says at which event it stopped", PATIENCE, || async {
        told().await.is_ok_and(|told| told.contains(&EVENT.to_string()))
    })
    .await?;
    let said = told().await?;
    let names = ["intake.case_submitted.v1", "of partition", "missing field", "readers park"];
    for named in names {
        ensure!(said.contains(named), "{named} in {said}");
    }

    // Any process takes the decision.
    let data = town.processes.named("edge-1")?.data();
    let readers = |more: &[&str]| -> Result<Value> {
        let asked = Command::new(program()?)
            .args([&["readers"], more, &["--json", "--data"]].concat())
            .arg(&data)
            .output()?;
        ensure!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        Ok(serde_json::from_slice(&asked.stdout)?)
    };
    let event = EVENT.to_string();
    let park = |reader: &str| {
        let stop = ["park", "--reader", reader, "--event", event.as_str()];
        readers(&[&stop[..], &["--by", "clerk", "--reason", "of a trial"]].concat())
    };
    ensure!(park("nobody").is_err(), "nobody has stopped there");
    let mut parked = Vec::new();
    let is_over = async || -> Result<bool> {
        let list = readers(&[])?;
        for stop in list["stops"].as_array().context("stops")? {
            let reader = stop["reader"].as_str().context("a reader")?;
            if stop["parked_at"].is_null() {
                park(reader)?;
            }
        }
        let mut is_over = true;
        for process in &town.processes.all {
            is_over &= process.readiness().await?.0;
        }
        Ok(is_over)
    };
    let begun = tokio::time::Instant::now();
    while !is_over().await? {
        ensure!(begun.elapsed() < PATIENCE, "{}", told().await?);
    }
    let list = readers(&[])?;
    for stop in list["stops"].as_array().context("stops")? {
        ensure!(stop["parked_by"] == "clerk" && stop["parked_why"] == "of a trial", "{stop}");
        parked.push(stop["reader"].as_str().context("a reader")?.to_owned());
    }
    ensure!(parked.iter().any(|reader| reader == "intake") && parked.len() > 1, "{parked:?}");
    let unpark = ["unpark", "--reader", "intake", "--event", event.as_str()];
    let refused = readers(&unpark).map_err(|error| error.to_string());
    let remedy = |error: &String| error.contains("tongban rebuild intake");
    ensure!(refused.as_ref().is_err_and(remedy), "{refused:?}");

    load.is_doing("submit", 2).await?;
    load.is_doing("acknowledge", 1).await?;
    town.audit(&load.end().await?).await
}

/// Records an event of a type that everybody knows, with nothing in it.
async fn append_unreadable(log: &dyn Log, now: jiff::Timestamp) -> Result<()> {
    let like = log.scan(Partition(0), Seq(0), 1).await?;
    let like = like.first().context("an event")?;
    let stream = StreamId::new(Category::new("intake"), Uuid::from_u128(7));
    let event = NewEvent {
        id: EventId::from_uuid(EVENT),
        kind: "intake.case_submitted.v1".into(),
        occurred_at: now,
        data: Bytes::from_static(b"{}"),
    };
    let command = CommandId::from_uuid(Uuid::from_u128(0x9000_8000_0000_0000_0000_0007));
    let meta = Arc::new(Meta { command, correlation: stream.id, ..(*like.meta).clone() });
    let writes = vec![Write { stream, expected: Expected::NoStream, events: vec![event] }];
    log.append(Append { writes, meta, now }).await?;
    Ok(())
}
