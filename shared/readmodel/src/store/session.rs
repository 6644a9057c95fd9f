use sqlx::{Connection, Error, PgConnection, Postgres, Sqlite, SqliteConnection};

use super::postgres::{self, Columns, Holder, SchemaConnection};
use super::sqlite::{self, FileConnection};
use crate::rows::Batch;
use crate::{Change, StoreError, Value};

/// What a crash of the machine may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Nothing that was answered: it cannot be computed again.
    Kept,
    /// The newest batches, in order: the log has them.
    Rebuildable,
    /// Everything: it is being built and not in use.
    Scratch,
}

/// The one connection of this process that writes a file or a schema.
#[derive(Debug)]
pub(crate) enum WriteConnection {
    /// A file of SQLite.
    File(FileConnection),
    /// A schema of PostgreSQL.
    Schema(Box<SchemaConnection>),
}

impl WriteConnection {
    /// The file or schema, for people.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::File(file) => file.path().display().to_string(),
            Self::Schema(schema) => schema.place(),
        }
    }

    /// The connection, opened again if the one before was given up.
    pub(crate) async fn get(&mut self) -> Result<Session<'_>, Error> {
        Ok(match self {
            Self::File(file) => Session::Sqlite(file.get().await?),
            Self::Schema(schema) => {
                let (connection, holder, _) = schema.get().await?;
                Session::Postgres(connection, holder)
            }
        })
    }

    /// Begins what is written whole or not at all.
    pub(crate) async fn begin(&mut self) -> Result<Transaction<'_>, Error> {
        Ok(match self {
            Self::File(file) => {
                Transaction::Sqlite(file.get().await?.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Schema(schema) => {
                let (transaction, holder, columns) = schema.begin().await?;
                Transaction::Postgres(transaction, holder, columns)
            }
        })
    }

    /// Gives a connection up on which something failed: the next use opens another.
    pub(crate) fn give_up_after<T>(&mut self, result: &Result<T, StoreError>) {
        if let Err(StoreError::Engine { source, .. }) = result {
            match self {
                Self::File(file) => file.give_up_after(source.inner()),
                Self::Schema(schema) => schema.give_up(),
            }
        }
    }

    /// Gives back to the server what is not needed for now.
    pub(crate) async fn rest(&mut self) -> Result<(), Error> {
        match self {
            Self::File(_) => Ok(()),
            Self::Schema(schema) => schema.close().await,
        }
    }

    /// Closes it; what was written is in the file or schema.
    pub(crate) async fn close(self) -> Result<(), Error> {
        match self {
            Self::File(file) => file.close().await,
            Self::Schema(mut schema) => schema.close().await,
        }
    }
}

/// A connection of either engine, as far as both are asked the same.
pub(crate) enum Session<'c> {
    /// SQLite: one process has the file, and nobody else moves a place.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL, and as whom this process holds places among others.
    Postgres(&'c mut PgConnection, &'c Holder),
}

impl Session<'_> {
    /// Answers how many rows were written.
    pub(crate) async fn execute(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, Error> {
        Ok(match self {
            Self::Sqlite(connection) => {
                sqlite::query(sql, values).execute(&mut **connection).await?.rows_affected()
            }
            Self::Postgres(connection, _) => {
                postgres::query(sql, values).execute(&mut **connection).await?.rows_affected()
            }
        })
    }

    /// The columns of the one row, if there is one.
    pub(crate) async fn fetch_optional(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<Vec<Value>>, Error> {
        match self {
            Self::Sqlite(connection) => {
                let row = sqlite::query(sql, values).fetch_optional(&mut **connection).await?;
                row.map(|row| sqlite::values_of(&row)).transpose()
            }
            Self::Postgres(connection, _) => {
                let row = postgres::query(sql, values).fetch_optional(&mut **connection).await?;
                row.map(|row| postgres::values_of(&row)).transpose()
            }
        }
    }
}

/// A transaction of either engine: rolled back unless it is committed.
pub(crate) enum Transaction<'c> {
    /// SQLite.
    Sqlite(sqlx::Transaction<'c, Sqlite>),
    /// PostgreSQL.
    Postgres(sqlx::Transaction<'c, Postgres>, &'c Holder, &'c Columns),
}

impl Transaction<'_> {
    /// What is asked within it.
    pub(crate) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(transaction) => Session::Sqlite(transaction),
            Self::Postgres(transaction, holder, _) => Session::Postgres(transaction, holder),
        }
    }

    /// Writes the changes of a batch.
    pub(crate) async fn write(&mut self, batch: Batch) -> Result<(), Error> {
        match self {
            Self::Sqlite(transaction) => sqlite::write(transaction, batch).await,
            Self::Postgres(transaction, _, columns) => {
                postgres::write(transaction, columns, batch).await
            }
        }
    }

    /// Tells a change to the other processes that ask these rows, if it comes to last.
    pub(crate) async fn tell(&mut self, news: &Change) -> Result<(), Error> {
        match self {
            // One process has the file.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction, ..) => postgres::tell(transaction, news).await,
        }
    }

    /// Makes it last.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction, ..) => transaction.commit().await,
        }
    }
}
