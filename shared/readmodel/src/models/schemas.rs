use sqlx::{Connection, Error, PgConnection};
use tongban_eventstore::Log;
use tongban_kernel::{Hash, Partition, Seq};
use tracing::{info, warn};

use super::{Seen, is_caught_up, stranger_to};
use crate::rebuild::{SchemaLock, stop_readers};
use crate::store::postgres::{lay_out, lock};
use crate::store::{
    Content, Durability, OTHER_TABLES, Schema, SchemaConnection, WriteConnection, Writer,
};
use crate::{Database, MovedAside, Projection, ProjectionReader, ReadModel, StoreError};

/// Opens a projection's schema. Of several processes that start at once, one makes it.
pub(super) async fn mount<P: Projection>(
    database: &Database,
    projection: P,
    log: &dyn Log,
) -> Result<ProjectionReader<P>, StoreError> {
    let schema = model_schema::<P>(database);
    let place = schema.place();
    let failed = StoreError::engine("open", &place);
    let content = Content::of::<P>(log.n_partitions());
    let moved_aside = make::<P>(&schema, content, log).await?;
    let mut connection = schema.connect().await.map_err(failed)?;
    let seen = seen(&mut connection, P::NAME).await.map_err(failed)?;
    if seen.len() == usize::from(content.n_partitions) && is_caught_up(seen, log) {
        remove_older::<P>(&schema, &mut connection).await.map_err(failed)?;
    }
    connection.close().await.map_err(failed)?;
    // Who asks for partitions opens the connection that writes them.
    let connection = SchemaConnection::new(schema.clone(), Durability::Rebuildable);
    let writer = Writer::resting(WriteConnection::Schema(Box::new(connection)), content);
    let model = ReadModel::of_schema(P::NAME, &schema);
    Ok(ProjectionReader::new(projection, model, writer, None, moved_aside))
}

/// The schema of a projection's rows.
pub(crate) fn model_schema<P: Projection>(database: &Database) -> Schema {
    Schema::new(database, &format!("{}{}", prefix::<P>(), P::VERSION))
}

fn prefix<P: Projection>() -> String {
    Schema::bare(&format!("{}_v", P::NAME))
}

