use reqwest::StatusCode;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};

use super::desk::Server;

async fn problem(request: reqwest::RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    (status, response.json().await.unwrap())
}

#[tokio::test]
async fn a_command_is_answered_with_its_position_and_revision() {
    let server = Server::start().await;
    let response = server.add(3).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["case-position"], "1-0:1");
    assert_eq!(response.headers()["etag"], "\"1\"");
    assert!(!response.headers().contains_key("preference-applied"));
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "total": 3 }));
}

#[tokio::test]
async fn a_repeated_wish_gets_the_first_answer_and_another_body_is_refused() {
    let server = Server::start().await;
    let first = server.add(3).send().await.unwrap();
    let again = server.add(3).send().await.unwrap();
    assert_eq!(first.headers()["case-position"], again.headers()["case-position"]);
    assert_eq!(again.json::<Value>().await.unwrap(), json!({ "total": 3 }));
    let (status, told) = problem(server.add(4)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told["type"], "/problems/common/key-reused");
}

#[tokio::test]
async fn a_wish_needs_a_key() {
    let server = Server::start().await;
    let mut request = server.add(3).build().unwrap();
    request.headers_mut().remove("idempotency-key");
    let response = server.client.execute(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let told: Value = response.json().await.unwrap();
    assert_eq!(told["type"], "/problems/common/key-missing");
    assert!(told["detail"].as_str().unwrap().contains("UUID"), "it says how: {told}");
}

#[tokio::test]
async fn nobody_acts_unsigned_or_beyond_their_roles() {
    let server = Server::start().await;
    for value in ["", "Bearer", "Bearer forged", "Basic d2luZG93LTM6"] {
        let mut request = server.add(3).build().unwrap();
        request.headers_mut().insert("authorization", HeaderValue::from_static(value));
        let response = server.client.execute(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{value}");
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
    }
    let (status, told) = problem(server.post("/api/desk/operate")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(told["type"], "/problems/common/forbidden");
}

#[tokio::test]
async fn what_the_domain_refuses_is_a_conflict_and_may_be_tried_again() {
    let server = Server::start().await;
    let (status, told) = problem(server.add(11)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(told["type"], "/problems/desk/too-much");
    assert_eq!(told["title"], "A counter goes up to ten");
    let again = server.add(10).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::OK, "a refusal uses no key up");
}

#[tokio::test]
async fn a_command_meant_for_another_revision_is_refused() {
    let server = Server::start().await;
    let fresh = server.add(3).header("if-match", "\"0\"").send().await.unwrap();
    assert_eq!(fresh.status(), StatusCode::OK);
    let late = server.add_as("wish-2", 3).header("if-match", "\"0\"");
    assert_eq!(problem(late).await.0, StatusCode::PRECONDITION_FAILED);
    let again = server.add(3).header("if-match", "\"0\"").send().await.unwrap();
    assert_eq!(again.status(), StatusCode::OK, "a repetition gets its first answer");
}

#[tokio::test]
async fn what_cannot_be_read_names_its_field() {
    let server = Server::start().await;
    let path = "/api/desk/counters/00000000-0000-0000-0000-000000000001/add";
    let (status, told) = problem(server.post(path).json(&json!({ "n": 1, "m": 2 }))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told["errors"][0]["field"], "/m");
    assert_eq!(told["errors"][0]["rule"], "unknown");
    let (_, told) = problem(server.post(path).header("content-type", "application/json")).await;
    assert_eq!(told["errors"][0]["field"], "/n", "no body has no fields");
    let (status, told) =
        problem(server.post("/api/desk/counters/seven/add").json(&json!({}))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told["errors"][0]["field"], "{id}");
}

#[tokio::test]
async fn a_body_of_another_type_or_too_long_is_refused() {
    let server = Server::start().await;
    let path = "/api/desk/counters/00000000-0000-0000-0000-000000000001/add";
    let (status, _) = problem(server.post(path).body("n=1")).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let long = server.post(path).json(&"x".repeat(tongban_httpkit::BODY_BYTES_MAX));
    let (status, told) = problem(long).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(told["detail"].as_str().unwrap().contains("1048576"));
    let (status, told) =
        problem(server.post(path).header("content-type", "application/json").body("{")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(told["type"], "/problems/common/not-json");
}

#[tokio::test]
async fn a_settled_answer_comes_after_what_the_policies_made_of_it() {
    let server = Server::start().await;
    let request = server.add(5).header("prefer", "wait=5, settled");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["preference-applied"], "wait=5, settled");
    let total: Value = server.get("/api/desk/total").send().await.unwrap().json().await.unwrap();
    assert_eq!(total, json!({ "total": 6 }), "five, and one more by the policy");
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_not_claimed_and_the_command_stands() {
    let server = Server::start_without_readers().await;
    let response = server.add(5).header("prefer", "wait=0").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!response.headers().contains_key("preference-applied"));
}
