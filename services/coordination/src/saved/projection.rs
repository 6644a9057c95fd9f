//! The rows of saved views.

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table, delete, put};

use super::events::Event;

pub(crate) const EVENTS: &[&str] = &["coordination.view_saved.v1", "coordination.view_removed.v1"];

pub(crate) const TABLES: &[&Table] = &[&VIEWS];

/// One row per saved view.
static VIEWS: Table = Table {
    name: "views",
    key: &["view_id"],
    ddl: &[
        "CREATE TABLE views (
            view_id UUID PRIMARY KEY,
            account TEXT NOT NULL,
            name TEXT NOT NULL,
            filter TEXT NOT NULL,
            shared_with TEXT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX views_account ON views (account, name, view_id)",
        "CREATE INDEX views_shared ON views (shared_with, name, view_id)
            WHERE shared_with IS NOT NULL",
    ],
};

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let row = match event.decode()? {
        Event::ViewSaved { account, view_id, name, filter, shared_with } => put(
            &VIEWS,
            [("view_id", view_id.into())],
            [
                ("account", account.into()),
                ("name", name.into()),
                ("filter", filter.into()),
                ("shared_with", shared_with.into()),
                ("caused_by", event.id.into()),
            ],
        ),
        Event::ViewRemoved { view_id, .. } => delete(&VIEWS, [("view_id", view_id.into())]),
    };
    Ok(vec![row])
}
