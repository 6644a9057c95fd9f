//! The city: all services over a log in memory, and time that is moved by hand.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::oneshot;
use tongban_eventstore::readers::ReaderKind;
use tongban_kernel::{Clock as _, Partition, Position, Role, Seq};
use tongban_platform::Service;
use tongban_platform::testkit::{Reply, World};

use crate::deed::By;
use crate::draw::Draw;
use crate::fact::Fact;

/// The department at whose windows applications are handed in.
const WINDOW: &str = "government-services";
/// Nobody stays signed in for longer.
const SHIFT: SignedDuration = SignedDuration::from_hours(8);
/// What the services' rests are shortened to: so much of their time passes with every
/// [`BREATH`] of real time.
const REST: Duration = Duration::from_millis(50);
const BREATH: Duration = Duration::from_millis(1);
/// Readers that take longer, in real time, stand still.
const SETTLE: Duration = Duration::from_secs(60);
const PARTITION: Partition = Partition(0);

/// See the module.
pub(crate) struct City {
    pub(crate) world: World,
    tokens: BTreeMap<String, (String, Timestamp)>,
    keys: Draw,
    n_keys: u64,
    seen: Seq,
    pub(crate) n_refused: BTreeMap<String, u64>,
    /// While somebody blocks, time does not move by itself.
    _time_stands_still: oneshot::Sender<()>,
}

impl City {
    /// A city whose first day this is; `change` may take parts of its services away.
    pub(crate) async fn open(
        at: Timestamp,
        keys: Draw,
        change: impl FnOnce(&mut [Service]),
    ) -> Result<Self> {
        let (still, until) = oneshot::channel::<()>();
        tokio::task::spawn_blocking(move || until.blocking_recv());
        let mut world = World::new().await;
        world.clock.set(at);
        let platform = &world.platform;
        let mut services = [
            tongban_intake::service(platform).await?,
            tongban_approval::service(platform).await?,
            tongban_coordination::service(platform).await?,
            tongban_complaint::service(platform).await?,
            tongban_metrics::service(platform).await?,
        ];
        change(&mut services);
        for service in services {
            world = world.with(service);
        }
        Ok(Self {
            world,
            tokens: BTreeMap::new(),
            keys,
            n_keys: 0,
            seen: Seq(0),
            n_refused: BTreeMap::new(),
            _time_stands_still: still,
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    /// Gives a command; none where it was refused, because somebody was faster.
    pub(crate) async fn give(
        &mut self,
        by: By<'_>,
        path: &str,
        body: &Value,
    ) -> Result<Option<Value>> {
        let token = self.token(by);
        self.n_keys += 1;
        let key = self.keys.about(&format!("key {}", self.n_keys)).id().to_string();
        let reply = self.world.post(&token, &key, path, body).await;
        match reply.status {
            status if status.is_success() => Ok(Some(reply.body)),
            StatusCode::CONFLICT => {
                let kind = reply.body["type"].as_str().unwrap_or_default().to_owned();
                *self.n_refused.entry(kind).or_default() += 1;
                Ok(None)
            }
            status => bail!("{path}: {status} {}", reply.body),
        }
    }

    /// Asks the coordinator's question.
    pub(crate) async fn ask(&mut self, path: &str) -> Result<Value> {
        let token = self.token(By::Coordinator);
        let Reply { status, body, .. } = self.world.get(&token, path).await;
        ensure!(status.is_success(), "{path}: {status} {body}");
        Ok(body)
    }

    /// Stores a file; answers how an application names it.
    pub(crate) async fn store(&mut self, content_type: &str, bytes: Vec<u8>) -> Result<Value> {
        let request = Request::builder()
            .method("POST")
            .uri("/api/intake/materials")
            .header("authorization", format!("Bearer {}", self.token(By::Clerk)))
            .header("content-type", content_type)
            .header("idempotency-key", self.keys.about(content_type).id().to_string());
        let Reply { status, body, .. } = self.world.send(request.body(Body::from(bytes))?).await;
        ensure!(status.is_success(), "a file is not stored: {status} {body}");
        Ok(serde_json::json!({ "sha256": body["sha256"], "content_type": body["content_type"] }))
    }

    fn token(&mut self, by: By<'_>) -> String {
        let (login, department, role) = match by {
            By::Clerk => ("window", Some(WINDOW), Role::WindowClerk),
            By::Coordinator => ("coordinator", None, Role::Coordinator),
            By::Handler(department) => (department, Some(department), Role::Handler),
        };
        let now = self.world.clock.now();
        match self.tokens.get(login) {
            Some((token, until)) if now < *until => token.clone(),
            Some(_) | None => {
                let token = self.world.token(login, department, role);
                self.tokens.insert(login.to_owned(), (token.clone(), now + SHIFT));
                token
            }
        }
    }

    /// What was recorded since this was last asked.
    pub(crate) async fn news(&mut self) -> Result<Vec<Fact>> {
        let log = &self.world.platform.runtime.log;
        let events = log.scan(PARTITION, self.seen, usize::MAX).await?;
        self.seen = events.last().map_or(self.seen, |last| last.seq);
        events.iter().map(|event| Fact::read(event)).collect()
    }

    /// Events so far.
    pub(crate) fn n_events(&self) -> u64 {
        self.seen.0
    }

    /// Lets the services' rests pass.
    pub(crate) async fn breathe(&self) -> Result<()> {
        tokio::task::spawn_blocking(|| std::thread::sleep(BREATH)).await?;
        tokio::time::advance(REST).await;
        Ok(())
    }

    /// Waits until policies and projections know all that is in the log, and nothing more comes of it.
    pub(crate) async fn settle(&self) -> Result<()> {
        let until = Instant::now() + SETTLE;
        loop {
            let head = self.head();
            let generation = self.world.platform.runtime.log.generation();
            let position = Position::at(generation, PARTITION, head);
            for kind in [ReaderKind::Policy, ReaderKind::Projection] {
                while !self.has_reached(kind, &position).await? {
                    let progress = &self.world.platform.kit.progress;
                    ensure!(Instant::now() < until, "readers stand still: {:?}", progress.all());
                }
            }
            if self.head() == head {
                return Ok(());
            }
        }
    }

    async fn has_reached(&self, kind: ReaderKind, position: &Position) -> Result<bool> {
        let progress = &self.world.platform.kit.progress;
        // A breath passes only where they do not get there without one.
        tokio::select! {
            biased;
            reached = progress.all_reached(kind, position, Duration::MAX / 4) => {
                reached.context("the readers")?;
                Ok(true)
            }
            breath = self.breathe() => breath.map(|()| false),
        }
    }

    fn head(&self) -> Seq {
        *self.world.platform.runtime.log.head(PARTITION).borrow()
    }
}
