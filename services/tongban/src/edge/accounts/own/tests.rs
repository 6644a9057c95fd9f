use serde_json::{Value, json};
use tongban_auth::{Accounts as _, Link, Login, Subject, Ways};
use tongban_kernel::{Clock as _, Role, SystemClock};

use crate::edge::testing::Office;

const PASSWORD: &str = "/api/password";
const OLD: &str = "the first password";
const NEW: &str = "另一个足够长的新密码";

/// An office with somebody whose password is [`OLD`], and the token of their session.
async fn office() -> (Office, String) {
    let office = Office::open().await;
    office.token("h-1", Role::Coordinator).await;
    let login = Login::parse("h-1").unwrap();
    let old = tongban_auth::Password::parse(OLD).unwrap();
    office.app.sign_in.reset_password(&login, old).await.unwrap();
    let (_, token) = office.sign_in("h-1", &json!(OLD)).await;
    (office, token)
}

fn from_to(old: &str, new: &str) -> Value {
    json!({ "old_password": old, "new_password": new })
}

/// The first field that has to change, and the rule that it breaks.
fn told(problem: &Value) -> (&str, &str) {
    let error = &problem["errors"][0];
    (error["field"].as_str().unwrap_or_default(), error["rule"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn who_knows_the_own_password_changes_it_and_stays_signed_in_alone() {
    let (office, token) = office().await;
    let (_, elsewhere) = office.sign_in("h-1", &json!(OLD)).await;
    let (status, session) = office.post(&token, PASSWORD, from_to(OLD, NEW)).await;
    assert_eq!(status, 200, "{session}");
    assert_eq!((&session["login"], &session["takes_password"]), (&json!("h-1"), &json!(true)));
    let seen = async |token: &str| office.get(token, "/api/catalog/departments").await.0.as_u16();
    assert_eq!(seen(session["token"].as_str().unwrap()).await, 200);
    assert_eq!((seen(&token).await, seen(&elsewhere).await), (401, 401));
    assert_eq!(office.sign_in("h-1", &json!(OLD)).await.0, 401);
    assert_eq!(office.sign_in("h-1", &json!(NEW)).await.0, 200);
}

#[tokio::test]
async fn a_new_password_that_is_too_easily_guessed_or_the_same_is_named_and_costs_no_attempt() {
    let (office, token) = office().await;
    for (old, new, rule) in [
        ("wrong", "123456789", "length"),
        ("wrong", "aaaaaaaaaaaa", "monotone"),
        (OLD, OLD, "unchanged"),
        ("wrong", "", "length"),
        ("wrong", "aaaaaaaaaaaaa", "monotone"),
        ("wrong", "short", "length"),
    ] {
        let (status, problem) = office.post(&token, PASSWORD, from_to(old, new)).await;
        assert_eq!((status.as_u16(), told(&problem)), (422, ("/new_password", rule)), "{new}");
    }
    assert_eq!(office.post(&token, PASSWORD, from_to(OLD, NEW)).await.0, 200);
}

#[tokio::test]
async fn a_wrong_old_password_counts_like_a_failed_sign_in_and_signs_nobody_out() {
    let (office, token) = office().await;
    for _ in 0..5 {
        let (status, problem) = office.post(&token, PASSWORD, from_to("wrong", NEW)).await;
        assert_eq!((status.as_u16(), told(&problem)), (422, ("/old_password", "wrong")));
    }
    let (status, problem) = office.post(&token, PASSWORD, from_to(OLD, NEW)).await;
    assert_eq!(status, 429, "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("秒")), "{problem}");
    assert_eq!(office.sign_in("h-1", &json!(OLD)).await.0, 429, "the count is the same");
    assert_eq!(office.get(&token, "/api/catalog/departments").await.0, 200);
}

#[tokio::test]
async fn who_signs_in_at_the_provider_alone_is_told_where_the_password_is_changed() {
    let (office, _) = office().await;
    let login = Login::parse("h-1").unwrap();
    let subject = Subject::new("https://id.example", "6f1c").unwrap();
    let ways = Ways::Provider { link: Link::To(subject.clone()) };
    office.app.accounts.set_ways(&login, &ways).await.unwrap();
    let now = SystemClock.now();
    let signed = office.app.sign_in.sign_in_as(&subject, now).await.unwrap();
    assert!(!signed.takes_password);
    let refused = office.refused(&signed.token, PASSWORD, from_to(OLD, NEW)).await;
    assert_eq!(refused, (409, "edge/account-provider-alone".into()));
}

#[tokio::test]
async fn nobody_changes_a_password_without_a_session() {
    let (office, _) = office().await;
    assert_eq!(office.post("none", PASSWORD, from_to(OLD, NEW)).await.0, 401);
    assert_eq!(office.sign_in("h-1", &json!(OLD)).await.0, 200);
}
