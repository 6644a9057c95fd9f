//! A process in a test: the real routes, readers and stores over a log in memory, a clock that is
//! moved by hand, and folders that vanish.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::watch;
use tongban_auth::{Account, AccountState, Login, Rights, Sessions, Tokens, Ways};
use tongban_catalog::publication::{Command, Published};
use tongban_catalog::sample_city;
use tongban_eventstore::readers::{Progress, ReaderKind, run_tail};
use tongban_eventstore::{
    Append, CommandEnvelope, Expected, Log, MemoryLog, NewEvent, Runtime, Token, VersionsInForce,
    Write,
};
use tongban_httpkit::{HttpMetrics, Kit, Streams, edge};
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{
    Actor, Category, Context, Decider, EventId, ManualClock, Meta, Partition, Position, Recorded,
    Role, Seq, StreamId, Successions,
};
use tongban_readmodel::{ReadModels, StateStore};
use tongban_telemetry::Metrics;
use tongban_vault::{KeyRing, Materials, Secret};
use tower_service::Service as _;
use uuid::Uuid;

use crate::{CatalogHandle, Platform, Service};

const PARTITION: Partition = Partition(0);
/// Far more than any step takes: only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(90);
/// Answers of tests are small.
const ANSWER_BYTES_MAX: usize = 16 << 20;

/// A process with some services. Its present is Monday, 28 September 2026, 10:00 in China, its
/// catalogue that of the sample city.
pub struct World {
    /// What services are built from.
    pub platform: Platform,
    /// The clock on the wall.
    pub clock: Arc<ManualClock>,
    log: Arc<MemoryLog>,
    sessions: Sessions,
    stop: watch::Sender<bool>,
    router: Router,
    /// The router behind the edge, made at the first request.
    edge: OnceLock<Router>,
    _disk: TempDir,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; null where it is no JSON.
    pub body: Value,
}

impl World {
    /// A process without services.
    ///
    /// # Panics
    /// When the machine has no room for its folders: the test cannot go on.
    pub async fn new() -> Self {
        let disk = TempDir::new().unwrap_or_else(|error| panic!("no folder: {error}"));
        let clock = Arc::new(ManualClock::at(now()));
        let log = Arc::new(MemoryLog::new(1));
        let (stop, shutdown) = watch::channel(false);
        let sessions = Sessions::default();
        let tokens = Tokens::new(&Secret::random(), Tokens::LIFETIME, sessions.clone());
        let models = open(ReadModels::open(disk.path().join("read-models")));
        let state = StateStore::open(&disk.path().join("state"), clock.clone()).await;
        let kit = Kit {
            tokens: Arc::new(tokens),
            clock: clock.clone(),
            session_clock: clock.clone(),
            log: log.clone(),
            progress: Progress::default(),
            changes: models.changes(),
            streams: Streams::default(),
            shutdown,
        };
        let catalogs = CatalogHandle::default();
        catalogs.replace(published().catalogs().clone());
        let platform = Platform {
            runtime: Runtime {
                log: log.clone(),
                clock: clock.clone(),
                versions: VersionsInForce::builtin(),
                jurisdiction: "haiyun".into(),
            },
            read_models: Arc::new(models),
            state: Arc::new(open(state)),
            keys: Arc::new(open(KeyRing::open(&disk.path().join("keys")))),
            materials: Arc::new(open(Materials::open(&disk.path().join("materials")))),
            catalogs,
            kit,
        };
        let router = Router::new();
        let edge = OnceLock::new();
        Self { platform, clock, log, sessions, stop, router, edge, _disk: disk }
    }

    /// Runs a service: its readers follow the log, its sweepers the clock, its routes answer.
    #[must_use]
    pub fn with(mut self, service: Service) -> Self {
        for consumer in service.consumers {
            let (log, progress) = (self.log.clone(), self.platform.kit.progress.clone());
            // Known before it runs, so that whoever waits for it waits.
            progress.register(consumer.name(), consumer.kind(), PARTITION, Seq(0));
            let stopped = self.stop.subscribe();
            tokio::spawn(run_tail(consumer, log, PARTITION, progress, stopped));
        }
        for task in service.tasks {
            tokio::spawn(task(self.stop.subscribe()));
        }
        let (routes, _) = service.routes.split_for_parts();
        (self.router, self.edge) = (self.router.merge(routes), OnceLock::new());
        self
    }

    /// A token of someone with this role, of a department where one is named.
    ///
    /// # Panics
    /// When name or role is none that an account may have: a mistake in the test.
    pub fn token(&self, login: &str, department: Option<&str>, role: Role) -> String {
        let rights = match department {
            Some(department) => Rights::officer(department, [role]),
            None => Rights::person([role]),
        };
        let account = Account {
            login: open(Login::parse(login)),
            rights: open(rights),
            state: AccountState::Active,
            ways: Ways::Password,
            created_at: now(),
            session_version: 1,
        };
        self.sessions.note(&account);
        let clock = &self.platform.kit.clock;
        open(self.platform.kit.tokens.issue(&account, clock.now())).0
    }

