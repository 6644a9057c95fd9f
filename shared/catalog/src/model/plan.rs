use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, Ladder};
use tongban_kernel::Text;

use super::{ActionCode, DepartmentCode, PaperCode, PlanCode, RoleCode};

/// One version of a plan for emergencies (应急预案): a file in `plans/`.
///
/// A version that was published is never changed; a change is a new version with a later
/// `valid_from`. An emergency keeps the version with which it was declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Plan {
    /// Its code, the same through all versions.
    pub code: PlanCode,
    /// The version, from 1.
    #[schemars(range(min = 1))]
    pub version: u32,
    /// First day on which emergencies are declared under this version.
    pub valid_from: Date,
    /// First day on which they no longer are, where no later version takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// Its name.
    pub names: Text,
    /// What kind of emergency it is made for.
    pub kind: IncidentKind,
    /// How severe an emergency is that is declared under it, unless it is said otherwise.
    pub severity: Severity,
    /// Who leads (牵头部门): the tasks are asked in its name.
    pub lead: DepartmentCode,
    /// The rules it rests on, as they are cited in Chinese.
    #[schemars(length(min = 1))]
    pub legal_basis: Vec<String>,
    /// Within what the first of those who are asked has to take its task on (响应时限): two hours at
    /// most, around the clock.
    #[serde(default = "Plan::response")]
    pub respond_within: Budget,
    /// Who is warned of late tasks, and when; in hours and minutes.
    #[serde(default = "Plan::ladder")]
    pub ladder: Ladder,
    /// Who does what.
    #[schemars(length(min = 1, max = 20))]
    pub roles: Vec<PlanRole>,
    /// What is to be done; all of it is asked at once.
    #[schemars(length(min = 1, max = 30))]
    pub tasks: Vec<PlanTask>,
}

/// A part in a plan (工作组), whoever plays it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PlanRole {
    /// Its code inside the plan.
    pub code: RoleCode,
    /// Its name.
    pub names: Text,
    /// The department that plays it.
    pub department: DepartmentCode,
}

/// A task of a plan (处置任务).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PlanTask {
    /// Its code inside the plan.
    pub code: ActionCode,
    /// Who is asked.
    pub role: RoleCode,
    /// What is asked.
    pub asks: Text,
    /// How long the answer may take, in hours or minutes.
    pub limit: Budget,
    /// The rule by which it may be asked, as it is cited in Chinese.
    pub basis: String,
    /// What is not waited for (容缺), and has to be brought afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skips: Vec<SkippedPaper>,
}

/// A paper that is brought after the emergency instead of before the act (补办手续).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SkippedPaper {
    /// Its code inside the plan.
    pub code: PaperCode,
    /// Its name.
    pub names: Text,
    /// Within what it is brought, from the end of the emergency on.
    pub within: Budget,
    /// The rule that allows it, as it is cited in Chinese.
    pub basis: String,
}

/// The four kinds of emergency (突发事件), Emergency Response Law art. 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// 自然灾害.
    NaturalDisaster,
    /// 事故灾难.
    Accident,
    /// 公共卫生事件.
    PublicHealth,
    /// 社会安全事件.
    SocialSecurity,
}

/// How severe an emergency is (事件分级), the most severe first: Emergency Response Law art. 3.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Ⅰ 特别重大.
    EspeciallySerious,
    /// Ⅱ 重大.
    Serious,
    /// Ⅲ 较大.
    RelativelySerious,
    /// Ⅳ 一般.
    Ordinary,
}

impl Plan {
    /// The longest that anybody waits for the first response.
    pub const RESPONSE_MAX: Budget = Budget::Hours(2);

    fn response() -> Budget {
        Self::RESPONSE_MAX
    }

    /// Who is warned where a plan says nothing of its own. Written answers have their days: nobody
    /// writes them at night.
    fn ladder() -> Ladder {
        Ladder {
            acknowledge_within: Budget::Minutes(15),
            lead_after: Some(Budget::Minutes(30)),
            supervisor_after: Some(Budget::Hours(1)),
            accountability_after: Some(Budget::Hours(2)),
            ..Ladder::default()
        }
    }

    /// The version as it is named: `flood 1`.
    pub fn reference(&self) -> String {
        format!("{} {}", self.code, self.version)
    }

    /// A role by its code.
    pub fn role(&self, code: &RoleCode) -> Option<&PlanRole> {
        self.roles.iter().find(|role| role.code == *code)
    }
}

impl IncidentKind {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::NaturalDisaster, Self::Accident, Self::PublicHealth, Self::SocialSecurity];

    /// Its name in files, events and rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NaturalDisaster => "natural_disaster",
            Self::Accident => "accident",
            Self::PublicHealth => "public_health",
            Self::SocialSecurity => "social_security",
        }
    }
}

impl Severity {
    /// All of them, the most severe first.
    pub const ALL: [Self; 4] =
        [Self::EspeciallySerious, Self::Serious, Self::RelativelySerious, Self::Ordinary];

    /// Its name in files, events and rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EspeciallySerious => "especially_serious",
            Self::Serious => "serious",
            Self::RelativelySerious => "relatively_serious",
            Self::Ordinary => "ordinary",
        }
    }

    /// The severity of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        for kind in IncidentKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.as_str());
            assert_eq!(Severity::parse(severity.as_str()), Some(severity));
        }
    }
}
