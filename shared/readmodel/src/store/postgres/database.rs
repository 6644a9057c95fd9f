use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Error, PgConnection};
use tongban_eventstore::readers::LEASE_TERM;

use crate::StoreError;

/// One statement per table and set of columns, and the questions of a service.
const STATEMENTS_CACHED_MAX: usize = 512;
/// Connections that look at places and renew leases, of all projections.
const DESK_MAX: u32 = 2;
/// Who waits longer for one tries again.
const DESK_WAIT_MAX: Duration = Duration::from_secs(10);

/// Where tables are exchanged nobody can renew, nor take over: those who look elsewhere need not wait
/// behind one who tries.
const DESK_LOCK_MAX: &str = "100ms";

/// A PostgreSQL database that several processes share, and as whom this one does.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    options: PgConnectOptions,
    name: String,
    holder: Holder,
    desk: PgPool,
}

// By hand: the options hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { name, holder, .. } = &*self.0;
        f.debug_struct("Database")
            .field("name", name)
            .field("holder", holder)
            .finish_non_exhaustive()
    }
}

/// As whom a process holds partitions.
#[derive(Debug)]
pub(crate) struct Holder {
    /// Unlike that of every other process alive.
    pub(crate) name: String,
}

impl Holder {
    /// How long it holds them, in microseconds.
    pub(crate) fn term_micros(&self) -> i64 {
        i64::try_from(LEASE_TERM.as_micros()).unwrap_or(i64::MAX)
    }
}

impl Database {
    /// Knocks at a database, `postgres://user:password@host/database`. `process` names this process
    /// among all that share it and stays the same when it starts again (the name of the pod): it
    /// then has its partitions back at once. `sslmode` and `sslrootcert` in the URL say whether the
    /// connection is encrypted, and whom it trusts.
    ///
    /// # Errors
    /// When it does not answer, or was created with a character type that knows no Chinese:
    /// under C, text search finds nothing in it.
    pub async fn connect(url: &str, process: &str) -> Result<Self, StoreError> {
        let failed = StoreError::engine("connect to", "the database");
        let options: PgConnectOptions = url.parse().map_err(failed)?;
        // A process that hangs in the middle of a transaction keeps others from the places that it
        // moves: no longer than its leases last.
        let options = options
            .application_name("tongban")
            .statement_cache_capacity(STATEMENTS_CACHED_MAX)
            .options([("idle_in_transaction_session_timeout", LEASE_TERM.as_millis().to_string())])
            .disable_statement_logging();
        let mut connection = options.connect().await.map_err(failed)?;
        let (name, encoding, ctype) = described(&mut connection).await.map_err(failed)?;
        connection.close().await.map_err(failed)?;
        if encoding != "UTF8" || ["C", "POSIX"].contains(&ctype.as_str()) {
            return Err(StoreError::Locale { database: name, encoding, ctype });
        }
        let holder = Holder { name: process.to_owned() };
        let desk = PgPoolOptions::new()
            .max_connections(DESK_MAX)
            .acquire_timeout(DESK_WAIT_MAX)
            .connect_lazy_with(options.clone().options([("lock_timeout", DESK_LOCK_MAX)]));
        Ok(Self(Arc::new(Inner { options, name, holder, desk })))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// How it is connected to.
    pub fn options(&self) -> PgConnectOptions {
        self.0.options.clone()
    }

    /// Connections for what is short and of no projection in particular.
    pub(crate) fn desk(&self) -> &PgPool {
        &self.0.desk
    }

    pub(crate) fn holder(&self) -> &Holder {
        &self.0.holder
    }
}

async fn described(connection: &mut PgConnection) -> Result<(String, String, String), Error> {
    const SQL: &str = "SELECT datname::text, pg_encoding_to_char(encoding)::text, datctype::text \
        FROM pg_database WHERE datname = current_database()";
    sqlx::query_as(SQL).fetch_one(connection).await
}
