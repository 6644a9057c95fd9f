use std::collections::BTreeSet;

use super::Engine;
use super::matched::{Matched, Matching, Question, Standing};
use crate::matching::events::{Candidate, Confidence, Ground, Level, Overlap, Proposal, Source};

const CANDIDATES_MAX: usize = 3;
const ASSISTING_MAX: usize = 4;
const OVERLAPS_MAX: usize = 5;

/// Departments further down have little of the matter to themselves.
const LOOKED_AT_MAX: usize = 10;
/// Who assists has this part of what the matter says to itself.
const OWN_SHARE_MIN: f64 = 0.15;
/// Who assisted before assists again where that matter says this part of the same.
const SAME_SHARE_MIN: f64 = 0.5;
/// Another duty overlaps when it has this part of what speaks for the first.
const OVERLAP_SHARE_MIN: f64 = 0.5;

// From what share of the first two, and what part of the matter covered, the levels begin: chosen
// on hold-outs of real items, see `hold_out.rs`.
const HIGH: (f64, f64) = (0.66, 0.5);
const MEDIUM: (f64, f64) = (0.55, 0.25);

/// What is needed to say something about one matter.
struct Asked<'a> {
    engine: &'a Engine,
    question: &'a Question,
    matched: &'a Matched,
}

impl Engine {
    /// Proposes whom a matter concerns.
    pub(crate) fn propose(&self, title: &str, text: &str) -> Proposal {
        let question = self.question(title, text);
        let matched = self.matched(&question);
        let standings = self.standings(&matched);
        let asked = Asked { engine: self, question: &question, matched: &matched };
        let first = standings.first().map_or(0.0, |first| first.score);
        let candidates = standings.iter().take(CANDIDATES_MAX);
        Proposal {
            candidates: candidates.map(|standing| asked.candidate(standing, first)).collect(),
            assisting: asked.assisting(&standings, first),
            overlaps: standings.first().map_or_else(Vec::new, |first| asked.overlaps(first)),
            confidence: asked.confidence(&standings),
        }
    }
}

impl Asked<'_> {
    fn candidate(&self, standing: &Standing<'_>, first: f64) -> Candidate {
        let grounds = standing.best.iter().map(|hit| self.ground(hit, &hit.words));
        Candidate {
            department: standing.department.to_owned(),
            percent: percent(standing.score / first),
            grounds: grounds.collect(),
        }
    }

    fn ground(&self, hit: &Matching, words: &BTreeSet<usize>) -> Ground {
        let known = &self.engine.known[hit.known];
        let mut words: Vec<_> = words.iter().copied().collect();
        let weight = |word: &usize| self.matched.weights[*word];
        words.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        Ground {
            source: known.source.clone(),
            said: known.shown(),
            legal_basis: known.legal_basis.clone(),
            words: words.into_iter().map(|word| self.question.0[word].0.clone()).collect(),
        }
    }

    /// Going down from the first: who has enough of the matter that nobody before has, and who
    /// assisted in one that was much the same.
    fn assisting(&self, standings: &[Standing<'_>], first: f64) -> Vec<Candidate> {
        let total = self.matched.total();
        let mut covered = standings.first().map(Standing::words).unwrap_or_default();
        let mut assisting = Vec::new();
        for standing in standings.iter().take(LOOKED_AT_MAX).skip(1) {
            let words = standing.words();
            let own = self.matched.weight(words.difference(&covered));
            let assisted_before = standing.best.iter().any(|hit| {
                self.engine.known[hit.known].assisted
                    && self.matched.weight(&hit.words) >= SAME_SHARE_MIN * total
            });
            if own < OWN_SHARE_MIN * total && !assisted_before {
                continue;
            }
            covered.extend(words);
            assisting.push(self.candidate(standing, first));
            if assisting.len() == ASSISTING_MAX {
                break;
            }
        }
        assisting
    }

    /// The strongest overlap with each other department.
    fn overlaps(&self, first: &Standing<'_>) -> Vec<Overlap> {
        let words = first.words();
        let enough = OVERLAP_SHARE_MIN * self.matched.weight(&words);
        let mut told = BTreeSet::from([first.department]);
        let mut overlaps = Vec::new();
        for hit in &self.matched.hits {
            let known = &self.engine.known[hit.known];
            let both: BTreeSet<_> = hit.words.intersection(&words).copied().collect();
            let is_duty = matches!(known.source, Source::Duty { .. });
            if !is_duty || self.matched.weight(&both) < enough || !told.insert(&known.department) {
                continue;
            }
            let ground = self.ground(hit, &both);
            overlaps.push(Overlap { department: known.department.clone(), ground });
        }
        overlaps.truncate(OVERLAPS_MAX);
        overlaps
    }

    fn confidence(&self, standings: &[Standing<'_>]) -> Confidence {
        let score = |rank: usize| standings.get(rank).map_or(0.0, |standing| standing.score);
        let best = standings.first().and_then(|first| first.best.first());
        let covered = best.map_or(0.0, |hit| self.matched.weight(&hit.words));
        let share = ratio(score(0), score(0) + score(1));
        let covered = ratio(covered, self.matched.total());
        let reaches = |(share_min, covered_min)| share >= share_min && covered >= covered_min;
        let level = match (reaches(HIGH), reaches(MEDIUM)) {
            (true, _) => Level::High,
            (false, true) => Level::Medium,
            (false, false) => Level::Low,
        };
        Confidence { level, share_percent: percent(share), covered_percent: percent(covered) }
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
pub(super) fn percent(ratio: f64) -> u8 {
    (ratio * 100.0).round().clamp(0.0, 100.0) as u8
}
