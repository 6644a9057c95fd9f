//! Stories: a whole office, its people, and what happens to their cases.

mod archiving;
mod asking_for_help;
mod bad_input;
mod histories;
mod keeping;
mod merging;
mod metrics;
mod moving;
mod nats;
mod oidc;
mod people;
mod reopening;
mod schemas;
mod withdrawing;
