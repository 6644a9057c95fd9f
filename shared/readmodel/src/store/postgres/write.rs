use sqlx::postgres::{PgArguments, Postgres};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Error, PgConnection};
use uuid::Uuid;

use super::columns::{Columns, Kind as Column};
use super::values::storable;
use crate::rows::Batch;
use crate::store::shape::{Group, Kind, groups};
use crate::{Table, Value};

/// Rows of one statement: a limit to what both sides hold at once.
const ROWS_MAX: usize = 4_096;

/// Writes the changes of a batch; the caller holds the transaction.
pub(in crate::store) async fn write(
    connection: &mut PgConnection,
    columns: &Columns,
    batch: Batch,
) -> Result<(), Error> {
    for group in groups(batch) {
        for rows in group.rows.chunks(ROWS_MAX) {
            write_rows(connection, columns, &group, rows).await?;
        }
    }
    Ok(())
}

async fn write_rows(
    connection: &mut PgConnection,
    columns: &Columns,
    group: &Group,
    rows: &[Vec<Value>],
) -> Result<(), Error> {
    let (table, others) = (group.table, &group.columns[..]);
    let all = group.all_columns();
    let sql = match group.kind {
        Kind::Put => put(table, others),
        Kind::Change => change(table, others),
        Kind::Delete => delete(table),
        Kind::Add(n_counters) => {
            let counters = &others[..n_counters];
            let width = table.key.len() + n_counters;
            let n_moved = if counters.is_empty() {
                0
            } else {
                let sql = move_counters(table, counters);
                execute(connection, columns, table, &all[..width], sql, rows).await?
            };
            // Counters mostly are there: then nothing is left to insert, and nothing is asked.
            if usize::try_from(n_moved) == Ok(rows.len()) {
                return Ok(());
            }
            insert_missing(table, &all)
        }
    };
    execute(connection, columns, table, &all, sql, rows).await?;
    Ok(())
}

/// Runs a statement whose parameters are whole columns; answers how many rows were written.
async fn execute(
    connection: &mut PgConnection,
    columns: &Columns,
    table: &Table,
    names: &[&str],
    sql: String,
    rows: &[Vec<Value>],
) -> Result<u64, Error> {
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (index, name) in names.iter().enumerate() {
        let kind = columns.kind(table.name, name)?;
        let values = rows.iter().map(|row| row.get(index).unwrap_or(&Value::Null));
        query = bind_column(query, kind, values).map_err(|value| unfit(table, name, &value))?;
    }
    Ok(query.execute(connection).await?.rows_affected())
}

type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// Gives the next parameter the values of a column; hands one back that the column cannot hold.
fn bind_column<'q, 'v>(
    query: Statement<'q>,
    kind: Column,
    values: impl Iterator<Item = &'v Value>,
) -> Result<Statement<'q>, Value> {
    Ok(match kind {
        Column::Int => query.bind(cells(values, |value| match value {
            Value::Int(int) => Some(*int),
            _ => None,
        })?),
        Column::Real => query.bind(cells(values, |value| match value {
            Value::Real(real) => Some(*real),
            #[expect(clippy::cast_precision_loss, reason = "SQLite does the same in such a column")]
            Value::Int(int) => Some(*int as f64),
            _ => None,
        })?),
        Column::Text => query.bind(cells(values, |value| match value {
            Value::Text(text) => Some(storable(text.clone())),
            _ => None,
        })?),
        Column::Bytes => query.bind(cells(values, |value| match value {
            Value::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        })?),
        Column::Uuid => query.bind(cells(values, |value| match value {
            Value::Uuid(id) => Some(*id),
            Value::Blob(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        })?),
    })
}

fn cells<'v, T>(
    values: impl Iterator<Item = &'v Value>,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<Vec<Option<T>>, Value> {
    let cell = |value: &Value| match (value, read(value)) {
        (_, Some(cell)) => Ok(Some(cell)),
        (Value::Null, None) => Ok(None),
        (value, None) => Err(value.clone()),
    };
    values.map(cell).collect()
}

fn unfit(table: &Table, column: &str, value: &Value) -> Error {
    // Not what is in it: that may be personal.
    let kind = match value {
        Value::Null => "nothing",
        Value::Int(_) => "a number",
        Value::Real(_) => "a ratio",
        Value::Text(_) => "a text",
        Value::Blob(_) => "bytes",
        Value::Uuid(_) => "an id",
    };
    Error::Encode(format!("{}.{column} cannot hold {kind}", table.name).into())
}

fn put(table: &Table, columns: &[&str]) -> String {
    let Table { name, key, .. } = table;
    let all = [*key, columns].concat();
    let set = join(columns, ", ", |c| format!("{c} = excluded.{c}"));
    let done = if set.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {set}") };
    let (keys, rows) = (key.join(", "), rows(&all));
    let all = all.join(", ");
    format!("INSERT INTO {name} ({all}) SELECT * FROM {rows} ON CONFLICT ({keys}) DO {done}")
}

fn change(table: &Table, columns: &[&str]) -> String {
    update(table, columns, |column| format!("{column} = v.{column}"))
}

fn move_counters(table: &Table, counters: &[&str]) -> String {
    let name = table.name;
    update(table, counters, |column| format!("{column} = {name}.{column} + v.{column}"))
}

fn update(table: &Table, columns: &[&str], set: impl Fn(&str) -> String) -> String {
    let Table { name, key, .. } = table;
    let (set, same) = (join(columns, ", ", set), same_key(table));
    format!("UPDATE {name} SET {set} FROM {} WHERE {same}", rows(&[*key, columns].concat()))
}

fn insert_missing(table: &Table, all: &[&str]) -> String {
    let (name, same, rows) = (table.name, same_key(table), rows(all));
    let all = all.join(", ");
    format!(
        "INSERT INTO {name} ({all}) SELECT * FROM {rows} \
         WHERE NOT EXISTS (SELECT 1 FROM {name} WHERE {same})"
    )
}

fn delete(table: &Table) -> String {
    let (name, same) = (table.name, same_key(table));
    format!("DELETE FROM {name} USING {} WHERE {same}", rows(table.key))
}

/// A row of the table is the one that a row of `v` names.
fn same_key(table: &Table) -> String {
    let Table { name, key, .. } = table;
    join(key, " AND ", |column| format!("{name}.{column} = v.{column}"))
}

/// Rows of these columns, each column a parameter.
fn rows(columns: &[&str]) -> String {
    let parameters = (1..=columns.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    format!("unnest({parameters}) AS v ({})", columns.join(", "))
}

fn join(columns: &[&str], separator: &str, text: impl Fn(&str) -> String) -> String {
    columns.iter().map(|column| text(column)).collect::<Vec<_>>().join(separator)
}
