use tongban_eventstore::CommandEnvelope;
use tongban_eventstore::readers::{Dispatch, Sweeper};
use tongban_kernel::testkit::NOW;

use super::world::World;
use crate::DueRung;
use crate::DueRungs;
use crate::commands::Command;
use crate::events::Rung;
use crate::samples::*;

const REQUESTED: &str = "coordination.task_requested.v1";
const WARNED: &str = "coordination.warning_issued.v1";

const LADDER: [(Rung, u32); 4] =
    [(Rung::DueSoon, 1), (Rung::Overdue, 1), (Rung::Lead, 1), (Rung::Supervisor, 1)];

/// A task whose whole ladder was climbed, one rung after the other.
async fn climbed() -> World {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    for (n, reached_at) in [DUE_SOON_AT, DUE_AT, LEAD_AT, SUPERVISOR_AT].into_iter().enumerate() {
        assert_eq!(running.due().await, 0, "nothing before {reached_at}");
        world.set_clock(reached_at);
        world.wait_for(WARNED, n + 1).await;
        assert_eq!(running.due().await, 0, "nothing after {reached_at}");
        assert_eq!(world.warnings().await, LADDER[..=n]);
    }
    running.stop().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rung_is_warned_of_once_when_it_is_reached() {
    let world = climbed().await;
    let escalated = |e: &std::sync::Arc<tongban_kernel::Recorded>| {
        e.kind.as_str() == "coordination.task_escalated.v1"
    };
    let events = world.events().await;
    assert_eq!(events.iter().filter(|event| escalated(event)).count(), 2);
    // The step, the request, four warnings, two escalations: nothing else was caused.
    assert_eq!(events.len(), 8);
    let case = case_id().uuid();
    assert!(events.iter().all(|event| event.meta.correlation == case));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_warns_of_nothing_twice() {
    let world = climbed().await;
    let n_events = world.events().await.len();
    let running = world.start().await;
    assert_eq!(running.due().await, 0);
    running.stop().await;
    assert_eq!(world.events().await.len(), n_events);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_while_nothing_ran_is_warned_of_from_the_lowest_rung_up() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    running.stop().await;
    world.set_clock(SUPERVISOR_AT);
    let running = world.start().await;
    world.wait_for(WARNED, 4).await;
    assert_eq!(running.due().await, 0);
    running.stop().await;
    assert_eq!(world.warnings().await, LADDER);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_and_work_delivered_again_cause_nothing() {
    let world = climbed().await;
    let n_events = world.events().await.len();
    // A policy that forgot how far it was meets every event again.
    std::fs::remove_dir_all(world.policy_state()).unwrap();
    let running = world.start().await;
    assert_eq!(running.due().await, 0);
    for (rung, epoch) in LADDER {
        let due = DueRung { task_id: task_id(), rung, epoch };
        let key = format!("{}/{}/{epoch}", task_id(), rung.as_str());
        let same = CommandEnvelope::of_system(DueRungs::NAME, &key, case_id().uuid());
        let other = CommandEnvelope::of_system(DueRungs::NAME, "another", case_id().uuid());
        for envelope in [same, other] {
            running.inside.tasks.dispatch(due, envelope).await.unwrap();
        }
    }
    running.stop().await;
    assert_eq!(world.events().await.len(), n_events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_model_computed_anew_warns_of_nothing_twice() {
    let world = climbed().await;
    let n_events = world.events().await.len();
    std::fs::remove_dir_all(world.read_models()).unwrap();
    let running = world.start().await;
    assert_eq!(running.due().await, 0);
    let warnings = running.inside.reads.query("SELECT rung FROM warnings ORDER BY issued_at");
    let rungs: Vec<_> =
        warnings.fetch_all().await.unwrap().iter().map(|row| row.text("rung").unwrap()).collect();
    assert_eq!(rungs, Rung::LADDER.map(Rung::as_str));
    running.stop().await;
    assert_eq!(world.events().await.len(), n_events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_neither_warns_again_nor_forgets() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    world.set_clock(DUE_AT);
    world.wait_for(WARNED, 2).await;
    world.set_clock(NOW);
    assert_eq!(running.due().await, 0);
    world.set_clock(DUE_AT);
    assert_eq!(running.due().await, 0);
    world.set_clock(LEAD_AT);
    world.wait_for(WARNED, 3).await;
    running.stop().await;
    assert_eq!(world.warnings().await, LADDER[..3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_task_is_warned_of_anew() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    world.set_clock(DUE_SOON_AT);
    world.wait_for(WARNED, 1).await;
    let give_back = Command::Return {
        reason: wording("不属于本部门职责"),
        legal_basis: wording("三定方案"),
    };
    running.give(asked(), give_back, 1).await;
    world.wait_for(WARNED, 2).await;
    assert_eq!(running.due().await, 0);
    running.stop().await;
    assert_eq!(world.warnings().await, [(Rung::DueSoon, 1), (Rung::DueSoon, 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_ends_closes_its_tasks_and_their_warnings() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    world.case_is_concluded().await;
    world.wait_for("coordination.task_closed.v1", 1).await;
    world.set_clock(SUPERVISOR_AT);
    assert_eq!(running.due().await, 0);
    running.stop().await;
    assert_eq!(world.warnings().await, []);
}
