use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Actor, CommandId, EventId, Partition, Seq, StreamId};

/// The wire name of an event: `intake.case_withdrawn.v1`. Never changed; a new meaning is a v2.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventType(Cow<'static, str>);

impl EventType {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for EventType {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<String> for EventType {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an aggregate's events have in common: an adjacently tagged enum of struct variants,
/// `#[serde(tag = "type", content = "data")]`.
pub trait DomainEvent:
    Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// When it happened, where that is another time than its recording: paper handed in on Friday
    /// and keyed on Monday.
    fn occurred_at(&self) -> Option<Timestamp> {
        None
    }
}

/// A recorded fact that cannot be read as what its reader declares.
#[derive(Debug, thiserror::Error)]
#[error("cannot decode an event of type {kind}")]
pub struct DecodeError {
    /// The type of the event.
    pub kind: EventType,
    #[source]
    source: serde_json::Error,
}

const TYPE_BEFORE: &[u8] = b"{\"type\":\"";
const DATA_BEFORE: &[u8] = b"\",\"data\":";

/// Splits an event into its wire name and its data, as JSON: the log keeps them apart, so that a
/// reader can pass over types it does not know without parsing them.
///
/// # Errors
/// When the event is no adjacently tagged enum of struct variants, or holds what JSON cannot.
pub fn encode_event<E: Serialize>(event: &E) -> Result<(EventType, Bytes), serde_json::Error> {
    let json = Bytes::from(serde_json::to_vec(event)?);
    let shape = || serde::ser::Error::custom("an event is a struct variant tagged type and data");
    let name = json.strip_prefix(TYPE_BEFORE).ok_or_else(shape)?;
    let name_len = name.iter().position(|byte| *byte == b'"').ok_or_else(shape)?;
    let kind = String::from_utf8_lossy(&name[..name_len]).into_owned();
    let data_from = TYPE_BEFORE.len() + name_len + DATA_BEFORE.len();
    if !name[name_len..].starts_with(DATA_BEFORE) || json.len() <= data_from {
        return Err(shape());
    }
    Ok((EventType::from(kind), json.slice(data_from..json.len() - 1)))
}

/// Reads an event, or the narrow part of a foreign one, from its wire name and data.
///
/// # Errors
/// When `E` has no such type, or the data do not fit it.
pub fn decode_data<E: DeserializeOwned>(kind: &EventType, data: &[u8]) -> Result<E, DecodeError> {
    let mut json = Vec::with_capacity(data.len() + kind.as_str().len() + 20);
    json.extend_from_slice(TYPE_BEFORE);
    json.extend_from_slice(kind.as_str().as_bytes());
    json.extend_from_slice(DATA_BEFORE);
    json.extend_from_slice(data);
    json.push(b'}');
    serde_json::from_slice(&json).map_err(|source| DecodeError { kind: kind.clone(), source })
}

/// A SHA-256 hash.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub [u8; 32]);

/// A text that is no hash.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a hash has 64 hexadecimal digits")]
pub struct InvalidHash;

impl Hash {
    /// What stands before the first event of a stream.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of `parts`, one after the other.
    pub fn of(parts: &[&[u8]]) -> Self {
        use sha2::{Digest, Sha256};
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One piece: it is written into the headers of every event.
        let digit = |nibble: u8| HEX_DIGITS[usize::from(nibble)];
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            (pair[0], pair[1]) = (digit(byte >> 4), digit(byte & 0xf));
        }
        f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Hash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(InvalidHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

fn nibble(digit: u8) -> Result<u8, InvalidHash> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(InvalidHash),
    }
}

/// Whether a fact stems from real work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Real work.
    #[default]
    Live,
    /// Taken over from another system: sets nothing off.
    Import,
    /// An emergency drill: sets nothing off outside the drill.
    Drill,
}

/// The W3C `traceparent` of the request that caused an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TraceContext(pub String);

/// What all events of one append share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Who acted.
    pub actor: Actor,
    /// The command; the same id is the same wish.
    pub command: CommandId,
    /// Hash of the command's body: the same id with another body is refused.
    pub body_hash: Hash,
    /// The event that led to the command, where a policy gave it.
    pub causation: Option<EventId>,
    /// What it all belongs to: the case, where there is one.
    pub correlation: Uuid,
    /// The trace of the request.
    pub trace: Option<TraceContext>,
    /// The jurisdiction; constant today, in every envelope from the start.
    pub jurisdiction: String,
    /// Version of the calendar in force.
    pub calendar_version: u32,
    /// Version of the catalogue in force.
    pub catalog_version: u32,
    /// Whether it stems from real work.
    pub origin: Origin,
}

/// One fact as the log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The part of the log it lies in.
    pub partition: Partition,
    /// Its place there.
    pub seq: Seq,
    /// The aggregate it belongs to.
    pub stream: StreamId,
    /// Its number in the stream, from 1, without gaps.
    pub revision: u64,
    /// Its id.
    pub id: EventId,
    /// Its wire name.
    pub kind: EventType,
    /// When it was recorded: never decreasing in a stream, nor in a partition that one process writes.
    pub recorded_at: Timestamp,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Who, why and under which rules.
    pub meta: Arc<Meta>,
    /// Hash of the event before it in the stream.
    pub prev_hash: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// Its data, as JSON.
    pub data: Bytes,
}

impl Recorded {
    /// Reads it as an event of `E`.
    ///
    /// # Errors
    /// When `E` has no such type, or the data do not fit it.
    pub fn decode<E: DeserializeOwned>(&self) -> Result<E, DecodeError> {
        decode_data(&self.kind, &self.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type", content = "data")]
    enum Event {
        #[serde(rename = "intake.case_withdrawn.v1")]
        CaseWithdrawn { reason: String },
        #[serde(rename = "intake.case_closed.v1")]
        CaseClosed {},
    }

    #[derive(Serialize)]
    struct NotTagged {
        reason: String,
    }

    #[test]
    fn an_event_is_stored_as_its_name_and_its_data() {
        let event = Event::CaseWithdrawn { reason: "a \"quote\"".into() };
        let (kind, data) = encode_event(&event).unwrap();
        assert_eq!(kind.as_str(), "intake.case_withdrawn.v1");
        assert_eq!(&data[..], br#"{"reason":"a \"quote\""}"#);
        assert_eq!(decode_data::<Event>(&kind, &data).unwrap(), event);
        let (kind, data) = encode_event(&Event::CaseClosed {}).unwrap();
        assert_eq!(decode_data::<Event>(&kind, &data).unwrap(), Event::CaseClosed {});
    }

    #[test]
    fn what_is_not_tagged_is_no_event() {
        assert!(encode_event(&NotTagged { reason: String::new() }).is_err());
    }

    #[test]
    fn an_unknown_type_is_named_when_it_cannot_be_decoded() {
        let error = decode_data::<Event>(&"intake.case_lost.v1".into(), b"{}").unwrap_err();
        assert_eq!(error.to_string(), "cannot decode an event of type intake.case_lost.v1");
    }

    #[test]
    fn a_hash_is_written_and_read_as_hexadecimal() {
        let hash = Hash::of(&[b"abc"]);
        assert!(hash.to_string().starts_with("ba7816bf"));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!("é".repeat(32).parse::<Hash>(), Err(InvalidHash));
    }
}
