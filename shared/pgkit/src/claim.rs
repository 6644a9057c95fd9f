use std::time::Duration;

use sqlx::Error;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::warn;

use crate::Alone;

/// How often it is looked whether a name is still held.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// A name that one process has to itself, among all that share a database, while this is kept.
#[derive(Debug)]
pub struct Claim {
    holding: JoinHandle<()>,
    taken: watch::Receiver<bool>,
}

impl Claim {
    /// Claims a name; `None` where another process has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(options: PgConnectOptions, name: &str) -> Result<Option<Self>, Error> {
        let taken = Alone::try_take(options, &format!("process {name}")).await?;
        let Some(alone) = taken else { return Ok(None) };
        let (tell, taken) = watch::channel(false);
        let holding = tokio::spawn(async move {
            until_lost(alone).await;
            tell.send_replace(true);
        });
        Ok(Some(Self { holding, taken }))
    }

    /// Returns when another process has the name: the connection broke, and it was faster.
    pub async fn taken(&self) {
        // The task that tells ends no earlier, but with the claim.
        let _ = self.taken.clone().wait_for(|taken| *taken).await;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.holding.abort();
    }
}

async fn until_lost(mut alone: Alone) {
    loop {
        sleep(LOOK_EVERY).await;
        match alone.is_held().await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => warn!(%error, "the connection that holds the name of this process broke"),
        }
    }
}
