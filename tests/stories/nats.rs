//! An office at a NATS server: what HTTP does a NATS client can do, and other systems hear of facts.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use async_nats::jetstream;
use async_nats::{Client, HeaderMap, Message};
use serde_json::{Value, json};
use tongban_kernel::{Partition, Seq};
use tongban_nats_testkit::{Server, wait_for};
use tongban_natskit::{CloudEvent, STREAM};
use tongban_tests::Office;
use uuid::Uuid;

use crate::people::{application, application_with};

const PATIENCE: Duration = Duration::from_secs(90);

/// An answer over NATS.
struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(async_nats::HeaderValue::as_str)
    }
}

/// Asks, again and again while nobody takes requests yet.
async fn ask(
    client: &Client,
    subject: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Result<Reply> {
    let mut map = HeaderMap::new();
    headers.iter().for_each(|(name, value)| map.append(*name, *value));
    let asking = async {
        loop {
            let request = async_nats::Request::new();
            let request = request.headers(map.clone()).payload(body.clone().into());
            match client.send_request(subject.to_owned(), request).await {
                Ok(answer) => return read(answer),
                Err(error) if error.kind() == async_nats::RequestErrorKind::NoResponders => {
                    tokio::task::yield_now().await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.context("nobody takes requests")?
}

fn read(answer: Message) -> Result<Reply> {
    let headers = answer.headers.context("headers")?;
    let status = headers.get("Tongban-Status").context("a status")?.as_str().parse()?;
    Ok(Reply { status, headers, body: serde_json::from_slice(&answer.payload)? })
}

fn key(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

/// Stores a file over NATS, and answers how applications name it.
async fn store(client: &Client, subject: &str, who: (&str, &str), content: &str) -> Result<Value> {
    let pdf = format!("%PDF-1.7\n{content}\n%%EOF\n");
    let headers = [who, ("Content-Type", "application/pdf")];
    let stored = ask(client, subject, &headers, pdf.into_bytes()).await?;
    ensure!(stored.status == 201, "{}: {}", stored.status, stored.body);
    Ok(json!({ "sha256": stored.body["sha256"], "content_type": stored.body["content_type"] }))
}

/// A complete application whose files were stored over NATS.
async fn application_over(client: &Client, subject: &str, who: (&str, &str)) -> Result<Value> {
    let mut materials = serde_json::Map::new();
    for code in ["application-form", "contract", "safety-plan", "drawing-review"] {
        materials.insert(code.to_owned(), json!([store(client, subject, who, code).await?]));
    }
    Ok(application_with(materials))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_posts_intake_with_nothing_but_a_nats_client() -> Result<()> {
    let server = Server::start().await;
    let office = Office::open_at_nats(server.url()).await?;
    let bearer = format!("Bearer {}", office.sign_in("clerk").await?.token().context("a token")?);
    let client = async_nats::connect(server.url()).await?;
    let who = ("Authorization", bearer.as_str());
    let wish = application_over(&client, "tb.cmd.intake.store", who).await?;
    let (subject, key) = ("tb.cmd.intake.submit", key(1));
    let headers = [who, ("Idempotency-Key", &key), ("Prefer", "wait=10, settled")];

    let first = ask(&client, subject, &headers, wish.to_string().into()).await?;
    ensure!(first.status == 201, "{}: {}", first.status, first.body);
    ensure!(first.header("Case-Position").is_some() && first.header("ETag").is_some());
    ensure!(first.body["number"].is_string() && first.body["check_code"].is_string());

    let again = ask(&client, subject, &headers, wish.to_string().into()).await?;
    ensure!((again.status, &again.body) == (201, &first.body), "the same wish: {}", again.body);
    let over_http = office.sign_in("clerk").await?;
    let same = over_http.post_as(Uuid::from_u128(1), "/api/intake/cases", &wish).await?;
    ensure!(same.body == first.body, "the same wish over HTTP: {}", same.body);

    let mut other = wish.clone();
    other["form"]["cost_yuan"] = json!(7);
    let reused = ask(&client, subject, &headers, other.to_string().into()).await?;
    ensure!(reused.status == 422, "{}", reused.body);
    ensure!(reused.header("Nats-Service-Error-Code") == Some("422"));
    ensure!(reused.header("Nats-Service-Error") == Some("/problems/common/key-reused"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_over_nats_is_the_one_over_http() -> Result<()> {
    let server = Server::start().await;
    let office = Office::open_at_nats(server.url()).await?;
    let clerk = office.sign_in("clerk").await?;
    let bearer = format!("Bearer {}", clerk.token().context("a token")?);
    let client = async_nats::connect(server.url()).await?;
    let mut wish = application(&clerk).await?;
    wish["materials"].as_object_mut().context("materials")?.remove("contract");

    let mut http = clerk.post("/api/intake/cases", &wish).await?;
    let key = key(2);
    let headers = [("Authorization", bearer.as_str()), ("Idempotency-Key", &key)];
    let mut nats = ask(&client, "tb.cmd.intake.submit", &headers, wish.to_string().into()).await?;
    ensure!(nats.status == http.status.as_u16() && nats.status == 422, "{}", nats.body);
    for body in [&mut http.body, &mut nats.body] {
        body.as_object_mut().context("a problem")?.remove("trace_id").context("a trace")?;
    }
    ensure!(nats.body == http.body, "{} is not {}", nats.body, http.body);

    let forged = [("Authorization", "Bearer none"), ("Idempotency-Key", &key)];
    let unknown = ask(&client, "tb.cmd.intake.submit", &forged, wish.to_string().into()).await?;
    ensure!(unknown.status == 401, "{}", unknown.body);
    let no_part = ask(&client, "tb.cmd.intake.accept", &headers, b"{}".to_vec()).await?;
    ensure!(no_part.status == 422 && no_part.body["errors"][0]["field"] == "{case_id}");
    Ok(())
}

/// Users of the server, with the permissions of docs/nats.md: the office, and two who may publish as
/// themselves alone.
const USERS: &str = r#"
authorization { users: [
  { user: office, password: o, permissions: {
      publish: ["_INBOX.>", "$JS.API.>", "tongban.>"]
      subscribe: ["tb.cmd.>", "tb.as.*.cmd.>", "$SRV.>", "_INBOX.>"] } }
  { user: clerk, password: c, permissions: {
      publish: ["tb.as.clerk.cmd.>"], subscribe: ["_INBOX.clerk.>"] } }
  { user: nobody, password: n, permissions: {
      publish: ["tb.as.nobody.cmd.>"], subscribe: ["_INBOX.nobody.>"] } }
] }"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_the_server_vouches_for_acts_as_the_account_of_that_name() -> Result<()> {
    let server = Server::start_with(USERS).await;
    let office = Office::open_at_nats(server.url_of("office", "o")).await?;
    let connect = |user: &'static str, password: &'static str| {
        let options =
            async_nats::ConnectOptions::with_user_and_password(user.into(), password.into());
        options.custom_inbox_prefix(format!("_INBOX.{user}")).connect(server.url())
    };
    let clerk = connect("clerk", "c").await?;
    let nobody = connect("nobody", "n").await?;
    let no_token = ("Accept-Language", "en");
    let wish = application_over(&clerk, "tb.as.clerk.cmd.intake.store", no_token).await?;
    let key = key(3);
    let headers = [("Idempotency-Key", key.as_str()), ("Prefer", "wait=10, settled")];
    let body = wish.to_string().into_bytes();
    let done = ask(&clerk, "tb.as.clerk.cmd.intake.submit", &headers, body.clone()).await?;
    ensure!(done.status == 201, "{}", done.body);
    let events = office.app().log().scan(Partition(0), Seq(0), usize::MAX).await?;
    let submitted = events.iter().find(|event| event.kind.as_str() == "intake.case_submitted.v1");
    ensure!(submitted.context("a case")?.meta.actor.id == "clerk");

    everything_is_there(&office, &connect("office", "o").await?).await?;

    let refused = ask(&nobody, "tb.as.nobody.cmd.intake.submit", &headers, body.clone()).await?;
    ensure!(refused.status == 401, "an account must be behind it: {}", refused.body);
    // What the server does not let through never arrives, so nobody answers.
    let request = async_nats::Request::new().payload(body.into());
    let request = request.timeout(Some(Duration::from_secs(2)));
    let forged = nobody.send_request("tb.as.clerk.cmd.intake.submit", request).await;
    ensure!(forged.is_err(), "the server let somebody speak for another");
    let cases = recorded(&office).await?;
    ensure!(cases.len() == 1, "nothing came of what was refused");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_and_their_commands_are_found_by_the_service_api() -> Result<()> {
    let server = Server::start().await;
    let _office = Office::open_at_nats(server.url()).await?;
    let client = async_nats::connect(server.url()).await?;
    let answer = async {
        loop {
            if let Ok(answer) = client.request("$SRV.INFO.tongban-intake", "".into()).await {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    let answer = tokio::time::timeout(PATIENCE, answer).await?;
    let info: Value = serde_json::from_slice(&answer.payload)?;
    let endpoints = info["endpoints"].as_array().context("endpoints")?;
    let submit = endpoints.iter().find(|endpoint| endpoint["name"] == "submit");
    let submit = submit.with_context(|| info.to_string())?;
    ensure!(submit["subject"] == "tb.cmd.intake.submit", "{submit}");
    ensure!(submit["metadata"]["http"] == "POST /api/intake/cases", "{submit}");
    Ok(())
}

/// All messages of the feed, as they lie in it.
pub(crate) async fn feed(client: &Client) -> Result<Vec<(String, CloudEvent)>> {
    let context = jetstream::new(client.clone());
    let Ok(mut stream) = context.get_stream(STREAM).await else { return Ok(Vec::new()) };
    let last = stream.info().await?.state.last_sequence;
    let mut all = Vec::new();
    for seq in 1..=last {
        let message = stream.get_raw_message(seq).await?;
        let event = CloudEvent::read(&message.headers, message.payload)?;
        all.push((message.subject.to_string(), event));
    }
    Ok(all)
}

/// The ids that the log holds of facts that leave, by case.
async fn recorded(office: &Office) -> Result<BTreeMap<Uuid, Vec<String>>> {
    let mut by_case: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let leaving = tongban::nats::leaving();
    for event in office.app().log().scan(Partition(0), Seq(0), usize::MAX).await? {
        if leaving.takes(&event) {
            by_case.entry(event.meta.correlation).or_default().push(event.id.to_string());
        }
    }
    Ok(by_case)
}

fn by_case(feed: &[(String, CloudEvent)]) -> BTreeMap<Uuid, Vec<String>> {
    let mut by_case: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (_, event) in feed {
        let text = |name| event.attribute(name).unwrap_or_default().to_owned();
        let case = text("correlationid").parse().unwrap_or_default();
        by_case.entry(case).or_default().push(text("id"));
    }
    by_case
}

/// Waits until every fact lies in the feed, and checks that each lies there once and in order.
async fn everything_is_there(
    office: &Office,
    client: &Client,
) -> Result<Vec<(String, CloudEvent)>> {
    let wanted: usize = recorded(office).await?.values().map(Vec::len).sum();
    wait_for("every fact is in the feed", || async {
        feed(client).await.is_ok_and(|feed| feed.len() >= wanted)
    })
    .await;
    let feed = feed(client).await?;
    ensure!(by_case(&feed) == recorded(office).await?, "each once, in the order of its case");
    Ok(feed)
}

async fn submit(office: &Office, n: usize) -> Result<()> {
    let clerk = office.sign_in("clerk").await?;
    let wish = application(&clerk).await?;
    for _ in 0..n {
        let receipt = clerk.post("/api/intake/cases", &wish).await?.ok()?;
        let accept =
            format!("/api/intake/cases/{}/accept", receipt["case_id"].as_str().unwrap_or_default());
        clerk.post(&accept, &json!({})).await?.ok()?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_leave_as_cloud_events_without_personal_data() -> Result<()> {
    let server = Server::start().await;
    let office = Office::open_at_nats(server.url()).await?;
    let client = async_nats::connect(server.url()).await?;
    submit(&office, 1).await?;
    let feed = everything_is_there(&office, &client).await?;
    let (subject, submitted) = feed.first().context("a fact")?;
    let case = submitted.attribute("correlationid").context("a case")?;
    ensure!(*subject == format!("tongban.intake.case_submitted.{case}"), "{subject}");
    ensure!(submitted.attribute("type") == Some("intake.case_submitted.v1"));
    for (_, event) in &feed {
        let data = String::from_utf8(event.data().to_vec())?;
        for personal in ["sealed", "identity", "海云建设", "91350100M000100Y43", "13800000000"]
        {
            ensure!(!data.contains(personal), "{personal} left: {data}");
        }
    }
    let mut stream = jetstream::new(client).get_stream(STREAM).await?;
    let age = stream.info().await?.config.max_age;
    ensure!(age == Duration::from_secs(30 * 24 * 60 * 60), "{age:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fact_is_lost_or_doubled_when_office_and_server_come_and_go() -> Result<()> {
    let mut server = Server::start().await;
    let mut office = Office::open_at_nats(server.url()).await?;
    submit(&office, 2).await?;
    server.kill();
    submit(&office, 2).await?;
    office.restart().await?;
    submit(&office, 1).await?;
    server.run().await;
    let client = async_nats::connect(server.url()).await?;
    everything_is_there(&office, &client).await?;
    submit(&office, 1).await?;
    everything_is_there(&office, &client).await?;
    Ok(())
}
