mod answers;
mod conversation;
mod deadlines;
mod disputes;
mod emergencies;
mod handling;
mod sharing;
mod successors;
mod warnings;

use tongban_calendar::{Budget, BudgetError, DueError};
use tongban_kernel::testkit::given;
use tongban_kernel::{Actor, Role};

use super::*;
use crate::samples::*;
use crate::task::commands::NewTask;
use crate::task::events::Outcome;

fn request() -> Command {
    Command::Request(Box::new(new_task()))
}

fn give_back() -> Command {
    Command::Return {
        reason: wording("不属于本部门职责"), legal_basis: wording("三定方案")
    }
}

fn reassign(to: &str) -> Command {
    Command::Reassign { to_department: to.to_owned(), reason: wording("按职责改派") }
}

fn extend(by: Budget) -> Command {
    Command::Extend { by, reason: wording("现场踏勘") }
}

fn reply() -> Command {
    Command::Reply { outcome: Outcome::Agreed, opinion: wording("同意") }
}

fn close() -> Command {
    Command::Close { reason: wording("环节已退回") }
}

#[test]
fn a_department_asks_another_one() {
    given::<Task>([]).by(asker()).when(request()).then([requested()]);
}

#[test]
fn a_policy_and_a_coordinator_ask_for_any_department() {
    given::<Task>([]).by(Actor::system("coordination-tasks")).when(request()).then([requested()]);
    given::<Task>([]).by(coordinator()).when(request()).then([requested()]);
}

#[test]
fn nobody_asks_in_the_name_of_a_department_that_is_not_theirs() {
    let rejection = Rejection::NotOfAskingDepartment { department: ASKING.to_owned() };
    given::<Task>([]).by(asked()).when(request()).then_rejected(rejection);
}

#[test]
fn asking_again_meets_the_task_whatever_became_of_it() {
    for history in [
        vec![requested()],
        vec![requested(), acknowledged()],
        vec![requested(), replied()],
        vec![requested(), closed()],
    ] {
        given::<Task>(history).by(asker()).when(request()).then([]);
    }
}

#[test]
fn a_department_does_not_ask_itself() {
    let task = NewTask { to_department: ASKING.to_owned(), ..new_task() };
    given::<Task>([])
        .by(asker())
        .when(Command::Request(Box::new(task)))
        .then_rejected(Rejection::SameDepartment { department: ASKING.to_owned() });
}

#[test]
fn a_limit_of_nothing_is_refused() {
    let task = NewTask { limit: Budget::Hours(0), ..new_task() };
    given::<Task>([])
        .by(asker())
        .when(Command::Request(Box::new(task)))
        .then_rejected(Rejection::Uncountable(DueError::Budget(BudgetError::Zero)));
}

#[test]
fn only_the_asked_department_works_a_task() {
    let not_asked = || Rejection::NotAsked { department: ASKED.to_owned() };
    for command in [Command::Acknowledge, give_back(), reply()] {
        for stranger in [asker(), coordinator(), Actor::system("coordination-tasks")] {
            given::<Task>([requested()])
                .by(stranger)
                .when(command.clone())
                .then_rejected(not_asked());
        }
    }
}

#[test]
fn only_a_coordinator_decides_between_departments() {
    for command in [reassign(OTHER), extend(Budget::Workdays(2)), close()] {
        for stranger in [asker(), asked(), Actor::officer("sun", "XT", Role::Supervisor)] {
            given::<Task>([requested()])
                .by(stranger)
                .when(command.clone())
                .then_rejected(Rejection::NotCoordinator);
        }
    }
}

#[test]
fn the_asked_department_takes_a_task_on_once() {
    given::<Task>([requested()]).by(asked()).when(Command::Acknowledge).then([acknowledged()]);
    given::<Task>([requested(), acknowledged()]).by(asked()).when(Command::Acknowledge).then([]);
}

