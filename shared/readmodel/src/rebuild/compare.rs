use futures_util::TryStreamExt;

use crate::{Projection, ReadModel, StoreError, Table, Value};

/// Where the rows of one projection are not the same twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The first row that differs, in the order of the key, from 1.
    pub row: u64,
}

/// Compares all rows of one projection in two places, of one engine or of both; none means that they
/// are the same.
///
/// # Errors
/// When one of them cannot be read.
pub async fn same_rows<P: Projection>(
    a: &ReadModel,
    b: &ReadModel,
) -> Result<Option<Difference>, StoreError> {
    for table in P::TABLES {
        if let Some(difference) = same_table(table, a, b).await? {
            return Ok(Some(difference));
        }
    }
    Ok(None)
}

async fn same_table(
    table: &Table,
    a: &ReadModel,
    b: &ReadModel,
) -> Result<Option<Difference>, StoreError> {
    let sql = format!("SELECT * FROM {} ORDER BY {}", table.name, table.key.join(", "));
    let (asked_a, asked_b) = (a.asked().await, b.asked().await);
    // Side by side, so that neither has to fit into memory.
    let (mut rows_a, mut rows_b) = (asked_a.stream(sql.clone()), asked_b.stream(sql));
    let mut row = 0;
    loop {
        row += 1;
        let next_a = rows_a.try_next().await.map_err(StoreError::engine("compare", a.place()))?;
        let next_b = rows_b.try_next().await.map_err(StoreError::engine("compare", b.place()))?;
        let same = match (&next_a, &next_b) {
            (None, None) => return Ok(None),
            (Some(row_a), Some(row_b)) => {
                row_a.len() == row_b.len() && row_a.iter().zip(row_b).all(|(a, b)| is_same(a, b))
            }
            _ => false,
        };
        if !same {
            return Ok(Some(Difference { table: table.name, row }));
        }
    }
}

/// SQLite has an id as its bytes.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Uuid(id), Value::Blob(bytes)) | (Value::Blob(bytes), Value::Uuid(id)) => {
            id.as_bytes() == &bytes[..]
        }
        (a, b) => a == b,
    }
}
