use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use tongban_kernel::calendar::Suspension;
use tongban_kernel::testkit::now;
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, Meta, Partition, Recorded, Seq, StreamId,
};
use tongban_readmodel::{RowChange, Value};
use uuid::Uuid;

use super::*;
use crate::samples::{self as facts, Fact};

fn recorded(fact: Fact, origin: Origin) -> Recorded {
    let meta = Meta {
        actor: Actor::system("test"),
        command: CommandId::from_uuid(Uuid::from_u128(1)),
        body_hash: Hash::ZERO,
        causation: None,
        correlation: fact.stream,
        trace: None,
        jurisdiction: "city".into(),
        calendar_version: 0,
        catalog_version: 0,
        origin,
    };
    Recorded {
        partition: Partition(0),
        seq: Seq(9),
        stream: StreamId::new(Category::new("test"), fact.stream),
        revision: 1,
        id: EventId::from_uuid(Uuid::from_u128(9)),
        kind: fact.kind.into(),
        recorded_at: now(),
        occurred_at: now(),
        meta: Arc::new(meta),
        prev_hash: Hash::ZERO,
        hash: Hash::ZERO,
        data: Bytes::from(serde_json::to_vec(&fact.data).unwrap()),
    }
}

fn rows(fact: Fact) -> Vec<RowOp> {
    MetricsProjection.project(&recorded(fact, Origin::Live)).unwrap()
}

/// What the first row that is put or changed is set to, in this column.
#[track_caller]
fn cell(rows: &[RowOp], column: &str) -> Value {
    let (RowChange::Put(cells) | RowChange::Change(cells)) = &rows[0].change else {
        panic!("{rows:?}");
    };
    let found = cells.iter().find(|(name, _)| *name == column);
    found.unwrap_or_else(|| panic!("no {column} in {cells:?}")).1.clone()
}

/// What a row of sums is moved by, without what does not move.
fn moved(row: &RowOp) -> Vec<(&'static str, i64)> {
    let RowChange::Add { by, .. } = &row.change else { panic!("{row:?}") };
    by.iter().copied().filter(|(_, delta)| *delta != 0).collect()
}

#[test]
fn every_declared_event_is_read_as_its_service_writes_it() {
    let mut read = BTreeSet::new();
    for fact in facts::every() {
        let kind = fact.kind;
        let rows = rows(fact);
        assert_eq!(cell(&rows, "caused_by"), EventId::from_uuid(Uuid::from_u128(9)).into());
        read.insert(kind);
    }
    assert_eq!(read, MetricsProjection::EVENTS.iter().copied().collect());
}

#[test]
fn a_drill_is_not_measured() {
    for fact in facts::every() {
        let rows = MetricsProjection.project(&recorded(fact, Origin::Drill)).unwrap();
        assert_eq!(rows, []);
    }
}

#[test]
fn a_case_is_late_from_the_due_instant_on() {
    let on_time = |concluded_at| {
        let rows = rows(facts::concluded(1, concluded_at));
        (cell(&rows, "on_time_by_law"), cell(&rows, "on_time_by_promise"))
    };
    assert_eq!(on_time(facts::LAW_AT), (false.into(), false.into()));
    assert_eq!(on_time("2026-10-12T23:59:59.999999+08:00"), (true.into(), false.into()));
    assert_eq!(on_time("2026-09-21T23:59:59.999999+08:00"), (true.into(), true.into()));
}

#[test]
fn what_is_decided_while_its_clock_stands_still_is_in_time() {
    let rows = rows(facts::concluded_while_stopped(1, facts::LAW_AT));
    assert_eq!(cell(&rows, "on_time_by_law"), true.into());
    assert_eq!(cell(&rows, "statutory_due_at"), Value::Null);
}

#[test]
fn a_conclusion_is_measured_in_the_working_time_that_it_carries() {
    // From Monday to Wednesday at the same hour: two working days of 6.5 hours.
    let rows = rows(facts::concluded(1, "2026-09-09T09:00:00+08:00"));
    assert_eq!(cell(&rows, "worked_minutes"), 780.into());
    assert_eq!(cell(&rows, "worked_milliworkdays"), 2_000.into());
    assert_eq!(cell(&rows, "suspended_minutes"), 1_440.into());
    let sums = [
        ("concluded", 1),
        ("granted", 1),
        ("worked_minutes", 780),
        ("worked_milliworkdays", 2_000),
        ("suspended_minutes", 1_440),
        ("within_3", 1),
    ];
    assert_eq!(moved(&rows[1]), sums);
    assert_eq!(rows[1].key[2], ("month", "2026-09".into()));
    assert_eq!(moved(&rows[2]), sums);
    assert_eq!(rows[2].key[0], ("on_date", "2026-09-09".into()));
    assert_eq!(moved(&rows[3]), sums);
    assert_eq!(rows[3].key[2], ("week", "2026-W37".into()));
}

