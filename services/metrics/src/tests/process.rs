use tongban_kernel::testkit::at;

use super::world::World;
use crate::api::span::{Span, Whose};
use crate::process::Transition;
use crate::samples::*;

/// A working day of the city's office, in minutes.
const DAY: i64 = 390;

async fn ways(world: &World, whose: Whose<'_>) -> Vec<Transition> {
    let map = world.metrics.map(Span::default(), at(LAW_AT), whose).await.unwrap().unwrap();
    map.transitions()
}

fn told(ways: &[Transition]) -> Vec<(&str, &str, usize, i64)> {
    let told = |way: &Transition| (way.n, way.median_minutes);
    let names = ways.iter().map(|way| (&*way.from.name, &*way.to.name, told(way)));
    names.map(|(from, to, (n, median))| (from, to, n, median)).collect()
}

#[tokio::test]
async fn the_map_shows_what_followed_what_and_after_how_much_working_time() {
    let facts = [1, 2].into_iter().flat_map(|n| [submitted(n), accepted(n), opened(n)]);
    // Decided on 12 October, as the world tells it; the second case stands still since.
    let ends = [concluded(1, IN_TIME), suspended(2, IN_TIME)];
    let world = World::after(facts.chain(ends)).await;
    let expected = [
        ("received", "accepted", 2, DAY),
        ("accepted", "granted", 1, 10 * DAY),
        ("accepted", "suspended", 1, 10 * DAY),
    ];
    assert_eq!(told(&ways(&world, Whose::default()).await), expected);
    let fire = Whose { department: Some(FIRE), item_code: None };
    assert_eq!(ways(&world, fire).await, []);
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn corrections_and_steps_stand_on_the_map() {
    let world = World::after([
        submitted(1),
        correction_requested(1),
        accepted(1),
        step_decided(1, "review"),
        step_returned(1),
        step_decided(1, "review"),
    ])
    .await;
    let map = world.metrics.map(Span::default(), at(LAW_AT), Whose::default()).await.unwrap();
    let activities = map.unwrap().activities();
    let told: Vec<_> = activities.iter().map(|(a, n)| (&*a.name, a.step.as_deref(), *n)).collect();
    let expected = [
        ("accepted", None, 1),
        ("correction_requested", None, 1),
        ("received", None, 1),
        ("step_decided", Some("review"), 2),
        ("step_returned", None, 1),
    ];
    assert_eq!(told, expected);
}
