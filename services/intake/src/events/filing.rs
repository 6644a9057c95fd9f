//! What is handed in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tongban_kernel::{CaseId, CaseNumber, Personal, Text};
use tongban_vault::{ContentType, MaterialId, Party};

/// Answers of the form that are not about persons, by field.
pub type Answers = Map<String, Value>;
/// Answers of the form about persons, by field, each sealed.
pub type PersonalAnswers = BTreeMap<String, Personal<String>>;

/// An application as it was handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Submission {
    /// The case.
    pub case_id: CaseId,
    /// What people call it by.
    pub number: CaseNumber,
    /// The item.
    #[schemars(with = "tongban_kernel::Code")]
    pub item_code: String,
    /// The version in force when it was received, which the case keeps.
    pub item_version: u32,
    /// The department that decides.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// The way it came.
    pub channel: Channel,
    /// The account that handed it in: an applicant's account acts on its own cases alone.
    pub submitted_by: String,
    /// When it was received; may lie before it was keyed in.
    pub received_at: Timestamp,
    /// Who applies.
    pub applicant: Party,
    /// What the applicant answered.
    pub form: Answers,
    /// What of it is about persons.
    pub personal_form: PersonalAnswers,
    /// The files.
    pub materials: Vec<HandedIn>,
    /// Until when the office says whether it accepts, five working days (art. 32); the first
    /// instant that is too late.
    pub accept_by_at: Timestamp,
    /// The term rests on dates for which a notice is still to come.
    pub accept_by_provisional: bool,
}

/// The way an application came (受理渠道).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 窗口.
    Window,
    /// 网上.
    Web,
    /// 移动端.
    Mobile,
    /// 12345热线.
    Hotline,
    /// 邮寄.
    Post,
}

/// A file that was handed in for a material of the item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HandedIn {
    /// The material, by its code in the item.
    #[schemars(with = "tongban_kernel::Code")]
    pub code: String,
    /// The file, by its hash.
    pub sha256: MaterialId,
    /// How long it is.
    pub size_bytes: u64,
    /// What it is.
    pub content_type: ContentType,
}

/// One thing that is missing or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Missing {
    /// What.
    #[serde(flatten)]
    pub wanted: Wanted,
    /// Why it is asked for.
    pub reason: Text,
}

/// What an applicant is asked for.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A material of the item.
    Material(String),
    /// An answer of the form.
    Field(String),
}

/// What an amendment changes; the rest stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changes {
    /// Who applies, stated anew as a whole.
    pub applicant: Option<Party>,
    /// Answers that are other than before.
    pub form: Answers,
    /// The same about persons.
    pub personal_form: PersonalAnswers,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 准予.
    Granted,
    /// 不予.
    Refused,
    /// The conclusion was declared void (撤销).
    Annulled,
}

impl Channel {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Web => "web",
            Self::Mobile => "mobile",
            Self::Hotline => "hotline",
            Self::Post => "post",
        }
    }
}

impl Outcome {
    /// Its name in events and rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Annulled => "annulled",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        use Channel::{Hotline, Mobile, Post, Web, Window};
        for channel in [Window, Web, Mobile, Hotline, Post] {
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.as_str());
        }
        for outcome in [Outcome::Granted, Outcome::Refused, Outcome::Annulled] {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
        }
    }

    #[test]
    fn what_is_missing_is_a_material_or_a_field() {
        let missing = Missing {
            wanted: Wanted::Material("layout".into()),
            reason: Text::new("缺少平面图", "the layout is missing"),
        };
        let wire = json!({
            "material": "layout",
            "reason": { "zh": "缺少平面图", "en": "the layout is missing" },
        });
        assert_eq!(serde_json::to_value(&missing).unwrap(), wire);
        assert_eq!(serde_json::from_value::<Missing>(wire).unwrap(), missing);
    }
}