#[test]
fn that_a_case_was_closed_is_no_special_procedure() {
    let mut fact = facts::concluded(1, "2026-09-29T09:00:00+08:00");
    let closed = Suspension::closure(
        "2026-09-14T09:00:00+08:00".parse().unwrap(),
        "2026-09-28T09:00:00+08:00".parse().unwrap(),
    );
    let suspensions = fact.data["statutory"]["suspensions"].as_array_mut().unwrap();
    suspensions.push(json!(closed.unwrap()));
    // The day of the hearing alone.
    assert_eq!(cell(&rows(fact), "suspended_minutes"), 1_440.into());
}

#[test]
fn a_correction_takes_off_exactly_what_the_conclusion_put_on() {
    let concluded_at = "2026-10-20T09:00:00+08:00";
    let on = rows(facts::concluded(2, concluded_at));
    for (fact, counter) in [
        (facts::reopened(2, concluded_at), "reopened"),
        (facts::annulled(2, concluded_at), "annulled"),
    ] {
        let rows = rows(fact);
        for (put_on, taken_off) in on[1..4].iter().zip(&rows[1..4]) {
            assert_eq!(put_on.key, taken_off.key);
            let negative: Vec<_> = moved(put_on).into_iter().map(|(c, n)| (c, -n)).collect();
            assert_eq!(moved(taken_off), negative);
        }
        assert_eq!(moved(&rows[4]), [(counter, 1)]);
        assert_eq!(rows[4].key[2], ("month", "2026-09".into()), "when it was taken back");
        assert_eq!(cell(&rows, "concluded_at"), Value::Null);
    }
}

#[test]
fn a_withdrawal_that_meets_a_conclusion_is_decided_by_approval() {
    let row = &rows(facts::withdrawn(1))[0];
    let RowChange::Change(cells) = &row.change else { panic!("{row:?}") };
    assert!(cells.iter().all(|(column, _)| *column != "approval"), "{cells:?}");
    assert_eq!(cell(&rows(facts::closed_by_withdrawal(1)), "approval"), "withdrawn".into());
}

#[test]
fn only_the_clocks_that_a_procedure_stops_stand_still() {
    let mut fact = facts::suspended(1, facts::LAW_AT);
    fact.data["clocks"] = json!(["promised", "step"]);
    let row = &rows(fact)[0];
    let RowChange::Change(cells) = &row.change else { panic!("{row:?}") };
    let columns: Vec<_> = cells.iter().map(|(column, _)| *column).collect();
    assert_eq!(columns, ["promised_stopped_at", "caused_by"]);
}

#[test]
fn every_event_that_moves_a_case_is_a_moment_on_its_way() {
    let activity = |fact| {
        let rows = rows(fact);
        let moment = rows.last().filter(|row| row.table.name == "moments")?;
        let at = cell(std::slice::from_ref(moment), "at");
        Some((cell(std::slice::from_ref(moment), "activity"), at))
    };
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().into();
    let received = Some(("received".into(), at(facts::RECEIVED_AT)));
    assert_eq!(activity(facts::submitted(1)), received);
    let suspended = Some(("suspended".into(), at(facts::IN_TIME)));
    assert_eq!(
        activity(facts::suspended(1, facts::IN_TIME)),
        suspended,
        "when it was, not when told"
    );
    let granted = Some(("granted".into(), at(facts::LAW_AT)));
    assert_eq!(activity(facts::concluded(1, facts::LAW_AT)), granted);
    assert_eq!(activity(facts::opened(1)), None, "it goes with acceptance");
}

#[test]
fn a_recorded_case_is_late_after_its_deadline_and_unknown_without_one() {
    let (before, after) = ("2011-12-06T13:41:31.788+01:00", "2011-12-06T13:41:31.789+01:00");
    for (concluded, deadline, is_late, moves) in [
        (Some(after), Some(before), Some(true), &["concluded", "measured", "late"][..]),
        (Some(before), Some(before), Some(false), &["concluded", "measured"]),
        (Some(before), None, None, &["concluded"]),
        (None, Some(before), None, &[]),
    ] {
        let rows = rows(facts::milestones(1, "General", concluded, deadline));
        assert_eq!(cell(&rows, "is_late"), is_late.into());
        let counted: Vec<_> = moved(&rows[1]).into_iter().map(|(column, _)| column).collect();
        assert_eq!(counted, [&["cases", "received"], moves].concat());
    }
}
