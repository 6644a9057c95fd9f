use super::*;
use crate::events::Addressee;
use tongban_kernel::testkit::at;

fn sweeper() -> Actor {
    Actor::system("sweeper")
}

fn warn(rung: Rung) -> Command {
    Command::IssueWarning { rung, epoch: 1 }
}

#[test]
fn a_rung_is_warned_of_at_its_instant_and_not_a_microsecond_before() {
    given::<Task>([requested()]).at(DUE_AT).by(sweeper()).when(warn(Rung::Overdue)).then([warned(
        Rung::Overdue,
        Addressee::Coordinator,
        at(DUE_AT),
    )]);
    given::<Task>([requested()])
        .at("2026-10-10T23:59:59.999999+08:00")
        .by(sweeper())
        .when(warn(Rung::Overdue))
        .then([]);
}

#[test]
fn a_task_that_is_due_soon_warns_its_handlers_and_a_returned_one_the_coordinator() {
    given::<Task>([requested(), acknowledged()])
        .at(DUE_SOON_AT)
        .by(sweeper())
        .when(warn(Rung::DueSoon))
        .then([warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT))]);
    given::<Task>([requested(), returned(ASKED, 1, deadline())])
        .at(DUE_SOON_AT)
        .by(sweeper())
        .when(warn(Rung::DueSoon))
        .then([warned(Rung::DueSoon, Addressee::Coordinator, at(DUE_SOON_AT))]);
}

#[test]
fn the_upper_rungs_escalate() {
    for (rung, to_role, reached_at) in [
        (Rung::Lead, Addressee::Lead, LEAD_AT),
        (Rung::Supervisor, Addressee::Supervisor, SUPERVISOR_AT),
    ] {
        given::<Task>([requested()])
            .at(reached_at)
            .by(sweeper())
            .when(warn(rung))
            .then([warned(rung, to_role, at(reached_at)), escalated(rung, to_role)]);
    }
}

#[test]
fn a_rung_is_warned_of_once_per_epoch() {
    let issued = warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT));
    given::<Task>([requested(), issued])
        .at(SUPERVISOR_AT)
        .by(sweeper())
        .when(warn(Rung::DueSoon))
        .then([]);
}

#[test]
fn a_new_epoch_has_warnings_of_its_own_and_the_old_one_none_any_more() {
    let history = || {
        let issued = warned(Rung::Overdue, Addressee::Coordinator, at(DUE_AT));
        [requested(), issued, returned(ASKED, 1, deadline().next_epoch())]
    };
    given::<Task>(history()).at(DUE_AT).by(sweeper()).when(warn(Rung::Overdue)).then([]);
    let events = given::<Task>(history())
        .at(DUE_AT)
        .by(sweeper())
        .when(Command::IssueWarning { rung: Rung::Overdue, epoch: 2 })
        .events();
    assert!(matches!(events.as_slice(), [Event::WarningIssued { epoch: 2, .. }]), "{events:?}");
}

#[test]
fn an_extension_takes_a_warning_back_that_was_not_yet_given() {
    let later = Deadline { epoch: 2, due_at: at("2026-10-14T00:00:00+08:00"), ..deadline() };
    for epoch in [1, 2] {
        given::<Task>([requested(), extended(later)])
            .at(DUE_AT)
            .by(sweeper())
            .when(Command::IssueWarning { rung: Rung::Overdue, epoch })
            .then([]);
    }
}

#[test]
fn what_is_over_warns_nobody() {
    for over in [replied(), closed()] {
        given::<Task>([requested(), over])
            .at(SUPERVISOR_AT)
            .by(sweeper())
            .when(warn(Rung::Overdue))
            .then([]);
    }
}
