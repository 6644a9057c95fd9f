use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Error, PgConnection, Postgres, Transaction};

use super::{Columns, Holder, Schema};
use crate::store::Durability;

/// Connections that ask one schema side by side: the server has a process for each.
const READERS_MAX: u32 = 2;
/// A connection that nobody used for so long is given back to the server.
const READER_IDLE_MAX: Duration = Duration::from_secs(60);

/// The one connection of this process that writes a schema, open when it is needed.
#[derive(Debug)]
pub(crate) struct SchemaConnection {
    schema: Schema,
    durability: Durability,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    connection: PgConnection,
    columns: Columns,
    /// A transaction was asked for, and nobody has seen it begin.
    is_dirty: bool,
}

impl SchemaConnection {
    /// A connection to a schema whose tables are there.
    pub(crate) fn new(schema: Schema, durability: Durability) -> Self {
        Self { schema, durability, open: None }
    }

    /// The schema, for people.
    pub(crate) fn place(&self) -> String {
        self.schema.place()
    }

    /// The connection, opened if it is not.
    pub(crate) async fn get(&mut self) -> Result<(&mut PgConnection, &Holder, &Columns), Error> {
        let (open, holder) = self.open().await?;
        Ok((&mut open.connection, holder, &open.columns))
    }

    /// Begins a transaction, which is rolled back unless it is committed: also where whoever asked
    /// for it went away before it had begun, which sqlx does not see to.
    pub(crate) async fn begin(
        &mut self,
    ) -> Result<(Transaction<'_, Postgres>, &Holder, &Columns), Error> {
        let (Open { connection, columns, is_dirty }, holder) = self.open().await?;
        *is_dirty = true;
        let transaction = connection.begin().await?;
        *is_dirty = false;
        Ok((transaction, holder, columns))
    }

    async fn open(&mut self) -> Result<(&mut Open, &Holder), Error> {
        // What is asked on a dirty one may be within a transaction that nobody ends.
        let open = match self.open.take().filter(|open| !open.is_dirty) {
            Some(open) => open,
            None => {
                let mut connection = connect(&self.schema, self.durability).await?;
                let columns = Columns::of(&mut connection).await?;
                Open { connection, columns, is_dirty: false }
            }
        };
        Ok((self.open.insert(open), self.schema.database().holder()))
    }

    /// Gives a connection up on which something failed.
    pub(crate) fn give_up(&mut self) {
        self.open = None;
    }

    /// Closes it until it is needed again.
    pub(crate) async fn close(&mut self) -> Result<(), Error> {
        match self.open.take() {
            Some(open) => open.connection.close().await,
            None => Ok(()),
        }
    }
}

async fn connect(schema: &Schema, durability: Durability) -> Result<PgConnection, Error> {
    let commit = match durability {
        Durability::Kept => "on",
        // Rows and checkpoint are lost together: the log has what they came from.
        Durability::Rebuildable | Durability::Scratch => "off",
    };
    options(schema).options([("synchronous_commit", commit)]).connect().await
}

/// Connections that only read, opened when they are needed.
pub(crate) fn schema_pool(schema: &Schema) -> PgPool {
    PgPoolOptions::new()
        .max_connections(READERS_MAX)
        .idle_timeout(READER_IDLE_MAX)
        .connect_lazy_with(options(schema).options([("default_transaction_read_only", "on")]))
}

/// Statements name tables without their schema: it is where the connection looks.
pub(super) fn options(schema: &Schema) -> PgConnectOptions {
    schema.database().options().options([("search_path", schema.name())])
}
