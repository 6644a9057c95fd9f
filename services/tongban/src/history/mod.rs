//! Recorded histories: logs of other systems come in as facts of their time, and go out again.
//!
//! A file is read trace by trace ([`xes`]), each becomes a [`HistoryCase`] by what a [`Mapping`]
//! says about names, and a [`Report`] counts what could not be mapped. What the log keeps are the
//! [`Event`]s; a case that is folded from them is written by [`XesWriter`] or [`OcelObjects`]. The
//! [`Graph`] of what went in and of what comes out is the same.
//!
//! Nothing here decides: the past is recorded as it was, row by row in file order. Instants are
//! never sorted, since neighbours of a day-precise log share theirs.

mod events;
mod graph;
mod mapping;
mod moment;
mod record;
mod report;
mod value;
mod write_ocel;
mod write_xes;
pub mod xes;

#[cfg(test)]
mod real_logs;

pub use self::events::{Event, ImportId};
pub use self::graph::{Graph, GraphBuilder};
pub use self::mapping::{
    DepartmentSource, InvalidMapping, InvalidOffset, MapError, Mapped, Mapping, MilestoneSource,
    UtcOffset,
};
pub use self::moment::{InvalidMoment, Moment, Written};
pub use self::record::{HistoryCase, HistoryRow, Milestone};
pub use self::report::{Count, Example, Field, Gap, Report};
pub use self::value::{Attribute, Decimal, InvalidDecimal, Value};
pub use self::write_ocel::{OcelEvents, OcelObjects};
pub use self::write_xes::XesWriter;
