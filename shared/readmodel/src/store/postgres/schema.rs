use sqlx::{AssertSqlSafe, ConnectOptions, Error, PgConnection};

use super::Database;
use super::connect::options;

/// A schema of a database: the tables of one projection and version, or those that are kept for good.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    database: Database,
    name: String,
}

impl Schema {
    /// The schema of this name; what a name of SQL cannot hold bare becomes `_`.
    pub(crate) fn new(database: &Database, name: &str) -> Self {
        Self { database: database.clone(), name: Self::bare(name) }
    }

    /// A name as SQL takes it without quotes.
    pub(crate) fn bare(name: &str) -> String {
        let bare = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        name.chars().map(bare).collect()
    }

    /// The schema whose name goes on like this.
    pub(crate) fn beside(&self, suffix: &str) -> Self {
        Self::new(&self.database, &format!("{}_{suffix}", self.name))
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The schema, for people.
    pub(crate) fn place(&self) -> String {
        format!("schema {} of database {}", self.name, self.database.name())
    }

    /// A connection that looks in it, whether it is there or not.
    pub(crate) async fn connect(&self) -> Result<PgConnection, Error> {
        options(self).connect().await
    }

    pub(crate) async fn is_there(&self, connection: &mut PgConnection) -> Result<bool, Error> {
        let sql = "SELECT to_regnamespace($1) IS NOT NULL";
        let (there,): (bool,) = sqlx::query_as(sql).bind(&self.name).fetch_one(connection).await?;
        Ok(there)
    }

    pub(crate) async fn has_table(
        &self,
        connection: &mut PgConnection,
        table: &str,
    ) -> Result<bool, Error> {
        let name = format!("{}.{table}", self.name);
        let sql = "SELECT to_regclass($1) IS NOT NULL";
        let (there,): (bool,) = sqlx::query_as(sql).bind(name).fetch_one(connection).await?;
        Ok(there)
    }

    pub(crate) async fn create(&self, connection: &mut PgConnection) -> Result<(), Error> {
        self.run(connection, &format!("CREATE SCHEMA {}", self.name)).await
    }

    /// Removes it with all that is in it; it need not be there.
    pub(crate) async fn drop(&self, connection: &mut PgConnection) -> Result<(), Error> {
        self.run(connection, &format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name)).await
    }

    /// Gives it the name of another, which must not be there.
    pub(crate) async fn rename(
        &self,
        connection: &mut PgConnection,
        to: &Self,
    ) -> Result<(), Error> {
        self.run(connection, &format!("ALTER SCHEMA {} RENAME TO {}", self.name, to.name)).await
    }

    async fn run(&self, connection: &mut PgConnection, sql: &str) -> Result<(), Error> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(drop)
    }
}

/// Waits until no other process makes or changes the schemas of a projection; to the end of the
/// transaction.
pub(crate) async fn lock(connection: &mut PgConnection, what: &str) -> Result<(), Error> {
    const SQL: &str = "SELECT pg_advisory_xact_lock(hashtextextended('tongban.' || $1, 0))";
    sqlx::query(SQL).bind(what).execute(connection).await.map(drop)
}
