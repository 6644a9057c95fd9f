use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tongban::app::ProcessRole;

/// Names the program, where it does not lie beside the tests.
const PROGRAM: &str = "TONGBAN_TEST_PROGRAM";
const PATIENCE: Duration = Duration::from_secs(180);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// One process; killed when it is dropped.
pub struct Process {
    /// Its name among all.
    pub name: String,
    /// What it is for.
    pub role: ProcessRole,
    /// Where it takes requests.
    pub address: SocketAddr,
    /// Where operators ask it.
    pub ops_address: SocketAddr,
    pub(crate) folder: PathBuf,
    pub(crate) child: Child,
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// The end of what a process has logged.
fn told(folder: &Path) -> String {
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    let from = log.len().saturating_sub(4_000);
    log.get(from..).unwrap_or_default().to_owned()
}

/// The program, as it was built with the tests.
///
/// # Errors
/// When it was not built.
pub fn program() -> Result<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests are told where the program is")]
    if let Ok(path) = std::env::var(PROGRAM) {
        return Ok(path.into());
    }
    // Tests lie in a folder below it.
    let here = std::env::current_exe()?;
    let beside = here.ancestors().skip(1).map(|folder| folder.join("tongban"));
    let found = beside.take(2).find(|path| path.is_file());
    found
        .with_context(|| format!("no program beside {}; cargo build --bin tongban", here.display()))
}

impl Process {
    /// Waits until it says where it listens and is ready for requests.
    ///
    /// # Errors
    /// When it ends, or does not become ready.
    pub async fn comes_up(mut self) -> Result<Self> {
        let stdout = self.child.stdout.take().context("a pipe was asked for")?;
        let said = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(PATIENCE, said).await;
        let line = line.with_context(|| format!("{} does not come up", self.name))???;
        let addresses: Vec<_> = line.split("http://").skip(1).map(first_word).collect();
        let &[address, ops_address] = addresses.as_slice() else {
            bail!("{} ended: {}", self.name, self.told())
        };
        (self.address, self.ops_address) = (address.parse()?, ops_address.parse()?);
        self.is_ready().await?;
        Ok(self)
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Whether it should be sent requests, and what it says about that.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn readiness(&self) -> Result<(bool, String)> {
        let answer = reqwest::get(format!("http://{}/readyz", self.ops_address)).await?;
        Ok((answer.status().is_success(), answer.text().await?))
    }

    /// Waits until it is ready for requests.
    ///
    /// # Errors
    /// When it never is; what it says is told.
    pub async fn is_ready(&self) -> Result<()> {
        let mut last = String::new();
        let looking = async {
            loop {
                match self.readiness().await {
                    Ok((true, _)) => return,
                    Ok((false, said)) => last = said,
                    Err(error) => last = format!("{error:#}"),
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        if tokio::time::timeout(PATIENCE, looking).await.is_err() {
            bail!("{} is not ready: {last}; {}", self.name, self.told());
        }
        Ok(())
    }

    /// Ends it as `kill -9` does.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// When it is gone.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let pid = Pid::from_raw(self.child.id().try_into()?).context("a process has a number")?;
        Ok(kill_process(pid, signal)?)
    }

    /// Tells it to end, and waits until it has.
    ///
    /// # Errors
    /// When it ends otherwise than well.
    pub async fn end(mut self) -> Result<()> {
        self.signal(Signal::TERM)?;
        ensure!(self.ends().await?, "{} did not end well: {}", self.name, self.told());
        Ok(())
    }

    /// Waits until it ends by itself; whether it ended well.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn ends(&mut self) -> Result<bool> {
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait()? {
                    return anyhow::Ok(status.success());
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        tokio::time::timeout(PATIENCE, ended).await.context("it does not end")?
    }

    /// The end of what it has logged.
    pub fn told(&self) -> String {
        told(&self.folder)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.kill());
        if std::thread::panicking() {
            eprintln!("{}: …{}", self.name, self.told());
        }
    }
}
