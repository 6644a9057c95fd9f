//! The binary: roles, command line, demo, import and export.

pub mod history;
