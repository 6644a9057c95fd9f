//! The limit of everything that ends in rows: the same rows, put into SQLite in batches, with
//! nothing to compute.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row as _, TypeInfo as _, ValueRef as _};

/// Rows of a statement, which is a transaction of its own.
const ROWS_AT_ONCE: usize = 500;

/// What a column holds.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Statements that make the table and its indexes.
    pub(crate) ddl: Vec<String>,
    pub(crate) table: String,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// All rows of the database files in a folder, file by file.
pub(crate) async fn all_of(dir: &Path) -> Result<Vec<Vec<Rows>>> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(dir)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "db") {
            let mut connection = options(&path).read_only(true).connect().await?;
            all.push(tables_of(&mut connection).await?);
            connection.close().await?;
        }
    }
    Ok(all)
}

async fn tables_of(connection: &mut SqliteConnection) -> Result<Vec<Rows>> {
    let tables = sqlx::query(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    );
    let mut all = Vec::new();
    for found in tables.fetch_all(&mut *connection).await? {
        let (table, sql): (String, String) = (found.try_get(0)?, found.try_get(1)?);
        let indexes = sqlx::query(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql NOT NULL",
        );
        let mut ddl = vec![sql];
        for index in indexes.bind(&table).fetch_all(&mut *connection).await? {
            ddl.push(index.try_get(0)?);
        }
        let select = AssertSqlSafe(format!("SELECT * FROM {table}"));
        let found = sqlx::query(select).fetch_all(&mut *connection).await?;
        let rows = found.iter().map(cells).collect::<Result<_>>()?;
        all.push(Rows { ddl, table, rows });
    }
    Ok(all)
}

fn cells(row: &SqliteRow) -> Result<Vec<Cell>> {
    let cell = |i: usize| {
        let value = row.try_get_raw(i)?;
        let kind = value.type_info().name().to_owned();
        Ok(match (value.is_null(), kind.as_str()) {
            (true, _) => Cell::Null,
            (_, "INTEGER") => Cell::Int(row.try_get_unchecked(i)?),
            (_, "REAL") => Cell::Real(row.try_get_unchecked(i)?),
            (_, "BLOB") => Cell::Blob(row.try_get_unchecked(i)?),
            _ => Cell::Text(row.try_get_unchecked(i)?),
        })
    };
    (0..row.columns().len()).map(cell).collect()
}

/// Puts rows into a new database file; answers how long that took, without making the tables.
pub(crate) async fn insert(path: &Path, all: &[Rows]) -> Result<Duration> {
    let mut connection = options(path).create_if_missing(true).connect().await?;
    for ddl in all.iter().flat_map(|rows| &rows.ddl) {
        sqlx::raw_sql(AssertSqlSafe(ddl.clone())).execute(&mut connection).await?;
    }
    let begun = Instant::now();
    for Rows { table, rows, .. } in all {
        for some in rows.chunks(ROWS_AT_ONCE) {
            let values = vec![format!("({})", ["?"].repeat(some[0].len()).join(",")); some.len()];
            let sql = format!("INSERT INTO {table} VALUES {}", values.join(","));
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for cell in some.iter().flatten() {
                query = match cell {
                    Cell::Null => query.bind(None::<i64>),
                    Cell::Int(n) => query.bind(*n),
                    Cell::Real(n) => query.bind(*n),
                    Cell::Text(text) => query.bind(text.as_str()),
                    Cell::Blob(bytes) => query.bind(bytes.as_slice()),
                };
            }
            query.execute(&mut connection).await?;
        }
    }
    let took = begun.elapsed();
    connection.close().await?;
    Ok(took)
}

/// As the read models are opened.
fn options(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path);
    options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Normal)
}
