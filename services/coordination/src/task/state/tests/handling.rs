use tongban_kernel::testkit::{at, given, merged};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::samples::*;
use crate::task::events::{Assignment, Urging};

fn assign(handler: &str, reason: Option<&str>) -> Command {
    Command::Assign { handler: handler.to_owned(), reason: reason.map(wording) }
}

fn handed_over(handler: &str, from: Option<&str>, reason: Option<&str>) -> Event {
    let Event::TaskAssigned(assigned) = assigned(handler) else { panic!("an assignment") };
    let (from_handler, reason) = (from.map(str::to_owned), reason.map(str::to_owned));
    Event::TaskAssigned(Assignment { from_handler, reason, ..assigned })
}

fn urge() -> Command {
    Command::Urge { note: wording("请尽快反馈") }
}

fn urged_by(by_department: Option<&str>, nth: u32, again_at: &str) -> Event {
    let Event::TaskUrged(urging) = urged() else { panic!("an urging") };
    let by_department = by_department.map(str::to_owned);
    Event::TaskUrged(Urging { by_department, nth, again_at: at(again_at), ..urging })
}

/// The day after the task was asked for.
const TUESDAY: &str = "2026-09-29T00:00:00+08:00";

#[test]
fn the_asked_department_and_a_coordinator_say_who_works_a_task() {
    for actor in [asked(), coordinator()] {
        let given = given::<Task>([requested()]).by(actor);
        given.when(assign("sun", None)).then([assigned("sun")]);
    }
    let not_asked = Rejection::NotAsked { department: ASKED.to_owned() };
    given::<Task>([requested()]).by(asker()).when(assign("sun", None)).then_rejected(not_asked);
}

#[test]
fn who_takes_a_task_on_works_it_unless_somebody_does() {
    let taken_on = |handler: Option<&str>| Event::TaskAcknowledged {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        department: ASKED.to_owned(),
        handler: handler.map(str::to_owned),
    };
    let when = |history: Vec<Event>| given::<Task>(history).by(asked()).when(Command::Acknowledge);
    when(vec![requested()]).then([taken_on(Some("wang"))]);
    when(vec![requested(), assigned("sun")]).then([taken_on(None)]);
}

#[test]
fn a_task_is_handed_over_with_a_reason_and_not_to_who_has_it() {
    let when = |command| given::<Task>([requested(), acknowledged()]).by(asked()).when(command);
    when(assign("wang", None)).then([]);
    let unreasoned = Rejection::HandOverUnreasoned { handler: "wang".to_owned() };
    when(assign("sun", None)).then_rejected(unreasoned);
    let to_sun = handed_over("sun", Some("wang"), Some("调岗"));
    when(assign("sun", Some("调岗"))).then([to_sun]);
}

#[test]
fn another_department_says_anew_who_works_the_task() {
    let second = deadline().next_epoch();
    let history = [requested(), acknowledged(), reassigned(OTHER, second)];
    let other = Actor::officer("qian", OTHER, Role::Handler);
    let events = given::<Task>(history).by(other).when(assign("qian", None)).events();
    let [Event::TaskAssigned(Assignment { from_handler: None, .. })] = &events[..] else {
        panic!("{events:?}");
    };
}

#[test]
fn what_was_returned_is_nobodys_work() {
    let history = || [requested(), returned(ASKED, 1, deadline().next_epoch())];
    for (actor, command) in
        [(asked(), assign("sun", None)), (coordinator(), assign("sun", None)), (asker(), urge())]
    {
        let given = given::<Task>(history()).by(actor);
        given.when(command).then_rejected(Rejection::AwaitsCoordinator);
    }
}

#[test]
fn each_asker_urges_once_per_working_day() {
    given::<Task>([requested()]).by(asker()).when(urge()).then([urged()]);
    let again =
        |now: &str, actor| given::<Task>([requested(), urged()]).at(now).by(actor).when(urge());
    let too_soon = Rejection::UrgedAlready { again_at: at(TUESDAY) };
    again("2026-09-28T23:59:59+08:00", asker()).then_rejected(too_soon);
    again("2026-09-28T16:00:00+08:00", coordinator()).then([urged_by(None, 2, TUESDAY)]);
    let wednesday = "2026-09-30T00:00:00+08:00";
    again(TUESDAY, asker()).then([urged_by(Some(ASKING), 2, wednesday)]);
    // National Day: the next working day is the eighth.
    again("2026-09-30T16:00:00+08:00", asker()).then([urged_by(
        Some(ASKING),
        2,
        "2026-10-08T00:00:00+08:00",
    )]);
}

#[test]
fn a_department_does_not_urge_itself_about_what_its_own_meeting_asked_of_it() {
    let mut own = requested();
    if let Event::TaskRequested { occasion, from_department, .. } = &mut own {
        (*occasion, *from_department) = (Occasion::Project, ASKED.to_owned());
    }
    let itself = || Rejection::UrgesItself { department: ASKED.to_owned() };
    given::<Task>([own.clone()]).by(asked()).when(urge()).then_rejected(itself());
    given::<Task>([own]).by(coordinator()).when(urge()).then([urged_by(None, 1, TUESDAY)]);
    // Nor where both became one meanwhile.
    let after = given::<Task>([requested()]).by(asker()).after(merged(ASKED, ASKING));
    after.when(urge()).then_rejected(itself());
}

#[test]
fn who_is_asked_and_who_has_a_question_to_answer_does_not_urge() {
    let not_asking = Rejection::NotOfAskingDepartment { department: ASKING.to_owned() };
    given::<Task>([requested()]).by(asked()).when(urge()).then_rejected(not_asking);
    let when = |actor| given::<Task>([requested(), questioned()]).by(actor).when(urge());
    when(asker()).then_rejected(Rejection::QuestionOpen);
    when(coordinator()).then([urged_by(None, 1, TUESDAY)]);
    let over = given::<Task>([requested(), replied()]);
    over.by(asker()).when(urge()).then_rejected(Rejection::Over);
}
