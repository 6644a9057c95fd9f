use sqlx::Error;
use tongban_eventstore::readers;
use tongban_kernel::{Hash, Partition, Seq};

use super::Session;
use crate::{ReaderPlace, Value};

/// How far a reader of this process is in one partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The last event it has dealt with.
    pub(crate) seq: Seq,
    /// The hash of that event, where the reader keeps it.
    pub(crate) hash: Option<Hash>,
    /// Who takes a place over raises its fence: whoever held it before can no longer move it. None
    /// where another process holds it.
    fence: Option<i64>,
}

impl Place {
    /// Nothing is known of it, and another process may hold it.
    pub(crate) const UNKNOWN: Self = Self { seq: Seq(0), hash: None, fence: None };

    /// Whether this process holds it, as far as it knows.
    pub(crate) fn is_held(&self) -> bool {
        self.fence.is_some()
    }

    /// The place of one who has lost it.
    pub(crate) fn lost(self) -> Self {
        Self { fence: None, ..self }
    }
}

impl From<Place> for readers::Place {
    fn from(place: Place) -> Self {
        match place.is_held() {
            true => Self::Here(readers::Seen { seq: place.seq, hash: place.hash }),
            false => Self::Elsewhere(place.seq),
        }
    }
}

/// SQLite: one process has the file, so that whoever comes is the next holder.
const TAKE_OVER: &str = "INSERT INTO reader_place (reader, part, seq, fence) VALUES ($1, $2, 0, 1) \
    ON CONFLICT (reader, part) DO UPDATE SET fence = reader_place.fence + 1 \
    RETURNING seq, event_hash, fence";
/// PostgreSQL: a place is leased, by the clock of the server, to one of several processes. One that
/// starts again under the name that it had does not wait for the end of its own lease.
const LEASE: &str = "INSERT INTO reader_place (reader, part, seq, fence, holder, held_until) \
    VALUES ($1, $2, 0, 1, $3, clock_timestamp() + $4 * INTERVAL '1 microsecond') \
    ON CONFLICT (reader, part) DO UPDATE SET fence = reader_place.fence + 1, \
        holder = excluded.holder, held_until = excluded.held_until \
    WHERE reader_place.holder = excluded.holder \
        OR reader_place.held_until <= clock_timestamp() \
    RETURNING seq, event_hash, fence";
const READ: &str =
    "SELECT seq, event_hash, fence FROM reader_place WHERE reader = $1 AND part = $2";
const ADVANCE: &str = "UPDATE reader_place SET seq = $1, event_hash = $2 \
    WHERE reader = $3 AND part = $4 AND seq = $5 AND fence = $6";
/// Who writes is alive. A lease that has run out unnoticed is still one: nobody has taken it.
const ADVANCE_AND_RENEW: &str = "UPDATE reader_place SET seq = $1, event_hash = $2, \
    held_until = clock_timestamp() + $7 * INTERVAL '1 microsecond' \
    WHERE reader = $3 AND part = $4 AND seq = $5 AND fence = $6";
/// SQLite: where the log that is copied has been read to.
const SET: &str = "INSERT INTO reader_place (reader, part, seq, event_hash, fence) \
    VALUES ($1, $2, $3, $4, 1) \
    ON CONFLICT (reader, part) DO UPDATE SET seq = excluded.seq, \
        event_hash = excluded.event_hash, fence = reader_place.fence + 1 \
    WHERE reader_place.seq < excluded.seq";
/// PostgreSQL: the same, and whoever comes first has the lease.
const SET_FREE: &str = "INSERT INTO reader_place \
    (reader, part, seq, event_hash, fence, holder, held_until) \
    VALUES ($1, $2, $3, $4, 1, '', clock_timestamp()) \
    ON CONFLICT (reader, part) DO UPDATE SET seq = excluded.seq, \
        event_hash = excluded.event_hash, fence = reader_place.fence + 1, \
        holder = excluded.holder, held_until = excluded.held_until \
    WHERE reader_place.seq < excluded.seq";
/// It is nobody's then: a renewal that was under way and lands later renews nothing.
const LET_GO: &str = "UPDATE reader_place SET holder = '', held_until = clock_timestamp() \
    WHERE reader = $1 AND part = $2 AND fence = $3";

