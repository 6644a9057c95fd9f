use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Error, PgConnection};
use tokio::time::{Instant, sleep, timeout};

/// How long one that died may seem to hold its turn: its machine may be gone without a word.
const DEAD_WITHIN: Duration = Duration::from_secs(30);
const TRIED_EVERY: Duration = Duration::from_millis(250);
/// A server that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// So the server finds out.
const KEEPALIVE: [(&str, &str); 3] = [
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];
/// Who has the turn is told by the process at the server that has its connection.
const TRY: &str = "WITH turn AS MATERIALIZED ( \
        SELECT hashtextextended('tongban.alone.' || $1, 0) AS key), \
    tried AS MATERIALIZED (SELECT pg_try_advisory_lock(key) AS has, key FROM turn) \
    SELECT CASE WHEN has THEN pg_backend_pid() ELSE ( \
        SELECT pid FROM pg_locks \
        WHERE locktype = 'advisory' AND granted AND objsubid = 1 \
            AND (classid::bigint << 32) | objid::bigint = key \
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
    ) END, has FROM tried";

/// The turn at something that only one process may do, for as long as its connection lives.
#[derive(Debug)]
pub struct Alone {
    options: PgConnectOptions,
    what: String,
    ours: Ours,
}

/// A connection that has the turn, and the server's process of it.
#[derive(Debug)]
struct Ours {
    connection: PgConnection,
    pid: i32,
}

/// What came of asking for the turn.
enum Tried {
    /// It is ours.
    Ours(Ours),
    /// Another connection has it; none any more if nobody is named.
    Theirs(Option<i32>),
}

impl Alone {
    /// Takes the turn at `what`; none where another process has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn try_take(options: PgConnectOptions, what: &str) -> Result<Option<Self>, Error> {
        let options = options.options(KEEPALIVE);
        Ok(match in_time(ask(&options, what)).await? {
            Tried::Ours(ours) => Some(Self { options, what: what.to_owned(), ours }),
            Tried::Theirs(_) => None,
        })
    }

    /// The same; who has it may just be ending, or be dead, and is waited for: half a minute.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take(options: PgConnectOptions, what: &str) -> Result<Option<Self>, Error> {
        let until = Instant::now() + DEAD_WITHIN;
        loop {
            let taken = Self::try_take(options.clone(), what).await?;
            if taken.is_some() || Instant::now() >= until {
                return Ok(taken);
            }
            sleep(TRIED_EVERY).await;
        }
    }

    /// Whether the turn is still ours, or ours again where the connection was lost and nobody took it
    /// meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_held(&mut self) -> Result<bool, Error> {
        if in_time(self.ours.connection.ping()).await.is_ok() {
            return Ok(true);
        }
        loop {
            match in_time(ask(&self.options, &self.what)).await? {
                Tried::Ours(ours) => {
                    self.ours = ours;
                    return Ok(true);
                }
                // The server has not let go of our own connection yet, or did just now.
                Tried::Theirs(pid) if pid.is_none_or(|pid| pid == self.ours.pid) => {
                    sleep(TRIED_EVERY).await;
                }
                Tried::Theirs(_) => return Ok(false),
            }
        }
    }
}

async fn ask(options: &PgConnectOptions, what: &str) -> Result<Tried, Error> {
    let mut connection = options.connect().await?;
    let asked = sqlx::query_as(TRY).bind(what).fetch_one(&mut connection).await?;
    Ok(match asked {
        (Some(pid), true) => Tried::Ours(Ours { connection, pid }),
        (pid, _) => Tried::Theirs(pid),
    })
}

async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(PATIENCE, answer).await.map_err(|_| Error::PoolTimedOut)?
}
