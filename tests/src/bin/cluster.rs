//! The demonstration on many processes of this machine: three NATS servers, PostgreSQL, two replicas
//! of every service and of the edge, and a gateway before them.

#![expect(clippy::print_stdout, reason = "whoever starts it reads its standard output")]

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::signal::unix::{SignalKind, signal};
use tongban::app::{DataDir, ProcessRole, Roles};
use tongban::demo::{self, Beginning, Demo};
use tongban_auth::Cost;
use tongban_httpkit::{Listening, serve};
use tongban_tests::Processes;

const ADDRESS: ([u8; 4], u16) = ([127, 0, 0, 1], 8080);
const N_REPLICAS: usize = 2;
/// A day takes twelve seconds.
const SPEED: f64 = 7_200.0;

#[tokio::main]
async fn main() -> Result<()> {
    // Taken first: an address in use is told before anything is started.
    let listening = Listening::bind(SocketAddr::from(ADDRESS)).await?;
    let clock = demo::clock(SPEED)?;
    println!("starting three NATS servers and PostgreSQL");
    let mut processes = Processes::new(clock).await?;
    let folder = tempfile::tempdir().context("a folder for the simulated city")?;
    // First of all the catalogue: the first morning begins at once, and all processes must know it.
    drop(processes.open("founder", Arc::new(clock)).await?);
    println!("starting {N_REPLICAS} replicas of every service");
    processes.start_all(N_REPLICAS).await?;
    let gateway = processes.gateway();
    let beginning = Beginning {
        data: DataDir::at(folder.path())?,
        home: processes.home("city").await,
        roles: Roles::of([ProcessRole::Edge]),
        through: Some(gateway.router()),
        clock: Arc::new(clock),
        password_cost: Cost::STANDARD,
        seed: 1,
    };
    let demo = Demo::begin(beginning).await?;
    for process in &processes.all {
        println!(
            "  {:<16} http://{}  operators http://{}",
            process.name, process.address, process.ops_address
        );
    }
    let first = processes.all.first().context("no process")?;
    println!("{}", demo.welcome(listening.address(), first.ops_address));
    let running = demo.live();
    let until = running.app.platform.kit.shutdown.clone();
    let serving = tokio::spawn(serve(listening, gateway.router(), until));
    told_to_end().await?;
    running.stop().await;
    serving.await?;
    Ok(())
}

/// Returns when whoever started it says stop: all processes end with this one.
async fn told_to_end() -> Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    tokio::select! {
        told = tokio::signal::ctrl_c() => Ok(told?),
        _ = term.recv() => Ok(()),
    }
}
