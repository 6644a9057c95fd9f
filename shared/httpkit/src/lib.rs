//! HTTP for every service: problems, extractors, live changes, serving.
//!
//! A handler takes what it needs as extractors ([`Command`], [`Signed`], [`Consistent`], [`Path`],
//! [`Query`]), gives the command, and answers an [`Answer`] or a [`Problem`]. The [`edge`] around
//! all routes does the rest: traces, metrics, limits, headers, the user's language. The state of a
//! service's router is an `Arc` of the service, which implements [`HasKit`] and [`HasProjection`];
//! `tests/http/desk.rs` is a whole small service.

mod answer;
mod body;
mod command;
mod consistent;
mod edge;
mod idempotency;
mod kit;
mod language;
mod live;
mod openapi;
mod params;
mod party;
mod peer;
mod prefer;
mod problem;
mod revision;
mod rows;
mod serve;
mod settle;
mod signed;
mod throttle;
mod trace;

pub use answer::Answer;
pub use body::{BODY_BYTES_MAX, BodyMax, Json, read_body};
pub use command::{Command, OpenCommand, Wish};
pub use consistent::Consistent;
pub use edge::{DURATION_BUCKETS_SECS, HttpMetrics, IN_FLIGHT_MAX, edge, refuse};
pub use kit::{HasKit, HasProjection, Kit};
pub use language::Language;
pub use live::{FeedItem, Listener, LiveEvents, Streams, Visibility, changes_routes, feed};
pub use openapi::{CommandHeaders, QueryHeaders, document_route, merge};
pub use params::{Path, Query};
pub use party::{PartyBody, PartyView};
pub use peer::{Network, Peer, Proxies, behind};
pub use prefer::Prefer;
pub use problem::{FieldDocument, FieldError, Problem, ProblemDocument, RETRY_SOON, Refusal};
pub use revision::{IfMatch, etag};
pub use rows::Rows;
pub use serve::{
    Check, Listening, Readiness, ServeError, ops_routes, serve, serve_with_grace, watch_readers,
};
pub use signed::Signed;
pub use throttle::{Admitted, HasThrottle, Throttle};
pub use trace::Trace;
