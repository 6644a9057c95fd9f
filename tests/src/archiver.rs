use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context as _, Result, ensure};
use tokio::process::Command;
use tongban_nats_testkit::Server;
use tongban_s3_testkit::Server as Store;

use crate::Processes;
use crate::process::program;

/// Where archives of tests lie.
const ARCHIVE: &str = "s3://materials/archive";

/// An archive in a store that speaks S3, and the process that keeps it up; killed when it is dropped.
pub struct Archive {
    store: Store,
    running: Option<Child>,
}

impl Archive {
    /// An empty store.
    pub async fn new() -> Self {
        Self { store: Store::start().await, running: None }
    }

    /// Where the store keeps the files of the archive.
    pub fn folder(&self) -> PathBuf {
        self.store.bucket().join("archive")
    }

    /// How many seals there are.
    pub fn n_seals(&self) -> usize {
        std::fs::read_dir(self.folder().join("seals")).map_or(0, Iterator::count)
    }

    /// Begins to archive an office, a seal every second.
    ///
    /// # Errors
    /// When the program is not there.
    pub async fn begin(&mut self, office: &Processes) -> Result<()> {
        let log = File::options().create(true).append(true).open(office.path("archive.log"))?;
        let servers: Vec<_> = office.nats.iter().map(Server::url).collect();
        let mut command = std::process::Command::new(program()?);
        command
            .args(["archive", "run", "--to", ARCHIVE, "--seal-after", "1"])
            .args(["--nats", &servers.join(","), "--database", &office.database.url().await])
            .arg("--materials")
            .arg(office.materials())
            .envs(self.store.options())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        self.running = Some(command.spawn()?);
        Ok(())
    }

    /// Ends it as `kill -9` does.
    ///
    /// # Errors
    /// When it had ended by itself, or the system refuses.
    pub fn kill(&mut self) -> Result<()> {
        let mut running = self.running.take().context("nobody archives")?;
        let ended = running.try_wait()?;
        ensure!(ended.is_none(), "the archiver ended by itself: {ended:?}");
        running.kill()?;
        running.wait()?;
        Ok(())
    }

    /// Runs a command of the program that reads the archive; answers what it says.
    ///
    /// # Errors
    /// When it fails.
    pub async fn read(&self, arguments: &[&str]) -> Result<String> {
        let from = ["--from", ARCHIVE];
        run(&[arguments, &from].concat(), self.store.options()).await
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            let _ = running.kill();
            let _ = running.wait();
        }
    }
}

/// Runs the program with these arguments; answers what it says.
///
/// # Errors
/// When it fails; what it says then is told.
pub async fn run(
    arguments: &[&str],
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<String> {
    let mut command = Command::new(program()?);
    command.args(arguments).envs(environment).stdin(Stdio::null()).kill_on_drop(true);
    let output = command.output().await?;
    let (said, failed) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "{arguments:?}: {}: {said} {failed}", output.status);
    Ok(said.into_owned())
}
