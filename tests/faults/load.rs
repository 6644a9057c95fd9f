use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tongban_kernel::CommandId;
use tongban_tests::{Client, LAND, application};
use uuid::Uuid;

use crate::town::Town;

const N_CLERKS: usize = 3;
/// How often each of them wishes something new, at most: two processors carry all of a town.
const PACE: Duration = Duration::from_millis(300);
const AGAIN_AFTER: Duration = Duration::from_millis(100);
/// Far more than any fault lasts.
const PATIENCE: Duration = Duration::from_secs(270);
/// Cases that wait for the department; more are left as they are.
const WAITING_MAX: usize = 2;

/// A wish that was acknowledged, and must never be lost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    pub(crate) command: CommandId,
    pub(crate) what: &'static str,
    /// The case or task, where there was one before.
    pub(crate) about: Option<Uuid>,
}

impl Done {
    /// What someone wished under a key.
    pub(crate) fn by(login: &str, key: Uuid, what: &'static str) -> Self {
        Self { command: CommandId::derive(login, key), what, about: None }
    }
}

/// People at work: they repeat under the same key what was not answered, or not now, and remember
/// what was acknowledged.
pub(crate) struct Load {
    stop: watch::Sender<bool>,
    people: JoinSet<Result<()>>,
    done: Arc<Mutex<Vec<Done>>>,
}

/// One of them.
#[derive(Clone)]
struct Person {
    client: Client,
    login: &'static str,
    done: Arc<Mutex<Vec<Done>>>,
}

impl Load {
    /// Begins, and returns once everything that people do here was done once.
    pub(crate) async fn begin(town: &Town) -> Result<Self> {
        let (stop, until) = watch::channel(false);
        let done = Arc::<Mutex<Vec<Done>>>::default();
        let mut people = JoinSet::new();
        let (accepted, cases) = mpsc::channel(WAITING_MAX);
        for _ in 0..N_CLERKS {
            let clerk = Person::of(town, "clerk", &done).await?;
            let application = application(&clerk.client).await?;
            people.spawn(clerk.works(application, accepted.clone(), until.clone()));
        }
        let housing = Person::of(town, "housing", &done).await?;
        let land = Person::of(town, "land", &done).await?;
        people.spawn(review(housing, land, cases));
        let mut load = Self { stop, people, done };
        for what in ["submit", "complain", "approve", "acknowledge"] {
            load.is_doing(what, 1).await?;
        }
        Ok(load)
    }

    /// Waits until so many more of these wishes were acknowledged.
    pub(crate) async fn is_doing(&mut self, what: &str, n_more: usize) -> Result<()> {
        let n_until = self.n_done(what) + n_more;
        let doing = async {
            while self.n_done(what) < n_until {
                if let Some(ended) = self.people.try_join_next() {
                    ended??;
                    bail!("someone has gone home");
                }
                tokio::time::sleep(AGAIN_AFTER).await;
            }
            Ok(())
        };
        timeout(PATIENCE, doing).await.with_context(|| format!("people do not {what}"))?
    }

