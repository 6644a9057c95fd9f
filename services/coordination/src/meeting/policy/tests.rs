use tongban_kernel::testkit::{at, given};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::meeting::samples::*;
use crate::project::samples::project_id;
use crate::samples::{ASKED, ASKING, recorded, wording};
use crate::task::commands::Command;
use crate::task::state::{Rejection, Task};

fn orders(event: &Event) -> Vec<Order> {
    TasksOfMinutes.react(&recorded(event, 1)).unwrap()
}

fn asked_task() -> NewTask {
    let orders = orders(&published(at(HELD_AT)));
    let Some(Order::Request(task)) = orders.into_iter().next() else { panic!("no task") };
    *task
}

#[test]
fn every_decision_is_asked_of_its_department_and_what_was_cleared_is_cleared() {
    let orders = orders(&published(at(HELD_AT)));
    let [Order::Request(task), Order::Clear { project_id: of, nth, how }] = &orders[..] else {
        panic!("{orders:?}");
    };
    assert_eq!(
        (task.task_id, task.case_id, task.occasion),
        (decided_task(), project_id(), Occasion::Project)
    );
    assert_eq!((&*task.from_department, &*task.to_department), (ASKING, ASKED));
    assert_eq!((*of, *nth, how), (project_id(), 1, &wording("由财政统筹解决")));
}

#[test]
fn what_is_carried_is_asked_about_at_the_next_meeting_and_changes_nothing() {
    let mut carried = published(at(HELD_AT));
    if let Event::MinutesPublished { follow_ups, decisions, .. } = &mut carried {
        follow_ups[0].course = Course::Carried;
        decisions.clear();
    }
    assert_eq!(orders(&carried), []);
}

#[test]
fn a_decision_for_the_convening_department_is_tracked_like_any_other() {
    let own = NewTask { to_department: ASKING.to_owned(), ..asked_task() };
    let request = || Command::Request(Box::new(own.clone()));
    let policy = Actor::system(TasksOfMinutes::NAME);
    assert_eq!(given::<Task>([]).by(policy).when(request()).events().len(), 1);
    given::<Task>([])
        .by(Actor::officer("li", ASKING, Role::Handler))
        .when(request())
        .then_rejected(Rejection::SameDepartment { department: ASKING.to_owned() });
}
