use tongban_calendar::{Budget, BudgetError};
use tongban_kernel::testkit::{at, given, merged};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::meeting::commands::{Minutes, NewFollowUp, NewPoint};
use crate::meeting::events::Course;
use crate::meeting::samples::*;
use crate::project::samples::leader;
use crate::rhythm::events::Item;
use crate::samples::{ASKED, ASKING, OTHER, asked, coordinator, task_id, wording};

fn call() -> Command {
    Command::Call(Box::new(new_meeting()))
}

fn publish(minutes: Minutes) -> Command {
    Command::Publish(Box::new(minutes))
}

fn cancel() -> Command {
    Command::Cancel { reason: wording("改期"), led_by: Some("li".to_owned()) }
}

fn cancelled() -> Event {
    Event::MeetingCancelled { meeting_id: meeting_id(), reason: "改期".to_owned() }
}

fn correct() -> Command {
    Command::Correct { correction: wording("时限应为十日"), led_by: Some("li".to_owned()) }
}

fn corrected(nth: u32) -> Event {
    let correction = "时限应为十日".to_owned();
    Event::MinutesCorrected { meeting_id: meeting_id(), nth, correction, corrected_at: at(HELD_AT) }
}

#[track_caller]
fn refused(minutes: Minutes, rejection: Rejection) {
    given::<Meeting>([called()])
        .at(HELD_AT)
        .by(leader())
        .when(publish(minutes))
        .then_rejected(rejection);
}

#[test]
fn who_leads_the_project_or_convenes_calls_a_meeting_once() {
    for actor in [leader(), coordinator(), Actor::officer("sun", "XT", Role::Supervisor)] {
        given::<Meeting>([]).by(actor).when(call()).then([called()]);
    }
    given::<Meeting>([called()]).by(leader()).when(call()).then([]);
    given::<Meeting>([]).by(asked()).when(call()).then_rejected(Rejection::NotConvener);
    let alone = NewMeeting { project: None, ..new_meeting() };
    given::<Meeting>([])
        .by(leader())
        .when(Command::Call(Box::new(alone)))
        .then_rejected(Rejection::NotConvener);
}

#[test]
fn a_meeting_that_stands_alone_is_what_its_decisions_are_asked_for() {
    let alone = NewMeeting { project: None, ..new_meeting() };
    let events = given::<Meeting>([]).by(coordinator()).when(Command::Call(Box::new(alone)));
    let [Event::MeetingCalled { case_id, number, .. }] = &events.events()[..] else { panic!() };
    assert_eq!(*case_id, meeting_id().as_case());
    assert!(number.as_str().starts_with("20260928-"), "{number}");
}

#[test]
fn a_meeting_needs_others_an_agenda_and_a_time_to_come() {
    let with = |meeting| given::<Meeting>([]).by(leader()).when(Command::Call(Box::new(meeting)));
    let past = at("2026-09-28T01:59:59Z");
    with(NewMeeting { held_at: past, ..new_meeting() })
        .then_rejected(Rejection::Past { held_at: past });
    let own = vec![ASKING.to_owned()];
    with(NewMeeting { departments: own, ..new_meeting() }).then_rejected(Rejection::Alone);
    with(NewMeeting { agenda: Vec::new(), ..new_meeting() }).then_rejected(Rejection::Agenda);
    let point = NewPoint { topic: "议题".to_owned(), item: None };
    let long = vec![point; POINTS_MAX + 1];
    with(NewMeeting { agenda: long, ..new_meeting() }).then_rejected(Rejection::Agenda);
}

#[test]
fn minutes_are_published_once_after_the_meeting_began() {
    given::<Meeting>([called()])
        .at(HELD_AT)
        .by(leader())
        .when(publish(minutes()))
        .then([published(at(HELD_AT))]);
    given::<Meeting>([called()])
        .at("2026-10-12T08:59:59.999999+08:00")
        .by(leader())
        .when(publish(minutes()))
        .then_rejected(Rejection::NotHeld { held_at: at(HELD_AT) });
    given::<Meeting>([called(), published(at(HELD_AT))])
        .at(HELD_AT)
        .by(leader())
        .when(publish(minutes()))
        .then_rejected(Rejection::Published);
    given::<Meeting>([called()])
        .at(HELD_AT)
        .by(asked())
        .when(publish(minutes()))
        .then_rejected(Rejection::NotConvener);
}

