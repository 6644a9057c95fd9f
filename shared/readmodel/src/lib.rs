//! Read models in SQL: what queries, lists and work lists are read from.
//!
//! A [`Projection`] turns events into [`RowOp`]s and knows nothing of SQL. A [`ProjectionReader`]
//! merges the operations of a batch per row, writes many rows per statement and moves its checkpoint
//! in the same transaction. A [`ReadModel`] is what services query. Everything here can be computed
//! again from the log, save the [`StateStore`]: how far policies are and what was refused to them.
//!
//! There are two engines: SQLite, a file per projection that one process has, and PostgreSQL, a
//! schema per projection in a [`Database`] that several processes share. Nothing of them shows in the
//! interface but where a process opens its read models. The SQL of services is what both share: `$1`,
//! `ON CONFLICT`, instants as BIGINT microseconds, booleans as 0 and 1, ids as UUID, dates as TEXT.
//! Text sorts by its bytes in both.

mod changes;
mod due;
mod error;
mod models;
mod projection;
mod query;
mod reader;
mod rebuild;
mod rows;
mod state;
mod store;

// The real server of the tests outside, for what only the inside can show.
#[cfg(test)]
extern crate self as tongban_readmodel;
#[cfg(test)]
#[path = "../tests/readmodel/server.rs"]
#[expect(dead_code, reason = "the tests outside need more of it")]
mod server;

pub use changes::{CHANGES_MAX, Change, ChangeFeed, ChangedStream, Changes, Heard};
pub use due::{Due, DueList};
pub use error::{EngineError, StoreError, is_away};
pub use models::ReadModels;
pub use projection::{Projection, joined, n_joined};
pub use query::{
    Cursor, Direction, InvalidPage, Keyset, Page, Paged, Query, QueryError, ROWS_PER_PAGE_DEFAULT,
    ROWS_PER_PAGE_MAX, ReadModel, Row,
};
pub use reader::{MovedAside, ProjectionReader, ReaderStats};
pub use rebuild::{Difference, RebuildProgress, Rebuilt, same_rows};
pub use rows::{Cells, RowChange, RowOp, Table, Value, ValueTooLarge, add, change, delete, put};
pub use state::{Parking, ReaderPlace, ReaderStop, Resolution, StateStore, WorkItem, WorkItems};
pub use store::Database;
