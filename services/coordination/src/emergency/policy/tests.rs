use std::sync::Arc;

use tongban_calendar::Budget;
use tongban_kernel::Origin;
use tongban_kernel::testkit::now;

use super::*;
use crate::emergency::samples::*;
use crate::notice::policy::NoticesOfWarnings;
use crate::samples::{ASKED, OTHER, acknowledged, questioned, recorded, replied, warned};
use crate::task::events::{Addressee, Event as TaskEvent, Rung};

fn of_occasion(event: TaskEvent, as_one: Occasion) -> TaskEvent {
    let mut event = event;
    match &mut event {
        TaskEvent::TaskAcknowledged { occasion, .. }
        | TaskEvent::TaskQuestioned { occasion, .. }
        | TaskEvent::TaskReplied { occasion, .. }
        | TaskEvent::WarningIssued { occasion, .. } => *occasion = as_one,
        other => panic!("{other:?} has no occasion"),
    }
    event
}

#[test]
fn all_tasks_of_the_plan_are_asked_at_once_by_whoever_computes_them() {
    for occasion in [Occasion::Emergency, Occasion::Drill] {
        let event = recorded(&declared_as(occasion), 1);
        let orders = TasksOfEmergencies.react(&event).unwrap();
        assert_eq!(orders, TasksOfEmergencies.react(&event).unwrap());
        let asked: Vec<_> = orders
            .iter()
            .map(|order| match order {
                Order::Request(task) => task,
                other => panic!("{other:?}"),
            })
            .collect();
        let to: Vec<_> = asked.iter().map(|task| task.to_department.as_str()).collect();
        assert_eq!(to, [ASKED, OTHER]);
        assert_eq!(asked[0].task_id, drain_id());
        assert_eq!(asked[0].limit, Budget::Minutes(60));
        for task in asked {
            assert_eq!((task.case_id, task.occasion), (emergency_id(), occasion));
            assert_eq!((task.from_department.as_str(), task.ladder), (LEAD, ladder()));
            assert_eq!((&task.number, &task.source), (&emergency_number(), &None));
        }
    }
}

#[test]
fn a_task_of_an_emergency_that_is_taken_on_or_asked_back_on_is_its_response() {
    for event in [acknowledged(), questioned(), replied()] {
        for occasion in [Occasion::Emergency, Occasion::Drill] {
            let event = recorded(&of_occasion(event.clone(), occasion), 2);
            let orders = ResponsesToEmergencies.react(&event).unwrap();
            let [response] = &orders[..] else { panic!("{orders:?}") };
            assert_eq!((response.department.as_str(), response.responded_at), (ASKED, now()));
        }
        for occasion in [Occasion::Application, Occasion::Project] {
            let event = recorded(&of_occasion(event.clone(), occasion), 2);
            assert_eq!(ResponsesToEmergencies.react(&event).unwrap(), []);
        }
    }
}

#[test]
fn nobody_answers_for_what_was_late_in_a_drill() {
    let event = warned(Rung::Overdue, Addressee::Coordinator, now());
    let mut event = recorded(&of_occasion(event, Occasion::Drill), 3);
    assert_eq!(NoticesOfWarnings.react(&event).unwrap().len(), 1);
    Arc::make_mut(&mut event.meta).origin = Origin::Drill;
    assert_eq!(NoticesOfWarnings.react(&event).unwrap(), []);
}
