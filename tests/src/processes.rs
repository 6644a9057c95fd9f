use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tongban::app::{Cluster, Home, MaterialsAt, ProcessRole};
use tongban_eventstore::jetstream::{self, SyncProof};
use tongban_kernel::AcceleratedClock;
use tongban_nats_testkit::{Server, start_cluster};
use tongban_pg_testkit::TestDatabase;

use crate::Gateway;

/// Names the program, where it does not lie beside the tests.
const PROGRAM: &str = "TONGBAN_TEST_PROGRAM";
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(50);
const PARTITIONS: u16 = 4;

/// The servers and the processes of an office, all of them real, on this machine.
pub struct Processes {
    /// The NATS servers, three or one.
    pub nats: Vec<Server>,
    /// The database.
    pub database: TestDatabase,
    /// The processes that were started.
    pub all: Vec<Process>,
    /// What time they show.
    pub clock: AcceleratedClock,
    /// Into how many partitions the log is divided.
    pub n_partitions: u16,
    /// What the command lines of processes say besides.
    pub more_args: Vec<&'static str>,
    folder: TempDir,
}

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
    folder: PathBuf,
    child: Child,
}

impl Processes {
    /// Three NATS servers that sync always, a database, no process yet.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub async fn new(clock: AcceleratedClock) -> Result<Self> {
        let (nats, database) = (start_cluster().await, TestDatabase::new().await);
        Ok(Self {
            nats,
            database,
            all: Vec::new(),
            clock,
            n_partitions: PARTITIONS,
            more_args: Vec::new(),
            folder: tempfile::tempdir()?,
        })
    }

    /// Starts a process for a role and waits until it is ready for requests.
    ///
    /// # Errors
    /// When it ends, or does not become ready.
    pub async fn start(&mut self, role: ProcessRole, n: usize) -> Result<()> {
        let name = format!("{}-{n}", role.name());
        let process = self.spawn(role, name).await?;
        self.all.push(process);
        Ok(())
    }

    /// Starts so many processes for every role.
    ///
    /// # Errors
    /// When one of them does not become ready.
    pub async fn start_all(&mut self, n_replicas: usize) -> Result<()> {
        use ProcessRole::{Approval, Complaint, Coordination, Edge, Intake, Metrics};
        for n in 1..=n_replicas {
            for role in [Intake, Approval, Coordination, Complaint, Metrics, Edge] {
                self.start(role, n).await?;
            }
        }
        Ok(())
    }

    /// The way to all of them.
    pub fn gateway(&self) -> Gateway {
        Gateway::to(self.all.iter().map(|process| (process.role, process.address)))
    }

    /// The process of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(&mut self, name: &str) -> Result<&mut Process> {
        let found = self.all.iter_mut().find(|process| process.name == name);
        found.with_context(|| format!("no process {name}"))
    }

    /// Ends a process as `kill -9` does, and starts another of its name in its place, at its address.
    ///
    /// # Errors
    /// When it does not come up again.
    pub async fn kill_and_start_again(&mut self, name: &str) -> Result<()> {
        let process = self.named(name)?;
        process.kill()?;
        let (role, address) = (process.role, process.address);
        let again = self.spawn_at(role, name.to_owned(), address).await?;
        *self.named(name)? = again;
        Ok(())
    }

    /// How a process in this program would share the office.
    pub async fn home(&self, name: &str) -> Home {
        Home::Cluster(Box::new(Cluster {
            log: jetstream::Options {
                servers: self.nats.iter().map(Server::url).collect(),
                n_partitions: self.n_partitions,
                n_replicas: self.nats.len(),
                sync: SyncProof::Monitoring(self.monitoring()),
                ..jetstream::Options::default()
            },
            database: self.database.url().await,
            process: name.to_owned(),
            materials: MaterialsAt::Folder(self.materials()),
            key_file: None,
        }))
    }

    fn materials(&self) -> PathBuf {
        self.folder.path().join("materials")
    }

    fn monitoring(&self) -> Vec<String> {
        self.nats.iter().map(Server::monitoring_url).collect()
    }

    async fn spawn(&self, role: ProcessRole, name: String) -> Result<Process> {
        self.spawn_at(role, name, SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    async fn spawn_at(
        &self,
        role: ProcessRole,
        name: String,
        address: SocketAddr,
    ) -> Result<Process> {
        let folder = self.folder.path().join(&name);
        std::fs::create_dir_all(&folder)?;
        let servers: Vec<_> = self.nats.iter().map(Server::url).collect();
        let log = File::options().create(true).append(true).open(folder.join("log"))?;
        let mut child = Command::new(program()?)
            .args(["serve", "--role", role.name(), "--event-log", "jetstream"])
            .args(["--event-log-replicas", &self.nats.len().to_string()])
            .args(["--event-log-partitions", &self.n_partitions.to_string()])
            .args(["--nats", &servers.join(",")])
            .args(["--nats-monitoring", &self.monitoring().join(",")])
            .args(["--nats-feed-replicas", &self.nats.len().to_string()])
            .args(["--database", &self.database.url().await, "--process", &name])
            .args(["--listen", &address.to_string(), "--ops-listen", "127.0.0.1:0"])
            .args(["--demo-clock", &self.clock.to_string()])
            .arg("--materials")
            .arg(self.materials())
            .arg("--data")
            .arg(folder.join("data"))
            .args(&self.more_args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let stdout = child.stdout.take().context("a pipe was asked for")?;
        let said = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(PATIENCE, said).await;
        let line = line.with_context(|| format!("{name} does not come up"))???;
        let addresses: Vec<_> = line.split("http://").skip(1).map(first_word).collect();
        let &[address, ops_address] = addresses.as_slice() else {
            bail!("{name} ended: {}", told(&folder))
        };
        let (address, ops_address) = (address.parse()?, ops_address.parse()?);
        let process = Process { name, role, address, ops_address, folder, child };
        process.is_ready().await?;
        Ok(process)
    }
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

fn program() -> Result<PathBuf> {
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
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait()? {
                    return anyhow::Ok(status);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let status = tokio::time::timeout(PATIENCE, ended).await.context("it does not end")??;
        ensure!(status.success(), "{} ended with {status}: {}", self.name, self.told());
        Ok(())
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
