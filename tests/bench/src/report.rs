//! What was measured, as a table or as JSON.

use std::io::{self, Write as _};

use anyhow::Result;
use serde::Serialize;

use crate::spread::{Spread, short};

/// What a measurement ought to show.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Goal {
    /// The ratio of subject to limit is at least this.
    RatioAtLeast(f64),
    /// The subject is at least this.
    AtLeast(f64),
    /// The subject is at most this.
    AtMost(f64),
    /// The subject is at most this, in each of its rounds.
    EachAtMost(f64),
    /// None is set: the figure is for comparison.
    Shown,
}

/// One measurement.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) name: String,
    /// Of subject and limit.
    pub(crate) unit: &'static str,
    pub(crate) subject: Spread,
    /// The best that this machine could do.
    pub(crate) limit: Option<Spread>,
    /// Subject by limit, round by round.
    pub(crate) ratio: Option<Spread>,
    pub(crate) goal: Goal,
    /// What the limit is, what other stores reach, what was different from the plan.
    pub(crate) note: String,
}

impl Row {
    /// A measurement in rounds of subject and limit, each beside the other.
    pub(crate) fn beside(name: String, unit: &'static str, rounds: &[(f64, f64)]) -> Self {
        Self {
            name,
            unit,
            subject: Spread::of(rounds.iter().map(|(subject, _)| *subject)),
            limit: Some(Spread::of(rounds.iter().map(|(_, limit)| *limit))),
            ratio: Some(Spread::of(rounds.iter().map(|(subject, limit)| subject / limit))),
            goal: Goal::Shown,
            note: String::new(),
        }
    }

    /// A measurement in rounds that nothing stands beside.
    pub(crate) fn alone(
        name: String,
        unit: &'static str,
        rounds: impl IntoIterator<Item = f64>,
    ) -> Self {
        let (subject, goal) = (Spread::of(rounds), Goal::Shown);
        Self { name, unit, subject, limit: None, ratio: None, goal, note: String::new() }
    }

    /// The same with its goal.
    pub(crate) fn goal(self, goal: Goal) -> Self {
        Self { goal, ..self }
    }

    /// The same with a note.
    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    fn is_met(&self) -> Option<bool> {
        match self.goal {
            Goal::RatioAtLeast(goal) => self.ratio.map(|ratio| ratio.median >= goal),
            Goal::AtLeast(goal) => Some(self.subject.median >= goal),
            Goal::AtMost(goal) => Some(self.subject.median <= goal),
            Goal::EachAtMost(goal) => Some(self.subject.max <= goal),
            Goal::Shown => None,
        }
    }

    fn cells(&self) -> [String; 6] {
        let of = |spread: Option<Spread>| spread.map(|s| s.to_string()).unwrap_or_default();
        let goal = match self.goal {
            Goal::RatioAtLeast(goal) | Goal::AtLeast(goal) => format!("≥ {}", short(goal)),
            Goal::AtMost(goal) | Goal::EachAtMost(goal) => format!("≤ {}", short(goal)),
            Goal::Shown => String::new(),
        };
        let goal = match self.is_met() {
            Some(true) => format!("{goal} met"),
            Some(false) => format!("{goal} MISSED"),
            None => goal,
        };
        let name = format!("{} [{}]", self.name, self.unit);
        [name, self.subject.to_string(), of(self.limit), of(self.ratio), goal, self.note.clone()]
    }
}

/// The rows so far; printed at the end, with a line about each as it comes.
#[derive(Debug)]
pub(crate) struct Report {
    rows: Vec<Row>,
    json: bool,
}

impl Report {
    pub(crate) fn new(json: bool) -> Self {
        Self { rows: Vec::new(), json }
    }

    /// Takes a row, and says so to whoever waits.
    pub(crate) fn add(&mut self, row: Row) {
        let [name, subject, limit, ratio, goal, _] = row.cells();
        eprintln!("{name}: {subject}  {limit}  {ratio}  {goal}");
        self.rows.push(row);
    }

    /// Prints all rows.
    pub(crate) fn finish(self) -> Result<()> {
        let text = if self.json { serde_json::to_string_pretty(&self.rows)? } else { self.table() };
        writeln!(io::stdout(), "{text}")?;
        Ok(())
    }

    fn table(&self) -> String {
        let heads = ["measured", "subject", "limit", "ratio", "goal", "note"].map(str::to_owned);
        let lines: Vec<_> = [heads].into_iter().chain(self.rows.iter().map(Row::cells)).collect();
        let width =
            |i: usize| lines.iter().map(|cells| cells[i].chars().count()).max().unwrap_or_default();
        let widths: Vec<_> = (0..6).map(width).collect();
        let line = |cells: &[String; 6]| {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
