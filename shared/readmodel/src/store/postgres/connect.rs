use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Error, PgConnection};

use super::{Columns, Holder, Schema};
use crate::store::Durability;

/// Connections that ask one schema side by side: the server has a process for each.
const READERS_MAX: u32 = 4;
/// A connection that nobody used for so long is given back to the server.
const READER_IDLE_MAX: Duration = Duration::from_secs(60);

/// The one connection of this process that writes a schema.
#[derive(Debug)]
pub(crate) struct SchemaConnection {
    schema: Schema,
    durability: Durability,
    columns: Columns,
    open: Option<PgConnection>,
}

impl SchemaConnection {
    /// A connection to a schema whose tables are there.
    pub(crate) async fn open(schema: Schema, durability: Durability) -> Result<Self, Error> {
        let mut open = connect(&schema, durability).await?;
        let columns = Columns::of(&mut open).await?;
        Ok(Self { schema, durability, columns, open: Some(open) })
    }

    /// The schema, for people.
    pub(crate) fn place(&self) -> String {
        self.schema.place()
    }

    /// The connection, opened again if the one before was given up.
    pub(crate) async fn get(&mut self) -> Result<(&mut PgConnection, &Holder, &Columns), Error> {
        let open = match self.open.take() {
            Some(open) => open,
            None => connect(&self.schema, self.durability).await?,
        };
        let holder = self.schema.database().holder();
        Ok((self.open.insert(open), holder, &self.columns))
    }

    /// Gives a connection up on which something failed.
    pub(crate) fn give_up(&mut self) {
        self.open = None;
    }

    pub(crate) async fn close(self) -> Result<(), Error> {
        match self.open {
            Some(open) => open.close().await,
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
