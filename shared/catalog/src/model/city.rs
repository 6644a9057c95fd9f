use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Ladder, Office};
use tongban_kernel::{Text, UnifiedCode};

use super::{Arbitration, JurisdictionCode};

/// Whose catalogue it is, and the rules that hold for all of it: the file `city.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct City {
    /// Token of streams and subjects.
    pub jurisdiction: JurisdictionCode,
    /// Name of the city, district or authority.
    pub names: Text,
    /// Administrative division (行政区划代码), GB/T 2260: six digits, nine with township.
    #[schemars(regex(pattern = r"^[0-9]{6}([0-9]{3})?$"))]
    pub division: String,
    /// How the implementation codes (实施编码) of the items are built.
    #[serde(default)]
    pub implementation_codes: CodeProfile,
    /// How every department reckons time that says nothing of its own: office hours, distance from
    /// UTC, what a limit in calendar days does at a rest day.
    #[serde(default)]
    pub office: Office,
    /// Who is warned of late tasks between departments, and when, where an item says nothing of
    /// its own.
    #[serde(default, skip_serializing_if = "Ladder::is_standard")]
    pub ladder: Ladder,
    /// How disputes between departments are ruled on.
    #[serde(default, skip_serializing_if = "Arbitration::is_standard")]
    pub arbitration: Arbitration,
}

/// How an implementation code is built. Standards and portals differ, so it is configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeProfile {
    /// GB/T 39046—2020: 1 to 24 letters and digits.
    #[default]
    Gbt39046,
    /// As live portals write it: 18 characters of the body (GB 32100), one digit for the level,
    /// 12 characters of the catalogue code.
    Portal31,
}

impl CodeProfile {
    /// Whether `code` is built as the profile says.
    pub fn accepts(self, code: &str) -> bool {
        let alphanumeric = code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        alphanumeric
            && match self {
                Self::Gbt39046 => (1..=24).contains(&code.len()),
                Self::Portal31 => {
                    code.len() == 31
                        && UnifiedCode::parse(&code[..18]).is_ok()
                        && (b'1'..=b'7').contains(&code.as_bytes()[18])
                }
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_code_is_a_body_a_level_and_a_catalogue_code() {
        let body = "91350100M000100Y43";
        let portal = CodeProfile::Portal31;
        assert!(portal.accepts(&format!("{body}3000119001000")));
        assert!(!portal.accepts(&format!("{body}8000119001000")), "there is no level 8");
        assert!(!portal.accepts(&format!("{body}300011900100")), "too short");
        assert!(!portal.accepts("91350100M000100Y443000119001000"), "the body's check fails");
    }

    #[test]
    fn the_standard_allows_up_to_24_letters_and_digits() {
        let standard = CodeProfile::Gbt39046;
        assert!(standard.accepts("A1"));
        assert!(!standard.accepts(""));
        assert!(!standard.accepts("a1"));
        assert!(!standard.accepts(&"1".repeat(25)));
    }
}
