//! The rows of matters.

#[cfg(test)]
mod tests;

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table, change, put};

use super::events::Event;
use crate::projection::json;

pub(crate) const EVENTS: &[&str] =
    &["coordination.responsibility_proposed.v1", "coordination.responsibility_confirmed.v1"];

pub(crate) const TABLES: &[&Table] = &[&MATTERS];

/// One row per matter; `proposal` and `assisting` are JSON.
static MATTERS: Table = Table {
    name: "matters",
    key: &["matter_id"],
    ddl: &[
        "CREATE TABLE matters (
            matter_id UUID PRIMARY KEY,
            state TEXT NOT NULL,
            title TEXT NOT NULL,
            text TEXT,
            from_department TEXT,
            catalog_version INTEGER NOT NULL,
            proposal TEXT NOT NULL,
            proposed_at BIGINT NOT NULL,
            lead TEXT,
            assisting TEXT,
            as_proposed INTEGER,
            reason TEXT,
            confirmed_at BIGINT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX matters_newest ON matters (proposed_at, matter_id)",
        "CREATE INDEX matters_asking ON matters (from_department, proposed_at, matter_id)",
        "CREATE INDEX matters_leading ON matters (lead, proposed_at, matter_id)",
        // What is learned from, the newest word first.
        "CREATE INDEX matters_confirmed ON matters (confirmed_at, matter_id)
            WHERE confirmed_at IS NOT NULL",
    ],
};

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let caused_by = ("caused_by", event.id.into());
    let row = match event.decode()? {
        Event::ResponsibilityProposed {
            matter_id,
            title,
            text,
            from_department,
            catalog_version,
            proposal,
            proposed_at,
        } => put(
            &MATTERS,
            [("matter_id", matter_id.into())],
            [
                ("state", "proposed".into()),
                ("title", title.into()),
                ("text", text.into()),
                ("from_department", from_department.into()),
                ("catalog_version", catalog_version.into()),
                ("proposal", json(&proposal)),
                ("proposed_at", proposed_at.into()),
                caused_by,
            ],
        ),
        Event::ResponsibilityConfirmed {
            matter_id,
            lead,
            assisting,
            as_proposed,
            reason,
            confirmed_at,
        } => change(
            &MATTERS,
            [("matter_id", matter_id.into())],
            [
                ("state", "confirmed".into()),
                ("lead", lead.into()),
                ("assisting", json(&assisting)),
                ("as_proposed", as_proposed.into()),
                ("reason", reason.into()),
                ("confirmed_at", confirmed_at.into()),
                caused_by,
            ],
        ),
    };
    Ok(vec![row])
}
