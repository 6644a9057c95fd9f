use tongban_eventstore::readers::DueWork;
use tongban_readmodel::{DueList, Projection, QueryError, Row};
use uuid::Uuid;

use super::Rhythms;
use crate::api::small;
use crate::projection::Coordination;

/// The list whose day has passed without its being issued.
#[derive(Clone, Copy, Debug)]
pub struct MissedLists;

/// A list that was not issued in time, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissedList {
    /// Which.
    pub nth: u32,
}

impl DueList for MissedLists {
    type Order = MissedList;

    const NAME: &'static str = "coordination-lists";
    const PROJECTION: &'static str = Coordination::NAME;
    const SQL: &'static str = "SELECT caused_by AS id, next_nth, next_due_at AS at
        FROM rhythm WHERE next_due_at <= $1";

    fn work(row: &Row) -> Result<DueWork<MissedList>, QueryError> {
        let (nth, due_at) = (small(row, "next_nth")?, row.timestamp("at")?);
        Ok(DueWork {
            order: MissedList { nth },
            due_at: Some(due_at),
            correlation: Rhythms::ID,
            // Another day may be set for the same list.
            key: format!("{nth}/{due_at}"),
        })
    }

    fn id(_: &MissedList) -> Uuid {
        // There is one list at a time: nothing is behind it.
        Uuid::max()
    }
}
