use reqwest::StatusCode;
use serde_json::{Value, json};
use tongban_kernel::{Actor, Role};

use super::desk::{Desk, told};
use super::world::World;
use crate::samples::*;

/// A case in approval whose step has asked the other department.
async fn asked_over_http() -> (World, Desk) {
    let world = World::new();
    let running = world.start().await;
    world.case_is_opened().await;
    world.step_starts().await;
    world.wait_for("coordination.task_requested.v1", 1).await;
    let desk = Desk::open(running).await;
    desk.settle().await;
    (world, desk)
}

fn path(verb: &str) -> String {
    format!("/tasks/{}{verb}", task_id())
}

/// A colleague of who is asked.
fn colleague() -> Actor {
    Actor::officer("sun", ASKED, Role::Handler)
}

async fn ids(desk: &Desk, actor: &Actor, query: &str) -> Vec<Value> {
    let (status, list) = told(desk.get(actor, &format!("/tasks?{query}"))).await;
    assert_eq!(status, StatusCode::OK, "{query}: {list}");
    let rows = list["items"].as_array().unwrap();
    rows.iter().map(|row| row["task_id"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_has_a_deputy_who_sees_the_task_as_their_own() {
    let (_world, desk) = asked_over_http().await;
    let take = json!({ "handler": "wang" });
    let (status, _) = desk.post(&colleague(), "give", &path("/assign"), &take).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(ids(&desk, &asked(), "view=mine").await, [json!(task_id())]);
    assert!(ids(&desk, &colleague(), "view=mine").await.is_empty());

    let away = json!({ "until": "2026-10-09T00:00:00+08:00", "deputy": "sun" });
    let (status, noted) = desk.post(&asked(), "away", "/absences", &away).await;
    assert_eq!(status, StatusCode::OK, "{noted}");
    assert_eq!(ids(&desk, &colleague(), "view=mine").await, [json!(task_id())]);
    assert_eq!(ids(&desk, &coordinator(), "handler_away=true").await, [json!(task_id())]);
    let (_, one) = told(desk.get(&coordinator(), &path(""))).await;
    assert_eq!((&one["handler"], &one["handler_away"]["deputy"]), (&json!("wang"), &json!("sun")));
    let (_, absences) = told(desk.get(&asker(), "/absences")).await;
    assert_eq!(absences["items"], json!([]), "another department's");

    let (_, back) = desk.post(&coordinator(), "back", "/absences/wang/end", &json!({})).await;
    assert_eq!(back, json!({ "account": "wang", "until": null }));
    assert!(ids(&desk, &colleague(), "view=mine").await.is_empty());
    assert!(ids(&desk, &coordinator(), "handler_away=true").await.is_empty());
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_named_who_has_no_account() {
    let (_world, desk) = asked_over_http().await;
    let until = "2026-10-09T00:00:00+08:00";
    for (actor, verb, body, field) in [
        (asked(), path("/assign"), json!({ "handler": "nobody" }), "/handler"),
        (asked(), "/absences".to_owned(), json!({ "until": until, "deputy": "nobody" }), "/deputy"),
        (
            coordinator(),
            "/absences".to_owned(),
            json!({ "until": until, "account": "nobody", "department": ASKED }),
            "/account",
        ),
    ] {
        let (status, refused) = desk.post(&actor, field, &verb, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
    }
    desk.disable(&colleague());
    let (status, _) =
        desk.post(&asked(), "gone", &path("/assign"), &json!({ "handler": "sun" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "who was disabled works nothing");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_who_is_away_too_passes_on_what_they_stand_in_for() {
    let (_world, desk) = asked_over_http().await;
    let take = json!({ "handler": "wang" });
    desk.post(&asked(), "give", &path("/assign"), &take).await;
    let last = Actor::officer("qin", ASKED, Role::Handler);
    let goes = async |actor: &Actor, deputy: Option<&str>| {
        let away = json!({ "until": "2026-10-09T00:00:00+08:00", "deputy": deputy });
        let key = format!("{}-{deputy:?}", actor.id);
        let (status, noted) = desk.post(actor, &key, "/absences", &away).await;
        assert_eq!(status, StatusCode::OK, "{noted}");
    };
    let deputy = async || {
        let (_, one) = told(desk.get(&coordinator(), &path(""))).await;
        one["handler_away"]["deputy"].clone()
    };
    let unattended = async || {
        let (_, board) = told(desk.get(&asked(), "/board")).await;
        board["columns"][0]["n_handler_away"].clone()
    };
    goes(&asked(), Some("sun")).await;
    goes(&colleague(), Some("qin")).await;
    assert_eq!((deputy().await, unattended().await), (json!("qin"), json!(0)));
    assert_eq!(ids(&desk, &last, "view=mine").await, [json!(task_id())]);
    // Nobody is there at the end of them, or they go round.
    for end in [None, Some("wang"), Some("sun")] {
        goes(&last, end).await;
        assert_eq!((deputy().await, unattended().await), (Value::Null, json!(1)), "{end:?}");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_needs_a_reason_and_stands_in_the_history() {
    let (_world, desk) = asked_over_http().await;
    desk.post(&asked(), "take", &path("/acknowledge"), &json!({})).await;
    let mut to = json!({ "handler": "sun" });
    let (status, refused) = desk.post(&asked(), "bare", &path("/assign"), &to).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(refused["type"], "/problems/coordination/hand-over-unreasoned");
    to["reason"] = json!("调岗");
    desk.post(&asked(), "over", &path("/assign"), &to).await;
    let (_, history) = told(desk.get(&asker(), &path("/history"))).await;
    let told: Vec<_> = history["steps"].as_array().unwrap().iter().collect();
    let step = |nth: usize| (&told[nth]["happened"], &told[nth]["handler"], &told[nth]["note"]);
    assert_eq!(step(1), (&json!("task_acknowledged"), &json!("wang"), &Value::Null));
    assert_eq!(step(2), (&json!("task_assigned"), &json!("sun"), &json!("调岗")));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_what_waits_for_them_and_what_they_wait_for() {
    let (_world, desk) = asked_over_http().await;
    let all = [json!(task_id())];
    assert_eq!(ids(&desk, &asked(), "view=department").await, all);
    assert_eq!(ids(&desk, &asker(), "view=waiting").await, all);
    for (actor, query) in [(asked(), "view=waiting"), (asker(), "view=department")] {
        assert!(ids(&desk, &actor, query).await.is_empty(), "{query}");
    }
    let question = json!({ "question": "宗地四至" });
    desk.post(&asked(), "ask", &path("/question"), &question).await;
    assert_eq!(ids(&desk, &asked(), "view=waiting").await, all);
    assert!(ids(&desk, &asker(), "view=waiting").await.is_empty());
    let (status, _) = told(desk.get(&asked(), "/tasks?view=theirs")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_task_gave_way_to_another_waits_for_that_one() {
    let (world, desk) = asked_over_http().await;
    let other = Actor::officer("qian", OTHER, Role::Handler);
    let same = json!({
        "case_id": case_id(), "from_department": OTHER, "to_department": ASKED,
        "ask": new_task().ask, "legal_basis": "条例第九条", "limit": { "workdays": 20 },
    });
    let (status, made) = desk.post(&coordinator(), "same", "/tasks", &same).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let own = made["task_id"].clone();
    assert_eq!(ids(&desk, &other, "view=waiting").await, std::slice::from_ref(&own));
    let with = json!({ "with_task_id": own });
    let (status, shared) = desk.post(&coordinator(), "share", &path("/share"), &with).await;
    assert_eq!(status, StatusCode::OK, "{shared}");
    world.wait_for("coordination.task_joined.v1", 1).await;
    desk.settle().await;
    assert_eq!(ids(&desk, &other, "view=waiting").await, [json!(task_id())]);
    assert_eq!(ids(&desk, &asker(), "view=waiting").await, [json!(task_id())], "once");
    assert!(ids(&desk, &asked(), "view=waiting").await.is_empty());
    let agreed = json!({ "outcome": "agreed", "opinion": "同意" });
    desk.post(&asked(), "reply", &path("/reply"), &agreed).await;
    assert!(ids(&desk, &other, "view=waiting").await.is_empty());
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_urged_at_once_and_each_has_an_answer_of_its_own() {
    let (_world, desk) = asked_over_http().await;
    let unknown = case_id();
    let wish = json!({
        "task_ids": [task_id(), unknown], "action": { "urge": { "note": "请尽快反馈" } },
    });
    let (status, first) = desk.post(&asker(), "urge", "/tasks/bulk", &wish).await;
    assert_eq!(
        (status, &first["n_done"], &first["n_refused"]),
        (StatusCode::OK, &json!(1), &json!(1))
    );
    assert_eq!(first["items"][0]["done"]["state"], "requested");
    assert_eq!(first["items"][1]["problem"]["status"], 404);
    let (_, again) = desk.post(&asker(), "urge", "/tasks/bulk", &wish).await;
    assert_eq!(again, first, "a repetition");
    let (_, other) = desk.post(&asker(), "other", "/tasks/bulk", &wish).await;
    assert_eq!(other["items"][0]["problem"]["type"], "/problems/coordination/urged-already");
    let (_, one) = told(desk.get(&asked(), &path(""))).await;
    assert_eq!(one["n_urged"], 1);
    let forbidden = json!({
        "task_ids": [task_id()],
        "action": { "reassign": { "to_department": OTHER, "reason": "按职责改派" } },
    });
    let (status, _) = desk.post(&asker(), "reassign", "/tasks/bulk", &forbidden).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_shows_where_tasks_stand_and_a_case_what_blocks_it() {
    let (world, desk) = asked_over_http().await;
    let columns = async || {
        let (_, board) = told(desk.get(&asked(), "/board")).await;
        let columns = board["columns"].as_array().unwrap().iter();
        let number = |column: &Value, name: &str| column[name].as_i64().unwrap();
        columns
            .map(|column| (number(column, "n_tasks"), number(column, "n_overdue")))
            .collect::<Vec<_>>()
    };
    assert_eq!(columns().await, [(1, 0), (0, 0), (0, 0), (0, 0), (0, 0)]);
    let blocking_path = format!("/cases/{}/blocking", case_id());
    let (_, blocking) = told(desk.get(&asker(), &blocking_path)).await;
    let row = &blocking["items"][0];
    assert_eq!(row["acts_next"], json!({ "department": ASKED }));
    assert_eq!((&row["of_other_case"], &row["is_overdue"]), (&json!(false), &json!(false)));
    assert_eq!(row["since"], "2026-09-28T02:00:00Z");
    let stranger = Actor::officer("qian", OTHER, Role::Handler);
    assert_eq!(told(desk.get(&stranger, &blocking_path)).await.0, StatusCode::NOT_FOUND);

    desk.post(&asked(), "take", &path("/acknowledge"), &json!({})).await;
    world.set_clock(DUE_AT);
    assert_eq!(columns().await, [(0, 0), (1, 1), (0, 0), (0, 0), (0, 0)]);
    let agreed = json!({ "outcome": "agreed", "opinion": "同意" });
    desk.post(&asked(), "reply", &path("/reply"), &agreed).await;
    assert_eq!(columns().await, [(0, 0), (0, 0), (0, 0), (0, 0), (1, 0)]);
    let (_, blocking) = told(desk.get(&asker(), &blocking_path)).await;
    assert_eq!(blocking["items"], json!([]));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_kept_shared_and_forgotten() {
    let (_world, desk) = asked_over_http().await;
    let view = json!({ "name": "等待他人", "filter": "view=waiting&overdue=true", "shared": true });
    let (status, saved) = desk.post(&asked(), "save", "/views", &view).await;
    assert_eq!(status, StatusCode::OK, "{saved}");
    let (_, shared) = told(desk.get(&colleague(), "/views")).await;
    assert_eq!(shared["items"][0]["filter"], view["filter"]);
    assert_eq!(shared["items"][0]["is_own"], false);
    assert_eq!(told(desk.get(&asker(), "/views")).await.1["items"], json!([]));
    let wrong = json!({ "name": " ", "filter": "state=late" });
    let (status, problem) = desk.post(&asked(), "wrong", "/views", &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2);
    let remove = format!("/views/{}/remove", saved["view_id"].as_str().unwrap());
    desk.post(&colleague(), "not-mine", &remove, &json!({})).await;
    assert_eq!(told(desk.get(&asked(), "/views")).await.1["items"].as_array().unwrap().len(), 1);
    desk.post(&asked(), "remove", &remove, &json!({})).await;
    assert_eq!(told(desk.get(&asked(), "/views")).await.1["items"], json!([]));
    desk.close().await;
}
