use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::QueryError;
use crate::Value;

/// One row of an answer. Columns are read by name, each as what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident, $opt_name:ident -> $kind:ty = $read:expr, $expected:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// When there is no such column, or it holds something else.
        pub fn $name(&self, column: &str) -> Result<$kind, QueryError> {
            self.read(column, $expected, $read)
        }

        $(#[$doc])*
        /// None where the column is NULL.
        ///
        /// # Errors
        /// When there is no such column, or it holds something else.
        pub fn $opt_name(&self, column: &str) -> Result<Option<$kind>, QueryError> {
            match self.value(column)? {
                Value::Null => Ok(None),
                _ => self.$name(column).map(Some),
            }
        }
    )+};
}

impl Row {
    pub(super) fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    getters! {
        /// A text.
        text, opt_text -> String = text, "a text";
        /// A number.
        int, opt_int -> i64 = int, "a number";
        /// A ratio.
        real, opt_real -> f64 = real, "a ratio";
        /// A flag.
        bool, opt_bool -> bool = |value| int(value).map(|flag| flag != 0), "a flag";
        /// An instant.
        timestamp, opt_timestamp -> Timestamp = timestamp, "an instant in microseconds";
        /// A date.
        date, opt_date -> Date = date, "a date";
        /// An id.
        uuid, opt_uuid -> Uuid = uuid, "an id";
        /// Bytes.
        blob, opt_blob -> Vec<u8> = blob, "bytes";
    }

    /// What a column holds, whatever it is.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn value(&self, column: &str) -> Result<&Value, QueryError> {
        let index = self.columns.iter().position(|name| name == column);
        index.and_then(|index| self.values.get(index)).ok_or_else(|| QueryError::Column {
            column: column.to_owned(),
            expected: "a column of the answer",
        })
    }

    fn read<T>(
        &self,
        column: &str,
        expected: &'static str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<T, QueryError> {
        let mismatch = || QueryError::Column { column: column.to_owned(), expected };
        read(self.value(column)?).ok_or_else(mismatch)
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(int) => Some(*int),
        _ => None,
    }
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Real(real) => Some(*real),
        // A sum of counts, or a ratio that happens to be whole.
        #[expect(clippy::cast_precision_loss, reason = "a ratio has no need of the last digits")]
        Value::Int(int) => Some(*int as f64),
        _ => None,
    }
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    int(value).and_then(|micros| Timestamp::from_microsecond(micros).ok())
}

fn date(value: &Value) -> Option<Date> {
    text(value).and_then(|text| text.parse().ok())
}

fn uuid(value: &Value) -> Option<Uuid> {
    match value {
        Value::Uuid(id) => Some(*id),
        Value::Blob(bytes) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
}

fn blob(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Blob(bytes) => Some(bytes.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let columns = Arc::from(["state".to_owned(), "due_at".to_owned(), "case_id".to_owned()]);
        let id = Value::Blob(Uuid::from_u128(7).as_bytes().to_vec());
        Row::new(columns, vec!["open".into(), Value::Null, id])
    }

    #[test]
    fn a_column_is_read_as_what_it_holds() {
        assert_eq!(row().text("state").unwrap(), "open");
        assert_eq!(row().opt_timestamp("due_at").unwrap(), None);
        assert_eq!(row().uuid("case_id").unwrap(), Uuid::from_u128(7));
    }

    #[test]
    fn a_column_that_holds_something_else_is_named() {
        for (error, text) in [
            (row().int("state").unwrap_err(), "column state is not a number"),
            (
                row().timestamp("due_at").unwrap_err(),
                "column due_at is not an instant in microseconds",
            ),
            (row().text("stat").unwrap_err(), "column stat is not a column of the answer"),
        ] {
            assert_eq!(error.to_string(), text);
        }
    }
}
