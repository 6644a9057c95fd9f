use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ContentType;

/// Names a file by the SHA-256 of its content: 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct MaterialId(#[schemars(with = "String")] [u8; 32]);

/// A text that names no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a material is named by 64 small hexadecimal digits")]
pub struct NotAMaterialId;

/// A stored file, as it stands in events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaterialRef {
    /// Hash of the content.
    pub id: MaterialId,
    /// Length in bytes.
    pub size: u64,
    /// What it is: checked against its content when it came in.
    pub content_type: ContentType,
}

impl MaterialId {
    pub(super) fn from_hash(hash: [u8; 32]) -> Self {
        Self(hash)
    }
}

impl fmt::Display for MaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for MaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for MaterialId {
    type Err = NotAMaterialId;

    fn from_str(text: &str) -> Result<Self, NotAMaterialId> {
        let digit = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(digit) {
            return Err(NotAMaterialId);
        }
        let mut hash = [0; 32];
        for (i, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| NotAMaterialId)?;
        }
        Ok(Self(hash))
    }
}

impl TryFrom<String> for MaterialId {
    type Error = NotAMaterialId;

    fn try_from(text: String) -> Result<Self, NotAMaterialId> {
        text.parse()
    }
}

impl From<MaterialId> for String {
    fn from(id: MaterialId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_64_small_digits_name_a_material() {
        let id = MaterialId::from_hash([0xab; 32]);
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "../../../etc/passwd", &"AB".repeat(32), &"+1".repeat(32)] {
            assert_eq!(bad.parse::<MaterialId>(), Err(NotAMaterialId), "{bad}");
        }
    }

    #[test]
    fn a_reference_is_written_in_plain_json() {
        let id = MaterialId::from_hash([0; 32]);
        let reference = MaterialRef { id, size: 7, content_type: ContentType::Pdf };
        let json = serde_json::to_value(&reference).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"id": "0".repeat(64), "size": 7, "content_type": "application/pdf"})
        );
        assert_eq!(serde_json::from_value::<MaterialRef>(json).unwrap(), reference);
    }
}
