//! A drill: an office at servers works and is archived, loses all of its servers, and comes back from
//! its archive.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tongban::app::ProcessRole;
use tongban_httpkit::{Listening, serve};
use tongban_kernel::AcceleratedClock;
use tongban_nats_testkit::Server;
use tongban_tests::{Archive, Client, Processes, application_with, run};
use uuid::Uuid;

const N_CLERKS: usize = 3;
const ROLES: [(ProcessRole, usize); 3] =
    [(ProcessRole::Intake, 1), (ProcessRole::Approval, 1), (ProcessRole::Edge, 1)];
const PATIENCE: Duration = Duration::from_secs(270);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How long a clerk rests between two applications: two processors carry servers, office and archive.
const REST: Duration = Duration::from_millis(250);

/// An application that was acknowledged, and must never be lost once it is archived.
#[derive(Clone, Debug)]
struct Acknowledged {
    case_id: String,
    number: String,
    check_code: String,
    sha256: String,
    /// What stands in the file.
    content: String,
}

/// Clerks who take one application after the other.
struct Clerks {
    stop: watch::Sender<bool>,
    people: JoinSet<Result<()>>,
    done: Arc<Mutex<Vec<Acknowledged>>>,
}

impl Clerks {
    async fn begin(address: SocketAddr) -> Result<Self> {
        let (stop, until) = watch::channel(false);
        let done = Arc::<Mutex<Vec<Acknowledged>>>::default();
        let mut people = JoinSet::new();
        for n in 0..N_CLERKS {
            let clerk = Client::sign_in(address, "clerk").await?;
            people.spawn(works(n, clerk, until.clone(), Arc::clone(&done)));
        }
        Ok(Self { stop, people, done })
    }

    fn done(&self) -> Vec<Acknowledged> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn end(mut self) -> Result<()> {
        self.stop.send_replace(true);
        while let Some(ended) = self.people.join_next().await {
            ended??;
        }
        Ok(())
    }
}

async fn works(
    n: usize,
    clerk: Client,
    until: watch::Receiver<bool>,
    done: Arc<Mutex<Vec<Acknowledged>>>,
) -> Result<()> {
    let mut n_taken = 0;
    while !*until.borrow() {
        n_taken += 1;
        let content = format!("{n_taken} of clerk {n}");
        let form = clerk.store_pdf(&content).await?;
        let mut materials = serde_json::Map::new();
        for code in ["application-form", "contract", "safety-plan", "drawing-review"] {
            materials.insert(code.to_owned(), json!([form.clone()]));
        }
        #[expect(clippy::disallowed_methods, reason = "a client makes keys of its own")]
        let key = Uuid::now_v7();
        let application = application_with(materials);
        // Recorded, and nothing else, is what must not be lost.
        let taken = clerk.record_as(key, "/api/intake/cases", &application).await?.ok()?;
        let text = |value: &Value| value.as_str().map(str::to_owned).context("a receipt");
        let acknowledged = Acknowledged {
            case_id: text(&taken["case_id"])?,
            number: text(&taken["number"])?,
            check_code: text(&taken["check_code"])?,
            sha256: text(&form["sha256"])?,
            content,
        };
        done.lock().unwrap_or_else(PoisonError::into_inner).push(acknowledged);
        tokio::time::sleep(REST).await;
    }
    Ok(())
}

async fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) -> Result<()> {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    timeout(PATIENCE, waiting).await.with_context(|| format!("waited too long until {what}"))
}

