use serde_json::{Map, Value, json};

use crate::commands::{STATUS, Spec};
use crate::feed::{ATTRIBUTES, Leaving, address};

/// Headers that every command understands, as over HTTP.
const COMMAND_HEADERS: [(&str, &str); 6] = [
    ("Authorization", "Bearer and a token; not on tb.as, where the server says who asks."),
    ("Idempotency-Key", "The wish: a UUID of the client's choice."),
    ("If-Match", "The ETag that the command is meant for."),
    ("Prefer", "How long the answer may wait for what follows."),
    ("Accept-Language", "The language of problems: zh or en."),
    ("traceparent", "The W3C trace context of the caller."),
];

const ANSWER_HEADERS: &str = "#/components/schemas/AnswerHeaders";

/// The `AsyncAPI` 3 document: commands as requests, facts as messages. Derived from the `OpenAPI`
/// document, to whose schemas it refers, and from what leaves of each event.
pub fn asyncapi(openapi: &Value, specs: &[Spec], leaving: &Leaving, version: &str) -> Value {
    let mut document = Document::default();
    for spec in specs {
        document.command(openapi, spec);
    }
    for (kind, data) in leaving.schemas() {
        document.fact(kind, data);
    }
    let Document { channels, operations, mut messages } = document;
    messages.insert(
        "problem".to_owned(),
        json!({
            "contentType": "application/problem+json",
            "headers": { "$ref": ANSWER_HEADERS },
            "payload": { "$ref": "openapi.json#/components/schemas/Problem" },
        }),
    );
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tongban over NATS",
            "version": version,
            "description": "Commands are requests of the NATS service API; facts are CloudEvents \
                            in binary mode in the stream TB_FEED.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": {
                "CommandHeaders": { "type": "object", "properties": texts(COMMAND_HEADERS) },
                "AnswerHeaders": answer_headers(),
                "FactHeaders": fact_headers(),
            },
        },
    })
}

#[derive(Default)]
struct Document {
    channels: Map<String, Value>,
    operations: Map<String, Value>,
    messages: Map<String, Value>,
}

impl Document {
    /// A request with its answer, once for whoever sends a token and once for whom the server
    /// vouches for.
    fn command(&mut self, openapi: &Value, spec: &Spec) {
        let post = &openapi["paths"][&spec.path]["post"];
        let name = format!("{}.{}", spec.service, spec.name);
        let (reply, answer) = (format!("{name}.reply"), format!("{name}.answer"));
        self.messages.insert(
            name.clone(),
            json!({
                "contentType": spec.content_type,
                "headers": request_headers(spec),
                "payload": payload(&post["requestBody"]["content"]),
            }),
        );
        let answers = post["responses"].as_object().into_iter().flatten();
        let mut done = answers.filter(|(status, _)| status.starts_with('2'));
        self.messages.insert(answer.clone(), json!({
            "headers": { "$ref": ANSWER_HEADERS },
            "payload": done.next().map_or_else(|| json!({}), |(_, done)| payload(&done["content"])),
        }));
        self.channels.insert(
            reply.clone(),
            json!({
                "address": null,
                "messages": {
                    "answer": { "$ref": format!("#/components/messages/{answer}") },
                    "problem": { "$ref": "#/components/messages/problem" },
                },
            }),
        );
        let login = json!({ "login": {
            "description": "The account, which is the NATS user's name; a dot is written %2E.",
        } });
        for (channel, address, parameters) in [
            (name.clone(), spec.subject(), json!({})),
            (format!("{name}.as"), spec.subject_as("{login}"), login),
        ] {
            self.operations.insert(
                channel.clone(),
                json!({
                    "action": "receive",
                    "channel": { "$ref": format!("#/channels/{channel}") },
                    "summary": spec.summary,
                    "reply": {
                        "address": { "location": "$message.header#/reply" },
                        "channel": { "$ref": format!("#/channels/{reply}") },
                    },
                }),
            );
            let request = json!({ "$ref": format!("#/components/messages/{name}") });
            self.channels.insert(
                channel,
                json!({
                    "address": address,
                    "parameters": parameters,
                    "messages": { "request": request },
                }),
            );
        }
    }

