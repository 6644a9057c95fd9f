use std::collections::BTreeMap;
use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Error, SqliteConnection};

use super::bind;
use crate::rows::{Batch, RowKey};
use crate::{Cells, RowChange, Table, Value};

/// Rows of one statement: from about sixteen on, more rows per statement gain little.
const ROWS_MAX: usize = 128;
/// SQLite takes no more parameters in one statement.
const PARAMETERS_MAX: usize = 32_766;

/// Rows that one statement can write: same table, same change, same columns.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    table: &'static str,
    kind: Kind,
    columns: Vec<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Put,
    Change,
    /// The first so many columns are counters.
    Add(usize),
    Delete,
}

struct Group {
    table: &'static Table,
    rows: Vec<Vec<Value>>,
}

/// Writes the changes of a batch; the caller holds the transaction.
pub(super) async fn write(connection: &mut SqliteConnection, batch: Batch) -> Result<(), Error> {
    for round in batch.into_rounds() {
        let mut groups: BTreeMap<Shape, Group> = BTreeMap::new();
        for (key, change) in round {
            let RowKey { table, values: mut row } = key;
            let (kind, cells) = cells_of(change);
            let (columns, values): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
            row.extend(values);
            let shape = Shape { table: table.name, kind, columns };
            groups.entry(shape).or_insert_with(|| Group { table, rows: Vec::new() }).rows.push(row);
        }
        for (shape, group) in groups {
            write_group(connection, &shape, group).await?;
        }
    }
    Ok(())
}

/// The columns besides the key in one order, so that the same columns make the same statement.
fn cells_of(change: RowChange) -> (Kind, Cells) {
    let sorted = |mut cells: Cells| {
        cells.sort_unstable_by_key(|(column, _)| *column);
        cells
    };
    match change {
        RowChange::Put(set) => (Kind::Put, sorted(set)),
        RowChange::Change(set) => (Kind::Change, sorted(set)),
        RowChange::Add { by, set } => {
            let counters = by.into_iter().map(|(column, delta)| (column, Value::Int(delta)));
            let counters = sorted(counters.collect());
            (Kind::Add(counters.len()), counters.into_iter().chain(sorted(set)).collect())
        }
        RowChange::Delete => (Kind::Delete, Vec::new()),
    }
}

async fn write_group(
    connection: &mut SqliteConnection,
    shape: &Shape,
    group: Group,
) -> Result<(), Error> {
    if shape.kind == Kind::Change && shape.columns.is_empty() {
        return Ok(());
    }
    let width = group.table.key.len() + shape.columns.len();
    let rows_max = ROWS_MAX.min(PARAMETERS_MAX / width.max(1)).max(1);
    let mut rows = group.rows.into_iter();
    while rows.len() > 0 {
        // Powers of two: a handful of statements to prepare, whatever the size of the batch.
        let n = 1 << rows.len().min(rows_max).ilog2();
        let sql = statement(group.table, shape, n);
        let values = rows.by_ref().take(n).flatten();
        values.fold(sqlx::query(AssertSqlSafe(sql)), bind).execute(&mut *connection).await?;
    }
    Ok(())
}

// The parameters have no numbers: with them, SQLite searches a list for each one that is bound.
fn statement(table: &Table, shape: &Shape, n_rows: usize) -> String {
    let Table { name, key, .. } = table;
    let columns = &shape.columns;
    match shape.kind {
        Kind::Put => {
            let set = join(columns, ", ", |c| format!("{c} = excluded.{c}"));
            insert(table, columns, n_rows, &set)
        }
        Kind::Add(n_counters) => {
            let counters = &columns[..n_counters];
            let set = join(counters, ", ", |c| format!("{c} = {name}.{c} + excluded.{c}"));
            insert(table, columns, n_rows, &set)
        }
        Kind::Change => {
            let set =
                join_numbered(columns, ", ", |i, c| format!("{c} = v.column{}", key.len() + i));
            let same = join_numbered(key, " AND ", |i, c| format!("{name}.{c} = v.column{i}"));
            let rows = tuples(key.len() + columns.len(), n_rows);
            format!("UPDATE {name} SET {set} FROM (VALUES {rows}) AS v WHERE {same}")
        }
        Kind::Delete => {
            // Not `(key) IN (VALUES …)`: SQLite reads the whole table for keys of several columns.
            let row = format!("({})", join(key, " AND ", |c| format!("{c} = ?")));
            let rows = vec![row; n_rows].join(" OR ");
            format!("DELETE FROM {name} WHERE {rows}")
        }
    }
}

fn insert(table: &Table, columns: &[&str], n_rows: usize, set: &str) -> String {
    let Table { name, key, .. } = table;
    let keys = key.join(", ");
    let all = join(&[*key, columns].concat(), ", ", str::to_owned);
    let rows = tuples(key.len() + columns.len(), n_rows);
    let mut sql = format!("INSERT INTO {name} ({all}) VALUES {rows} ON CONFLICT ({keys}) DO ");
    let done =
        if set.is_empty() { sql.write_str("NOTHING") } else { write!(sql, "UPDATE SET {set}") };
    debug_assert!(done.is_ok(), "a string takes all that is written to it");
    sql
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
