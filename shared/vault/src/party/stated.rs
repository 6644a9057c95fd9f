use std::fmt;

use tongban_kernel::{CitizenId, InvalidIdentity, Text, UnifiedCode};

use super::PartyKind;
use crate::{BlindIndex, BlindKind, IndexKey};

/// What a party states about itself, checked. Never printed, never stored as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct StatedParty {
    pub(super) kind: PartyKind,
    pub(super) name: String,
    pub(super) identity: String,
    pub(super) phone: Option<String>,
}

/// A part of a party's statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyPart {
    /// The name.
    Name,
    /// The identity number.
    Identity,
    /// The telephone number.
    Phone,
}

/// A part that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyFault {
    /// Which part.
    pub part: PartyPart,
    /// Which rule, for programs: `length`, `masked`, `gb11643`, `gb32100`, `phone`.
    pub rule: &'static str,
    /// What to do about it, for people.
    pub remedy: Text,
}

/// The longest name: GB/T 39046 has 100 characters for names of organisations.
const NAME_CHARS_MAX: usize = 100;

impl StatedParty {
    /// Checks a statement: the name's length, the identity by GB 11643 or GB 32100, the telephone
    /// number's form; and that nothing is a masked value that was sent back.
    ///
    /// # Errors
    /// Every part that breaks a rule, at once.
    pub fn read(
        kind: PartyKind,
        name: &str,
        identity: &str,
        phone: Option<&str>,
    ) -> Result<Self, Vec<PartyFault>> {
        let name = read_name(name);
        let identity = read_identity(kind, identity);
        let phone = phone.map(read_phone).transpose();
        match (name, identity, phone) {
            (Ok(name), Ok(identity), Ok(phone)) => Ok(Self { kind, name, identity, phone }),
            (name, identity, phone) => {
                let faults = [name.err(), identity.err(), phone.err()];
                Err(faults.into_iter().flatten().collect())
            }
        }
    }

    pub(crate) fn identity_index(&self, index: &IndexKey) -> BlindIndex {
        index.blind_identity(self.kind, &self.identity)
    }
}

impl fmt::Debug for StatedParty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatedParty(…)")
    }
}

impl PartyPart {
    /// Its name in requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Identity => "identity",
            Self::Phone => "phone",
        }
    }
}

impl IndexKey {
    /// The index of an identity number in its normal form: upper-case, without blanks.
    pub fn blind_identity(&self, kind: PartyKind, identity: &str) -> BlindIndex {
        let blind_kind = match kind {
            PartyKind::Citizen => BlindKind::CitizenId,
            PartyKind::Organisation => BlindKind::UnifiedCode,
        };
        self.blind(blind_kind, &identity.trim().to_ascii_uppercase())
    }

    /// The index of a telephone number, however it is written.
    pub fn blind_phone(&self, phone: &str) -> BlindIndex {
        self.blind(BlindKind::Phone, &phone_digits(phone))
    }
}

/// The digits of a telephone number without the code of China.
pub fn phone_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let is_foreign_form = phone.trim_start().starts_with('+') || digits.starts_with("00");
    let national = digits.trim_start_matches("00").strip_prefix("86").map(str::to_owned);
    national.filter(|_| is_foreign_form).unwrap_or(digits)
}

fn read_name(raw: &str) -> Result<String, PartyFault> {
    let name = raw.trim();
    let fault = |rule, zh: &str, en: &str| PartyFault {
        part: PartyPart::Name,
        rule,
        remedy: Text::new(zh, en),
    };
    if name.contains('*') {
        return Err(fault("masked", "请填写完整姓名，不能含 *", "state the whole name, without *"));
    }
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(fault(
            "length",
            "姓名或名称应为 1 至 100 个字",
            "a name has 1 to 100 characters",
        ));
    }
    Ok(name.to_owned())
}

fn read_identity(kind: PartyKind, raw: &str) -> Result<String, PartyFault> {
    let (read, rule) = match kind {
        PartyKind::Citizen => (CitizenId::parse(raw).map(|id| id.as_str().to_owned()), "gb11643"),
        PartyKind::Organisation => {
            (UnifiedCode::parse(raw).map(|code| code.as_str().to_owned()), "gb32100")
        }
    };
    read.map_err(|invalid| {
        let zh = match invalid {
            InvalidIdentity::Format => "证件号码应为18位，请核对",
            InvalidIdentity::Division => "证件号码前两位不是有效的省级代码，请核对",
            InvalidIdentity::BirthDate => "证件号码第7至14位不是有效的出生日期，请核对",
            InvalidIdentity::CheckCharacter => "证件号码校验位不符：可能有一位填错或两位颠倒",
        };
        PartyFault { part: PartyPart::Identity, rule, remedy: Text::new(zh, invalid.to_string()) }
    })
}

fn read_phone(raw: &str) -> Result<String, PartyFault> {
    let phone = raw.trim();
    let is_body = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
    let fits = (3..=20).contains(&phone.len())
        && phone.starts_with(|c: char| c.is_ascii_digit() || c == '+')
        && phone.chars().skip(1).all(is_body);
    if fits {
        return Ok(phone.to_owned());
    }
    let remedy = Text::new(
        "联系电话由3至20位数字组成，可含空格和短横线",
        "a telephone number has 3 to 20 digits, blanks and dashes, and may begin with +",
    );
    Err(PartyFault { part: PartyPart::Phone, rule: "phone", remedy })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_once() {
        let bad = StatedParty::read(PartyKind::Citizen, "王*", "110105194912310021", Some("12"));
        let faults = bad.unwrap_err();
        let named: Vec<_> = faults.iter().map(|fault| (fault.part, fault.rule)).collect();
        assert_eq!(
            named,
            [
                (PartyPart::Name, "masked"),
                (PartyPart::Identity, "gb11643"),
                (PartyPart::Phone, "phone")
            ]
        );
        assert!(faults[1].remedy.en.contains("check character"), "{}", faults[1].remedy.en);
    }

    #[test]
    fn an_organisation_is_identified_by_its_code() {
        let read = |identity| StatedParty::read(PartyKind::Organisation, "公司", identity, None);
        assert!(read("91350100m000100y43").is_ok());
        assert_eq!(read("11010519491231002X").unwrap_err()[0].rule, "gb32100");
    }

    #[test]
    fn a_telephone_number_is_the_same_however_it_is_written() {
        for phone in ["13812341234", "138 1234 1234", "+86 138-1234-1234", "0086 13812341234"] {
            assert_eq!(phone_digits(phone), "13812341234", "{phone}");
        }
        assert_eq!(phone_digits("8612345"), "8612345", "a number that begins like a code");
    }

    #[test]
    fn what_was_stated_is_never_printed() {
        let stated = StatedParty::read(PartyKind::Citizen, "王明", "11010519491231002X", None);
        assert_eq!(format!("{stated:?}"), "Ok(StatedParty(…))");
    }
}
