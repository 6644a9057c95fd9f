use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::ValueEnum as _;
use jiff::Timestamp;
use tempfile::TempDir;
use tongban::app::{App, DataDir, Home, Options, ProcessRole, Roles, Running};
use tongban_auth::{Cost, Login, NewAccount, Password, Rights, SignIn};
use tongban_httpkit::{Listening, serve};
use tongban_kernel::{Clock as _, ManualClock, Role};

use crate::shared::Shared;
use crate::{Client, Gateway};

/// The department that decides the item of the stories.
pub const HOUSING: &str = "housing-construction";
/// A department that it asks.
pub const LAND: &str = "natural-resources";
/// One that it does not ask.
pub const CITY: &str = "city-management";
/// Another one that it asks.
pub const HUMAN_RESOURCES: &str = "human-resources";

/// That of all of them.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// The department into which housing and land are merged where a story says so.
pub const URBAN: &str = "urban-development";
/// A Monday morning with a fortnight without holidays ahead: 9 November 2026, 09:00.
const MONDAY: &str = "2026-11-09T01:00:00Z";
const ACCOUNTS: [(&str, Option<&str>, Role); 8] = [
    ("clerk", Some("government-service"), Role::WindowClerk),
    ("housing", Some(HOUSING), Role::Handler),
    ("land", Some(LAND), Role::Handler),
    ("urban", Some(URBAN), Role::Handler),
    ("labour", Some(HUMAN_RESOURCES), Role::Handler),
    ("coordinator", None, Role::Coordinator),
    ("supervisor", None, Role::Supervisor),
    ("operator", None, Role::Operator),
];

/// A running office: one process that is all of it, or one process for each role.
pub struct Office {
    /// Its clock.
    pub clock: Arc<ManualClock>,
    running: Vec<Running>,
    address: SocketAddr,
    ops_address: SocketAddr,
    folder: TempDir,
    shared: Option<Shared>,
    nats: Option<tongban_natskit::Options>,
}

impl Office {
    /// Opens on a Monday morning with a fortnight without holidays ahead: 9 November 2026, 09:00. It
    /// lies in a folder, or at servers that its processes share: see [`Shared::wanted`].
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open() -> Result<Self> {
        Self::open_with(Shared::wanted().await?, None, MONDAY).await
    }

    /// One that opens at another instant.
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open_on(opened_at: &str) -> Result<Self> {
        Self::open_with(Shared::wanted().await?, None, opened_at).await
    }

    /// One that lies in a folder, wherever others do.
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open_in_folder() -> Result<Self> {
        Self::open_with(None, None, MONDAY).await
    }

    /// One that takes commands at a NATS server, and publishes facts there.
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open_at_nats(url: String) -> Result<Self> {
        Self::open_with(Shared::wanted().await?, Some(at_nats(url)), MONDAY).await
    }

    /// The same in a folder, wherever others lie.
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open_in_folder_at_nats(url: String) -> Result<Self> {
        Self::open_with(None, Some(at_nats(url)), MONDAY).await
    }

    async fn open_with(
        shared: Option<Shared>,
        nats: Option<tongban_natskit::Options>,
        opened_at: &str,
    ) -> Result<Self> {
        let clock = Arc::new(ManualClock::at(opened_at.parse()?));
        let (folder, nowhere) = (tempfile::tempdir()?, SocketAddr::from(([127, 0, 0, 1], 0)));
        let (running, address, ops_address) = (Vec::new(), nowhere, nowhere);
        let mut office = Self { clock, running, address, ops_address, folder, shared, nats };
        office.start().await?;
        hire(&office.app().sign_in, office.clock.now()).await?;
        Ok(office)
    }

    /// A process behind it.
    ///
    /// # Panics
    /// After it was stopped for good.
    pub fn app(&self) -> &Arc<App> {
        match self.running.first() {
            Some(running) => &running.app,
            None => panic!("the office is closed"),
        }
    }

    /// Ends the processes and starts others on the same.
    ///
    /// # Errors
    /// When they do not come up again.
    pub async fn restart(&mut self) -> Result<()> {
        self.close().await;
        self.start().await
    }

    /// Where it lies, or lay before it was moved.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The servers at which it lies, where it does.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }

