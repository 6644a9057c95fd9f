use bytes::Bytes;
use serde_json::Value;
use tongban_kernel::{Origin, Recorded, TraceContext};

use super::{CloudEvent, InvalidEvent, Leaving};

/// The attributes of every message, beside those of `CloudEvents` itself, and what they say.
pub(crate) const ATTRIBUTES: [(&str, &str); 6] = [
    ("recordedtime", "When it was recorded; time says when it happened."),
    ("correlationid", "What it belongs to: the case, where there is one."),
    ("causationid", "The event that led to it, where one did."),
    ("revision", "Its number in the history that subject names, from 1, without gaps."),
    ("origin", "live: real work. Drills and imported histories stay inside."),
    ("traceparent", "The W3C trace context of the request that caused it."),
];

/// Why an event cannot be written as a message.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoMessage {
    /// An older program does not know what of it may leave.
    #[error("what may leave of events of type {kind} is not known: a newer program goes on")]
    Unknown {
        /// The type.
        kind: String,
    },
    #[error("the data are no JSON")]
    Data(#[source] serde_json::Error),
    #[error("it would be no CloudEvent")]
    Event(#[from] InvalidEvent),
}

/// The subject of the messages of one type of event about one case: the service, what happened, the
/// case. The version of the type stands in the message.
pub(crate) fn address(kind: &str, case: &str) -> Option<String> {
    let (name, _version) = kind.rsplit_once('.')?;
    let (service, what) = name.split_once('.')?;
    Some(format!("tongban.{service}.{what}.{case}"))
}

/// An event as it leaves.
pub(super) fn message(leaving: &Leaving, event: &Recorded) -> Result<CloudEvent, NoMessage> {
    let data: Value = serde_json::from_slice(&event.data).map_err(NoMessage::Data)?;
    let kind = event.kind.as_str();
    let data = leaving.data(kind, &data).ok_or_else(|| NoMessage::Unknown { kind: kind.into() })?;
    let meta = &*event.meta;
    let origin = match meta.origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Drill => "drill",
    };
    let mut attributes = vec![
        ("specversion", "1.0".to_owned()),
        ("id", event.id.to_string()),
        ("source", format!("/tongban/{}/{}", meta.jurisdiction, event.stream.category)),
        ("type", kind.to_owned()),
        ("subject", event.stream.to_string()),
        ("time", event.occurred_at.to_string()),
        ("datacontenttype", "application/json".to_owned()),
        ("recordedtime", event.recorded_at.to_string()),
        ("correlationid", meta.correlation.to_string()),
        ("revision", event.revision.to_string()),
        ("origin", origin.to_owned()),
    ];
    attributes.extend(meta.causation.map(|cause| ("causationid", cause.to_string())));
    let trace = meta.trace.as_ref().map(|TraceContext(trace)| ("traceparent", trace.clone()));
    attributes.extend(trace);
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value));
    Ok(CloudEvent::new(attributes.collect(), Bytes::from(data.to_string()))?)
}
