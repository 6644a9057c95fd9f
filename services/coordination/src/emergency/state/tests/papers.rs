//! What was skipped is brought afterwards.

use super::*;

fn hand_in(paper: &str) -> Command {
    Command::HandIn { paper: paper.to_owned(), reference: wording("海城管〔2026〕17号") }
}

fn waive(paper: &str) -> Command {
    Command::Waive { paper: paper.to_owned(), reason: wording("无危房") }
}

fn note_late(paper: &str) -> Command {
    Command::NoteLate { paper: paper.to_owned() }
}

fn over() -> [Event; 2] {
    [declared(), ended()]
}

#[test]
fn papers_are_handed_in_one_by_one_and_the_last_closes_the_emergency() {
    given::<Emergency>(over())
        .by(asked())
        .when(hand_in("permit"))
        .then([handed_in("permit", ASKED)]);
    let other = Actor::officer("qian", OTHER, Role::Handler);
    given::<Emergency>([declared(), ended(), handed_in("permit", ASKED)])
        .by(other)
        .when(hand_in("report"))
        .then([handed_in("report", OTHER), closed()]);
}

#[test]
fn a_paper_is_handed_in_by_the_department_that_skipped_it() {
    let refused = |department: &str| Rejection::NotOfPaper { department: department.to_owned() };
    given::<Emergency>(over()).by(asked()).when(hand_in("report")).then_rejected(refused(OTHER));
    given::<Emergency>(over())
        .by(coordinator())
        .when(hand_in("permit"))
        .then_rejected(refused(ASKED));
    given::<Emergency>(over())
        .by(asked())
        .after(merged(OTHER, ASKED))
        .when(hand_in("report"))
        .then([handed_in("report", OTHER)]);
}

#[test]
fn papers_are_brought_when_the_emergency_is_over_and_once() {
    given::<Emergency>([declared()])
        .by(asked())
        .when(hand_in("permit"))
        .then_rejected(Rejection::NotEnded);
    let unknown = |paper: &str| Rejection::UnknownPaper { paper: paper.to_owned() };
    given::<Emergency>(over()).by(asked()).when(hand_in("letter")).then_rejected(unknown("letter"));
    given::<Emergency>([declared(), ended(), handed_in("permit", ASKED)])
        .by(asked())
        .when(hand_in("permit"))
        .then_rejected(unknown("permit"));
    given::<Emergency>([declared(), ended(), closed()])
        .by(asked())
        .when(hand_in("permit"))
        .then_rejected(Rejection::NothingOutstanding);
}

#[test]
fn only_a_supervisor_waives_a_paper() {
    given::<Emergency>(over()).by(supervisor()).when(waive("report")).then([waived("report")]);
    for actor in [coordinator(), asked()] {
        given::<Emergency>(over())
            .by(actor)
            .when(waive("report"))
            .then_rejected(Rejection::NotSupervisor);
    }
    given::<Emergency>([declared(), ended(), handed_in("permit", ASKED)])
        .by(supervisor())
        .when(waive("report"))
        .then([waived("report"), closed()]);
}

#[test]
fn a_paper_that_nobody_brings_in_time_is_noted_once() {
    let permit = || late("permit", ASKED, PERMIT_DUE_AT);
    given::<Emergency>(over()).at("2026-10-10T11:59:59+08:00").when(note_late("permit")).then([]);
    given::<Emergency>(over()).at(PERMIT_DUE_AT).when(note_late("permit")).then([permit()]);
    given::<Emergency>([declared(), ended(), permit()])
        .at(REPORT_DUE_AT)
        .when(note_late("permit"))
        .then([]);
    given::<Emergency>([declared(), ended(), handed_in("permit", ASKED)])
        .at(PERMIT_DUE_AT)
        .when(note_late("permit"))
        .then([]);
    given::<Emergency>([declared()]).when(note_late("permit")).then([]);
}

#[test]
fn a_paper_that_is_late_is_still_to_be_brought() {
    given::<Emergency>([declared(), ended(), late("permit", ASKED, PERMIT_DUE_AT)])
        .at(REPORT_DUE_AT)
        .by(asked())
        .when(hand_in("permit"))
        .then([handed_in("permit", ASKED)]);
}
