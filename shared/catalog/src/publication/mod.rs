//! Publication: a catalogue and the calendar notices come into force by events of one stream,
//! `reference/<jurisdiction>`. What is in force, and every version that ever was, follows from them.

mod catalogs;
mod commands;
mod events;
mod state;

pub use catalogs::{Catalogs, Edition};
pub use commands::Command;
pub use events::Event;
pub use state::{Published, Rejection, stream_of};
