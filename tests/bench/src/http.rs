//! Submissions over HTTP, beside an echo of the same body.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::append::per_second;
use crate::client::Connection;
use crate::office::Office;
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;

const CONNECTIONS: u64 = 64;

/// Measures submissions by as many different citizens.
pub(crate) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let dir = rig.dir()?;
    let (office, echo) = rig.runtime.block_on(async {
        anyhow::Ok((Arc::new(Office::open(dir.path()).await?), echo().await?))
    })?;
    let mut n_rounds = 0;
    let submit = || {
        n_rounds += 1;
        rate(rig, &office, office.address, "/api/intake/cases", n_rounds)
    };
    let rounds = rig.rounds(submit, || rate(rig, &office, echo, "/echo", 0))?;
    let n_bytes = office.application(0).len();
    let note = format!(
        "limit: axum parses {n_bytes} B of JSON and answers them; clients share the processors; \
         every submission is of another person, whose key is flushed first"
    );
    let row = Row::beside(format!("submit, {CONNECTIONS} connections"), "requests/s", &rounds);
    report.add(row.goal(Goal::RatioAtLeast(0.4)).note(note));
    if let Ok(office) = Arc::try_unwrap(office).map_err(|_| "in use") {
        rig.runtime.block_on(office.running.stop());
    }
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

fn rate(
    rig: &Rig,
    office: &Arc<Office>,
    address: SocketAddr,
    path: &'static str,
    round: u64,
) -> Result<f64> {
    let until = Instant::now() + rig.plan.round;
    rig.runtime.block_on(async {
        let begun = Instant::now();
        let mut clients = JoinSet::new();
        for client in 0..CONNECTIONS {
            let office = Arc::clone(office);
            clients.spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut n_requests = 0;
                while Instant::now() < until {
                    let citizen = (round * 1_000_000 + n_requests) * CONNECTIONS + client;
                    let (headers, body) = (office.clerk(), office.application(citizen));
                    let (status, answer) = connection.post(path, &headers, &body).await?;
                    ensure!(status < 300, "{status}: {}", String::from_utf8_lossy(answer));
                    n_requests += 1;
                }
                anyhow::Ok(n_requests)
            });
        }
        let mut n_requests = 0;
        while let Some(sent) = clients.join_next().await {
            n_requests += sent??;
        }
        Ok(per_second(n_requests, begun.elapsed()))
    })
}
