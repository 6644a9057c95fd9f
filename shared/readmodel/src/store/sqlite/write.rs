use sqlx::{AssertSqlSafe, Error, SqliteConnection};

use super::query;
use crate::rows::Batch;
use crate::store::shape::{Group, Kind, groups};
use crate::{Table, Value};

/// Rows of one statement: from about sixteen on, more rows per statement gain little.
const ROWS_MAX: usize = 128;
/// SQLite takes no more parameters in one statement.
const PARAMETERS_MAX: usize = 32_766;

/// Writes the changes of a batch; the caller holds the transaction.
pub(in crate::store) async fn write(
    connection: &mut SqliteConnection,
    batch: Batch,
) -> Result<(), Error> {
    for group in groups(batch) {
        write_group(connection, group).await?;
    }
    Ok(())
}

async fn write_group(connection: &mut SqliteConnection, group: Group) -> Result<(), Error> {
    let width = group.table.key.len() + group.columns.len();
    let rows_max = ROWS_MAX.min(PARAMETERS_MAX / width.max(1)).max(1);
    let (table, columns) = (group.table, &group.columns[..]);
    let mut rows = group.rows.into_iter();
    while rows.len() > 0 {
        // Powers of two: a handful of statements to prepare, whatever the size of the batch.
        let n = 1 << rows.len().min(rows_max).ilog2();
        let some: Vec<_> = rows.by_ref().take(n).collect();
        let sql = match group.kind {
            Kind::Put => put(table, columns, n),
            Kind::Change => change(table, columns, n),
            Kind::Delete => delete(table, n),
            Kind::Add(n_counters) => {
                add(connection, table, columns, n_counters, some).await?;
                continue;
            }
        };
        execute(connection, sql, some.into_iter().flatten()).await?;
    }
    Ok(())
}

/// Moves counters where the row is there and inserts it where it is not. Not in one statement: with
/// `ON CONFLICT`, SQLite refuses the row to be inserted for what it lacks before it sees that it
/// is there. Counters mostly are: then nothing is left to insert, and nothing is asked.
async fn add(
    connection: &mut SqliteConnection,
    table: &Table,
    columns: &[&str],
    n_counters: usize,
    rows: Vec<Vec<Value>>,
) -> Result<(), Error> {
    let counters = &columns[..n_counters];
    let width = table.key.len() + n_counters;
    let n_moved = if counters.is_empty() {
        0
    } else {
        let values = rows.iter().flat_map(|row| &row[..width]).cloned();
        execute(connection, move_counters(table, counters, rows.len()), values).await?
    };
    if usize::try_from(n_moved) == Ok(rows.len()) {
        return Ok(());
    }
    let sql = insert_missing(table, columns, rows.len());
    execute(connection, sql, rows.into_iter().flatten()).await?;
    Ok(())
}

/// Answers how many rows were written.
async fn execute(
    connection: &mut SqliteConnection,
    sql: String,
    values: impl Iterator<Item = Value>,
) -> Result<u64, Error> {
    Ok(query(AssertSqlSafe(sql), values).execute(connection).await?.rows_affected())
}

// The parameters have no numbers: with them, SQLite searches a list for each one that is bound.
fn put(table: &Table, columns: &[&str], n_rows: usize) -> String {
    let Table { name, key, .. } = table;
    let (keys, all) = (key.join(", "), [*key, columns].concat());
    let (rows, all) = (tuples(all.len(), n_rows), all.join(", "));
    let set = join(columns, ", ", |c| format!("{c} = excluded.{c}"));
    let done = if set.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {set}") };
    format!("INSERT INTO {name} ({all}) VALUES {rows} ON CONFLICT ({keys}) DO {done}")
}

fn change(table: &Table, columns: &[&str], n_rows: usize) -> String {
    update(table, columns, n_rows, |column, new| format!("{column} = {new}"))
}

fn move_counters(table: &Table, counters: &[&str], n_rows: usize) -> String {
    let name = table.name;
    update(table, counters, n_rows, |column, delta| format!("{column} = {name}.{column} + {delta}"))
}

fn update(
    table: &Table,
    columns: &[&str],
    n_rows: usize,
    set: impl Fn(&str, &str) -> String,
) -> String {
    let Table { name, key, .. } = table;
    let set = join_numbered(columns, ", ", |i, column| {
        set(column, &format!("v.column{}", key.len() + i))
    });
    let (rows, same) = (tuples(key.len() + columns.len(), n_rows), same_key(table));
    format!("UPDATE {name} SET {set} FROM (VALUES {rows}) AS v WHERE {same}")
}

fn insert_missing(table: &Table, columns: &[&str], n_rows: usize) -> String {
    let (name, same) = (table.name, same_key(table));
    let columns = [table.key, columns].concat();
    let (all, rows) = (columns.join(", "), tuples(columns.len(), n_rows));
    let values = join_numbered(&columns, ", ", |i, _| format!("v.column{i}"));
    format!(
        "INSERT INTO {name} ({all}) SELECT {values} FROM (VALUES {rows}) AS v \
         WHERE NOT EXISTS (SELECT 1 FROM {name} WHERE {same})"
    )
}

fn delete(table: &Table, n_rows: usize) -> String {
    // Not `(key) IN (VALUES …)`: SQLite reads the whole table for keys of several columns.
    let row = format!("({})", join(table.key, " AND ", |column| format!("{column} = ?")));
    format!("DELETE FROM {} WHERE {}", table.name, vec![row; n_rows].join(" OR "))
}

/// A row of the table is the one that a row of `v` names.
fn same_key(table: &Table) -> String {
    let Table { name, key, .. } = table;
    join_numbered(key, " AND ", |i, column| format!("{name}.{column} = v.column{i}"))
}

fn tuples(width: usize, n_rows: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    vec![row; n_rows].join(", ")
}

fn join(columns: &[&str], separator: &str, text: impl Fn(&str) -> String) -> String {
    columns.iter().map(|column| text(column)).collect::<Vec<_>>().join(separator)
}

/// Columns are numbered from 1.
fn join_numbered(
    columns: &[&str],
    separator: &str,
    text: impl Fn(usize, &str) -> String,
) -> String {
    let texts = columns.iter().enumerate().map(|(i, column)| text(i + 1, column));
    texts.collect::<Vec<_>>().join(separator)
}
