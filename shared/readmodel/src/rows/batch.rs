use std::collections::BTreeMap;

use super::{Cells, RowChange, RowOp, Table, Value};

/// The changes of a batch, merged per row: most rows end with one.
///
/// What cannot become one change exactly stays two, written one after the other.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    rows: BTreeMap<RowKey, Vec<RowChange>>,
}

/// One row of one table; sorted as the engine sorts, so that writing walks its tree once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowKey {
    pub(crate) table: &'static Table,
    pub(crate) values: Vec<Value>,
}

impl Ord for RowKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.table.name, &self.values).cmp(&(other.table.name, &other.values))
    }
}

impl PartialOrd for RowKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Batch {
    /// Adds a change after all that were added before.
    pub(crate) fn push(&mut self, op: RowOp) {
        debug_assert!(
            op.key.iter().map(|(column, _)| column).eq(op.table.key),
            "the key of {} is {:?}",
            op.table.name,
            op.table.key
        );
        let values = op.key.into_iter().map(|(_, value)| value).collect();
        let layers = self.rows.entry(RowKey { table: op.table, values }).or_default();
        if op.change == RowChange::Delete {
            // Whatever was, is gone.
            layers.clear();
        }
        match layers.last_mut() {
            None => layers.push(op.change),
            Some(last) => {
                if let Err(unmerged) = merge(last, op.change) {
                    layers.push(unmerged);
                }
            }
        }
    }

    /// The changes in rounds: a row stands at most once in each, and the rounds follow each other.
    pub(crate) fn into_rounds(self) -> Vec<Vec<(RowKey, RowChange)>> {
        let mut rounds: Vec<Vec<_>> = Vec::new();
        for (key, layers) in self.rows {
            for (i, change) in layers.into_iter().enumerate() {
                if rounds.len() == i {
                    rounds.push(Vec::new());
                }
                rounds[i].push((key.clone(), change));
            }
        }
        rounds
    }
}

/// Makes `next` part of `last` where one change says exactly the same as both; hands it back where
/// none does.
fn merge(last: &mut RowChange, next: RowChange) -> Result<(), RowChange> {
    use RowChange::{Add, Change, Delete, Put};
    match (&mut *last, next) {
        (Put(cells), Put(newer) | Change(newer)) | (Change(cells), Change(newer)) => {
            overlay(cells, newer);
        }
        (Put(cells), Add { by, .. }) if counters(cells, &by) => {
            for (column, delta) in by {
                if let Some((_, Value::Int(count))) = cell(cells, column) {
                    *count += delta;
                }
            }
        }
        // All that the older one may have written is written over, whether the row was there or not.
        (Change(cells), Put(newer)) if names(cells, &newer) => *last = Put(newer),
        (Add { by, set }, Put(newer))
            if names(set, &newer) && by.iter().all(|(column, _)| has(&newer, column)) =>
        {
            *last = Put(newer);
        }
        (Add { by: sum, .. }, Add { by, set }) => {
            if !sums(sum, &by) {
                return Err(Add { by, set });
            }
            sum.iter_mut().zip(by).for_each(|((_, sum), (_, delta))| *sum += delta);
        }
        // A row that is gone cannot be changed.
        (Delete, Change(_) | Delete) => {}
        (_, unmerged) => return Err(unmerged),
    }
    Ok(())
}

fn cell<'a>(cells: &'a mut Cells, column: &str) -> Option<&'a mut (&'static str, Value)> {
    cells.iter_mut().find(|(name, _)| *name == column)
}

fn has(cells: &Cells, column: &str) -> bool {
    cells.iter().any(|(name, _)| *name == column)
}

fn names(older: &Cells, newer: &Cells) -> bool {
    older.iter().all(|(column, _)| has(newer, column))
}

fn overlay(cells: &mut Cells, newer: Cells) {
    for (column, value) in newer {
        match cell(cells, column) {
            Some((_, old)) => *old = value,
            None => cells.push((column, value)),
        }
    }
}

/// Whether every counter has a known value that the delta can be added to.
fn counters(cells: &Cells, by: &[(&'static str, i64)]) -> bool {
    by.iter().all(|(column, delta)| {
        let known = cells.iter().find(|(name, _)| name == column);
        matches!(known, Some((_, Value::Int(count))) if count.checked_add(*delta).is_some())
    })
}

/// Whether both move the same counters, so that a new row starts with the same ones.
fn sums(sum: &[(&'static str, i64)], by: &[(&'static str, i64)]) -> bool {
    sum.len() == by.len()
        && sum
            .iter()
            .zip(by)
            .all(|((a, sum), (b, delta))| a == b && sum.checked_add(*delta).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::{add, change, delete, put};
    use super::*;

    const TASKS: &Table = &Table { name: "tasks", key: &["task_id"], ddl: &[] };

    fn key() -> Cells {
        vec![("task_id", 1.into())]
    }

    fn merged(ops: impl IntoIterator<Item = RowOp>) -> Vec<RowChange> {
        let mut batch = Batch::default();
        ops.into_iter().for_each(|op| batch.push(op));
        batch.into_rounds().into_iter().flatten().map(|(_, change)| change).collect()
    }

    #[test]
    fn a_row_that_is_put_and_changed_is_put_once() {
        let ops = [
            put(TASKS, key(), [("state", "requested".into()), ("n_returns", 0.into())]),
            change(TASKS, key(), [("state", "returned".into())]),
            add(TASKS, key(), [("n_returns", 1)], []),
        ];
        let put = RowChange::Put(vec![("state", "returned".into()), ("n_returns", 1.into())]);
        assert_eq!(merged(ops), [put]);
    }

    #[test]
    fn changes_and_sums_become_one_each() {
        let ops = [
            change(TASKS, key(), [("state", "replied".into())]),
            change(TASKS, key(), [("closed", true.into())]),
        ];
        let cells = vec![("state", "replied".into()), ("closed", 1.into())];
        assert_eq!(merged(ops), [RowChange::Change(cells)]);
        let ops = [add(TASKS, key(), [("n", 2)], []), add(TASKS, key(), [("n", -5)], [])];
        assert_eq!(merged(ops), [RowChange::Add { by: vec![("n", -3)], set: vec![] }]);
    }

    #[test]
    fn a_deleted_row_forgets_what_was_before_and_starts_anew() {
        let put_anew = put(TASKS, key(), [("state", "requested".into())]);
        let ops = [
            put(TASKS, key(), [("state", "closed".into()), ("note", "old".into())]),
            delete(TASKS, key()),
            change(TASKS, key(), [("state", "returned".into())]),
            put_anew.clone(),
        ];
        assert_eq!(merged(ops), [RowChange::Delete, put_anew.change]);
    }

    #[test]
    fn what_one_change_cannot_say_stays_two() {
        // The row may not be there: then `note` must not be written.
        let ops = [
            change(TASKS, key(), [("note", "only if there".into())]),
            put(TASKS, key(), [("state", "requested".into())]),
        ];
        assert_eq!(merged(ops).len(), 2);
    }
}