/// Makes a place this process's own, unless another holds it, and answers it; a new one is before
/// everything.
pub(crate) async fn take_over(
    session: &mut Session<'_>,
    reader: &str,
    partition: Partition,
) -> Result<Place, Error> {
    let mut values = vec![reader.into(), partition.into()];
    let taken = match session {
        Session::Sqlite(_) => session.fetch_optional(TAKE_OVER, values).await?,
        Session::Postgres(_, holder) => {
            values.extend([holder.name.as_str().into(), holder.term_micros().into()]);
            session.fetch_optional(LEASE, values).await?
        }
    };
    match taken {
        Some(row) => place(row),
        None => Ok(read(session, reader, partition).await?.ok_or(Error::RowNotFound)?.lost()),
    }
}

/// The place as the store has it. Who lost its lease to another, or never had it, asks for it again.
pub(crate) async fn reread(
    session: &mut Session<'_>,
    reader: &str,
    partition: Partition,
    held: Place,
) -> Result<Place, Error> {
    let found = read(session, reader, partition).await?;
    match (found, &*session) {
        // Whoever lost a file to another will notice when it writes.
        (Some(found), Session::Sqlite(_)) if held.is_held() => {
            Ok(Place { fence: held.fence, ..found })
        }
        (Some(found), _) if held.is_held() && found.fence == held.fence => Ok(found),
        _ => take_over(session, reader, partition).await,
    }
}

/// Moves a place from where this process knows it to be; answers the new one, or none when it was
/// moved or taken over by another.
pub(crate) async fn advance(
    session: &mut Session<'_>,
    reader: &str,
    partition: Partition,
    from: Place,
    (seq, hash): (Seq, Option<Hash>),
) -> Result<Option<Place>, Error> {
    let Some(fence) = from.fence else { return Ok(None) };
    let mut values = vec![
        sql_seq(seq)?,
        hash.into(),
        reader.into(),
        partition.into(),
        sql_seq(from.seq)?,
        fence.into(),
    ];
    let n_moved = match session {
        Session::Sqlite(_) => session.execute(ADVANCE, values).await?,
        Session::Postgres(_, holder) => {
            values.push(holder.term_micros().into());
            session.execute(ADVANCE_AND_RENEW, values).await?
        }
    };
    Ok((n_moved == 1).then_some(Place { seq, hash, fence: from.fence }))
}

/// Puts readers where they are further than the store knows, and takes them from their holders.
pub(crate) async fn set_places(
    session: &mut Session<'_>,
    places: &[ReaderPlace],
) -> Result<(), Error> {
    let sql = match session {
        Session::Sqlite(_) => SET,
        Session::Postgres(..) => SET_FREE,
    };
    for ReaderPlace { reader, partition, seq, hash } in places {
        let values = vec![reader.into(), (*partition).into(), sql_seq(*seq)?, (*hash).into()];
        session.execute(sql, values).await?;
    }
    Ok(())
}

/// Lets another process have a place at once.
pub(crate) async fn let_go(
    session: &mut Session<'_>,
    reader: &str,
    partition: Partition,
    held: Place,
) -> Result<(), Error> {
    if let (Some(fence), Session::Postgres(..)) = (held.fence, &*session) {
        let values = vec![reader.into(), partition.into(), fence.into()];
        session.execute(LET_GO, values).await?;
    }
    Ok(())
}

async fn read(
    session: &mut Session<'_>,
    reader: &str,
    partition: Partition,
) -> Result<Option<Place>, Error> {
    let values = vec![reader.into(), partition.into()];
    session.fetch_optional(READ, values).await?.map(place).transpose()
}

fn place(row: Vec<Value>) -> Result<Place, Error> {
    let unreadable = |column: &str| Error::ColumnNotFound(column.to_owned());
    let [seq, hash, fence] = row.try_into().map_err(|_| unreadable("reader_place"))?;
    let (Value::Int(seq), Value::Int(fence)) = (seq, fence) else {
        return Err(unreadable("seq"));
    };
    let hash = match hash {
        Value::Blob(bytes) => bytes.try_into().ok().map(Hash),
        _ => None,
    };
    Ok(Place { seq: Seq(u64::try_from(seq).unwrap_or_default()), hash, fence: Some(fence) })
}

fn sql_seq(seq: Seq) -> Result<Value, Error> {
    Value::try_from(seq).map_err(|source| Error::Encode(source.into()))
}
