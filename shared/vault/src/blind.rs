use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tongban_kernel::{CaseId, CheckCode, PersonId};
use uuid::Builder;

use crate::Secret;

/// A keyed hash of a value about a person, 32 hexadecimal digits: equal values have equal indexes,
/// and without the key nothing can be learnt or tried out.
///
/// Equality itself shows: whoever sees many indexes of name pairs can count which are frequent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlindIndex([u8; 16]);

/// What an index is of: the same digits as a phone and as an identity number differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlindKind {
    /// Citizen identity number (公民身份号码), as `CitizenId` reads it.
    CitizenId,
    /// Unified social credit code (统一社会信用代码), as `UnifiedCode` reads it.
    UnifiedCode,
    /// Another document of identity: kind and number in one text.
    OtherDocument,
    /// Phone number, digits alone.
    Phone,
    /// Two neighbouring characters of a name.
    NamePair,
}

impl BlindKind {
    /// Frozen: another label would be another index, and nothing indexed before would be found.
    fn label(self) -> &'static [u8] {
        match self {
            Self::CitizenId => b"citizen-id",
            Self::UnifiedCode => b"unified-code",
            Self::OtherDocument => b"other-document",
            Self::Phone => b"phone",
            Self::NamePair => b"name-pair",
        }
    }
}

/// More characters of a name are not indexed.
const NAME_CHARS_MAX: usize = 64;

/// The key under which blind indexes, ids of persons and check codes are computed. As long as the
/// data live: a new key would find nothing.
#[derive(Clone)]
pub struct IndexKey(Hmac<Sha256>);

impl IndexKey {
    /// The key with these bytes.
    pub fn new(secret: &Secret) -> Self {
        // HMAC itself fills a shorter key up to its block of 64 bytes with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(secret.bytes());
        Self(Hmac::new(&block.into()))
    }

    /// The index of a value in its normal form.
    pub fn blind(&self, kind: BlindKind, normalised: &str) -> BlindIndex {
        BlindIndex(self.short(&[b"blind", kind.label(), normalised.as_bytes()]))
    }

    /// The indexes of every two neighbouring characters of a name, blanks and dots left out and
    /// letters made small; of the character itself where there is one alone. A name contains
    /// another when it has all its indexes.
    pub fn name_bigrams(&self, name: &str) -> Vec<BlindIndex> {
        let kept = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '•' | '.'));
        let chars: Vec<char> = kept.flat_map(char::to_lowercase).take(NAME_CHARS_MAX).collect();
        let pairs: BTreeSet<String> =
            chars.windows(chars.len().clamp(1, 2)).map(|pair| pair.iter().collect()).collect();
        pairs.iter().map(|pair| self.blind(BlindKind::NamePair, pair)).collect()
    }

    /// The code on the receipt that opens the progress page of a case.
    pub fn check_code(&self, case: CaseId) -> CheckCode {
        CheckCode::from_keyed_hash(&self.hash(&[b"check-code", case.uuid().as_bytes()]))
    }

    /// The id of the `generation`-th life of a person: the first is 0, and each erasure begins
    /// another that has nothing in common with those before.
    pub(crate) fn person(&self, identity: &BlindIndex, generation: u32) -> PersonId {
        let bits = self.short(&[b"person", &identity.0, &generation.to_be_bytes()]);
        PersonId::from_uuid(Builder::from_custom_bytes(bits).into_uuid())
    }

    /// Tells files of this key from those of another.
    pub(crate) fn fingerprint(&self) -> [u8; 16] {
        self.short(&[b"fingerprint"])
    }

    fn short(&self, parts: &[&[u8]]) -> [u8; 16] {
        let hash = self.hash(parts);
        std::array::from_fn(|i| hash[i])
    }

    fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexKey(…)")
    }
}

/// A text that is no blind index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a blind index has 32 hexadecimal digits")]
pub struct InvalidBlindIndex;

