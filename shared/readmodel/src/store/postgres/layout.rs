use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Error, PgConnection};

use super::columns::COLUMNS;
use crate::store::{Content, Durability};

const LAYOUT_DDL: &str = "CREATE TABLE model_layout (layout BYTEA NOT NULL)";
/// How far each reader is in each partition, and who may say so for how long.
pub(crate) const PLACE_DDL: &str = "\
CREATE TABLE reader_place (
  reader TEXT NOT NULL,
  part INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  event_hash BYTEA,
  holder TEXT NOT NULL,
  held_until TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (reader, part)
)";

/// Makes the tables of a schema, in the transaction that made the schema.
pub(crate) async fn lay_out(
    connection: &mut PgConnection,
    content: Content,
    durability: Durability,
) -> Result<(), Error> {
    sqlx::raw_sql(LAYOUT_DDL).execute(&mut *connection).await?;
    sqlx::raw_sql(PLACE_DDL).execute(&mut *connection).await?;
    for sql in content.tables.iter().filter_map(|table| table.ddl.first()) {
        sqlx::raw_sql(*sql).execute(&mut *connection).await?;
    }
    widen(connection).await?;
    // Rows are loaded several times faster where no index has to be kept.
    if durability != Durability::Scratch {
        create_indexes(connection, content).await?;
    }
    let sql = "INSERT INTO model_layout (layout) VALUES ($1)";
    sqlx::query(sql).bind(content.layout().0.to_vec()).execute(connection).await?;
    Ok(())
}

/// Adds the indexes of its tables.
pub(crate) async fn create_indexes(
    connection: &mut PgConnection,
    content: Content,
) -> Result<(), Error> {
    for sql in content.tables.iter().flat_map(|table| table.ddl.iter().skip(1)) {
        sqlx::raw_sql(*sql).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Makes columns hold and sort what those of the same name do in SQLite: numbers of 64 bits, and
/// text in the order of its bytes, which pages rely on.
pub(crate) async fn widen(connection: &mut PgConnection) -> Result<(), Error> {
    let columns: Vec<(String, String, String)> =
        sqlx::query_as(COLUMNS).fetch_all(&mut *connection).await?;
    let mut changes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column, kind) in columns {
        let to = match kind.as_str() {
            "integer" | "smallint" => "BIGINT",
            "real" => "DOUBLE PRECISION",
            "text" => "TEXT COLLATE \"C\"",
            _ => continue,
        };
        changes.entry(table).or_default().push(format!("ALTER COLUMN \"{column}\" TYPE {to}"));
    }
    for (table, changes) in changes {
        let sql = format!("ALTER TABLE \"{table}\" {}", changes.join(", "));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    }
    Ok(())
}
