use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{Error, PgConnection};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tongban_kernel::{Partition, Seq};
use tracing::warn;

use super::Database;
use crate::{Change, ChangedStream, Changes};

const CHANNEL: &str = "tongban_changes";
/// PostgreSQL takes less than 8,000 bytes.
const PAYLOAD_BYTES_MAX: usize = 7_999;
/// The pause between tries while the server does not answer.
const CONNECT_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A connection that lies dead somewhere on the way is as quiet as one on which nothing is told.
const BEAT: Beat = Beat { every: Duration::from_secs(30), within: Duration::from_secs(10) };

/// When the server is asked whether it is still there, and how long it has to answer.
#[derive(Clone, Copy, Debug)]
struct Beat {
    every: Duration,
    within: Duration,
}

/// A change on its way to the other processes.
#[derive(Serialize, Deserialize)]
struct Notice {
    projection: String,
    partition: Partition,
    seq: Seq,
    /// None where they would be too long to tell: who listens asks for everything again.
    events: Option<Vec<ChangedStream>>,
}

/// Tells a change to all processes when the transaction commits; one without events is no news.
pub(crate) async fn tell(connection: &mut PgConnection, change: &Change) -> Result<(), Error> {
    if change.events.is_empty() {
        return Ok(());
    }
    let mut notice = Notice {
        projection: change.projection.to_string(),
        partition: change.partition,
        seq: change.seq,
        events: Some(change.events.clone()),
    };
    let mut payload = json(&notice)?;
    if payload.len() > PAYLOAD_BYTES_MAX {
        notice.events = None;
        payload = json(&notice)?;
    }
    sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(connection).await?;
    Ok(())
}

fn json(notice: &Notice) -> Result<String, Error> {
    serde_json::to_string(notice).map_err(|source| Error::Encode(source.into()))
}

/// Hears what all processes commit, this one included, for as long as it is kept.
#[derive(Debug)]
pub(crate) struct Listening(JoinHandle<()>);

impl Listening {
    /// Begins to hand on to `changes` what is told.
    pub(crate) async fn begin(database: &Database, changes: Changes) -> Result<Self, Error> {
        Self::begin_with(BEAT, database, changes).await
    }

    async fn begin_with(beat: Beat, database: &Database, changes: Changes) -> Result<Self, Error> {
        let listener = connect(database).await?;
        Ok(Self(tokio::spawn(listen(listener, beat, database.clone(), changes))))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn listen(mut listener: PgListener, beat: Beat, database: Database, changes: Changes) {
    loop {
        hear(&mut listener, beat, &changes).await;
        listener = loop {
            match connect(&database).await {
                Ok(listener) => break listener,
                Err(error) => {
                    warn!(error = %error, "changes of other processes are not heard");
                    tokio::time::sleep(CONNECT_AGAIN_AFTER).await;
                }
            }
        };
        // What was told meanwhile was told to nobody.
        changes.start_over();
    }
}

/// Hands on what is told until the connection is lost.
async fn hear(listener: &mut PgListener, beat: Beat, changes: &Changes) {
    loop {
        match timeout(beat.every, listener.try_recv()).await {
            Ok(Ok(Some(told))) => publish(told.payload(), changes),
            Ok(Ok(None) | Err(_)) => return,
            Err(_) if !is_alive(listener, beat).await => {
                warn!("the connection that hears of changes is dead; there will be another");
                return;
            }
            Err(_) => {}
        }
    }
}

async fn is_alive(listener: &mut PgListener, beat: Beat) -> bool {
    let asked = sqlx::query("SELECT 1").execute(listener);
    matches!(timeout(beat.within, asked).await, Ok(Ok(_)))
}

fn publish(payload: &str, changes: &Changes) {
    match serde_json::from_str(payload) {
        Ok(Notice { projection, partition, seq, events: Some(events) }) => {
            let projection = projection.into();
            changes.publish(Change { projection, partition, seq, events });
        }
        // Too long to tell, or told by a program of another version.
        Ok(_) | Err(_) => changes.start_over(),
    }
}

async fn connect(database: &Database) -> Result<PgListener, Error> {
    let pool = PgPoolOptions::new().max_connections(1).connect_with(database.options()).await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

#[cfg(test)]
mod tests;
