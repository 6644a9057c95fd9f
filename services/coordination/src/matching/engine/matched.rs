//! What is known that has words of a matter, by department.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Engine;
use super::words::words;

/// The title says what a matter is; every word of the text counts half as much.
const OF_TEXT: f64 = 0.5;
/// A department stands with its best three: the second counts half, the third a quarter. More
/// would let long lists win by their length.
const BY_RANK: [f64; 3] = [1.0, 0.5, 0.25];

/// The words of a matter, each with how much it counts.
pub(super) struct Question(pub(super) Vec<(String, f64)>);

/// Something known that has words of the matter.
pub(super) struct Matching {
    /// Its place among what is known.
    pub(super) known: usize,
    pub(super) score: f64,
    /// Places in the question.
    pub(super) words: BTreeSet<usize>,
}

/// A department with what speaks for it, the best first.
pub(super) struct Standing<'a> {
    pub(super) department: &'a str,
    pub(super) score: f64,
    pub(super) best: Vec<&'a Matching>,
}

pub(super) struct Matched {
    /// The best first.
    pub(super) hits: Vec<Matching>,
    /// What each word of the question says, in its order.
    pub(super) weights: Vec<f64>,
}

impl Engine {
    pub(super) fn question(&self, title: &str, text: &str) -> Question {
        let mut seen = BTreeSet::new();
        let title = words(title).into_iter().map(|word| (word, 1.0));
        let text = words(text).into_iter().map(|word| (word, OF_TEXT));
        Question(title.chain(text).filter(|(word, _)| seen.insert(word.clone())).collect())
    }

    pub(super) fn matched(&self, question: &Question) -> Matched {
        let mut by_known: HashMap<usize, Matching> = HashMap::new();
        for (text, hit) in self.index.search(&question.0) {
            let known = self.texts[text];
            let score = hit.score * self.known[known].counts;
            let found = by_known.entry(known).or_insert_with(|| Matching {
                known,
                score: 0.0,
                words: BTreeSet::new(),
            });
            // Of its Chinese and its English words the better ones speak for it.
            found.score = found.score.max(score);
            found.words.extend(hit.words);
        }
        let mut hits: Vec<_> = by_known.into_values().collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.known.cmp(&b.known)));
        let weigh = |(word, counts): &(String, f64)| counts * self.index.weight(word);
        Matched { hits, weights: question.0.iter().map(weigh).collect() }
    }

    /// The departments, the best first.
    pub(super) fn standings<'a>(&'a self, matched: &'a Matched) -> Vec<Standing<'a>> {
        let mut by_department: BTreeMap<&str, Standing<'a>> = BTreeMap::new();
        for hit in &matched.hits {
            let department = self.known[hit.known].department.as_str();
            let standing = by_department.entry(department).or_insert_with(|| Standing {
                department,
                score: 0.0,
                best: Vec::new(),
            });
            if let Some(counts) = BY_RANK.get(standing.best.len()) {
                standing.score += counts * hit.score;
                standing.best.push(hit);
            }
        }
        let mut standings: Vec<_> = by_department.into_values().collect();
        standings.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.department.cmp(b.department)));
        standings
    }
}

impl Matched {
    pub(super) fn weight<'a>(&self, words: impl IntoIterator<Item = &'a usize>) -> f64 {
        words.into_iter().map(|word| self.weights[*word]).sum()
    }

    pub(super) fn total(&self) -> f64 {
        self.weights.iter().sum()
    }
}

impl Standing<'_> {
    pub(super) fn words(&self) -> BTreeSet<usize> {
        self.best.iter().flat_map(|hit| &hit.words).copied().collect()
    }
}
