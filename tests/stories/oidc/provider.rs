//! A provider that is away, or cannot be relied on.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use anyhow::{Context as _, Result};
use tongban_tests::{Browser, Desk, Provider, issuer_at};

use super::sign_in;

const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A port where nobody is.
fn nowhere() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_away_is_said_to_be_and_waited_for() -> Result<()> {
    let place = nowhere()?;
    let desk = Desk::open(&issuer_at(place), Some(&[])).await?;
    let away = "/api/sign-in/oidc";
    let (mut en, mut zh) = (Browser::new()?, Browser::new()?.speaks("zh"));
    let told = en.open(desk.address(), away).await?;
    assert_eq!(told.problem(), (503, "edge/provider-away"));
    assert_eq!(told.headers["retry-after"], "1");
    assert_eq!(told.body["title"], "The provider of sign-ins cannot be reached");
    assert_eq!(zh.open(desk.address(), away).await?.body["title"], "身份认证服务暂时无法访问");
    // Everything else works meanwhile.
    assert_eq!(en.open(desk.address(), "/api/sign-in").await?.status, 200);

    let provider = Provider::start_at(place).await?;
    let back = async {
        while en.open(desk.address(), away).await?.status != 303 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, back).await.context("it is never asked again")??;
    sign_in(&desk, &mut en).await?;

    // It goes again while somebody is there.
    let code = en.visit_provider(desk.address()).await?;
    drop(provider);
    let told = en.open(desk.address(), &code).await?;
    assert_eq!(told.problem(), (503, "edge/provider-away"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_calls_itself_otherwise_is_not_relied_on() -> Result<()> {
    let provider = Provider::start().await?;
    let desk = Desk::open(&format!("{}/", provider.issuer()), None).await?;
    let told = Browser::new()?.open(desk.address(), "/api/sign-in/oidc").await?;
    assert_eq!(told.problem(), (502, "edge/provider-unsound"));
    assert!(desk.log()?.contains("calls itself another issuer"));
    Ok(())
}
