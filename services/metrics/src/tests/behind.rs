use serde_json::Value;
use tongban_kernel::testkit::at;
use tongban_readmodel::Page;

use super::world::World;
use crate::api::behind::Behind;
use crate::api::figure::Figure;
use crate::api::span::{Month, Period, Span, Whose, Within};
use crate::api::trend::TrendPeriod;
use crate::samples::*;

const NOW: &str = "2026-10-20T12:00:00+08:00";
const LATE: &str = "2026-10-20T09:00:00+08:00";
const DUE: &str = "2026-09-15T00:00:00+08:00";

fn month(text: &str) -> Span {
    let month: Month = text.parse().unwrap();
    Span { from: Some(month), through: Some(month) }
}

async fn trend(world: &World, periods: &[&str], whose: Whose<'_>) -> Vec<TrendPeriod> {
    let periods: Vec<Period> = periods.iter().map(|period| period.parse().unwrap()).collect();
    world.metrics.periods(&periods, at(NOW), whose).await.unwrap()
}

/// All that stands behind a figure, page by page.
async fn behind(
    world: &World,
    figure: Figure,
    within: impl Into<Within>,
    whose: Whose<'_>,
) -> Vec<Behind> {
    let within = within.into();
    let (mut rows, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = Page::new(Some(1), after.as_deref()).unwrap();
        let found = world.metrics.behind(figure, within, at(NOW), whose, &page).await.unwrap();
        rows.extend(found.items);
        let Some(next) = found.next else { return rows };
        after = Some(next.to_string());
    }
}

/// Cases in every state, tasks and complaints.
async fn city() -> World {
    let cases = (1..=8).flat_map(|n| [submitted(n), accepted(n), opened(n)]);
    let ends = [
        concluded(1, IN_TIME),
        concluded(2, LATE),
        concluded(3, LATE),
        reopened(3, LATE),
        concluded(4, IN_TIME),
        annulled(4, IN_TIME),
        suspended(5, DUE),
        withdrawn(6),
        closed_by_withdrawal(6),
        submitted(9),
        submitted(10),
        declined(10),
        submitted(11),
        duplicate(11, 1),
    ];
    let tasks = [
        requested(1, DUE),
        replied(1, FIRE, "agreed"),
        requested(2, "2026-11-15T00:00:00+08:00"),
        replied(2, FIRE, "objected"),
        requested(5, DUE),
        requested(7, "2026-11-15T00:00:00+08:00"),
    ];
    let complaints = (1..=4).flat_map(|n| [lodged(n, DUE), assigned(n, DUE)]);
    let answers = [
        answered(1, ACCEPTED_AT, true),
        confirmed(1, 3, true),
        answered(2, DUE, false),
        confirmed(2, 4, false),
        answered(3, DUE, false),
    ];
    let ratings = [rated(1, 1), rated(2, 4), rated(10, 3)];
    let facts = cases.chain(ends).chain(tasks).chain(complaints).chain(answers).chain(ratings);
    World::after(facts).await
}

/// What every figure says, as it is told.
async fn told(world: &World, span: Span, whose: Whose<'_>) -> Vec<(Figure, i64)> {
    let metrics = &world.metrics;
    let flow = metrics.flow(span, whose).await.unwrap();
    let standing = metrics.standing(at(NOW), whose).await.unwrap();
    let complaints = metrics.complaints(span, at(NOW), whose).await.unwrap();
    let answers = metrics.answers(span, at(NOW), whose).await.unwrap();
    let ratings = metrics.ratings(span, at(NOW), whose).await.unwrap();
    let mut told = vec![
        (Figure::Received, flow.received),
        (Figure::Accepted, flow.accepted),
        (Figure::DeemedAccepted, flow.deemed_accepted),
        (Figure::Concluded, flow.concluded),
        (Figure::Granted, flow.granted),
        (Figure::Refused, flow.refused),
        (Figure::LateByLaw, flow.late_by_law),
        (Figure::LateByPromise, flow.late_by_promise),
        (Figure::OnTimeByLaw, flow.concluded - flow.late_by_law),
        (Figure::OnTimeByPromise, flow.concluded - flow.late_by_promise),
        (Figure::Waiting, standing.waiting),
        (Figure::Open, standing.open),
        (Figure::Suspended, standing.suspended),
        (Figure::OverdueByLaw, standing.overdue_by_law),
        (Figure::OverdueByPromise, standing.overdue_by_promise),
        (Figure::Declined, standing.declined),
        (Figure::Withdrawn, standing.withdrawn),
        (Figure::Duplicate, standing.duplicate),
        (Figure::Annulled, standing.annulled),
        (Figure::TasksAnswered, answers.answered),
        (Figure::TasksAnsweredLate, answers.replied_late),
        (Figure::TasksAnsweredInTime, answers.answered - answers.replied_late),
        (Figure::ComplaintsOpen, complaints.open),
        (Figure::ComplaintsOverdue, complaints.overdue),
        (Figure::ComplaintsReceived, complaints.flow.received),
        (Figure::ComplaintsClosed, complaints.flow.closed),
        (Figure::ComplaintsClosedLate, complaints.flow.closed_late),
        (Figure::ComplaintsConfirmed, complaints.flow.confirmed),
        (Figure::ComplaintsSolved, complaints.flow.solved),
        (Figure::ComplaintsSatisfied, complaints.flow.satisfied),
        (Figure::ComplaintsDissatisfied, complaints.flow.confirmed - complaints.flow.satisfied),
        (Figure::Rated, ratings.rated),
        (Figure::RatedSatisfied, ratings.satisfied),
        (Figure::RatedDissatisfied, ratings.rated - ratings.satisfied),
    ];
    if whose.item_code.is_none() {
        let tasks = metrics.tasks(span, at(NOW), whose.department).await.unwrap();
        told.extend([(Figure::TasksOpen, tasks.open), (Figure::TasksOverdue, tasks.overdue)]);
    }
    told
}