    /// Ends when everybody has brought what was begun to its end; answers what was acknowledged.
    pub(crate) async fn end(mut self) -> Result<Vec<Done>> {
        self.stop.send_replace(true);
        while let Some(ended) = self.people.join_next().await {
            ended??;
        }
        Ok(self.done.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn n_done(&self, what: &str) -> usize {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.iter().filter(|done| done.what == what).count()
    }
}

impl Person {
    async fn of(town: &Town, login: &'static str, done: &Arc<Mutex<Vec<Done>>>) -> Result<Self> {
        Ok(Self { client: town.sign_in(login).await?, login, done: done.clone() })
    }

    /// Takes applications and complaints.
    async fn works(
        self,
        application: Value,
        accepted: mpsc::Sender<String>,
        until: watch::Receiver<bool>,
    ) -> Result<()> {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !*until.borrow() {
            pace.tick().await;
            let receipt = self.insists("submit", "/api/intake/cases", &application, &[]).await?;
            let case_id = receipt["case_id"].as_str().context("a receipt")?.to_owned();
            let complaint = complaint(Some(&case_id));
            self.insists("complain", "/api/complaint/complaints", &complaint, &[]).await?;
            if let Ok(waits) = accepted.try_reserve() {
                let accept = format!("/api/intake/cases/{case_id}/accept");
                self.insists("accept", &accept, &json!({}), &[]).await?;
                waits.send(case_id);
            }
        }
        Ok(())
    }

    /// Wishes something until it is acknowledged, always under the same key. What is not there yet,
    /// is `early`, and tried again as well.
    async fn insists(
        &self,
        what: &'static str,
        path: &str,
        body: &Value,
        early: &[StatusCode],
    ) -> Result<Value> {
        #[expect(clippy::disallowed_methods, reason = "a client makes keys of its own")]
        let key = Uuid::now_v7();
        let mut last = String::new();
        let insisting = async {
            loop {
                match self.client.record_as(key, path, body).await {
                    Ok(answer) if answer.status.is_success() => return Ok(answer.body),
                    Ok(answer) => {
                        last = format!("{}: {}", answer.status, answer.body);
                        let is_later = is_retryable(answer.status);
                        ensure!(is_later || early.contains(&answer.status), "{path}: {last}");
                        let tells_when = answer.headers.contains_key(RETRY_AFTER);
                        ensure!(
                            tells_when || answer.status != StatusCode::SERVICE_UNAVAILABLE,
                            "{path}: 503 without Retry-After"
                        );
                    }
                    Err(error) => last = format!("{error:#}"),
                }
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        };
        let body = match timeout(PATIENCE, insisting).await {
            Ok(body) => body?,
            Err(_) => bail!("{what} is never acknowledged; last: {last}"),
        };
        let about = path.split('/').find_map(|part| part.parse().ok());
        let done = Done { about, ..Done::by(self.login, key, what) };
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        Ok(body)
    }
}

/// Reviews cases, which asks others for help, and has one of those say that it was heard.
async fn review(housing: Person, land: Person, mut cases: mpsc::Receiver<String>) -> Result<()> {
    let early = [StatusCode::NOT_FOUND];
    while let Some(case_id) = cases.recv().await {
        let approve = format!("/api/approval/cases/{case_id}/steps/accept/approve");
        let opinion = json!({ "opinion": "材料齐全" });
        housing.insists("approve", &approve, &opinion, &early).await?;
        let task = task_of(&land.client, &case_id).await;
        let task = match task {
            Ok(task) => task,
            // Whoever reads that this fault failed wants to know how far the case came.
            Err(error) => {
                let steps = format!("/api/approval/cases/{case_id}");
                let steps = housing.client.get(&steps).await.map(|answer| answer.body);
                return Err(error.context(format!("the case says {steps:?}")));
            }
        };
        let acknowledge = format!("/api/coordination/tasks/{task}/acknowledge");
        land.insists("acknowledge", &acknowledge, &json!({}), &early).await?;
    }
    Ok(())
}

/// The task that a department has in a case, once it is there.
async fn task_of(land: &Client, case_id: &str) -> Result<String> {
    let path = format!("/api/coordination/tasks?case_id={case_id}");
    let mut last = String::new();
    let asking = async {
        loop {
            match land.get(&path).await {
                Ok(answer) => {
                    if let Some(tasks) = answer.body["items"].as_array()
                        && let Some(task) = tasks.iter().find(|task| task["to_department"] == LAND)
                        && let Some(id) = task["task_id"].as_str()
                    {
                        return id.to_owned();
                    }
                    last = format!("{}: {}", answer.status, answer.body);
                }
                Err(error) => last = format!("{error:#}"),
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    };
    let task = timeout(PATIENCE, asking).await;
    task.with_context(|| format!("nobody is asked for help in {case_id}; last: {last}"))
}

fn is_retryable(status: StatusCode) -> bool {
    let retryable =
        [StatusCode::BAD_GATEWAY, StatusCode::SERVICE_UNAVAILABLE, StatusCode::GATEWAY_TIMEOUT];
    retryable.contains(&status)
}

/// A complaint, about a case where it is about one.
pub(crate) fn complaint(case_id: Option<&str>) -> Value {
    json!({
        "case_id": case_id,
        "complainant": { "kind": "citizen", "name": "林一", "identity": "11010519491231002X", "phone": "13800000000" },
        "channel": "hotline",
        "title": "反映办理进度缓慢",
        "text": "提交后长时间没有进展"
    })
}
