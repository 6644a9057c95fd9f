//! Questions, parts of an answer, and more time.

use super::*;
use tongban_kernel::testkit::at;

fn ask_back() -> Command {
    Command::AskBack { question: wording("宗地四至") }
}

fn answer() -> Command {
    Command::AnswerQuestion { answer: wording("厂界东侧") }
}

fn answered() -> Event {
    Event::QuestionAnswered {
        task_id: task_id(),
        case_id: case_id(),
        answer: "厂界东侧".to_owned(),
    }
}

fn part(nth: u32, was_questioned: bool) -> Event {
    Event::TaskPartlyReplied {
        task_id: task_id(),
        case_id: case_id(),
        occasion: Occasion::Application,
        department: ASKED.to_owned(),
        nth,
        opinion: "大气部分无意见".to_owned(),
        was_questioned,
    }
}

fn reply_partly() -> Command {
    Command::ReplyPartly { opinion: wording("大气部分无意见") }
}

fn extension_asked() -> Event {
    Event::ExtensionRequested {
        task_id: task_id(),
        case_id: case_id(),
        department: ASKED.to_owned(),
        by: Budget::Workdays(2),
        reason: "现场踏勘".to_owned(),
    }
}

fn ask_for_time() -> Command {
    Command::RequestExtension { by: Budget::Workdays(2), reason: wording("现场踏勘") }
}

fn decline() -> Command {
    Command::DeclineExtension { reason: wording("材料已齐") }
}

#[test]
fn the_asked_department_asks_back_and_the_asking_one_says_it() {
    given::<Task>([requested()]).by(asked()).when(ask_back()).then([questioned()]);
    given::<Task>([requested(), questioned()]).by(asker()).when(answer()).then([answered()]);
    given::<Task>([requested(), questioned()]).by(coordinator()).when(answer()).then([answered()]);
}

#[test]
fn a_question_gains_no_time_and_takes_the_task_on() {
    let history = [requested(), acknowledged(), questioned()];
    let work = history.iter().fold(Task::Unknown, Task::evolve);
    assert_eq!(work.work().unwrap().deadline(), &deadline());
    given::<Task>([requested(), questioned()])
        .at(ACKNOWLEDGE_BY_AT)
        .by(Actor::system("sweeper"))
        .when(Command::IssueWarning { rung: Rung::Unacknowledged, epoch: 1 })
        .then([]);
}

#[test]
fn one_question_at_a_time_and_so_many_in_all() {
    given::<Task>([requested(), questioned()])
        .by(asked())
        .when(ask_back())
        .then_rejected(Rejection::QuestionOpen);
    let rounds = (0..QUESTIONS_MAX).flat_map(|_| [questioned(), answered()]);
    given::<Task>(std::iter::once(requested()).chain(rounds))
        .by(asked())
        .when(ask_back())
        .then_rejected(Rejection::TooManyQuestions);
}

#[test]
fn only_who_asked_answers_and_only_a_question() {
    let other = Actor::officer("sun", OTHER, Role::Handler);
    given::<Task>([requested(), questioned()])
        .by(other)
        .when(answer())
        .then_rejected(Rejection::NotOfAskingDepartment { department: ASKING.to_owned() });
    given::<Task>([requested()]).by(asker()).when(answer()).then_rejected(Rejection::NoQuestion);
}

#[test]
fn a_task_is_answered_over_an_open_question() {
    given::<Task>([requested(), questioned()]).by(asked()).when(reply()).then([replied()]);
}

#[test]
fn parts_are_counted_and_the_rest_is_still_due() {
    given::<Task>([requested()]).by(asked()).when(reply_partly()).then([part(1, false)]);
    let history = [requested(), questioned(), part(1, true)];
    given::<Task>(history.clone()).by(asked()).when(reply_partly()).then([part(2, true)]);
    let task = history.iter().fold(Task::Unknown, Task::evolve);
    assert_eq!((task.name(), task.work().is_some()), ("questioned", true));
    let parts = (1..=PARTS_MAX).map(|nth| part(nth, false));
    given::<Task>(std::iter::once(requested()).chain(parts))
        .by(asked())
        .when(reply_partly())
        .then_rejected(Rejection::TooManyParts);
}

#[test]
fn more_time_is_asked_for_once_and_given_or_refused_by_the_coordinator() {
    given::<Task>([requested()]).by(asked()).when(ask_for_time()).then([extension_asked()]);
    let history = || [requested(), extension_asked()];
    given::<Task>(history())
        .by(asked())
        .when(ask_for_time())
        .then_rejected(Rejection::ExtensionOpen);
    let declined = Event::ExtensionDeclined {
        task_id: task_id(),
        case_id: case_id(),
        reason: "材料已齐".to_owned(),
    };
    given::<Task>(history()).by(coordinator()).when(decline()).then([declined.clone()]);
    given::<Task>(history()).by(asked()).when(decline()).then_rejected(Rejection::NotCoordinator);
    given::<Task>([requested(), extension_asked(), declined])
        .by(asked())
        .when(ask_for_time())
        .then([extension_asked()]);
    let given_time = [requested(), extension_asked(), extended(deadline().next_epoch())];
    given::<Task>(given_time)
        .by(coordinator())
        .when(decline())
        .then_rejected(Rejection::NoExtensionAsked);
}

#[test]
fn more_time_is_asked_for_in_the_unit_of_the_limit() {
    let (limit, by) = (Budget::Workdays(5), Budget::Hours(2));
    given::<Task>([requested()])
        .by(asked())
        .when(Command::RequestExtension { by, reason: wording("现场踏勘") })
        .then_rejected(Rejection::OtherUnit { limit, by });
}

#[test]
fn asking_for_time_moves_no_date() {
    let task = [requested(), extension_asked()].iter().fold(Task::Unknown, Task::evolve);
    assert_eq!(task.work().unwrap().deadline().due_at, at(DUE_AT));
}