/// Makes the schema unless it is there and of use.
async fn make<P: Projection>(
    schema: &Schema,
    content: Content,
    log: &dyn Log,
) -> Result<Option<MovedAside>, StoreError> {
    let place = schema.place();
    let failed = StoreError::engine("open", &place);
    let mut connection = schema.connect().await.map_err(failed)?;
    SchemaLock::remove_leftovers::<P>(&mut connection, schema).await.map_err(failed)?;
    let mut transaction = connection.begin().await.map_err(failed)?;
    lock(&mut transaction, P::NAME).await.map_err(failed)?;
    let mut moved_aside = None;
    let is_there = schema.is_there(&mut transaction).await.map_err(failed)?;
    let reason = match is_there {
        true => no_use_for_good(&mut transaction, schema, content, log).await?,
        false => None,
    };
    if let Some(reason) = reason {
        warn!(reader = P::NAME, reason, "read model is computed anew");
        let aside = schema.beside("unreadable");
        aside.drop(&mut transaction).await.map_err(failed)?;
        schema.rename(&mut transaction, &aside).await.map_err(failed)?;
        moved_aside = Some(MovedAside { place: aside.name().to_owned(), reason });
    }
    if !is_there || moved_aside.is_some() {
        schema.create(&mut transaction).await.map_err(failed)?;
        let laid_out = lay_out(&mut transaction, content, Durability::Rebuildable).await;
        laid_out.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    Ok(moved_aside)
}

/// Why the rows of a schema cannot be used, if they cannot: looked at again once nobody can move a
/// checkpoint, and refused while another process is at work on them.
async fn no_use_for_good(
    connection: &mut PgConnection,
    schema: &Schema,
    content: Content,
    log: &dyn Log,
) -> Result<Option<String>, StoreError> {
    // Most rows are of use, and whoever writes them is not held up for that.
    if no_use(connection, schema, content, log).await?.is_none() {
        return Ok(None);
    }
    let place = schema.place();
    let failed = StoreError::engine("open", &place);
    let has_places = schema.has_table(connection, "reader_place").await.map_err(failed)?;
    if has_places {
        stop_readers(connection, schema).await.map_err(failed)?;
    }
    let reason = no_use(connection, schema, content, log).await?;
    if let (Some(reason), true) = (&reason, has_places)
        && let Some(holder) = holder(connection, schema).await.map_err(failed)?
    {
        return Err(StoreError::InUse { path: place, holder, reason: reason.clone() });
    }
    Ok(reason)
}

/// Another process that holds a partition at this moment.
async fn holder(connection: &mut PgConnection, schema: &Schema) -> Result<Option<String>, Error> {
    const SQL: &str = "SELECT holder::text FROM reader_place \
        WHERE held_until > clock_timestamp() AND holder <> $1 LIMIT 1";
    let me = &schema.database().holder().name;
    sqlx::query_scalar(SQL).bind(me).fetch_optional(connection).await
}

/// Why the rows of a schema cannot be used, if they cannot.
async fn no_use(
    connection: &mut PgConnection,
    schema: &Schema,
    content: Content,
    log: &dyn Log,
) -> Result<Option<String>, StoreError> {
    let place = schema.place();
    let failed = StoreError::engine("open", &place);
    if !schema.has_table(connection, "model_layout").await.map_err(failed)? {
        return Ok(Some("it is none of this program's".into()));
    }
    let layout: Option<(Vec<u8>,)> = sqlx::query_as("SELECT layout FROM model_layout")
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed)?;
    if layout.is_none_or(|(found,)| found != content.layout().0) {
        return Ok(Some(OTHER_TABLES.into()));
    }
    let seen = seen(connection, content.reader).await.map_err(failed)?;
    let of_log = seen.into_iter().filter(|(partition, ..)| partition.0 < content.n_partitions);
    stranger_to(of_log, log, &place).await
}

/// How far the rows are, whoever writes them.
pub(crate) async fn seen(connection: &mut PgConnection, reader: &str) -> Result<Vec<Seen>, Error> {
    const SQL: &str = "SELECT part, seq, event_hash FROM reader_place WHERE reader = $1";
    let rows: Vec<(i64, i64, Option<Vec<u8>>)> =
        sqlx::query_as(SQL).bind(reader).fetch_all(connection).await?;
    let read = |(part, seq, hash): (i64, i64, Option<Vec<u8>>)| {
        let part = u16::try_from(part).map_err(|source| Error::Decode(source.into()))?;
        let seq = u64::try_from(seq).map_err(|source| Error::Decode(source.into()))?;
        let hash = hash.and_then(|hash| hash.try_into().ok()).map(Hash);
        Ok((Partition(part), Seq(seq), hash))
    };
    rows.into_iter().map(read).collect()
}

/// Removes the rows of older versions, all but the newest of them: processes of the program before
/// may still be at work, and it may have to come back.
async fn remove_older<P: Projection>(
    schema: &Schema,
    connection: &mut PgConnection,
) -> Result<(), Error> {
    const SQL: &str = "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname, $1)";
    let mut transaction = connection.begin().await?;
    lock(&mut transaction, P::NAME).await?;
    let names: Vec<(String,)> =
        sqlx::query_as(SQL).bind(prefix::<P>()).fetch_all(&mut *transaction).await?;
    let versions = names.iter().filter_map(|(name,)| name[prefix::<P>().len()..].parse().ok());
    let mut older: Vec<u32> = versions.filter(|version| *version < P::VERSION).collect();
    older.sort_unstable();
    older.pop();
    for version in older {
        info!(reader = P::NAME, version, "read model of an older version is removed");
        let schema = Schema::new(schema.database(), &format!("{}{version}", prefix::<P>()));
        schema.drop(&mut transaction).await?;
    }
    transaction.commit().await
}
