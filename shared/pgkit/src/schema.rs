use std::fmt;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

/// Connections of one process to one schema: the server has a process for each.
const CONNECTIONS_MAX: u32 = 4;
/// A connection that nobody used for so long is given back to the server.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// How long a caller waits for a connection.
const ACQUIRED_WITHIN: Duration = Duration::from_secs(5);

/// A schema of a database, of which several processes may change the tables.
#[derive(Clone)]
pub struct SharedSchema {
    pool: PgPool,
    options: PgConnectOptions,
}

// By hand: the options hold a password.
impl fmt::Debug for SharedSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedSchema").finish_non_exhaustive()
    }
}

/// A schema that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The database says no.
    #[error("schema {schema} cannot be opened")]
    Database {
        /// Its name.
        schema: &'static str,
        /// What the database says.
        #[source]
        source: sqlx::Error,
    },
    /// A newer version of the program made it.
    #[error("schema {schema} has format {found}; this program reads up to {known}")]
    Newer {
        /// Its name.
        schema: &'static str,
        /// Its format.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
}

impl SharedSchema {
    /// Opens the schema of this name, which is made if there is none, and brings it to the present
    /// format, one process at a time: each migration leads from the format of its index to the
    /// next. What is committed there is on the server's disk.
    ///
    /// # Errors
    /// When the database does not answer, or the schema is of a newer program.
    pub async fn open(
        options: PgConnectOptions,
        schema: &'static str,
        migrations: &[&'static str],
    ) -> Result<Self, SchemaError> {
        let settings = [("search_path", schema), ("synchronous_commit", "on")];
        let options = options.options(settings);
        let failed = |source| SchemaError::Database { schema, source };
        let mut connection = options.connect().await.map_err(failed)?;
        migrate(&mut connection, schema, migrations).await?;
        connection.close().await.map_err(failed)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .idle_timeout(IDLE_MAX)
            .acquire_timeout(ACQUIRED_WITHIN)
            .connect_lazy_with(options.clone());
        Ok(Self { pool, options })
    }

    /// Connections to it. Statements name its tables without it.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// How a further connection to it is made.
    pub(crate) fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

async fn migrate(
    connection: &mut PgConnection,
    schema: &'static str,
    migrations: &[&'static str],
) -> Result<(), SchemaError> {
    let failed = |source| SchemaError::Database { schema, source };
    let mut transaction = connection.begin().await.map_err(failed)?;
    let found = found(&mut transaction, schema).await.map_err(failed)?;
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(SchemaError::Newer { schema, found, known });
    }
    for migration in migrations.iter().skip(usize::try_from(found).unwrap_or_default()) {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await.map_err(failed)?;
    }
    if found < known {
        let note = sqlx::query("UPDATE format SET version = $1").bind(known);
        note.execute(&mut *transaction).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

/// The format in which the schema is, 0 of a new one. Nobody else looks until the transaction ends.
async fn found(transaction: &mut PgConnection, schema: &'static str) -> sqlx::Result<i64> {
    const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('tongban.schema.' || $1, 0))";
    sqlx::query(LOCK).bind(schema).execute(&mut *transaction).await?;
    let there = sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL");
    let there: bool = there.bind(format!("{schema}.format")).fetch_one(&mut *transaction).await?;
    if !there {
        // Asked for first, since an administrator may have made it for a user who may not.
        let named = sqlx::query_scalar("SELECT to_regnamespace($1) IS NOT NULL").bind(schema);
        let named: bool = named.fetch_one(&mut *transaction).await?;
        let create = if named { String::new() } else { format!("CREATE SCHEMA {schema};") };
        let format = "CREATE TABLE format (version bigint NOT NULL); INSERT INTO format VALUES (0)";
        let sql = AssertSqlSafe(create + format);
        sqlx::raw_sql(sql).execute(&mut *transaction).await?;
    }
    sqlx::query_scalar("SELECT version FROM format").fetch_one(transaction).await
}
