use serde_json::{Value, json};
use tongban_catalog::{File, sample_files};
use tongban_kernel::Role;
use uuid::Uuid;

use super::FILES_MAX;
use crate::edge::testing::Office;

const CATALOGS: &str = "/api/operations/reference/catalogs";
const PREVIEW: &str = "/api/operations/reference/catalogs/preview";
const SOON: &str = "2090-01-01T00:00:00Z";
const CARD: &str = "items/old-age-card.yaml";

/// The sample city with its files changed by name.
fn city(change: impl Fn(&str, String) -> String) -> Vec<Value> {
    let file = |File { name, text }: File| json!({ "name": name, "text": change(&name, text) });
    sample_files().map(file).collect()
}

/// The sample city with a second version of an item, which promises to be done the same day.
fn improved() -> Vec<Value> {
    let mut files = city(|_, text| text);
    let card = sample_files().find(|file| file.name == CARD).unwrap().text;
    let text = moved(&card, "version: 1", "version: 2");
    let text = moved(&text, "valid_from: ", "valid_from: 2090-01-01 # ");
    let promised = text.lines().find(|line| line.contains("promised:")).unwrap().to_owned();
    let text = moved(&text, &promised, "  promised: {workdays: 1}");
    files.push(json!({ "name": "items/old-age-card.v2.yaml", "text": text }));
    files
}

#[track_caller]
fn moved(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} in {text}");
    text.replacen(from, to, 1)
}

fn body(files: &[Value], valid_from: &str) -> Value {
    json!({ "files": files, "valid_from": valid_from })
}

fn seen(files: &[Value], digest: &Value) -> Value {
    json!({ "files": files, "valid_from": SOON, "digest": digest })
}

#[tokio::test]
async fn every_fault_of_a_catalogue_is_told_with_its_file_and_line_in_both_languages() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let files = city(|name, text| match name {
        CARD => moved(&text, "department: ", "department: no-such-"),
        "city.yaml" => format!("{text}\ncolour: red\n"),
        _ => text,
    });
    let (status, checked) = office.post(&token, PREVIEW, body(&files, SOON)).await;
    assert_eq!((status.as_u16(), &checked["preview"]), (200, &Value::Null), "{checked}");
    let faults = checked["faults"].as_array().unwrap();
    assert_eq!(faults[0]["file"], "city.yaml");
    assert_eq!(faults[0]["reason"]["zh"], "没有字段 `colour`");
    let card = sample_files().find(|file| file.name == CARD).unwrap().text;
    let line = 1 + card.lines().position(|line| line.starts_with("department: ")).unwrap();
    let fault = faults.iter().find(|fault| fault["file"] == CARD).unwrap();
    assert_eq!(fault["line"], line, "{fault}");
    assert!(fault["reason"]["en"].as_str().unwrap().contains("no-such-"), "{fault}");
    // It is not published either.
    let supervisor = office.token("s-1", Role::Supervisor).await;
    let (status, problem) = office.post(&supervisor, CATALOGS, seen(&files, &json!(""))).await;
    assert_eq!((status.as_u16(), &problem["type"]), (422, &json!("/problems/common/invalid")));
    let remedies = problem["errors"].to_string();
    assert!(remedies.contains(&format!("{CARD}:{line}")), "{remedies}");
}

