//! Stories: a whole office, its people, and what happens to their cases.

mod archiving;
mod asking_for_help;
mod bad_input;
mod deliberation;
mod disputes;
mod emergency;
mod handlers;
mod histories;
mod keeping;
mod matching;
mod merging;
mod metrics;
mod moving;
mod nats;
mod oidc;
mod pages;
mod people;
mod projects;
mod publishing;
mod rating;
mod reopening;
mod reports;
mod schemas;
mod talking;
mod withdrawing;
