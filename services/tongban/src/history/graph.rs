//! The process as its cases went: which activity followed which directly, how often.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem;

use serde::Serialize;

/// The directly-follows graph of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// Cases, those without rows included.
    pub n_cases: u64,
    /// Rows of all cases.
    pub n_rows: u64,
    /// Different sequences of activities; a case without rows has none.
    pub n_variants: u64,
    /// How often each activity was done.
    pub activities: BTreeMap<String, u64>,
    /// How many cases began with each activity.
    pub starts: BTreeMap<String, u64>,
    /// How many cases ended with each activity.
    pub ends: BTreeMap<String, u64>,
    /// How often the second activity came directly after the first.
    pub edges: BTreeMap<(String, String), u64>,
}

/// Collects cases into a [`Graph`]. Memory grows with activities and variants, not with cases.
#[derive(Debug, Default)]
pub struct GraphBuilder {
    numbers: HashMap<String, u32>,
    starts: HashMap<u32, u64>,
    ends: HashMap<u32, u64>,
    activities: HashMap<u32, u64>,
    edges: HashMap<(u32, u32), u64>,
    variants: HashSet<Box<[u32]>>,
    sequence: Vec<u32>,
    n_cases: u64,
    n_rows: u64,
}

impl GraphBuilder {
    /// Adds a case by its activities, in the order of its rows. That order is not questioned: where
    /// instants tie, and where clocks disagree, it is all that says what came first.
    pub fn add<'a>(&mut self, activities: impl IntoIterator<Item = &'a str>) {
        let mut sequence = mem::take(&mut self.sequence);
        sequence.clear();
        sequence.extend(activities.into_iter().map(|activity| self.number(activity)));
        self.n_cases += 1;
        self.n_rows += sequence.len() as u64;
        for activity in &sequence {
            *self.activities.entry(*activity).or_default() += 1;
        }
        for pair in sequence.windows(2) {
            *self.edges.entry((pair[0], pair[1])).or_default() += 1;
        }
        if let (Some(first), Some(last)) = (sequence.first(), sequence.last()) {
            *self.starts.entry(*first).or_default() += 1;
            *self.ends.entry(*last).or_default() += 1;
            if !self.variants.contains(&*sequence) {
                self.variants.insert(sequence.clone().into_boxed_slice());
            }
        }
        self.sequence = sequence;
    }

    /// The graph of what was added.
    pub fn finish(self) -> Graph {
        let names: HashMap<u32, String> =
            self.numbers.into_iter().map(|(name, number)| (number, name)).collect();
        // Every number was given out for a name.
        let name = |number: u32| names.get(&number).cloned().unwrap_or_default();
        let named = |counts: HashMap<u32, u64>| {
            counts.into_iter().map(|(number, count)| (name(number), count)).collect()
        };
        Graph {
            n_cases: self.n_cases,
            n_rows: self.n_rows,
            n_variants: self.variants.len() as u64,
            activities: named(self.activities),
            starts: named(self.starts),
            ends: named(self.ends),
            edges: self
                .edges
                .into_iter()
                .map(|((from, to), count)| ((name(from), name(to)), count))
                .collect(),
        }
    }

    fn number(&mut self, activity: &str) -> u32 {
        if let Some(number) = self.numbers.get(activity) {
            return *number;
        }
        // Four billion names of activities would not fit into memory.
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(activity.to_owned(), number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(cases: &[&[&str]]) -> Graph {
        let mut builder = GraphBuilder::default();
        for case in cases {
            builder.add(case.iter().copied());
        }
        builder.finish()
    }

    fn counts(of: &[(&str, u64)]) -> BTreeMap<String, u64> {
        of.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    #[test]
    fn what_follows_directly_is_counted() {
        let graph = graph(&[&["a", "b", "b"], &["a", "b", "b"], &["c"]]);
        assert_eq!((graph.n_cases, graph.n_rows, graph.n_variants), (3, 7, 2));
        assert_eq!(graph.activities, counts(&[("a", 2), ("b", 4), ("c", 1)]));
        assert_eq!(graph.starts, counts(&[("a", 2), ("c", 1)]));
        assert_eq!(graph.ends, counts(&[("b", 2), ("c", 1)]));
        let edge = |from: &str, to: &str, n| ((from.to_owned(), to.to_owned()), n);
        assert_eq!(graph.edges, BTreeMap::from([edge("a", "b", 2), edge("b", "b", 2)]));
    }

    #[test]
    fn the_order_of_the_rows_decides() {
        assert_ne!(graph(&[&["a", "b"]]).edges, graph(&[&["b", "a"]]).edges);
        assert_eq!(graph(&[&["a", "b"], &["b", "a"]]).n_variants, 2);
    }

    #[test]
    fn a_case_without_rows_is_a_case_but_no_variant() {
        let graph = graph(&[&[]]);
        assert_eq!((graph.n_cases, graph.n_rows, graph.n_variants), (1, 0, 0));
        assert!(graph.starts.is_empty());
    }
}
