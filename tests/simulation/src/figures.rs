use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// What a year came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The seed.
    pub seed: u64,
    /// Applications handed in.
    pub n_cases: u64,
    /// Cases concluded.
    pub n_concluded: u64,
    /// Tasks asked for.
    pub n_tasks: u64,
    /// Tasks that another case came to wait for.
    pub n_shared: u64,
    /// Tasks that were disputed.
    pub n_disputed: u64,
    /// Warnings by rung.
    pub n_warnings: BTreeMap<&'static str, u64>,
    /// Steps of the clock, each with all checks.
    pub n_steps: u64,
    /// Events in the log.
    pub n_events: u64,
    /// Wishes that a service refused, by the type of the problem: somebody was faster.
    pub n_refused: BTreeMap<String, u64>,
    /// How long the run took.
    pub took: Duration,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, {} cases, {} concluded", self.seed, self.n_cases, self.n_concluded)?;
        let Self { n_tasks, n_shared, n_disputed, n_events, n_steps, .. } = self;
        writeln!(f, "{n_tasks} tasks, {n_shared} shared, {n_disputed} disputed")?;
        writeln!(f, "{n_events} events, {n_steps} steps")?;
        let warnings: Vec<_> =
            self.n_warnings.iter().map(|(rung, n)| format!("{rung} {n}")).collect();
        writeln!(f, "warnings: {}", warnings.join(", "))?;
        let refused: Vec<_> =
            self.n_refused.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        writeln!(f, "refused: {}", refused.join(", "))?;
        write!(f, "{} s", self.took.as_secs())
    }
}
