//! Follows the end of a partition for the whole process: one ordered consumer, on all its subjects.
//!
//! The consumer lives in the memory of one server and remembers nothing: whenever it is gone, falls
//! silent or passes something over, another one begins behind the last whole append.

use std::sync::Arc;
use std::time::Duration;

use async_nats::{HeaderMap, Message as Delivery, StatusCode, Subscriber};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use serde_json::json;
use tokio::time::{Instant, timeout};
use tongban_kernel::{Partition, Seq};
use tracing::{debug, error};

use super::api::ApiError;
use super::broker::NoAnswer;
use super::core::{Core, Part};
use super::delivered::{Count, NoPlace, create_consumer, nanos, subscribe};
use super::envelope::Message;
use super::gather::Gather;
use super::recent::Damage;
use crate::LogError;

/// The server shows so often that it is alive; after three times without a sign it is not.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// A consumer that nobody listens to is forgotten by the server after so long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(10);
/// A consumer that came to an end is followed by another after this.
const AGAIN_AFTER: Duration = Duration::from_millis(100);
/// What does not check is looked at again after this: another replica may have it whole.
const DAMAGED_AGAIN_AFTER: Duration = Duration::from_secs(10);

/// Why a consumer came to an end.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error("the server fell silent")]
    Silent,
    #[error("the connection was made again")]
    Reconnected,
    #[error("events that are there did not come")]
    Missing,
    #[error("the server passed something over")]
    Gap,
    #[error("the server ended it: {0}")]
    ByServer(String),
    #[error(transparent)]
    Damaged(LogError),
}

/// Follows a partition until it is aborted.
pub(super) async fn run(core: Arc<Core>, partition: Partition) {
    let part = core.part(partition);
    let mut known_damage = None;
    loop {
        let ended = match follow(&core, part).await {
            Ok(never) => match never {},
            Err(ended) => ended,
        };
        let Ended::Damaged(damaged) = ended else {
            debug!(partition = %part.stream, reason = %ended, "the tail begins again");
            tokio::time::sleep(AGAIN_AFTER).await;
            continue;
        };
        if let LogError::DamagedEvent { seq, what, .. } = &damaged {
            let damage = Damage { seq: *seq, what: what.clone() };
            if known_damage.as_ref() != Some(&damage) {
                error!(partition = %part.stream, error = %damaged, "an event cannot be served");
                known_damage = Some(damage.clone());
            }
            part.recent.set_damage(damage);
        }
        tokio::time::sleep(DAMAGED_AGAIN_AFTER).await;
    }
}

enum Never {}

async fn follow(core: &Core, part: &Part) -> Result<Never, Ended> {
    let begun = core.broker.n_lost();
    while !core.broker.is_up(Instant::now() + HEARTBEAT).await {}
    let (inbox, mut deliveries) = subscribe(core).await?;
    let last = part.recent.last();
    create(core, part, &inbox, last).await?;
    // What was missed until now this consumer brings: a word of it that nobody has heard yet would end
    // it for nothing.
    let _ = part.missing.notified().now_or_never();
    let mut gather = Gather::after(last);
    let mut count = Count::default();
    loop {
        // What is here is taken without a look at anything else.
        let delivery = match deliveries.next().now_or_never() {
            Some(Some(delivery)) => delivery,
            Some(None) | None => tokio::select! {
                biased;
                () = core.broker.made_again(begun) => return Err(Ended::Reconnected),
                () = part.missing.notified() => return Err(Ended::Missing),
                delivery = next(&mut deliveries) => delivery?,
            },
        };
        if let Some(status) = delivery.status {
            heed(core, &delivery, status, count.n()).await?;
            continue;
        }
        let message = count.take(delivery).map_err(|NoPlace| Ended::Gap)?;
        take(core, part, &mut gather, message).map_err(Ended::Damaged)?;
    }
}

async fn next(deliveries: &mut Subscriber) -> Result<Delivery, Ended> {
    match timeout(3 * HEARTBEAT, deliveries.next()).await {
        Ok(Some(delivery)) => Ok(delivery),
        Ok(None) => Err(ApiError::NoAnswer(NoAnswer::Lost).into()),
        Err(_) => Err(Ended::Silent),
    }
}

async fn create(core: &Core, part: &Part, inbox: &str, after: Seq) -> Result<(), ApiError> {
    let more = json!({
        "deliver_subject": inbox,
        "idle_heartbeat": nanos(HEARTBEAT),
        "flow_control": true,
        "inactive_threshold": nanos(FORGOTTEN_AFTER),
    });
    create_consumer(core, part, after, more).await.map(drop)
}

/// Signs of life, and requests to say how far we are: the server waits for that before it sends
/// more. Everything else ends the consumer.
async fn heed(
    core: &Core,
    delivery: &Delivery,
    status: StatusCode,
    n_delivered: u64,
) -> Result<(), Ended> {
    if status != StatusCode::IDLE_HEARTBEAT {
        let reason = delivery.description.clone().unwrap_or_else(|| status.to_string());
        return Err(Ended::ByServer(reason));
    }
    let headers = delivery.headers.as_ref();
    // Asked in a message of its own, and again with signs of life where that one got lost.
    let stalled = headers.and_then(|headers| headers.get("Nats-Consumer-Stalled"));
    let asked = delivery.reply.as_ref().map(|reply| reply.to_string());
    if let Some(reply) = asked.or_else(|| stalled.map(ToString::to_string)) {
        let sent = core.broker.send(reply, None, HeaderMap::new(), Bytes::new()).await;
        return sent.map_err(|why| ApiError::NoAnswer(why).into());
    }
    let last = headers.and_then(|headers| headers.get("Nats-Last-Consumer"));
    let last = last.and_then(|last| last.as_str().parse().ok());
    if last.is_some_and(|last: u64| last != n_delivered) { Err(Ended::Gap) } else { Ok(()) }
}

fn take(core: &Core, part: &Part, gather: &mut Gather, message: Message) -> Result<(), LogError> {
    let stored = match core.own.take(core.names, &message) {
        Some(own) => own,
        None => core.decode(part, message)?,
    };
    part.note_time(stored.event.recorded_at);
    if let Some(append) = gather.add(core, part, stored)? {
        part.recent.push(&append);
    }
    Ok(())
}
