use sqlx::{Connection, Error, PgConnection};
use tracing::warn;

use crate::store::postgres::lay_out;
use crate::store::{Content, Durability, Schema, SchemaConnection, WriteConnection, Writer};
use crate::{Projection, StoreError};

/// Where rows are computed again, and where the old ones are when those take their place.
const SCRATCH: &str = "rebuild";
const REPLACED: &str = "replaced";
/// Whether another process computes the same rows: its connection has this lock of the server.
const TAKE: &str = "SELECT pg_advisory_lock(hashtextextended('tongban.rebuild.' || $1, 0))";
const TRY_TAKE: &str =
    "SELECT pg_try_advisory_xact_lock(hashtextextended('tongban.rebuild.' || $1, 0))";
/// The server may need a moment to see that who had the lock before is gone.
const WAIT: &str = "SET lock_timeout = '1s'";
const WAIT_HERE: &str = "SET LOCAL lock_timeout = '1s'";
const WAIT_NO_MORE: &str = "SET lock_timeout = 0";
/// What the server says when that was not enough.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// One projection is computed again by one at a time, in whatever process.
#[derive(Debug)]
pub(crate) struct SchemaLock(pub(super) PgConnection);

impl SchemaLock {
    /// Takes the lock of a projection.
    ///
    /// # Errors
    /// [`StoreError::BeingRebuilt`] when another has it.
    pub(crate) async fn take<P: Projection>(live: &Schema) -> Result<Self, StoreError> {
        let place = live.place();
        let failed = StoreError::engine("lock", &place);
        let mut connection = live.connect().await.map_err(failed)?;
        sqlx::raw_sql(WAIT).execute(&mut connection).await.map_err(failed)?;
        match sqlx::query(TAKE).bind(P::NAME).execute(&mut connection).await {
            Ok(_) => {}
            Err(error) if is_locked(&error) => {
                return Err(StoreError::BeingRebuilt { reader: P::NAME });
            }
            Err(error) => return Err(failed(error)),
        }
        sqlx::raw_sql(WAIT_NO_MORE).execute(&mut connection).await.map_err(failed)?;
        Ok(Self(connection))
    }

    /// Makes a schema to compute the rows in, beside that in use.
    pub(crate) async fn scratch(
        &mut self,
        live: &Schema,
        content: Content,
    ) -> Result<(Schema, Writer), StoreError> {
        let schema = live.beside(SCRATCH);
        let place = schema.place();
        let failed = StoreError::engine("make", &place);
        let durability = Durability::Scratch;
        let made = make(&schema, content, durability).await;
        made.map_err(failed)?;
        let connection = SchemaConnection::new(schema.clone(), durability);
        let connection = WriteConnection::Schema(Box::new(connection));
        let writer = Writer::over(connection, content).await.map_err(failed)?;
        Ok((schema, writer))
    }

    /// Removes what attempts left that did not come to their end, unless one is under way, or
    /// somebody still reads it.
    pub(crate) async fn remove_leftovers<P: Projection>(
        connection: &mut PgConnection,
        live: &Schema,
    ) -> Result<(), Error> {
        let mut transaction = connection.begin().await?;
        let (free,): (bool,) =
            sqlx::query_as(TRY_TAKE).bind(P::NAME).fetch_one(&mut *transaction).await?;
        if free {
            for leftover in [live.beside(SCRATCH), replaced(live)] {
                remove(&mut transaction, &leftover).await?;
            }
        }
        transaction.commit().await
    }
}

/// Removes a schema that nobody is meant to use any more. Who still reads it is not waited for long,
/// nor does anybody wait behind: it is then removed another time.
pub(super) async fn remove(connection: &mut PgConnection, schema: &Schema) -> Result<(), Error> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(WAIT_HERE).execute(&mut *transaction).await?;
    match schema.drop(&mut transaction).await {
        Ok(()) => transaction.commit().await,
        Err(error) if is_locked(&error) => {
            let schema = schema.name();
            warn!(schema, "it is still read, and removed at a later start");
            transaction.rollback().await
        }
        Err(error) => Err(error),
    }
}

fn is_locked(error: &Error) -> bool {
    matches!(error, Error::Database(refused)
        if refused.code().as_deref() == Some(LOCK_NOT_AVAILABLE))
}

pub(super) fn replaced(live: &Schema) -> Schema {
    live.beside(REPLACED)
}

async fn make(schema: &Schema, content: Content, durability: Durability) -> Result<(), Error> {
    let mut connection = schema.connect().await?;
    let mut transaction = connection.begin().await?;
    schema.drop(&mut transaction).await?;
    schema.create(&mut transaction).await?;
    lay_out(&mut transaction, content, durability).await?;
    transaction.commit().await?;
    connection.close().await
}
