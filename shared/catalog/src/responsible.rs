//! Who answers for a piece of work on a given day, when departments merge and split in between.

use std::collections::BTreeSet;

use jiff::civil::Date;
use tongban_kernel::{Successions, Takeover};

use crate::Catalog;
use crate::model::{Department, ItemCode, Post, PostCode, Successor};

/// A piece of work whose owner is asked for: what decides where it goes when a department is split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matter<'a> {
    /// The item of the case.
    pub item: Option<&'a ItemCode>,
    /// The post that held it.
    pub post: Option<&'a PostCode>,
}

/// Who answers for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Responsible<'a> {
    /// The department.
    pub department: &'a Department,
    /// The post in it; `None` when the department assigns it anew.
    pub post: Option<&'a Post>,
}

impl Catalog {
    /// Who a department is on a day: itself, or whoever has taken over in general. `None` before it
    /// began, and where nobody took over.
    pub fn successor_of(&self, code: &str, on: Date) -> Option<&Department> {
        self.responsible_for(code, Matter::default(), on).map(|found| found.department)
    }

    /// Who answers on a day for work that was given to a department. History keeps the department
    /// it was given to; only the question "who now?" goes through here.
    pub fn responsible_for(
        &self,
        code: &str,
        matter: Matter<'_>,
        on: Date,
    ) -> Option<Responsible<'_>> {
        let mut code = code;
        let mut post = matter.post;
        // A chain of successors is never longer than there are entries; contradictory content
        // could otherwise turn forever.
        for _ in self.departments() {
            if let Some(department) = self.department_at(code, on) {
                let post = post.and_then(|post| department.post_at(post, on));
                return Some(Responsible { department, post });
            }
            let ended =
                self.entries(code).rev().find(|d| d.valid_until.is_some_and(|u| u <= on))?;
            let successor = taker(ended, Matter { post, ..matter })?;
            post = post.map(|post| successor.posts.get(post).unwrap_or(post));
            code = successor.department.as_str();
        }
        None
    }

    /// Who answers on a day for the work of every department that is no more, as services ask it
    /// with each decision: worked out once, when a catalogue or a day begins. Posts are left out,
    /// since no service gives work to one.
    pub fn successions(&self, on: Date) -> Successions {
        let departments = self.departments();
        let gone = departments.iter().map(|department| department.code.as_str());
        let gone: BTreeSet<_> =
            gone.filter(|code| self.department_at(code, on).is_none()).collect();
        let successors = departments.iter().flat_map(|department| &department.successors);
        let items: BTreeSet<_> = successors.flat_map(|successor| &successor.items).collect();
        let taker = |code: &str, item| {
            let found = self.responsible_for(code, Matter { item, post: None }, on)?;
            Some(found.department.code.to_string())
        };
        let takeover = |code: &str| {
            let rest = taker(code, None);
            let named = items.iter().filter_map(|item| {
                let by_item = taker(code, Some(*item)).filter(|by| Some(by) != rest.as_ref())?;
                Some((item.to_string(), by_item))
            });
            let by_item = named.collect();
            Takeover { rest, by_item }
        };
        gone.into_iter().map(|code| (code.to_owned(), takeover(code))).collect()
    }
}

