use tongban_kernel::testkit::{at, given};

use super::*;
use crate::samples::*;

fn away() -> NewAbsence {
    NewAbsence {
        account: "wang".to_owned(),
        department: ASKED.to_owned(),
        from: at("2026-09-28T09:00:00+08:00"),
        until: at("2026-10-09T00:00:00+08:00"),
        deputy: Some("sun".to_owned()),
    }
}

fn noted(absence: NewAbsence) -> Event {
    let NewAbsence { account, department, from, until, deputy } = absence;
    Event::AbsenceNoted { account, department, from, until, deputy }
}

fn ended() -> Event {
    Event::AbsenceEnded { account: "wang".to_owned() }
}

#[test]
fn who_is_away_says_so_or_a_coordinator_does() {
    for actor in [asked(), coordinator()] {
        given::<Absence>([]).by(actor).when(Command::Note(away())).then([noted(away())]);
    }
    let other = given::<Absence>([]).by(asker()).when(Command::Note(away()));
    other.then_rejected(Rejection::NotOneself);
    let other = given::<Absence>([noted(away())]).by(asker()).when(Command::End);
    other.then_rejected(Rejection::NotOneself);
}

#[test]
fn what_is_said_later_takes_the_place_of_what_was_said() {
    let when = |absence| given::<Absence>([noted(away())]).by(asked()).when(Command::Note(absence));
    when(away()).then([]);
    let longer = NewAbsence { until: at("2026-10-12T00:00:00+08:00"), ..away() };
    when(longer.clone()).then([noted(longer)]);
}

#[test]
fn an_absence_lies_ahead_is_no_longer_than_a_year_and_nobody_stands_in_for_themselves() {
    let when = |absence| given::<Absence>([]).by(asked()).when(Command::Note(absence));
    let over = NewAbsence { until: at("2026-09-28T09:30:00+08:00"), ..away() };
    when(over).then_rejected(Rejection::NotAhead);
    let backwards = NewAbsence { from: at("2026-10-10T00:00:00+08:00"), ..away() };
    when(backwards).then_rejected(Rejection::NotAhead);
    let long = NewAbsence { until: at("2027-10-10T00:00:00+08:00"), ..away() };
    when(long).then_rejected(Rejection::TooLong);
    let own = NewAbsence { deputy: Some("wang".to_owned()), ..away() };
    when(own).then_rejected(Rejection::OwnDeputy);
}

#[test]
fn who_comes_back_does_so_once() {
    given::<Absence>([noted(away())]).by(asked()).when(Command::End).then([ended()]);
    given::<Absence>([noted(away()), ended()]).by(asked()).when(Command::End).then([]);
    given::<Absence>([]).by(asked()).when(Command::End).then([]);
    let given = given::<Absence>([noted(away())]).by(asked()).at("2026-10-09T00:00:00+08:00");
    given.when(Command::End).then([]);
}
