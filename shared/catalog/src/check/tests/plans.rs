//! Faults of plans for emergencies.

use super::*;

#[test]
fn faults_of_plans_are_found() {
    let name = "plans/flood.yaml";
    let nobody = unknown(Thing::Department, "nobody");
    finds((name, "lead: government-services", "lead: nobody"), "nobody", nobody.clone());
    finds((name, "department: fire-rescue", "department: nobody"), "nobody", nobody);
    let itself = (name, "department: fire-rescue", "department: government-services");
    finds(itself, "government-services}", Naming::AsksItself);
    let role = unknown(Thing::Role, "divers");
    finds((name, "role: rescue", "role: divers"), "divers", role);
    let change = (name, "code: traffic, names", "code: medical, names");
    let found = faults(&[change]);
    assert!(found.iter().any(|f| f.problem == twice(Thing::Role, "medical").into()), "{found:?}");
    let task = twice(Thing::Task, "rescue-people");
    finds((name, "code: close-roads", "code: rescue-people"), "rescue-people\n    role: tr", task);
    let paper = twice(Thing::Paper, "road-opening");
    finds(
        (name, "code: land-use", "code: road-opening"),
        "road-opening\n        names: {zh: 抢",
        paper,
    );
    let version = twice(Thing::PlanVersion, "flood 1");
    let other = "plans/food-poisoning.yaml";
    finds((other, "code: food-poisoning", "code: flood"), "version: 1", version);
}

#[test]
fn limits_of_an_emergency_do_not_wait_for_the_office_to_open() {
    let (name, slow) = ("plans/hazardous-spill.yaml", Timing::NotAroundTheClock);
    finds((name, "limit: {minutes: 30}", "limit: {workdays: 1}"), "{workdays: 1}", slow.clone());
    finds((name, "lead_after: {minutes: 20}", "lead_after: {workdays: 1}"), "{workdays: 1}", slow);
    let too_long = Timing::LongerThan { bound: Bound::Response };
    finds((name, "{minutes: 60}", "{minutes: 121}"), "{minutes: 121}", too_long);
    finds((name, "{minutes: 60}", "{minutes: 0}"), "{minutes: 0}", Timing::Amount);
    let order = (name, "supervisor_after: {minutes: 40}", "supervisor_after: {minutes: 10}");
    finds(order, "{minutes: 10}\n  acc", Timing::LadderOrder);
    finds(
        (name, "within: {workdays: 5}", "within: {workdays: 0}"),
        "{workdays: 0}",
        Timing::Amount,
    );
}

#[test]
fn a_catalogue_without_plans_is_sound() {
    let files: Vec<_> = sample_files().filter(|file| !file.name.starts_with("plans/")).collect();
    assert!(check_files(files).unwrap().plans().is_empty());
}
