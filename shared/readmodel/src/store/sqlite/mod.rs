//! SQLite: a file per projection and version.

mod connect;
mod files;
mod layout;
mod values;
mod write;

pub(super) use connect::is_unreadable;
pub(crate) use connect::{FileConnection, is_damaged, reader_pool};
pub(super) use files::is_marked_damaged;
pub(crate) use files::{
    Exchange, half_exchanged, is_half_exchanged, mark_damaged, move_aside, remove_database,
    remove_replaced, settle,
};
pub(crate) use layout::PLACE_DDL;
pub(super) use layout::lay_out;
pub(crate) use values::{query, values_of};
pub(super) use write::write;
