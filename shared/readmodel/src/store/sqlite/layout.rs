use sqlx::{AssertSqlSafe, Connection, Error, SqliteConnection};

use crate::store::{Content, Durability};

const LAYOUT_DDL: &str = "CREATE TABLE IF NOT EXISTS model_layout (layout BLOB NOT NULL)";
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

/// Makes the tables if the file is new; answers the layout that it has.
pub(in crate::store) async fn lay_out(
    connection: &mut SqliteConnection,
    content: Content,
    durability: Durability,
) -> Result<Vec<u8>, Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql(LAYOUT_DDL).execute(&mut *transaction).await?;
    sqlx::raw_sql(PLACE_DDL).execute(&mut *transaction).await?;
    let found: Option<(Vec<u8>,)> =
        sqlx::query_as("SELECT layout FROM model_layout").fetch_optional(&mut *transaction).await?;
    if let Some((found,)) = found {
        return Ok(found);
    }
    // Rows are loaded several times faster where no index has to be kept.
    let indexed = durability != Durability::Scratch;
    for table in content.tables {
        let ddl = if indexed { table.ddl } else { table.ddl.get(..1).unwrap_or_default() };
        sqlx::raw_sql(AssertSqlSafe(ddl.join(";\n"))).execute(&mut *transaction).await?;
    }
    let layout = content.layout().0.to_vec();
    let sql = "INSERT INTO model_layout (layout) VALUES ($1)";
    sqlx::query(sql).bind(layout.clone()).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(layout)
}
