//! The SQL engine: connections, checkpoints, and statements over many rows. Nothing outside this
//! module and `query` names it.

mod connect;
mod files;
mod place;
mod values;
mod write;
mod writer;

pub(crate) use connect::{Durability, WriteConnection, is_damaged, reader_pool};
pub(crate) use files::{
    Exchange, half_exchanged, is_half_exchanged, mark_damaged, move_aside, remove_database,
    remove_replaced, settle,
};
pub(crate) use place::{PLACE_DDL, Place, advance, reread, take_over};
pub(crate) use values::{bind, values_of};
pub(crate) use writer::{Content, OpenError, Writer};
