use std::fmt;

use jiff::civil::Date;

/// Why an identity number is none.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidIdentity {
    /// Not 18 characters of the standard's alphabet.
    #[error(
        "an identity number has 18 characters: digits, and letters where the standard has them"
    )]
    Format,
    /// The first two digits name no province.
    #[error("the first two digits name no province (GB/T 2260)")]
    Division,
    /// Digits 7 to 14 are no date of birth.
    #[error("digits 7 to 14 are no date of birth")]
    BirthDate,
    /// The last character does not follow from the others.
    #[error("the check character does not fit: a digit is wrong or two are swapped")]
    CheckCharacter,
}

/// Citizen identity number (公民身份号码, GB 11643): 18 characters.
///
/// Form, province, date of birth and check character are checked. The county is not: counties that
/// were renamed or dissolved live on in the numbers of those born there.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitizenId(String);

/// GB/T 2260: the provinces, municipalities and regions that numbers are issued for; 83 is the
/// code of residence permits for residents of Taiwan.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82", "83",
];

impl CitizenId {
    /// Reads a number; a lower-case `x` is taken for the check character `X`.
    ///
    /// # Errors
    /// The first rule of GB 11643 that it breaks.
    pub fn parse(raw: &str) -> Result<Self, InvalidIdentity> {
        let text = raw.trim().to_ascii_uppercase();
        let (body, check) = split_check(&text)?;
        if !body.bytes().all(|c| c.is_ascii_digit()) || !matches!(check, b'0'..=b'9' | b'X') {
            return Err(InvalidIdentity::Format);
        }
        if !PROVINCES.contains(&&body[..2]) {
            return Err(InvalidIdentity::Division);
        }
        birth_date(&body[6..14]).ok_or(InvalidIdentity::BirthDate)?;
        if check != citizen_check(body) {
            return Err(InvalidIdentity::CheckCharacter);
        }
        Ok(Self(text))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CitizenId(…)")
    }
}

fn split_check(text: &str) -> Result<(&str, u8), InvalidIdentity> {
    if text.len() != 18 || !text.is_ascii() {
        return Err(InvalidIdentity::Format);
    }
    let (body, check) = text.split_at(17);
    Ok((body, check.as_bytes()[0]))
}

fn birth_date(digits: &str) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i16>().ok();
    let month = i8::try_from(number(4..6)?).ok()?;
    Date::new(number(0..4)?, month, i8::try_from(number(6..8)?).ok()?).ok()
}

fn citizen_check(body: &str) -> u8 {
    // ISO 7064 MOD 11-2: weights are powers of two modulo 11.
    let sum = body.bytes().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).unwrap_or_default(),
    }
}

/// Unified social credit code of an organisation (统一社会信用代码, GB 32100): 18 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnifiedCode(String);

/// Digits and letters without I, O, S, V, Z.
const CODE_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl UnifiedCode {
    /// Reads a code, in either case.
    ///
    /// # Errors
    /// The first rule of GB 32100 that it breaks.
    pub fn parse(raw: &str) -> Result<Self, InvalidIdentity> {
        let text = raw.trim().to_ascii_uppercase();
        let (body, check) = split_check(&text)?;
        // Characters 3 to 8 are the division of the registering body: digits.
        if !body[2..8].bytes().all(|c| c.is_ascii_digit()) {
            return Err(InvalidIdentity::Format);
        }
        let mut weight = 1_usize;
        let mut sum = 0_usize;
        for c in body.bytes() {
            sum += code_value(c)? * weight;
            weight = weight * 3 % CODE_ALPHABET.len();
        }
        let expected = CODE_ALPHABET[(CODE_ALPHABET.len() - sum % CODE_ALPHABET.len()) % 31];
        code_value(check)?;
        if check != expected {
            return Err(InvalidIdentity::CheckCharacter);
        }
        Ok(Self(text))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn code_value(c: u8) -> Result<usize, InvalidIdentity> {
    CODE_ALPHABET.iter().position(|known| *known == c).ok_or(InvalidIdentity::Format)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the reference verdicts beside the project; none where they are absent.
    fn reference(file: &str) -> Option<serde_json::Value> {
        let path = format!(
            "{}/../../../shared/data/11-id-code-vectors/{file}",
            env!("CARGO_MANIFEST_DIR")
        );
        match std::fs::read_to_string(path) {
            Ok(text) => Some(serde_json::from_str(&text).unwrap()),
            Err(_) => {
                eprintln!("skipped: no reference data for {file}");
                None
            }
        }
    }

    #[test]
    fn the_standards_own_rules_are_named_when_broken() {
        assert!(CitizenId::parse("11010519491231002x").is_ok(), "the example of GB 11643");
        for (number, rule) in [
            ("1101051949123100", InvalidIdentity::Format),
            ("９10105194912310021", InvalidIdentity::Format),
            ("99010519491231002X", InvalidIdentity::Division),
            ("11010519491331002X", InvalidIdentity::BirthDate),
            ("110105194912310021", InvalidIdentity::CheckCharacter),
        ] {
            assert_eq!(CitizenId::parse(number), Err(rule), "{number}");
        }
    }

    #[test]
    fn citizen_ids_get_the_reference_verdicts() {
        let Some(vectors) = reference("citizen_id.json") else { return };
        for valid in vectors["valid"].as_array().unwrap() {
            let id = valid["id"].as_str().unwrap();
            assert!(CitizenId::parse(id).is_ok(), "{id}");
        }
        for invalid in vectors["invalid"].as_array().unwrap() {
            let (id, reason) =
                (invalid["id"].as_str().unwrap(), invalid["reason"].as_str().unwrap());
            // Verdicts that rest on a table of counties are not ours to give.
            let needs_county_table = reason.contains("birth_place") || reason.contains("fake");
            assert!(needs_county_table || CitizenId::parse(id).is_err(), "{id}: {reason}");
        }
    }

    #[test]
    fn unified_codes_get_the_reference_verdicts() {
        let Some(vectors) = reference("uscc.json") else { return };
        for valid in vectors["valid"].as_array().unwrap() {
            let code = valid.as_str().unwrap();
            assert!(UnifiedCode::parse(code).is_ok(), "{code}");
        }
        for (name, group) in vectors.as_object().unwrap() {
            if !name.starts_with("invalid") {
                continue;
            }
            for invalid in group.as_array().unwrap() {
                let code = invalid.as_str().or_else(|| invalid["code"].as_str()).unwrap();
                assert!(UnifiedCode::parse(code).is_err(), "{name} {code}");
            }
        }
    }

    #[test]
    fn a_citizen_id_is_never_printed() {
        let id = CitizenId::parse("11010519491231002X").unwrap();
        assert_eq!(format!("{id:?}"), "CitizenId(…)");
    }
}
