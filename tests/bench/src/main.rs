//! Speed and memory, each measured in one run beside its limit: `cargo xtask bench`.
//!
//! Nothing here passes or fails by the clock: it prints what it saw, and how far apart the rounds
//! were. Compare ratios, not figures of different machines.

mod append;
mod report;
mod rig;
mod sample;
mod spread;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use report::Report;
use rig::{Plan, Rig};

/// Measures speed and memory beside the limits of this machine.
#[derive(Debug, Parser)]
#[command(name = "bench", about)]
struct Args {
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
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Measurement {
    /// Durable appends beside a bare group commit of the same bytes.
    Append,
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
    let plan = if args.quick { Plan::QUICK } else { Plan::FULL };
    let plan = Plan {
        rounds: args.rounds.unwrap_or(plan.rounds).max(1),
        n_cases: args.cases.unwrap_or(plan.n_cases),
        n_events: args.events.unwrap_or(plan.n_events),
        ..plan
    };
    let rig = Rig::new(plan)?;
    let mut report = Report::new(args.json);
    for measurement in Measurement::value_variants() {
        if args.only.is_empty() || args.only.contains(measurement) {
            measure(*measurement, &rig, &mut report)?;
        }
    }
    report.finish()
}

fn measure(measurement: Measurement, rig: &Rig, report: &mut Report) -> Result<()> {
    match measurement {
        Measurement::Append => append::measure(rig, report),
    }
}
