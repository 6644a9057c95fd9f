use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;
use tongban::app::ProcessRole;

use crate::Process;
use crate::process::program;
use crate::provider::{CLIENT_ID, CLIENT_SECRET};

/// Where browsers find the offices of these tests; their processes are elsewhere, as behind a proxy.
pub const PUBLIC_URL: &str = "http://localhost:1";

/// An office on a desk: one process of the program, with a provider of OpenID Connect.
pub struct Desk {
    /// The process.
    pub process: Process,
    folder: TempDir,
}

impl Desk {
    /// One with a single account, `clerk`, and this provider; the account may be signed in to there
    /// where `link` says so, with the options of `tongban account link`.
    ///
    /// # Errors
    /// When the program is not there, or does not come up.
    pub async fn open(issuer: &str, link: Option<&[&str]>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let secret = folder.path().join("client-secret");
        std::fs::write(&secret, format!("{CLIENT_SECRET}\n"))?;
        let log = File::create(folder.path().join("log"))?;
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).to_string();
        let child = Command::new(program()?)
            .args(["serve", "--listen", &anywhere, "--ops-listen", &anywhere, "--log", "debug"])
            .args(oidc_args(issuer))
            .arg("--oidc-client-secret-file")
            .arg(secret)
            .arg("--data")
            .arg(&data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let process = Process {
            name: "desk".to_owned(),
            role: ProcessRole::Edge,
            address: nowhere,
            ops_address: nowhere,
            folder: folder.path().to_owned(),
            child,
        };
        let desk = Self { process: process.comes_up().await?, folder };
        desk.account("add", &["--role", "window_clerk", "--department", "government-service"])?;
        if let Some(options) = link {
            desk.account("link", options)?;
        }
        Ok(desk)
    }

    /// Where it takes requests.
    pub fn address(&self) -> SocketAddr {
        self.process.address
    }

    /// Does something to the account, and answers what is printed.
    ///
    /// # Errors
    /// When it is refused.
    pub fn account(&self, what: &str, options: &[&str]) -> Result<String> {
        let mut command = Command::new(program()?);
        command.args(["account", what, "clerk"]).args(options);
        let done = command.arg("--data").arg(self.folder.path().join("data")).output()?;
        ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Ok(String::from_utf8(done.stdout)?)
    }

    /// All that it has logged.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log(&self) -> Result<String> {
        std::fs::read_to_string(self.folder.path().join("log")).context("the log")
    }
}

/// The options with which a process knows this provider, but for the file of the secret.
pub fn oidc_args(issuer: &str) -> [&str; 6] {
    ["--oidc-issuer", issuer, "--oidc-client-id", CLIENT_ID, "--public-url", PUBLIC_URL]
}
