use std::collections::{BTreeMap, BTreeSet};

use super::world::World;
use crate::open_work::{Open, OpenWork, open_work};
use crate::samples::*;

const DUE: &str = "2026-09-18T09:00:00+08:00";

async fn of(world: &World, items: &[&str], departments: &[(&str, &[&str])]) -> OpenWork {
    let items: BTreeSet<_> = items.iter().map(ToString::to_string).collect();
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let departments: BTreeMap<_, Vec<_>> =
        departments.iter().map(|(code, known)| ((*code).to_owned(), names(known))).collect();
    open_work(&world.metrics.reads, &items, &departments).await.unwrap()
}

/// One case waits, one is open and asks for help, one is decided; a task of it still stands.
async fn world() -> World {
    let mut facts = vec![submitted(1)];
    facts.extend((2..=3).flat_map(|n| [submitted(n), accepted(n), opened(n)]));
    facts.extend([requested(2, DUE), requested(3, DUE), concluded(3, IN_TIME)]);
    World::after(facts).await
}

#[tokio::test]
async fn what_is_open_of_an_item_is_what_waits_or_is_worked_on_and_its_tasks() {
    let world = world().await;
    let work = of(&world, &[PERMIT, "another"], &[]).await;
    let open = Open { n_cases: 2, n_tasks: 2 };
    assert_eq!(work.items, BTreeMap::from([(PERMIT.to_owned(), open)]));
    assert_eq!(work.all, open);
    assert_eq!(work.departments, BTreeMap::new());
}

#[tokio::test]
async fn a_department_has_its_cases_and_what_is_asked_of_it_under_each_of_its_names() {
    let world = world().await;
    let work = of(&world, &[PERMIT], &[(FIRE, &[FIRE]), ("new", &["new", HOUSING])]).await;
    assert_eq!(work.departments[FIRE], Open { n_cases: 0, n_tasks: 2 });
    assert_eq!(work.departments["new"], Open { n_cases: 2, n_tasks: 0 });
    assert_eq!(work.all, Open { n_cases: 2, n_tasks: 2 }, "each counts once");
    assert_eq!(of(&world, &[], &[]).await, OpenWork::default());
}
