use std::sync::Arc;

use bytes::Bytes;
use tempfile::TempDir;
use tokio::sync::watch;
use tongban_auth::{Account, AccountState, Login, Rights, Sessions, Tokens, Ways};
use tongban_eventstore::readers::{Consumer, Progress};
use tongban_eventstore::{
    Aggregates, Append, Expected, Log, MemoryLog, NewEvent, Runtime, Token, VersionsInForce, Write,
};
use tongban_httpkit::{Kit, Streams};
use tongban_kernel::testkit::at;
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, ManualClock, Meta, Origin, Partition, Role, Seq,
    StreamId,
};
use tongban_platform::CatalogHandle;
use tongban_readmodel::{Changes, ProjectionReader, ReadModels};
use tongban_vault::Secret;
use uuid::Uuid;

use crate::Metrics;
use crate::projection::MetricsProjection;
use crate::samples::Fact;

/// A log of two partitions, so that every sum has two parts.
const N_PARTITIONS: u16 = 2;

/// The service over a log that a test writes to.
pub(super) struct World {
    pub(super) metrics: Arc<Metrics>,
    /// Signed by who may see figures, and by who may not.
    pub(super) supervisor: String,
    pub(super) clerk: String,
    pub(super) handler: String,
    log: Arc<MemoryLog>,
    reader: ProjectionReader<MetricsProjection>,
    _disk: TempDir,
    _stop: watch::Sender<bool>,
}

impl World {
    /// Everything has happened; it is Monday, 12 October 2026, ten o'clock.
    pub(super) async fn after(facts: impl IntoIterator<Item = Fact>) -> Self {
        let world = Self::new().await;
        for fact in facts {
            world.tell(fact).await;
        }
        world
    }

    async fn new() -> Self {
        let log = Arc::new(MemoryLog::new(N_PARTITIONS));
        let clock = Arc::new(ManualClock::at(at("2026-10-12T10:00:00+08:00")));
        let disk = TempDir::new().unwrap();
        let models = ReadModels::open(disk.path()).unwrap();
        let reader = models.mount(MetricsProjection, &*log).await.unwrap();
        let (stop, shutdown) = watch::channel(false);
        let (tokens, [supervisor, clerk, handler]) =
            tokens([Role::Supervisor, Role::WindowClerk, Role::Handler]);
        let kit = Kit {
            tokens: Arc::new(tokens),
            session_clock: clock.clone(),
            clock,
            log: log.clone(),
            progress: Progress::default(),
            changes: Changes::default(),
            streams: Streams::default(),
            shutdown,
        };
        for partition in (0..N_PARTITIONS).map(Partition) {
            kit.progress.register(reader.name(), reader.kind(), partition, Seq(0));
        }
        let versions = VersionsInForce::builtin();
        let calendar = Arc::clone(&versions.calendar);
        let (log_of_runtime, clock) = (log.clone(), kit.clock.clone());
        let jurisdiction = "city".into();
        let runtime = Runtime { log: log_of_runtime, clock, versions, jurisdiction };
        let (reports, catalogs) = (Aggregates::new(runtime), CatalogHandle::default());
        let reads = reader.model();
        let metrics = Arc::new(Metrics { reads, reports, kit, calendar, catalogs });
        Self { metrics, supervisor, clerk, handler, log, reader, _disk: disk, _stop: stop }
    }

    /// Something happens, and is read at once: every fact is a batch of its own.
    pub(super) async fn tell(&self, fact: Fact) {
        let category = fact.category();
        let stream = StreamId::new(Category::parse(category).unwrap(), fact.stream);
        let before = self.log.read(stream, 0).await.unwrap();
        let command = CommandId::from_uuid(Uuid::from_u128(before.len() as u128));
        let event = NewEvent {
            id: EventId::derive(stream.id, command, 0),
            kind: fact.kind.into(),
            occurred_at: at("2026-10-12T09:00:00+08:00"),
            data: Bytes::from(serde_json::to_vec(&fact.data).unwrap()),
        };
        let expected =
            before.last().map_or(Expected::NoStream, |last| Expected::At(Token::of(last)));
        let write = Write { stream, expected, events: vec![event] };
        let append = Append { writes: vec![write], meta: meta(command), now: at(NOW) };
        self.log.append(append).await.unwrap();
        self.read_on(stream.partition(N_PARTITIONS)).await;
    }

    async fn read_on(&self, partition: Partition) {
        let seen = self.reader.checkpoint(partition).await.unwrap().seq();
        let events = self.log.scan(partition, seen, 1_000).await.unwrap();
        self.reader.consume(partition, &events).await.unwrap();
        let newest = *self.log.head(partition).borrow();
        self.metrics.kit.progress.advance(self.reader.name(), partition, newest);
    }

    /// Computes all rows again from the log, and compares them with those that are asked.
    pub(super) async fn assert_a_rebuild_is_the_same(&self) {
        let beside = TempDir::new().unwrap();
        let models = ReadModels::open(beside.path()).unwrap();
        let rebuilt = models.rebuild(MetricsProjection, &*self.log, |_| ()).await.unwrap();
        assert_eq!(rebuilt.difference(&self.reader.model()).await.unwrap(), None);
    }
}

const NOW: &str = "2026-10-12T09:00:00+08:00";

fn meta(command: CommandId) -> Arc<Meta> {
    Arc::new(Meta {
        actor: Actor::system("test"),
        command,
        body_hash: Hash::ZERO,
        causation: None,
        correlation: command.uuid(),
        trace: None,
        jurisdiction: "city".into(),
        calendar_version: 0,
        catalog_version: 0,
        origin: Origin::Live,
    })
}

fn tokens<const N: usize>(roles: [Role; N]) -> (Tokens, [String; N]) {
    let sessions = Sessions::default();
    let now = at(NOW);
    let accounts = roles.map(|role| Account {
        login: Login::parse(&format!("{role:?}").to_lowercase()).unwrap(),
        rights: Rights::officer("ZJ", [role]).unwrap(),
        state: AccountState::Active,
        ways: Ways::Password,
        created_at: now,
        session_version: 1,
    });
    accounts.iter().for_each(|account| sessions.note(account));
    let tokens = Tokens::new(&Secret::random(), Tokens::LIFETIME, sessions);
    let signed = accounts.map(|account| tokens.issue(&account, now).unwrap().0);
    (tokens, signed)
}