    /// One type of fact.
    fn fact(&mut self, kind: &str, data: &Value) {
        let Some(address) = address(kind, "{case}") else { return };
        let name = format!("feed.{kind}");
        self.operations.insert(
            name.clone(),
            json!({
                "action": "send",
                "channel": { "$ref": format!("#/channels/{name}") },
            }),
        );
        let of_kind = json!({ "type": "object", "properties": { "ce-type": { "const": kind } } });
        self.messages.insert(
            name.clone(),
            json!({
                "name": kind,
                "contentType": "application/json",
                "headers": { "allOf": [{ "$ref": "#/components/schemas/FactHeaders" }, of_kind] },
                "payload": data,
            }),
        );
        let case = "What it belongs to: the case, where there is one.";
        self.channels.insert(
            name.clone(),
            json!({
                "address": address,
                "parameters": { "case": { "description": case } },
                "messages": { "fact": { "$ref": format!("#/components/messages/{name}") } },
            }),
        );
    }
}

/// What the document says of a body: the one that `OpenAPI` names, by reference.
fn payload(content: &Value) -> Value {
    let mut media = content.as_object().into_iter().flatten();
    let Some((kind, schema)) = media.next().map(|(kind, media)| (kind, &media["schema"])) else {
        return json!({});
    };
    let is_json = kind.ends_with("json") && schema.is_object();
    if is_json { outward(schema) } else { json!({}) }
}

/// A schema with its references leading into the `OpenAPI` document beside this one.
fn outward(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let outward = |(name, value): (&String, &Value)| match (name.as_str(), value.as_str()) {
                ("$ref", Some(inner)) => (name.clone(), json!(format!("openapi.json{inner}"))),
                _ => (name.clone(), outward(value)),
            };
            Value::Object(members.iter().map(outward).collect())
        }
        Value::Array(values) => values.iter().map(outward).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

fn texts<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Map<String, Value> {
    let text = |(name, about): (&str, &str)| {
        (name.to_owned(), json!({ "type": "string", "description": about }))
    };
    headers.into_iter().map(text).collect()
}

fn request_headers(spec: &Spec) -> Value {
    let common = json!({ "$ref": "#/components/schemas/CommandHeaders" });
    if spec.parts.is_empty() {
        return common;
    }
    let parts = spec.parts.iter().map(|part| (part.as_str(), "A part of the address over HTTP."));
    let own = json!({ "type": "object", "properties": texts(parts), "required": spec.parts });
    json!({ "allOf": [common, own] })
}

fn answer_headers() -> Value {
    let headers = texts([
        (STATUS, "The status that HTTP would have answered with."),
        ("Case-Position", "Where the fact lies in the log."),
        ("ETag", "The revision after it."),
        ("Nats-Service-Error", "The type of the problem, where there is one."),
        ("Nats-Service-Error-Code", "Its status."),
    ]);
    json!({ "type": "object", "properties": headers, "required": [STATUS] })
}

fn fact_headers() -> Value {
    let mut headers = texts([
        ("ce-id", "The event: twice the same is once."),
        ("ce-source", "The jurisdiction and the service."),
        ("ce-subject", "The history that it belongs to."),
        ("ce-time", "When it happened."),
        ("ce-type", "What happened."),
    ]);
    headers.insert("ce-specversion".to_owned(), json!({ "const": "1.0" }));
    let own: Vec<_> = ATTRIBUTES.map(|(name, about)| (format!("ce-{name}"), about)).into();
    headers.extend(texts(own.iter().map(|(name, about)| (name.as_str(), *about))));
    let required = ["ce-id", "ce-source", "ce-specversion", "ce-type"];
    json!({ "type": "object", "properties": headers, "required": required })
}