/// Which successor takes a piece of work: by its post, else by its item, else whoever takes the
/// rest.
fn taker<'a>(ended: &'a Department, matter: Matter<'_>) -> Option<&'a Successor> {
    let successors = &ended.successors;
    let by_post = || {
        let post = matter.post?;
        successors.iter().find(|successor| successor.posts.contains_key(post))
    };
    let by_item = || {
        let item = matter.item?;
        successors.iter().find(|successor| successor.items.contains(item))
    };
    let rest = || match successors.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|successor| successor.takes_the_rest()),
    };
    by_post().or_else(by_item).or_else(rest)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::catalog_with;

    fn department(code: &str, from: &str, more: Value) -> Value {
        let mut department = json!({
            "code": code,
            "names": { "zh": format!("{code}局"), "en": code },
            "valid_from": from,
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            department[key] = value.clone();
        }
        department
    }

    fn post(code: &str) -> Value {
        json!({ "code": code, "names": { "zh": code, "en": code } })
    }

    /// Industry and quality merge into market in 2019; market is split in 2025.
    fn city() -> Catalog {
        catalog_with(&[
            department(
                "industry",
                "2010-01-01",
                json!({
                "valid_until": "2019-03-01", "posts": [post("licences")],
                "successors": [{ "department": "market", "posts": { "licences": "review" } }] }),
            ),
            department(
                "quality",
                "2010-01-01",
                json!({
                "valid_until": "2019-03-01", "posts": [post("window")],
                "successors": [{ "department": "market" }] }),
            ),
            department(
                "market",
                "2019-03-01",
                json!({
                "valid_until": "2025-01-01", "posts": [post("review"), post("window")],
                "successors": [
                    { "department": "food", "items": ["food-licence"] },
                    { "department": "trade" },
                    { "department": "service", "posts": { "window": "front" } } ] }),
            ),
            department("food", "2025-01-01", json!({ "posts": [post("review")] })),
            department("trade", "2025-01-01", json!({})),
            department("service", "2015-01-01", json!({ "posts": [post("front")] })),
        ])
    }

    fn answer(
        from: &str,
        item: Option<&str>,
        held_by: Option<&str>,
        on: Date,
    ) -> (String, Option<String>) {
        let (item, held_by) = (
            item.map(|c| ItemCode::parse(c).unwrap()),
            held_by.map(|c| PostCode::parse(c).unwrap()),
        );
        let city = city();
        let matter = Matter { item: item.as_ref(), post: held_by.as_ref() };
        let found = city.responsible_for(from, matter, on).unwrap();
        (found.department.code.to_string(), found.post.map(|post| post.code.to_string()))
    }

    #[test]
    fn a_task_of_a_merged_department_is_found_with_its_successor() {
        let on = date(2020, 1, 1);
        assert_eq!(
            answer("industry", None, Some("licences"), on),
            ("market".into(), Some("review".into()))
        );
        assert_eq!(
            answer("quality", None, Some("window"), on),
            ("market".into(), Some("window".into()))
        );
    }

    #[test]
    fn on_earlier_days_it_was_still_itself() {
        assert_eq!(answer("industry", None, None, date(2019, 2, 28)).0, "industry");
        assert_eq!(answer("industry", None, None, date(2019, 3, 1)).0, "market");
    }

    #[test]
    fn a_split_sends_items_posts_and_the_rest_where_the_rule_says() {
        let on = date(2025, 6, 1);
        assert_eq!(
            answer("market", Some("food-licence"), Some("review"), on),
            ("food".into(), Some("review".into()))
        );
        assert_eq!(
            answer("market", Some("trade-name"), Some("review"), on),
            ("trade".into(), None)
        );
        assert_eq!(
            answer("market", Some("trade-name"), Some("window"), on),
            ("service".into(), Some("front".into()))
        );
        assert_eq!(answer("market", None, None, on).0, "trade");
    }

    #[test]
    fn a_merger_followed_by_a_split_is_followed_to_the_end() {
        let on = date(2026, 1, 1);
        assert_eq!(answer("industry", Some("food-licence"), None, on).0, "food");
        assert_eq!(city().successor_of("quality", on).unwrap().code.as_str(), "trade");
    }

    #[test]
    fn the_table_of_a_day_answers_as_the_catalogue_does() {
        let today = city().successions(date(2025, 6, 1));
        for gone in ["industry", "quality", "market"] {
            assert_eq!(today.answers_for(gone, Some("food-licence")), "food");
            assert_eq!(today.answers_for(gone, Some("trade-name")), "trade");
            assert_eq!(today.answers_for(gone, None), "trade");
        }
        assert_eq!(today.answers_for("service", Some("food-licence")), "service");
        assert_eq!(today.seen_by("food"), ["food", "industry", "market", "quality"]);
        let before = city().successions(date(2019, 3, 1));
        assert_eq!(before.answers_for("industry", Some("food-licence")), "market");
        assert_eq!(city().successions(date(2019, 2, 28)).answers_for("industry", None), "industry");
    }

    #[test]
    fn history_still_names_who_it_was_then() {
        let city = city();
        assert_eq!(
            city.department_at("industry", date(2015, 1, 1)).unwrap().names.zh,
            "industry局"
        );
        assert_eq!(city.department_at("industry", date(2020, 1, 1)), None);
        assert_eq!(city.successor_of("trade", date(2020, 1, 1)), None, "it had not begun");
        assert_eq!(city.successor_of("nobody", date(2020, 1, 1)), None);
    }
}
