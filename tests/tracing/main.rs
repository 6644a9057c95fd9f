//! Where the work of one request can be found: one trace from the request through the log, the
//! policies and the next service, and from there to the rows.

mod receiver;

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use async_nats::HeaderMap;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use serde_json::{Value, json};
use tongban_nats_testkit::{Server, wait_for};
use tongban_telemetry::Options;
use tongban_tests::{Office, application};

use receiver::{Receiver, Sent};

const ACCEPT: &str = "POST /api/intake/cases/{case_id}/accept";
const PATIENCE: Duration = Duration::from_secs(90);

/// All that spans may say; whoever adds to it asks first whether it is about a person.
const KEYS: [&str; 20] = [
    "aggregate.id",
    "aggregate.kind",
    "command",
    "error.type",
    "event.id",
    "event.type",
    "events",
    "http.request.method",
    "http.response.status_code",
    "http.route",
    "messaging.destination.name",
    "messaging.operation.name",
    "messaging.operation.type",
    "messaging.system",
    "outlet",
    "partition",
    "policy",
    "projection",
    "sweeper",
    "trace.id",
];
/// What people told the office, and who they are there.
const PERSONAL: [&str; 6] = ["海云", "林一", "13800000000", "91350100M000100Y43", "clerk", "@"];

/// The spans of one name below another.
fn below<'a>(spans: &'a [Sent], parent: &Sent, name: &str) -> Result<&'a Sent> {
    let is_below = |span: &&Sent| span.parent == parent.id && span.name == name;
    let span =
        spans.iter().find(is_below).with_context(|| format!("no {name} below {parent:?}"))?;
    ensure!(span.trace == parent.trace, "{span:?} has left the trace of {parent:?}");
    Ok(span)
}

/// The rows of a service that come of what was appended there.
fn projected<'a>(spans: &'a [Sent], projection: &str, append: &Sent) -> Option<&'a Sent> {
    let cause = (append.trace.clone(), append.id.clone());
    let of_cause = spans.iter().filter(|span| span.links.contains(&cause));
    let mut rows = of_cause.filter(|span| span.has("projection", projection));
    rows.find(|span| span.name == "project" && span.trace != append.trace)
}

/// Follows one request to the rows of the service that it reaches over a policy.
fn follow(spans: &[Sent]) -> Result<()> {
    let request = spans.iter().find(|span| span.name == ACCEPT).context("no request")?;
    ensure!(request.parent.is_empty() && request.kind == SpanKind::Server, "{request:?}");
    ensure!(request.has("http.response.status_code", "200"), "{request:?}");
    ensure!(request.resource["service.name"] == "tongban-all", "{request:?}");
    ensure!(request.resource["service.instance.id"] == "office-1", "{request:?}");
    let accept = below(spans, request, "execute")?;
    ensure!(
        accept.has("aggregate.kind", "intake") && accept.has("command", "Accept"),
        "{accept:?}"
    );
    let accepted = below(spans, accept, "append")?;
    ensure!(accepted.kind == SpanKind::Producer, "{accepted:?}");
    let react = below(spans, accepted, "react")?;
    ensure!(react.has("event.type", "intake.case_accepted.v1"), "{react:?}");
    ensure!(react.kind == SpanKind::Consumer, "{react:?}");
    let open = below(spans, react, "execute")?;
    ensure!(open.has("aggregate.kind", "approval") && open.has("command", "Open"), "{open:?}");
    let opened = below(spans, open, "append")?;
    projected(spans, "intake", accepted).context("the rows of intake")?;
    projected(spans, "approval", opened).context("the rows of approval")?;
    Ok(())
}

/// What was refused over NATS, asked with a trace; and whether it was in the name of a user.
async fn refused(client: &async_nats::Client, subject: &str, trace_id: &str) -> Result<Value> {
    let mut headers = HeaderMap::new();
    headers.insert("traceparent", format!("00-{trace_id}-00f067aa0ba902b7-01"));
    wait_for("requests are taken over NATS", || async {
        client.request(subject.to_owned(), "{}".into()).await.is_ok()
    })
    .await;
    let asked = client.request_with_headers(subject.to_owned(), headers, "{}".into());
    let answer = tokio::time::timeout(PATIENCE, asked).await??;
    Ok(serde_json::from_slice(&answer.payload)?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_trace_leads_from_a_request_to_what_policies_make_of_it() -> Result<()> {
    let (receiver, server) = (Receiver::start().await?, Server::start().await);
    let options = Options::of("tongban").role("all").instance("office-1").filter("warn");
    let guard = tongban_telemetry::init(options.collector(receiver.url.parse()?))?;
    let mut office = Office::open_at_nats(server.url()).await?;
    let clerk = office.sign_in("clerk").await?;
    let receipt = clerk.post("/api/intake/cases", &application(&clerk).await?).await?.ok()?;
    let case_id = receipt["case_id"].as_str().context("a case")?;
    let accept = format!("/api/intake/cases/{case_id}/accept");
    clerk.post(&accept, &json!({})).await?.ok()?;
    wait_for("the trace is whole", || async { follow(&receiver.spans()).is_ok() }).await;
    follow(&receiver.spans())?;

    let again = clerk.post(&accept, &json!({ "unknown": 1 })).await?;
    let client = async_nats::connect(server.url()).await?;
    let mine = "4bf92f3577b34da6a3ce929d0e0e4736";
    let signed_by_nobody = refused(&client, "tb.cmd.intake.submit", mine).await?;
    let other = "0af7651916cd43dd8448eb211c80319c";
    let vouched_for_by_nobody = refused(&client, "tb.as.clerk.cmd.intake.submit", other).await?;
    ensure!(signed_by_nobody["trace_id"] == mine, "{signed_by_nobody}");
    ensure!(vouched_for_by_nobody["trace_id"] == other, "{vouched_for_by_nobody}");

    // The end of the process sends what is left.
    office.close().await;
    drop(guard);
    let spans = receiver.spans();
    let of = |trace_id: &Value| spans.iter().filter(|span| *trace_id == span.trace_id()).collect();
    let refusal: Vec<&Sent> = of(&again.body["trace_id"]);
    ensure!(refusal.iter().any(|span| span.has("http.response.status_code", "422")), "{again:?}");
    let over_nats: Vec<&Sent> = of(&json!(mine));
    let command = over_nats.iter().find(|span| span.kind == SpanKind::Consumer).context("NATS")?;
    ensure!(command.name == "process tb.cmd.intake.submit", "{command:?}");
    ensure!(!command.parent.is_empty(), "the caller's span is its parent: {command:?}");
    below(&spans, command, "POST /api/intake/cases")?;
    let vouched: Vec<&Sent> = of(&json!(other));
    ensure!(vouched.iter().any(|span| span.name == "process tb.as.*.cmd.intake.submit"));
    for span in &spans {
        ensure!(span.n_events == 0, "log lines stay: {span:?}");
        for (key, value) in &span.attributes {
            ensure!(KEYS.contains(&key.as_str()), "{key} in {span:?}");
            ensure!(!PERSONAL.iter().any(|told| value.contains(told)), "{span:?}");
        }
        ensure!(!PERSONAL.iter().any(|told| span.name.contains(told)), "{span:?}");
    }
    Ok(())
}
