//! What a catalogue says otherwise than another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use tongban_catalog::Catalog;
use tongban_catalog::model::{Department, Duty, Item, Plan};
use tongban_kernel::Text;
use utoipa::ToSchema;

use super::limits::{LimitMove, limits_of_city, limits_of_item, limits_of_plan, moved_limits};
use super::parts::{
    PartMove, moved_parts, other_fields_of_city, other_fields_of_item, other_fields_of_plan,
    parts_of_item, parts_of_plan,
};
use super::{NAMED_MAX, Named, NamedRow, named};

/// What a catalogue says otherwise than the one before.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogChanges {
    /// Item versions that it adds.
    pub items_added: Named,
    /// Item versions that are no more in it.
    pub items_gone: Named,
    /// Of versions that it adds to known items, what they say otherwise than the version before.
    pub items_moved: Moves,
    /// Departments that it adds.
    pub departments_added: Named,
    /// Departments of which it says otherwise: names, days, successors, posts.
    pub departments_changed: Named,
    /// Departments that it says nothing more of.
    pub departments_gone: Named,
    /// Departments that end, by what it says and the one before did not.
    pub departments_ended: Vec<DepartmentEnd>,
    /// Duties that it adds; the code is `department/duty`.
    pub duties_added: Named,
    /// Duties of which it says otherwise.
    pub duties_changed: Named,
    /// Duties that are no more in it.
    pub duties_gone: Named,
    /// Plan versions that it adds.
    pub plans_added: Named,
    /// Plan versions that are no more in it.
    pub plans_gone: Named,
    /// Of versions that it adds to known plans, what they say otherwise than the version before.
    pub plans_moved: Moves,
    /// Limits that the city sets for all, and that are others.
    pub city_limits: Vec<LimitMove>,
    /// What else of the city is said otherwise, as files name it.
    pub city_fields: Vec<String>,
}

/// New versions of things that there were, and how many there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Moves {
    /// All of them.
    pub n: usize,
    /// The first 100.
    pub first: Vec<VersionMove>,
}

/// A new version of an item or a plan, beside the version before.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionMove {
    /// The item or plan.
    pub code: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub names: Text,
    /// The version before.
    pub version_before: u32,
    /// The version.
    pub version: u32,
    /// The first day on which it holds for what begins.
    #[schema(value_type = String)]
    pub valid_from: Date,
    /// Limits that are others.
    pub limits: Vec<LimitMove>,
    /// Steps, materials, fields and other parts that are others.
    pub parts: Vec<PartMove>,
    /// What else is said otherwise, as files name it.
    pub fields: Vec<String>,
}

/// How a department ends.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DepartmentEnd {
    /// The department.
    pub code: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub names: Text,
    /// The first day on which it is no more.
    #[schema(value_type = String)]
    pub ends_on: Date,
    /// Who takes over: nobody; one, as in a merger; several, as in a split.
    pub successors: Vec<NamedRow>,
}

/// What a catalogue says otherwise than another.
pub(super) fn compare(before: &Catalog, now: &Catalog) -> CatalogChanges {
    let departments_ended = ended(before, now);
    let is_ended =
        |one: &&Department| departments_ended.iter().any(|end| end.code == one.code.as_str());
    let row = |one: &Department| NamedRow { code: one.code.to_string(), names: one.names.clone() };
    let has = |of: &Catalog, one: &Department| of.departments().iter().any(|d| d.code == one.code);
    let is_same = |one: &&Department| before.departments().contains(one);
    let departments = || now.departments().iter();
    let (duties_before, duties_now) = (duties_of(before), duties_of(now));
    let (city_before, city_now) = (before.city(), now.city());
    CatalogChanges {
        items_added: items_beyond(now, before),
        items_gone: items_beyond(before, now),
        items_moved: items_moved(before, now),
        departments_added: named(departments().filter(|one| !has(before, one)).map(row)),
        departments_changed: named(
            departments()
                .filter(|one| has(before, one))
                .filter(|one| !is_same(one) && !is_ended(one))
                .map(row),
        ),
        departments_gone: named(before.departments().iter().filter(|one| !has(now, one)).map(row)),
        duties_added: duties_beyond(&duties_now, &duties_before),
        duties_changed: named(duties_now.iter().filter_map(|(code, duty)| {
            let is_other = duties_before.get(code).is_some_and(|was| was != duty);
            is_other.then(|| duty_row(code, duty))
        })),
        duties_gone: duties_beyond(&duties_before, &duties_now),
        plans_added: plans_beyond(now, before),
        plans_gone: plans_beyond(before, now),
        plans_moved: plans_moved(before, now),
        city_limits: moved_limits(&limits_of_city(city_before), &limits_of_city(city_now)),
        city_fields: other_fields_of_city(city_before, city_now),
        departments_ended,
    }
}

impl CatalogChanges {
    /// The items of which something is said otherwise, or nothing more.
    pub(super) fn items(before: &Catalog, now: &Catalog) -> BTreeMap<String, Text> {
        let items = new_versions(before, now).map(|(_, item)| item);
        let gone = before.items().iter().filter(|item| !has_item(now, item));
        let row = |item: &Item| (item.code.to_string(), item.names.clone());
        gone.chain(items).map(row).collect()
    }

