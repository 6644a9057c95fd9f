use reqwest::StatusCode;
use serde_json::{Value, json};
use tongban_kernel::{Actor, Role};

use super::desk::{Desk, Heard, told};
use super::world::World;
use crate::samples::*;

const REQUESTED: &str = "coordination.task_requested.v1";
const WARNED: &str = "coordination.warning_issued.v1";

/// A case in approval whose step has asked the other department.
async fn asked_over_http() -> (World, Desk) {
    let world = World::new();
    let running = world.start().await;
    world.case_is_opened().await;
    world.step_starts().await;
    world.wait_for(REQUESTED, 1).await;
    let desk = Desk::open(running).await;
    desk.settle().await;
    (world, desk)
}

fn task_path(verb: &str) -> String {
    format!("/tasks/{}{verb}", task_id())
}

fn without_countdown(mut row: Value) -> Value {
    row["countdown"] = Value::Null;
    row
}

fn rows(list: &Value) -> Vec<Value> {
    let rows = list["items"].as_array().unwrap();
    rows.iter().cloned().map(without_countdown).collect()
}

fn stranger() -> Actor {
    Actor::officer("sun", OTHER, Role::Handler)
}

fn by_hand() -> Value {
    json!({
        "case_id": case_id(),
        "to_department": OTHER,
        "ask": { "zh": "核实用地", "en": "Check the land use" },
        "legal_basis": "土地管理法第五十六条",
        "limit": { "workdays": 3 },
    })
}

