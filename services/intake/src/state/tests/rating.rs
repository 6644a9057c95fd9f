//! What the applicant thinks of the service.

use tongban_kernel::Satisfaction;

use super::*;
use crate::commands::Rating;
use crate::events::{Aspect, Rated};

fn satisfied(grade: u8) -> Satisfaction {
    Satisfaction::try_from(grade).unwrap()
}

fn rate(grade: u8) -> Command {
    Command::Rate(Box::new(Rating {
        satisfaction: satisfied(grade),
        aspects: [Aspect::Outcome, Aspect::Time].into(),
        words: None,
        applicant: party(),
    }))
}

fn rated(grade: u8) -> Event {
    Event::ServiceRated(Box::new(Rated {
        case_id: case_id(),
        number: number(jiff::civil::date(2026, 9, 28)),
        item_code: "food-business-licence".to_owned(),
        department: DEPARTMENT.to_owned(),
        satisfaction: satisfied(grade),
        aspects: [Aspect::Time, Aspect::Outcome].into(),
        words: None,
        applicant: party(),
    }))
}

fn decided() -> Vec<Event> {
    vec![submitted(), accepted("2026-09-28T10:00:00+08:00", false), finished(Outcome::Granted)]
}

#[test]
fn a_service_is_rated_once_the_case_is_over_however_it_ended() {
    for history in [decided(), vec![submitted(), declined()], vec![submitted(), withdrawn()]] {
        case(history).when(rate(2)).then([rated(2)]);
    }
    case([]).when(rate(2)).then_rejected(Rejection::UnknownCase);
    case([submitted()]).when(rate(2)).then_rejected(Rejection::NotOver { state: "submitted" });
    case([submitted(), accepted("2026-09-28T10:00:00+08:00", false)])
        .when(rate(2))
        .then_rejected(Rejection::NotOver { state: "accepted" });
}

#[test]
fn a_service_is_rated_once_and_once_more_when_the_case_was_taken_up_again() {
    let history = [decided(), vec![rated(5)]].concat();
    case(history.clone()).when(rate(1)).then_rejected(Rejection::RatedBefore);
    let resumed = Event::CaseResumed { case_id: case_id() };
    let again = [history, vec![resumed, finished(Outcome::Granted)]].concat();
    case(again).when(rate(1)).then([rated(1)]);
}
