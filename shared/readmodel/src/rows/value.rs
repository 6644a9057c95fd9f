use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongban_kernel::{
    CaseId, CommandId, ComplaintId, DeliberationId, DisputeId, EventId, EventType, Hash, MatterId,
    MeetingId, NoticeId, OpinionId, Partition, PersonId, ReportId, Seq, TaskId,
};
use uuid::Uuid;

/// What a column holds. The engine decides how: an id is 16 bytes in SQLite, UUID in PostgreSQL.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    #[serde(rename = "n")]
    Null,
    /// A number, a flag (0 or 1), or an instant in microseconds.
    #[serde(rename = "i")]
    Int(i64),
    /// A ratio.
    #[serde(rename = "r")]
    Real(f64),
    /// Text, or a date as `2026-09-28`.
    #[serde(rename = "t")]
    Text(String),
    /// Bytes.
    #[serde(rename = "b")]
    Blob(Vec<u8>),
    /// An id.
    #[serde(rename = "u")]
    Uuid(Uuid),
}

/// A number that no column holds.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0} is larger than a column holds ({max})", max = i64::MAX)]
pub struct ValueTooLarge(pub u64);

impl Value {
    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Int(_) => 1,
            Self::Real(_) => 2,
            Self::Text(_) => 3,
            Self::Blob(_) => 4,
            Self::Uuid(_) => 5,
        }
    }
}

// A total order, so that rows can be told apart and written in the order of their key.
impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Real(a), Self::Real(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Blob(a), Self::Blob(b)) => a.cmp(b),
            (Self::Uuid(a), Self::Uuid(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

macro_rules! from {
    ($($kind:ty, $value:ident => $to:expr;)+) => {$(
        impl From<$kind> for Value {
            fn from($value: $kind) -> Self {
                $to
            }
        }
    )+};
}

from! {
    i64, value => Self::Int(value);
    i32, value => Self::Int(value.into());
    u32, value => Self::Int(value.into());
    u16, value => Self::Int(value.into());
    u8, value => Self::Int(value.into());
    bool, value => Self::Int(value.into());
    f64, value => Self::Real(value);
    String, value => Self::Text(value);
    &str, value => Self::Text(value.to_owned());
    &String, value => Self::Text(value.clone());
    &EventType, value => Self::Text(value.as_str().to_owned());
    Vec<u8>, value => Self::Blob(value);
    &[u8], value => Self::Blob(value.to_vec());
    Hash, value => Self::Blob(value.0.to_vec());
    Uuid, value => Self::Uuid(value);
    CaseId, value => Self::Uuid(value.uuid());
    TaskId, value => Self::Uuid(value.uuid());
    ComplaintId, value => Self::Uuid(value.uuid());
    DisputeId, value => Self::Uuid(value.uuid());
    MatterId, value => Self::Uuid(value.uuid());
    NoticeId, value => Self::Uuid(value.uuid());
    MeetingId, value => Self::Uuid(value.uuid());
    DeliberationId, value => Self::Uuid(value.uuid());
    OpinionId, value => Self::Uuid(value.uuid());
    CommandId, value => Self::Uuid(value.uuid());
    EventId, value => Self::Uuid(value.uuid());
    PersonId, value => Self::Uuid(value.uuid());
    ReportId, value => Self::Uuid(value.uuid());
    Timestamp, value => Self::Int(value.as_microsecond());
    Date, value => Self::Text(value.to_string());
    Partition, value => Self::Int(value.0.into());
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl TryFrom<u64> for Value {
    type Error = ValueTooLarge;

    fn try_from(value: u64) -> Result<Self, ValueTooLarge> {
        i64::try_from(value).map(Self::Int).map_err(|_| ValueTooLarge(value))
    }
}

impl TryFrom<Seq> for Value {
    type Error = ValueTooLarge;

    fn try_from(value: Seq) -> Result<Self, ValueTooLarge> {
        Self::try_from(value.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_column_cannot_hold_is_refused() {
        assert_eq!(Value::try_from(7_u64), Ok(Value::Int(7)));
        assert_eq!(Value::try_from(Seq(u64::MAX)), Err(ValueTooLarge(u64::MAX)));
    }

    #[test]
    fn nothing_is_null_and_something_is_itself() {
        assert_eq!(Value::from(None::<&str>), Value::Null);
        assert_eq!(Value::from(Some(true)), Value::Int(1));
        assert_eq!(Value::from(Timestamp::UNIX_EPOCH), Value::Int(0));
        assert_eq!(Value::from(jiff::civil::date(2026, 9, 28)), Value::from("2026-09-28"));
    }
}
