use super::Value;

/// A table of a read model. Its columns besides the key have a default or stand in every [`put`],
/// and in an [`add`] that may begin a row; nothing but the key is unique, so that the rows of a batch
/// may be written in any order.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns of its primary key.
    pub key: &'static [&'static str],
    /// `CREATE TABLE`, then its indexes, in the SQL that SQLite and PostgreSQL share.
    pub ddl: &'static [&'static str],
}

/// Columns with what they hold.
pub type Cells = Vec<(&'static str, Value)>;

/// What happens to one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOp {
    /// Its table.
    pub table: &'static Table,
    /// Its key: the columns of [`Table::key`], in their order.
    pub key: Cells,
    /// What happens to it.
    pub change: RowChange,
}

/// The ways in which a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowChange {
    /// It is there afterwards, with these values; other columns keep theirs.
    Put(Cells),
    /// It has these values, if it is there.
    Change(Cells),
    /// Counters move; a new row starts with the deltas and `set`, an old one keeps its other columns.
    /// Only a new row needs the columns that may not be null.
    ///
    /// Counters are integers: sums of them do not depend on how a batch was cut.
    Add {
        /// What is added to each counter.
        by: Vec<(&'static str, i64)>,
        /// What a new row holds besides.
        set: Cells,
    },
    /// It is gone.
    Delete,
}

/// The row is there afterwards, with these values.
pub fn put(table: &'static Table, key: impl Into<Cells>, set: impl Into<Cells>) -> RowOp {
    RowOp { table, key: key.into(), change: RowChange::Put(set.into()) }
}

/// The row, if it is there, has these values.
pub fn change(table: &'static Table, key: impl Into<Cells>, set: impl Into<Cells>) -> RowOp {
    RowOp { table, key: key.into(), change: RowChange::Change(set.into()) }
}

/// Counters of the row move by these deltas; a new row starts with them and with `set`.
pub fn add(
    table: &'static Table,
    key: impl Into<Cells>,
    by: impl Into<Vec<(&'static str, i64)>>,
    set: impl Into<Cells>,
) -> RowOp {
    RowOp { table, key: key.into(), change: RowChange::Add { by: by.into(), set: set.into() } }
}

/// The row is gone.
pub fn delete(table: &'static Table, key: impl Into<Cells>) -> RowOp {
    RowOp { table, key: key.into(), change: RowChange::Delete }
}
