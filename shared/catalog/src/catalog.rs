use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use tongban_calendar::Office;

use crate::model::{City, Content, Department, Duties, Item, ItemCode, Plan};
use crate::search::Index;

/// A catalogue with its indexes: immutable, and cheap to clone.
///
/// Lookups never fail on contradictory content; whether content is sound is for the checks to say.
#[derive(Clone, Debug)]
pub struct Catalog(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    content: Arc<Content>,
    /// Places in `content.departments`, by code, ascending by first day.
    departments: HashMap<String, Vec<usize>>,
    /// Places in `content.items`, by code, ascending by first day.
    items: HashMap<ItemCode, Vec<usize>>,
    index: Index,
}

impl Catalog {
    /// Indexes a catalogue.
    pub fn new(content: impl Into<Arc<Content>>) -> Self {
        let content = content.into();
        let mut departments: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, department) in content.departments.iter().enumerate() {
            departments.entry(department.code.to_string()).or_default().push(place);
        }
        for places in departments.values_mut() {
            places.sort_by_key(|&place| content.departments[place].valid_from);
        }
        let mut items: HashMap<ItemCode, Vec<usize>> = HashMap::new();
        for (place, item) in content.items.iter().enumerate() {
            items.entry(item.code.clone()).or_default().push(place);
        }
        for places in items.values_mut() {
            places.sort_by_key(|&place| content.items[place].valid_from);
        }
        let index = Index::of(&content.items);
        Self(Arc::new(Inner { content, departments, items, index }))
    }

    /// The catalogue as data.
    pub fn content(&self) -> &Arc<Content> {
        &self.0.content
    }

    /// Whose it is.
    pub fn city(&self) -> &City {
        &self.0.content.city
    }

    /// All departments of all times.
    pub fn departments(&self) -> &[Department] {
        &self.0.content.departments
    }

    /// All entries of one department, the earliest first.
    pub(crate) fn entries(&self, code: &str) -> impl DoubleEndedIterator<Item = &Department> {
        let places = self.0.departments.get(code).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|&place| &self.0.content.departments[place])
    }

    /// What a department was on a day; `None` on days on which there was none of that code.
    pub fn department_at(&self, code: &str, on: Date) -> Option<&Department> {
        self.entries(code).find(|department| department.is_in_force(on))
    }

    /// The department of this code as it is on a day, or as it last was before: to name who did
    /// something. None where it begins later.
    pub fn department_by(&self, code: &str, on: Date) -> Option<&Department> {
        self.entries(code).rev().find(|department| department.valid_from <= on)
    }

    /// Departments in force on a day.
    pub fn departments_at(&self, on: Date) -> impl Iterator<Item = &Department> {
        self.departments().iter().filter(move |department| department.is_in_force(on))
    }

    /// How a department reckons time on a day; as the city does for one that says nothing.
    pub fn office_of(&self, code: &str, on: Date) -> &Office {
        let own = self.department_at(code, on).and_then(|department| department.office.as_ref());
        own.unwrap_or(&self.city().office)
    }

    /// What the departments are there for.
    pub fn duties(&self) -> &[Duties] {
        &self.0.content.duties
    }

    /// All versions of all plans for emergencies.
    pub fn plans(&self) -> &[Plan] {
        &self.0.content.plans
    }

    /// The version of a plan under which emergencies are declared on a day.
    pub fn plan_in_force(&self, code: &str, on: Date) -> Option<&Plan> {
        let versions = self.plans().iter().filter(|plan| plan.code.as_str() == code);
        let begun = versions.filter(|plan| plan.valid_from <= on).max_by_key(|p| p.valid_from)?;
        begun.valid_until.is_none_or(|until| on < until).then_some(begun)
    }

    /// Plans in force on a day, in the order of the files.
    pub fn plans_in_force(&self, on: Date) -> impl Iterator<Item = &Plan> {
        self.plans().iter().filter(move |plan| {
            self.plan_in_force(plan.code.as_str(), on)
                .is_some_and(|in_force| in_force.version == plan.version)
        })
    }

    /// All versions of all items.
    pub fn items(&self) -> &[Item] {
        &self.0.content.items
    }

    fn versions(&self, code: &str) -> impl DoubleEndedIterator<Item = &Item> {
        let places = self.0.items.get(code).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|&place| &self.0.content.items[place])
    }

    /// One version of an item: what a case goes on with, whatever has come into force since.
    pub fn item(&self, code: &str, version: u32) -> Option<&Item> {
        self.versions(code).find(|item| item.version == version)
    }

    /// The version of an item under which applications are accepted on a day.
    pub fn item_in_force(&self, code: &str, on: Date) -> Option<&Item> {
        let begun = self.versions(code).rev().find(|item| item.valid_from <= on)?;
        begun.valid_until.is_none_or(|until| on < until).then_some(begun)
    }

    /// Items in force on a day, in the order of the files.
    pub fn items_in_force(&self, on: Date) -> impl Iterator<Item = &Item> {
        self.items().iter().filter(move |item| {
            self.item_in_force(item.code.as_str(), on)
                .is_some_and(|in_force| in_force.version == item.version)
        })
    }

    /// Items in force on a day that a clerk may mean by `query`, best first, `n_max` at most.
    ///
    /// Every word of the query must be found: in a name, in a code, as initials of the English
    /// name (`fbl`), or as characters of the Chinese name in order (食经许 finds 食品经营许可).
    pub fn search(&self, query: &str, on: Date, n_max: usize) -> Vec<&Item> {
        let hits = self.0.index.search(query);
        let items = hits.into_iter().map(|place| &self.0.content.items[place]);
        let in_force = items.filter(|item| {
            self.item_in_force(item.code.as_str(), on)
                .is_some_and(|in_force| in_force.version == item.version)
        });
        in_force.take(n_max).collect()
    }
}

/// Two catalogues are equal when they say the same.
impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.content == other.0.content
    }
}
