//! What becomes of an answer, and of a task that is no longer needed.

use super::*;
use tongban_kernel::testkit::at;

fn send_back() -> Command {
    Command::SendBackReply { reason: wording("未说明噪声") }
}

fn sent_back(nth: u32, sent_back_at: &str, deadline: Deadline) -> Event {
    Event::ReplySentBack {
        task_id: task_id(),
        case_id: case_id(),
        source: Some(source()),
        shares: Vec::new(),
        department: ASKED.to_owned(),
        reason: "未说明噪声".to_owned(),
        nth,
        sent_back_at: at(sent_back_at),
        deadline,
    }
}

fn accepted() -> Event {
    Event::ReplyAccepted { task_id: task_id(), case_id: case_id(), department: ASKED.to_owned() }
}

fn withdraw() -> Command {
    Command::Withdraw { reason: wording("申请人已补充") }
}

/// Asked by hand: no step waits for it.
fn by_hand() -> Event {
    let mut asked = requested();
    if let Event::TaskRequested { source, .. } = &mut asked {
        *source = None;
    }
    asked
}

fn withdrawn() -> Event {
    Event::TaskWithdrawn {
        task_id: task_id(),
        case_id: case_id(),
        source: None,
        shares: Vec::new(),
        department: ASKED.to_owned(),
        dispute_id: None,
        reason: "申请人已补充".to_owned(),
    }
}

/// Answered on Monday, 28 September, at 10:00.
fn answered() -> [Event; 2] {
    [requested(), replied()]
}

#[test]
fn the_time_in_which_an_answer_lay_with_the_asking_department_does_not_count() {
    // Tuesday the 29th passes with the answer on the other desk; Wednesday the 30th ends without
    // it and counts. The five working days are the 30th, then 8, 9, 10 and 12 October.
    let deadline = Deadline {
        epoch: 2,
        due_soon_at: at("2026-10-10T17:00:00+08:00"),
        due_at: at("2026-10-13T00:00:00+08:00"),
        lead_at: Some(at("2026-10-14T00:00:00+08:00")),
        supervisor_at: Some(at("2026-10-16T00:00:00+08:00")),
        accountability_at: Some(at("2026-10-20T00:00:00+08:00")),
        ..deadline()
    };
    let sent_back_at = "2026-09-30T17:00:00+08:00";
    let events = given::<Task>(answered()).at(sent_back_at).by(asker()).when(send_back()).events();
    assert_eq!(events, [sent_back(1, sent_back_at, deadline)]);
}

#[test]
fn an_answer_that_was_sent_back_is_given_anew() {
    let history = [
        requested(),
        replied(),
        sent_back(1, "2026-09-28T10:00:00+08:00", deadline().next_epoch()),
    ];
    let again = Event::TaskReplied {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        source: Some(source()),
        department: ASKED.to_owned(),
        outcome: Outcome::Agreed,
        opinion: "同意".to_owned(),
        shares: Vec::new(),
        replied_at: Some(tongban_kernel::testkit::now()),
    };
    given::<Task>(history).by(asked()).when(reply()).then([again]);
}

#[test]
fn answers_are_sent_back_at_most_twice() {
    let back = |nth| sent_back(nth, "2026-09-28T10:00:00+08:00", deadline());
    given::<Task>([requested(), replied(), back(1), replied(), back(2), replied()])
        .by(asker())
        .when(send_back())
        .then_rejected(Rejection::SentBackTooOften);
}

#[test]
fn only_an_answer_is_accepted_or_sent_back_and_only_by_who_asked() {
    for command in [Command::AcceptReply, send_back()] {
        given::<Task>([requested()])
            .by(asker())
            .when(command.clone())
            .then_rejected(Rejection::NotReplied);
        given::<Task>(answered())
            .by(asked())
            .when(command.clone())
            .then_rejected(Rejection::NotOfAskingDepartment { department: ASKING.to_owned() });
        given::<Task>([requested(), closed()])
            .by(asker())
            .when(command)
            .then_rejected(Rejection::Over);
    }
}

#[test]
fn an_accepted_answer_is_final() {
    given::<Task>(answered()).by(asker()).when(Command::AcceptReply).then([accepted()]);
    let history = || [requested(), replied(), accepted()];
    given::<Task>(history()).by(asker()).when(Command::AcceptReply).then([]);
    given::<Task>(history()).by(asker()).when(send_back()).then_rejected(Rejection::Over);
    given::<Task>(history()).by(coordinator()).when(close()).then([]);
}

#[test]
fn a_task_that_is_no_longer_needed_is_withdrawn_by_who_asked() {
    given::<Task>([by_hand()]).by(asker()).when(withdraw()).then([withdrawn()]);
    given::<Task>([by_hand(), withdrawn()]).by(asker()).when(withdraw()).then([]);
    given::<Task>([by_hand(), withdrawn()])
        .by(asked())
        .when(reply())
        .then_rejected(Rejection::Over);
    given::<Task>([by_hand()])
        .by(asked())
        .when(withdraw())
        .then_rejected(Rejection::NotOfAskingDepartment { department: ASKING.to_owned() });
    given::<Task>(answered()).by(asker()).when(withdraw()).then_rejected(Rejection::Over);
}

#[test]
fn what_the_item_prescribes_is_not_withdrawn_by_the_department_that_has_to_ask() {
    given::<Task>([requested()])
        .by(asker())
        .when(withdraw())
        .then_rejected(Rejection::NotCoordinator);
    let events = given::<Task>([requested()]).by(coordinator()).when(withdraw()).events();
    assert!(matches!(&events[..], [Event::TaskWithdrawn { source: Some(_), .. }]), "{events:?}");
}
