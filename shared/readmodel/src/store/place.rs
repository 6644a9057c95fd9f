use sqlx::{Error, SqliteConnection};
use tongban_kernel::{Hash, Partition, Seq};

/// How far each reader is in each partition, and who may say so.
pub(crate) const PLACE_DDL: &str = "\
CREATE TABLE IF NOT EXISTS reader_place (
  reader TEXT NOT NULL,
  part INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  event_hash BLOB,
  PRIMARY KEY (reader, part)
)";

/// How far a reader of this process is in one partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The last event it has dealt with.
    pub(crate) seq: Seq,
    /// The hash of that event, where the reader keeps it.
    pub(crate) hash: Option<Hash>,
    /// Who takes a place over raises its fence: whoever held it before can no longer move it.
    fence: i64,
}

type PlaceRow = (i64, i64, Option<Vec<u8>>);

fn place((seq, fence, hash): PlaceRow) -> Place {
    let hash = hash.and_then(|hash| hash.try_into().ok()).map(Hash);
    Place { seq: Seq(u64::try_from(seq).unwrap_or_default()), hash, fence }
}

/// Makes a place this process's own and answers it; a new one is before everything.
pub(crate) async fn take_over(
    connection: &mut SqliteConnection,
    reader: &str,
    partition: Partition,
) -> Result<Place, Error> {
    const SQL: &str = "INSERT INTO reader_place (reader, part, seq, fence) VALUES ($1, $2, 0, 1) \
        ON CONFLICT (reader, part) DO UPDATE SET fence = reader_place.fence + 1 \
        RETURNING seq, fence, event_hash";
    sqlx::query_as(SQL).bind(reader).bind(partition.0).fetch_one(connection).await.map(place)
}

/// The place as the store has it, with the fence that this process holds.
pub(crate) async fn reread(
    connection: &mut SqliteConnection,
    reader: &str,
    partition: Partition,
    held: Place,
) -> Result<Place, Error> {
    const SQL: &str =
        "SELECT seq, fence, event_hash FROM reader_place WHERE reader = $1 AND part = $2";
    let row = sqlx::query_as(SQL).bind(reader).bind(partition.0).fetch_one(connection).await?;
    Ok(Place { fence: held.fence, ..place(row) })
}

/// Moves a place from where this process knows it to be; answers the new one, or none when it was
/// moved or taken over by another.
pub(crate) async fn advance(
    connection: &mut SqliteConnection,
    reader: &str,
    partition: Partition,
    from: Place,
    (seq, hash): (Seq, Option<Hash>),
) -> Result<Option<Place>, Error> {
    const SQL: &str = "UPDATE reader_place SET seq = $1, event_hash = $2 \
        WHERE reader = $3 AND part = $4 AND seq = $5 AND fence = $6";
    let moved = sqlx::query(SQL)
        .bind(sql_seq(seq)?)
        .bind(hash.map(|hash| hash.0.to_vec()))
        .bind(reader)
        .bind(partition.0)
        .bind(sql_seq(from.seq)?)
        .bind(from.fence)
        .execute(connection)
        .await?;
    Ok((moved.rows_affected() == 1).then_some(Place { seq, hash, fence: from.fence }))
}

fn sql_seq(seq: Seq) -> Result<i64, Error> {
    i64::try_from(seq.0).map_err(|source| Error::Encode(source.into()))
}
