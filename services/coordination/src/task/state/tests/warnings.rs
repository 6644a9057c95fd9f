use super::*;
use crate::task::events::{Addressee, WarningMet};
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
    let mut to_the_coordinator = warned(Rung::DueSoon, Addressee::Coordinator, at(DUE_SOON_AT));
    if let Event::WarningIssued { answer_by_at, .. } = &mut to_the_coordinator {
        *answer_by_at = None;
    }
    given::<Task>([requested(), returned(ASKED, 1, deadline())])
        .at(DUE_SOON_AT)
        .by(sweeper())
        .when(warn(Rung::DueSoon))
        .then([to_the_coordinator]);
}

#[test]
fn the_upper_rungs_escalate() {
    for (rung, to_role, reached_at) in [
        (Rung::Lead, Addressee::Lead, LEAD_AT),
        (Rung::Supervisor, Addressee::Supervisor, SUPERVISOR_AT),
        (Rung::Accountability, Addressee::Accountability, ACCOUNTABILITY_AT),
    ] {
        given::<Task>([requested()])
            .at(reached_at)
            .by(sweeper())
            .when(warn(rung))
            .then([warned(rung, to_role, at(reached_at)), escalated(rung, to_role)]);
    }
}

#[test]
fn rungs_that_are_due_together_are_warned_of_together_from_the_lowest_up() {
    let rungs = |events: &[Event]| -> Vec<Rung> {
        let rung = |event: &Event| {
            let Event::WarningIssued { rung, .. } = event else { return None };
            Some(*rung)
        };
        events.iter().filter_map(rung).collect()
    };
    let events = given::<Task>([requested()])
        .at(SUPERVISOR_AT)
        .by(sweeper())
        .when(warn(Rung::Unacknowledged))
        .events();
    assert_eq!(rungs(&events), Rung::LADDER[..5]);
    let upper = |event: &&Event| matches!(event, Event::TaskEscalated { .. });
    assert_eq!(events.iter().filter(upper).count(), 2);
    let issued = warned(Rung::Lead, Addressee::Lead, at(LEAD_AT));
    let events = given::<Task>([requested(), acknowledged(), issued])
        .at(SUPERVISOR_AT)
        .by(sweeper())
        .when(warn(Rung::DueSoon))
        .events();
    assert_eq!(rungs(&events), [Rung::DueSoon, Rung::Overdue, Rung::Supervisor]);
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

#[test]
fn what_nobody_has_taken_on_is_warned_of_in_blue_and_answered_by_taking_it_on() {
    given::<Task>([requested()])
        .at(ACKNOWLEDGE_BY_AT)
        .by(sweeper())
        .when(warn(Rung::Unacknowledged))
        .then([warned(Rung::Unacknowledged, Addressee::Handler, at(ACKNOWLEDGE_BY_AT))]);
    for taken_on in [acknowledged(), returned(ASKED, 1, deadline())] {
        given::<Task>([requested(), taken_on])
            .at(ACKNOWLEDGE_BY_AT)
            .by(sweeper())
            .when(warn(Rung::Unacknowledged))
            .then([]);
    }
}

#[test]
fn a_warning_is_answered_in_writing_within_two_working_days() {
    // Saturday the 10th works: 10 and 12 October.
    let events = given::<Task>([requested(), acknowledged()])
        .at(DUE_SOON_AT)
        .by(sweeper())
        .when(warn(Rung::DueSoon))
        .events();
    let [Event::WarningIssued { answer_by_at, .. }] = events.as_slice() else {
        panic!("one warning, not {events:?}");
    };
    assert_eq!(*answer_by_at, Some(at("2026-10-13T00:00:00+08:00")));
}

#[test]
fn a_rung_that_the_ladder_leaves_out_is_never_reached() {
    let mut task = new_task();
    task.ladder.lead_after = None;
    let events = given::<Task>([]).by(asker()).when(Command::Request(Box::new(task))).events();
    let Event::TaskRequested { deadline, .. } = &events[0] else { panic!("{events:?}") };
    assert_eq!((deadline.lead_at, deadline.supervisor_at), (None, Some(at(SUPERVISOR_AT))));
    given::<Task>(events.clone())
        .at(ACCOUNTABILITY_AT)
        .by(sweeper())
        .when(warn(Rung::Lead))
        .then([]);
}

#[test]
fn a_warning_is_met_by_what_it_asks_for() {
    let (task_id, case_id) = (task_id(), case_id());
    let met = |rung| Event::WarningMet(WarningMet { task_id, case_id, rung, epoch: 1 });
    let blue = || warned(Rung::Unacknowledged, Addressee::Handler, at(ACKNOWLEDGE_BY_AT));
    let yellow = || warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT));
    given::<Task>([requested(), blue()])
        .by(asked())
        .when(Command::Acknowledge)
        .then([acknowledged(), met(Rung::Unacknowledged)]);
    let events = given::<Task>([requested(), blue(), yellow()]).by(asked()).when(reply()).events();
    assert_eq!(events[1..], [met(Rung::Unacknowledged), met(Rung::DueSoon)]);
}

#[test]
fn an_answer_that_is_too_late_meets_no_warning() {
    let yellow = warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT));
    let events = given::<Task>([requested(), acknowledged(), yellow])
        .at(DUE_AT)
        .by(asked())
        .when(reply())
        .events();
    assert_eq!(events.len(), 1, "{events:?}");
}

#[test]
fn who_was_warned_in_time_and_is_relieved_of_the_task_has_missed_nothing() {
    let yellow = || warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT));
    for (by, command) in [
        (coordinator(), reassign(OTHER)),
        (coordinator(), extend(Budget::Workdays(2))),
        (coordinator(), close()),
        (asked(), give_back()),
    ] {
        let events = given::<Task>([requested(), acknowledged(), yellow()])
            .at(DUE_SOON_AT)
            .by(by)
            .when(command)
            .events();
        let met =
            matches!(&events[..], [_, Event::WarningMet(WarningMet { rung: Rung::DueSoon, .. })]);
        assert!(met, "{events:?}");
    }
}

#[test]
fn of_what_was_returned_no_department_has_to_answer() {
    let history = [requested(), returned(ASKED, 1, deadline())];
    let events = given::<Task>(history).at(DUE_AT).by(sweeper()).when(warn(Rung::Overdue)).events();
    assert!(matches!(&events[..], [Event::WarningIssued { answer_by_at: None, .. }]));
}

#[test]
fn who_is_given_a_task_that_is_late_already_is_told_on_from_then_on() {
    // Overdue since Saturday; handed on when supervision has taken it up.
    let events = given::<Task>([requested(), acknowledged()])
        .at(SUPERVISOR_AT)
        .by(coordinator())
        .when(reassign(OTHER))
        .events();
    let [Event::TaskReassigned { deadline, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(deadline.due_at, at(DUE_AT), "the case does not wait longer");
    assert_eq!(deadline.lead_at, Some(at("2026-10-16T00:00:00+08:00")));
    assert!(deadline.acknowledge_by_at > at(SUPERVISOR_AT));
}
