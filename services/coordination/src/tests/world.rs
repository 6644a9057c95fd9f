use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tongban_auth::{Sessions, Tokens};
use tongban_eventstore::readers::{Consumer, Policy, Progress, Sweeper, run_tail};
use tongban_eventstore::{
    Append, CommandEnvelope, Expected, Log, MemoryLog, NewEvent, Runtime, Token, VersionsInForce,
    Write,
};
use tongban_httpkit::{Kit, Streams};
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{
    Actor, Category, Clock, Decider as _, EventId, ManualClock, Partition, Position, Recorded, Seq,
    StreamId,
};
use tongban_platform::{CatalogHandle, Platform};
use tongban_readmodel::{Due, Projection, ReadModels, StateStore};
use tongban_vault::{KeyRing, Materials, Secret};
use utoipa_axum::router::OpenApiRouter;

use crate::Coordinating;
use crate::notice::policy::NoticesOfWarnings;
use crate::notice::state::Notice;
use crate::projection::Coordination;
use crate::samples::*;
use crate::task::DueRungs;
use crate::task::commands::Command;
use crate::task::events::{Event, Rung};
use crate::task::policy::TasksOfSteps;

const PARTITION: Partition = Partition(0);
/// Far more than any step takes: only a test that fails waits so long.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// Tokens that outlast the weeks of a test.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What outlives the process: the log, the clock on the wall, and the disk.
pub(super) struct World {
    pub(super) log: Arc<MemoryLog>,
    pub(super) clock: Arc<ManualClock>,
    disk: TempDir,
    /// How often all that policies and rows lie in was lost. Each time the folder is another one:
    /// what an ended process still has open it closes under its old name, and takes nothing along.
    n_lost: AtomicU32,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            log: Arc::new(MemoryLog::new(1)),
            clock: Arc::new(ManualClock::at(now())),
            disk: TempDir::new().unwrap(),
            n_lost: AtomicU32::new(0),
        }
    }

    fn read_models(&self) -> PathBuf {
        self.disk.path().join(format!("read-models-{}", self.n_lost.load(Ordering::Relaxed)))
    }

    fn policy_state(&self) -> PathBuf {
        self.disk.path().join(format!("state-{}", self.n_lost.load(Ordering::Relaxed)))
    }

    /// Loses the read models, and how far policies were.
    pub(super) fn lose_all_but_the_log(&self) {
        self.n_lost.fetch_add(1, Ordering::Relaxed);
    }

    /// Approval opens the case.
    pub(super) async fn case_is_opened(&self) {
        let data = json!({ "case_id": case_id(), "number": number(), "department": ASKING });
        self.approval(3, "approval.case_opened.v1", &data).await;
    }

    /// Approval starts the step that asks the other department.
    pub(super) async fn step_starts(&self) {
        let task = new_task();
        self.approval(
            1,
            "approval.step_started.v1",
            &json!({
                "case_id": case_id(), "number": number(), "step": "review", "round": 1,
                "department": ASKING, "cooperation": [{
                    "department": ASKED, "ask": task.ask, "limit": task.limit,
                    "legal_basis": task.legal_basis, "office": {},
                }],
            }),
        )
        .await;
    }

    /// Approval concludes the case while the task is open.
    pub(super) async fn case_is_concluded(&self) {
        let task = json!({ "step": "review", "round": 1, "department": ASKED });
        let data = json!({ "case_id": case_id(), "ended_tasks": [task] });
        self.approval(2, "approval.case_concluded.v1", &data).await;
    }

    async fn approval(&self, nth: u64, kind: &'static str, data: &Value) {
        let stream = StreamId::new(Category::new("approval"), case_id().uuid());
        let before = self.log.read(stream, 0).await.unwrap();
        let meta = recorded(&requested(), nth).meta;
        let event = NewEvent {
            id: EventId::derive(stream.id, meta.command, 0),
            kind: kind.into(),
            occurred_at: self.clock.now(),
            data: Bytes::from(serde_json::to_vec(data).unwrap()),
        };
        let expected =
            before.last().map_or(Expected::NoStream, |last| Expected::At(Token::of(last)));
        let write = Write { stream, expected, events: vec![event] };
        let append = Append { writes: vec![write], meta, now: self.clock.now() };
        self.log.append(append).await.unwrap();
    }

    pub(super) async fn events(&self) -> Vec<Arc<Recorded>> {
        self.log.scan(PARTITION, Seq(0), 1_000).await.unwrap()
    }

    /// What happened but for what is done about warnings.
    pub(super) async fn task_events(&self) -> Vec<Arc<Recorded>> {
        let mut events = self.events().await;
        events.retain(|event| event.stream.category != Notice::CATEGORY);
        events
    }

    /// Every warning in the log with its epoch, in order.
    pub(super) async fn warnings(&self) -> Vec<(Rung, u32)> {
        let events = self.task_events().await;
        let tasks = events.iter().filter(|e| e.kind.as_str().starts_with("coordination."));
        let warning = |event: &Arc<Recorded>| match event.decode().unwrap() {
            Event::WarningIssued { rung, epoch, .. } => Some((rung, epoch)),
            _ => None,
        };
        tasks.filter_map(warning).collect()
    }

    /// Waits until so many events of this type are in the log.
    pub(super) async fn wait_for(&self, kind: &str, n_events: usize) {
        let mut head = self.log.head(PARTITION);
        let met = async {
            while self.events().await.iter().filter(|e| e.kind.as_str() == kind).count() < n_events
            {
                head.changed().await.unwrap();
            }
        };
        let met = tokio::time::timeout(PATIENCE, met).await;
        assert!(met.is_ok(), "{n_events} of {kind} expected, got {:?}", self.warnings().await);
    }

    pub(super) fn set_clock(&self, text: &str) {
        self.clock.set(at(text));
    }

    pub(super) async fn start(&self) -> Running {
        Running::start(self).await
    }
}

