use std::collections::BTreeMap;

use sqlx::{Error, PgConnection};

/// What the columns of a schema hold: PostgreSQL wants to know before it is given a value.
#[derive(Debug)]
pub(crate) struct Columns(BTreeMap<(String, String), Kind>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Real,
    Text,
    Bytes,
    Uuid,
}

/// Table, column and type of all that the connection sees of its schema.
pub(super) const COLUMNS: &str = "\
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) \
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' \
        AND a.attnum > 0 AND NOT a.attisdropped";

impl Columns {
    /// Those of the schema that the connection looks in.
    pub(crate) async fn of(connection: &mut PgConnection) -> Result<Self, Error> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as(COLUMNS).fetch_all(connection).await?;
        let kinds = rows
            .into_iter()
            .filter_map(|(table, column, kind)| Some(((table, column), kind_of(&kind)?)));
        Ok(Self(kinds.collect()))
    }

    pub(super) fn kind(&self, table: &str, column: &str) -> Result<Kind, Error> {
        let key = (table.to_owned(), column.to_owned());
        self.0.get(&key).copied().ok_or_else(|| Error::ColumnNotFound(format!("{table}.{column}")))
    }
}

fn kind_of(sql: &str) -> Option<Kind> {
    Some(match sql {
        "bigint" => Kind::Int,
        "double precision" => Kind::Real,
        "text" => Kind::Text,
        "bytea" => Kind::Bytes,
        "uuid" => Kind::Uuid,
        _ => return None,
    })
}
