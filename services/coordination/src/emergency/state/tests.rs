use tongban_kernel::testkit::{at, given, merged};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::emergency::samples::*;
use crate::samples::{ASKED, OTHER, asked, coordinator, wording};

mod papers;

fn declare(occasion: Occasion) -> Command {
    Command::Declare(Box::new(new_emergency(occasion)))
}

fn report() -> Command {
    Command::Report { text: wording("积水已退") }
}

fn severity(severity: Severity) -> Command {
    Command::ChangeSeverity { severity, reason: wording("降雨加强") }
}

fn end() -> Command {
    Command::End { summary: wording("积水排空，人员安全") }
}

fn response(responded_at: &str) -> Command {
    let (task_id, department) = (drain_id(), ASKED.to_owned());
    Command::NoteResponse { task_id, department, responded_at: at(responded_at) }
}

fn stranger() -> Actor {
    Actor::officer("qian", "LY", Role::Handler)
}

#[test]
fn two_hours_run_at_night_on_a_holiday() {
    for actor in [coordinator(), supervisor()] {
        given::<Emergency>([])
            .at(NIGHT)
            .by(actor)
            .when(declare(Occasion::Emergency))
            .then([declared()]);
    }
}

#[test]
fn who_commands_nothing_declares_nothing() {
    given::<Emergency>([])
        .at(NIGHT)
        .by(asked())
        .when(declare(Occasion::Emergency))
        .then_rejected(Rejection::NotCoordinator);
}

#[test]
fn declaring_twice_is_the_same_wish() {
    given::<Emergency>([declared()])
        .at(NIGHT)
        .by(coordinator())
        .when(declare(Occasion::Emergency))
        .then([]);
}

#[test]
fn the_first_task_that_is_taken_on_answers_it_and_later_ones_change_nothing() {
    let first = "2026-10-02T02:07:00+08:00";
    let later = "2026-10-02T02:09:00+08:00";
    given::<Emergency>([declared()]).at(later).when(response(first)).then([responded(first)]);
    given::<Emergency>([declared(), responded(first)]).at(later).when(response(later)).then([]);
    given::<Emergency>([]).when(response(first)).then([]);
}

#[test]
fn a_response_that_comes_late_counts_all_the_same() {
    let late = "2026-10-02T04:30:00+08:00";
    given::<Emergency>([declared(), unanswered()])
        .at(late)
        .when(response(late))
        .then([responded(late)]);
}

#[test]
fn a_response_that_comes_late_does_not_hide_that_nobody_responded_in_time() {
    for late in [RESPOND_BY_AT, "2026-10-02T04:30:00+08:00"] {
        given::<Emergency>([declared()])
            .at(late)
            .when(response(late))
            .then([unanswered(), responded(late)]);
    }
}

#[test]
fn that_nobody_responds_within_two_hours_is_noted_once() {
    let note = || Command::NoteUnanswered;
    given::<Emergency>([declared()]).at("2026-10-02T03:59:59+08:00").when(note()).then([]);
    given::<Emergency>([declared()]).at(RESPOND_BY_AT).when(note()).then([unanswered()]);
    given::<Emergency>([declared(), unanswered()]).at(ENDED_AT).when(note()).then([]);
    let in_time = responded("2026-10-02T02:07:00+08:00");
    given::<Emergency>([declared(), in_time]).at(RESPOND_BY_AT).when(note()).then([]);
    given::<Emergency>([]).when(note()).then([]);
}

#[test]
fn who_was_asked_who_leads_and_who_commands_report_and_nobody_else() {
    let leading = Actor::officer("ma", LEAD, Role::Handler);
    for (actor, department) in
        [(asked(), ASKED), (leading, LEAD), (coordinator(), "XT"), (supervisor(), "XT")]
    {
        given::<Emergency>([declared()])
            .at(NIGHT)
            .by(actor)
            .when(report())
            .then([reported(1, department, NIGHT)]);
    }
    given::<Emergency>([declared()])
        .by(stranger())
        .when(report())
        .then_rejected(Rejection::NotAsked);
    given::<Emergency>([declared()])
        .at(NIGHT)
        .by(stranger())
        .after(merged(OTHER, "LY"))
        .when(report())
        .then([reported(1, "LY", NIGHT)]);
}

