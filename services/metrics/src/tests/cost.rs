use serde_json::{Value, json};
use tongban_kernel::testkit::at;
use tongban_readmodel::Page;

use super::world::World;
use crate::api::cost::CostRow;
use crate::api::costs::{Selection, Sum};
use crate::samples::*;

/// Ten working days after acceptance: a Sunday is worked for National Day.
const CONCLUDED_AT: &str = IN_TIME;
const NOW: &str = "2026-10-12T10:00:00+08:00";
const DUE: &str = "2026-09-15T00:00:00+08:00";
const DAY: i64 = 390;

fn with(mut fact: Fact, changes: &[(&str, Value)]) -> Fact {
    for (field, value) in changes {
        fact.data[*field] = value.clone();
    }
    fact
}

/// The task of a case, asked of a department on this day of September at nine.
fn asked(n: u16, to: &str, day: u8) -> Fact {
    let changes = [("requested_at", json!(nine(day))), ("to_department", json!(to))];
    of_department(with(requested(n, DUE), &changes), n, to)
}

/// Its answer.
fn answered_on(n: u16, by: &str, day: u8) -> Fact {
    let fact = with(replied(n, by, "agreed"), &[("replied_at", json!(nine(day)))]);
    of_department(fact, n, by)
}

/// Each department is asked with a task of its own.
fn of_department(fact: Fact, n: u16, department: &str) -> Fact {
    let task = tongban_kernel::TaskId::derive(case_id(n), department.as_bytes());
    Fact { stream: task.uuid(), ..with(fact, &[("task_id", json!(task))]) }
}

fn nine(day: u8) -> jiff::Timestamp {
    at(&format!("2026-09-{day:02}T09:00:00+08:00"))
}

fn begun(n: u16) -> [Fact; 3] {
    [submitted(n), accepted(n), opened(n)]
}

fn all() -> Selection {
    Selection {
        now: at(NOW),
        from: None,
        until: at(NOW),
        department: None,
        item_code: None,
        case_id: None,
    }
}

fn of_case(n: u16) -> Selection {
    Selection { case_id: Some(case_id(n).uuid()), ..all() }
}

/// Minutes between departments, and in all.
async fn minutes(world: &World, selection: &Selection) -> (i64, i64) {
    let sums = world.metrics.cost_sums(selection).await.unwrap().unwrap();
    let Sum { between, whole, .. } = sums.total;
    (between.as_mins(), whole.as_mins())
}

/// One that was decided, with two departments asked side by side; one that waits for its answer.
async fn two() -> World {
    let facts = begun(1).into_iter().chain(begun(2)).chain([
        asked(1, FIRE, 8),
        asked(1, ENVIRONMENT, 9),
        answered_on(1, FIRE, 10),
        answered_on(1, ENVIRONMENT, 11),
        concluded(1, CONCLUDED_AT),
        asked(2, FIRE, 8),
    ]);
    World::after(facts).await
}

