//! The calendar from outside: laws it keeps, references it agrees with, words it finds.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod due_dates;
mod explanations;
mod laws;
mod reference;
mod support;
