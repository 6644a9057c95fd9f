use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use jiff::Timestamp;
use tempfile::TempDir;
use tongban::app::{App, DataDir, Options, Running};
use tongban_auth::{Cost, Login, NewAccount, Password, Rights, SignIn};
use tongban_kernel::{Clock as _, ManualClock, Role};

use crate::Client;

/// The department that decides the item of the stories.
pub const HOUSING: &str = "housing-construction";
/// A department that it asks.
pub const LAND: &str = "natural-resources";
/// Another one.
pub const HUMAN_RESOURCES: &str = "human-resources";

const PASSWORD: &str = "correct horse battery staple";
/// The department into which housing and land are merged where a story says so.
pub const URBAN: &str = "urban-development";
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

/// A running office.
pub struct Office {
    /// Its clock.
    pub clock: Arc<ManualClock>,
    running: Option<Running>,
    address: SocketAddr,
    ops_address: SocketAddr,
    folder: TempDir,
    nats: Option<tongban_natskit::Options>,
}

impl Office {
    /// Opens on a Monday morning with a fortnight without holidays ahead: 9 November 2026, 09:00.
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open() -> Result<Self> {
        Self::open_with(None).await
    }

    /// The same at a NATS server.
    ///
    /// # Errors
    /// When something of it cannot be opened.
    pub async fn open_at_nats(url: String) -> Result<Self> {
        let (servers, credentials, n_feed_replicas) = (vec![url], None, 1);
        let options =
            tongban_natskit::Options { servers, credentials, trusts_users: true, n_feed_replicas };
        Self::open_with(Some(options)).await
    }

    async fn open_with(nats: Option<tongban_natskit::Options>) -> Result<Self> {
        let clock = Arc::new(ManualClock::at("2026-11-09T01:00:00Z".parse()?));
        let folder = tempfile::tempdir()?;
        let (running, address, ops_address) = start(folder.path(), &clock, nats.as_ref()).await?;
        for (login, department, role) in ACCOUNTS {
            create(&running.app.sign_in, login, department, role, clock.now()).await?;
        }
        Ok(Self { clock, running: Some(running), address, ops_address, folder, nats })
    }

    /// The process behind it.
    ///
    /// # Panics
    /// After it was stopped for good.
    pub fn app(&self) -> &Arc<App> {
        match &self.running {
            Some(running) => &running.app,
            None => panic!("the office is closed"),
        }
    }

    /// Ends the process and starts another on the same folder.
    ///
    /// # Errors
    /// When it does not come up again.
    pub async fn restart(&mut self) -> Result<()> {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
        let started = start(self.folder.path(), &self.clock, self.nats.as_ref()).await?;
        let running;
        (running, self.address, self.ops_address) = started;
        self.running = Some(running);
        Ok(())
    }

    /// Ends the process for good.
    pub async fn close(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Someone who signed in.
    ///
    /// # Errors
    /// When the account is none.
    pub async fn sign_in(&self, login: &str) -> Result<Client> {
        Client::sign_in(self.address, login, PASSWORD).await
    }

    /// What operators see at `/metrics`.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn metrics(&self) -> Result<String> {
        let answer = reqwest::get(format!("http://{}/metrics", self.ops_address)).await?;
        Ok(answer.error_for_status()?.text().await?)
    }

    /// Someone who did not.
    pub fn stranger(&self) -> Client {
        Client::stranger(self.address)
    }
}

async fn start(
    folder: &Path,
    clock: &Arc<ManualClock>,
    nats: Option<&tongban_natskit::Options>,
) -> Result<(Running, SocketAddr, SocketAddr)> {
    let catalog = tongban_catalog::sample_city().map_err(|faults| anyhow!("{faults:?}"))?;
    let options = Options {
        data: DataDir::at(folder)?,
        clock: clock.clone(),
        first_catalog: Some(catalog.content().clone()),
        password_cost: Cost::FOR_TESTS,
    };
    let mut running = App::open(options).await?.start();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let (address, ops_address) = running.listen(any, any).await?;
    if let Some(nats) = nats {
        running.join_nats(nats).await?;
    }
    Ok((running, address, ops_address))
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