#[test]
fn a_task_is_answered_with_or_without_having_been_taken_on() {
    given::<Task>([requested()]).by(asked()).when(reply()).then([replied()]);
    given::<Task>([requested(), acknowledged()]).by(asked()).when(reply()).then([replied()]);
}

#[test]
fn what_was_returned_waits_for_the_coordinator() {
    for command in [Command::Acknowledge, reply(), give_back()] {
        given::<Task>([requested(), returned(ASKED, 1, deadline().next_epoch())])
            .by(asked())
            .when(command)
            .then_rejected(Rejection::AwaitsCoordinator);
    }
}

#[test]
fn the_department_that_is_asked_anew_answers_and_the_first_one_no_longer() {
    let history = || {
        let (second, third) = (deadline().next_epoch(), deadline().next_epoch().next_epoch());
        [requested(), returned(ASKED, 1, second), reassigned(OTHER, third)]
    };
    let other = Actor::officer("qian", OTHER, Role::Handler);
    given::<Task>(history()).by(other).when(Command::Acknowledge).then([Event::TaskAcknowledged {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        department: OTHER.to_owned(),
        handler: Some("qian".to_owned()),
    }]);
    given::<Task>(history())
        .by(asked())
        .when(Command::Acknowledge)
        .then_rejected(Rejection::NotAsked { department: OTHER.to_owned() });
}

#[test]
fn reassigning_to_the_department_that_is_asked_already_changes_nothing() {
    given::<Task>([requested()]).by(coordinator()).when(reassign(ASKED)).then([]);
}

#[test]
fn a_return_that_is_not_accepted_goes_back_to_the_same_department() {
    let events = given::<Task>([requested(), returned(ASKED, 1, deadline().next_epoch())])
        .by(coordinator())
        .when(reassign(ASKED))
        .events();
    let third = Deadline { epoch: 3, ..deadline() };
    assert_eq!(events, [reassigned(ASKED, third)]);
}

#[test]
fn a_task_is_returned_at_most_twice() {
    let epoch = |epoch| Deadline { epoch, ..deadline() };
    let once = [requested(), returned(ASKED, 1, epoch(2)), reassigned(ASKED, epoch(3))];
    given::<Task>(once.clone()).by(asked()).when(give_back()).then([returned(ASKED, 2, epoch(4))]);
    let twice = [returned(ASKED, 2, epoch(4)), reassigned(ASKED, epoch(5))];
    given::<Task>(once.into_iter().chain(twice))
        .by(asked())
        .when(give_back())
        .then_rejected(Rejection::ReturnedTooOften);
}

#[test]
fn what_is_over_stays_over() {
    for over in [replied(), closed()] {
        for (actor, command) in [
            (asked(), Command::Acknowledge),
            (asked(), give_back()),
            (asked(), reply()),
            (coordinator(), reassign(OTHER)),
            (coordinator(), extend(Budget::Workdays(2))),
        ] {
            given::<Task>([requested(), over.clone()])
                .by(actor)
                .when(command)
                .then_rejected(Rejection::Over);
        }
    }
}

#[test]
fn an_answered_task_is_filed_and_a_closed_one_is_not_closed_again() {
    given::<Task>([requested(), replied()]).by(coordinator()).when(close()).then([closed()]);
    let system = Actor::system("coordination-tasks");
    given::<Task>([requested(), closed()]).by(system).when(close()).then([]);
}

#[test]
fn nothing_happens_to_a_task_that_nobody_asked_for() {
    for (actor, command) in [
        (asked(), Command::Acknowledge),
        (asked(), give_back()),
        (asked(), reply()),
        (coordinator(), reassign(OTHER)),
        (coordinator(), extend(Budget::Workdays(2))),
        (coordinator(), close()),
        (Actor::system("sweeper"), Command::IssueWarning { rung: Rung::Overdue, epoch: 1 }),
    ] {
        given::<Task>([]).by(actor).when(command).then_rejected(Rejection::UnknownTask);
    }
}