    /// Ends the processes, and starts those of an office that was moved to servers.
    ///
    /// # Errors
    /// When they do not come up.
    pub async fn goes_on_at(&mut self, shared: Shared) -> Result<()> {
        self.close().await;
        self.shared = Some(shared);
        self.start().await
    }

    /// Ends the processes, and starts one on the folder to which the office was moved.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn goes_on_in(&mut self, folder: TempDir) -> Result<()> {
        self.close().await;
        (self.shared, self.folder) = (None, folder);
        self.start().await
    }

    /// Who signed in before it moved, with the same session.
    #[must_use]
    pub fn again(&self, client: Client) -> Client {
        client.at(self.address)
    }

    /// Ends the process for good.
    pub async fn close(&mut self) {
        for running in self.running.drain(..) {
            running.stop().await;
        }
    }

    /// Somebody more works in a department.
    ///
    /// # Errors
    /// When there is such an account.
    pub async fn hire(&self, login: &str, department: &str, role: Role) -> Result<()> {
        create(&self.app().sign_in, login, Some(department), role, self.clock.now()).await
    }

    /// Someone who signed in.
    ///
    /// # Errors
    /// When the account is none.
    pub async fn sign_in(&self, login: &str) -> Result<Client> {
        Client::sign_in(self.address, login).await
    }

    /// What operators see at `/metrics`.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn metrics(&self) -> Result<String> {
        let answer = reqwest::get(format!("http://{}/metrics", self.ops_address)).await?;
        Ok(answer.error_for_status()?.text().await?)
    }

    /// Where it takes requests.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Someone who did not.
    pub fn stranger(&self) -> Client {
        Client::stranger(self.address)
    }

    async fn start(&mut self) -> Result<()> {
        self.address = match self.shared.take() {
            None => {
                self.start_one(self.folder.path().to_owned(), Home::Folder, Roles::all()).await?
            }
            Some(shared) => {
                let mut places = Vec::new();
                for role in ProcessRole::value_variants() {
                    let folder = self.folder.path().join(role.name());
                    let home = Home::Cluster(Box::new(shared.as_process(role.name()).await));
                    let place = self.start_one(folder, home, Roles::of([*role])).await?;
                    places.push((*role, place));
                }
                self.shared = Some(shared);
                let gateway = Gateway::to(places);
                let listening = Listening::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
                let address = listening.address();
                let until = self.app().platform.kit.shutdown.clone();
                tokio::spawn(serve(listening, gateway.router(), until));
                address
            }
        };
        Ok(())
    }

    async fn start_one(&mut self, folder: PathBuf, home: Home, roles: Roles) -> Result<SocketAddr> {
        let catalog = tongban_catalog::sample_city().map_err(|faults| anyhow!("{faults:?}"))?;
        let options = Options {
            data: DataDir::at(folder)?,
            home,
            roles,
            clock: self.clock.clone(),
            first_catalog: Some(catalog.content().clone()),
            password_cost: Cost::FOR_TESTS,
            oidc: None,
        };
        let mut running = App::open(options).await?.start();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let (address, ops_address) = running.listen(any, any).await?;
        self.ops_address = ops_address;
        if let Some(nats) = &self.nats {
            running.join_nats(nats).await?;
        }
        self.running.push(running);
        Ok(address)
    }
}

fn at_nats(url: String) -> tongban_natskit::Options {
    let (servers, credentials, ca, n_feed_replicas) = (vec![url], None, None, 1);
    tongban_natskit::Options { servers, credentials, ca, trusts_users: true, n_feed_replicas }
}

/// Makes the accounts of those who work in an office.
pub(crate) async fn hire(sign_in: &SignIn, now: Timestamp) -> Result<()> {
    for (login, department, role) in ACCOUNTS {
        create(sign_in, login, department, role, now).await?;
    }
    Ok(())
}

async fn create(
    sign_in: &SignIn,
    login: &str,
    department: Option<&str>,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    let rights = match department {
        Some(department) => Rights::officer(department, [role])?,
        None => Rights::person([role])?,
    };
    let password = Password::parse(PASSWORD)?;
    sign_in.create(NewAccount { login: Login::parse(login)?, rights, password }, now).await?;
    Ok(())
}