    /// Gives a command under this key.
    pub async fn post(&self, token: &str, key: &str, path: &str, body: &Value) -> Reply {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("idempotency-key", key)
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap_or_default()).await
    }

    /// Asks.
    pub async fn get(&self, token: &str, path: &str) -> Reply {
        let request =
            Request::builder().uri(path).header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap_or_default()).await
    }

    /// Sends a request through the edge.
    ///
    /// # Panics
    /// When the answer cannot be read.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let with_edge = || {
            let metrics = HttpMetrics::register(&Metrics::since(Instant::now()));
            edge(self.router.clone(), self.platform.kit.clock.clone(), metrics)
        };
        let mut router = self.edge.get_or_init(with_edge).clone();
        let answered = router.call(request).await;
        let (parts, body) = answered.unwrap_or_else(|never| match never {}).into_parts();
        let bytes = open(to_bytes(body, ANSWER_BYTES_MAX).await);
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Waits until all readers know all that is in the log, and nothing more comes of it.
    ///
    /// # Panics
    /// When a reader has stopped or takes longer than a test waits.
    pub async fn settle(&self) {
        let progress = &self.platform.kit.progress;
        loop {
            let head = *self.log.head(PARTITION).borrow();
            let position = Position::at(self.log.generation(), PARTITION, head);
            for kind in [ReaderKind::Policy, ReaderKind::Projection] {
                let reached = progress.all_reached(kind, &position, PATIENCE).await;
                assert!(reached.is_ok(), "readers stand still: {:?}", progress.all());
            }
            if *self.log.head(PARTITION).borrow() == head {
                return;
            }
        }
    }

    /// Waits until the log holds so many events of this type: for what a sweeper does.
    ///
    /// # Panics
    /// When that takes longer than a test waits.
    pub async fn wait_for(&self, kind: &str, n_events: usize) {
        let mut head = self.log.head(PARTITION);
        let met = async {
            loop {
                let events = self.events().await;
                if events.iter().filter(|event| event.kind.as_str() == kind).count() >= n_events {
                    return;
                }
                open(head.changed().await);
            }
        };
        let met = tokio::time::timeout(PATIENCE, met).await;
        assert!(met.is_ok(), "{n_events} of {kind} expected");
    }

    /// All that was recorded.
    pub async fn events(&self) -> Vec<Arc<Recorded>> {
        open(self.log.scan(PARTITION, Seq(0), usize::MAX).await)
    }

    /// Another service records this in one of its streams; it belongs to the case of the same id.
    ///
    /// # Panics
    /// When the log refuses it.
    pub async fn happens(&self, category: Category, id: Uuid, kind: &'static str, data: &Value) {
        let stream = StreamId::new(category, id);
        let before = open(self.log.read(stream, 0).await);
        let expected =
            before.last().map_or(Expected::NoStream, |last| Expected::At(Token::of(last)));
        let now = self.platform.kit.clock.now();
        let envelope = CommandEnvelope::of_system("test", &format!("{kind}/{}", before.len()), id);
        let event = NewEvent {
            id: EventId::derive(id, envelope.command, 0),
            kind: kind.into(),
            occurred_at: now,
            data: data.to_string().into(),
        };
        let meta = Arc::new(Meta {
            actor: envelope.actor,
            command: envelope.command,
            body_hash: envelope.body_hash,
            causation: None,
            correlation: id,
            trace: None,
            jurisdiction: self.platform.runtime.jurisdiction.to_string(),
            calendar_version: 0,
            catalog_version: 0,
            origin: envelope.origin,
        });
        let write = Write { stream, expected, events: vec![event] };
        open(self.log.append(Append { writes: vec![write], meta, now }).await);
    }

    /// Moves the clock.
    pub fn set_clock(&self, text: &str) {
        self.clock.set(at(text));
    }
}

/// The sample city, in force since the beginning of 2024.
fn published() -> Published {
    let content = open(sample_city()).content().clone();
    let (actor, valid_from) = (Actor::system("test"), at("2024-01-01T00:00:00+08:00"));
    let calendar = tongban_kernel::calendar::Calendar::builtin();
    let successions = Successions::default();
    let cx =
        Context { now: valid_from, actor: &actor, calendar: &calendar, successions: &successions };
    let command = Command::PublishCatalog { content, valid_from, seen: None };
    let events = open(Published::default().decide(command, cx));
    events.iter().fold(Published::default(), |published, event| published.evolve(event))
}

#[track_caller]
fn open<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the world cannot be set up: {error:?}"),
    }
}