#[tokio::test]
async fn what_was_previewed_is_what_is_published() {
    let office = Office::of_sample_city().await;
    let operator = office.token("op-1", Role::Operator).await;
    let files = improved();
    let (status, checked) = office.post(&operator, PREVIEW, body(&files, SOON)).await;
    assert_eq!((status.as_u16(), &checked["faults"]), (200, &json!([])), "{checked}");
    let preview = &checked["preview"];
    assert_eq!((&preview["refused"], &preview["compared_with"]), (&Value::Null, &json!(1)));
    let card = &preview["changes"]["items_moved"]["first"][0];
    assert_eq!((&card["code"], &card["version"]), (&json!("old-age-card"), &json!(2)));
    let limit = &card["limits"][0];
    assert_eq!((&limit["of"], &limit["after"]["zh"]), (&json!("promised"), &json!("1个工作日")));
    assert_eq!(preview["open"]["n_cases"], 0);

    let wish = seen(&files, &preview["digest"]);
    let refused = office.refused(&operator, CATALOGS, wish.clone()).await;
    assert_eq!(refused, (403, "common/forbidden".into()), "operators look on");
    let supervisor = office.token("s-1", Role::Supervisor).await;
    let (status, published) = office.post(&supervisor, CATALOGS, wish).await;
    assert_eq!((status.as_u16(), &published["version"]), (201, &json!(2)), "{published}");
    let (_, listed) = office.get(&operator, "/api/operations/reference").await;
    let newest = &listed["catalogs"][0];
    assert_eq!((&newest["version"], &newest["standing"]), (&json!(2), &json!("ahead")));
    assert_eq!(newest["published"]["by"], "s-1");
    assert_eq!(newest["changes"], preview["changes"]);
}

#[tokio::test]
async fn other_files_than_were_previewed_are_not_published_nor_those_before_which_others_were() {
    let office = Office::of_sample_city().await;
    let token = office.token("s-1", Role::Supervisor).await;
    let files = improved();
    let (_, checked) = office.post(&token, PREVIEW, body(&files, SOON)).await;
    let digest = &checked["preview"]["digest"];
    let others = city(|name, text| match name {
        "city.yaml" => moved(&text, "en: Haiyun", "en: Haiyue"),
        _ => text,
    });
    let (status, problem) = office.post(&token, CATALOGS, seen(&others, digest)).await;
    assert_eq!(status, 409, "{problem}");
    let error = &problem["errors"][0];
    assert_eq!((&error["field"], &error["rule"]), (&json!("/digest"), &json!("seen")));

    let (_, checked) = office.post(&token, PREVIEW, body(&others, "2089-01-01T00:00:00Z")).await;
    let mut wish = seen(&others, &checked["preview"]["digest"]);
    wish["valid_from"] = json!("2089-01-01T00:00:00Z");
    assert_eq!(office.post(&token, CATALOGS, wish).await.0, 201);
    let (status, problem) = office.post(&token, CATALOGS, seen(&files, digest)).await;
    assert_eq!((status.as_u16(), &problem["errors"][0]["rule"]), (409, &json!("seen")));
}

#[tokio::test]
async fn a_preview_says_why_a_catalogue_would_not_be_published() {
    let office = Office::of_sample_city().await;
    let token = office.token("s-1", Role::Supervisor).await;
    let why = async |files: &[Value], valid_from: &str| {
        let (_, checked) = office.post(&token, PREVIEW, body(files, valid_from)).await;
        checked["preview"]["refused"]["zh"].as_str().unwrap_or_default().to_owned()
    };
    assert!(why(&improved(), "2000-01-01T00:00:00Z").await.contains("只能在将来生效"));
    assert!(why(&city(|_, text| text), SOON).await.contains("相同内容已发布"));
    let commented = city(|_, text| format!("# of today\n{text}"));
    assert!(why(&commented, SOON).await.contains("相同内容已发布"), "comments say nothing");
    let changed = city(|name, text| match name {
        CARD => moved(&text, "老年", "老老年"),
        _ => text,
    });
    assert!(why(&changed, SOON).await.contains("请赋予新的版本号"));
    let long = city(|name, text| match name {
        "city.yaml" => moved(&text, "en: Haiyun", &format!("en: Haiyun {}", "x".repeat(1 << 20))),
        _ => text,
    });
    assert!(why(&long, SOON).await.contains("最多 950 KiB"));
}

