mod amending;
mod rating;
mod supplementing;
mod withdrawing;

use tongban_kernel::testkit::{Given, at, given, now};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::commands::{Addition, Application, IfIncomplete};
use crate::events::{Changes, Wanted};
use crate::samples::*;
use withdrawing::withdraw;

/// What has happened; the clerk of the window acts, where a test names nobody else.
fn case(history: impl IntoIterator<Item = Event>) -> Given<Case> {
    given::<Case>(history).by(clerk())
}

#[test]
fn an_application_that_is_complete_is_received_with_a_number_and_a_term() {
    case([]).when(submit(application())).then([submitted()]);
}

#[test]
fn paper_of_the_last_working_day_is_received_on_that_day() {
    let application = Application { received_at: Some(at(THURSDAY)), ..application() };
    let expected = submission(at(THURSDAY), at(ACCEPT_BY_OF_THURSDAY));
    let events = case([]).when(submit(application)).events();
    assert_eq!(events, [Event::CaseSubmitted(Box::new(expected))]);
    let occurred_at = tongban_kernel::DomainEvent::occurred_at(&events[0]);
    assert_eq!(occurred_at, Some(at(THURSDAY)));
}

#[test]
fn a_receipt_lies_neither_in_the_future_nor_more_than_ten_days_back() {
    for (received_at, expected) in [
        ("2026-09-28T10:00:00.000001+08:00", Rejection::ReceivedInFuture),
        ("2026-09-18T09:59:59.999999+08:00", Rejection::ReceivedTooLongAgo),
    ] {
        let application = Application { received_at: Some(at(received_at)), ..application() };
        case([]).when(submit(application)).then_rejected(expected);
    }
    let bound = Some(at("2026-09-18T10:00:00+08:00"));
    let application = Application { received_at: bound, ..application() };
    assert_eq!(case([]).when(submit(application)).events().len(), 1);
}

#[test]
fn an_incomplete_application_is_refused_and_everything_missing_named() {
    let application = Application { missing: missing(), ..application() };
    case([]).when(submit(application)).then_rejected(Rejection::Incomplete { missing: missing() });
}

#[test]
fn an_incomplete_application_may_be_taken_and_the_applicant_told_at_once() {
    let application =
        Application { missing: missing(), if_incomplete: IfIncomplete::Correct, ..application() };
    case([]).when(submit(application)).then([submitted(), asked(true)]);
}

#[test]
fn a_case_is_handed_in_once() {
    case([submitted()]).when(submit(application())).then_rejected(Rejection::AlreadySubmitted);
}

fn correct() -> Command {
    Command::Correct { missing: missing(), office: term().office }
}

fn supplement() -> Command {
    Command::Supplement { addition: addition(), term: term(), item: item() }
}

#[test]
fn the_applicant_is_asked_once_for_everything() {
    case([submitted()]).when(correct()).then([asked(false)]);
    case([submitted(), asked(false)]).when(correct()).then_rejected(Rejection::CorrectedBefore);
    case([submitted(), asked(false), supplemented("2026-09-28T10:00:00+08:00", ACCEPT_BY)])
        .when(correct())
        .then_rejected(Rejection::CorrectedBefore);
    case([submitted()])
        .when(Command::Correct { missing: Vec::new(), office: term().office })
        .then_rejected(Rejection::NothingAsked);
}

#[test]
fn after_its_term_the_office_neither_asks_nor_declines() {
    for command in [correct(), decline()] {
        case([submitted()]).at(ACCEPT_BY).when(command).then_rejected(Rejection::DeemedAccepted);
    }
}

#[test]
fn a_case_is_accepted_once() {
    let now = "2026-09-28T10:00:00+08:00";
    case([submitted()]).when(Command::Accept).then([accepted(now, false)]);
    case([submitted(), accepted(now, false)]).when(Command::Accept).then([]);
    case([submitted(), asked(false)])
        .when(Command::Accept)
        .then_rejected(Rejection::AwaitsApplicant);
}

#[test]
fn silence_until_the_end_of_the_term_counts_as_acceptance_on_the_day_of_receipt() {
    let deemed = || [accepted("2026-09-28T10:00:00+08:00", true)];
    for command in [Command::Deem, Command::Accept] {
        case([submitted()]).at(ACCEPT_BY).when(command).then(deemed());
    }
    case([submitted()]).at("2026-10-10T23:59:59.999999+08:00").when(Command::Deem).then([]);
    for over in [asked(false), withdrawn(), accepted("2026-09-28T10:00:00+08:00", false)] {
        case([submitted(), over]).at(ACCEPT_BY).when(Command::Deem).then([]);
    }
}

#[test]
fn after_a_supplement_silence_counts_from_the_day_of_the_supplement() {
    let (supplemented_at, accept_by) = ("2026-10-12T10:00:00+08:00", "2026-10-20T00:00:00+08:00");
    case([submitted(), asked(false), supplemented(supplemented_at, accept_by)])
        .at(accept_by)
        .when(Command::Deem)
        .then([accepted(supplemented_at, true)]);
}

fn decline() -> Command {
    Command::Decline {
        reason: text("不属于本机关职权"), legal_basis: text("行政许可法第三十二条")
    }
}

fn declined() -> Event {
    Event::CaseDeclined {
        case_id: case_id(),
        reason: "不属于本机关职权".to_owned(),
        legal_basis: "行政许可法第三十二条".to_owned(),
    }
}

