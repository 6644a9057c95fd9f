use std::convert::Infallible;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::Error;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tracing::warn;

use crate::SharedSchema;

/// The pause between tries while the server does not answer.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A server that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is done with word of changes.
pub trait Follow: Send + 'static {
    /// Another process, or this one, told something.
    ///
    /// # Errors
    /// When the database does not answer; everything is looked at again then.
    fn told<'a>(&'a mut self, what: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Anything may have changed: asked at the beginning, from time to time, and after what was
    /// told may have been missed.
    ///
    /// # Errors
    /// When the database does not answer; it is asked again.
    fn look(&mut self) -> BoxFuture<'_, Result<(), Error>>;
}

/// Follows for as long as it is kept.
#[derive(Debug)]
pub struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Hears what is told on a channel (`pg_notify`), and looks every so often besides: a connection
/// may be lost without anybody noticing.
#[must_use]
pub fn follow(
    schema: &SharedSchema,
    channel: &'static str,
    every: Duration,
    follower: impl Follow,
) -> Following {
    let schema = schema.clone();
    Following(tokio::spawn(async move {
        let mut follower = follower;
        loop {
            let Err(error) = hear(&schema, channel, every, &mut follower).await;
            warn!(%error, channel, "changes of other processes are not heard");
            sleep(TRY_AGAIN_AFTER).await;
        }
    }))
}

/// Until the connection is lost.
async fn hear(
    schema: &SharedSchema,
    channel: &'static str,
    every: Duration,
    follower: &mut impl Follow,
) -> Result<Infallible, Error> {
    let mut listener = in_time(listen(schema, channel)).await?;
    // What was told before the connection stood was told to nobody.
    in_time(follower.look()).await?;
    let mut look_at = Instant::now() + every;
    loop {
        if let Ok(told) = timeout_at(look_at, listener.try_recv()).await {
            let told = told?.ok_or_else(lost)?;
            in_time(follower.told(told.payload())).await?;
        }
        if look_at <= Instant::now() {
            in_time(follower.look()).await?;
            look_at = Instant::now() + every;
        }
    }
}

async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(PATIENCE, answer).await.map_err(|_| Error::PoolTimedOut)?
}

fn lost() -> Error {
    Error::Io(std::io::ErrorKind::ConnectionAborted.into())
}

async fn listen(schema: &SharedSchema, channel: &str) -> Result<PgListener, Error> {
    let pool = PgPoolOptions::new().max_connections(1);
    let pool = pool.connect_with(schema.options().clone()).await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.eager_reconnect(false);
    listener.listen(channel).await?;
    Ok(listener)
}
