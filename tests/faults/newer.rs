//! A newer version of the program beside this one: it records what this one does not know.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use reqwest::header::RETRY_AFTER;
use serde_json::json;
use tongban_eventstore::{Append, Expected, NewEvent, Token, Write};
use tongban_kernel::{Category, Clock as _, CommandId, EventId, Meta, Recorded, StreamId};
use tongban_tests::application;
use uuid::Uuid;

use crate::load::Load;
use crate::town::Town;

const INTAKE: Category = Category::new("intake");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_pass_by_what_only_a_newer_version_knows() -> Result<()> {
    let town = Town::open(&[]).await?;
    let clerk = town.sign_in("clerk").await?;
    let receipt = clerk.post("/api/intake/cases", &application(&clerk).await?).await?.ok()?;
    let case_id = receipt["case_id"].as_str().context("a receipt")?;
    let case = StreamId::new(INTAKE, case_id.parse()?);
    {
        let newer = town.processes.open("newer", Arc::new(town.processes.clock)).await?;
        let now = town.processes.clock.now();
        let known = newer.log().read(case, 0).await?;
        let last = known.last().context("a case")?;
        let unknown = [
            (case, Expected::At(Token::of(last)), 1),
            (StreamId::new(INTAKE, Uuid::from_u128(case.id.as_u128() ^ 1)), Expected::NoStream, 2),
        ];
        for (stream, expected, n) in unknown {
            newer.log().append(unheard_of(stream, expected, last, n, now)).await?;
        }
    }

    // Whoever does not know all of a case does not decide about it.
    let accept = format!("/api/intake/cases/{case_id}/accept");
    let refused = clerk.post(&accept, &json!({})).await?;
    ensure!(refused.status == 503, "{}: {}", refused.status, refused.body);
    ensure!(refused.headers.contains_key(RETRY_AFTER), "it says when to come again");
    ensure!(refused.body["type"] == "/problems/common/not-understood", "{}", refused.body);
    let mut load = Load::begin(&town).await?;
    load.is_doing("submit", 5).await?;
    town.audit(&load.end().await?).await
}

fn unheard_of(
    stream: StreamId,
    expected: Expected,
    like: &Recorded,
    n: u128,
    now: jiff::Timestamp,
) -> Append {
    let event = NewEvent {
        id: EventId::from_uuid(Uuid::from_u128(0x8000_8000_0000_0000_0000 + n)),
        kind: "intake.case_blessed.v1".into(),
        occurred_at: now,
        data: Bytes::from_static(b"{}"),
    };
    let command = CommandId::from_uuid(Uuid::from_u128(0x9000_8000_0000_0000_0000 + n));
    let meta = Meta { command, ..(*like.meta).clone() };
    Append {
        writes: vec![Write { stream, expected, events: vec![event] }],
        meta: Arc::new(meta),
        now,
    }
}
