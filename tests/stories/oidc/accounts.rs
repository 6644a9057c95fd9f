//! Which account somebody has whom the provider knows.

use anyhow::Result;
use serde_json::json;
use tongban_tests::{Browser, Desk, Provider};

use super::{arrive, begun, sign_in, status_with, token};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_was_not_marked_is_nobodys_at_the_provider() -> Result<()> {
    let provider = Provider::start().await?;
    let desk = Desk::open(&provider.issuer(), None).await?;
    let mut browser = Browser::new()?;
    let refused = arrive(&desk, &mut browser).await?;
    assert_eq!(refused.problem(), (403, "edge/account-not-linked"));
    assert!(refused.body["detail"].to_string().contains("tongban account link"));
    assert_eq!(browser.take_session(desk.address()).await?.status, 401, "nobody came");
    // An operator finds in the log whom to tie to the account.
    assert!(desk.log()?.contains("s-1"));
    desk.account("link", &["--subject", "s-1", "--issuer", &provider.issuer()])?;
    assert_eq!(sign_in(&desk, &mut browser).await?["login"], "clerk");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_an_account_by_taking_its_name_at_the_provider() -> Result<()> {
    let (provider, desk, mut browser) = begun().await?;
    sign_in(&desk, &mut browser).await?;
    // The name is another's now.
    provider.now().person.insert("sub".into(), json!("s-2"));
    let refused = arrive(&desk, &mut browser).await?;
    assert_eq!(refused.problem(), (403, "edge/account-not-linked"));
    // The person keeps the account under another name.
    provider.now().person.insert("sub".into(), json!("s-1"));
    provider.now().person.insert("preferred_username".into(), json!("renamed"));
    assert_eq!(sign_in(&desk, &mut browser).await?["login"], "clerk");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disabled_account_is_refused() -> Result<()> {
    let (_provider, desk, mut browser) = begun().await?;
    sign_in(&desk, &mut browser).await?;
    let arrived = arrive(&desk, &mut browser).await?;
    assert_eq!(arrived.status, 303);
    desk.account("disable", &[])?;
    let late = browser.take_session(desk.address()).await?;
    assert_eq!(late.problem(), (403, "edge/account-disabled"), "disabled on the way");
    assert_eq!(arrive(&desk, &mut browser).await?.problem(), (403, "edge/account-disabled"));
    desk.account("enable", &[])?;
    sign_in(&desk, &mut browser).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_of_the_provider_alone_takes_no_password() -> Result<()> {
    let provider = Provider::start().await?;
    let desk = Desk::open(&provider.issuer(), None).await?;
    let printed = desk.account("password", &[])?;
    let password = printed.trim().split('\t').nth(1).unwrap_or_default().to_owned();
    let by_password = async || {
        let credentials = json!({ "login": "clerk", "password": password });
        let url = format!("http://{}/api/sign-in", desk.address());
        let answer = reqwest::Client::new().post(url).json(&credentials).send().await?;
        anyhow::Ok(answer.status().as_u16())
    };
    assert_eq!(by_password().await?, 200);
    desk.account("link", &["--only"])?;
    assert_eq!(by_password().await?, 401);
    let mut browser = Browser::new()?;
    let session = sign_in(&desk, &mut browser).await?;
    assert!(desk.account("password", &[]).is_err(), "none that would be refused is printed");
    desk.account("unlink", &[])?;
    assert_eq!(status_with(&desk, token(&session)?).await?, 401, "the way is closed at once");
    assert_eq!(arrive(&desk, &mut browser).await?.status, 403);
    assert_eq!(by_password().await?, 200);
    Ok(())
}
