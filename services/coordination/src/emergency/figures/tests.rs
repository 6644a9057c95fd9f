use tongban_kernel::testkit::at;

use super::*;
use crate::emergency::samples::*;
use crate::samples::{acknowledged, deadline, replied, requested};
use crate::task::events::Deadline;

const TAKEN_ON: &str = "2026-10-02T02:07:30+08:00";
const ANSWERED: &str = "2026-10-02T02:45:00+08:00";
const DUE: &str = "2026-10-02T03:00:00+08:00";

fn asked() -> TaskEvent {
    let mut asked = requested();
    if let TaskEvent::TaskRequested { requested_at, deadline, .. } = &mut asked {
        *requested_at = at(NIGHT);
        deadline.due_at = at(DUE);
    }
    asked
}

fn taken(later: impl IntoIterator<Item = (&'static str, TaskEvent)>) -> Taken {
    let mut history = vec![(at(NIGHT), asked())];
    history.extend(later.into_iter().map(|(text, event)| (at(text), event)));
    Taken::of(&history).unwrap()
}

#[test]
fn minutes_are_whole_and_less_than_none_backwards() {
    assert_eq!(minutes(at(NIGHT), at(TAKEN_ON)), 7);
    assert_eq!(minutes(at(TAKEN_ON), at(NIGHT)), -8);
    assert_eq!(minutes(at(NIGHT), at(NIGHT)), 0);
}

#[test]
fn a_task_tells_when_it_was_taken_on_and_answered() {
    let taken = taken([(TAKEN_ON, acknowledged()), (ANSWERED, replied())]);
    assert_eq!((taken.taken_on_at, taken.answered_at), (Some(at(TAKEN_ON)), Some(at(ANSWERED))));
    assert_eq!(taken.in_time(None, at(ENDED_AT)), Some(true));
}

#[test]
fn an_answer_without_a_word_before_is_both() {
    let taken = taken([(ANSWERED, replied())]);
    assert_eq!((taken.taken_on_at, taken.answered_at), (Some(at(ANSWERED)), Some(at(ANSWERED))));
}

#[test]
fn what_is_answered_at_its_due_date_or_never_is_not_in_time() {
    assert_eq!(taken([(DUE, replied())]).in_time(None, at(ENDED_AT)), Some(false));
    let silent = taken([]);
    assert_eq!(silent.in_time(None, at(ANSWERED)), None, "it may still be");
    assert_eq!(silent.in_time(None, at(DUE)), Some(false));
    assert_eq!(silent.in_time(Some(at(ANSWERED)), at(ANSWERED)), Some(false), "it is over");
}

#[test]
fn an_answer_that_was_sent_back_is_none_and_more_time_counts() {
    let later = Deadline { due_at: at(ENDED_AT), ..deadline() };
    let back = TaskEvent::ReplySentBack {
        task_id: drain_id(),
        case_id: emergency_id(),
        source: None,
        shares: Vec::new(),
        department: "HB".to_owned(),
        reason: "未说明水深".to_owned(),
        nth: 1,
        sent_back_at: at(DUE),
        deadline: later,
    };
    let taken = taken([(ANSWERED, replied()), (DUE, back)]);
    assert_eq!((taken.answered_at, taken.due_at), (None, at(ENDED_AT)));
}

#[test]
fn an_emergency_tells_how_long_it_took() {
    let history = [declared(), responded(TAKEN_ON), ended()].map(|event| (at(NIGHT), event));
    let course = Course::of(&history).unwrap();
    assert_eq!((course.declared_at, course.respond_by_at), (at(NIGHT), at(RESPOND_BY_AT)));
    assert_eq!((course.responded_at, course.ended_at), (Some(at(TAKEN_ON)), Some(at(ENDED_AT))));
    assert_eq!(course.task_ids().next().map(|(_, id)| id), Some(drain_id()));
    assert_eq!(Course::of(&[]), None);
}
