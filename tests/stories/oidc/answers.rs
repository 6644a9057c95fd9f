//! What a browser brings back from the provider, or from somebody else.

use anyhow::{Context as _, Result};
use tongban_tests::{Browser, Page};

use super::{arrive, begun, sign_in};

const LOST: (u16, &str) = (401, "edge/sign-in-lost");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_to_another_question_is_refused() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    let back = browser.visit_provider(desk.address()).await?;
    let state = back.split("state=").nth(1).and_then(|rest| rest.split('&').next());
    let state = state.context("a state")?;
    for other in ["", "x", &state[1..]] {
        let wrong = back.replace(state, other);
        assert_eq!(browser.open(desk.address(), &wrong).await?.problem(), LOST, "{other}");
    }
    let without = back.replace(&format!("state={state}&"), "");
    assert_eq!(browser.open(desk.address(), &without).await?.problem(), LOST);
    assert_eq!(browser.open(desk.address(), &back).await?.status, 303, "the right one still is");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_did_not_set_out_does_not_arrive() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    let back = browser.visit_provider(desk.address()).await?;
    let mut victim = Browser::new()?;
    assert_eq!(victim.open(desk.address(), &back).await?.problem(), LOST);
    // Nor with a cookie that was not sealed here, or for something else.
    let arrived = arrive(&desk, &mut browser).await?;
    assert_eq!(arrived.status, 303);
    let sealed = browser.cookies["tongban-arrival"].clone();
    for forged in ["e30.e30.AA", &sealed] {
        victim.cookies.insert("tongban-journey".into(), forged.to_owned());
        assert_eq!(victim.open(desk.address(), &back).await?.problem(), LOST);
    }
    victim.cookies.insert("tongban-arrival".into(), sealed.replace('.', "x"));
    assert_eq!(victim.take_session(desk.address()).await?.problem(), LOST);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_good_once() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    let back = browser.visit_provider(desk.address()).await?;
    let journey = browser.cookies["tongban-journey"].clone();
    assert_eq!(browser.open(desk.address(), &back).await?.status, 303);
    assert_eq!(browser.open(desk.address(), &back).await?.problem(), LOST, "it is forgotten");
    browser.cookies.insert("tongban-journey".into(), journey);
    let again = browser.open(desk.address(), &back).await?;
    assert_eq!(again.problem(), (401, "edge/sign-in-refused"), "the provider does not take it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_worth_nothing_to_another_browser() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    let (mut thief, stolen) = (Browser::new()?, browser.visit_provider(desk.address()).await?);
    let own = thief.visit_provider(desk.address()).await?;
    // The stolen code in the thief's own answer: the verifier is another (PKCE).
    let forged = own.replace("code=code-2", "code=code-1");
    assert!(stolen.contains("code=code-1") && forged != own, "{stolen} {own}");
    let refused = thief.open(desk.address(), &forged).await?;
    assert_eq!(refused.problem(), (401, "edge/sign-in-refused"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_another_provider_is_refused() -> Result<()> {
    let (provider, desk, mut browser) = begun().await?;
    let back = browser.visit_provider(desk.address()).await?;
    let issuer = format!("&iss={}", provider.issuer());
    for other in ["", "&iss=https://evil.example"] {
        let wrong = back.replace(&issuer, other);
        assert_eq!(browser.open(desk.address(), &wrong).await?.problem(), LOST, "{other}");
    }
    assert_eq!(browser.open(desk.address(), &back).await?.status, 303);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_does_not_name_itself_is_taken_by_its_token() -> Result<()> {
    let (provider, desk, mut browser) = begun().await?;
    provider.now().names_itself = false;
    sign_in(&desk, &mut browser).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_provider_says_is_told_on_only_where_the_standard_knows_it() -> Result<()> {
    let (_provider, desk, browser) = begun().await?;
    let mut browser = browser.speaks("zh");
    let mut answered = async |error: &str| -> Result<Page> {
        let back = browser.visit_provider(desk.address()).await?;
        let (_, rest) = back.split_once("code=").context("a code")?;
        let (_, rest) = rest.split_once('&').context("more")?;
        let path = format!("/api/sign-in/oidc/callback?error={error}&{rest}");
        browser.open(desk.address(), &path).await
    };
    let denied = answered("access_denied&error_description=<b>no</b>").await?;
    assert_eq!(denied.problem(), (401, "edge/provider-denied"));
    let detail = denied.body["detail"].to_string();
    assert!(detail.contains("原因：access_denied"), "{detail}");
    let forged = answered("%3Cscript%3Ealert(1)%3C/script%3E").await?;
    assert_eq!(forged.headers["content-type"], "application/problem+json");
    assert!(forged.body["detail"].to_string().contains("unknown"), "{}", forged.body);
    let parts = ["title", "detail"].map(|part| forged.body[part].to_string());
    assert!(parts.iter().all(|part| !part.contains("script")), "{}", forged.body);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_sent_to_another_host() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    for elsewhere in ["https://evil.example", "//evil.example", "/%5Cevil.example", "cases"] {
        let path = format!("/api/sign-in/oidc?return_to={elsewhere}");
        let refused = browser.open(desk.address(), &path).await?;
        assert_eq!(refused.problem(), (422, "common/invalid"), "{elsewhere}");
        assert_eq!(refused.body["errors"][0]["field"], "?return_to");
    }
    Ok(())
}
