use std::collections::BTreeMap;
use std::time::Instant;

use sqlx::{AssertSqlSafe, Error, PgConnection};
use tokio::sync::Mutex;
use tongban_kernel::{Hash, Partition, Seq};

use super::Schema;

/// How far a reader is in a partition, whoever moves it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// The last event that was dealt with.
    pub(crate) seq: Seq,
    /// The hash of that event, where the reader keeps it.
    pub(crate) hash: Option<Hash>,
    /// Whether another process has it at this moment.
    pub(crate) is_elsewhere: bool,
}

impl Look {
    /// Nobody was there yet.
    pub(crate) const START: Self = Self { seq: Seq(0), hash: None, is_elsewhere: false };
}

/// Reader, partition, the last event with its hash, and whether another process has it.
type PlaceRow = (String, i64, i64, Option<Vec<u8>>, bool);
/// Places by reader and partition.
type Found = BTreeMap<(String, i64), Look>;

/// Looks at the places of a schema. Those who look at once are answered together: standing by costs
/// the server a question or two a second for each schema, and not one for each reader and partition.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<Option<(Instant, Found)>>);

impl Looks {
    /// How far a reader is, no earlier than now.
    pub(crate) async fn look(
        &self,
        schema: &Schema,
        reader: &str,
        partition: Partition,
    ) -> Result<Look, Error> {
        let asked = Instant::now();
        let mut last = self.0.lock().await;
        // One that began before may have missed what this one was told of.
        if last.as_ref().is_none_or(|(begun, _)| *begun <= asked) {
            let begun = Instant::now();
            *last = Some((begun, schema.look_at_all().await?));
        }
        let key = (reader.to_owned(), i64::from(partition.0));
        let look = last.as_ref().and_then(|(_, found)| found.get(&key)).copied();
        Ok(look.unwrap_or(Look::START))
    }
}

/// What is asked and said of leases without the connection that writes rows: this has to wait for
/// nobody's batch, and a process that only looks has no such connection.
impl Schema {
    /// How far all readers are whose places lie here.
    async fn look_at_all(&self) -> Result<Found, Error> {
        let sql = format!(
            "SELECT reader, part, seq, event_hash, \
                 holder <> $1 AND held_until > clock_timestamp() \
             FROM {}.reader_place",
            self.name()
        );
        let rows: Vec<PlaceRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(&self.database().holder().name)
            .fetch_all(self.database().desk())
            .await?;
        let found = rows.into_iter().map(|(reader, part, seq, hash, is_elsewhere)| {
            let seq = Seq(u64::try_from(seq).unwrap_or_default());
            let hash = hash.and_then(|hash| hash.try_into().ok()).map(Hash);
            ((reader, part), Look { seq, hash, is_elsewhere })
        });
        Ok(found.collect())
    }

    /// Holds a partition for another term, if this process has it. One that is just being written
    /// is not waited for: who writes renews.
    pub(crate) async fn renew(&self, reader: &str, partition: Partition) -> Result<(), Error> {
        let sql = format!(
            "UPDATE {0}.reader_place \
             SET held_until = clock_timestamp() + $4 * INTERVAL '1 microsecond' \
             WHERE (reader, part) IN (SELECT reader, part FROM {0}.reader_place \
                 WHERE reader = $1 AND part = $2 AND holder = $3 FOR UPDATE SKIP LOCKED)",
            self.name()
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(reader)
            .bind(i64::from(partition.0))
            .bind(&self.database().holder().name)
            .bind(self.database().holder().term_micros())
            .execute(self.database().desk())
            .await
            .map(drop)
    }
}

/// A process that holds a partition of any reader at this moment, in whatever schema of the
/// database.
pub(crate) async fn any_holder(connection: &mut PgConnection) -> Result<Option<String>, Error> {
    const TABLES: &str = "SELECT format('%I.%I', n.nspname, c.relname) \
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE c.relname = 'reader_place' AND c.relkind = 'r' \
            AND has_table_privilege(c.oid, 'SELECT')";
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut *connection).await?;
    let holders = tables.iter().map(|table| {
        format!("SELECT holder::text FROM {table} WHERE held_until > clock_timestamp()")
    });
    let holders = holders.collect::<Vec<_>>().join(" UNION ALL ");
    if holders.is_empty() {
        return Ok(None);
    }
    let sql = AssertSqlSafe(format!("{holders} LIMIT 1"));
    sqlx::query_scalar(sql).fetch_optional(connection).await
}
