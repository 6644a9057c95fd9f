//! Speed and memory, each measured in one run beside its limit: `cargo xtask bench`.
//!
//! Nothing here passes or fails by the clock: it prints what it saw, and how far apart the rounds
//! were. Compare ratios, not figures of different machines.

mod append;
mod cases;
mod client;
mod cluster;
mod corpus;
mod desk;
mod due;
mod http;
mod import;
mod memory;
mod office;
mod opening;
mod replay;
mod report;
mod rig;
mod rows;
mod sample;
mod spread;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::{Parser, ValueEnum};

use report::Report;
use rig::{Plan, Rig};

/// Measures speed and memory beside the limits of this machine. The whole takes half an hour, its
/// cluster eight minutes of it, and needs about 15 GB below the target folder.
#[derive(Debug, Parser)]
#[command(name = "bench", about)]
struct Args {
    /// Only the measurements of this group.
    #[arg(value_enum)]
    group: Option<Group>,
    /// Fewer and shorter rounds: a minute or two in all.
    #[arg(long)]
    quick: bool,
    /// Only this measurement; may be given several times.
    #[arg(long, value_enum)]
    only: Vec<Measurement>,
    /// Cases for the memory measurement.
    #[arg(long)]
    cases: Option<u64>,
    /// Events in the log that is opened.
    #[arg(long)]
    events: Option<u64>,
    /// Rounds of each measurement.
    #[arg(long)]
    rounds: Option<usize>,
    /// Prints JSON in place of the table.
    #[arg(long)]
    json: bool,
    /// Measures the memory of the program on this folder, in a process of its own.
    #[arg(long, hide = true)]
    hold: Option<PathBuf>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Measurement {
    /// Durable appends beside a bare group commit of the same bytes.
    Append,
    /// Submissions over HTTP beside an echo.
    Http,
    /// Import of a recorded history beside a raw insert of its rows.
    Import,
    /// Replay of the projections without SQL.
    Replay,
    /// Memory of the program with many cases.
    Memory,
    /// Opening a large log.
    Open,
    /// Whole cases beside a raw insert of their rows.
    Cases,
    /// Warnings of many tasks that fall due at once, beside plain appends.
    Due,
    /// Appends at three servers beside raw publishes.
    ClusterAppend,
    /// The same at one server.
    ServerAppend,
    /// Submissions over HTTP to a process at three servers beside raw publishes.
    ClusterHttp,
    /// A projection computed again from a log at a server.
    ClusterRebuild,
    /// Loss of the leader, and whether every answer was true.
    Failover,
}

/// Where an office is that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// In a folder, with one process.
    Folder,
    /// At servers, on this machine.
    Cluster,
}

impl Measurement {
    fn group(self) -> Group {
        match self {
            Self::Append
            | Self::Http
            | Self::Import
            | Self::Replay
            | Self::Memory
            | Self::Open
            | Self::Cases
            | Self::Due => Group::Folder,
            Self::ClusterAppend
            | Self::ServerAppend
            | Self::ClusterHttp
            | Self::ClusterRebuild
            | Self::Failover => Group::Cluster,
        }
    }
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    if let Some(dir) = &args.hold {
        let runtime = tokio::runtime::Runtime::new()?;
        let said = runtime.block_on(memory::held(dir))?;
        return Ok(writeln!(std::io::stdout(), "{said}")?);
    }
    let plan = if args.quick { Plan::QUICK } else { Plan::FULL };
    let plan = Plan {
        rounds: args.rounds.unwrap_or(plan.rounds).max(1),
        n_cases: args.cases.unwrap_or(plan.n_cases),
        n_events: args.events.unwrap_or(plan.n_events),
        ..plan
    };
    let rig = Rig::new(plan)?;
    let mut report = Report::new(args.json);
    let mut failed = Vec::new();
    for measurement in Measurement::value_variants() {
        let is_wanted = args.group.is_none_or(|group| measurement.group() == group)
            && (args.only.is_empty() || args.only.contains(measurement));
        if is_wanted {
            // What was measured before and after is worth its minutes all the same.
            if let Err(error) = measure(*measurement, &rig, &mut report) {
                eprintln!("{measurement:?} failed: {error:#}");
                failed.push(*measurement);
            }
        }
    }
    report.finish()?;
    ensure!(failed.is_empty(), "not measured: {failed:?}");
    Ok(())
}

fn measure(measurement: Measurement, rig: &Rig, report: &mut Report) -> Result<()> {
    match measurement {
        Measurement::Append => append::measure(rig, report),
        Measurement::Http => http::measure(rig, report),
        Measurement::Import => import::measure(rig, report),
        Measurement::Replay => replay::measure(rig, report),
        Measurement::Memory => memory::measure(rig, report),
        Measurement::Open => opening::measure(rig, report),
        Measurement::Cases => cases::measure(rig, report),
        Measurement::Due => due::measure(rig, report),
        Measurement::ClusterAppend => cluster::replicated(rig, report),
        Measurement::ServerAppend => cluster::alone(rig, report),
        Measurement::ClusterHttp => cluster::commands(rig, report),
        Measurement::ClusterRebuild => cluster::rebuild(rig, report),
        Measurement::Failover => cluster::failover(rig, report),
    }
}
