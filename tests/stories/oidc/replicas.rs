//! Two processes of one office, behind one address.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use tongban::app::ProcessRole;
use tongban_auth::{Accounts as _, Link, Login, Ways};
use tongban_kernel::{AcceleratedClock, Clock as _, SystemClock};
use tongban_nats_testkit::Server;
use tongban_tests::{Browser, CLIENT_SECRET, Processes, Provider, oidc_args};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sets_out_from_one_process_arrives_at_another() -> Result<()> {
    let provider = Provider::start().await?;
    let clock = AcceleratedClock::from(SystemClock.now(), 1.0);
    let mut processes = Processes::over(vec![Server::start().await], clock).await?;
    processes.found().await?;
    let founder = processes.open("founder", std::sync::Arc::new(clock)).await?;
    let ways = Ways::Both { link: Link::Awaited };
    founder.accounts.set_ways(&Login::parse("clerk")?, &ways).await?;
    let folder = tempfile::tempdir()?;
    let secret = folder.path().join("client-secret");
    std::fs::write(&secret, CLIENT_SECRET)?;
    let args = oidc_args(&provider.issuer()).map(str::to_owned);
    processes.more_args.extend(args.map(|arg| &*arg.leak()));
    let secret = secret.to_str().context("a path")?.to_owned();
    processes.more_args.extend(["--oidc-client-secret-file", &*secret.leak()]);
    processes.start_together([(ProcessRole::Edge, 1), (ProcessRole::Edge, 2)]).await?;

    let addresses: Vec<SocketAddr> = processes.all.iter().map(|one| one.address).collect();
    let [here, there] = addresses[..] else { anyhow::bail!("two processes") };
    let mut browser = Browser::new()?;
    let back = browser.visit_provider(here).await?;
    assert_eq!(browser.open(there, &back).await?.leads_to()?, "/cases?page=2");
    let session = browser.take_session(here).await?;
    assert_eq!(session.body["login"], "clerk", "{}", session.body);
    let token = session.body["token"].as_str().context("a token")?;
    // The session is good at both, and ends at both.
    assert_eq!(browser.sign_out(there, token).await?.status, 200);
    assert_eq!(browser.sign_out(there, token).await?.status, 401);
    processes.end_all().await
}
