//! The rows of the rhythm: when the next list is due, the lists, and what was on them.

#[cfg(test)]
mod tests;

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, Value, put};

use super::events::{Event, Item, Turn};

pub(crate) const EVENTS: &[&str] =
    &["coordination.rhythm_set.v1", "coordination.list_issued.v1", "coordination.list_missed.v1"];

pub(crate) const TABLES: &[&Table] = &[&RHYTHM, &LISTS, &ITEMS];

/// One row: the rhythm.
static RHYTHM: Table = Table {
    name: "rhythm",
    key: &["name"],
    ddl: &["CREATE TABLE rhythm (
        name TEXT PRIMARY KEY,
        next_nth INTEGER NOT NULL,
        next_on TEXT NOT NULL,
        next_due_at BIGINT NOT NULL,
        caused_by UUID NOT NULL
    )"],
};

/// One row per list, issued or missed.
static LISTS: Table = Table {
    name: "lists",
    key: &["nth"],
    ddl: &["CREATE TABLE lists (
        nth INTEGER PRIMARY KEY,
        due_on TEXT NOT NULL,
        issued_at BIGINT,
        n_items INTEGER NOT NULL,
        caused_by UUID NOT NULL
    )"],
};

/// What was on each list: how often something was is the number of its rows.
static ITEMS: Table = Table {
    name: "list_items",
    key: &["list", "kind", "id", "nth"],
    ddl: &[
        "CREATE TABLE list_items (
            list INTEGER NOT NULL,
            kind TEXT NOT NULL,
            id UUID NOT NULL,
            nth INTEGER NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (list, kind, id, nth)
        )",
        "CREATE INDEX list_items_of ON list_items (id, nth)",
    ],
};

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    Ok(match event.decode()? {
        Event::RhythmSet { next, .. } => vec![rhythm(&next, event)],
        Event::ListIssued { list, items, issued_at, next } => {
            let n_items = items.len();
            let listed = (0_u32..).zip(items).map(|(place, item)| listed(&list, place, item));
            let mut rows: Vec<_> = listed.collect();
            rows.push(issued(&list, issued_at.into(), n_items, event));
            rows.push(rhythm(&next, event));
            rows
        }
        Event::ListMissed { list, next } => {
            vec![issued(&list, Value::Null, 0, event), rhythm(&next, event)]
        }
    })
}

fn rhythm(next: &Turn, cause: &Recorded) -> RowOp {
    let set = [
        ("next_nth", next.nth.into()),
        ("next_on", next.due_on.into()),
        ("next_due_at", next.due_at.into()),
        ("caused_by", cause.id.into()),
    ];
    put(&RHYTHM, [("name", "fortnightly".into())], set)
}

fn issued(list: &Turn, issued_at: Value, n_items: usize, cause: &Recorded) -> RowOp {
    let set = [
        ("due_on", list.due_on.into()),
        ("issued_at", issued_at),
        ("n_items", u32::try_from(n_items).unwrap_or(u32::MAX).into()),
        ("caused_by", cause.id.into()),
    ];
    put(&LISTS, [("nth", list.nth.into())], set)
}

fn listed(list: &Turn, place: u32, item: Item) -> RowOp {
    let mut key: Cells = vec![("list", list.nth.into())];
    key.extend(match item {
        Item::Blocker { project_id, nth } => {
            [("kind", "blocker".into()), ("id", project_id.into()), ("nth", nth.into())]
        }
        Item::Task { task_id } => {
            [("kind", "task".into()), ("id", task_id.into()), ("nth", 0.into())]
        }
    });
    put(&ITEMS, key, [("place", place.into())])
}
