use tongban_eventstore::CommandEnvelope;
use tongban_eventstore::readers::Dispatch;
use tongban_kernel::testkit::NOW;
use tongban_readmodel::DueList;

use super::world::World;
use crate::samples::*;
use crate::task::DueRung;
use crate::task::DueRungs;
use crate::task::commands::Command;
use crate::task::events::Rung;

const REQUESTED: &str = "coordination.task_requested.v1";
const WARNED: &str = "coordination.warning_issued.v1";

const LADDER: [(Rung, u32); 6] = [
    (Rung::Unacknowledged, 1),
    (Rung::DueSoon, 1),
    (Rung::Overdue, 1),
    (Rung::Lead, 1),
    (Rung::Supervisor, 1),
    (Rung::Accountability, 1),
];
const REACHED_AT: [&str; 6] =
    [ACKNOWLEDGE_BY_AT, DUE_SOON_AT, DUE_AT, LEAD_AT, SUPERVISOR_AT, ACCOUNTABILITY_AT];

/// A task whose whole ladder was climbed, one rung after the other.
async fn climbed() -> World {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    for (n, reached_at) in REACHED_AT.into_iter().enumerate() {
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
    let events = world.task_events().await;
    assert_eq!(events.iter().filter(|event| escalated(event)).count(), 3);
    // The step, the request, six warnings, three escalations: nothing else was caused.
    assert_eq!(events.len(), 11);
    let case = case_id().uuid();
    assert!(events.iter().all(|event| event.meta.correlation == case));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_warns_of_nothing_twice() {
    let world = climbed().await;
    let n_events = world.task_events().await.len();
    let running = world.start().await;
    assert_eq!(running.due().await, 0);
    running.stop().await;
    assert_eq!(world.task_events().await.len(), n_events);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_while_nothing_ran_is_warned_of_from_the_lowest_rung_up() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    running.stop().await;
    world.set_clock(ACCOUNTABILITY_AT);
    let running = world.start().await;
    world.wait_for(WARNED, 6).await;
    assert_eq!(running.due().await, 0);
    running.stop().await;
    assert_eq!(world.warnings().await, LADDER);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_and_work_delivered_again_cause_nothing() {
    let world = climbed().await;
    let n_events = world.task_events().await.len();
    // A policy that forgot how far it was meets every event again.
    world.lose_all_but_the_log();
    let running = world.start().await;
    assert_eq!(running.due().await, 0);
    for (rung, epoch) in LADDER {
        let due = DueRung { task_id: task_id(), rung, epoch };
        let key = format!("{}/{}/{epoch}", task_id(), rung.as_str());
        let same = CommandEnvelope::of_system(<DueRungs as DueList>::NAME, &key, case_id().uuid());
        let other =
            CommandEnvelope::of_system(<DueRungs as DueList>::NAME, "another", case_id().uuid());
        for envelope in [same, other] {
            running.inside.tasks.dispatch(due, envelope).await.unwrap();
        }
    }
    running.stop().await;
    assert_eq!(world.task_events().await.len(), n_events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_model_computed_anew_warns_of_nothing_twice() {
    let world = climbed().await;
    let n_events = world.task_events().await.len();
    world.lose_all_but_the_log();
    let running = world.start().await;
    assert_eq!(running.due().await, 0);
    let warnings = running.inside.reads.query("SELECT rung FROM warnings ORDER BY issued_at");
    let rungs: Vec<_> =
        warnings.fetch_all().await.unwrap().iter().map(|row| row.text("rung").unwrap()).collect();
    assert_eq!(rungs, Rung::LADDER.map(Rung::as_str));
    running.stop().await;
    assert_eq!(world.task_events().await.len(), n_events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_neither_warns_again_nor_forgets() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    world.set_clock(DUE_AT);
    world.wait_for(WARNED, 3).await;
    world.set_clock(NOW);
    assert_eq!(running.due().await, 0);
    world.set_clock(DUE_AT);
    assert_eq!(running.due().await, 0);
    world.set_clock(LEAD_AT);
    world.wait_for(WARNED, 4).await;
    running.stop().await;
    assert_eq!(world.warnings().await, LADDER[..4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_task_is_warned_of_anew() {
    let world = World::new();
    let running = world.start().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    world.set_clock(DUE_SOON_AT);
    world.wait_for(WARNED, 2).await;
    let give_back = Command::Return {
        reason: wording("不属于本部门职责"),
        legal_basis: wording("三定方案"),
    };
    running.give(asked(), give_back, 1).await;
    world.wait_for(WARNED, 3).await;
    assert_eq!(running.due().await, 0);
    running.stop().await;
    let warned = [(Rung::Unacknowledged, 1), (Rung::DueSoon, 1), (Rung::DueSoon, 2)];
    assert_eq!(world.warnings().await, warned);
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
