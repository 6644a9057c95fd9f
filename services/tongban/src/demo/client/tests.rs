use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tongban_auth::Password;

use super::*;

/// An edge that hands out a new token each time and knows only the last one.
#[derive(Default)]
struct Edge {
    n_sign_ins: AtomicU32,
}

impl Edge {
    fn token(&self) -> String {
        format!("token-{}", self.n_sign_ins.load(Ordering::Relaxed))
    }
}

async fn sign_in(State(edge): State<Arc<Edge>>, Json(body): Json<Value>) -> Response {
    if body["login"] != "window" || !body["password"].is_string() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    edge.n_sign_ins.fetch_add(1, Ordering::Relaxed);
    Json(json!({ "token": edge.token() })).into_response()
}

/// Answers the headers that it was asked with.
async fn echo(State(edge): State<Arc<Edge>>, headers: HeaderMap) -> Response {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if text("authorization") != format!("Bearer {}", edge.token()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let names = ["idempotency-key", "case-position", "prefer"];
    let body: Value = names.iter().map(|name| ((*name).to_owned(), json!(text(name)))).collect();
    ([("case-position", "1-0:7")], Json(body)).into_response()
}

async fn refuse() -> Response {
    let problem = json!({ "type": "/problems/desk/closed", "title": "Closed", "errors": [1] });
    (StatusCode::CONFLICT, Json(problem)).into_response()
}

fn client(seed: u64) -> (Arc<Edge>, Client) {
    let edge = Arc::new(Edge::default());
    let router = Router::new()
        .route("/api/sign-in", post(sign_in))
        .route("/echo", get(echo).post(echo))
        .route("/refuse", post(refuse))
        .with_state(Arc::clone(&edge));
    let passwords = Passwords::from([("window".to_owned(), Password::random())]);
    (edge, Client::new(router, Timestamp::UNIX_EPOCH, passwords, seed))
}

#[tokio::test]
async fn an_officer_signs_in_once_and_again_when_the_session_has_run_out() {
    let (edge, mut client) = client(1);
    for _ in 0..3 {
        let _: Value = client.ask(By::Clerk, "/echo").await.unwrap();
    }
    assert_eq!(edge.n_sign_ins.load(Ordering::Relaxed), 1);
    edge.n_sign_ins.store(7, Ordering::Relaxed);
    let _: Value = client.ask(By::Clerk, "/echo").await.unwrap();
    assert_eq!(edge.n_sign_ins.load(Ordering::Relaxed), 8);
}

#[tokio::test]
async fn questions_are_asked_as_of_the_last_command() {
    let (_, mut client) = client(1);
    let before: Value = client.ask(By::Clerk, "/echo").await.unwrap();
    assert_eq!((&before["case-position"], &before["prefer"]), (&json!(""), &json!("")));
    let _: Value = client.command(By::Clerk, "/echo", json!({})).await.unwrap();
    let after: Value = client.ask(By::Clerk, "/echo").await.unwrap();
    assert_eq!((&after["case-position"], &after["prefer"]), (&json!("1-0:7"), &json!(WAIT)));
}

#[tokio::test]
async fn every_command_has_a_key_of_its_own_and_the_same_seed_the_same_ones() {
    let mut keys = Vec::new();
    for seed in [1, 1, 2] {
        let (_, mut client) = client(seed);
        for _ in 0..2 {
            let echo: Value = client.command(By::Clerk, "/echo", json!({})).await.unwrap();
            keys.push(echo["idempotency-key"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(keys[..2], keys[2..4]);
    assert!(keys[0] != keys[1] && keys[0] != keys[4]);
    assert!(keys[0] < keys[1], "later keys sort later");
}

#[tokio::test]
async fn a_refusal_names_the_problem() {
    let (_, mut client) = client(1);
    let refused = client.command::<Value>(By::Clerk, "/refuse", json!({})).await;
    match refused {
        Err(CallError::Refused { status, kind, title, detail, .. }) => {
            assert_eq!((status, &*title), (StatusCode::CONFLICT, "Closed"));
            assert_eq!((&*kind, detail.trim()), ("/problems/desk/closed", "1"));
        }
        other => panic!("{other:?}"),
    }
    let unknown = client.ask::<Value>(By::Supervisor, "/echo").await;
    assert!(matches!(unknown, Err(CallError::Refused { status: StatusCode::UNAUTHORIZED, .. })));
}
