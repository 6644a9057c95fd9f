//! BM25 over words: which texts say most of what is asked.

use std::collections::HashMap;

/// How soon it says nothing more that a word stands in a text once again; the usual value.
const K1: f64 = 1.2;
/// How much a long text pays for its length; the usual value.
const B: f64 = 0.75;

/// Texts by their words.
#[derive(Debug, Default)]
pub(super) struct Index {
    lens: Vec<f64>,
    mean_len: f64,
    /// By word: texts that have it, with how often.
    postings: HashMap<String, Vec<(usize, f64)>>,
}

/// A text that has some of the words.
#[derive(Debug, Default)]
pub(super) struct Hit {
    pub(super) score: f64,
    /// Places of these words in the question.
    pub(super) words: Vec<usize>,
}

impl Index {
    pub(super) fn new(texts: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut index = Self::default();
        for (text, words) in texts.into_iter().enumerate() {
            index.lens.push(words.len() as f64);
            for word in words {
                let posting = index.postings.entry(word).or_default();
                match posting.last_mut() {
                    Some((last, n)) if *last == text => *n += 1.0,
                    _ => posting.push((text, 1.0)),
                }
            }
        }
        index.mean_len = index.lens.iter().sum::<f64>() / (index.lens.len().max(1) as f64);
        index
    }

    /// How much it says that a text has this word: the rarer it is, the more.
    pub(super) fn weight(&self, word: &str) -> f64 {
        let n_texts = self.lens.len() as f64;
        let n_with = self.postings.get(word).map_or(0, Vec::len) as f64;
        (1.0 + (n_texts - n_with + 0.5) / (n_with + 0.5)).ln()
    }

    /// The texts that have any of these words, each of which counts as much as stands with it.
    pub(super) fn search(&self, question: &[(String, f64)]) -> HashMap<usize, Hit> {
        let mut hits: HashMap<usize, Hit> = HashMap::new();
        for (place, (word, counts)) in question.iter().enumerate() {
            let weight = counts * self.weight(word);
            for (text, n) in self.postings.get(word).into_iter().flatten() {
                let len = self.lens[*text] / self.mean_len;
                let often = n * (K1 + 1.0) / (n + K1 * (1.0 - B + B * len));
                let hit = hits.entry(*text).or_default();
                hit.score += weight * often;
                hit.words.push(place);
            }
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let texts = ["工地 噪声 施工", "噪声 监测", "噪声 户口 迁移 身份证 居住证"];
        Index::new(texts.map(|text| text.split(' ').map(str::to_owned).collect()))
    }

    fn best(question: &[(&str, f64)]) -> Vec<usize> {
        let question: Vec<_> = question.iter().map(|(word, n)| ((*word).to_owned(), *n)).collect();
        let mut hits: Vec<_> = index().search(&question).into_iter().collect();
        hits.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
        hits.into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn a_rare_word_says_more_than_one_that_is_everywhere() {
        assert!(index().weight("户口") > index().weight("噪声"));
        assert_eq!(best(&[("噪声", 1.0), ("户口", 1.0)])[0], 2);
    }

    #[test]
    fn of_two_texts_with_a_word_the_shorter_is_about_it() {
        assert_eq!(best(&[("噪声", 1.0)]), [1, 0, 2]);
    }

    #[test]
    fn a_word_counts_as_much_as_is_asked() {
        assert_eq!(best(&[("监测", 0.1), ("施工", 1.0)])[0], 0);
        assert!(best(&[("地铁", 1.0)]).is_empty());
    }
}
