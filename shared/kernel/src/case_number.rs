use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::CaseId;

/// Case number (办件编号): what people write down, read out and type.
///
/// `20260928-7K3M-9QX2-4TBD-P`: the day of receipt, sixty bits of the case's id (its slot first),
/// and a check character that finds every mistyped character and nearly every swapped pair (the
/// hybrid system of ISO 7064, over the 32 characters that occur). Letters that look like digits do
/// not occur and are read as those digits. 25 characters; GB/T 39046 allows 50.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(String);

/// A text that is no case number.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidCaseNumber {
    /// Wrong length or characters.
    #[error("a case number looks like 20260928-7K3M-9QX2-4TBD-P")]
    Format,
    /// The last character does not follow from the others.
    #[error("the check character does not fit: a character is wrong or two are swapped")]
    CheckCharacter,
}

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DATE_CHARS: usize = 8;
const ID_CHARS: usize = 12;
const CHARS: usize = DATE_CHARS + ID_CHARS + 1;

impl CaseNumber {
    /// The number of a case that was received on this day.
    pub fn of(case: CaseId, received_on: Date) -> Self {
        let tail = case.uuid().as_u128() & 0xffff_ffff_ffff;
        let bits = (u128::from(case.slot().get()) << 48) | tail;
        let id = (0..ID_CHARS).rev().map(|place| {
            let index = usize::try_from((bits >> (5 * place)) & 31).unwrap_or_default();
            char::from(ALPHABET[index])
        });
        let plain: String = received_on.strftime("%Y%m%d").to_string().chars().chain(id).collect();
        Self::grouped(&plain, check_character(&plain))
    }

    /// Reads a number as people type it: any case, with or without dashes and blanks.
    ///
    /// # Errors
    /// When it has another form, or its check character does not fit.
    pub fn parse(raw: &str) -> Result<Self, InvalidCaseNumber> {
        let typed = raw.trim().chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| {
            match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            }
        });
        let typed: String = typed.take(CHARS + 1).collect();
        let known = |c: char| u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte));
        if typed.len() != CHARS || !typed.chars().all(known) {
            return Err(InvalidCaseNumber::Format);
        }
        let (plain, check) = typed.split_at(CHARS - 1);
        let expected = check_character(plain);
        if !check.starts_with(expected) {
            return Err(InvalidCaseNumber::CheckCharacter);
        }
        Ok(Self::grouped(plain, expected))
    }

    fn grouped(plain: &str, check: char) -> Self {
        let (date, id) = plain.split_at(DATE_CHARS);
        Self(format!("{date}-{}-{}-{}-{check}", &id[..4], &id[4..8], &id[8..]))
    }

    /// The number with its dashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The hybrid system of ISO 7064 with modulus 32 and 33.
fn check_character(plain: &str) -> char {
    const M: usize = ALPHABET.len();
    let mut product = M;
    for c in plain.bytes() {
        let value = ALPHABET.iter().position(|known| *known == c).unwrap_or_default();
        let sum = (product + value) % M;
        product = if sum == 0 { M } else { sum } * 2 % (M + 1);
    }
    char::from(ALPHABET[(M + 1 - product) % M])
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = InvalidCaseNumber;

    fn try_from(text: String) -> Result<Self, InvalidCaseNumber> {
        Self::parse(&text)
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> Self {
        number.0
    }
}

/// The code on the receipt that opens the progress page: eight digits, known to the applicant
/// alone, derived from the case under a key and stored nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckCode(String);

impl CheckCode {
    /// Takes eight digits from a keyed hash of the case's id.
    pub fn from_keyed_hash(hash: &[u8; 32]) -> Self {
        let number = hash.iter().take(8).fold(0_u64, |n, byte| (n << 8) | u64::from(*byte));
        Self(format!("{:08}", number % 100_000_000))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether these digits are the code; takes the same time whatever they are.
    pub fn matches(&self, typed: &str) -> bool {
        let typed = typed.trim().as_bytes();
        let differences = self.0.bytes().zip(typed).fold(0, |sum, (a, b)| sum | (a ^ b));
        typed.len() == self.0.len() && differences == 0
    }
}

impl fmt::Debug for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn number(seed: u128) -> CaseNumber {
        CaseNumber::of(CaseId::derive("window", Uuid::from_u128(seed)), date(2026, 9, 28))
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        for seed in 0..200 {
            let number = number(seed);
            let typed = number.as_str().to_lowercase().replace('-', " ").replace('0', "o");
            assert_eq!(CaseNumber::parse(&typed), Ok(number.clone()), "{typed}");
            assert_eq!(number.as_str().len(), 25);
        }
    }

    #[test]
    fn what_is_too_short_or_too_long_or_foreign_is_no_number() {
        for bad in ["", "20260928", "20260928-7K3M-9QX2-4TBD-PP", "20260928-7K3M-9QX2-4TB中-P"] {
            assert_eq!(CaseNumber::parse(bad), Err(InvalidCaseNumber::Format), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn one_mistyped_character_is_always_found(seed: u128, place in 0..20_usize, shift in 1..31_usize) {
            let plain: String = number(seed).as_str().replace('-', "");
            let mut typed = plain.clone().into_bytes();
            let alphabet: &[u8] = if place < DATE_CHARS { b"0123456789" } else { ALPHABET };
            let value = alphabet.iter().position(|c| *c == typed[place]).unwrap();
            typed[place] = alphabet[(value + shift) % alphabet.len()];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert!(typed == plain || CaseNumber::parse(&typed).is_err());
        }
    }

    #[test]
    fn only_the_code_itself_matches() {
        let code = CheckCode::from_keyed_hash(&[7; 32]);
        assert_eq!(code.as_str().len(), 8);
        assert!(code.matches(&format!(" {} ", code.as_str())));
        assert!(!code.matches(&code.as_str()[..7]) && !code.matches(""));
        assert_eq!(format!("{code:?}"), "CheckCode(…)");
    }
}
