//! NATS for every service: commands as requests, and the feed of facts.
//!
//! [`Commands`] takes requests on `tb.cmd.<service>.<command>` and hands them to the same router
//! that serves HTTP, so that there is one implementation of every command, its checks and its
//! problems. [`Feed`] is where a relay hands events on: `CloudEvents` in the stream `TB_FEED`, of
//! which only that leaves whose type says that it is no prose and nothing about a person
//! ([`Leaving`]). [`asyncapi`] writes both down.
//!
//! Deliberately absent: rules of the domain, and a list of commands or events of its own.

mod asyncapi;
mod commands;
mod connect;
mod feed;

pub use asyncapi::asyncapi;
pub use commands::{CommandMetrics, Commands, Door, Spec, specs};
pub use connect::{Options, connect};
pub use feed::{CloudEvent, Feed, InvalidEvent, Leaving, STREAM};