#[tokio::test]
async fn a_publication_given_again_has_the_version_of_the_first_time() {
    let office = Office::of_sample_city().await;
    let token = office.token("s-1", Role::Supervisor).await;
    let publish = async |files: &[Value], valid_from: &str, key: u128| {
        let (_, checked) = office.post(&token, PREVIEW, body(files, valid_from)).await;
        let mut wish = seen(files, &checked["preview"]["digest"]);
        wish["valid_from"] = json!(valid_from);
        office.post_as(&token, CATALOGS, wish.clone(), Uuid::from_u128(key)).await;
        wish
    };
    let back = city(|_, text| text);
    let other = city(|name, text| match name {
        "city.yaml" => moved(&text, "en: Haiyun", "en: Haiyue"),
        _ => text,
    });
    publish(&other, "2089-01-01T00:00:00Z", 1).await;
    let first = publish(&back, "2089-02-01T00:00:00Z", 2).await;
    publish(&other, "2089-03-01T00:00:00Z", 3).await;
    publish(&back, "2089-04-01T00:00:00Z", 4).await;
    let (status, again) = office.post_as(&token, CATALOGS, first, Uuid::from_u128(2)).await;
    assert_eq!((status.as_u16(), &again["version"]), (201, &json!(3)), "{again}");
}

#[tokio::test]
async fn files_that_are_no_part_of_it_are_named_and_too_many_or_twice_the_same_are_refused() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let mut files = improved();
    files.push(json!({ "name": "README.md", "text": "# read me" }));
    let (_, checked) = office.post(&token, PREVIEW, body(&files, SOON)).await;
    assert_eq!(checked["unread"], json!(["README.md"]));
    assert_ne!(checked["preview"], Value::Null);

    files.push(json!({ "name": "city.yaml", "text": "" }));
    let (status, problem) = office.post(&token, PREVIEW, body(&files, SOON)).await;
    assert_eq!((status.as_u16(), &problem["errors"][0]["rule"]), (422, &json!("duplicate")));
    let many: Vec<_> =
        (0..=FILES_MAX).map(|n| json!({ "name": format!("items/{n}.yaml"), "text": "" })).collect();
    let (status, problem) = office.post(&token, PREVIEW, body(&many, SOON)).await;
    assert_eq!((status.as_u16(), &problem["errors"][0]["rule"]), (422, &json!("count")));
    let long = [json!({ "name": "city.yaml", "text": "x".repeat(9 << 20) })];
    let (status, problem) = office.post(&token, PREVIEW, body(&long, SOON)).await;
    assert_eq!(status, 413);
    assert!(problem["detail"].as_str().unwrap().contains("8388608"), "{problem}");
    // More than other bodies may have.
    let long = [json!({ "name": "city.yaml", "text": format!("# {}", "x".repeat(2 << 20)) })];
    assert_eq!(office.post(&token, PREVIEW, body(&long, SOON)).await.0, 200);
}

#[tokio::test]
async fn what_is_in_force_can_be_taken_as_files_which_say_the_same() {
    let office = Office::of_sample_city().await;
    let token = office.token("s-1", Role::Supervisor).await;
    let (status, taken) = office.get(&token, &format!("{CATALOGS}/1/files")).await;
    assert_eq!(status, 200);
    let files = taken["files"].as_array().unwrap();
    assert_eq!(files.len(), sample_files().count());
    let (_, checked) = office.post(&token, PREVIEW, body(files, SOON)).await;
    let refused = checked["preview"]["refused"]["en"].as_str().unwrap();
    assert!(refused.contains("published already, as version 1"), "{refused}");
    assert_eq!(office.get(&token, &format!("{CATALOGS}/7/files")).await.0, 404);
    let clerk = office.token("a-1", Role::Applicant).await;
    assert_eq!(office.get(&clerk, &format!("{CATALOGS}/1/files")).await.0, 403);
    assert_eq!(office.post(&clerk, PREVIEW, body(files, SOON)).await.0, 403);
}
