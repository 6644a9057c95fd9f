use tongban_kernel::testkit::at;
use tongban_readmodel::Page;

use super::world::World;
use crate::api::span::{Span, Whose};
use crate::samples::*;

const LATE: &str = "2026-10-20T09:00:00+08:00";

fn span(from: &str, through: &str) -> Span {
    Span { from: Some(from.parse().unwrap()), through: Some(through.parse().unwrap()) }
}

fn everyone() -> Whose<'static> {
    Whose::default()
}

fn of(department: &str) -> Whose<'_> {
    Whose { department: Some(department), item_code: None }
}

/// A case until approval has opened it.
fn begun(n: u16) -> [Fact; 3] {
    [submitted(n), accepted(n), opened(n)]
}

/// Three cases of two partitions: one in time, one late and refused, one open.
fn three() -> Vec<Fact> {
    let mut facts: Vec<_> = (1..=3).flat_map(begun).collect();
    facts.extend([concluded(1, IN_TIME), concluded(2, LATE)]);
    facts
}

#[tokio::test]
async fn cases_are_counted_in_the_month_in_which_something_happened_to_them() {
    let world = World::after(three()).await;
    let all = world.metrics.flow(Span::default(), everyone()).await.unwrap();
    assert_eq!((all.received, all.accepted, all.deemed_accepted), (3, 3, 1));
    assert_eq!((all.concluded, all.granted, all.refused), (2, 1, 1));
    assert_eq!((all.late_by_law, all.late_by_promise), (1, 1));
    assert_eq!(all.on_time_rate_by_law, Some(0.5));
    let september = world.metrics.flow(span("2026-09", "2026-09"), of(HOUSING)).await.unwrap();
    assert_eq!((september.received, september.concluded, september.late_by_law), (3, 1, 0));
    // Two weeks from Monday to Monday, and the Sunday that is worked for National Day.
    assert_eq!(september.duration.mean_workdays, Some(11.0));
    assert_eq!(september.duration.median_workdays_max, Some(15));
    assert_eq!(september.duration.mean_suspended_days, Some(1.0));
    let october = world.metrics.flow(span("2026-10", "2027-01"), everyone()).await.unwrap();
    assert_eq!((october.received, october.concluded, october.late_by_law), (0, 1, 1));
    let fire = world.metrics.flow(Span::default(), of(FIRE)).await.unwrap();
    assert_eq!(fire.received, 0);
}

#[tokio::test]
async fn today_is_the_local_date() {
    let world = World::after(three()).await;
    let day = |text| world.metrics.today(at(text), None);
    assert_eq!(day("2026-09-20T23:59:59+08:00").await.unwrap().concluded, 0);
    assert_eq!(day("2026-09-21T00:00:00+08:00").await.unwrap().concluded, 1);
    assert_eq!(day("2026-09-21T23:59:59+08:00").await.unwrap().concluded, 1);
}

