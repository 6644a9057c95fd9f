use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tongban_pgkit::SharedSchema;

use crate::keys::OpenRingError;
use crate::{Secret, Wrapping};

const SCHEMA: &str = "person_keys";
/// What the wrapping of the index key is bound to.
const INDEX_LABEL: &[u8] = b"index key";

/// Each brings the schema from the format of its index to the next. Never changed, only added to.
const MIGRATIONS: [&str; 1] = ["
    -- The key of blind indexes and check codes, which are kept in many places.
    CREATE TABLE ring (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        wrapped_index bytea NOT NULL
    );

    -- Vacuumed whenever one was erased: until then its row lies in the file.
    CREATE TABLE live (
        person uuid PRIMARY KEY,
        wrapped bytea NOT NULL
    ) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

    -- In the order in which they were committed: they are erased one transaction at a time.
    CREATE TABLE erased (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person uuid NOT NULL UNIQUE
    );
"];

pub(super) async fn open(options: PgConnectOptions) -> Result<SharedSchema, OpenRingError> {
    Ok(SharedSchema::open(options, SCHEMA, &MIGRATIONS).await?)
}

/// The index key: that of whoever came first.
pub(super) async fn index_key(
    pool: &PgPool,
    wrapping: &Wrapping,
    new: &Secret,
) -> Result<Secret, OpenRingError> {
    const MAKE: &str = "INSERT INTO ring (wrapped_index) VALUES ($1) ON CONFLICT DO NOTHING";
    let make = sqlx::query(MAKE).bind(wrapping.wrap(INDEX_LABEL, new));
    make.execute(pool).await.map_err(OpenRingError::Database)?;
    let read = sqlx::query_scalar("SELECT wrapped_index FROM ring").fetch_one(pool);
    let wrapped: Vec<u8> = read.await.map_err(OpenRingError::Database)?;
    wrapping.unwrap(INDEX_LABEL, &wrapped).ok_or(OpenRingError::Wrapped)
}
