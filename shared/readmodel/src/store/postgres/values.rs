use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo, PgValueFormat, Postgres};
use sqlx::query::Query;
use sqlx::{Column, Decode, Encode, Error, Row, SqlSafeStr, Type, TypeInfo, ValueRef};

use super::numeric::numeric;
use crate::Value;

/// A statement with its parameters.
pub(crate) fn query<'q>(
    sql: impl SqlSafeStr,
    values: impl IntoIterator<Item = Value>,
) -> Query<'q, Postgres, PgArguments> {
    values.into_iter().fold(sqlx::query(sql), bind)
}

fn bind(query: Query<'_, Postgres, PgArguments>, value: Value) -> Query<'_, Postgres, PgArguments> {
    match value {
        // The server chooses the type of a parameter that is nothing; with something in it next
        // time, the statement may be another.
        Value::Null => query.bind(Nothing).persistent(false),
        Value::Int(value) => query.bind(value),
        Value::Real(value) => query.bind(value),
        Value::Text(value) => query.bind(storable(value)),
        Value::Blob(value) => query.bind(value),
        Value::Uuid(value) => query.bind(value),
    }
}

/// Text as PostgreSQL can hold it: all characters but one.
pub(super) fn storable(text: String) -> String {
    match text.contains('\0') {
        true => text.replace('\0', "\u{fffd}"),
        false => text,
    }
}

/// NULL of a type that the server finds out.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

/// The columns of a row as the engine holds them.
pub(crate) fn values_of(row: &PgRow) -> Result<Vec<Value>, Error> {
    (0..row.columns().len()).map(|index| value_of(row, index)).collect()
}

fn value_of(row: &PgRow, index: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info();
    let value = match kind.name() {
        "BOOL" => <bool as Decode<Postgres>>::decode(raw).map(Value::from),
        "INT2" => <i16 as Decode<Postgres>>::decode(raw).map(|int| Value::Int(int.into())),
        "INT4" => <i32 as Decode<Postgres>>::decode(raw).map(Value::from),
        "INT8" => Decode::<Postgres>::decode(raw).map(Value::Int),
        "FLOAT4" => <f32 as Decode<Postgres>>::decode(raw).map(|real| Value::Real(real.into())),
        "FLOAT8" => Decode::<Postgres>::decode(raw).map(Value::Real),
        "NUMERIC" if raw.format() == PgValueFormat::Binary => raw.as_bytes().and_then(numeric),
        "UUID" => Decode::<Postgres>::decode(raw).map(Value::Uuid),
        "BYTEA" => Decode::<Postgres>::decode(raw).map(Value::Blob),
        _ => Decode::<Postgres>::decode(raw).map(Value::Text),
    };
    let column = || row.column(index).name().to_owned();
    value.map_err(|source| Error::ColumnDecode { index: column(), source })
}