    /// The departments of which something is said otherwise, or nothing more.
    pub(super) fn departments(before: &Catalog, now: &Catalog) -> BTreeMap<String, Text> {
        let is_other = |one: &&Department| !now.departments().contains(one);
        let others = before.departments().iter().filter(is_other);
        others.map(|one| (one.code.to_string(), one.names.clone())).collect()
    }
}

fn has_item(catalog: &Catalog, item: &Item) -> bool {
    catalog.item(item.code.as_str(), item.version).is_some()
}

fn items_beyond(of: &Catalog, than: &Catalog) -> Named {
    named(of.items().iter().filter(|item| !has_item(than, item)).map(|item| NamedRow {
        code: format!("{} {}", item.code, item.version),
        names: item.names.clone(),
    }))
}

fn plans_beyond(of: &Catalog, than: &Catalog) -> Named {
    let known: BTreeSet<_> = than.plans().iter().map(Plan::reference).collect();
    named(
        of.plans()
            .iter()
            .filter(|plan| !known.contains(&plan.reference()))
            .map(|plan| NamedRow { code: plan.reference(), names: plan.names.clone() }),
    )
}

/// Versions that a catalogue adds to items that the one before knows, each after the one before it.
fn new_versions<'a>(
    before: &'a Catalog,
    now: &'a Catalog,
) -> impl Iterator<Item = (&'a Item, &'a Item)> {
    let new = now.items().iter().filter(move |item| !has_item(before, item));
    new.filter_map(move |item| {
        let known = before.items().iter().chain(now.items());
        let earlier = known.filter(|was| was.code == item.code && was.version < item.version);
        earlier.max_by_key(|was| was.version).map(|was| (was, item))
    })
}

fn items_moved(before: &Catalog, now: &Catalog) -> Moves {
    moves(new_versions(before, now).map(|(was, item)| VersionMove {
        code: item.code.to_string(),
        names: item.names.clone(),
        version_before: was.version,
        version: item.version,
        valid_from: item.valid_from,
        limits: moved_limits(&limits_of_item(was), &limits_of_item(item)),
        parts: moved_parts(&parts_of_item(was), &parts_of_item(item)),
        fields: other_fields_of_item(was, item),
    }))
}

fn plans_moved(before: &Catalog, now: &Catalog) -> Moves {
    let known: BTreeSet<_> = before.plans().iter().map(Plan::reference).collect();
    let new = now.plans().iter().filter(|plan| !known.contains(&plan.reference()));
    moves(new.filter_map(|plan| {
        let known = before.plans().iter().chain(now.plans());
        let earlier = known.filter(|was| was.code == plan.code && was.version < plan.version);
        let was = earlier.max_by_key(|was| was.version)?;
        Some(VersionMove {
            code: plan.code.to_string(),
            names: plan.names.clone(),
            version_before: was.version,
            version: plan.version,
            valid_from: plan.valid_from,
            limits: moved_limits(&limits_of_plan(was), &limits_of_plan(plan)),
            parts: moved_parts(&parts_of_plan(was), &parts_of_plan(plan)),
            fields: other_fields_of_plan(was, plan),
        })
    }))
}

fn moves(all: impl Iterator<Item = VersionMove>) -> Moves {
    let mut first: Vec<_> = all.collect();
    let n = first.len();
    first.truncate(NAMED_MAX);
    Moves { n, first }
}

/// Departments that end now and did not before: a department that is renamed goes on.
fn ended(before: &Catalog, now: &Catalog) -> Vec<DepartmentEnd> {
    let last = |of: &Catalog, code: &str| {
        let entries = of.departments().iter().filter(|one| one.code.as_str() == code);
        entries.max_by_key(|one| one.valid_from).cloned()
    };
    let codes: BTreeSet<_> = before.departments().iter().map(|one| one.code.to_string()).collect();
    let end = |code: String| {
        let department = last(now, &code)?;
        let ends_on = department.valid_until?;
        let was = last(before, &code).and_then(|was| was.valid_until);
        let row = |code: &str| NamedRow {
            code: code.to_owned(),
            names: last(now, code).map_or_else(|| Text::new(code, code), |one| one.names),
        };
        let to = department.successors.iter().map(|to| row(to.department.as_str()));
        let successors = to.collect();
        let names = department.names.clone();
        (was != Some(ends_on)).then_some(DepartmentEnd { code, names, ends_on, successors })
    };
    codes.into_iter().filter_map(end).collect()
}

fn duties_of(catalog: &Catalog) -> BTreeMap<String, Duty> {
    let of_department = catalog.duties().iter().flat_map(|list| {
        let code = |duty: &Duty| format!("{}/{}", list.department, duty.code);
        list.duties.iter().map(|duty| (code(duty), duty.clone())).collect::<Vec<_>>()
    });
    of_department.collect()
}

fn duty_row(code: &str, duty: &Duty) -> NamedRow {
    NamedRow { code: code.to_owned(), names: duty.text.clone() }
}

fn duties_beyond(of: &BTreeMap<String, Duty>, than: &BTreeMap<String, Duty>) -> Named {
    let beyond = of.iter().filter(|(code, _)| !than.contains_key(*code));
    named(beyond.map(|(code, duty)| duty_row(code, duty)))
}

#[cfg(test)]
mod tests;
