//! What may be wished of the rhythm of dispatch.

use jiff::civil::Date;
use tongban_calendar::Office;

use super::events::Item;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Lists are to be due every fortnight.
    Set {
        /// From this day on.
        first_on: Date,
        /// How days begin and end.
        office: Office,
    },
    /// Issues the list that is due next.
    Issue {
        /// What is stuck, the oldest first.
        items: Vec<Item>,
    },
    /// The day of a list has passed.
    NoteMissed {
        /// Which.
        nth: u32,
    },
}
