use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Column, Decode, Error, Row, SqlSafeStr, TypeInfo, ValueRef};

use crate::Value;

/// A statement with its parameters.
pub(crate) fn query<'q>(
    sql: impl SqlSafeStr,
    values: impl IntoIterator<Item = Value>,
) -> Query<'q, Sqlite, SqliteArguments> {
    values.into_iter().fold(sqlx::query(sql), bind)
}

fn bind<'q>(
    query: Query<'q, Sqlite, SqliteArguments>,
    value: Value,
) -> Query<'q, Sqlite, SqliteArguments> {
    match value {
        Value::Null => query.bind(None::<i64>),
        Value::Int(value) => query.bind(value),
        Value::Real(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Blob(value) => query.bind(value),
        Value::Uuid(value) => query.bind(value.as_bytes().to_vec()),
    }
}

/// The columns of a row as the engine holds them: an id comes back as its bytes.
pub(crate) fn values_of(row: &SqliteRow) -> Result<Vec<Value>, Error> {
    (0..row.columns().len()).map(|index| value_of(row, index)).collect()
}

fn value_of(row: &SqliteRow, index: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info();
    let value = match kind.name() {
        "INTEGER" => Decode::<Sqlite>::decode(raw).map(Value::Int),
        "REAL" => Decode::<Sqlite>::decode(raw).map(Value::Real),
        "TEXT" => Decode::<Sqlite>::decode(raw).map(Value::Text),
        _ => Decode::<Sqlite>::decode(raw).map(Value::Blob),
    };
    let column = || row.column(index).name().to_owned();
    value.map_err(|source| Error::ColumnDecode { index: column(), source })
}
