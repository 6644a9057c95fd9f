//! What the rhythm of dispatch is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

#[cfg(test)]
mod tests;

use jiff::ToSpan as _;
use jiff::civil::Date;
use tongban_calendar::Office;
use tongban_kernel::{Category, Context, Decider};

use super::commands::Command;
use super::events::{Event, Item, Turn};
use crate::project::state::convenes;

/// Days from list to list.
pub const EVERY_DAYS: i64 = 14;
/// A list is made up to so many days before it is due.
pub const AHEAD_DAYS: i64 = 3;
/// What one list holds: the oldest; more is not talked through in one meeting.
pub const ITEMS_MAX: usize = 200;
/// No holiday is longer: where so many days are off, the calendar knows nothing of that time.
const REST_DAYS_MAX: i64 = 15;

/// When lists are due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Nobody said when.
    #[default]
    Unset,
    /// Every fortnight.
    Set(Beat),
}

/// A rhythm that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    first_on: Date,
    /// The number of the list that was due on the first day.
    first_nth: u32,
    office: Office,
    next: Turn,
}

/// Why a wish is refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Only coordinators and supervisors set the rhythm and issue lists.
    #[error("only a coordinator or supervisor may do this")]
    NotConvener,
    /// No list is due before somebody says when.
    #[error("nobody has said yet when lists are due")]
    Unset,
    /// The day has passed, or is beyond the years that can be counted.
    #[error("{first_on} has passed")]
    Past {
        /// The day.
        first_on: Date,
    },
    /// The list before was just issued.
    #[error(
        "the next list is due on {due_on}; it is made {AHEAD_DAYS} days before at the earliest"
    )]
    TooEarly {
        /// When the next one is due.
        due_on: Date,
    },
    /// More than is talked through.
    #[error("a list has {ITEMS_MAX} items at most")]
    TooLong,
}

impl Rhythm {
    /// The list that is due next.
    pub fn next(&self) -> Option<Turn> {
        match self {
            Self::Unset => None,
            Self::Set(beat) => Some(beat.next),
        }
    }
}

impl Decider for Rhythm {
    const CATEGORY: Category = Category::new("rhythm");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Set { first_on, office } => self.set(first_on, office, cx),
            Command::Issue { items } => self.issue(items, cx),
            Command::NoteMissed { nth } => Ok(self.note_missed(nth, cx)),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::RhythmSet { first_on, office, next } => Self::Set(Beat {
                first_on: *first_on,
                first_nth: next.nth,
                office: office.clone(),
                next: *next,
            }),
            Event::ListIssued { next, .. } | Event::ListMissed { next, .. } => match self {
                Self::Unset => Self::Unset,
                Self::Set(beat) => Self::Set(Beat { next: *next, ..beat }),
            },
        }
    }
}

impl Rhythm {
    fn set(
        &self,
        first_on: Date,
        office: Office,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if !convenes(cx) {
            return Err(Rejection::NotConvener);
        }
        let first_nth = match self {
            Self::Unset => 1,
            Self::Set(beat) if beat.first_on == first_on => return Ok(Vec::new()),
            Self::Set(beat) => beat.next.nth,
        };
        let next = turn(first_nth, first_on, &office, cx).filter(|next| next.due_at > cx.now);
        let next = next.ok_or(Rejection::Past { first_on })?;
        Ok(vec![Event::RhythmSet { first_on, office, next }])
    }

    fn issue(&self, items: Vec<Item>, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if !convenes(cx) {
            return Err(Rejection::NotConvener);
        }
        let Self::Set(beat) = self else { return Err(Rejection::Unset) };
        if items.len() > ITEMS_MAX {
            return Err(Rejection::TooLong);
        }
        let (list, today) = (beat.next, beat.office.date_of(cx.now));
        let earliest = list.due_on.checked_sub(AHEAD_DAYS.days()).unwrap_or(list.due_on);
        if today < earliest {
            return Err(Rejection::TooEarly { due_on: list.due_on });
        }
        let next = beat.after(cx).ok_or(Rejection::Past { first_on: list.due_on })?;
        Ok(vec![Event::ListIssued { list, items, issued_at: cx.now, next }])
    }

    /// Once per list; the row that the wish comes from may lag behind.
    fn note_missed(&self, nth: u32, cx: Context<'_>) -> Vec<Event> {
        let Self::Set(beat) = self else { return Vec::new() };
        let list = beat.next;
        if list.nth != nth || list.due_at > cx.now {
            return Vec::new();
        }
        let missed = beat.after(cx).map(|next| Event::ListMissed { list, next });
        missed.into_iter().collect()
    }
}

impl Beat {
    /// The list after the next.
    fn after(&self, cx: Context<'_>) -> Option<Turn> {
        let nth = self.next.nth.checked_add(1)?;
        let days = EVERY_DAYS.checked_mul(i64::from(nth - self.first_nth))?;
        turn(nth, self.first_on.checked_add(days.days()).ok()?, &self.office, cx)
    }
}

/// The list that is due on this day, or on the first working day after it.
fn turn(nth: u32, on: Date, office: &Office, cx: Context<'_>) -> Option<Turn> {
    let days = (0..REST_DAYS_MAX).filter_map(|n| on.checked_add(n.days()).ok());
    let due_on = days.into_iter().find(|day| cx.calendar.is_workday(*day)).unwrap_or(on);
    let due_at = office.start_of(due_on.tomorrow().ok()?)?;
    Some(Turn { nth, due_on, due_at })
}
