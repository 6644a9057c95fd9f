use super::*;
use crate::commands::{Standing, Target};

/// Another complaint, which came an hour before.
fn other() -> Target {
    Target {
        complaint_id: ComplaintId::derive("hotline", Uuid::from_u128(6)),
        received_at: at("2026-09-28T01:00:00Z"),
        due_at: at("2026-10-13T16:00:00Z"),
        standing: Standing::Open,
        was_answered: false,
    }
}

fn own() -> ComplaintId {
    complaining().complaint_id
}

fn merge(into: Target) -> Command {
    Command::Merge { into, reason: text("同一路灯") }
}

fn separate() -> Command {
    Command::Separate { was_answered: false, reason: text("并非同一路灯") }
}

fn merged() -> Event {
    let into = other().complaint_id;
    Event::ComplaintMerged { complaint_id: own(), into, reason: "同一路灯".into() }
}

fn separated() -> Event {
    let from = other().complaint_id;
    Event::ComplaintSeparated { complaint_id: own(), from, reason: "并非同一路灯".into() }
}

fn after_merging(commands: impl IntoIterator<Item = (Actor, Command)>) -> Vec<Event> {
    [after(commands), vec![merged()]].concat()
}

#[test]
fn a_complaint_is_merged_into_one_that_came_before_and_is_open() {
    for history in [after([]), after([assign()])] {
        given::<Complaint>(history).by(desk()).when(merge(other())).then([merged()]);
    }
}

#[test]
fn merging_twice_is_the_same_wish_and_into_another_is_none() {
    given::<Complaint>(after_merging([])).by(desk()).when(merge(other())).then([]);
    let third = ComplaintId::derive("hotline", Uuid::from_u128(5));
    given::<Complaint>(after_merging([]))
        .by(desk())
        .when(merge(Target { complaint_id: third, ..other() }))
        .then_rejected(Rejection::Merged { into: other().complaint_id });
}

#[test]
fn nothing_is_merged_into_itself_or_into_what_is_merged_or_answered() {
    let third = ComplaintId::derive("hotline", Uuid::from_u128(5));
    for (into, refused) in [
        (Target { complaint_id: own(), ..other() }, Rejection::IntoItself),
        (Target { standing: Standing::Answered, ..other() }, Rejection::OtherAnswered),
        (
            Target { standing: Standing::Merged { into: third }, ..other() },
            Rejection::IntoMerged { into: third },
        ),
    ] {
        given::<Complaint>(after([])).by(desk()).when(merge(into)).then_rejected(refused);
    }
}

#[test]
fn of_two_complaints_only_one_may_be_merged_into_the_other() {
    let later = Target { received_at: at("2026-09-28T02:00:01Z"), ..other() };
    given::<Complaint>(after([])).by(desk()).when(merge(later)).then_rejected(Rejection::IntoLater);
    let (low, high) = (Uuid::nil(), Uuid::max());
    let at_once =
        |id| Target { complaint_id: ComplaintId::from_uuid(id), received_at: now(), ..other() };
    given::<Complaint>(after([]))
        .by(desk())
        .when(merge(at_once(high)))
        .then_rejected(Rejection::IntoLater);
    let events = given::<Complaint>(after([])).by(desk()).when(merge(at_once(low))).events();
    assert_eq!(events.len(), 1);
}

#[test]
fn nobody_waits_longer_because_complaints_are_merged() {
    let due_at = at("2026-10-14T16:00:00Z");
    given::<Complaint>(after([]))
        .by(desk())
        .when(merge(Target { due_at, ..other() }))
        .then_rejected(Rejection::DueLater { due_at });
}

#[test]
fn what_was_answered_is_not_merged_any_more() {
    given::<Complaint>(after([assign(), answer()]))
        .by(desk())
        .when(merge(other()))
        .then_rejected(Rejection::AlreadyAnswered);
    given::<Complaint>(after([assign(), answer(), (desk(), confirm())]))
        .by(desk())
        .when(merge(other()))
        .then_rejected(Rejection::Closed);
}

#[test]
fn what_is_merged_needs_no_answer_of_its_own() {
    let into = other().complaint_id;
    for ((actor, command), refused) in [
        (assign(), Rejection::Merged { into }),
        ((desk(), confirm()), Rejection::Merged { into }),
        ((desk(), reopen()), Rejection::Merged { into }),
        // The other one may be another department's.
        (answer(), Rejection::AnsweredTogether),
    ] {
        given::<Complaint>(after_merging([assign()]))
            .by(actor)
            .when(command)
            .then_rejected(refused);
    }
}

#[test]
fn what_is_separated_goes_on_as_it_was_within_its_limit() {
    let history = after_merging([assign()]);
    given::<Complaint>(history).by(desk()).when(separate()).then([separated()]);
    let history = [after_merging([assign()]), vec![separated()]].concat();
    let (actor, command) = answer();
    let events = given::<Complaint>(history.clone())
        .by(actor)
        .at("2026-10-13T16:00:00Z")
        .when(command)
        .events();
    assert!(matches!(&events[0], Event::ComplaintAnswered { in_time: false, .. }));
    let lodged = [after_merging([]), vec![separated()]].concat();
    let (actor, command) = assign();
    assert_eq!(given::<Complaint>(lodged).by(actor).when(command).events().len(), 1);
    given::<Complaint>(history).by(desk()).when(separate()).then([]);
}

#[test]
fn what_was_answered_with_another_is_not_separated_any_more() {
    given::<Complaint>(after_merging([]))
        .by(desk())
        .when(Command::Separate { was_answered: true, reason: text("并非同一路灯") })
        .then_rejected(Rejection::OtherAnswered);
}

#[test]
fn what_was_answered_once_stays_answered_once_though_the_answer_is_refused_and_it_is_merged() {
    let standing = |history: &[Event]| {
        let complaint = history.iter().fold(Complaint::default(), Complaint::evolve);
        complaint.target().map(|target| (target.standing, target.was_answered)).unwrap()
    };
    assert_eq!(standing(&after([assign()])), (Standing::Open, false));
    let reopened = after([assign(), answer(), (desk(), reopen())]);
    assert_eq!(standing(&reopened), (Standing::Open, true));
    let again = [reopened.clone(), after([assign()])[1..].to_vec()].concat();
    assert_eq!(standing(&again), (Standing::Open, true), "assigned anew");
    let into = other().complaint_id;
    let merged = [reopened, vec![merged()]].concat();
    assert_eq!(standing(&merged), (Standing::Merged { into }, true));
}

#[test]
fn what_was_ordered_is_reported_before_merging() {
    let order = (desk(), Command::OrderRectification { order: text("更换线路") });
    let report = (officer(), Command::ReportRectification { report: text("已更换") });
    given::<Complaint>(after([assign(), order.clone()]))
        .by(desk())
        .when(merge(other()))
        .then_rejected(Rejection::RectificationOpen);
    let reported = after([assign(), order, report]);
    given::<Complaint>(reported).by(desk()).when(merge(other())).then([merged()]);
}

#[test]
fn who_complains_is_seen_of_a_merged_one_by_those_who_saw_it_before() {
    let shown = Event::PersonalDataShown { complaint_id: own() };
    for (history, actor) in [
        (after_merging([]), desk()),
        (after_merging([assign()]), desk()),
        (after_merging([assign()]), officer()),
    ] {
        given::<Complaint>(history).by(actor).when(Command::ShowPersonalData).then([shown.clone()]);
    }
    given::<Complaint>(after_merging([]))
        .by(officer())
        .when(Command::ShowPersonalData)
        .then_rejected(Rejection::NotAssigned);
}
