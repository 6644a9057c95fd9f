use tongban_calendar::{Budget, Office};
use tongban_kernel::testkit::{at, given};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::samples::*;
use crate::task::events::{Colour, Occasion};

const ANSWER_BY_AT: &str = "2026-10-13T00:00:00+08:00";

fn notice_id() -> NoticeId {
    NoticeId::derive(task_id(), Rung::Overdue.as_str(), 1)
}

fn new_notice() -> NewNotice {
    NewNotice {
        notice_id: notice_id(),
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        number: number(),
        department: ASKED.to_owned(),
        rung: Rung::Overdue,
        epoch: 1,
        issued_at: at(DUE_AT),
        answer_by_at: Some(at(ANSWER_BY_AT)),
    }
}

fn opened() -> Event {
    Event::NoticeOpened {
        notice_id: notice_id(),
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        number: number(),
        department: ASKED.to_owned(),
        rung: Rung::Overdue,
        colour: Colour::Red,
        epoch: 1,
        issued_at: at(DUE_AT),
        answer_by_at: Some(at(ANSWER_BY_AT)),
        points: 3,
    }
}

fn answered() -> Event {
    Event::NoticeAnswered { notice_id: notice_id(), statement: "已加派人手".to_owned() }
}

fn appealed() -> Event {
    Event::NoticeAppealed {
        notice_id: notice_id(),
        grounds: "系统故障".to_owned(),
        legal_basis: "电子监察办法".to_owned(),
    }
}

fn upheld(answer_by_at: &str) -> Event {
    let (notice_id, reason) = (notice_id(), "故障已排除".to_owned());
    Event::NoticeUpheld { notice_id, reason, answer_by_at: at(answer_by_at) }
}

fn revoked() -> Event {
    Event::NoticeRevoked { notice_id: notice_id(), reason: "确系故障".to_owned() }
}

fn met() -> Event {
    Event::NoticeMet { notice_id: notice_id() }
}

fn unanswered(by: &str) -> Event {
    let (notice_id, points) = (notice_id(), UNANSWERED_POINTS);
    Event::NoticeUnanswered { notice_id, answer_by_at: at(by), points }
}

fn supervisor() -> Actor {
    Actor::officer("sun", "XT", Role::Supervisor)
}

fn answer() -> Command {
    Command::Answer { statement: wording("已加派人手") }
}

fn appeal() -> Command {
    Command::Appeal { grounds: wording("系统故障"), legal_basis: wording("电子监察办法") }
}

fn uphold() -> Command {
    Command::Uphold {
        reason: wording("故障已排除"),
        answer_within: Budget::Workdays(1),
        office: Office::default(),
    }
}

fn revoke() -> Command {
    Command::Revoke { reason: wording("确系故障") }
}

#[test]
fn a_warning_is_dealt_with_once() {
    let open = || Command::Open(Box::new(new_notice()));
    given::<Notice>([]).when(open()).then([opened()]);
    for since in [vec![], vec![answered()], vec![met()]] {
        given::<Notice>([vec![opened()], since].concat()).when(open()).then([]);
    }
}

#[test]
fn the_department_that_was_warned_answers_and_the_supervisor_accepts() {
    given::<Notice>([opened()]).by(asked()).when(answer()).then([answered()]);
    let closed = Event::NoticeClosed { notice_id: notice_id() };
    let history = || [opened(), answered()];
    given::<Notice>(history()).by(supervisor()).when(Command::Accept).then([closed.clone()]);
    given::<Notice>([opened(), answered(), closed]).by(supervisor()).when(Command::Accept).then([]);
    given::<Notice>(history()).by(asked()).when(answer()).then_rejected(Rejection::Answered);
    given::<Notice>([opened()])
        .by(supervisor())
        .when(Command::Accept)
        .then_rejected(Rejection::NotAnswered);
}

