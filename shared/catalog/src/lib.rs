//! Departments, posts, service items: versioned data, checked before it is published.
//!
//! Files become a [`Catalog`] by [`check`]; a catalogue comes into force by an event
//! ([`publication`]); [`publication::Catalogs`] answers what is in force, and keeps every version
//! with which a case was ever accepted.

mod catalog;
mod check;
mod fault;
mod files;
pub mod model;
pub mod publication;
mod responsible;
mod sample;
mod schema;
mod search;
#[cfg(test)]
mod testing;

pub use catalog::Catalog;
pub use check::findings;
pub use fault::{
    Bound, Fault, Finding, Naming, Papers, Problem, Shape, Thing, Timing, Validity, Words,
};
pub use files::{FAULTS_MAX, File, NotWritten, belongs, check, check_files, files_of};
pub use publication::Catalogs;
pub use responsible::{Matter, Responsible};
pub use sample::{sample_city, sample_files};
pub use schema::json_schema;
