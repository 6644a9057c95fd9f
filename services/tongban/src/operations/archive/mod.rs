//! A continuous backup: what the log says is sealed into an archive that lies elsewhere, with all that
//! an office needs to read it.
//!
//! `place` opens an archive, `archiver` makes seals, `logged`, `materials` and `beside` put the log,
//! files, and keys, accounts and checkpoints into them, `follow` decides when. `reading` goes through an
//! archive and lets nothing pass that does not check; `restore` and `verify` are what is done with it.

mod archiver;
mod beside;
mod follow;
mod last;
mod logged;
mod materials;
mod place;
mod reading;
mod restore;
mod source;
#[cfg(test)]
mod tests;
mod verify;

pub use archiver::{Archiver, Limits, Made, Sealing};
pub use follow::{Backlog, News, Pace, follow};
pub use place::ArchiveAt;
pub use restore::{Restored, Until, restore_archive};
pub use source::Source;
pub use verify::{ArchiveFault, ArchiveVerified, verify_archive};
