use reqwest::StatusCode;
use serde_json::{Value, json};

use super::desk::Server;

#[tokio::test]
async fn a_read_that_sends_the_position_back_sees_its_own_write() {
    let server = Server::start().await;
    let added = server.add(3).send().await.unwrap();
    let position = added.headers()["case-position"].clone();
    let read = server.get("/api/desk/total").header("case-position", position);
    let response = read.header("prefer", "wait=5").send().await.unwrap();
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "total": 3 }));
}

#[tokio::test]
async fn a_settled_read_sees_what_the_policies_made_of_it() {
    let server = Server::start().await;
    let added = server.add(5).send().await.unwrap();
    let position = added.headers()["case-position"].clone();
    let read = server.get("/api/desk/total").header("case-position", position);
    let response = read.header("prefer", "wait=5, settled").send().await.unwrap();
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "total": 6 }));
}

#[tokio::test]
async fn a_read_model_that_is_behind_is_said_to_be() {
    let server = Server::start_without_readers().await;
    let added = server.add(3).send().await.unwrap();
    let position = added.headers()["case-position"].clone();
    let read = server.get("/api/desk/total").header("case-position", position);
    let response = read.header("prefer", "wait=0").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "1");
    let told: Value = response.json().await.unwrap();
    assert_eq!(told["type"], "/problems/common/not-caught-up");
}

#[tokio::test]
async fn a_position_of_nowhere_is_invalid() {
    let server = Server::start().await;
    for position in ["yesterday", "9-0:1"] {
        let read = server.get("/api/desk/total").header("case-position", position);
        let response = read.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{position}");
        let told: Value = response.json().await.unwrap();
        assert_eq!(told["errors"][0]["field"], "Case-Position");
    }
}

#[tokio::test]
async fn a_query_parameter_that_does_not_fit_is_named() {
    let server = Server::start().await;
    let cases = [("limit=many", "?limit", "value"), ("colour=red", "?colour", "unknown")];
    for (query, field, rule) in cases {
        let response = server.get(&format!("/api/desk/total?{query}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let told: Value = response.json().await.unwrap();
        let error = &told["errors"][0];
        assert_eq!((&error["field"], &error["rule"]), (&json!(field), &json!(rule)), "{told}");
    }
}
