//! See the library: `cargo xtask simulate`.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use tongban_simulation::{Plan, run};

/// Lives through a year of the sample city and checks it after every step of the clock.
#[derive(Debug, Parser)]
#[command(name = "simulate", about)]
struct Args {
    /// Everything that people do follows from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Applications in the year.
    #[arg(long, default_value_t = 20_000)]
    cases: u64,
    /// Days, from the second of January.
    #[arg(long, default_value_t = 364)]
    days: u32,
}

fn main() -> ExitCode {
    let Args { seed, cases, days } = Args::parse();
    let again = format!("--seed {seed} --cases {cases} --days {days}");
    match simulate(Plan { seed, n_cases: cases, n_days: days }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulate: {error:#}\nthe same again: cargo xtask simulate {again}");
            ExitCode::FAILURE
        }
    }
}

fn simulate(plan: Plan) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    let figures = runtime.block_on(Box::pin(run(plan)))?;
    Ok(writeln!(std::io::stdout(), "{figures}")?)
}