#[tokio::test]
async fn what_overlaps_in_a_case_counts_once_and_what_goes_on_until_now() {
    let world = two().await;
    assert_eq!(minutes(&world, &of_case(1)).await, (3 * DAY, 10 * DAY));
    let (between, whole) = minutes(&world, &of_case(2)).await;
    assert_eq!(between, whole, "it waits since it was accepted");
    let later = Selection { now: at(DUE), until: at(DUE), ..of_case(2) };
    assert_eq!(minutes(&world, &later).await, (5 * DAY, 5 * DAY));
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn only_the_time_that_is_asked_for_counts() {
    let world = two().await;
    let span = |from, until| Selection { from: Some(nine(from)), until: nine(until), ..of_case(1) };
    assert_eq!(minutes(&world, &span(9, 10)).await, (DAY, DAY));
    assert_eq!(minutes(&world, &span(11, 15)).await, (0, 2 * DAY));
    assert_eq!(minutes(&world, &span(22, 25)).await, (0, 0), "it was decided");
}

#[tokio::test]
async fn pairs_are_told_apart_and_do_not_add_up() {
    let world = two().await;
    let sums = world.metrics.cost_sums(&of_case(1)).await.unwrap().unwrap();
    let pairs = sums.pairs();
    let told = |row: &CostRow| {
        let cost = serde_json::to_value(row.cost).unwrap();
        (row.to_department.clone().unwrap(), cost["between_minutes"].as_i64().unwrap())
    };
    let expected = [(ENVIRONMENT.to_owned(), 2 * DAY), (FIRE.to_owned(), 2 * DAY)];
    assert_eq!(pairs.iter().map(told).collect::<Vec<_>>(), expected);
    let items = world.metrics.cost_sums(&all()).await.unwrap().unwrap().items();
    let [permit] = &items[..] else { panic!("{items:?}") };
    assert_eq!(permit.item_code.as_deref(), Some(PERMIT));
    assert_eq!(serde_json::to_value(permit.cost).unwrap()["n_cases"], 2);
}

#[tokio::test]
async fn a_shared_task_holds_each_of_its_cases_until_it_is_answered() {
    let world = World::after(begun(1).into_iter().chain(begun(2))).await;
    let shared = json!([{
        "task_id": asked(2, FIRE, 8).data["task_id"], "case_id": case_id(2), "number": "x",
        "source": null,
    }]);
    let answer = with(answered_on(1, FIRE, 14), &[("shares", shared.clone())]);
    let joined = of_department(task_joined(2), 2, FIRE);
    for fact in [asked(1, FIRE, 8), asked(2, FIRE, 9), joined, answer] {
        world.tell(fact).await;
    }
    assert_eq!(minutes(&world, &of_case(1)).await.0, 4 * DAY);
    assert_eq!(minutes(&world, &of_case(2)).await.0, 3 * DAY);
    let again = [("shares", shared), ("sent_back_at", json!(nine(15)))];
    let back = of_department(with(sent_back(1, DUE), &again), 1, FIRE);
    world.tell(back).await;
    let until = Selection { now: nine(16), until: nine(16), ..of_case(2) };
    assert_eq!(minutes(&world, &until).await, (4 * DAY, 6 * DAY));
}

#[tokio::test]
async fn a_case_that_was_closed_for_a_while_had_no_time_then() {
    let world = two().await;
    world.tell(reopened_until(1, CONCLUDED_AT, "2026-11-03T00:00:00+08:00")).await;
    let then = at("2026-10-14T09:00:00+08:00");
    let selection = Selection { now: then, until: then, ..of_case(1) };
    // Reopened at midnight of the thirteenth.
    assert_eq!(minutes(&world, &selection).await, (3 * DAY, 11 * DAY));
    world.tell(annulled(2, CONCLUDED_AT)).await;
    assert_eq!(minutes(&world, &of_case(2)).await, (0, 0), "void");
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn cases_are_told_page_by_page_with_the_event_behind_them() {
    let world = two().await;
    let page = Page::new(Some(1), None).unwrap();
    let (first, next) = world.metrics.costs_of_cases(&all(), &page).await.unwrap();
    let page = Page::new(Some(1), Some(&next.unwrap().to_string())).unwrap();
    let (second, next) = world.metrics.costs_of_cases(&all(), &page).await.unwrap();
    assert_eq!((first.len(), second.len(), next), (1, 1, None));
    let cases = [first, second].concat();
    let open: Vec<_> = cases.iter().map(|row| row.case.as_ref().unwrap().is_open).collect();
    assert_eq!(open, [true, false], "the newest first");
}

#[tokio::test]
async fn what_is_answered_at_once_took_no_time() {
    let facts = begun(1).into_iter().chain([asked(1, FIRE, 8), answered_on(1, FIRE, 8)]);
    let world = World::after(facts).await;
    assert_eq!(minutes(&world, &of_case(1)).await.0, 0);
}
