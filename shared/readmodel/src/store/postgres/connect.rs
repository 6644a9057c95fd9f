use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Error, PgConnection};

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
    open: Option<(PgConnection, Columns)>,
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
        let open = match self.open.take() {
            Some(open) => open,
            None => {
                let mut connection = connect(&self.schema, self.durability).await?;
                let columns = Columns::of(&mut connection).await?;
                (connection, columns)
            }
        };
        let (connection, columns) = self.open.insert(open);
        Ok((connection, self.schema.database().holder(), columns))
    }

    /// Gives a connection up on which something failed.
    pub(crate) fn give_up(&mut self) {
        self.open = None;
    }

    /// Closes it until it is needed again.
    pub(crate) async fn close(&mut self) -> Result<(), Error> {
        match self.open.take() {
            Some((connection, _)) => connection.close().await,
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
