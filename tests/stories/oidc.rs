//! Signing in at a provider of OpenID Connect: a real process, a small real provider, and a browser.

mod accounts;
mod answers;
mod provider;
mod replicas;
mod tokens;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongban_tests::{Browser, Desk, Office, Page, Provider};

/// A provider, an office whose account belongs to the first who comes from there, and a browser.
async fn begun() -> Result<(Provider, Desk, Browser)> {
    let provider = Provider::start().await?;
    let desk = Desk::open(&provider.issuer(), Some(&[])).await?;
    Ok((provider, desk, Browser::new()?))
}

/// Goes to the provider and back, and takes what the office says of it.
async fn arrive(desk: &Desk, browser: &mut Browser) -> Result<Page> {
    let back = browser.visit_provider(desk.address()).await?;
    browser.open(desk.address(), &back).await
}

/// The whole way: the session.
async fn sign_in(desk: &Desk, browser: &mut Browser) -> Result<Value> {
    let arrived = arrive(desk, browser).await?;
    ensure!(arrived.status == 303, "{}: {}", arrived.status, arrived.body);
    let session = browser.take_session(desk.address()).await?;
    ensure!(session.status == 200, "{}: {}", session.status, session.body);
    Ok(session.body)
}

fn token(session: &Value) -> Result<&str> {
    session["token"].as_str().context("a token")
}

/// Whether a token is good: the status of a question that everybody may ask who is signed in.
async fn status_with(desk: &Desk, token: &str) -> Result<u16> {
    let url = format!("http://{}/api/catalog/departments", desk.address());
    let answer = reqwest::Client::new().get(url).bearer_auth(token).send().await?;
    Ok(answer.status().as_u16())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_the_provider_knows_gets_the_session_of_the_account() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    let offered = browser.open(desk.address(), "/api/sign-in").await?;
    assert_eq!(offered.body, json!({ "oidc": true }));
    let back = browser.visit_provider(desk.address()).await?;
    let arrived = browser.open(desk.address(), &back).await?;
    assert_eq!(arrived.leads_to()?, "/cases?page=2", "where it wanted to be");
    assert_eq!(arrived.headers["referrer-policy"], "no-referrer");
    let session = browser.take_session(desk.address()).await?;
    assert_eq!(session.body["login"], "clerk");
    assert_eq!(session.body["department"], "government-service");
    assert_eq!(session.body["roles"], json!(["window_clerk"]), "ours, not the provider's");
    let token = token(&session.body)?;
    assert_eq!(status_with(&desk, token).await?, 200);

    // What was kept on the way was out of reach of scripts, and is forgotten.
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
    assert!(browser.set.iter().all(|line| line.contains("; HttpOnly; SameSite=")));
    assert_eq!(browser.take_session(desk.address()).await?.problem(), (401, "edge/sign-in-lost"));

    // Nothing secret is logged.
    let log = desk.log()?;
    let state = back.split("state=").nth(1).and_then(|rest| rest.split('&').next());
    for secret in [token, "s3cret", "code-1", "access-token", state.context("a state")?] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    // The second time the account is known by the person alone.
    desk.account("disable", &[])?;
    assert_eq!(status_with(&desk, token).await?, 401, "out at once, like any other");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_the_session_here_and_says_where_that_at_the_provider_is_ended()
-> Result<()> {
    let (provider, desk, mut browser) = begun().await?;
    let session = sign_in(&desk, &mut browser).await?;
    let out = browser.sign_out(desk.address(), token(&session)?).await?;
    let told = out.body["provider"].as_str().context("an address")?;
    let expected = format!(
        "{}/logout?client_id=tongban%3Aoffice&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A1%2F",
        provider.issuer()
    );
    assert_eq!(told, expected);
    assert_eq!(status_with(&desk, token(&session)?).await?, 401);
    assert_eq!(browser.sign_out(desk.address(), token(&session)?).await?.status, 401);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_provider_the_way_is_closed_and_says_so() -> Result<()> {
    let office = Office::open().await?;
    let stranger = office.stranger();
    assert_eq!(stranger.get("/api/sign-in").await?.ok()?, json!({ "oidc": false }));
    for path in ["/api/sign-in/oidc", "/api/sign-in/oidc/callback?code=1&state=2"] {
        let answer = stranger.get_in("en", path).await?;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["type"]),
            (404, &json!("/problems/edge/oidc-off"))
        );
        assert!(answer.body["detail"].to_string().contains("--oidc-issuer"), "{}", answer.body);
    }
    // Signing out needs none.
    let clerk = office.sign_in("clerk").await?;
    let out = clerk.post("/api/sign-out", &json!({})).await?.ok()?;
    assert_eq!(out, json!({ "provider": null }));
    assert_eq!(clerk.get("/api/catalog/departments").await?.status, 401);
    Ok(())
}
