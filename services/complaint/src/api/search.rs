//! The desk's search. What was said is sealed, and no index of its words is kept: a name that can be
//! searched is no secret. Words are looked for in what is in the clear: answers, orders and reports,
//! and the names of items and departments.

use tongban_kernel::{CaseNumber, ComplaintId};
use tongban_readmodel::Query as Sql;

use crate::Complaints;

/// More words narrow nothing down.
const WORDS_MAX: usize = 8;
/// Items that a word may mean.
const ITEMS_MAX: usize = 50;

impl Complaints {
    /// Keeps what all of these speak of: numbers of complaints and of cases, and words.
    pub(super) fn sought(&self, query: Sql, words: &str) -> Sql {
        words.split_whitespace().take(WORDS_MAX).fold(query, |query, word| {
            if let Ok(number) = CaseNumber::parse(word) {
                let query =
                    query.push(" AND case_id IN (SELECT case_id FROM cases WHERE number = ");
                query.push_bind(number.as_str()).push(")")
            } else if let Ok(complaint) = word.parse::<ComplaintId>() {
                query.push(" AND complaint_id = ").push_bind(complaint)
            } else {
                self.spoken_of(query, word)
            }
        })
    }

    fn spoken_of(&self, query: Sql, word: &str) -> Sql {
        let (items, departments) = self.named(word);
        // Beyond ASCII, small letters are not the same as great ones everywhere: as it was typed, too.
        let patterns = [pattern(&word.to_lowercase()), pattern(word)];
        let query = query.push(" AND (item_code IN ").push_list(items);
        let query = query.push(" OR department IN ").push_list(departments);
        ["answer", "rectification", "report"]
            .into_iter()
            .fold(query, |query, column| {
                let [folded, typed] = patterns.clone();
                let query = query.push(" OR LOWER(COALESCE(").push(column).push(", '')) LIKE ");
                let query = query.push_bind(folded).push(" ESCAPE '\\' OR ").push(column);
                query.push(" LIKE ").push_bind(typed).push(" ESCAPE '\\'")
            })
            .push(")")
    }

    /// The codes of items and departments that a word names today.
    fn named(&self, word: &str) -> (Vec<String>, Vec<String>) {
        let now = self.kit.clock.now();
        let catalogs = self.catalogs.load();
        let Some(edition) = catalogs.in_force_at(now) else { return (Vec::new(), Vec::new()) };
        let catalog = &edition.catalog;
        let today = catalog.city().office.date_of(now);
        let items = catalog.search(word, today, ITEMS_MAX).into_iter();
        let small = word.to_lowercase();
        let departments = catalog.departments_at(today).filter(|department| {
            let names = &department.names;
            names.zh.contains(word) || names.en.to_lowercase().contains(&small)
        });
        (
            items.map(|item| item.code.to_string()).collect(),
            departments.map(|department| department.code.to_string()).collect(),
        )
    }
}

/// What a text with this word in it looks like.
fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_itself_whatever_signs_are_in_it() {
        assert_eq!(pattern("light"), "%light%");
        assert_eq!(pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