#[test]
fn reports_are_counted_and_are_not_made_for_ever() {
    given::<Emergency>([declared(), reported(1, ASKED, NIGHT)])
        .at(NIGHT)
        .by(asked())
        .when(report())
        .then([reported(2, ASKED, NIGHT)]);
    given::<Emergency>([declared(), reported(REPORTS_MAX, ASKED, NIGHT)])
        .by(asked())
        .when(report())
        .then_rejected(Rejection::TooManyReports);
}

#[test]
fn how_severe_it_is_changes_with_a_reason() {
    let changed = Event::SeverityChanged {
        case_id: emergency_id(),
        from: Severity::RelativelySerious,
        to: Severity::Serious,
        reason: "降雨加强".to_owned(),
    };
    given::<Emergency>([declared()])
        .by(coordinator())
        .when(severity(Severity::Serious))
        .then([changed.clone()]);
    // It is that severe already.
    given::<Emergency>([declared(), changed])
        .by(coordinator())
        .when(severity(Severity::Serious))
        .then([]);
    given::<Emergency>([declared()])
        .by(asked())
        .when(severity(Severity::Serious))
        .then_rejected(Rejection::NotCoordinator);
}

#[test]
fn its_end_says_what_is_to_be_brought_and_until_when() {
    let history = || [declared(), responded("2026-10-02T02:07:00+08:00")];
    given::<Emergency>(history()).at(ENDED_AT).by(coordinator()).when(end()).then([ended()]);
    given::<Emergency>(history()).by(asked()).when(end()).then_rejected(Rejection::NotCoordinator);
    // Ending twice is the same wish.
    given::<Emergency>([declared(), ended()]).by(coordinator()).when(end()).then([]);
}

#[test]
fn a_drill_skipped_nothing_and_ends_for_good() {
    given::<Emergency>([declared_as(Occasion::Drill)])
        .at(ENDED_AT)
        .by(coordinator())
        .when(end())
        .then([ended_with(Vec::new(), ENDED_AT), closed()]);
}

#[test]
fn what_is_over_is_not_reported_on_any_more() {
    for history in [vec![declared(), ended()], vec![declared(), ended(), closed()]] {
        for command in [report(), severity(Severity::Serious)] {
            given::<Emergency>(history.clone())
                .by(coordinator())
                .when(command)
                .then_rejected(Rejection::Over);
        }
        given::<Emergency>(history).when(Command::NoteUnanswered).then([]);
    }
}

#[test]
fn nothing_happens_to_what_nobody_declared() {
    let hand_in = Command::HandIn { paper: "permit".to_owned(), reference: wording("1号") };
    for command in [report(), severity(Severity::Serious), end(), hand_in] {
        given::<Emergency>([])
            .by(coordinator())
            .when(command)
            .then_rejected(Rejection::UnknownEmergency);
    }
}

#[test]
fn all_that_is_done_about_a_drill_is_marked_as_one() {
    let fold = |history: Vec<Event>| {
        history.iter().fold(Emergency::default(), |state, event| state.evolve(event))
    };
    let drill = fold(vec![declared_as(Occasion::Drill)]);
    for command in [report(), end(), response(NIGHT), Command::NoteUnanswered] {
        assert_eq!(drill.origin(&command), Some(Origin::Drill), "{command:?}");
        assert_eq!(fold(vec![declared()]).origin(&command), None, "{command:?}");
    }
    assert_eq!(fold(vec![]).origin(&declare(Occasion::Drill)), Some(Origin::Drill));
    assert_eq!(fold(vec![]).origin(&declare(Occasion::Emergency)), None);
}
