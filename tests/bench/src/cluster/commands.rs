//! Submissions over HTTP to a process, beside raw publishes of the message that comes of one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Result, ensure};

use super::office::Spread;
use super::raw::Raw;
use super::{PLACE, STREAM};
use crate::client::Connection;
use crate::desk::SUBMIT;
use crate::http;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;

/// More cases than a round begins.
const CASES_OF_ROUND: u64 = 100_000_000;

/// Measures without readers, then with them.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let mut office = rig.runtime.block_on(Spread::begin(rig, &["--no-readers"]))?;
    let raw = Arc::new(rig.runtime.block_on(raw_of(&office))?);
    for n_connections in [64, 256] {
        let row = row(rig, &office, &raw, n_connections, "readers off")?;
        report.add(row.goal(Goal::RatioAtLeast(0.5)));
    }
    rig.runtime.block_on(office.start_again(&[]))?;
    report.add(row(rig, &office, &raw, 64, "readers on")?);
    Ok(())
}

/// The limit: what one submission leaves in the log, published.
async fn raw_of(office: &Spread) -> Result<Raw> {
    let (desk, broker) = (&office.desk, &office.broker);
    let before = broker.last_seq(STREAM).await?;
    let mut connection = Connection::open(desk.address).await?;
    connection.post_ok(SUBMIT, &desk.clerk(), &desk.application(0)).await?;
    let n_messages = broker.last_seq(STREAM).await? - before;
    ensure!(n_messages == 1, "a submission is {n_messages} messages");
    let raw = Raw::like(broker.clone(), STREAM).await?;
    let leader = broker.leader(STREAM).await?;
    broker.be_led(&raw.stream, &leader).await?;
    Ok(raw)
}

fn row(
    rig: &Rig,
    office: &Spread,
    raw: &Arc<Raw>,
    n_connections: u64,
    readers: &str,
) -> Result<Row> {
    static N_ROUNDS: AtomicU64 = AtomicU64::new(1);
    let fresh = || N_ROUNDS.fetch_add(1, Ordering::Relaxed);
    let to = (office.address()?, SUBMIT);
    let rounds = rig.rounds(
        || http::rate(rig, &office.desk, n_connections, to, fresh()),
        || raw.rate(rig, n_connections, 1, fresh() * CASES_OF_ROUND),
    )?;
    let name = format!("three servers, submit, {n_connections} connections, {readers}");
    let note = format!(
        "one process; limit: the {} B that a submission leaves published with the same expectation, \
         as many under way; PostgreSQL keeps the person's key first, without fsync; {PLACE}",
        raw.n_bytes()
    );
    Ok(Row::beside(name, "requests/s", &rounds).note(note))
}