impl fmt::Display for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BlindIndex {
    type Err = InvalidBlindIndex;

    fn from_str(text: &str) -> Result<Self, InvalidBlindIndex> {
        let digit = |c: u8| char::from(c).is_ascii_hexdigit();
        if text.len() != 32 || !text.bytes().all(digit) {
            return Err(InvalidBlindIndex);
        }
        let bits = u128::from_str_radix(text, 16).map_err(|_| InvalidBlindIndex)?;
        Ok(Self(bits.to_be_bytes()))
    }
}

impl TryFrom<String> for BlindIndex {
    type Error = InvalidBlindIndex;

    fn try_from(text: String) -> Result<Self, InvalidBlindIndex> {
        text.parse()
    }
}

impl From<BlindIndex> for String {
    fn from(index: BlindIndex) -> Self {
        index.to_string()
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::CaseId;
    use uuid::Uuid;

    use super::*;

    fn key() -> IndexKey {
        IndexKey::new(&Secret::random())
    }

    #[test]
    fn equal_values_have_equal_indexes_under_one_key_and_kind_alone() {
        let (key, other) = (key(), key());
        let index = key.blind(BlindKind::Phone, "13812345678");
        assert_eq!(index, key.blind(BlindKind::Phone, "13812345678"));
        assert_ne!(index, key.blind(BlindKind::Phone, "13812345679"));
        assert_ne!(index, key.blind(BlindKind::CitizenId, "13812345678"));
        assert_ne!(index, other.blind(BlindKind::Phone, "13812345678"));
    }

    #[test]
    fn an_index_is_read_back_from_its_digits() {
        let index = key().blind(BlindKind::Phone, "13812345678");
        assert_eq!(index.to_string().parse(), Ok(index));
        let json = serde_json::to_string(&index).unwrap();
        assert_eq!(serde_json::from_str::<BlindIndex>(&json).unwrap(), index);
        for bad in ["", "+0000000000000000000000000000000", "0123"] {
            assert_eq!(bad.parse::<BlindIndex>(), Err(InvalidBlindIndex), "{bad}");
        }
    }

    #[test]
    fn part_of_a_name_is_found_in_the_whole() {
        let key = key();
        let whole = key.name_bigrams("阿卜杜拉·买买提");
        assert_eq!(whole.len(), 6);
        for part in ["买买提", "卜杜", "拉 买"] {
            assert!(key.name_bigrams(part).iter().all(|pair| whole.contains(pair)), "{part}");
        }
        assert!(key.name_bigrams("王明").iter().all(|pair| !whole.contains(pair)));
        assert_eq!(key.name_bigrams("Li Lei"), key.name_bigrams("lilei"));
    }

    #[test]
    fn a_name_of_one_character_has_one_index_and_no_name_none() {
        assert_eq!(key().name_bigrams(" 王 ").len(), 1);
        assert!(key().name_bigrams(" · ").is_empty());
        assert_eq!(key().name_bigrams(&"万千百十".repeat(1_000)).len(), 4);
    }

    #[test]
    fn every_life_of_a_person_has_an_id_of_its_own() {
        let key = key();
        let identity = key.blind(BlindKind::CitizenId, "11010519491231002X");
        assert_eq!(key.person(&identity, 0), key.person(&identity, 0));
        assert_ne!(key.person(&identity, 0), key.person(&identity, 1));
        assert_eq!(key.person(&identity, 0).uuid().get_version_num(), 8);
    }

    #[test]
    fn a_check_code_belongs_to_its_case() {
        let key = key();
        let code = key.check_code(CaseId::derive("window-3", Uuid::from_u128(1)));
        assert!(
            code.matches(key.check_code(CaseId::derive("window-3", Uuid::from_u128(1))).as_str())
        );
        assert!(
            !code.matches(key.check_code(CaseId::derive("window-3", Uuid::from_u128(2))).as_str())
        );
    }
}
