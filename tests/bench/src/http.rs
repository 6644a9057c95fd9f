//! Submissions over HTTP, beside an echo of the same body.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;

use crate::append;
use crate::client::Connection;
use crate::desk::{Desk, SUBMIT};
use crate::office::Office;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;

const CONNECTIONS: u64 = 64;

/// Measures submissions by as many different citizens.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let dir = rig.dir()?;
    let (office, echo) = rig
        .runtime
        .block_on(async { anyhow::Ok((Office::open(dir.path()).await?, echo().await?)) })?;
    let desk = Arc::clone(&office.desk);
    let mut n_rounds = 0;
    let submit = || {
        n_rounds += 1;
        rate(rig, &desk, CONNECTIONS, (desk.address, SUBMIT), n_rounds)
    };
    let rounds = rig.rounds(submit, || rate(rig, &desk, CONNECTIONS, (echo, "/echo"), 0))?;
    let n_bytes = desk.application(0).len();
    let note = format!(
        "limit: axum parses {n_bytes} B of JSON and answers them; clients share the processors; \
         every submission is of another person, whose key is flushed first"
    );
    let row = Row::beside(format!("submit, {CONNECTIONS} connections"), "requests/s", &rounds);
    report.add(row.goal(Goal::RatioAtLeast(0.4)).note(note));
    rig.runtime.block_on(office.running.stop());
    Ok(())
}

/// A server that reads JSON and answers it.
async fn echo() -> Result<SocketAddr> {
    let routes = Router::new().route("/echo", post(|Json(body): Json<Value>| async { Json(body) }));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(address)
}

/// Requests a second of so many connections, each answered before the next one is sent.
pub(crate) fn rate(
    rig: &Rig,
    desk: &Arc<Desk>,
    n_connections: u64,
    to: (SocketAddr, &'static str),
    round: u64,
) -> Result<f64> {
    append::rate(rig, n_connections, |client, until| {
        let desk = Arc::clone(desk);
        async move {
            let mut connection = Connection::open(to.0).await?;
            let mut n_requests = 0;
            while Instant::now() < until {
                let citizen = (round * 1_000_000 + n_requests) * n_connections + client;
                let (headers, body) = (desk.clerk(), desk.application(citizen));
                let (status, answer) = connection.post(to.1, &headers, &body).await?;
                ensure!(status < 300, "{status}: {}", String::from_utf8_lossy(answer));
                n_requests += 1;
            }
            Ok(n_requests)
        }
    })
}
