use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::AssertSqlSafe;

use crate::store::{reader_pool, values_of};
use crate::{Projection, StoreError, Table};

/// Where two files with the rows of one projection are not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The first row that differs, in the order of the key, from 1.
    pub row: u64,
}

/// Compares all rows of two files of one projection; none means that they are the same.
///
/// # Errors
/// When one of them cannot be read.
pub async fn same_rows<P: Projection>(
    a: &Path,
    b: &Path,
) -> Result<Option<Difference>, StoreError> {
    for table in P::TABLES {
        if let Some(difference) = same_table(table, a, b).await? {
            return Ok(Some(difference));
        }
    }
    Ok(None)
}

async fn same_table(table: &Table, a: &Path, b: &Path) -> Result<Option<Difference>, StoreError> {
    let sql = format!("SELECT * FROM {} ORDER BY {}", table.name, table.key.join(", "));
    let (pool_a, pool_b) = (reader_pool(a), reader_pool(b));
    // Side by side, so that neither has to fit into memory.
    let mut rows_a = sqlx::query(AssertSqlSafe(sql.clone())).fetch(&pool_a);
    let mut rows_b = sqlx::query(AssertSqlSafe(sql)).fetch(&pool_b);
    let mut row = 0;
    loop {
        row += 1;
        let next_a = rows_a.try_next().await.map_err(StoreError::engine("compare", a))?;
        let next_b = rows_b.try_next().await.map_err(StoreError::engine("compare", b))?;
        let same = match (&next_a, &next_b) {
            (None, None) => return Ok(None),
            (Some(row_a), Some(row_b)) => {
                values_of(row_a).map_err(StoreError::engine("compare", a))?
                    == values_of(row_b).map_err(StoreError::engine("compare", b))?
            }
            _ => false,
        };
        if !same {
            return Ok(Some(Difference { table: table.name, row }));
        }
    }
}
