//! Recorded histories: logs of other systems come in as facts of their time, and go out again.
//!
//! A file is read trace by trace ([`xes`]), each becomes a [`HistoryCase`] by what a [`Mapping`]
//! says about names, and a [`Report`] counts what could not be mapped. [`import`] records it as
//! [`CaseEvent`]s, one stream per case; [`export`] folds them and writes them by [`XesWriter`] or
//! [`OcelObjects`]. The [`Graph`] of what went in and of what comes out is the same.
//!
//! Nothing here decides about rows: the past is recorded as it was, row by row in file order.
//! Instants are never sorted, since neighbours of a day-precise log share theirs. Only what becomes
//! of an [`Import`] as a whole is decided: it is seen when it is complete and until [`revert`].

mod events;
mod export;
mod graph;
mod import;
mod mapping;
mod moment;
mod naming;
mod record;
mod report;
mod revert;
mod state;
#[cfg(test)]
mod through_the_log;
mod value;
mod write_ocel;
mod write_xes;
pub mod xes;

#[cfg(test)]
mod real_logs;

pub use self::events::{CaseEvent, Event, ImportId};
pub use self::export::{ExportError, Exported, export};
pub use self::graph::{Graph, GraphBuilder};
pub use self::import::{ImportError, Imported, Outcome, import};
pub use self::mapping::{
    DepartmentSource, InvalidMapping, InvalidOffset, MapError, Mapped, Mapping, MilestoneSource,
    UtcOffset,
};
pub use self::moment::{InvalidMoment, Moment, Written};
pub use self::record::{HistoryCase, HistoryRow, Milestone};
pub use self::report::{Count, Example, Field, Gap, Report};
pub use self::revert::{Reverted, revert};
pub use self::state::{Command, Counts, HISTORY, Import, Rejection};
pub use self::value::{Attribute, Decimal, InvalidDecimal, Value};
pub use self::write_ocel::{OcelEvents, OcelObjects};
pub use self::write_xes::XesWriter;
