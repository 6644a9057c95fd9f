//! Which departments a matter concerns, by the words of what is known about each.
//!
//! Computed from values alone: what is known comes in when an engine is made, and never changes.

mod bm25;
#[cfg(test)]
mod hold_out;
mod known;
mod matched;
mod propose;
mod scan;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::sync::OnceLock;

use uuid::Uuid;

pub(crate) use known::{Known, of_catalog};
pub(crate) use scan::Scan;

use self::bm25::Index;
use crate::matching::events::Source;

/// Everything known about departments, ready to be asked. Its size is that of what is known: it is
/// for whoever makes it to bound that.
#[derive(Debug)]
pub(crate) struct Engine {
    known: Vec<Known>,
    /// What each text of `index` belongs to: a place in `known`. The Chinese and the English words
    /// of one thing are two texts, so that neither makes the other long.
    texts: Vec<usize>,
    index: Index,
    scan: OnceLock<Scan>,
}

impl Engine {
    pub(crate) fn new(known: Vec<Known>) -> Self {
        let mut texts = Vec::new();
        let mut cut = Vec::new();
        for (place, one) in known.iter().enumerate() {
            for text in [&one.said.zh, &one.said.en] {
                let words = words::words(text);
                if !words.is_empty() {
                    texts.push(place);
                    cut.push(words);
                }
            }
        }
        Self { known, texts, index: Index::new(cut), scan: OnceLock::new() }
    }

    /// Overlaps between departments' duties, and items that no duty covers; computed once.
    pub(crate) fn scan(&self) -> &Scan {
        self.scan.get_or_init(|| scan::scan(self))
    }

    /// Matters of the past that speak of these words, best first.
    pub(crate) fn precedents(&self, text: &str, n_max: usize) -> Vec<Uuid> {
        self.decided(text, n_max, |source| match source {
            Source::Matter { matter_id } => Some(matter_id.uuid()),
            _ => None,
        })
    }

    /// Disputes that were ruled on asks that speak of these words, best first.
    pub(crate) fn rulings(&self, text: &str, n_max: usize) -> Vec<Uuid> {
        self.decided(text, n_max, |source| match source {
            Source::Ruling { dispute_id } => Some(dispute_id.uuid()),
            _ => None,
        })
    }

    fn decided(&self, text: &str, n_max: usize, id: impl Fn(&Source) -> Option<Uuid>) -> Vec<Uuid> {
        let matched = self.matched(&self.question(text, ""));
        let mut found: HashMap<Uuid, f64> = HashMap::new();
        for hit in &matched.hits {
            if let Some(id) = id(&self.known[hit.known].source) {
                let best = found.entry(id).or_default();
                *best = best.max(hit.score);
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        found.into_iter().take(n_max).map(|(id, _)| id).collect()
    }
}
