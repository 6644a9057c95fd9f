//! The list of warnings where very many tasks are open: asked through the service's routes, of rows
//! that its projection made.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use jiff::{SignedDuration, Timestamp};
use tongban_coordination::task::events::{Addressee, Event, Occasion, Rung};
use tongban_eventstore::readers::{Consumer, ReaderKind};
use tongban_eventstore::{Append, NewEvent};
use tongban_kernel::{
    CaseId, CaseNumber, EventId, Hash, Partition, Recorded, Role, Seq, TaskId, encode_event,
};
use tongban_platform::Service;
use tongban_platform::testkit::World;

use super::steady::percentile;
use super::task::{ASKING, DEPARTMENTS, asked};
use crate::report::{Goal, Report, Row};
use crate::rig::Rig;

/// Open tasks beside which the goal sees the many.
const N_FEW: u64 = 10_000;
const N_MANY_MAX: u64 = 1_000_000;
/// Every so manieth task was warned of.
const WARNED_EVERY: u64 = 10;
/// Events that the projection is given at once.
const BATCH: u64 = 1_000;
/// Times that each question is asked.
const N_ASKED: usize = 100;
const LIST: &str = "/api/coordination/warnings";

/// Measures the slowest answer in a hundred at few and at many open tasks.
pub(super) fn measure(rig: &Rig, report: &mut Report) -> Result<()> {
    let n_many = rig.plan.n_cases.clamp(N_FEW, N_MANY_MAX);
    let few = rig.runtime.block_on(Box::pin(p99_ms(N_FEW)))?;
    let many = rig.runtime.block_on(Box::pin(p99_ms(n_many)))?;
    let name = |n: u64| format!("warnings list, {n} open tasks, p99");
    let note = "pages of 50 as coordinator, department and supervisor see them, all and filtered; \
                one in ten tasks is warned of";
    report.add(Row::alone(name(N_FEW), "ms", [few]).note(note));
    report.add(Row::alone(name(n_many), "ms", [many]).goal(Goal::AtMost(20.0)));
    let name = format!("the same, {n_many} by {N_FEW}");
    report.add(Row::alone(name, "times", [many / few]).goal(Goal::AtMost(2.0)));
    Ok(())
}

async fn p99_ms(n_tasks: u64) -> Result<f64> {
    let world = World::new().await;
    let service = tongban_coordination::service(&world.platform).await?;
    let projection = service.consumers.iter().find(|one| one.kind() == ReaderKind::Projection);
    let projection = Arc::clone(projection.context("the service's projection")?);
    fill(&*projection, n_tasks, world.platform.kit.clock.now()).await?;
    // Its readers would find a log that knows nothing of all that.
    let world = world.with(Service { consumers: Vec::new(), tasks: Vec::new(), ..service });
    let coordinator = world.token("coordinator", None, Role::Coordinator);
    let supervisor = world.token("supervisor", None, Role::Supervisor);
    let handler = world.token("handler", Some(DEPARTMENTS[ASKING]), Role::Handler);
    let other = world.token("other", Some(DEPARTMENTS[7]), Role::Handler);
    let by_department = format!("{LIST}?department={}", DEPARTMENTS[5]);
    let by_rung = format!("{LIST}?rung=due_soon");
    let questions = [
        (&coordinator, LIST),
        (&handler, LIST),
        (&supervisor, by_department.as_str()),
        (&coordinator, by_rung.as_str()),
        (&handler, by_rung.as_str()),
        (&other, LIST),
        (&other, by_rung.as_str()),
    ];
    let mut took_ms = Vec::new();
    for nth in 0..=N_ASKED {
        for (token, path) in questions {
            let begun = Instant::now();
            let reply = world.get(token, path).await;
            ensure!(reply.status.is_success(), "{path}: {}", reply.body);
            ensure!(reply.body["items"].as_array().is_some_and(|rows| !rows.is_empty()), "{path}");
            // The first time fills caches.
            if nth > 0 {
                took_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
            }
        }
    }
    projection.let_go(Partition(0)).await?;
    Ok(percentile(took_ms, 99))
}

/// Makes the rows of so many open tasks and of their warnings.
async fn fill(projection: &dyn Consumer, n_tasks: u64, now: Timestamp) -> Result<()> {
    projection.checkpoint(Partition(0)).await?;
    let (mut seq, mut events) = (0, Vec::new());
    for n in 0..n_tasks {
        let due_at = now + SignedDuration::from_secs(i64::try_from(n)?);
        let append = asked(n, now, due_at)?;
        let warned = n % WARNED_EVERY == 0;
        let warning = if warned { Some(warning(n, &append, due_at)?) } else { None };
        for (event, nth) in append.writes[0].events.iter().chain(&warning).zip(1..) {
            seq += 1;
            events.push(Arc::new(recorded(&append, event, nth, seq)));
        }
        if n % BATCH == BATCH - 1 || n + 1 == n_tasks {
            projection.consume(Partition(0), &events).await?;
            events.clear();
        }
    }
    Ok(())
}

fn warning(n: u64, asked: &Append, due_at: Timestamp) -> Result<NewEvent> {
    let stream = asked.writes[0].stream;
    let case_id = CaseId::from_uuid(asked.meta.correlation);
    let issued_at = due_at - SignedDuration::from_hours(1);
    let event = Event::WarningIssued {
        task_id: TaskId::from_uuid(stream.id),
        case_id,
        occasion: Occasion::Application,
        number: CaseNumber::of(case_id, jiff::civil::date(2026, 9, 7)),
        rung: Rung::DueSoon,
        epoch: 1,
        due_at,
        issued_at,
        department: DEPARTMENTS[(n / WARNED_EVERY % 12) as usize].to_owned(),
        from_department: Some(DEPARTMENTS[ASKING].to_owned()),
        to_role: Addressee::Handler,
        answer_by_at: None,
    };
    let (kind, data) = encode_event(&event)?;
    let id = EventId::derive(stream.id, asked.meta.command, 1);
    Ok(NewEvent { id, kind, occurred_at: issued_at, data })
}

fn recorded(append: &Append, event: &NewEvent, revision: u64, seq: u64) -> Recorded {
    Recorded {
        partition: Partition(0),
        seq: Seq(seq),
        stream: append.writes[0].stream,
        revision,
        id: event.id,
        kind: event.kind.clone(),
        recorded_at: event.occurred_at,
        occurred_at: event.occurred_at,
        meta: Arc::clone(&append.meta),
        prev_hash: Hash::ZERO,
        hash: Hash::of(&[&seq.to_be_bytes()]),
        data: event.data.clone(),
    }
}
