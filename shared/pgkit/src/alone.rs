use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Error, PgConnection};
use tokio::time::{Instant, sleep};

/// How long one that died may seem to hold its turn: its machine may be gone without a word.
const DEAD_WITHIN: Duration = Duration::from_secs(30);
const TRIED_EVERY: Duration = Duration::from_millis(250);
/// So the server finds out.
const KEEPALIVE: [(&str, &str); 3] = [
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];
const TRY: &str = "SELECT pg_try_advisory_lock(hashtextextended('tongban.alone.' || $1, 0))";

/// The turn at something that only one process may do, for as long as its connection lives.
#[derive(Debug)]
pub struct Alone {
    options: PgConnectOptions,
    what: String,
    connection: PgConnection,
}

impl Alone {
    /// Takes the turn at `what`; none where another process has it, and does not end within half a
    /// minute.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take(options: PgConnectOptions, what: &str) -> Result<Option<Self>, Error> {
        let options = options.options(KEEPALIVE);
        let until = Instant::now() + DEAD_WITHIN;
        let mut connection = options.connect().await?;
        loop {
            if has_turn(&mut connection, what).await? {
                return Ok(Some(Self { options, what: what.to_owned(), connection }));
            }
            if Instant::now() >= until {
                return Ok(None);
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
        if sqlx::query("SELECT 1").execute(&mut self.connection).await.is_ok() {
            return Ok(true);
        }
        self.connection = self.options.connect().await?;
        has_turn(&mut self.connection, &self.what).await
    }
}

async fn has_turn(connection: &mut PgConnection, what: &str) -> Result<bool, Error> {
    sqlx::query_scalar(TRY).bind(what).fetch_one(connection).await
}
