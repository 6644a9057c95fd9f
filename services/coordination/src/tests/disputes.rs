//! Disputes, from the task to the ruling and the next dispute like it.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tongban_kernel::{Actor, DisputeId};

use super::desk::{Desk, told};
use super::world::World;
use crate::dispute::samples::{ANSWER_BY_AT, RULE_BY_AT, chair, sits};
use crate::samples::*;

const DISPUTED: &str = "coordination.dispute_opened.v1";
const SETTLED: &str = "coordination.dispute_settled.v1";

fn dispute(verb: &str) -> String {
    format!("/disputes/{}{verb}", DisputeId::derive(task_id(), 1))
}

fn task(verb: &str) -> String {
    format!("/tasks/{}{verb}", task_id())
}

fn claim() -> Value {
    json!({ "reason": "属于水务部门职责", "legal_basis": "水法第十二条", "responsible": OTHER })
}

/// A task that its department disputes.
async fn disputed() -> (World, Desk) {
    let world = World::new();
    let running = world.start().await;
    world.case_is_opened().await;
    world.step_starts().await;
    world.wait_for("coordination.task_requested.v1", 1).await;
    let desk = Desk::open(running).await;
    let (status, said) = desk.post(&asked(), "dispute", &task("/dispute"), &claim()).await;
    assert_eq!((status, &said["state"]), (StatusCode::OK, &json!("disputed")), "{said}");
    world.wait_for(DISPUTED, 1).await;
    desk.settle().await;
    (world, desk)
}

async fn say(desk: &Desk, actor: &Actor, key: &str, path: &str, body: Value) -> Value {
    let (status, said) = desk.post(actor, key, path, &body).await;
    assert!(status.is_success(), "{key}: {said}");
    said
}

fn for_other() -> Value {
    json!({ "ruling": { "kind": "responsible", "department": OTHER }, "reason": "依职责" })
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_are_heard_a_panel_rules_and_the_ruling_binds() {
    let (world, desk) = disputed().await;
    let position = json!({ "position": "不属于本部门职责", "legal_basis": "三定方案" });
    for actor in [asker(), sits("hu", OTHER)] {
        say(&desk, &actor, "answer", &dispute("/answer"), position.clone()).await;
    }
    let members = json!([
        { "account": "zhou", "department": "SF" },
        { "account": "wu", "department": "CZ" },
        { "account": "zheng", "department": "BB" },
    ]);
    let panel = json!({ "members": members, "chair": "zhou" });
    say(&desk, &coordinator(), "panel", &dispute("/panel"), panel).await;
    say(&desk, &chair(), "vote", &dispute("/vote"), for_other()).await;
    say(&desk, &sits("wu", "CZ"), "vote", &dispute("/vote"), for_other()).await;
    let (_, hidden) = told(desk.get(&asked(), &dispute(""))).await;
    assert_eq!(hidden["members"].as_array().unwrap().len(), 3, "{hidden}");
    assert!(
        hidden["members"].as_array().unwrap().iter().all(|one| one["vote"].is_null()),
        "who is concerned sees no votes before the ruling: {hidden}"
    );
    let ruling = json!({ "reason": "依职责", "legal_basis": "水法第十二条" });
    let ruled = say(&desk, &chair(), "rule", &dispute("/rule"), ruling).await;
    assert_eq!(ruled["state"], "ruled");
    world.wait_for(SETTLED, 1).await;
    desk.settle().await;
    let (_, after) = told(desk.get(&coordinator(), &task(""))).await;
    assert_eq!((&after["state"], &after["to_department"]), (&json!("requested"), &json!(OTHER)));
    let back = json!({ "to_department": ASKED, "reason": "x" });
    let (status, bound) = desk.post(&coordinator(), "back", &task("/reassign"), &back).await;
    assert_eq!(status, StatusCode::CONFLICT, "{bound}");
    let (_, shown) = told(desk.get(&asked(), &dispute(""))).await;
    assert_eq!(shown["ruling"]["department"], OTHER, "{shown}");
    assert!(shown["members"].as_array().unwrap().iter().any(|one| !one["vote"].is_null()));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_rules_who_has_no_account() {
    let (_world, desk) = disputed().await;
    let members = json!([
        { "account": "zhou", "department": "SF" }, { "account": "nobody", "department": "CZ" },
        { "account": "zheng", "department": "BB" },
    ]);
    let panel = json!({ "members": members, "chair": "zhou" });
    let (status, refused) = desk.post(&coordinator(), "panel", &dispute("/panel"), &panel).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert_eq!(refused["errors"][0]["field"], "/members/1/account", "{refused}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_a_ruling_that_are_late_are_on_record_once_each() {
    let (world, desk) = disputed().await;
    world.set_clock(ANSWER_BY_AT);
    world.wait_for("coordination.dispute_unanswered.v1", 2).await;
    world.set_clock(RULE_BY_AT);
    world.wait_for("coordination.ruling_overdue.v1", 1).await;
    desk.settle().await;
    let (_, late) = told(desk.get(&coordinator(), "/disputes?overdue=true")).await;
    assert_eq!(late["items"].as_array().unwrap().len(), 1, "{late}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_a_dispute_back_answers_the_task() {
    let (world, desk) = disputed().await;
    let reason = json!({ "reason": "已协商一致" });
    let back = say(&desk, &asked(), "back", &dispute("/withdraw"), reason).await;
    assert_eq!(back["state"], "withdrawn");
    world.wait_for(SETTLED, 1).await;
    desk.settle().await;
    let (_, after) = told(desk.get(&asked(), &task(""))).await;
    assert_eq!((&after["state"], &after["to_department"]), (&json!("requested"), &json!(ASKED)));
    let agreed = json!({ "outcome": "agreed", "opinion": "同意" });
    say(&desk, &asked(), "reply", &task("/reply"), agreed).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_about_a_task_that_ends_has_nothing_left_to_rule_on() {
    let (world, desk) = disputed().await;
    let reason = json!({ "reason": "申请人已撤回" });
    say(&desk, &coordinator(), "close", &task("/close"), reason).await;
    world.wait_for("coordination.dispute_lapsed.v1", 1).await;
    desk.settle().await;
    let (_, after) = told(desk.get(&asked(), &dispute(""))).await;
    assert_eq!(after["state"], "lapsed", "{after}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_concerned_sees_a_dispute_only_when_it_is_ruled() {
    let (_world, desk) = disputed().await;
    let stranger = sits("shi", "RS");
    let (status, _) = told(desk.get(&stranger, &dispute(""))).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_, list) = told(desk.get(&stranger, "/disputes")).await;
    assert_eq!(list["items"], json!([]));
    for actor in [asked(), asker(), sits("hu", OTHER)] {
        let (_, list) = told(desk.get(&actor, "/disputes?state=open")).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    }
    desk.close().await;
}
