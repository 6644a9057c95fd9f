//! The limit of appends at servers: the same bytes published with the same expectation, each
//! acknowledged before the next one goes. Nothing is stamped, hashed, looked up or read back.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use async_nats::client::Request;
use async_nats::{HeaderMap, HeaderName};
use bytes::Bytes;
use serde::Deserialize;
use uuid::Uuid;

use super::broker::Broker;
use crate::append;
use crate::rig::Rig;
use crate::sample;

const EXPECTED_LAST: HeaderName = HeaderName::from_static("Nats-Expected-Last-Subject-Sequence");
/// A log of this number is nobody's; its names are as long as those of the first.
const GENERATION: &str = "9";

/// A stream like that of a log, and what is published there.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) stream: String,
    broker: Broker,
    /// All of a subject but the aggregate's id.
    above_id: String,
    headers: HeaderMap,
    payload: Bytes,
}

impl Raw {
    /// Takes the last message of a log's stream as the model of what is published.
    pub(super) async fn like(broker: Broker, stream: &str) -> Result<Self> {
        let last = broker.message(stream, broker.last_seq(stream).await?).await?;
        let mut headers = HeaderMap::new();
        let mut subject = None;
        for (name, values) in last.headers.iter().flat_map(HeaderMap::iter) {
            let value = values.first().context("a header without a value")?;
            let text = name.to_string();
            if text == "Nats-Subject" {
                subject = Some(value.to_string());
            }
            // The server's own, of storing and of answering.
            if !text.starts_with("Nats-") {
                headers.insert(name.clone(), value.clone());
            }
        }
        let subject = subject.context("a message without a subject")?;
        let (above_id, _id) = subject.rsplit_once('.').context("a subject of an aggregate")?;
        let (first, behind) = above_id.split_at("tb.1".len());
        ensure!(first == "tb.1" && stream.starts_with("TB_1_"), "{subject} in {stream}");
        let above_id = format!("tb.{GENERATION}{behind}.");
        let name = stream.replacen('1', GENERATION, 1);
        let (partition, _category) =
            above_id.trim_end_matches('.').rsplit_once('.').context(".")?;
        broker.copy(stream, &name, &format!("{partition}.*.*")).await?;
        Ok(Self { stream: name, broker, above_id, headers, payload: last.payload })
    }

    /// Bytes of a message, headers included.
    pub(super) fn n_bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, values)| {
            let n_value: usize = values.iter().map(|value| value.as_str().len()).sum();
            name.to_string().len() + n_value + ": \r\n".len()
        });
        self.payload.len() + headers.sum::<usize>()
    }

    /// Publishes behind a place of a subject; answers the place of the message.
    async fn publish(&self, id: Uuid, follows: u64) -> Result<u64> {
        #[derive(Deserialize)]
        struct Kept {
            seq: u64,
        }
        let mut headers = self.headers.clone();
        headers.insert(EXPECTED_LAST, follows.to_string());
        let request = Request::new().headers(headers).payload(self.payload.clone());
        let subject = format!("{}{id}", self.above_id);
        let answer = self.broker.client.send_request(subject, request).await?;
        let kept = serde_json::from_slice::<Kept>(&answer.payload);
        kept.with_context(|| String::from_utf8_lossy(&answer.payload).into_owned()).map(|k| k.seq)
    }

    /// Publishes a second of so many publishers, each with one message under way; a subject has so
    /// many messages, none of those of cases before `first`.
    pub(super) fn rate(
        self: &Arc<Self>,
        rig: &Rig,
        n_publishers: u64,
        n_per_subject: u64,
        first: u64,
    ) -> Result<f64> {
        append::rate(rig, n_publishers, |publisher, until| {
            let raw = Arc::clone(self);
            async move {
                let (mut n_published, mut follows) = (0, 0);
                while Instant::now() < until {
                    if n_published % n_per_subject == 0 {
                        follows = 0;
                    }
                    let n = first + (n_published / n_per_subject) * n_publishers + publisher;
                    follows = raw.publish(sample::case_id(n), follows).await?;
                    n_published += 1;
                }
                Ok(n_published)
            }
        })
    }
}
