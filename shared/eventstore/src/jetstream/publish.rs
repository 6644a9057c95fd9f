//! Sending appends, and reading what the broker says to it.
//!
//! One event is a plain message; several are one atomic batch, with the expectation on the first
//! message of each subject. The broker keeps a batch or nothing of it, and its messages lie side by
//! side.

use async_nats::HeaderMap;
use bytes::Bytes;
use serde::Deserialize;
use tokio::time::Instant;
use tongban_kernel::Seq;

use super::api::{ApiError, Refusal, parse};
use super::broker::{Answers, Broker, NoAnswer};
use super::stamp::Stamped;
use super::subjects::Names;

const EXPECTED_LAST_OF_SUBJECT: &str = "Nats-Expected-Last-Subject-Sequence";
const BATCH_ID: &str = "Nats-Batch-Id";
const BATCH_SEQUENCE: &str = "Nats-Batch-Sequence";
const BATCH_COMMIT: &str = "Nats-Batch-Commit";

/// What the broker says to appends that were sent together.
#[derive(Debug)]
pub(super) enum Answer {
    /// They are kept; the first event lies here.
    Landed(Seq),
    /// Nothing of them is kept, for this reason.
    Refused(Refusal),
    /// Nothing: they may be kept, or not.
    None(NoAnswer),
}

/// A message that is to be kept.
pub(super) struct ToKeep {
    pub(super) subject: String,
    pub(super) headers: HeaderMap,
    pub(super) data: Bytes,
}

/// Sends appends as one unit. Returns when they are handed to the connection; what is said to them
/// comes later.
pub(super) async fn send(
    broker: &Broker,
    names: Names,
    appends: &[Stamped],
    until: Instant,
) -> Result<Answers, NoAnswer> {
    let mut messages = Vec::with_capacity(appends.iter().map(Stamped::n_events).sum());
    for write in appends.iter().flat_map(|append| &append.writes) {
        let subject = names.subject(write.stream);
        for (i, event) in write.events.iter().enumerate() {
            let mut headers = event.headers();
            if i == 0 {
                headers.insert(EXPECTED_LAST_OF_SUBJECT, write.follows.seq.0.to_string());
            }
            messages.push(ToKeep { subject: subject.clone(), headers, data: event.data() });
        }
    }
    send_all(broker, messages, until).await
}

/// Sends messages as one unit: a batch, where it is more than one.
pub(super) async fn send_all(
    broker: &Broker,
    messages: Vec<ToKeep>,
    until: Instant,
) -> Result<Answers, NoAnswer> {
    let answers = broker.expect(1);
    let n_messages = messages.len();
    // Another id for every try: what was left of an earlier one would be taken for a part of this.
    let batch = (n_messages > 1).then(|| broker.new_id());
    for (number, ToKeep { subject, mut headers, data }) in (1..).zip(messages) {
        let is_last = number == n_messages;
        if let Some(id) = &batch {
            name_batch(&mut headers, id, number, is_last);
        }
        let reply = is_last.then(|| answers.subject());
        let sending = broker.send(subject, reply, headers, data);
        tokio::time::timeout_at(until, sending).await.map_err(|_| NoAnswer::Late)??;
    }
    Ok(answers)
}

fn name_batch(headers: &mut HeaderMap, id: &str, number: usize, is_last: bool) {
    headers.insert(BATCH_ID, id);
    headers.insert(BATCH_SEQUENCE, number.to_string());
    if is_last {
        headers.insert(BATCH_COMMIT, "1");
    }
}

/// Waits for what is said to appends with `n_events` events.
pub(super) async fn answer(
    answers: Result<Answers, NoAnswer>,
    n_events: usize,
    until: Instant,
) -> Answer {
    #[derive(Deserialize)]
    struct Kept {
        seq: u64,
        /// Of a batch.
        #[serde(default = "one")]
        count: usize,
    }
    let answer = match answers {
        Ok(mut answers) => answers.next(until).await,
        Err(why) => Err(why),
    };
    match answer.map(|message| parse::<Kept>(&message.payload)) {
        Ok(Ok(Kept { seq, count })) if count == n_events => {
            Answer::Landed(Seq(seq + 1 - n_events as u64))
        }
        Ok(Err(ApiError::Refused(refusal))) => Answer::Refused(refusal),
        Ok(Err(ApiError::NoAnswer(why))) | Err(why) => Answer::None(why),
        // Whatever that is, it says nothing certain.
        Ok(Ok(_) | Err(ApiError::Nonsense(_))) => Answer::None(NoAnswer::Late),
    }
}

fn one() -> usize {
    1
}
