use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Error, PgConnection};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tracing::warn;

/// How often the connection is looked at, by which a name is held.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The pause between tries to have it again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A server that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The server lets go of a connection whose other end is gone: asked after 10 seconds, three times,
/// every 5.
const KEEPALIVES: [(&str, &str); 3] = [
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];
/// Who has the name is told by what its connection is called.
const TAKE: &str = "WITH name AS MATERIALIZED ( \
        SELECT hashtextextended('tongban process ' || $1, 0) AS key), \
    tried AS MATERIALIZED (SELECT pg_try_advisory_lock(key) AS has, key FROM name) \
    SELECT has, ( \
        SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) \
        WHERE NOT has AND locktype = 'advisory' AND granted AND objsubid = 1 \
            AND (classid::bigint << 32) | objid::bigint = key \
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
    ) FROM tried";

/// A name that one process has to itself, among all that share a database, while this is kept.
#[derive(Debug)]
pub struct Claim {
    holding: JoinHandle<()>,
    taken: watch::Receiver<bool>,
}

impl Claim {
    /// Claims a name; `None` where another process has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(options: PgConnectOptions, name: &str) -> Result<Option<Self>, Error> {
        let called = format!("tongban {:016x}", rand::random::<u64>());
        let options = options.options(KEEPALIVES).application_name(&called);
        let Tried::Ours(ours) = in_time(take(&options, name)).await? else { return Ok(None) };
        let (tell, taken) = watch::channel(false);
        let name = name.to_owned();
        let holding = tokio::spawn(async move {
            hold(options, &called, &name, ours).await;
            tell.send_replace(true);
        });
        Ok(Some(Self { holding, taken }))
    }

    /// Returns when another process has the name: the connection broke, and it was faster.
    pub async fn taken(&self) {
        // The task that tells ends no earlier, but with the claim.
        let _ = self.taken.clone().wait_for(|taken| *taken).await;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.holding.abort();
    }
}

/// What came of asking for the name.
enum Tried {
    /// This connection has it, for as long as it lives.
    Ours(PgConnection),
    /// The connection that is called so has it; none any more if nothing is said.
    Theirs(Option<String>),
}

/// Until another has the name. All connections of this process are called alike: one that the server
/// has not let go of yet, or that was given up too early, is none of another.
async fn hold(options: PgConnectOptions, called: &str, name: &str, mut ours: PgConnection) {
    loop {
        sleep(LOOK_EVERY).await;
        let Err(error) = in_time(ours.ping()).await else { continue };
        warn!(%error, name, "the connection that holds the name of this process broke");
        drop(ours);
        ours = loop {
            match in_time(take(&options, name)).await {
                Ok(Tried::Ours(again)) => break again,
                Ok(Tried::Theirs(Some(holder))) if holder != called => {
                    return;
                }
                Ok(Tried::Theirs(_)) | Err(_) => sleep(TRY_AGAIN_AFTER).await,
            }
        };
    }
}

async fn take(options: &PgConnectOptions, name: &str) -> Result<Tried, Error> {
    let mut connection = options.connect().await?;
    let asked = sqlx::query_as(TAKE).bind(name).fetch_one(&mut connection).await?;
    Ok(match asked {
        (true, _) => Tried::Ours(connection),
        (false, holder) => Tried::Theirs(holder),
    })
}

async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(PATIENCE, answer).await.map_err(|_| Error::PoolTimedOut)?
}
