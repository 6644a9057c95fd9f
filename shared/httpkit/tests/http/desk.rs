//! A small service with all that a service has, and a server around it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::State;
use reqwest::{Client, RequestBuilder};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tongban_auth::{Account, AccountState, Login, Permission, Rights, Sessions, Tokens, Ways};
use tongban_eventstore::readers::{Consumer, Progress, run_tail};
use tongban_eventstore::{Aggregates, Log, MemoryLog, Runtime, VersionsInForce};
use tongban_httpkit::{
    Answer, Command, Consistent, HasKit, HasProjection, HttpMetrics, Json, Kit, Listener,
    Listening, LiveEvents, Path, Problem, Query, Signed, Streams, changes_routes, edge, feed,
    merge, serve,
};
use tongban_kernel::{Clock, Partition, Role, SystemClock};
use tongban_readmodel::Changes;
use tongban_telemetry::Metrics;
use tongban_vault::Secret;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use super::counter::{Add, Counter};
use super::readers::{OneMore, PROJECTION, Sum};

pub(super) struct Desk {
    kit: Kit,
    counters: Aggregates<Counter>,
    sum: Arc<Sum>,
    /// Someone has come to the gate; and may pass.
    pub(super) arrived: Notify,
    pub(super) gate: Notify,
}

impl HasKit for Desk {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasProjection for Desk {
    const PROJECTION: &'static str = PROJECTION;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddBody {
    n: u32,
}

#[derive(Serialize)]
struct View {
    total: u32,
}

async fn add(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<Uuid>,
    Command { wish, body }: Command<AddBody>,
) -> Result<Answer<View>, Problem> {
    wish.may(Permission::SubmitCase)?;
    wish.fits(&*desk.counters.load(id).await?)?;
    let envelope = wish.envelope(id);
    let executed = desk.counters.execute(id, Add(body.n), &envelope).await?;
    let view = View { total: executed.aggregate.state().0 };
    Ok(wish.answer(&*desk, &executed, view).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    #[expect(dead_code, reason = "only read")]
    limit: Option<u8>,
}

async fn total(
    State(desk): State<Arc<Desk>>,
    signed: Signed,
    Query(_): Query<Filter>,
    _: Consistent,
) -> Result<Json<View>, Problem> {
    signed.may(Permission::ReadCase)?;
    Ok(Json(View { total: desk.sum.total.load(Ordering::SeqCst) }))
}

async fn operate(signed: Signed) -> Result<(), Problem> {
    signed.may(Permission::Operate)
}

async fn wait_at_the_gate(State(desk): State<Arc<Desk>>) -> &'static str {
    desk.arrived.notify_one();
    desk.gate.notified().await;
    "through"
}

/// Every number up to the total, each once; what comes after 13 cannot be read.
async fn numbers(State(desk): State<Arc<Desk>>, listener: Listener) -> Result<LiveEvents, Problem> {
    let sum = Arc::clone(&desk.sum);
    feed(&desk.kit, listener, PROJECTION, "number", move |after| {
        let after: u32 = after.and_then(|id| id.parse().ok()).unwrap_or_default();
        let total = sum.total.load(Ordering::SeqCst);
        let row = |n: u32| tongban_httpkit::FeedItem { id: n.to_string(), row: n };
        // A page of two.
        async move {
            if after == 13 {
                Err(std::fmt::Error)
            } else {
                Ok((after + 1..=total).take(2).map(row).collect())
            }
        }
    })
}

fn routes(desk: Arc<Desk>) -> OpenApiRouter {
    use axum::routing::{get, post};
    OpenApiRouter::new()
        .route("/api/desk/counters/{id}/add", post(add))
        .route("/api/desk/total", get(total))
        .route("/api/desk/operate", post(operate))
        .route("/api/desk/gate", get(wait_at_the_gate))
        .route("/api/desk/numbers", get(numbers))
        .with_state(desk)
}

/// A running server.
pub(super) struct Server {
    pub(super) url: String,
    pub(super) desk: Arc<Desk>,
    pub(super) changes: Changes,
    account: Account,
    sessions: Sessions,
    pub(super) token: String,
    pub(super) client: Client,
    pub(super) stop: watch::Sender<bool>,
    pub(super) served: JoinHandle<()>,
}

fn kit(log: Arc<dyn Log>, shutdown: watch::Receiver<bool>) -> (Kit, Account, Sessions) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let now = clock.now();
    let account = Account {
        login: Login::parse("window-3").unwrap(),
        rights: Rights::officer("D01", [Role::WindowClerk]).unwrap(),
        state: AccountState::Active,
        ways: Ways::Password,
        created_at: now,
        session_version: 1,
    };
    let sessions = Sessions::default();
    sessions.note(&account);
    let tokens = Tokens::new(&Secret::random(), Tokens::LIFETIME, sessions.clone());
    let kit = Kit {
        tokens: Arc::new(tokens),
        session_clock: Arc::clone(&clock),
        clock,
        log,
        progress: Progress::default(),
        changes: Changes::default(),
        streams: Streams::default(),
        shutdown,
    };
    (kit, account, sessions)
}

