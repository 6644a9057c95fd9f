//! What is asked of the servers from outside: streams, who leads them, and single messages.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use async_nats::{Client, Message};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A connection of the measurement's own.
#[derive(Clone, Debug)]
pub(super) struct Broker {
    pub(super) client: Client,
}

impl Broker {
    /// Connects to one of these servers.
    pub(super) async fn connect(servers: &[String]) -> Result<Self> {
        let servers: Vec<async_nats::ServerAddr> =
            servers.iter().map(|address| address.parse()).collect::<Result<_, _>>()?;
        Ok(Self { client: async_nats::connect(servers).await? })
    }

    /// The name of the server at the other end.
    pub(super) fn server(&self) -> String {
        self.client.server_info().server_name
    }

    /// Asks JetStream one question about a stream.
    pub(super) async fn ask(&self, request: &str, stream: &str, body: &Value) -> Result<Value> {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let subject = format!("$JS.API.{request}.{stream}");
        let answer = self.client.request(subject, body.into()).await?;
        let answer: Value = serde_json::from_slice(&answer.payload)?;
        match &answer["error"] {
            Value::Null => Ok(answer),
            error => bail!("{request} {stream}: {error}"),
        }
    }

    /// A stored message.
    pub(super) async fn message(&self, stream: &str, seq: u64) -> Result<Message> {
        let body = json!({ "seq": seq }).to_string();
        let answer = self.client.request(format!("$JS.API.DIRECT.GET.{stream}"), body.into());
        let message = answer.await?;
        ensure!(message.status.is_none(), "no message {seq} in {stream}: {:?}", message.status);
        Ok(message)
    }

    /// The place of a stream's last message.
    pub(super) async fn last_seq(&self, stream: &str) -> Result<u64> {
        let info = self.ask("STREAM.INFO", stream, &Value::Null).await?;
        info["state"]["last_seq"].as_u64().context("a stream without an end")
    }

    /// Makes a stream of another name that is like this one in all else.
    pub(super) async fn copy(&self, stream: &str, name: &str, subjects: &str) -> Result<()> {
        let mut config = self.ask("STREAM.INFO", stream, &Value::Null).await?["config"].take();
        config["name"] = name.into();
        config["subjects"] = json!([subjects]);
        self.ask("STREAM.CREATE", name, &config).await.map(|_| ())
    }

    /// The server that leads a stream whose other servers have all that it has.
    pub(super) async fn leader(&self, stream: &str) -> Result<String> {
        let looking = async {
            loop {
                if let Ok(info) = self.ask("STREAM.INFO", stream, &Value::Null).await
                    && let Some(leader) = info["cluster"]["leader"].as_str()
                    && are_current(&info["cluster"])
                {
                    return leader.to_owned();
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, looking).await;
        found.map_err(|_| anyhow!("nobody leads {stream} with all servers behind it"))
    }

    /// Lets this server lead a stream.
    pub(super) async fn be_led(&self, stream: &str, by: &str) -> Result<()> {
        let moving = async {
            while self.leader(stream).await? != by {
                let body = json!({ "placement": { "preferred": by } });
                // Refused while others are still behind: then it is asked again.
                drop(self.ask("STREAM.LEADER.STEPDOWN", stream, &body).await);
                tokio::time::sleep(LOOK_EVERY).await;
            }
            anyhow::Ok(())
        };
        let moved = tokio::time::timeout(PATIENCE, moving).await;
        moved.with_context(|| format!("{by} does not come to lead {stream}"))?
    }
}

fn are_current(cluster: &Value) -> bool {
    let others = cluster["replicas"].as_array().map(Vec::as_slice).unwrap_or_default();
    !others.is_empty() && others.iter().all(|replica| replica["current"] == true)
}
