//! The demonstration on many processes of this machine: three NATS servers, PostgreSQL, two replicas
//! of every service and of the edge, and a gateway before them.

#![expect(clippy::print_stdout, reason = "whoever starts it reads its standard output")]

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};
use tongban::app::{DataDir, ProcessRole, Roles};
use tongban::demo::{self, Beginning, Demo};
use tongban_auth::Cost;
use tongban_httpkit::{Listening, serve};
use tongban_tests::Processes;

/// A day takes twelve seconds.
const SPEED: f64 = 7_200.0;

/// A simulated city at servers and processes of this machine. What they keep lies below the folder for
/// temporary files (`TMPDIR`), and goes with them.
#[derive(Debug, Parser)]
struct Args {
    /// Where the gateway takes requests.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Processes of every service, and of the edge.
    #[arg(long, default_value_t = 2)]
    replicas: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let Args { listen, replicas } = Args::parse();
    // Taken first: an address in use is told before anything is started.
    let listening = Listening::bind(listen).await?;
    let clock = demo::clock(SPEED)?;
    println!("starting three NATS servers and PostgreSQL");
    let mut processes = Processes::new(clock).await?;
    let folder = tempfile::tempdir().context("a folder for the simulated city")?;
    // First of all the catalogue: the first morning begins at once, and all processes must know it.
    drop(processes.open("founder", Arc::new(clock)).await?);
    println!("starting every service {replicas} times");
    processes.start_all(replicas).await?;
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
