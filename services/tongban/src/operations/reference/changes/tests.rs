use jiff::civil::date;
use tongban_catalog::model::{Content, Successor};
use tongban_catalog::sample_city;
use tongban_kernel::calendar::Budget;

use super::super::limits::LimitOf;
use super::super::parts::{PartChange, PartKind};
use super::*;

const ITEM: &str = "food-business-licence";

fn sample() -> Content {
    Content::clone(sample_city().unwrap().content())
}

fn changed(change: impl FnOnce(&mut Content)) -> CatalogChanges {
    let mut now = sample();
    change(&mut now);
    compare(&sample_city().unwrap(), &Catalog::new(now))
}

/// The item with a third version, begun as a copy of the second.
fn with_third(content: &mut Content, change: impl FnOnce(&mut Item)) {
    let second = content.items.iter().find(|item| item.code.as_str() == ITEM && item.version == 2);
    let mut third = second.unwrap().clone();
    third.version = 3;
    third.valid_from = date(2028, 1, 1);
    change(&mut third);
    content.items.push(third);
}

#[test]
fn a_limit_that_moves_is_told_with_what_it_was_and_what_it_is() {
    let changes = changed(|content| {
        with_third(content, |item| {
            item.limits.promised = Budget::Workdays(4);
            item.limits.delivery = None;
            let step = item.steps.iter_mut().find(|step| step.id.as_str() == "site").unwrap();
            step.cooperation[0].limit = Budget::SameDay;
        });
    });
    assert_eq!((changes.items_added.n, changes.items_gone.n, changes.items_moved.n), (1, 0, 1));
    let moved = &changes.items_moved.first[0];
    assert_eq!((moved.version_before, moved.version, moved.code.as_str()), (2, 3, ITEM));
    let told: Vec<_> = moved
        .limits
        .iter()
        .map(|limit| {
            let words = |text: &Option<Text>| text.as_ref().map(|text| text.en.clone());
            (limit.of, limit.code.as_deref(), words(&limit.before), words(&limit.after))
        })
        .collect();
    let words = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (LimitOf::Promised, None, words("6 working days"), words("4 working days")),
            (
                LimitOf::Ask,
                Some("site/fire-rescue"),
                words("2 working days"),
                words("the same day")
            ),
            (LimitOf::Delivery, None, words("5 working days"), None),
        ]
    );
    assert_eq!(moved.parts, [], "a step whose limit alone moves is told as a limit");
    assert_eq!(moved.fields, Vec::<String>::new());
}

#[test]
fn parts_and_fields_that_are_others_are_told_by_name() {
    let changes = changed(|content| {
        with_third(content, |item| {
            item.materials.retain(|material| material.code.as_str() != "layout");
            item.steps.iter_mut().find(|step| step.id.as_str() == "site").unwrap().post = None;
            item.legal_basis.pop();
        });
    });
    let moved = &changes.items_moved.first[0];
    let told: Vec<_> =
        moved.parts.iter().map(|part| (part.kind, part.change, part.code.as_str())).collect();
    assert_eq!(
        told,
        [
            (PartKind::Step, PartChange::Changed, "site"),
            (PartKind::Material, PartChange::Gone, "layout"),
        ]
    );
    assert_eq!(moved.fields, ["legal_basis"]);
    assert_eq!(moved.limits, []);
}

#[test]
fn a_department_that_ends_names_who_takes_over_and_one_that_is_changed_does_not_end() {
    let fire = |content: &mut Content| {
        let mut all = content.departments.iter().cloned();
        all.position(|one| one.code.as_str() == "fire-rescue" && one.valid_until.is_none()).unwrap()
    };
    let changes = changed(|content| {
        let at = fire(content);
        let ends = &mut content.departments[at];
        ends.valid_until = Some(date(2030, 1, 1));
        let department = tongban_catalog::model::DepartmentCode::parse("public-security").unwrap();
        ends.successors =
            vec![Successor { department, items: Vec::new(), posts: BTreeMap::default() }];
    });
    let [end] = &changes.departments_ended[..] else { panic!("{:?}", changes.departments_ended) };
    assert_eq!((end.code.as_str(), end.ends_on), ("fire-rescue", date(2030, 1, 1)));
    assert_eq!(end.successors[0].code, "public-security");
    assert_eq!(changes.departments_changed.n, 0, "it is told once");

    let changes = changed(|content| {
        let at = fire(content);
        content.departments[at].names.en = "Fire".into();
    });
    assert_eq!((changes.departments_ended.len(), changes.departments_changed.n), (0, 1));
}

#[test]
fn duties_plans_and_what_the_city_sets_for_all_are_compared_too() {
    let changes = changed(|content| {
        content.duties[0].duties[0].text.en = "Something else".into();
        let gone = content.duties[1].duties.pop().unwrap();
        assert!(!gone.code.as_str().is_empty());
        let mut plan = content.plans[0].clone();
        plan.version += 1;
        plan.valid_from = date(2028, 1, 1);
        plan.tasks[0].limit = Budget::Minutes(45);
        content.plans.push(plan);
        content.city.ladder.lead_after = Some(Budget::Workdays(2));
        content.city.names.en = "Elsewhere".into();
    });
    assert_eq!(
        (changes.duties_changed.n, changes.duties_gone.n, changes.duties_added.n),
        (1, 1, 0)
    );
    assert_eq!((changes.plans_added.n, changes.plans_moved.n), (1, 1));
    let limits = &changes.plans_moved.first[0].limits;
    assert_eq!((limits.len(), limits[0].of), (1, LimitOf::PlanTask));
    assert_eq!((changes.city_limits.len(), changes.city_limits[0].of), (1, LimitOf::Lead));
    assert_eq!(changes.city_fields, ["names"]);
}

#[test]
fn what_is_concerned_is_what_is_said_otherwise_of_something_that_was_there() {
    let mut now = sample();
    with_third(&mut now, |item| item.limits.promised = Budget::Workdays(4));
    let removed = now.items.iter().position(|item| item.code.as_str() == "old-age-card").unwrap();
    now.items.remove(removed);
    let (before, now) = (sample_city().unwrap(), Catalog::new(now));
    let items: Vec<_> = CatalogChanges::items(&before, &now).into_keys().collect();
    assert_eq!(items, [ITEM, "old-age-card"]);
    assert_eq!(CatalogChanges::departments(&before, &now), BTreeMap::new());
    assert_eq!(CatalogChanges::items(&before, &before), BTreeMap::new());
}