fn kind_of((status, problem): &(StatusCode, Value)) -> (u16, &str) {
    (status.as_u16(), problem["type"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_found_taken_on_and_answered() {
    let (_world, desk) = asked_over_http().await;
    let (_, list) = told(desk.get(&asked(), "/tasks?state=open")).await;
    let row = &list["items"][0];
    assert_eq!(row["task_id"], json!(task_id()));
    assert_eq!(row["acts_next"], json!({ "department": ASKED }));
    let (status, one) = told(desk.get(&asked(), &task_path(""))).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(one["clock"]["limit"], json!({ "workdays": 5 }));
    assert!(one["clock"]["words"]["en"].as_str().unwrap().contains("National Day"), "{one}");

    let path = task_path("/acknowledge");
    let (_, taken) = desk.post(&asked(), "take", &path, &json!({})).await;
    assert_eq!(taken["state"], "acknowledged");
    let reply = json!({ "outcome": "objected", "opinion": "噪声超标" });
    let (_, answered) = desk.post(&asked(), "answer", &task_path("/reply"), &reply).await;
    assert_eq!((&answered["state"], &answered["due_at"]), (&json!("replied"), &Value::Null));
    let (_, list) = told(desk.get(&coordinator(), "/tasks?state=replied")).await;
    assert_eq!(list["items"][0]["outcome"], "objected");
    assert_eq!(list["items"][0]["acts_next"], Value::Null);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_returned_reassigned_extended_and_closed() {
    let (_world, desk) = asked_over_http().await;
    let grounds = json!({ "reason": "不属于本部门职责", "legal_basis": "三定方案" });
    let (_, returned) = desk.post(&asked(), "return", &task_path("/return"), &grounds).await;
    assert_eq!(returned["state"], "returned");
    let (_, list) = told(desk.get(&coordinator(), "/tasks?state=returned")).await;
    assert_eq!(list["items"][0]["acts_next"], "coordinator");
    for (verb, body, state) in [
        ("/reassign", json!({ "to_department": OTHER, "reason": "按职责改派" }), "requested"),
        ("/extend", json!({ "by": { "workdays": 2 }, "reason": "现场踏勘" }), "requested"),
        ("/close", json!({ "reason": "不再需要" }), "closed"),
    ] {
        let (status, done) = desk.post(&coordinator(), verb, &task_path(verb), &body).await;
        assert_eq!((status, &done["state"]), (StatusCode::OK, &json!(state)), "{verb}: {done}");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_nothing_to_do_with_a_task_neither_sees_nor_works_it() {
    let (_world, desk) = asked_over_http().await;
    let (_, list) = told(desk.get(&stranger(), "/tasks")).await;
    assert_eq!(list["items"], json!([]));
    assert_eq!(told(desk.get(&stranger(), &task_path(""))).await.0, StatusCode::NOT_FOUND);
    let take = task_path("/acknowledge");
    let refused = desk.post(&stranger(), "take", &take, &json!({})).await;
    assert_eq!(kind_of(&refused), (403, "/problems/coordination/not-asked"));
    let close = desk.post(&asked(), "close", &task_path("/close"), &json!({ "reason": "x" })).await;
    assert_eq!(kind_of(&close), (403, "/problems/common/forbidden"));
    let operator = Actor::officer("op", "XT", Role::Operator);
    assert_eq!(told(desk.get(&operator, "/warnings")).await.0, StatusCode::FORBIDDEN);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_asked_by_hand_for_an_open_case() {
    let (world, desk) = asked_over_http().await;
    let (status, made) = desk.post(&asker(), "ask", "/tasks", &by_hand()).await;
    assert_eq!((status, &made["state"]), (StatusCode::CREATED, &json!("requested")), "{made}");
    let (_, again) = desk.post(&asker(), "ask", "/tasks", &by_hand()).await;
    assert_eq!(again["task_id"], made["task_id"]);
    let path = format!("/tasks?case_id={}&state=open", case_id());
    let (_, blocking) = told(desk.get(&asker(), &path)).await;
    assert_eq!(blocking["items"].as_array().unwrap().len(), 2);
    // Three working days come before five.
    assert_eq!(blocking["items"][0]["number"], json!(number()));
    assert_eq!(blocking["items"][0]["to_department"], OTHER);

    world.case_is_concluded().await;
    // One by the policy, for the step; one because nothing else knows of it.
    world.wait_for("coordination.task_closed.v1", 2).await;
    desk.settle().await;
    assert_eq!(told(desk.get(&asker(), &path)).await.1["items"], json!([]));
    let late = desk.post(&asker(), "late", "/tasks", &by_hand()).await;
    assert_eq!(kind_of(&late), (409, "/problems/coordination/case-over"));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_with_a_request_is_named_at_once() {
    let (_world, desk) = asked_over_http().await;
    let mut body = by_hand();
    body["legal_basis"] = json!("  ");
    body["ask"]["en"] = json!("");
    let (status, problem) = desk.post(&asker(), "bad", "/tasks", &body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["/legal_basis", "/ask/en"]);
    let mut body = by_hand();
    body["case_id"] = json!(task_id());
    let unknown = desk.post(&asker(), "unknown", "/tasks", &body).await;
    assert_eq!(kind_of(&unknown), (404, "/problems/common/not-found"));
    for path in ["/tasks?state=late", "/warnings?rung=late", "/tasks?cursor=x", "/tasks?limit=0"] {
        let (status, problem) = told(desk.get(&coordinator(), path)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {problem}");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_arrive_without_a_click_and_are_listed_newest_first() {
    let (world, desk) = asked_over_http().await;
    desk.post(&asked(), "take", &task_path("/acknowledge"), &json!({})).await;
    let mut heard = Heard::begin(desk.get(&coordinator(), "/warnings/stream")).await;
    world.set_clock(DUE_SOON_AT);
    let (first_id, first) = heard.next().await;
    assert_eq!((&first["rung"], &first["to_role"]), (&json!("due_soon"), &json!("handler")));
    assert_eq!(
        (&first["department"], &first["task_state"]),
        (&json!(ASKED), &json!("acknowledged"))
    );
    world.set_clock(DUE_AT);
    let (_, second) = heard.next().await;
    assert_eq!((&second["rung"], &second["due_at"]), (&json!("overdue"), &first["due_at"]));

    let back = desk.get(&coordinator(), "/warnings/stream").header("last-event-id", first_id);
    assert_eq!(Heard::begin(back).await.next().await.1, second, "only what was missed");
    // Time has passed: what is left is another.
    let [first, second] = [first, second].map(without_countdown);
    let mut anew = Heard::begin(desk.get(&asked(), "/warnings/stream")).await;
    let again = [anew.next().await.1, anew.next().await.1].map(without_countdown);
    assert_eq!(again, [first.clone(), second.clone()]);

    let (_, list) = told(desk.get(&coordinator(), "/warnings")).await;
    assert_eq!(list["items"][0]["countdown"]["wall_seconds"], 0);
    assert_eq!(rows(&list), [second.clone(), first.clone()]);
    let (_, overdue) = told(desk.get(&coordinator(), "/warnings?rung=overdue&department=HB")).await;
    assert_eq!(rows(&overdue), [second]);
    let (_, hidden) = told(desk.get(&stranger(), "/warnings")).await;
    assert_eq!(hidden["items"], json!([]));
    let (_, page) = told(desk.get(&coordinator(), "/warnings?limit=1")).await;
    let next = format!("/warnings?limit=1&cursor={}", page["next"].as_str().unwrap());
    assert_eq!(rows(&told(desk.get(&coordinator(), &next)).await.1), [first]);
    assert_eq!(world.events().await.iter().filter(|e| e.kind.as_str() == WARNED).count(), 2);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_tells_nothing_more_to_an_account_that_was_disabled() {
    let (world, desk) = asked_over_http().await;
    desk.post(&asked(), "take", &task_path("/acknowledge"), &json!({})).await;
    let mut heard = Heard::begin(desk.get(&asked(), "/warnings/stream")).await;
    let mut other = Heard::begin(desk.get(&coordinator(), "/warnings/stream")).await;
    world.set_clock(DUE_SOON_AT);
    assert_eq!(heard.next().await.1["rung"], "due_soon");
    assert_eq!(other.next().await.1["rung"], "due_soon");
    desk.disable(&asked());
    world.set_clock(DUE_AT);
    assert_eq!(heard.maybe_next().await, None);
    assert_eq!(other.next().await.1["rung"], "overdue");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn overdue_is_asked_of_the_clock() {
    let (world, desk) = asked_over_http().await;
    let n_overdue = async || {
        let (_, late) = told(desk.get(&coordinator(), "/tasks?overdue=true")).await;
        let (_, not_late) = told(desk.get(&coordinator(), "/tasks?overdue=false")).await;
        [late, not_late].map(|list| list["items"].as_array().unwrap().len())
    };
    assert_eq!(n_overdue().await, [0, 1]);
    world.set_clock(DUE_AT);
    assert_eq!(n_overdue().await, [1, 0]);
    desk.close().await;
}