#[tokio::test]
async fn a_case_that_is_reopened_counts_once_however_often_it_is_concluded() {
    let world = World::after(three()).await;
    world.tell(reopened(2, LATE)).await;
    let flow = world.metrics.flow(Span::default(), everyone()).await.unwrap();
    assert_eq!((flow.concluded, flow.refused, flow.late_by_law, flow.reopened), (1, 0, 0, 1));
    assert_eq!(flow.duration.mean_workdays, Some(11.0));
    let standing = world.metrics.standing(at(LATE), everyone()).await.unwrap();
    assert_eq!((standing.open, standing.overdue_by_law), (2, 2));

    world.tell(concluded(2, "2026-09-22T09:00:00+08:00")).await;
    let flow = world.metrics.flow(Span::default(), everyone()).await.unwrap();
    assert_eq!((flow.concluded, flow.late_by_law, flow.reopened), (2, 0, 1));
    assert_eq!(world.metrics.standing(at(LATE), everyone()).await.unwrap().open, 1);
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn a_reopened_case_is_overdue_by_what_is_due_from_then_on() {
    let world = World::after(begun(1)).await;
    world.tell(concluded(1, IN_TIME)).await;
    world.tell(reopened_until(1, IN_TIME, "2026-11-03T00:00:00+08:00")).await;
    let overdue = async |text| {
        let standing = world.metrics.standing(at(text), everyone()).await.unwrap();
        (standing.open, standing.overdue_by_law, standing.overdue_by_promise)
    };
    assert_eq!(overdue(LAW_AT).await, (1, 0, 1));
    assert_eq!(overdue("2026-11-03T00:00:00+08:00").await, (1, 1, 1));
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn a_suspension_ends_with_the_conclusion_also_where_nobody_said_so() {
    let world = World::after(begun(1)).await;
    world.tell(suspended(1, IN_TIME)).await;
    world.tell(concluded_while_stopped(1, LAW_AT)).await;
    let standing = async || {
        let standing = world.metrics.standing(at(LATE), everyone()).await.unwrap();
        (standing.open, standing.suspended)
    };
    assert_eq!(standing().await, (0, 0));
    world.tell(reopened(1, LAW_AT)).await;
    assert_eq!(standing().await, (1, 0));
}

#[tokio::test]
async fn an_annulled_conclusion_is_no_conclusion() {
    let world = World::after(three()).await;
    world.tell(annulled(1, IN_TIME)).await;
    let flow = world.metrics.flow(Span::default(), everyone()).await.unwrap();
    assert_eq!((flow.concluded, flow.granted, flow.annulled), (1, 0, 1));
    let standing = world.metrics.standing(at(LATE), everyone()).await.unwrap();
    assert_eq!((standing.open, standing.annulled), (1, 1));
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn what_stands_is_asked_of_the_clock() {
    let world = World::after(begun(1)).await;
    let overdue = async |text| {
        let standing = world.metrics.standing(at(text), everyone()).await.unwrap();
        (standing.open, standing.suspended, standing.overdue_by_law, standing.overdue_by_promise)
    };
    assert_eq!(overdue("2026-09-21T23:59:59+08:00").await, (1, 0, 0, 0));
    assert_eq!(overdue(PROMISE_AT).await, (1, 0, 0, 1));
    assert_eq!(overdue(LAW_AT).await, (1, 0, 1, 1));
    // Stopped when the promise was broken and the law was not: it stays so however long it lasts.
    world.tell(suspended(1, "2026-09-24T09:00:00+08:00")).await;
    assert_eq!(overdue("2027-01-04T09:00:00+08:00").await, (1, 1, 0, 1));
    world.tell(resumed(1, "2027-01-04T09:00:00+08:00", "2027-01-27T00:00:00+08:00")).await;
    assert_eq!(overdue("2027-01-26T09:00:00+08:00").await, (1, 0, 0, 1));
    world.tell(extended(1, "2027-02-20T00:00:00+08:00")).await;
    assert_eq!(overdue("2027-02-19T09:00:00+08:00").await, (1, 0, 0, 0));
    assert_eq!(overdue("2027-02-20T00:00:00+08:00").await, (1, 0, 1, 1));
}

#[tokio::test]
async fn every_case_that_is_not_decided_stands_in_one_place() {
    let ended = [declined(3), withdrawn(4), duplicate(5, 1), withdrawn(6), closed_by_withdrawal(6)];
    let begun = (1..=6).map(submitted).chain([accepted(2), accepted(6), opened(6)]);
    let world = World::after(begun.chain(ended)).await;
    let standing = world.metrics.standing(at(ACCEPTED_AT), everyone()).await.unwrap();
    assert_eq!((standing.waiting, standing.open, standing.declined), (1, 1, 1));
    assert_eq!((standing.withdrawn, standing.duplicate), (2, 1));
    // Too late: approval had decided.
    world.tell(concluded(2, IN_TIME)).await;
    world.tell(withdrawn(2)).await;
    let standing = world.metrics.standing(at(ACCEPTED_AT), everyone()).await.unwrap();
    assert_eq!((standing.open, standing.withdrawn), (0, 2));
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn tasks_are_overdue_by_the_clock_and_late_by_their_answer() {
    let due = "2026-09-15T00:00:00+08:00";
    let world = World::after((1..=3).map(|n| requested(n, due))).await;
    for fact in [
        warned(1, "due_soon", ACCEPTED_AT),
        warned(1, "overdue", due),
        // Answered on 12 October.
        replied(1, FIRE, "objected"),
        returned(2, due),
        reassigned(2, due),
        task_extended(2, "2026-11-01T00:00:00+08:00"),
        replied(2, ENVIRONMENT, "agreed"),
    ] {
        world.tell(fact).await;
    }
    let tasks = |department| world.metrics.tasks(Span::default(), at(due), department);
    let fire = tasks(Some(FIRE)).await.unwrap();
    assert_eq!((fire.asked, fire.returned, fire.replied, fire.objected), (3, 1, 1, 1));
    assert_eq!((fire.open, fire.overdue, fire.answers.replied_late), (1, 1, 1));
    assert_eq!((fire.warnings.due_soon, fire.warnings.overdue, fire.warnings.lead), (1, 1, 0));
    let environment = tasks(Some(ENVIRONMENT)).await.unwrap();
    assert_eq!(
        (environment.asked, environment.agreed, environment.answers.replied_late),
        (1, 1, 0)
    );
    world.tell(task_closed(3)).await;
    let all = tasks(None).await.unwrap();
    assert_eq!((all.asked, all.replied, all.open, all.overdue), (4, 2, 0, 0));
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn departments_that_only_help_stand_among_those_that_decide() {
    let due = "2026-09-15T00:00:00+08:00";
    let world = World::after(three().into_iter().chain([requested(3, due)])).await;
    // October has no task that was asked for, and yet one is open.
    let october = span("2026-10", "2026-10");
    let page = Page::new(Some(1), None).unwrap();
    let first = world.metrics.departments(october, at(LATE), &page).await.unwrap();
    let [fire] = &first.items[..] else { panic!("{first:?}") };
    assert_eq!((&*fire.department, fire.flow.received), (FIRE, 0));
    assert_eq!((fire.tasks.asked, fire.tasks.open, fire.tasks.overdue), (0, 1, 1));
    let page = Page::new(Some(1), Some(&first.next.unwrap().to_string())).unwrap();
    let second = world.metrics.departments(october, at(LATE), &page).await.unwrap();
    let [housing] = &second.items[..] else { panic!("{second:?}") };
    assert_eq!((&*housing.department, housing.flow.concluded), (HOUSING, 1));
    assert_eq!((housing.standing.open, housing.tasks.open), (1, 0));
    assert_eq!(second.next, None);
}

#[tokio::test]
async fn an_item_has_the_figures_of_its_cases() {
    let world = World::after(three()).await;
    let items = |department| {
        let metrics = world.metrics.clone();
        async move {
            let page = Page::default();
            let found = metrics.items(Span::default(), at(LATE), department, &page).await;
            found.unwrap().items
        }
    };
    let all = items(None).await;
    let [permit] = &all[..] else { panic!("{all:?}") };
    assert_eq!((&*permit.item_code, &*permit.department), (PERMIT, HOUSING));
    assert_eq!((permit.flow.concluded, permit.standing.open), (2, 1));
    assert_eq!(permit.flow, world.metrics.flow(Span::default(), everyone()).await.unwrap());
    assert!(items(Some(FIRE)).await.is_empty());
}

#[tokio::test]
async fn a_rating_counts_once_for_its_case_and_the_last_one_holds() {
    let world = World::after(three()).await;
    let ratings = |whose| world.metrics.ratings(Span::default(), at(LATE), whose);
    assert_eq!(ratings(everyone()).await.unwrap().satisfied_rate, None);
    for fact in [rated(1, 1), rated(2, 5), rated(2, 3)] {
        world.tell(fact).await;
    }
    let all = ratings(everyone()).await.unwrap();
    assert_eq!((all.rated, all.satisfied, all.mean_satisfaction), (2, 2, Some(2.0)));
    assert_eq!(ratings(of(HOUSING)).await.unwrap(), all);
    assert_eq!(ratings(of(FIRE)).await.unwrap().rated, 0);
    let page = Page::new(None, None).unwrap();
    let rows = world.metrics.departments(Span::default(), at(LATE), &page).await.unwrap();
    let rows = rows.items.iter().map(|row| (&*row.department, row.ratings.satisfied));
    assert!(rows.clone().any(|row| row == (HOUSING, 2)), "{:?}", rows.collect::<Vec<_>>());
    let items = world.metrics.items(Span::default(), at(LATE), None, &page).await.unwrap();
    assert_eq!(items.items[0].ratings, all);
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn complaints_are_open_until_they_are_answered() {
    let due = "2026-09-16T00:00:00+08:00";
    let world = World::after([lodged_in_clear(1, due), lodged(2, due), lodged(3, due)]).await;
    for fact in [
        assigned(1, due),
        answered(1, ACCEPTED_AT, true),
        confirmed(1, 2, true),
        assigned(2, due),
        answered(2, due, false),
        confirmed(2, 5, false),
    ] {
        world.tell(fact).await;
    }
    let complaints = |department| world.metrics.complaints(Span::default(), at(due), department);
    let all = complaints(everyone()).await.unwrap();
    assert_eq!((all.open, all.overdue, all.flow.closed, all.flow.closed_late), (1, 1, 2, 1));
    assert_eq!(
        (all.flow.confirmed, all.flow.solved, all.flow.mean_satisfaction),
        (2, 1, Some(3.5))
    );
    world.tell(complaint_reopened(2, LATE)).await;
    let housing = complaints(of(HOUSING)).await.unwrap();
    assert_eq!((housing.open, housing.overdue, housing.flow.closed), (1, 0, 1));
    assert_eq!((housing.flow.closed_late, housing.flow.mean_satisfaction), (0, Some(2.0)));
    world.assert_a_rebuild_is_the_same().await;
}

#[tokio::test]
async fn a_complaint_that_was_merged_waits_for_no_answer_until_it_is_separated() {
    let due = "2026-09-16T00:00:00+08:00";
    let world = World::after([lodged(1, due), lodged(2, due), complaint_merged(2, 1)]).await;
    let all = || world.metrics.complaints(Span::default(), at(due), everyone());
    let figures = all().await.unwrap();
    assert_eq!((figures.open, figures.overdue, figures.flow.received), (1, 1, 2));
    world.tell(assigned(1, due)).await;
    world.tell(answered(1, due, false)).await;
    let figures = all().await.unwrap();
    assert_eq!((figures.open, figures.flow.closed), (0, 1), "it is answered once");
    world.tell(complaint_separated(2, 1)).await;
    assert_eq!(all().await.unwrap().open, 1);
    world.assert_a_rebuild_is_the_same().await;
}
