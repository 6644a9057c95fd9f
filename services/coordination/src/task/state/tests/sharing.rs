//! Tasks that several cases share, and tasks that help with tasks.

use super::*;
use crate::task::commands::{Parent, Sharing};
use crate::task::events::{Share, TaskShared};
use tongban_kernel::testkit::at;
use tongban_kernel::{CaseId, CaseNumber};
use uuid::Uuid;

fn other_case() -> CaseId {
    CaseId::derive("window-4", Uuid::from_u128(8))
}

fn share() -> Share {
    let case_id = other_case();
    Share {
        task_id: TaskId::derive(case_id, b"review/1/HB"),
        case_id,
        number: CaseNumber::of(case_id, jiff::civil::date(2026, 9, 28)),
        source: Some(source()),
    }
}

fn sharing() -> Sharing {
    Sharing {
        share: share(),
        to_department: ASKED.to_owned(),
        due_at: at(LEAD_AT),
        occasion: Occasion::Application,
        gives_way: true,
    }
}

fn give(sharing: Sharing) -> Command {
    Command::Share(Box::new(sharing))
}

fn shared() -> Event {
    Event::TaskShared(TaskShared { task_id: task_id(), case_id: case_id(), with: share() })
}

#[test]
fn another_case_shares_a_task_once() {
    given::<Task>([requested()]).by(coordinator()).when(give(sharing())).then([shared()]);
    given::<Task>([requested(), shared()]).by(coordinator()).when(give(sharing())).then([]);
}

#[test]
fn every_case_that_shares_a_task_gets_its_answer() {
    for command in [reply(), Command::Withdraw { reason: wording("不再需要") }] {
        let by = if matches!(command, Command::Reply { .. }) { asked() } else { coordinator() };
        let events = given::<Task>([requested(), shared()]).by(by).when(command).events();
        let [Event::TaskReplied { shares, .. } | Event::TaskWithdrawn { shares, .. }] =
            events.as_slice()
        else {
            panic!("one end, not {events:?}");
        };
        assert_eq!(*shares, [share()]);
    }
}

#[test]
fn no_case_waits_longer_than_its_own_task_let_it() {
    let early = Sharing { due_at: at(DUE_SOON_AT), ..sharing() };
    given::<Task>([requested()])
        .by(coordinator())
        .when(give(early))
        .then_rejected(Rejection::DueLater { due_at: at(DUE_AT) });
}

#[test]
fn only_the_same_department_answers_for_both() {
    let elsewhere = Sharing { to_department: OTHER.to_owned(), ..sharing() };
    given::<Task>([requested()])
        .by(coordinator())
        .when(give(elsewhere))
        .then_rejected(Rejection::OtherDepartment { department: ASKED.to_owned() });
    let itself = Sharing { share: Share { task_id: task_id(), ..share() }, ..sharing() };
    given::<Task>([requested()])
        .by(coordinator())
        .when(give(itself))
        .then_rejected(Rejection::SameTask);
    given::<Task>([requested()])
        .by(asked())
        .when(give(sharing()))
        .then_rejected(Rejection::NotCoordinator);
}

#[test]
fn a_drill_shares_no_task_with_real_work() {
    let drill = Sharing { occasion: Occasion::Drill, ..sharing() };
    given::<Task>([requested()])
        .by(coordinator())
        .when(give(drill))
        .then_rejected(Rejection::DrillShared);
    // An emergency is as real as an application.
    let emergency = Sharing { occasion: Occasion::Emergency, ..sharing() };
    given::<Task>([requested()]).by(coordinator()).when(give(emergency)).then([shared()]);
}

#[test]
fn a_task_gives_way_and_is_warned_of_no_more() {
    let into = share().task_id;
    let joined = || Event::TaskJoined { task_id: task_id(), case_id: case_id(), into };
    let system = || Actor::system("coordination-tasks");
    given::<Task>([requested()]).by(system()).when(Command::Join { into }).then([joined()]);
    given::<Task>([requested(), joined()])
        .at(DUE_AT)
        .by(Actor::system("sweeper"))
        .when(Command::IssueWarning { rung: Rung::Overdue, epoch: 1 })
        .then([]);
    // Answered meanwhile: the answer stands.
    given::<Task>([requested(), replied()]).by(system()).when(Command::Join { into }).then([]);
}

#[test]
fn what_gave_way_is_asked_again_when_nobody_answers_the_other() {
    let into = share().task_id;
    let joined = || Event::TaskJoined { task_id: task_id(), case_id: case_id(), into };
    let system = || Actor::system("coordination-tasks");
    let resumed = given::<Task>([requested(), acknowledged(), joined()])
        .at("2026-10-08T10:00:00+08:00")
        .by(system())
        .when(Command::Resume)
        .events();
    let acknowledge_by_at = at("2026-10-10T00:00:00+08:00");
    let deadline = Deadline { epoch: 2, acknowledge_by_at, ..deadline() };
    let (task_id, case_id) = (task_id(), case_id());
    assert_eq!(resumed, [Event::TaskResumed { task_id, case_id, deadline }]);
    let task = [requested(), joined()].iter().chain(&resumed).fold(Task::Unknown, Task::evolve);
    assert_eq!(task.name(), "requested");
    // Its own case needs it no longer: nothing comes back.
    given::<Task>([requested(), joined(), closed()]).by(system()).when(Command::Resume).then([]);
}

#[test]
fn two_tasks_never_wait_for_each_other() {
    let into = share().task_id;
    let system = Actor::system("coordination-tasks");
    given::<Task>([requested(), shared()]).by(system).when(Command::Join { into }).then([]);
    let taken = Sharing { gives_way: false, ..sharing() };
    given::<Task>([requested()])
        .by(coordinator())
        .when(give(taken))
        .then_rejected(Rejection::GivesNoWay);
    let task = [requested(), shared()].iter().fold(Task::Unknown, Task::evolve);
    assert!(!task.sharing().unwrap().gives_way, "others wait for it");
}

fn helping(due_at: &str, department: &str) -> Command {
    let parent = TaskId::derive(case_id(), b"parent");
    Command::Request(Box::new(NewTask {
        parent: Some(Parent {
            task_id: parent,
            department: department.to_owned(),
            due_at: at(due_at),
        }),
        ..new_task()
    }))
}

#[test]
fn who_has_to_answer_a_task_asks_others_to_help_in_time() {
    let events = given::<Task>([]).by(asker()).when(helping(DUE_AT, ASKING)).events();
    let parent_id = TaskId::derive(case_id(), b"parent");
    assert!(
        matches!(&events[..], [Event::TaskRequested { parent: Some(parent), .. }] if *parent == parent_id),
        "{events:?}"
    );
}

#[test]
fn help_that_comes_too_late_or_for_somebody_else_s_task_is_not_asked() {
    given::<Task>([])
        .by(asker())
        .when(helping(DUE_SOON_AT, ASKING))
        .then_rejected(Rejection::LaterThanParent { due_at: at(DUE_SOON_AT) });
    given::<Task>([])
        .by(asker())
        .when(helping(DUE_AT, OTHER))
        .then_rejected(Rejection::NotParents { department: OTHER.to_owned() });
}
