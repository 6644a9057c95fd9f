use tongban_kernel::DisputeId;
use tongban_kernel::testkit::{at, given, merged, now};

use super::*;
use crate::task::commands::Settled;
use crate::task::events::{Addressee, DisputeSettled, Settlement, TaskDisputed};

const RULED_AT: &str = "2026-10-12T10:00:00+08:00";

fn dispute() -> Command {
    let (reason, legal_basis) = (wording("属于水务部门职责"), wording("水法第十二条"));
    Command::Dispute { reason, legal_basis, responsible: Some(OTHER.to_owned()) }
}

fn dispute_id(nth: u32) -> DisputeId {
    DisputeId::derive(task_id(), nth)
}

fn disputed() -> Event {
    Event::TaskDisputed(TaskDisputed {
        task_id: task_id(),
        case_id: case_id(),
        number: number(),
        dispute_id: dispute_id(1),
        ask: new_task().ask,
        by_department: ASKED.to_owned(),
        from_department: ASKING.to_owned(),
        responsible: Some(OTHER.to_owned()),
        reason: "属于水务部门职责".to_owned(),
        legal_basis: "水法第十二条".to_owned(),
        disputed_at: now(),
        deadline: deadline().next_epoch(),
    })
}

fn settle(settlement: Settlement, to_department: Option<&str>) -> Command {
    Command::Settle(Box::new(Settled {
        dispute_id: dispute_id(1),
        settlement,
        to_department: to_department.map(str::to_owned),
        reason: "依职责".to_owned(),
    }))
}

fn settled(command: Command) -> DisputeSettled {
    let events =
        given::<Task>([requested(), disputed()]).at(RULED_AT).by(coordinator()).when(command);
    let events = events.events();
    let [Event::DisputeSettled(settled)] = &events[..] else { panic!("{events:?}") };
    settled.clone()
}

#[test]
fn a_dispute_gains_no_time_and_begins_an_epoch_of_its_own() {
    given::<Task>([requested()]).by(asked()).when(dispute()).then([disputed()]);
}

#[test]
fn a_drill_is_practised_and_not_disputed() {
    let mut asked_for = requested();
    if let Event::TaskRequested { occasion, .. } = &mut asked_for {
        *occasion = Occasion::Drill;
    }
    given::<Task>([asked_for]).by(asked()).when(dispute()).then_rejected(Rejection::Practised);
}

#[test]
fn while_a_panel_rules_nobody_else_moves_the_task() {
    for (actor, command) in [
        (asked(), Command::Acknowledge),
        (asked(), reply()),
        (asked(), give_back()),
        (asked(), dispute()),
        (coordinator(), reassign(OTHER)),
    ] {
        given::<Task>([requested(), disputed()])
            .by(actor)
            .when(command)
            .then_rejected(Rejection::AwaitsRuling);
    }
}

#[test]
fn who_lost_the_dispute_answers_by_the_due_date_that_there_was() {
    let settled = settled(settle(Settlement::Ruled, Some(ASKED)));
    assert_eq!((settled.deadline.due_at, settled.deadline.epoch), (at(DUE_AT), 3));
}

#[test]
fn another_department_has_its_limit_without_the_time_that_the_dispute_took() {
    let settled = settled(settle(Settlement::Ruled, Some(OTHER)));
    // Disputed when it was asked: all five working days are left, the day of the ruling is the first.
    assert_eq!(settled.deadline.due_at, at("2026-10-17T00:00:00+08:00"));
    assert!(settled.deadline.acknowledge_by_at > at(RULED_AT));
}

#[test]
fn a_ruling_binds() {
    let ruled = Event::DisputeSettled(settled(settle(Settlement::Ruled, Some(OTHER))));
    let water = tongban_kernel::Actor::officer("hu", OTHER, tongban_kernel::Role::Handler);
    for (actor, command) in
        [(water.clone(), give_back()), (water, dispute()), (coordinator(), reassign(ASKED))]
    {
        given::<Task>([requested(), disputed(), ruled.clone()])
            .by(actor)
            .when(command)
            .then_rejected(Rejection::Ruled);
    }
}