#[test]
fn a_pending_case_is_declined_and_one_that_waits_only_after_the_applicants_time() {
    case([submitted()]).when(decline()).then([declined()]);
    case([submitted(), declined()]).when(decline()).then([]);
    case([submitted(), asked(false)]).when(decline()).then_rejected(Rejection::AwaitsApplicant);
    case([submitted(), asked(false)]).at(SUPPLEMENT_BY).when(decline()).then([declined()]);
}

#[test]
fn what_approval_says_is_recorded_every_time_but_only_of_accepted_cases() {
    let concluded_at = at("2026-10-12T10:00:00+08:00");
    let finish = || Command::Finish { outcome: Outcome::Granted, concluded_at };
    let accepted = || accepted("2026-09-28T10:00:00+08:00", false);
    let done = || finished(Outcome::Granted);
    case([submitted(), accepted()]).when(finish()).then([done()]);
    case([submitted(), accepted(), done()]).when(finish()).then([done()]);
    for (history, state) in
        [(vec![submitted()], "submitted"), (vec![submitted(), withdrawn()], "withdrawn")]
    {
        case(history).when(finish()).then_rejected(Rejection::NotAccepted { state });
    }
}

fn link(other: CaseId) -> Command {
    Command::LinkDuplicate { duplicate_of: other, basis: text("同一申请人同一事项") }
}

#[test]
fn a_duplicate_ends_in_favour_of_the_first() {
    let first = CaseId::derive("window", uuid::Uuid::from_u128(2));
    let linked = Event::DuplicateLinked {
        case_id: case_id(),
        duplicate_of: first,
        basis: "同一申请人同一事项".to_owned(),
    };
    case([submitted()]).when(link(first)).then([linked.clone()]);
    case([submitted(), linked.clone()]).when(link(first)).then([]);
    case([submitted(), linked])
        .when(Command::Accept)
        .then_rejected(Rejection::NotPending { state: "duplicate" });
    case([submitted()]).when(link(case_id())).then_rejected(Rejection::DuplicateOfItself);
    case([submitted(), accepted("2026-09-28T10:00:00+08:00", false)])
        .when(link(first))
        .then_rejected(Rejection::NotPending { state: "accepted" });
}

#[test]
fn whoever_sees_personal_data_leaves_a_trace() {
    let shown = Event::PersonalDataShown { case_id: case_id() };
    case([submitted()]).when(Command::ShowPersonalData).then([shown]);
}

#[test]
fn nothing_happens_to_a_case_that_nobody_handed_in() {
    let concluded_at = now();
    for command in [
        correct(),
        supplement(),
        Command::Accept,
        Command::Deem,
        decline(),
        withdraw(),
        link(case_id()),
        Command::Finish { outcome: Outcome::Granted, concluded_at },
        Command::Resume,
        Command::ShowPersonalData,
    ] {
        case([]).when(command).then_rejected(Rejection::UnknownCase);
    }
}

#[test]
fn a_handler_acts_on_cases_that_the_own_department_decides() {
    let handler = |department: &str| Actor::officer("handler-1", department, Role::Handler);
    let acts = || {
        let changes = Changes { applicant: None, form: form(), personal_form: [].into() };
        [
            correct(),
            Command::Accept,
            decline(),
            amending::amend(&changes),
            link(CaseId::derive("window", uuid::Uuid::from_u128(2))),
            Command::ShowPersonalData,
        ]
    };
    for command in acts() {
        case([submitted()])
            .by(handler("fire-rescue"))
            .when(command)
            .then_rejected(Rejection::NotYourDepartment { department: DEPARTMENT.to_owned() });
    }
    for command in acts() {
        let events = case([submitted()]).by(handler(DEPARTMENT)).when(command).events();
        assert_eq!(events.len(), 1);
    }
}

#[test]
fn an_office_without_a_window_does_not_act_for_applicants() {
    let handler = Actor::officer("handler-1", DEPARTMENT, Role::Handler);
    for command in [withdraw(), supplement()] {
        case([submitted(), asked(false)])
            .by(handler.clone())
            .when(command)
            .then_rejected(Rejection::UnknownCase);
    }
}

#[test]
fn an_applicant_acts_on_the_own_cases_alone() {
    let applicant = |id: &str| Actor::person(id, Role::Applicant);
    let history = case([]).by(applicant("wang")).when(submit(application())).events();
    case(history.clone()).by(applicant("wang")).when(withdraw()).then([withdrawn()]);
    for command in [withdraw(), supplement()] {
        let history = history.iter().cloned().chain([asked(false)]);
        case(history).by(applicant("zhang")).when(command).then_rejected(Rejection::UnknownCase);
    }
}

#[test]
fn a_case_is_handled_by_who_took_over_its_item() {
    use tongban_kernel::testkit::split;
    let handler = |department: &str| Actor::officer("handler", department, Role::Handler);
    let item = submission(now(), at(ACCEPT_BY)).item_code;
    let successions = || split(DEPARTMENT, [(item.as_str(), "permits")], "urban");
    for other in [DEPARTMENT, "urban"] {
        case([submitted()])
            .by(handler(other))
            .after(successions())
            .when(Command::Accept)
            .then_rejected(Rejection::NotYourDepartment { department: "permits".to_owned() });
    }
    let accepted =
        case([submitted()]).by(handler("permits")).after(successions()).when(Command::Accept);
    assert_eq!(accepted.events().len(), 1);
}
