use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::notice::{Notice, NoticeDay};

/// Names the notices that a calendar holds: equal content, equal version, on every machine.
///
/// The first four bytes of a SHA-256 over the notices, so that the version recorded with an event
/// still means the same after the program shipped further years.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct CalendarVersion(u32);

impl CalendarVersion {
    /// The version as the envelope of an event carries it.
    pub fn get(self) -> u32 {
        self.0
    }

    pub(crate) fn of(notices: &BTreeMap<i16, Notice>) -> Self {
        let mut hash = Sha256::new();
        for notice in notices.values() {
            hash.update(format!("{}\n", notice.year()));
            for paper in notice.papers() {
                hash.update(format!("{paper}\n"));
            }
            for NoticeDay { name, date, is_off_day } in notice.days() {
                hash.update(format!("{date} {is_off_day} {name}\n"));
            }
        }
        let [a, b, c, d, ..]: [u8; 32] = hash.finalize().into();
        Self(u32::from_be_bytes([a, b, c, d]))
    }
}

impl From<u32> for CalendarVersion {
    fn from(version: u32) -> Self {
        Self(version)
    }
}

/// Eight hexadecimal digits.
impl fmt::Display for CalendarVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}
