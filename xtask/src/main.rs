//! Set-up, tests and checks: `cargo xtask --help`.

mod checks;
mod deploy;
mod nats;
mod postgres;
mod tests;
mod tools;
mod tree;
mod web;

use std::io::Write;
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Parser;

use checks::{cargo, step};

/// What can be done with this tree.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Set-up, tests and checks of Tongban")]
enum Task {
    /// Build web and program, seed a sample city, serve it on 127.0.0.1:8080, print address and sign-ins.
    Demo {
        /// Passed on to `tongban demo`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// The same city on three NATS servers, PostgreSQL and two replicas of every service, all on this
    /// machine, behind one address.
    Cluster {
        /// Passed on to the program: `--listen`, `--replicas`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Everything that CI runs: formatting, lints, tests, documents, licences, unused dependencies.
    Test,
    /// The same without the tests: what to run before a commit.
    Check,
    /// Install the NATS server that tests of the log and of commands need, and print where it is:
    /// `TONGBAN_TEST_NATS_SERVER=$(cargo xtask nats-server) cargo test -p tongban-eventstore`.
    NatsServer,
    /// Check what an office is installed with: compose, image, Kubernetes, rules, proxy.
    DeployCheck {
        /// Write first what is made of other files.
        #[arg(long)]
        write: bool,
    },
    /// Measure speed and memory beside the limits of this machine.
    Bench {
        /// Passed on to the benchmark.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Live through a year of the sample city, and check it after every step of the clock.
    Simulate {
        /// Passed on to the simulation: `--seed`, `--cases`, `--days`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Write the generated schemas again after a change of events or interfaces.
    Schemas,
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The command, told where the servers are that it starts.
fn with_servers(mut command: Command) -> Result<Command> {
    command.env(nats::VARIABLE, nats::server()?);
    command.env(postgres::VARIABLE, postgres::programs()?);
    command.env(deploy::CADDY, deploy::caddy()?);
    Ok(command)
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Demo { args } => {
            web::build_if_possible()?;
            let mut command = cargo(["run", "--release", "--package", "tongban", "--", "demo"]);
            command.args(args);
            step("demo", command)
        }
        Task::Cluster { args } => {
            web::build_if_possible()?;
            let program = ["--package", "tongban", "--package", "tongban-tests", "--bins"];
            let mut build = cargo(["build", "--release"]);
            build.args(program);
            step("build", build)?;
            let mut cluster = cargo(["run", "--release", "--package", "tongban-tests"]);
            cluster.args(["--bin", "cluster", "--"]).args(args);
            step("cluster", with_servers(cluster)?)
        }
        Task::Test => {
            checks::before_tests()?;
            web::check()?;
            // The tests build the program, with these pages in it.
            web::build()?;
            tests::run()?;
            web::browse()?;
            deploy::check()?;
            checks::after_tests()?;
            checks::tell_times();
            Ok(())
        }
        Task::Check => {
            checks::before_tests()?;
            web::check()?;
            checks::after_tests()
        }
        Task::NatsServer => {
            let mut out = std::io::stdout().lock();
            Ok(writeln!(out, "{}", nats::server()?.display())?)
        }
        Task::DeployCheck { write } => {
            if write {
                deploy::write()?;
            }
            deploy::check()
        }
        Task::Bench { args } => {
            // Processes of a cluster are the program itself.
            step("build", cargo(["build", "--release", "--package", "tongban"]))?;
            let mut command = cargo(["run", "--release", "--package", "tongban-bench", "--"]);
            command.args(args);
            step("bench", with_servers(command)?)
        }
        Task::Simulate { args } => {
            let mut command = cargo(["run", "--release", "--package", "tongban-simulation", "--"]);
            command.args(args);
            step("simulation", command)
        }
        Task::Schemas => {
            let mut command =
                cargo(["test", "--workspace", "--locked", "--no-fail-fast", "schema"]);
            command.env("UPDATE_SCHEMAS", "1");
            step("schemas", command)
        }
    }
}
