//! A withdrawal against what approval does: after acceptance approval owns how the case ends.

use super::*;

pub(super) fn withdraw() -> Command {
    Command::Withdraw { reason: text("不再需要") }
}

#[test]
fn a_case_is_withdrawn_until_it_is_decided() {
    let accepted = || accepted("2026-09-28T10:00:00+08:00", false);
    for history in
        [vec![submitted()], vec![submitted(), asked(true)], vec![submitted(), accepted()]]
    {
        case(history).when(withdraw()).then([withdrawn()]);
    }
    case([submitted(), withdrawn()]).when(withdraw()).then([]);
    case([submitted(), accepted(), finished(Outcome::Granted)])
        .when(withdraw())
        .then_rejected(Rejection::TooLateToWithdraw);
    case([submitted(), declined()])
        .when(withdraw())
        .then_rejected(Rejection::NotPending { state: "declined" });
}

#[test]
fn a_case_that_approval_takes_up_again_can_be_withdrawn_again() {
    let accepted = accepted("2026-09-28T10:00:00+08:00", false);
    let resumed = Event::CaseResumed { case_id: case_id() };
    let history = [submitted(), accepted, finished(Outcome::Refused)];
    case(history.clone()).when(Command::Resume).then([resumed.clone()]);
    case(history.into_iter().chain([resumed])).when(withdraw()).then([withdrawn()]);
}

fn in_approval() -> Vec<Event> {
    vec![submitted(), accepted("2026-09-28T10:00:00+08:00", false)]
}

fn finish(outcome: Outcome) -> Command {
    Command::Finish { outcome, concluded_at: at("2026-10-12T10:00:00+08:00") }
}

fn overtaken() -> Event {
    Event::WithdrawalOvertaken { case_id: case_id() }
}

fn resumed() -> Event {
    Event::CaseResumed { case_id: case_id() }
}

/// The case after its history, and after the commands that follow it.
fn folded(history: Vec<Event>, commands: impl IntoIterator<Item = Command>) -> Case {
    let history = commands.into_iter().fold(history, |history, command| {
        let events = case(history.clone()).when(command).events();
        [history, events].concat()
    });
    history.iter().fold(Case::default(), |state, event| state.evolve(event))
}

#[test]
fn a_withdrawal_that_a_decision_overtook_is_taken_back_and_the_decision_holds() {
    let history = [in_approval(), vec![withdrawn()]].concat();
    case(history.clone())
        .when(finish(Outcome::Granted))
        .then([overtaken(), finished(Outcome::Granted)]);
    let state = folded(history, [finish(Outcome::Granted)]);
    assert!(matches!(state, Case::Finished { outcome: Outcome::Granted, .. }), "{state:?}");
}

#[test]
fn whichever_comes_first_the_case_ends_as_approval_says() {
    // Approval ended it as the applicant wished: it hears of the wish, and says so.
    let withdrawn_first = folded(in_approval(), [withdraw(), Command::ConfirmWithdrawal]);
    assert_eq!(withdrawn_first.name(), "withdrawn");
    // Approval decided, and the wish was recorded before that was known here.
    let decided_first = folded(in_approval(), [withdraw(), finish(Outcome::Refused)]);
    assert_eq!(decided_first.name(), "finished");
    // It took its decision back before it heard of the wish, and so ends it after all.
    let end = [withdraw(), finish(Outcome::Refused), Command::Resume, Command::ConfirmWithdrawal];
    assert_eq!(folded(in_approval(), end).name(), "withdrawn");
}

#[test]
fn approval_that_goes_on_takes_a_withdrawal_back_that_it_never_acted_on() {
    let history = [in_approval(), vec![withdrawn()]].concat();
    case(history).when(Command::Resume).then([overtaken(), resumed()]);
}

#[test]
fn that_approval_closed_the_case_is_mostly_known_and_never_guessed() {
    let confirm = || Command::ConfirmWithdrawal;
    case([in_approval(), vec![withdrawn()]].concat()).when(confirm()).then([]);
    let reason = "审批已按申请人的撤回终止".to_owned();
    let confirmed = Event::CaseWithdrawn { case_id: case_id(), reason };
    for history in [in_approval(), [in_approval(), vec![finished(Outcome::Refused)]].concat()] {
        case(history).when(confirm()).then([confirmed.clone()]);
    }
    case([submitted()])
        .when(confirm())
        .then_rejected(Rejection::NotAccepted { state: "submitted" });
    case([]).when(confirm()).then_rejected(Rejection::UnknownCase);
}