impl Server {
    /// A server whose readers run.
    pub(super) async fn start() -> Self {
        let server = Self::start_without_readers().await;
        let desk = &server.desk;
        let readers: [Arc<dyn Consumer>; 2] =
            [desk.sum.clone(), Arc::new(OneMore(desk.counters.clone()))];
        for reader in readers {
            // Known before anyone waits for it.
            desk.kit.progress.register(
                reader.name(),
                reader.kind(),
                Partition(0),
                Default::default(),
            );
            let (log, progress) = (desk.kit.log.clone(), desk.kit.progress.clone());
            let shutdown = desk.kit.shutdown.clone();
            tokio::spawn(run_tail(reader, log, Partition(0), progress, shutdown));
        }
        server
    }

    pub(super) async fn start_without_readers() -> Self {
        let log: Arc<dyn Log> = Arc::new(MemoryLog::new(1));
        let (stop, shutdown) = watch::channel(false);
        let (kit, account, sessions) = kit(Arc::clone(&log), shutdown.clone());
        let (token, _) = kit.tokens.issue(&account, account.created_at).unwrap();
        let runtime = Runtime {
            log,
            clock: Arc::clone(&kit.clock),
            versions: VersionsInForce::builtin(),
            jurisdiction: "330100".into(),
        };
        let (counters, sum) = (Aggregates::new(runtime), Arc::default());
        let (arrived, gate) = (Notify::new(), Notify::new());
        let (changes, clock) = (kit.changes.clone(), Arc::clone(&kit.clock));
        let live = changes_routes(kit.clone(), Arc::new(|_, change| !change.correlation.is_nil()));
        let desk = Arc::new(Desk { kit, counters, sum, arrived, gate });
        let (router, _) = merge([routes(Arc::clone(&desk)), live], "0.1.0");
        let router = edge(router, clock, HttpMetrics::register(&Metrics::since(Instant::now())));
        let listening = Listening::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        let url = format!("http://{}", listening.address());
        let served = tokio::spawn(serve(listening, router, shutdown));
        let client = Client::new();
        Self { url, desk, changes, account, sessions, token, client, stop, served }
    }

    /// The account of who asks is disabled: its session has ended.
    pub(super) fn disable(&self) {
        let state = AccountState::Disabled;
        self.sessions.note(&Account { state, session_version: 2, ..self.account.clone() });
    }

    pub(super) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.post_as("wish-1", path)
    }

    fn post_as(&self, key: &str, path: &str) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.header("accept-language", "en").header("idempotency-key", key)
    }

    /// A command that adds `n` to the first counter.
    pub(super) fn add(&self, n: u32) -> RequestBuilder {
        self.add_as("wish-1", n)
    }

    /// The same under another key.
    pub(super) fn add_as(&self, key: &str, n: u32) -> RequestBuilder {
        let path = format!("/api/desk/counters/{}/add", Uuid::from_u128(1));
        self.post_as(key, &path).json(&serde_json::json!({ "n": n }))
    }
}
