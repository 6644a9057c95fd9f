//! The rows of matters that are put to others: where they stand, who said what, what came of it.

mod matters;
mod opinions;
#[cfg(test)]
mod tests;

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table};

use crate::projection::json;

const PUBLIC: &str = "coordination.public_opinion_given.v1";

pub(crate) const EVENTS: &[&str] = &[
    "coordination.deliberation_opened.v1",
    "coordination.department_opinion_given.v1",
    "coordination.deliberation_closed.v1",
    "coordination.deliberation_summarised.v1",
    "coordination.deliberation_decided.v1",
    "coordination.deliberation_followed_up.v1",
    PUBLIC,
];

pub(crate) const TABLES: &[&Table] = &[
    &matters::DELIBERATIONS,
    &matters::FOLLOW_UPS,
    &opinions::DEPARTMENTS,
    &opinions::WORDS,
    &opinions::PUBLIC_OPINIONS,
];

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    if event.kind.as_str() == PUBLIC {
        return Ok(opinions::public(event.decode()?));
    }
    let fact = event.decode()?;
    let mut rows = matters::rows(&fact, event);
    rows.extend(opinions::rows(&fact));
    Ok(rows)
}
