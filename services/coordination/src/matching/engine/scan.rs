//! All duties beside each other: where departments overlap, and what nobody covers.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use tongban_kernel::Text;
use utoipa::ToSchema;

use super::propose::percent;
use super::words::words;
use super::{Engine, Known};
use crate::matching::events::Source;

/// Two duties overlap when what both say is this part of what the shorter one says.
const OVERLAP_SHARE_MIN: f64 = 0.3;
/// One word in common is a coincidence.
const OVERLAP_WORDS_MIN: usize = 2;
/// What stands in the duties of more than one in so many departments (许可证, 监督管理) is how duties
/// are worded, and says nothing about whose something is.
const DEPARTMENTS_PER_WORD: usize = 4;
/// An item is covered by a duty that has this part of what its name says.
const COVERED_SHARE_MIN: f64 = 0.3;
/// More are counted, not told.
const TOLD_MAX: usize = 200;

/// What there is to be said about all duties of a catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Scan {
    /// How many duties were compared.
    n_duties: usize,
    /// Duties of different departments that say much the same, the closest first.
    pub(super) overlaps: Vec<Pair>,
    /// How many overlaps there are, those that are not told included.
    n_overlaps: usize,
    /// Items that no duty of their department covers.
    pub(super) gaps: Vec<Gap>,
    /// How many gaps there are, those that are not told included.
    n_gaps: usize,
}

/// Two duties that say much the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Pair {
    /// Both, by the code of their department.
    #[schema(value_type = Vec<Shared>)]
    pub(super) duties: [Shared; 2],
    /// The words that both have, those that say most first.
    pub(super) words: Vec<String>,
    /// What both say, in percent of what the shorter one says.
    percent: u8,
}

/// A duty that another department has too.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Shared {
    /// Whose it is.
    pub(super) department: String,
    /// Which of its duties.
    duty: String,
    /// How it reads.
    #[schema(value_type = Object)]
    text: Text,
    /// The rules it rests on.
    legal_basis: Vec<String>,
}

/// An item that no duty of its department covers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Gap {
    /// The item.
    pub(super) item: String,
    /// Its name.
    #[schema(value_type = Object)]
    name: Text,
    /// The department that decides it.
    department: String,
    /// A department whose duty would cover it.
    pub(super) covered_elsewhere: Option<String>,
}

pub(super) fn scan(engine: &Engine) -> Scan {
    let duties = Duties::of(engine);
    let mut overlaps = duties.overlaps();
    let names =
        |pair: &Pair| pair.duties.each_ref().map(|one| (one.department.clone(), one.duty.clone()));
    overlaps.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| names(x).cmp(&names(y))));
    let mut gaps: Vec<_> = engine.known.iter().filter_map(|item| gap(engine, item)).collect();
    let (n_overlaps, n_gaps) = (overlaps.len(), gaps.len());
    overlaps.truncate(TOLD_MAX);
    gaps.truncate(TOLD_MAX);
    let overlaps = overlaps.into_iter().map(|(_, pair)| pair).collect();
    Scan { n_duties: duties.of.len(), overlaps, n_overlaps, gaps, n_gaps }
}

/// All duties by the words that tell them apart.
struct Duties<'a> {
    engine: &'a Engine,
    of: Vec<(&'a Known, BTreeSet<String>)>,
    /// By word: places in `of`.
    with: HashMap<String, Vec<usize>>,
}

impl<'a> Duties<'a> {
    fn of(engine: &'a Engine) -> Self {
        let duties = engine.known.iter().filter(|known| is_duty(known));
        let duties = duties.map(|duty| (duty, BTreeSet::from_iter(words(&duty.said.zh))));
        let mut of: Vec<(&Known, BTreeSet<String>)> = duties.collect();
        let mut departments: HashMap<String, BTreeSet<&str>> = HashMap::new();
        for (duty, words) in &of {
            for word in words {
                departments.entry(word.clone()).or_default().insert(&duty.department);
            }
        }
        let all: BTreeSet<_> = of.iter().map(|(duty, _)| &duty.department).collect();
        // Two have to have a word at least, or nothing would ever overlap.
        let n_max = (all.len() / DEPARTMENTS_PER_WORD).max(2);
        let mut with: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, (_, words)) in of.iter_mut().enumerate() {
            words.retain(|word| departments.get(word).is_some_and(|of| of.len() <= n_max));
            for word in words.iter() {
                with.entry(word.clone()).or_default().push(place);
            }
        }
        Self { engine, of, with }
    }

    /// Each pair once: with the departments in the order of their codes.
    fn overlaps(&self) -> Vec<(f64, Pair)> {
        let mut overlaps = Vec::new();
        for (one, words) in &self.of {
            let others = words.iter().flat_map(|word| &self.with[word]).copied();
            for place in BTreeSet::from_iter(others) {
                let (other, others_words) = &self.of[place];
                if one.department < other.department {
                    overlaps.extend(self.overlap((one, words), (other, others_words)));
                }
            }
        }
        overlaps
    }

    fn overlap(
        &self,
        (one, words): (&Known, &BTreeSet<String>),
        (other, others_words): (&Known, &BTreeSet<String>),
    ) -> Option<(f64, Pair)> {
        let weight = |word: &String| self.engine.index.weight(word);
        let says = |words: &BTreeSet<String>| words.iter().map(weight).sum::<f64>();
        let both: BTreeSet<_> = words.intersection(others_words).cloned().collect();
        let share = says(&both) / says(words).min(says(others_words));
        if both.len() < OVERLAP_WORDS_MIN || share < OVERLAP_SHARE_MIN {
            return None;
        }
        let mut words = Vec::from_iter(both);
        words.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.cmp(b)));
        let duties = [shared(one)?, shared(other)?];
        Some((share, Pair { duties, words, percent: percent(share) }))
    }
}

fn shared(known: &Known) -> Option<Shared> {
    let Source::Duty { code } = &known.source else { return None };
    Some(Shared {
        department: known.department.clone(),
        duty: code.clone(),
        text: known.said.clone(),
        legal_basis: known.legal_basis.clone(),
    })
}

fn gap(engine: &Engine, item: &Known) -> Option<Gap> {
    let Source::Item { code } = &item.source else { return None };
    let matched = engine.matched(&engine.question(&item.said.zh, ""));
    let enough = COVERED_SHARE_MIN * matched.total();
    let covering = matched
        .hits
        .iter()
        .filter(|hit| is_duty(&engine.known[hit.known]) && matched.weight(&hit.words) >= enough);
    let covering: BTreeSet<_> =
        covering.map(|hit| engine.known[hit.known].department.as_str()).collect();
    let is_covered = covering.contains(item.department.as_str());
    (!is_covered).then(|| Gap {
        item: code.clone(),
        name: item.said.clone(),
        department: item.department.clone(),
        covered_elsewhere: covering.first().map(|department| (*department).to_owned()),
    })
}

fn is_duty(known: &Known) -> bool {
    matches!(known.source, Source::Duty { .. })
}