/// The service while a process runs it.
pub(super) struct Running {
    pub(super) inside: Arc<Coordinating>,
    pub(super) routes: OpenApiRouter,
    pub(super) sessions: Sessions,
    log: Arc<MemoryLog>,
    stop: watch::Sender<bool>,
    readers: Vec<JoinHandle<()>>,
}

impl Running {
    async fn start(world: &World) -> Self {
        let (stop, stopped) = watch::channel(false);
        let sessions = Sessions::default();
        let platform = platform(world, &sessions, stopped.clone()).await;
        let (service, inside) = crate::assemble(&platform).await.unwrap();
        let tail = |consumer: Arc<dyn Consumer>| {
            let (log, progress) = (platform.runtime.log.clone(), platform.kit.progress.clone());
            // Known before it runs, so that whoever waits for it waits.
            progress.register(consumer.name(), consumer.kind(), PARTITION, Seq(0));
            tokio::spawn(run_tail(consumer, log, PARTITION, progress, stopped.clone()))
        };
        let tails = service.consumers.into_iter().map(tail);
        let tasks = service.tasks.into_iter().map(|task| tokio::spawn(task(stopped.clone())));
        let readers = tails.chain(tasks).collect();
        Self { inside, routes: service.routes, sessions, log: world.log.clone(), stop, readers }
    }

    /// Waits until read model and policy know all that is in the log.
    pub(super) async fn settle(&self) {
        loop {
            let head = *self.log.head(PARTITION).borrow();
            let position = Position::at(self.log.generation(), PARTITION, head);
            for reader in [Coordination::NAME, TasksOfSteps::NAME, NoticesOfWarnings::NAME] {
                self.inside.kit.progress.reached(reader, &position, PATIENCE).await.unwrap();
            }
            if *self.log.head(PARTITION).borrow() == head {
                return;
            }
        }
    }

    /// Everything that the sweeper would still do now.
    pub(super) async fn due(&self) -> usize {
        self.settle().await;
        let rungs = Due::<DueRungs>::new(self.inside.reads.clone());
        rungs.due(self.inside.now(), None, 1_000).await.unwrap().len()
    }

    /// Gives a user's command.
    pub(super) async fn give(&self, actor: Actor, command: Command, key: u128) {
        let envelope = CommandEnvelope {
            actor: actor.clone(),
            ..CommandEnvelope::of_system("user", &key.to_string(), case_id().uuid())
        };
        let tasks = self.inside.tasks.aggregates();
        tasks.execute(task_id().uuid(), command, &envelope).await.unwrap();
    }

    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        for reader in self.readers {
            reader.await.unwrap();
        }
    }
}

async fn platform(world: &World, sessions: &Sessions, shutdown: watch::Receiver<bool>) -> Platform {
    let (log, clock): (Arc<dyn Log>, Arc<dyn Clock>) = (world.log.clone(), world.clock.clone());
    let read_models = ReadModels::open(world.read_models()).unwrap();
    let state = StateStore::open(&world.policy_state(), Arc::clone(&clock)).await.unwrap();
    let kit = Kit {
        tokens: Arc::new(Tokens::new(&Secret::random(), GOOD_FOR, sessions.clone())),
        clock: Arc::clone(&clock),
        session_clock: Arc::clone(&clock),
        log: Arc::clone(&log),
        progress: Progress::default(),
        changes: read_models.changes(),
        streams: Streams::default(),
        shutdown,
    };
    let versions = VersionsInForce::builtin();
    Platform {
        runtime: Runtime { log, clock, versions, jurisdiction: "city".into() },
        read_models: Arc::new(read_models),
        state: Arc::new(state),
        keys: Arc::new(KeyRing::open(&world.disk.path().join("keys")).unwrap()),
        materials: Arc::new(Materials::open(&world.disk.path().join("materials")).unwrap()),
        catalogs: CatalogHandle::default(),
        kit,
    }
}