#[test]
fn nobody_else_answers_and_nobody_else_decides() {
    let not_warned = || Rejection::NotWarned { department: ASKED.to_owned() };
    for command in [answer(), appeal()] {
        given::<Notice>([opened()]).by(asker()).when(command).then_rejected(not_warned());
    }
    for command in [Command::Accept, revoke(), uphold()] {
        for other in [asked(), coordinator()] {
            given::<Notice>([opened(), appealed()])
                .by(other)
                .when(command.clone())
                .then_rejected(Rejection::NotSupervisor);
        }
    }
}

#[test]
fn an_appeal_that_succeeds_takes_the_warning_back() {
    given::<Notice>([opened()]).by(asked()).when(appeal()).then([appealed()]);
    given::<Notice>([opened(), appealed()]).by(supervisor()).when(revoke()).then([revoked()]);
    given::<Notice>([opened(), appealed(), revoked()]).by(supervisor()).when(revoke()).then([]);
    given::<Notice>([opened(), appealed(), revoked()])
        .by(asked())
        .when(answer())
        .then_rejected(Rejection::Over);
}

#[test]
fn an_appeal_that_fails_gives_a_new_limit_and_is_not_repeated() {
    // Monday the 12th; the next working day ends with the 13th.
    let by = "2026-10-14T00:00:00+08:00";
    given::<Notice>([opened(), appealed()])
        .at("2026-10-12T10:00:00+08:00")
        .by(supervisor())
        .when(uphold())
        .then([upheld(by)]);
    let history = || [opened(), appealed(), upheld(by)];
    given::<Notice>(history()).by(asked()).when(appeal()).then_rejected(Rejection::AppealedBefore);
    given::<Notice>(history()).by(asked()).when(answer()).then([answered()]);
    given::<Notice>([opened()])
        .by(supervisor())
        .when(uphold())
        .then_rejected(Rejection::NotAppealed);
}

#[test]
fn what_waits_for_a_decision_needs_no_answer() {
    for command in [answer(), appeal()] {
        given::<Notice>([opened(), appealed()])
            .by(asked())
            .when(command)
            .then_rejected(Rejection::AwaitsSupervisor);
    }
    given::<Notice>([opened(), appealed()])
        .at(SUPERVISOR_AT)
        .when(Command::NoteUnanswered)
        .then([]);
}

#[test]
fn that_nobody_answered_is_noted_once_and_not_a_microsecond_before() {
    let note = || Command::NoteUnanswered;
    let at_the_end = || unanswered(ANSWER_BY_AT);
    given::<Notice>([opened()]).at(ANSWER_BY_AT).when(note()).then([at_the_end()]);
    given::<Notice>([opened()]).at("2026-10-12T23:59:59.999999+08:00").when(note()).then([]);
    given::<Notice>([opened(), at_the_end()]).at(SUPERVISOR_AT).when(note()).then([]);
    given::<Notice>([opened(), answered()]).at(SUPERVISOR_AT).when(note()).then([]);
    // Late is better than never; and a failed appeal has a limit of its own.
    given::<Notice>([opened(), at_the_end()]).by(asked()).when(answer()).then([answered()]);
    let again = [opened(), at_the_end(), appealed(), upheld(LEAD_AT)];
    given::<Notice>(again).at(LEAD_AT).when(note()).then([unanswered(LEAD_AT)]);
}

#[test]
fn what_was_done_meets_a_warning_once() {
    for since in [vec![], vec![appealed()], vec![answered()]] {
        let history = [vec![opened()], since].concat();
        given::<Notice>(history).when(Command::Meet).then([met()]);
    }
    for over in [met(), revoked()] {
        given::<Notice>([opened(), over]).when(Command::Meet).then([]);
    }
    given::<Notice>([]).when(Command::Meet).then([]);
}

#[test]
fn higher_rungs_count_more() {
    assert!(Rung::OF_DUE_DATE.iter().map(|rung| points(*rung)).is_sorted());
}