/// One way to all processes, for as long as the other end is held.
async fn gateway(office: &Processes) -> Result<(SocketAddr, watch::Sender<bool>)> {
    let listening = Listening::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let address = listening.address();
    let (closes, until) = watch::channel(false);
    tokio::spawn(serve(listening, office.gateway().router(), until));
    Ok((address, closes))
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path is text")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_that_loses_all_its_servers_comes_back_with_all_that_was_sealed() -> Result<()> {
    let clock = AcceleratedClock::from("2026-11-09T01:00:00Z".parse()?, 1.0);
    let mut office = Processes::new(clock).await?;
    office.found().await?;
    office.start_together(ROLES).await?;
    let (address, closes) = gateway(&office).await?;
    let clerks = Clerks::begin(address).await?;
    let mut archive = Archive::new().await;
    archive.begin(&office).await?;
    wait_until("it is archived", || archive.n_seals() >= 3).await?;
    archive.kill()?;
    let n_then = clerks.done().len();
    wait_until("more is recorded", || clerks.done().len() >= n_then + 5).await?;
    let n_seals = archive.n_seals();
    archive.begin(&office).await?;
    wait_until("it goes on", || archive.n_seals() > n_seals).await?;
    // The seal that is just being made may have been begun before.
    let (acknowledged, n_seals) = (clerks.done(), archive.n_seals());
    wait_until("all of it is sealed", || archive.n_seals() >= n_seals + 2).await?;
    archive.kill()?;
    ensure!(acknowledged.len() > n_then, "people worked meanwhile");
    clerks.end().await?;
    // And then nothing is left but the archive.
    drop((closes, office));

    archive.read(&["archive", "verify"]).await?;
    let room = tempfile::tempdir()?;
    let folder = room.path().join("restored");
    let restored = archive.read(&["restore", "--json", "--data", text(&folder)?]).await?;
    let restored: Value = serde_json::from_str(&restored)?;
    ensure!(restored["lost_materials"] == json!([]), "{restored}");
    run(&["verify", "--data", text(&folder)?], []).await?;
    let office = onto_new_servers(&folder, &restored).await?;
    let (address, _closes) = gateway(&office).await?;
    is_all_there(address, &acknowledged).await
}

/// Brings what was restored onto servers that know nothing, and starts its processes.
async fn onto_new_servers(folder: &Path, restored: &Value) -> Result<Processes> {
    let clock = AcceleratedClock::from("2026-11-09T02:00:00Z".parse()?, 1.0);
    let mut office = Processes::over(vec![Server::start().await], clock).await?;
    let generation = restored["generation"].as_u64().context("a generation")?;
    ensure!(generation == 2, "what clients remember is of another log: {restored}");
    let (from, to) = (format!("embedded:{}", folder.display()), office.nats[0].url());
    let (database, materials) = (office.database.url().await, office.materials());
    let mut arguments = vec!["log", "copy", "--from", &from, "--to", &to];
    arguments.extend(["--from-generation", "2", "--generation", "2", "--replicas", "1"]);
    let monitoring = office.nats[0].monitoring_url();
    arguments.extend(["--monitoring", &monitoring, "--database", &database]);
    arguments.extend(["--materials", text(&materials)?]);
    run(&arguments, []).await?;
    office.more_args = vec!["--event-log-generation", "2"];
    office.start_together(ROLES).await?;
    Ok(office)
}

/// Every case shows its applicant's name to the window and gives out its file; some, for who asks too
/// often is put off, answer who asks for their progress.
async fn is_all_there(address: SocketAddr, acknowledged: &[Acknowledged]) -> Result<()> {
    let clerk = Client::sign_in(address, "clerk").await?;
    for case in acknowledged {
        let Acknowledged { case_id, sha256, content, .. } = case;
        let asking = async {
            // Read models are computed anew.
            loop {
                let answer = clerk.get(&format!("/api/intake/cases/{case_id}")).await?;
                match answer.status.as_u16() {
                    200 => return anyhow::Ok(answer.body),
                    404 => tokio::time::sleep(LOOK_EVERY).await,
                    _ => bail!("{}: {}", answer.status, answer.body),
                }
            }
        };
        let view = timeout(PATIENCE, asking).await.with_context(|| format!("lost: {case:?}"))??;
        ensure!(view["applicant"]["name"] == "海云建设有限公司", "{view}");
        let file = format!("/api/intake/cases/{case_id}/materials/{sha256}");
        let file = clerk.download(&file).await?;
        ensure!(file.contains(content.as_str()), "{file}");
    }
    let stranger = Client::stranger(address);
    for case in [acknowledged.first(), acknowledged.last()].into_iter().flatten() {
        let Acknowledged { number, check_code, .. } = case;
        let progress = format!("/api/intake/progress?number={number}&code={check_code}");
        let told = stranger.get(&progress).await?.ok()?;
        ensure!(told["number"] == number.as_str(), "{told}");
    }
    Ok(())
}
