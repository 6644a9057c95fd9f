use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::{Partition, Slot};

/// The kind of aggregate a stream belongs to: `intake`, `coordination`, …
///
/// At most [`Category::BYTES_MAX`] lower-case letters, digits and dashes; copied, never allocated.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Category {
    bytes: [u8; Self::BYTES_MAX],
}

/// A text that is no category.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a category has 1 to {max} lower-case letters, digits and dashes", max = Category::BYTES_MAX)]
pub struct InvalidCategory;

impl Category {
    /// The longest category.
    pub const BYTES_MAX: usize = 16;

    /// A category known at compile time.
    ///
    /// # Panics
    /// At compile time, when the name is no category.
    pub const fn new(name: &'static str) -> Self {
        match Self::from_bytes(name.as_bytes()) {
            Ok(category) => category,
            Err(InvalidCategory) => panic!("not a category"),
        }
    }

    /// Reads a category from a record or a request.
    ///
    /// # Errors
    /// When it is empty, too long, or has other characters.
    pub const fn parse(name: &str) -> Result<Self, InvalidCategory> {
        Self::from_bytes(name.as_bytes())
    }

    const fn from_bytes(name: &[u8]) -> Result<Self, InvalidCategory> {
        if name.is_empty() || name.len() > Self::BYTES_MAX {
            return Err(InvalidCategory);
        }
        let mut bytes = [0; Self::BYTES_MAX];
        let mut i = 0;
        while i < name.len() {
            if !matches!(name[i], b'a'..=b'z' | b'0'..=b'9' | b'-') {
                return Err(InvalidCategory);
            }
            bytes[i] = name[i];
            i += 1;
        }
        Ok(Self { bytes })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        let len = self.bytes.iter().position(|byte| *byte == 0).unwrap_or(Self::BYTES_MAX);
        std::str::from_utf8(&self.bytes[..len]).unwrap_or_default()
    }

    /// The name padded with zeros: the prefix of a key of fixed length.
    pub fn as_bytes(&self) -> &[u8; Self::BYTES_MAX] {
        &self.bytes
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Category {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&name).map_err(serde::de::Error::custom)
    }
}

/// One aggregate's history: `intake/<case>`, `coordination/<task>`, …
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StreamId {
    /// Kind of aggregate.
    pub category: Category,
    /// Its id, which carries its slot.
    pub id: Uuid,
}

impl StreamId {
    /// The stream of one aggregate.
    pub const fn new(category: Category, id: Uuid) -> Self {
        Self { category, id }
    }

    /// The partition it lives in, of a log with `n_partitions` (a power of two).
    pub fn partition(&self, n_partitions: u16) -> Partition {
        Partition(Slot::of(self.id).get() % n_partitions.max(1))
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.category, self.id)
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_short_and_plain() {
        assert_eq!(Category::parse("coordination").unwrap().as_str(), "coordination");
        for bad in ["", "Intake", "a/b", "a-category-far-too-long"] {
            assert_eq!(Category::parse(bad), Err(InvalidCategory), "{bad}");
        }
    }
}
