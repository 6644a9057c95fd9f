//! Hashes as 64 hexadecimal digits, for files that people read too.

use serde::{Deserialize as _, Deserializer, Serializer, de};
use tongban_kernel::Hash;

pub(super) fn serialize<S: Serializer>(hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(hash)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}
