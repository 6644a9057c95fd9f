//! A case, folded from its stream.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;
use tongban_kernel::{DecodeError, Recorded};

use crate::history::{CaseEvent, HistoryCase, HistoryRow, Milestone, Moment};

/// Why a stream is no case.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// An event is not one that this program knows.
    #[error("an event cannot be read")]
    Decode(#[from] DecodeError),
    /// It does not begin as a case does.
    #[error("the stream does not begin with the opening of a case")]
    NotOpened,
    /// It does not end as a case does.
    #[error("the stream ends before its case does")]
    NotEnded,
    /// A row names an offset from UTC that does not exist.
    #[error("there is no offset from UTC of {seconds} seconds")]
    Offset {
        /// The offset.
        seconds: i32,
    },
}

/// Folds the events of one case.
pub(in crate::history) fn fold(events: &[Arc<Recorded>]) -> Result<HistoryCase, FoldError> {
    let mut events = events.iter();
    let first = events.next().ok_or(FoldError::NotOpened)?;
    let CaseEvent::CaseOpened { case_name, attributes, .. } = first.decode()? else {
        return Err(FoldError::NotOpened);
    };
    let mut case = HistoryCase {
        name: case_name,
        attributes,
        milestones: BTreeMap::new(),
        rows: Vec::with_capacity(events.len()),
    };
    for event in events {
        match event.decode()? {
            CaseEvent::CaseOpened { .. } => return Err(FoldError::NotEnded),
            row @ CaseEvent::RowRecorded { .. } => {
                case.rows.extend(as_row(row, event.occurred_at)?);
            }
            CaseEvent::MilestonesRecorded { received, accepted, concluded, deadline, .. } => {
                let found =
                    Milestone::ALL.into_iter().zip([received, accepted, concluded, deadline]);
                case.milestones = found.filter_map(|(name, at)| Some((name, at?))).collect();
                return Ok(case);
            }
        }
    }
    Err(FoldError::NotEnded)
}

fn as_row(event: CaseEvent, occurred_at: Timestamp) -> Result<Option<HistoryRow>, FoldError> {
    let CaseEvent::RowRecorded {
        activity,
        lifecycle,
        resource,
        department,
        utc_offset_seconds: seconds,
        attributes,
        ..
    } = event
    else {
        return Ok(None);
    };
    let offset = Offset::from_seconds(seconds).map_err(|_| FoldError::Offset { seconds })?;
    let at = Moment::new(occurred_at, offset);
    Ok(Some(HistoryRow { activity, lifecycle, resource, department, at, attributes }))
}
