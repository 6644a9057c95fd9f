//! A year of a city: the real services on a log in memory, people who apply, decide, answer late or
//! not at all, and a ledger that keeps its own books from the events and checks after every step of
//! the clock that no warning is missing, none comes twice, and every step has somebody to act for it.
//!
//! Everything that people do follows from the seed.

mod agenda;
mod application;
mod city;
mod deed;
mod draw;
mod fact;
mod figures;
mod ledger;
mod life;
#[cfg(test)]
mod tests;

use anyhow::Result;

pub use figures::Figures;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// From which everything follows that people do.
    pub seed: u64,
    /// Applications in the year.
    pub n_cases: u64,
    /// How long it goes on.
    pub n_days: u32,
}

/// Lives through the plan.
///
/// # Errors
/// When an invariant does not hold, or a service does not answer as it should; the message names
/// the instant.
pub async fn run(plan: Plan) -> Result<Figures> {
    life::Life::begin(plan).await?.live().await
}
