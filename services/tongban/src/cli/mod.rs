//! The command line.

mod account;
mod archive;
mod calendar;
mod catalog;
mod clock;
mod demo;
mod log;
mod nats;
mod oidc;
mod patience;
mod readers;
mod ready;
mod serve;
mod shared;
mod shown;
mod told;
mod work;
mod work_items;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use tongban_kernel::Text;
use tongban_kernel::calendar::Lang;

use crate::history::ImportId;
use crate::refusal::text_of;

/// How long threads may take to end when everything else has.
const THREADS_END_WITHIN: Duration = Duration::from_secs(2);

/// What the process answers to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// It could not be done.
    Failed = 1,
    /// It was checked, and is not sound.
    Unsound = 3,
}

#[derive(Parser)]
#[command(
    name = "tongban",
    version,
    about = "通办 Tongban: case management for government offices",
    after_help = "Exit codes: 0 done, 1 could not be done, 2 wrong arguments, 3 checked and found unsound."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Print the result as JSON, for scripts.
    #[arg(long)]
    pub(crate) json: bool,
    /// The language of the result, and of a refusal.
    #[arg(long, value_enum, default_value = "zh")]
    lang: Language,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    Zh,
    En,
}

impl Language {
    fn lang(self) -> Lang {
        match self {
            Self::Zh => Lang::Zh,
            Self::En => Lang::En,
        }
    }
}

impl Output {
    /// The language of the result.
    pub(crate) fn lang(&self) -> Lang {
        self.lang.lang()
    }
}

#[derive(Subcommand)]
enum Command {
    /// Run the server: all five services in one process, or some of them in a cluster.
    Serve(Box<serve::Serve>),
    /// Run a simulated city on an accelerated clock, and print address and sign-ins.
    Demo(demo::Demo),
    /// Bring a recorded history in, or hide it again.
    #[command(subcommand)]
    Import(Import),
    /// Write an imported history out.
    #[command(subcommand)]
    Export(Export),
    /// Check every record, segment and chain of the log, and every material.
    Verify(work::Plain),
    /// Compute read models again from the log.
    Rebuild(work::Rebuild),
    /// Copy log, keys, materials and accounts into a new folder, while the server works.
    Backup(work::Backup),
    /// Bring a backup or an archive back into an empty folder.
    Restore(work::Restore),
    /// Archive the office continuously, or check an archive.
    #[command(subcommand)]
    Archive(archive::Archive),
    /// Move the log, to servers or back.
    #[command(subcommand)]
    Log(log::Log),
    /// Commands of the system that were refused: somebody must look at them.
    WorkItems(work_items::WorkItems),
    /// How readers do, and events that they cannot read: somebody must decide about them.
    Readers(readers::Readers),
    /// A clock that jumped forwards: warnings wait until it is put right or confirmed.
    Clock(clock::Clock),
    /// Working days and due dates.
    #[command(subcommand)]
    Calendar(calendar::Calendar),
    /// Check and publish departments and service items.
    #[command(subcommand)]
    Catalog(catalog::Catalog),
    /// List and create accounts, give new passwords, disable and enable, tie to a provider.
    #[command(subcommand)]
    Account(account::Account),
    /// Ask a running server whether it is ready; exit code 1 when not.
    Ready(ready::Ready),
    /// Print a completion script for your shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
enum Import {
    /// An event log in XES (IEEE 1849), plain or compressed.
    Xes(work::ImportXes),
    /// Hide an import again.
    Revert(work::Revert),
}

#[derive(Debug, Subcommand)]
enum Export {
    /// XES (IEEE 1849).
    Xes(work::Export),
    /// OCEL 2.0, as JSON.
    Ocel(work::Export),
}

/// Reads the id of an import.
fn import_id(text: &str) -> Result<ImportId, String> {
    text.parse().map_err(|_| {
        "an import has an id like 5f0f7c1e-8a52-8c3e-9b1d-2f6f0c9a7e11; tongban import xes prints \
         it, and GET /api/metrics/imports lists all"
            .to_owned()
    })
}

impl std::str::FromStr for ImportId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let matches = Arguments::command().get_matches();
    let lang = lang_of(&matches);
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    // Whatever is written, databases and segments too, is for its owner alone.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    match run_to_end(arguments.command) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => {
            let Text { zh, en } = text_of(&error);
            match lang {
                Some(lang) => eprintln!("tongban: {}", lang.pick(zh, en)),
                // A command that answers nothing is asked for no language: each finds its own.
                None if zh == en => eprintln!("tongban: {en}"),
                None => eprintln!("tongban: {zh}\ntongban: {en}"),
            }
            ExitCode::from(Exit::Failed as u8)
        }
    }
}

/// The language that the command is asked to answer in, where it has one.
fn lang_of(matches: &ArgMatches) -> Option<Lang> {
    match matches.subcommand() {
        Some((_, below)) => lang_of(below),
        None => {
            let lang = matches.try_get_one::<Language>("lang").ok().flatten();
            lang.map(|lang| lang.lang())
        }
    }
}

fn run_to_end(command: Command) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let exit = runtime.block_on(run(command));
    // A thread that still copies for work that was given up must not keep the process.
    runtime.shutdown_timeout(THREADS_END_WITHIN);
    exit
}

async fn run(command: Command) -> Result<Exit> {
    match command {
        Command::Serve(serve) => Box::pin(serve.run()).await,
        Command::Demo(demo) => Box::pin(demo.run()).await,
        Command::Import(Import::Xes(import)) => import.run().await,
        Command::Import(Import::Revert(revert)) => revert.run().await,
        Command::Export(Export::Xes(export)) => export.run(crate::operations::Format::Xes).await,
        Command::Export(Export::Ocel(export)) => export.run(crate::operations::Format::Ocel).await,
        Command::Verify(verify) => verify.verify().await,
        Command::Rebuild(rebuild) => rebuild.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => Box::pin(restore.run()).await,
        Command::Archive(archive) => Box::pin(archive.run()).await,
        Command::Log(log) => log.run().await,
        Command::WorkItems(work_items) => work_items.run().await,
        Command::Readers(readers) => readers.run().await,
        Command::Clock(clock) => clock.run().await,
        Command::Calendar(calendar) => calendar.run(),
        Command::Catalog(catalog) => catalog.run().await,
        Command::Account(account) => account.run().await,
        Command::Ready(ready) => ready.run().await,
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "tongban", &mut std::io::stdout());
            Ok(Exit::Done)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_cannot_be_read_is_answered_with_argument_rule_and_remedy() {
        let cases: [(&[&str], [&str; 2]); 5] = [
            (&["import", "revert", "7"], ["<IMPORT_ID>", "tongban import xes prints it"]),
            (&["export", "xes", "--import", "7", "--out", "x"], ["--import", "GET /api/metrics"]),
            (&["calendar", "due", "--start", "soon"], ["--start", "write a day like 2026-09-28"]),
            (&["catalog", "publish", "city", "--valid-from", "2027"], ["--valid-from", "+08:00"]),
            (&["verify", "--lang", "fr"], ["--lang", "zh, en"]),
        ];
        for (arguments, words) in cases {
            let refused = Arguments::try_parse_from([&["tongban"], arguments].concat());
            let told = refused.err().map(|refusal| refusal.to_string()).unwrap_or_default();
            assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {told}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
