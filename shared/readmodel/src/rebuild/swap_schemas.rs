use sqlx::{AssertSqlSafe, Connection, Error, PgConnection};
use tokio::sync::MutexGuard;
use tongban_eventstore::Log;
use tongban_eventstore::readers::ReaderError;
use tracing::warn;

use super::schema_lock::{remove, replaced};
use super::{Rebuilt, SchemaLock};
use crate::models::seen;
use crate::reader::store;
use crate::store::postgres::lock;
use crate::store::{Schema, Writer};
use crate::{Projection, StoreError};

/// Exchanges the schema that this process and perhaps others write and ask. Nobody moves a
/// checkpoint meanwhile; questions are answered from the old rows until the new ones are in place.
pub(super) async fn swap_in<P: Projection>(
    mut slot: MutexGuard<'_, Option<Writer>>,
    mut rebuilt: Rebuilt<P>,
    (schema, live): (Schema, Schema),
    log: &dyn Log,
) -> Result<(), ReaderError> {
    let place = live.place();
    let failed = |error| store(StoreError::engine("exchange", &place)(error));
    let mut connection = live.connect().await.map_err(failed)?;
    // An exchange before may have left it.
    remove(&mut connection, &replaced(&live)).await.map_err(failed)?;
    let mut transaction = connection.begin().await.map_err(failed)?;
    lock(&mut transaction, P::NAME).await.map_err(failed)?;
    stop_readers(&mut transaction, &live).await.map_err(failed)?;
    // What was projected since the rebuild came to the head is made up.
    for (partition, seq, _) in seen(&mut transaction, P::NAME).await.map_err(failed)? {
        rebuilt.follow(log, partition, seq, &mut |_| ()).await?;
    }
    rebuilt.writer.close().await.map_err(store)?;
    refuse_behind::<P>(&mut transaction, &schema, &live).await.map_err(store)?;
    exchange(&mut transaction, &schema, &live).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    if let Some(writer) = &mut *slot {
        writer.reread_held().await.map_err(store)?;
    }
    // Events go on while the old rows are removed.
    drop(slot);
    remove_replaced(&mut connection, &live).await;
    connection.close().await.map_err(failed)
}

/// Puts a schema in the place of another, which need not be there.
pub(super) async fn replace<P: Projection>(
    lock_held: SchemaLock,
    schema: &Schema,
    live: &Schema,
) -> Result<(), StoreError> {
    let place = live.place();
    let failed = StoreError::engine("exchange", &place);
    let SchemaLock(mut connection) = lock_held;
    remove(&mut connection, &replaced(live)).await.map_err(failed)?;
    let mut transaction = connection.begin().await.map_err(failed)?;
    lock(&mut transaction, P::NAME).await.map_err(failed)?;
    if live.is_there(&mut transaction).await.map_err(failed)? {
        stop_readers(&mut transaction, live).await.map_err(failed)?;
        refuse_behind::<P>(&mut transaction, schema, live).await?;
        exchange(&mut transaction, schema, live).await.map_err(failed)?;
    } else {
        schema.rename(&mut transaction, live).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)?;
    remove_replaced(&mut connection, live).await;
    connection.close().await.map_err(failed)
}

/// Waits for what is being written and keeps anything new waiting.
pub(crate) async fn stop_readers(
    connection: &mut PgConnection,
    live: &Schema,
) -> Result<(), Error> {
    let sql = format!("LOCK TABLE {}.reader_place IN EXCLUSIVE MODE", live.name());
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(drop)
}

/// Refuses rows whose events end before those of the rows in use: whoever has seen these would see
/// less.
async fn refuse_behind<P: Projection>(
    connection: &mut PgConnection,
    schema: &Schema,
    live: &Schema,
) -> Result<(), StoreError> {
    let (new, old) = (schema.name(), live.name());
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {old}.reader_place AS o \
             LEFT JOIN {new}.reader_place AS n ON n.reader = o.reader AND n.part = o.part \
             WHERE COALESCE(n.seq, 0) < o.seq)"
    );
    let behind = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await;
    match behind.map_err(StoreError::engine("compare", &live.place()))? {
        true => Err(StoreError::Behind { reader: P::NAME }),
        false => Ok(()),
    }
}

/// Gives the new rows the name of the old ones. Who holds a partition of these holds it of those,
/// and nobody can move a checkpoint of these again.
async fn exchange(
    connection: &mut PgConnection,
    schema: &Schema,
    live: &Schema,
) -> Result<(), Error> {
    let (new, old) = (schema.name(), live.name());
    let sql = format!(
        "UPDATE {new}.reader_place AS n \
            SET fence = o.fence, holder = o.holder, held_until = o.held_until \
            FROM {old}.reader_place AS o WHERE n.reader = o.reader AND n.part = o.part; \
         DELETE FROM {old}.reader_place"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    live.rename(connection, &replaced(live)).await?;
    schema.rename(connection, live).await
}

async fn remove_replaced(connection: &mut PgConnection, live: &Schema) {
    if let Err(error) = remove(connection, &replaced(live)).await {
        let schema = live.name();
        warn!(schema, error = %error, "old rows are removed at the next start");
    }
}
