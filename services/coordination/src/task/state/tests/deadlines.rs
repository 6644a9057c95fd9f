use super::*;
use tongban_kernel::testkit::at;

fn deadline_of(limit: Budget, now: &str) -> Deadline {
    let task = NewTask { limit, ..new_task() };
    let events =
        given::<Task>([]).at(now).by(asker()).when(Command::Request(Box::new(task))).events();
    let [Event::TaskRequested { deadline, .. }] = events.as_slice() else {
        panic!("one request, not {events:?}");
    };
    *deadline
}

#[test]
fn an_emergency_escalates_at_its_own_time_of_day() {
    let deadline = deadline_of(Budget::Hours(2), "2026-10-09T15:00:00+08:00");
    assert_eq!(deadline.due_soon_at, at("2026-10-09T16:36:00+08:00"));
    assert_eq!(deadline.due_at, at("2026-10-09T17:00:00+08:00"));
    assert_eq!(deadline.lead_at, Some(at("2026-10-10T17:00:00+08:00")));
    assert_eq!(deadline.supervisor_at, Some(at("2026-10-13T17:00:00+08:00")));
    assert_eq!(deadline.acknowledge_by_at, deadline.due_at, "never later than the answer");
}

#[test]
fn a_deadline_beyond_the_published_notices_is_provisional() {
    let deadline = deadline_of(Budget::Workdays(5), "2026-12-28T10:00:00+08:00");
    assert!(deadline.provisional);
    assert!(!super::deadline().provisional);
}

#[test]
fn every_rung_comes_after_the_one_before() {
    for limit in [
        Budget::SameDay,
        Budget::Workdays(1),
        Budget::Workdays(20),
        Budget::CalendarDays(7),
        Budget::Hours(1),
        Budget::WorkHours(3),
    ] {
        for now in ["2026-09-30T16:59:00+08:00", "2026-10-03T12:00:00+08:00"] {
            let deadline = deadline_of(limit, now);
            let rungs: Vec<_> =
                Rung::OF_DUE_DATE.iter().map(|rung| deadline.rung_at(*rung)).collect();
            assert!(rungs.is_sorted(), "{limit:?} at {now}: {rungs:?}");
            assert!(deadline.acknowledge_by_at <= deadline.due_at, "{limit:?} at {now}");
        }
    }
}

#[test]
fn a_return_begins_a_new_epoch_and_never_stops_the_clock() {
    given::<Task>([requested(), acknowledged()])
        .at("2026-10-08T10:00:00+08:00")
        .by(asked())
        .when(give_back())
        .then([returned(ASKED, 1, Deadline { epoch: 2, ..deadline() })]);
}

#[test]
fn who_is_asked_anew_has_a_working_day_to_take_it_on_but_no_more_time_to_answer() {
    let expected =
        Deadline { epoch: 2, acknowledge_by_at: at("2026-10-10T00:00:00+08:00"), ..deadline() };
    given::<Task>([requested()])
        .at("2026-10-08T10:00:00+08:00")
        .by(coordinator())
        .when(reassign(OTHER))
        .then([reassigned(OTHER, expected)]);
}

#[test]
fn an_extension_moves_the_due_date_by_so_many_working_days_and_begins_a_new_epoch() {
    // Two working days after Saturday the 10th, which works: Tuesday the 13th.
    let expected = Deadline {
        epoch: 2,
        due_soon_at: at("2026-10-12T17:00:00+08:00"),
        due_at: at("2026-10-14T00:00:00+08:00"),
        lead_at: Some(at("2026-10-15T00:00:00+08:00")),
        supervisor_at: Some(at("2026-10-17T00:00:00+08:00")),
        accountability_at: Some(at("2026-10-21T00:00:00+08:00")),
        ..deadline()
    };
    given::<Task>([requested(), acknowledged()])
        .by(coordinator())
        .when(extend(Budget::Workdays(2)))
        .then([extended(expected)]);
}

#[test]
fn extensions_add_up() {
    let events = given::<Task>([requested(), extended(Deadline { epoch: 2, ..deadline() })])
        .by(coordinator())
        .when(extend(Budget::Workdays(1)))
        .events();
    let [Event::DeadlineExtended { deadline, .. }] = events.as_slice() else {
        panic!("one extension, not {events:?}");
    };
    assert_eq!((deadline.epoch, deadline.due_at), (3, at("2026-10-15T00:00:00+08:00")));
}

#[test]
fn an_extension_keeps_the_state() {
    let history = [requested(), acknowledged(), extended(Deadline { epoch: 2, ..deadline() })];
    given::<Task>(history).by(asked()).when(Command::Acknowledge).then([]);
}

#[test]
fn an_extension_is_given_in_the_unit_of_the_limit() {
    let (limit, by) = (Budget::Workdays(5), Budget::Hours(2));
    given::<Task>([requested()])
        .by(coordinator())
        .when(extend(by))
        .then_rejected(Rejection::OtherUnit { limit, by });
    given::<Task>([requested()])
        .by(coordinator())
        .when(extend(Budget::Workdays(0)))
        .then_rejected(Rejection::Uncountable(DueError::Budget(BudgetError::Zero)));
}
