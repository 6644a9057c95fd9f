//! Working days, deadlines and suspensions: pure values, no clock, no I/O.
//!
//! ```
//! use tongban_calendar::{Budget, Calendar, Clock, Lang, Office};
//!
//! let (calendar, office) = (Calendar::builtin(), Office::default());
//! let clock = Clock::new("2026-09-28T10:15:00+08:00".parse()?, Budget::Workdays(20));
//! let derivation = clock.derive(&calendar, &office)?;
//! assert_eq!(derivation.deadline.due().map(|due| due.due_on.to_string()).as_deref(), Some("2026-10-30"));
//! println!("{}", derivation.text(Lang::En));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Calendar`] says which days are working days, as far as [`Notice`]s are published;
//! [`Clock`] is a limit with its extensions and suspensions; [`Clock::deadline`] answers until when
//! it runs, [`Clock::derive`] also why; [`Clocks`] are those of one case. Everything that could
//! change with a notice still to come is marked provisional.

mod axis;
mod budget;
mod calendar;
mod clock;
mod clock_name;
mod clocks;
mod countdown;
mod course;
mod day;
mod days;
mod derivation;
mod due;
mod editions;
mod holiday;
mod hours;
mod ladder;
mod lang;
mod moved;
mod notice;
mod office;
mod offset;
mod progress;
mod runs;
mod shift;
mod spelling;
mod suspension;
mod table;
mod version;
mod words;
mod worked;

pub use budget::{Budget, BudgetError, Unit};
pub use calendar::Calendar;
pub use clock::{Clock, Extension};
pub use clock_name::{ClockKind, ClockName, InvalidClockName};
pub use clocks::{Clocks, ClocksError, Scope};
pub use countdown::Countdown;
pub use day::{Day, DayKind};
pub use derivation::{DayStep, Derivation, NoticeCited, Outcome, StartRule};
pub use due::{Deadline, Due, DueError, Left, Suspended};
pub use editions::{Editions, NotLater};
pub use holiday::holiday_name;
pub use hours::{HoursError, OfficeHours};
pub use ladder::{Ladder, after_due};
pub use lang::Lang;
pub use moved::{DayChange, Moved};
pub use notice::{Notice, NoticeDay, NoticeError};
pub use office::{Office, RestDayEnd, WorkingTime};
pub use offset::{InvalidOffset, UtcOffset};
pub use progress::Rungs;
pub use shift::Shift;
pub use suspension::{EndsBeforeStart, Suspension};
pub use version::CalendarVersion;
