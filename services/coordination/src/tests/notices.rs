//! Warnings as cases, from the sweeper to the score.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tongban_kernel::{Actor, NoticeId, Role};

use super::desk::{Desk, told};
use super::world::World;
use crate::samples::*;
use crate::task::events::Rung;

const OPENED: &str = "coordination.notice_opened.v1";
const SPAN: &str = "/scores?from=2026-09-01T00:00:00Z&until=2026-12-01T00:00:00Z";

fn supervisor() -> Actor {
    Actor::officer("sun", "XT", Role::Supervisor)
}

fn notice(rung: Rung, verb: &str) -> String {
    format!("/notices/{}{verb}", NoticeId::derive(task_id(), rung.as_str(), 1))
}

/// A task that was taken on and is overdue: a yellow and a red warning.
async fn overdue() -> (World, Desk) {
    let world = World::new();
    let running = world.start().await;
    world.case_is_opened().await;
    world.step_starts().await;
    world.wait_for("coordination.task_requested.v1", 1).await;
    let desk = Desk::open(running).await;
    let take = format!("/tasks/{}/acknowledge", task_id());
    desk.post(&asked(), "take", &take, &json!({})).await;
    world.set_clock(DUE_AT);
    world.wait_for(OPENED, 2).await;
    desk.settle().await;
    (world, desk)
}

async fn rows(desk: &Desk, actor: &Actor, path: &str) -> Vec<Value> {
    let (status, list) = told(desk.get(actor, path)).await;
    assert_eq!(status, StatusCode::OK, "{list}");
    list["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_is_answered_accepted_and_counts() {
    let (_world, desk) = overdue().await;
    let open = rows(&desk, &asked(), "/notices?state=open").await;
    let mut colours: Vec<_> = open.iter().map(|row| row["colour"].as_str().unwrap()).collect();
    // Issued at the same instant: in no order.
    colours.sort_unstable();
    assert_eq!(colours, ["red", "yellow"]);
    let answer = json!({ "statement": "已加派人手" });
    let path = notice(Rung::Overdue, "/answer");
    let (_, answered) = desk.post(&asked(), "answer", &path, &answer).await;
    assert_eq!(answered["state"], "answered");
    let path = notice(Rung::Overdue, "/accept");
    let (_, closed) = desk.post(&supervisor(), "accept", &path, &json!({})).await;
    assert_eq!(closed["state"], "closed");
    desk.settle().await;
    let scores = rows(&desk, &supervisor(), SPAN).await;
    assert_eq!(
        scores,
        [json!({
            "department": ASKED, "points": 4, "n_counting": 2, "n_met": 0, "n_revoked": 0,
        })]
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_that_succeeds_gives_the_points_back() {
    let (_world, desk) = overdue().await;
    let appeal = json!({ "grounds": "系统故障", "legal_basis": "电子监察办法" });
    let path = notice(Rung::Overdue, "/appeal");
    let (_, appealed) = desk.post(&asked(), "appeal", &path, &appeal).await;
    assert_eq!(appealed["state"], "appealed");
    let forbidden = desk
        .post(&asked(), "revoke", &notice(Rung::Overdue, "/revoke"), &json!({ "reason": "x" }))
        .await;
    assert_eq!(forbidden.0, StatusCode::FORBIDDEN);
    let reason = json!({ "reason": "确系故障" });
    let path = notice(Rung::Overdue, "/revoke");
    let (_, revoked) = desk.post(&supervisor(), "revoke", &path, &reason).await;
    assert_eq!(revoked["state"], "revoked");
    desk.settle().await;
    let scores = rows(&desk, &supervisor(), SPAN).await;
    assert_eq!((&scores[0]["points"], &scores[0]["n_revoked"]), (&json!(1), &json!(1)));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_that_nobody_answers_is_noted_once_and_counts_more() {
    let (world, desk) = overdue().await;
    // The yellow one was issued on the 11th as well, since the clock jumped over its instant.
    world.set_clock("2026-10-14T00:00:00+08:00");
    world.wait_for("coordination.notice_unanswered.v1", 2).await;
    desk.settle().await;
    let one = told(desk.get(&asked(), &notice(Rung::Overdue, ""))).await.1;
    assert_eq!((&one["points"], &one["is_unanswered"]), (&json!(5), &json!(true)));
    world.set_clock("2026-10-14T12:00:00+08:00");
    desk.settle().await;
    let noted = world.events().await;
    let noted = noted.iter().filter(|e| e.kind.as_str() == "coordination.notice_unanswered.v1");
    assert_eq!(noted.count(), 2);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blue_warning_is_met_by_taking_the_task_on() {
    let world = World::new();
    let running = world.start().await;
    world.case_is_opened().await;
    world.step_starts().await;
    world.wait_for("coordination.task_requested.v1", 1).await;
    world.set_clock(ACKNOWLEDGE_BY_AT);
    world.wait_for(OPENED, 1).await;
    let desk = Desk::open(running).await;
    let take = format!("/tasks/{}/acknowledge", task_id());
    desk.post(&asked(), "take", &take, &json!({})).await;
    world.wait_for("coordination.notice_met.v1", 1).await;
    desk.settle().await;
    let one = told(desk.get(&asked(), &notice(Rung::Unacknowledged, ""))).await.1;
    assert_eq!(
        (&one["state"], &one["points"], &one["colour"]),
        (&json!("met"), &json!(0), &json!("blue"))
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_warned_sees_nothing_of_it() {
    let (_world, desk) = overdue().await;
    let stranger = Actor::officer("qian", OTHER, Role::Handler);
    assert_eq!(rows(&desk, &stranger, "/notices").await, Vec::<Value>::new());
    let path = notice(Rung::Overdue, "");
    assert_eq!(told(desk.get(&stranger, &path)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(told(desk.get(&asked(), SPAN)).await.0, StatusCode::FORBIDDEN);
    let (status, _) = told(desk.get(&supervisor(), "/notices?state=late")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_task_names_every_event() {
    let (_world, desk) = overdue().await;
    let path = format!("/tasks/{}/history", task_id());
    let (_, history) = told(desk.get(&asked(), &path)).await;
    let steps = history["steps"].as_array().unwrap();
    let happened: Vec<_> = steps.iter().map(|step| step["happened"].as_str().unwrap()).collect();
    let expected = ["task_requested", "task_acknowledged", "warning_issued", "warning_issued"];
    assert_eq!(happened, expected);
    assert_eq!(steps[0]["to_department"], ASKED);
    assert_eq!(steps[1]["by"], "wang");
    desk.close().await;
}