#[tokio::test]
async fn as_many_stand_behind_a_figure_as_it_says() {
    let world = city().await;
    let department = |code| Whose { department: Some(code), item_code: None };
    let of_item = Whose { department: None, item_code: Some(PERMIT) };
    let whose = [Whose::default(), department(HOUSING), department(FIRE), of_item];
    let mut none = Vec::new();
    for span in [Span::default(), month("2026-09"), month("2026-10"), month("2027-01")] {
        for whose in whose {
            for (figure, n) in told(&world, span, whose).await {
                let rows = behind(&world, figure, span, whose).await;
                let n = usize::try_from(n).unwrap();
                assert_eq!(rows.len(), n, "{figure:?} {span:?} {whose:?}");
                if span == Span::default() && whose == Whose::default() && n == 0 {
                    none.push(figure);
                }
            }
        }
    }
    assert_eq!(none, [], "nothing is shown by a figure that counts nothing");
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn a_row_names_the_event_that_made_it_count() {
    let world = World::after([submitted(1), accepted(1), opened(1)]).await;
    world.tell(concluded(1, LATE)).await;
    let event = async |figure| {
        let rows = behind(&world, figure, Span::default(), Whose::default()).await;
        rows[0].counted_by
    };
    let received = event(Figure::Received).await;
    let concluded = event(Figure::LateByLaw).await;
    assert_ne!(received, event(Figure::Accepted).await);
    assert_eq!(concluded, event(Figure::Granted).await);
    assert_ne!(concluded, received);
    // What comes after does not change why it was received.
    world.tell(reopened(1, LATE)).await;
    assert_eq!(event(Figure::Received).await, received);
    assert_ne!(event(Figure::Open).await, concluded);
    assert_eq!(behind(&world, Figure::LateByLaw, Span::default(), Whose::default()).await, []);
}

#[tokio::test]
async fn a_row_is_due_by_the_clock_that_its_figure_goes_by() {
    let world = city().await;
    let due = async |figure| {
        let rows = behind(&world, figure, Span::default(), Whose::default()).await;
        rows[0].due_at.unwrap()
    };
    assert_eq!(due(Figure::LateByLaw).await, at(LAW_AT));
    assert_eq!(due(Figure::LateByPromise).await, at(PROMISE_AT));
}

#[tokio::test]
async fn the_periods_of_a_trend_add_up() {
    let world = city().await;
    let whose = Whose::default();
    let trend = trend(&world, &["2026-08", "2026-09", "2026-10"], whose).await;
    let told: Vec<_> = trend.iter().map(|month| &*month.period).collect();
    assert_eq!(told, ["2026-08", "2026-09", "2026-10"]);
    let all = world.metrics.flow(Span::default(), whose).await.unwrap();
    let sum = |of: fn(&TrendPeriod) -> i64| trend.iter().map(of).sum::<i64>();
    assert_eq!(sum(|month| month.flow.received), all.received);
    assert_eq!(sum(|month| month.flow.late_by_law), all.late_by_law);
    assert_eq!(sum(|month| month.tasks.answered), 2);
    assert_eq!(sum(|month| month.complaints.confirmed), 2);
    let (september, october) = (&trend[1], &trend[2]);
    assert_eq!((september.flow.concluded, october.flow.concluded), (1, 1));
    assert_eq!(october.tasks.in_time_rate, Some(0.5));
    assert_eq!(october.complaints.satisfied_rate, Some(0.5));
    assert_eq!(
        serde_json::to_value(&trend[0]).unwrap()["flow"]["on_time_rate_by_law"],
        Value::Null
    );
}

#[tokio::test]
async fn weeks_are_told_by_the_definitions_of_months_and_have_the_same_behind_them() {
    let world = city().await;
    let weeks =
        ["2026-W37", "2026-W38", "2026-W39", "2026-W40", "2026-W41", "2026-W42", "2026-W43"];
    let item = Whose { department: Some(HOUSING), item_code: Some(PERMIT) };
    for whose in [Whose::default(), item] {
        let trend = trend(&world, &weeks, whose).await;
        let all = world.metrics.flow(Span::default(), whose).await.unwrap();
        let sum = |of: fn(&TrendPeriod) -> i64| trend.iter().map(of).sum::<i64>();
        assert_eq!(sum(|week| week.flow.received), all.received);
        assert_eq!(sum(|week| week.flow.concluded), all.concluded);
        assert_eq!((sum(|week| week.flow.reopened), sum(|week| week.flow.annulled)), (1, 1));
        assert_eq!(trend[0].flow.received, all.received, "7 September is a Monday");
        assert_eq!(trend[0].begins_at, Some(at("2026-09-07T00:00:00+08:00")));
        for week in &trend {
            let period = week.period.parse().ok();
            let within = Within::of(period, period);
            for (figure, n) in [
                (Figure::Received, week.flow.received),
                (Figure::LateByLaw, week.flow.late_by_law),
                (Figure::TasksAnswered, week.tasks.answered),
                (Figure::ComplaintsConfirmed, week.complaints.confirmed),
            ] {
                let rows = behind(&world, figure, within, whose).await;
                assert_eq!(i64::try_from(rows.len()), Ok(n), "{figure:?} in {}", week.period);
            }
        }
    }
    world.assert_a_rebuild_is_the_same().await;
}