#[test]
fn who_took_a_dispute_back_does_not_dispute_again_but_may_return_the_task() {
    let back = Event::DisputeSettled(settled(settle(Settlement::Withdrawn, Some(ASKED))));
    let events = || [requested(), disputed(), back.clone()];
    given::<Task>(events()).by(asked()).when(dispute()).then_rejected(Rejection::DisputedBefore);
    let returned = given::<Task>(events()).by(asked()).when(give_back()).events();
    assert!(matches!(returned[..], [Event::TaskReturned { nth: 1, .. }]), "{returned:?}");
}

#[test]
fn who_took_a_dispute_back_does_not_dispute_again_though_others_did_meanwhile() {
    let first = settled(settle(Settlement::Withdrawn, Some(ASKED)));
    let Event::TaskDisputed(of_first) = disputed() else { panic!("a dispute") };
    let second = TaskDisputed {
        dispute_id: dispute_id(2),
        by_department: OTHER.to_owned(),
        responsible: None,
        deadline: first.deadline.next_epoch(),
        ..of_first
    };
    let back = DisputeSettled {
        dispute_id: dispute_id(2),
        to_department: OTHER.to_owned(),
        deadline: second.deadline.next_epoch(),
        ..first.clone()
    };
    let events = || {
        [
            requested(),
            disputed(),
            Event::DisputeSettled(first.clone()),
            reassigned(OTHER, first.deadline),
            Event::TaskDisputed(second.clone()),
            Event::DisputeSettled(back.clone()),
            reassigned(ASKED, back.deadline),
        ]
    };
    given::<Task>(events()).by(asked()).when(dispute()).then_rejected(Rejection::DisputedBefore);
}

/// Who was asked was merged into the other side, while the dispute went on or after it.
fn taker() -> tongban_kernel::Actor {
    tongban_kernel::Actor::officer("hu", OTHER, tongban_kernel::Role::Handler)
}

#[test]
fn who_took_over_from_the_disputing_department_gains_no_time_by_the_ruling() {
    let events = given::<Task>([requested(), disputed()])
        .at(RULED_AT)
        .by(coordinator())
        .after(merged(ASKED, OTHER))
        .when(settle(Settlement::Ruled, Some(OTHER)))
        .events();
    let [Event::DisputeSettled(settled)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((settled.deadline.due_at, settled.to_department.as_str()), (at(DUE_AT), ASKED));
}

#[test]
fn who_took_over_neither_disputes_again_nor_holds_itself_responsible() {
    let back = Event::DisputeSettled(settled(settle(Settlement::Withdrawn, Some(ASKED))));
    let to_taker = reassigned(OTHER, deadline().next_epoch());
    given::<Task>([requested(), disputed(), back, to_taker])
        .by(taker())
        .after(merged(ASKED, OTHER))
        .when(dispute())
        .then_rejected(Rejection::DisputedBefore);
    given::<Task>([requested()])
        .by(taker())
        .after(merged(ASKED, OTHER))
        .when(dispute())
        .then_rejected(Rejection::DisputesItself { department: ASKED.to_owned() });
}

#[test]
fn a_task_that_nobody_has_to_answer_is_closed_with_its_dispute() {
    let events = given::<Task>([requested(), disputed()])
        .by(coordinator())
        .when(settle(Settlement::Ruled, None))
        .events();
    let [Event::TaskClosed { dispute_id: closed, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(*closed, Some(dispute_id(1)));
}

#[test]
fn a_dispute_that_is_settled_already_is_not_settled_again() {
    let ruled = Event::DisputeSettled(settled(settle(Settlement::Ruled, Some(OTHER))));
    for over in [ruled, closed()] {
        given::<Task>([requested(), disputed(), over])
            .by(coordinator())
            .when(settle(Settlement::Ruled, Some(ASKED)))
            .then([]);
    }
}

#[test]
fn of_what_is_disputed_the_coordinator_is_warned_and_nobody_has_to_answer() {
    let events = given::<Task>([requested(), disputed()])
        .at(DUE_SOON_AT)
        .when(Command::IssueWarning { rung: Rung::DueSoon, epoch: 2 })
        .events();
    let [Event::WarningIssued { to_role, answer_by_at, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((*to_role, *answer_by_at), (Addressee::Coordinator, None));
}

#[test]
fn a_task_that_is_disputed_gives_no_way_to_another() {
    let joined = Command::Join { into: tongban_kernel::TaskId::derive(case_id(), b"other") };
    given::<Task>([requested(), disputed()]).by(coordinator()).when(joined).then([]);
}
