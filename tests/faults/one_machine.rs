//! `cargo xtask cluster`: the cluster that one program starts on one machine, and ends.

use std::fs::{self, File, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tongban_tests::Client;

use crate::town::{self, wait_within};

const PATIENCE: Duration = Duration::from_secs(270);
/// The last word of what it says when it is up.
const IS_UP: &str = "Ctrl-C ends it";
const OVERDUE: &str = "/api/coordination/warnings?rung=overdue";
/// Three NATS servers, PostgreSQL, a process for each of six roles.
const N_PROGRAMS_MIN: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cluster_of_one_machine_warns_of_what_is_overdue_and_leaves_nothing_behind()
-> Result<()> {
    let _room = town::room().await?;
    let mut cluster = Cluster::start()?;
    wait_within("it is up", PATIENCE, || async { cluster.told().contains(IS_UP) })
        .await
        .with_context(|| cluster.told())?;
    let told = cluster.told();
    ensure!(cluster.programs()?.len() >= N_PROGRAMS_MIN, "{:?}", cluster.programs()?);

    let address = address_in(&told)?;
    let password = told.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some("coordinator")).then(|| words.next()).flatten()
    });
    let password = password.with_context(|| format!("no coordinator among {told}"))?;
    let coordinator = Client::sign_in_with(address, "coordinator", password).await?;
    let is_warned = |answer: &serde_json::Value| {
        answer["items"].as_array().is_some_and(|warnings| !warnings.is_empty())
    };
    wait_within("something is overdue", PATIENCE, || async {
        let asked = coordinator.get(OVERDUE).await.and_then(tongban_tests::Answer::ok);
        asked.is_ok_and(|answer| is_warned(&answer))
    })
    .await
    .with_context(|| cluster.told())?;

    let ended = cluster.end().await?;
    ensure!(ended.success(), "{ended}: {}", cluster.told());
    wait_within("all its programs are gone", PATIENCE, || async {
        cluster.programs().is_ok_and(|programs| programs.is_empty())
    })
    .await
    .with_context(|| format!("{:?}", cluster.programs()))?;
    let left: Vec<_> = fs::read_dir(cluster.temporary())?.collect::<Result<_, _>>()?;
    ensure!(left.is_empty(), "{left:?}");
    Ok(())
}

/// The address of the gateway, as it is told to people.
fn address_in(told: &str) -> Result<SocketAddr> {
    let line = told.lines().find(|line| line.contains(" address "));
    let found = line.and_then(|line| line.split("http://").nth(1)?.split_whitespace().next());
    Ok(found.with_context(|| format!("no address in {told}"))?.parse()?)
}

/// The program, with a folder of its own for what it keeps; told to end when it is dropped.
struct Cluster {
    child: Child,
    folder: TempDir,
}

impl Cluster {
    fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let temporary = folder.path().join("tmp");
        fs::create_dir(&temporary)?;
        // The user of the database has to come through, and removes what it has made.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        fs::set_permissions(&temporary, Permissions::from_mode(0o1777))?;
        let log = File::create(folder.path().join("log"))?;
        let child = Command::new(env!("CARGO_BIN_EXE_cluster"))
            .args(["--listen", "127.0.0.1:0", "--replicas", "1"])
            .env("TMPDIR", &temporary)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        Ok(Self { child, folder })
    }

    fn temporary(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    fn told(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The command lines of all that runs and names the folder.
    fn programs(&self) -> Result<Vec<String>> {
        let temporary = self.temporary().display().to_string();
        let running = fs::read_dir("/proc")?.filter_map(|entry| command_line(&entry.ok()?.path()));
        Ok(running.filter(|line| line.contains(&temporary)).collect())
    }

    async fn end(&mut self) -> Result<ExitStatus> {
        self.signal(Signal::INT)?;
        wait_within("it ends", PATIENCE, || {
            let has_ended = self.child.try_wait().is_ok_and(|status| status.is_some());
            std::future::ready(has_ended)
        })
        .await?;
        Ok(self.child.wait()?)
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let pid = Pid::from_raw(self.child.id().try_into()?).context("a process has a number")?;
        Ok(kill_process(pid, signal)?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // By itself it ends what it has started.
            drop(self.signal(Signal::TERM));
            drop(self.child.wait());
        }
    }
}

/// What a process was started with, where it is one.
fn command_line(process: &Path) -> Option<String> {
    let line = fs::read(process.join("cmdline")).ok()?;
    Some(String::from_utf8_lossy(&line).replace('\0', " "))
}
