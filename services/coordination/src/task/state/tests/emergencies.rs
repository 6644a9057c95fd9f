//! Tasks of emergencies and drills: by the minute, and told apart.

use super::*;
use crate::task::commands::NewTask;
use crate::task::events::Addressee;
use tongban_calendar::Budget;
use tongban_kernel::testkit::at;

/// Friday, 2 October 2026: the middle of National Day.
const NIGHT: &str = "2026-10-02T02:00:00+08:00";

fn urgent(occasion: Occasion) -> Event {
    let ladder = crate::emergency::samples::ladder();
    let limit = Budget::Minutes(30);
    let task = NewTask { occasion, limit, ladder, source: None, ..new_task() };
    let mut asked = given::<Task>([])
        .at(NIGHT)
        .by(coordinator())
        .when(Command::Request(Box::new(task)))
        .events();
    assert_eq!(asked.len(), 1);
    asked.remove(0)
}

fn folded(history: &[Event]) -> Task {
    history.iter().fold(Task::default(), |task, event| task.evolve(event))
}

#[test]
fn every_rung_of_an_emergency_is_reached_by_the_minute_at_night_on_a_holiday() {
    let Event::TaskRequested { deadline, .. } = urgent(Occasion::Emergency) else {
        panic!("a request");
    };
    let reached = Rung::LADDER.map(|rung| deadline.rung_at(rung).unwrap());
    let expected = ["02:15", "02:24", "02:30", "03:00", "03:30", "04:30"];
    assert_eq!(reached, expected.map(|time| at(&format!("2026-10-02T{time}:00+08:00"))));
    assert!(!deadline.provisional);
}

#[test]
fn taking_on_answering_and_warning_say_what_the_task_is_asked_for() {
    for occasion in [Occasion::Emergency, Occasion::Drill] {
        let history = || vec![urgent(occasion)];
        let late = "2026-10-02T02:15:00+08:00";
        let warn = Command::IssueWarning { rung: Rung::Unacknowledged, epoch: 1 };
        let answered = given::<Task>(history()).at(late).by(asked()).when(reply()).events();
        let taken =
            given::<Task>(history()).at(late).by(asked()).when(Command::Acknowledge).events();
        let warned = given::<Task>(history()).at(late).when(warn).events();
        for event in [&answered[0], &taken[0], &warned[0]] {
            let (Event::TaskReplied { occasion: said, .. }
            | Event::TaskAcknowledged { occasion: said, .. }
            | Event::WarningIssued { occasion: said, .. }) = event
            else {
                panic!("{event:?}");
            };
            assert_eq!(*said, occasion);
        }
    }
}

#[test]
fn all_that_is_done_about_a_task_of_a_drill_is_marked_as_one() {
    let ask = |occasion| Command::Request(Box::new(NewTask { occasion, ..new_task() }));
    let warn = Command::IssueWarning { rung: Rung::Overdue, epoch: 1 };
    assert_eq!(Task::default().origin(&ask(Occasion::Drill)), Some(Origin::Drill));
    let drill = folded(&[urgent(Occasion::Drill)]);
    let answered = folded(&[urgent(Occasion::Drill), replied()]);
    for command in [Command::Acknowledge, reply(), close(), warn.clone()] {
        for task in [&drill, &answered] {
            assert_eq!(task.origin(&command), Some(Origin::Drill), "{command:?}");
        }
    }
    for occasion in [Occasion::Application, Occasion::Emergency, Occasion::Project] {
        assert_eq!(Task::default().origin(&ask(occasion)), None);
        assert_eq!(folded(&[urgent(occasion)]).origin(&warn), None);
    }
}

#[test]
fn what_was_recorded_before_there_were_emergencies_still_folds() {
    for event in
        [acknowledged(), replied(), warned(Rung::Overdue, Addressee::Coordinator, at(DUE_AT))]
    {
        let (kind, data) = tongban_kernel::encode_event(&event).unwrap();
        assert!(!String::from_utf8(data.to_vec()).unwrap().contains("occasion"), "{kind}");
        assert_eq!(tongban_kernel::decode_data::<Event>(&kind, &data).unwrap(), event);
    }
}
