//! Messages as consumers bring them.

use async_nats::{Message as Delivery, Subscriber};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use tongban_kernel::Seq;

use super::api::ApiError;
use super::broker::NoAnswer;
use super::core::{Core, Part};
use super::envelope::Message;
use super::pauses::Pauses;
use super::subjects::Request;

/// A message that does not say where it lies.
#[derive(Debug)]
pub(super) struct NoPlace;

/// Where messages come in that are sent to a subject of our own.
pub(super) async fn subscribe(core: &Core) -> Result<(String, Subscriber), ApiError> {
    let inbox = core.broker.client.new_inbox();
    let subscribed = core.broker.client.subscribe(inbox.clone()).await;
    subscribed.map(|deliveries| (inbox, deliveries)).map_err(|_| NoAnswer::Lost.into())
}

/// Makes a consumer of all that a partition holds behind a place, in the memory of one server; answers
/// its name. `more` is what it has besides.
pub(super) async fn create_consumer(
    core: &Core,
    part: &Part,
    after: Seq,
    more: Value,
) -> Result<String, ApiError> {
    #[derive(Deserialize)]
    struct Created {
        name: String,
    }
    let mut config = json!({
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": after.0 + 1,
        "ack_policy": "none",
        "max_deliver": 1,
        "replay_policy": "instant",
        "num_replicas": 1,
        "mem_storage": true,
    });
    if let (Value::Object(config), Value::Object(more)) = (&mut config, more) {
        config.extend(more);
    }
    let body = json!({ "stream_name": part.stream, "config": config });
    let by = Pauses::until(core.deadline()).answer_by();
    let created = core.broker.call(Request::ConsumerCreate, &part.stream, &body, by).await;
    created.map(|Created { name }| name)
}

/// Counts the messages of one consumer, which come one after the other or not at all.
#[derive(Debug, Default)]
pub(super) struct Count(u64);

impl Count {
    /// How many have come.
    pub(super) fn n(&self) -> u64 {
        self.0
    }

    /// Takes the next one; answers it with its place.
    pub(super) fn take(&mut self, delivery: Delivery) -> Result<Message, NoPlace> {
        let (seq, number) = place(&delivery).ok_or(NoPlace)?;
        self.0 += 1;
        if number != self.0 {
            return Err(NoPlace);
        }
        Ok(message(seq, delivery))
    }
}

/// Where a delivered message lies in its stream, and the how manyth of its consumer it is.
fn place(delivery: &Delivery) -> Option<(Seq, u64)> {
    // $JS.ACK.<stream>.<consumer>.<deliveries>.<place>.<number>…, with a domain and an account
    // before the stream where there are such.
    let reply = delivery.reply.as_ref()?.as_str();
    let n_tokens = reply.bytes().filter(|byte| *byte == b'.').count() + 1;
    let mut tokens = reply.split('.').skip(if n_tokens > 9 { 7 } else { 5 });
    let place = tokens.next()?.parse().ok()?;
    Some((Seq(place), tokens.next()?.parse().ok()?))
}

fn message(seq: Seq, delivery: Delivery) -> Message {
    Message {
        seq,
        subject: delivery.subject.to_string(),
        headers: delivery.headers.unwrap_or_default(),
        // A copy: what arrived lies in the connection's buffer, which it would keep alive.
        data: Bytes::copy_from_slice(&delivery.payload),
    }
}

/// Nanoseconds, as JetStream counts.
pub(super) fn nanos(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
