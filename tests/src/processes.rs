use std::collections::BTreeMap;
use std::fs::File;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use futures_util::future::try_join_all;
use rustix::process::Signal;
use tempfile::TempDir;
use tongban::app::{App, Cluster, DataDir, Home, MaterialsAt, Options, ProcessRole, Roles};
use tongban_auth::Cost;
use tongban_catalog::sample_city;
use tongban_eventstore::jetstream::{self, SyncProof};
use tongban_kernel::{AcceleratedClock, Clock};
use tongban_nats_testkit::{Server, start_cluster};
use tongban_pg_testkit::TestDatabase;

use crate::office::hire;
use crate::process::program;
use crate::{Gateway, Process};

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
    /// The addresses of the NATS servers that processes of these names are told, where these are not
    /// the servers' own.
    pub nats_urls: BTreeMap<String, Vec<String>>,
    /// Processes of these names are none that the gateway knows.
    pub beyond_gateway: Vec<String>,
    /// What the command lines of processes say besides.
    pub more_args: Vec<&'static str>,
    folder: TempDir,
}

impl Processes {
    /// Three NATS servers that sync always, a database, no process yet.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub async fn new(clock: AcceleratedClock) -> Result<Self> {
        Self::over(start_cluster().await, clock).await
    }

    /// These NATS servers, all of which keep each event, a database, no process yet.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub async fn over(nats: Vec<Server>, clock: AcceleratedClock) -> Result<Self> {
        let (database, folder) = (TestDatabase::new().await, tempfile::tempdir()?);
        Ok(Self {
            nats,
            database,
            all: Vec::new(),
            clock,
            n_partitions: PARTITIONS,
            nats_urls: BTreeMap::new(),
            beyond_gateway: Vec::new(),
            more_args: Vec::new(),
            folder,
        })
    }

    /// Publishes the sample city and makes the accounts of those who work there.
    ///
    /// # Errors
    /// When the servers do not answer.
    pub async fn found(&self) -> Result<()> {
        let founder = self.open("founder", Arc::new(self.clock)).await?;
        hire(&founder.sign_in, self.clock.now()).await
    }

    /// Everything of the office as one process, in this program.
    ///
    /// # Errors
    /// When the servers do not answer.
    pub async fn open(&self, name: &str, clock: Arc<dyn Clock>) -> Result<App> {
        let catalog = sample_city().map_err(|faults| anyhow!("{faults:?}"))?;
        let options = Options {
            data: DataDir::at(self.folder.path().join(name))?,
            home: self.home(name).await,
            roles: Roles::all(),
            clock,
            first_catalog: Some(catalog.content().clone()),
            password_cost: Cost::FOR_TESTS,
            oidc: None,
        };
        App::open(options).await
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

    /// Starts processes side by side, each named by its role and number.
    ///
    /// # Errors
    /// When one of them does not become ready.
    pub async fn start_together(
        &mut self,
        wanted: impl IntoIterator<Item = (ProcessRole, usize)>,
    ) -> Result<()> {
        let spawn =
            |(role, n): (ProcessRole, usize)| self.spawn(role, format!("{}-{n}", role.name()));
        let started = try_join_all(wanted.into_iter().map(spawn)).await?;
        self.all.extend(started);
        Ok(())
    }

    /// Tells all processes to end, and waits until they have.
    ///
    /// # Errors
    /// When one of them ends otherwise than well.
    pub async fn end_all(&mut self) -> Result<()> {
        for process in &self.all {
            process.signal(Signal::TERM)?;
        }
        for process in self.all.drain(..) {
            process.end().await?;
        }
        Ok(())
    }

    /// The way to all of them that it knows.
    pub fn gateway(&self) -> Gateway {
        let known = self.all.iter().filter(|process| !self.beyond_gateway.contains(&process.name));
        Gateway::to(known.map(|process| (process.role, process.address)))
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

    /// Tells a process to end, and starts another of its name in its place, at its address.
    ///
    /// # Errors
    /// When it ends otherwise than well, or does not come up again.
    pub async fn end_and_start_again(&mut self, name: &str) -> Result<()> {
        let at = self.all.iter().position(|process| process.name == name);
        let process = self.all.remove(at.with_context(|| format!("no process {name}"))?);
        let (role, address) = (process.role, process.address);
        process.end().await?;
        let again = self.spawn_at(role, name.to_owned(), address).await?;
        self.all.push(again);
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

    /// A file or folder of this name beside those of the processes.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of materials, which all of them see.
    pub fn materials(&self) -> PathBuf {
        self.path("materials")
    }

    fn monitoring(&self) -> Vec<String> {
        self.nats.iter().map(Server::monitoring_url).collect()
    }

    async fn spawn(&self, role: ProcessRole, name: String) -> Result<Process> {
        self.spawn_at(role, name, ANYWHERE).await
    }

    async fn spawn_at(
        &self,
        role: ProcessRole,
        name: String,
        address: SocketAddr,
    ) -> Result<Process> {
        let folder = name.clone();
        self.launch(&folder, role, name, address, ANYWHERE).await?.comes_up().await
    }

    /// Starts a process and waits for nothing; operators may ask it from its first moment on.
    ///
    /// # Errors
    /// When the program is not there.
    pub async fn launch_where_it_can_be_asked(
        &self,
        role: ProcessRole,
        n: usize,
    ) -> Result<Process> {
        let name = format!("{}-{n}", role.name());
        self.launch_in(&name, role, &name).await
    }

    /// The same under a name and in the folder of a name, which may be those of another process.
    ///
    /// # Errors
    /// When the program is not there.
    pub async fn launch_in(&self, folder: &str, role: ProcessRole, name: &str) -> Result<Process> {
        let ops_address = TcpListener::bind(ANYWHERE)?.local_addr()?;
        self.launch(folder, role, name.to_owned(), ANYWHERE, ops_address).await
    }

    async fn launch(
        &self,
        folder: &str,
        role: ProcessRole,
        name: String,
        address: SocketAddr,
        ops_address: SocketAddr,
    ) -> Result<Process> {
        let folder = self.folder.path().join(folder);
        std::fs::create_dir_all(&folder)?;
        let own = || self.nats.iter().map(Server::url).collect();
        let servers = self.nats_urls.get(&name).cloned().unwrap_or_else(own);
        let log = File::options().create(true).append(true).open(folder.join("log"))?;
        let child = Command::new(program()?)
            .args(["serve", "--role", role.name(), "--event-log", "jetstream"])
            .args(["--event-log-replicas", &self.nats.len().to_string()])
            .args(["--event-log-partitions", &self.n_partitions.to_string()])
            .args(["--nats", &servers.join(",")])
            .args(["--nats-monitoring", &self.monitoring().join(",")])
            .args(["--nats-feed-replicas", &self.nats.len().to_string()])
            .args(["--database", &self.database.url().await, "--process", &name])
            .args(["--listen", &address.to_string()])
            .args(["--ops-listen", &ops_address.to_string()])
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
        Ok(Process { name, role, address, ops_address, folder, child })
    }
}

/// A port that the system chooses.
const ANYWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