#[test]
fn all_that_is_stuck_is_followed_up_and_nothing_else() {
    refused(Minutes { follow_ups: Vec::new(), ..minutes() }, Rejection::NotFollowedUp { point: 1 });
    let said = |point| NewFollowUp { point, course: Course::Carried, note: wording("续议") };
    let more = vec![said(1), said(2)];
    refused(Minutes { follow_ups: more, ..minutes() }, Rejection::NothingStuck { point: 2 });
    let twice = vec![said(1), said(1)];
    refused(Minutes { follow_ups: twice, ..minutes() }, Rejection::NothingStuck { point: 1 });
}

#[test]
fn a_task_ends_by_its_answer_and_not_by_what_a_meeting_says() {
    let mut of_task = called();
    if let Event::MeetingCalled { agenda, .. } = &mut of_task {
        agenda[0].item = Some(Item::Task { task_id: task_id() });
    }
    let history = || [of_task.clone()];
    given::<Meeting>(history())
        .at(HELD_AT)
        .by(leader())
        .when(publish(minutes()))
        .then_rejected(Rejection::TaskNotCleared { point: 1 });
    let mut carried = minutes();
    carried.follow_ups[0].course = Course::Carried;
    let events = given::<Meeting>(history()).at(HELD_AT).by(leader()).when(publish(carried));
    assert_eq!(events.events().len(), 1);
}

#[test]
fn a_meeting_decides_for_those_who_were_invited() {
    let not_invited = || Rejection::NotInvited { department: OTHER.to_owned() };
    refused(Minutes { decisions: vec![new_decision(OTHER)], ..minutes() }, not_invited());
    refused(Minutes { present: vec![OTHER.to_owned()], ..minutes() }, not_invited());
    refused(Minutes { present: Vec::new(), ..minutes() }, Rejection::NobodyPresent);
    let after = given::<Meeting>([called()]).at(HELD_AT).by(leader()).after(merged(ASKED, OTHER));
    let taken_over = Minutes { decisions: vec![new_decision(OTHER)], ..minutes() };
    assert_eq!(after.when(publish(taken_over)).events().len(), 1);
    let own = Minutes { decisions: vec![new_decision(ASKING)], ..minutes() };
    let own = given::<Meeting>([called()]).at(HELD_AT).by(leader()).when(publish(own));
    assert_eq!(own.events().len(), 1);
}

#[test]
fn decisions_are_bounded_and_have_limits_that_can_be_counted() {
    let many = vec![new_decision(ASKED); DECISIONS_MAX + 1];
    refused(Minutes { decisions: many, ..minutes() }, Rejection::TooManyDecisions);
    let mut at_once = new_decision(ASKED);
    at_once.limit = Budget::Workdays(0);
    let minutes = Minutes { decisions: vec![at_once], ..minutes() };
    refused(minutes, Rejection::Uncountable(BudgetError::Zero));
}

#[test]
fn what_is_wrong_in_minutes_is_corrected_beside_them() {
    let history = || vec![called(), published(at(HELD_AT))];
    given::<Meeting>(history()).at(HELD_AT).by(leader()).when(correct()).then([corrected(1)]);
    let again = [history(), vec![corrected(1)]].concat();
    given::<Meeting>(again).at(HELD_AT).by(leader()).when(correct()).then([corrected(2)]);
    let full = [history(), (1..=CORRECTIONS_MAX).map(corrected).collect()].concat();
    given::<Meeting>(full)
        .by(leader())
        .when(correct())
        .then_rejected(Rejection::TooManyCorrections);
    given::<Meeting>(history()).by(asked()).when(correct()).then_rejected(Rejection::NotConvener);
    for (since, rejection) in [
        (vec![], Rejection::UnknownMeeting),
        (vec![called()], Rejection::NotPublished),
        (vec![called(), cancelled()], Rejection::Cancelled),
    ] {
        given::<Meeting>(since).by(leader()).when(correct()).then_rejected(rejection);
    }
}

#[test]
fn a_meeting_is_cancelled_until_it_has_minutes() {
    given::<Meeting>([called()]).by(leader()).when(cancel()).then([cancelled()]);
    given::<Meeting>([called(), cancelled()]).by(leader()).when(cancel()).then([]);
    given::<Meeting>([called()]).by(asked()).when(cancel()).then_rejected(Rejection::NotConvener);
    given::<Meeting>([called(), published(at(HELD_AT))])
        .by(leader())
        .when(cancel())
        .then_rejected(Rejection::Published);
    given::<Meeting>([called(), cancelled()])
        .at(HELD_AT)
        .by(leader())
        .when(publish(minutes()))
        .then_rejected(Rejection::Cancelled);
}
