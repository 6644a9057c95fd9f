//! Finding an item at the window by a few words.

use crate::model::Item;

/// What can be searched, in lower case, one entry per item version.
#[derive(Debug)]
pub(crate) struct Index(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    zh: String,
    en: String,
    initials: String,
    codes: String,
}

/// How well a word fits; lower is better.
type Distance = u32;

impl Index {
    pub(crate) fn of(items: &[Item]) -> Self {
        Self(items.iter().map(Entry::of).collect())
    }

    /// Places of the items that fit every word, best first.
    pub(crate) fn search(&self, query: &str) -> Vec<usize> {
        let query = query.to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut hits: Vec<(Distance, usize)> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| Some((entry.distance(&words)?, place)))
            .collect();
        hits.sort_unstable();
        hits.into_iter().map(|(_, place)| place).collect()
    }
}

impl Entry {
    fn of(item: &Item) -> Self {
        let en = item.names.en.to_lowercase();
        let initials = en.split_whitespace().filter_map(|word| word.chars().next()).collect();
        let national = item.implementation_code.as_deref().unwrap_or_default().to_lowercase();
        let codes = format!("{} {national}", item.code);
        Self { zh: item.names.zh.to_lowercase(), en, initials, codes }
    }

    /// The sum over all words; `None` when one does not fit. No word fits everything.
    fn distance(&self, words: &[&str]) -> Option<Distance> {
        words.iter().map(|word| self.distance_of(word)).sum()
    }

    fn distance_of(&self, word: &str) -> Option<Distance> {
        let names = [&self.zh, &self.en];
        if names.iter().any(|name| *name == word) || self.codes.split(' ').any(|code| code == word)
        {
            Some(0)
        } else if names.iter().any(|name| name.starts_with(word)) {
            Some(1)
        } else if names.iter().any(|name| name.contains(word)) {
            Some(2)
        } else if self.codes.contains(word) {
            Some(3)
        } else if self.initials.starts_with(word) {
            Some(4)
        } else if !word.is_ascii() && is_within(word, &self.zh) {
            Some(5)
        } else {
            None
        }
    }
}

/// Whether the characters of `word` stand in `text` in this order, others between them.
fn is_within(word: &str, text: &str) -> bool {
    let mut characters = text.chars();
    word.chars().all(|wanted| characters.any(|found| found == wanted))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::sample_city;

    fn found(query: &str) -> Vec<String> {
        let city = sample_city().unwrap();
        let hits = city.search(query, date(2026, 9, 28), 5);
        hits.iter().map(|item| item.code.to_string()).collect()
    }

    #[test]
    fn an_item_is_found_by_words_initials_and_abbreviations() {
        for query in
            ["食品经营许可", "food", "business food", "fbl", "食经许", "food-business-licence"]
        {
            assert_eq!(
                found(query).first().map(String::as_str),
                Some("food-business-licence"),
                "{query}"
            );
        }
    }

    #[test]
    fn nothing_is_found_for_what_is_not_there() {
        assert!(found("潜水艇").is_empty());
        assert!(found("food submarine").is_empty());
    }

    #[test]
    fn the_list_has_an_end() {
        assert_eq!(found("许可").len(), 5);
        assert_eq!(found("").len(), 5, "no word fits everything");
    }
}
