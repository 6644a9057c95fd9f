//! The binary: the process with all its services, the command line, the demo, import and export.

pub mod admin;
pub mod app;
pub mod cli;
pub mod demo;
mod edge;
pub mod history;
pub mod operations;
