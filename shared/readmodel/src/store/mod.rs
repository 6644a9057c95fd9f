//! The SQL engines: connections, checkpoints, and statements over many rows. Nothing outside this
//! crate names them, and what both are asked alike is written once.

mod place;
pub(crate) mod postgres;
mod session;
mod shape;
pub(crate) mod sqlite;
mod writer;

pub(crate) use place::{Place, advance, let_go, reread, set_places};
pub use postgres::Database;
pub(crate) use postgres::{Listening, Look, Looks, Schema, SchemaConnection, schema_pool};
pub(crate) use session::{Durability, Session, Transaction, WriteConnection};
pub(crate) use sqlite::{
    Exchange, FileConnection, half_exchanged, is_damaged, is_half_exchanged, mark_damaged,
    move_aside, reader_pool, remove_database, remove_replaced, settle,
};
pub(crate) use writer::{Content, OTHER_TABLES, OpenError, Writer};
