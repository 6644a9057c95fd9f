//! The rows that everything is read from: each kind of aggregate has its tables and their rules.

pub(crate) mod cases;
#[cfg(test)]
mod tests;

use serde::Serialize;
use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{Projection, RowOp, Table, Value, joined, n_joined};

use crate::{
    absence, deliberation, dispute, emergency, matching, meeting, notice, project, rhythm, saved,
    task,
};

/// Tasks, their rungs still to come, their warnings, the cases that there are to ask about, and
/// everything else that departments have with each other: a folder of this crate each.
///
/// "Overdue" is no column: it is the due date beside the present.
#[derive(Clone, Copy, Debug)]
pub struct Coordination;

const EVENTS: &[&[&str]] = &[
    task::projection::EVENTS,
    notice::projection::EVENTS,
    dispute::projection::EVENTS,
    project::projection::EVENTS,
    rhythm::projection::EVENTS,
    meeting::projection::EVENTS,
    emergency::projection::EVENTS,
    deliberation::projection::EVENTS,
    matching::projection::EVENTS,
    absence::projection::EVENTS,
    saved::projection::EVENTS,
    cases::EVENTS,
];
const TABLES: &[&[&Table]] = &[
    task::projection::TABLES,
    notice::projection::TABLES,
    dispute::projection::TABLES,
    project::projection::TABLES,
    rhythm::projection::TABLES,
    meeting::projection::TABLES,
    emergency::projection::TABLES,
    deliberation::projection::TABLES,
    matching::projection::TABLES,
    absence::projection::TABLES,
    saved::projection::TABLES,
    cases::TABLES,
];
type Rows = fn(&Recorded) -> Result<Vec<RowOp>, DecodeError>;
/// What makes rows of which of [`EVENTS`], in their order.
const ROWS: [Rows; EVENTS.len()] = [
    task::projection::rows,
    notice::projection::rows,
    dispute::projection::rows,
    project::projection::rows,
    rhythm::projection::rows,
    meeting::projection::rows,
    emergency::projection::rows,
    deliberation::projection::rows,
    matching::projection::rows,
    absence::projection::rows,
    saved::projection::rows,
    cases::rows,
];

impl Projection for Coordination {
    const NAME: &'static str = "coordination";
    const VERSION: u32 = 5;
    const EVENTS: &'static [&'static str] = &joined::<_, { n_joined(EVENTS) }>(EVENTS);
    const TABLES: &'static [&'static Table] = &joined::<_, { n_joined(TABLES) }>(TABLES);

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        let kind = event.kind.as_str();
        let mut parts = EVENTS.iter().zip(ROWS);
        let part = parts.find(|(kinds, _)| kinds.contains(&kind));
        // Only events that are declared come here.
        part.map_or(Ok(Vec::new()), |(_, rows)| rows(event))
    }
}

/// A value as it lies in a row.
pub(crate) fn json(value: &impl Serialize) -> Value {
    serde_json::to_string(value).ok().into()
}
