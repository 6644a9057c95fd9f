use std::collections::BTreeMap;

use crate::rows::{Batch, RowKey};
use crate::{Cells, RowChange, Table, Value};

/// Rows that one statement can write: same table, same change, same columns besides the key.
pub(super) struct Group {
    pub(super) table: &'static Table,
    pub(super) kind: Kind,
    pub(super) columns: Vec<&'static str>,
    /// The key's values, then those of the columns.
    pub(super) rows: Vec<Vec<Value>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Put,
    Change,
    /// The first so many columns are counters.
    Add(usize),
    Delete,
}

impl Group {
    /// All its columns, as the values of a row stand.
    pub(super) fn all_columns(&self) -> Vec<&'static str> {
        [self.table.key, &self.columns[..]].concat()
    }
}

/// The changes of a batch in the order in which they are to be written.
pub(super) fn groups(batch: Batch) -> impl Iterator<Item = Group> {
    batch.into_rounds().into_iter().flat_map(groups_of_round)
}

fn groups_of_round(round: Vec<(RowKey, RowChange)>) -> impl Iterator<Item = Group> {
    let mut groups: BTreeMap<_, Group> = BTreeMap::new();
    for (key, change) in round {
        let RowKey { table, values: mut row } = key;
        let (kind, cells) = cells_of(change);
        let (columns, values): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
        row.extend(values);
        let shape = (table.name, kind, columns.clone());
        let new = || Group { table, kind, columns, rows: Vec::new() };
        groups.entry(shape).or_insert_with(new).rows.push(row);
    }
    // A change of nothing is none.
    groups.into_values().filter(|group| group.kind != Kind::Change || !group.columns.is_empty())
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
