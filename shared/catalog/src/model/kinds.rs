//! Code tables of GB/T 39046—2020. The files use words; [`PowerKind::code`] and its like give the
//! digits that exchanges with other systems want.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kind of power (权力类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PowerKind {
    /// 行政许可.
    Licence,
    /// 行政处罚.
    Penalty,
    /// 行政强制.
    Coercion,
    /// 行政征收.
    Levy,
    /// 行政给付.
    Payment,
    /// 行政检查.
    Inspection,
    /// 行政确认.
    Confirmation,
    /// 行政奖励.
    Reward,
    /// 行政裁决.
    Ruling,
    /// 其他行政权力.
    Other,
    /// 公共服务.
    PublicService,
}

impl PowerKind {
    /// The two digits of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::Licence => "01",
            Self::Penalty => "02",
            Self::Coercion => "03",
            Self::Levy => "04",
            Self::Payment => "05",
            Self::Inspection => "06",
            Self::Confirmation => "07",
            Self::Reward => "08",
            Self::Ruling => "09",
            Self::Other => "10",
            Self::PublicService => "20",
        }
    }
}

/// Level at which the power is exercised (行使层级). The standard gives the digits 1 to 7; the words
/// are those that portals put beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 国家级.
    National,
    /// 省级.
    Provincial,
    /// 市级.
    City,
    /// 县级.
    County,
    /// 镇（乡、街道）级.
    Township,
    /// 村（社区）级.
    Village,
    /// Any other.
    Other,
}

impl Level {
    /// The digit of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::National => "1",
            Self::Provincial => "2",
            Self::City => "3",
            Self::County => "4",
            Self::Township => "5",
            Self::Village => "6",
            Self::Other => "7",
        }
    }
}

/// Whom an item serves (服务对象).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceObject {
    /// 自然人.
    Person,
    /// 企业法人.
    Enterprise,
    /// 事业法人.
    Institution,
    /// 社会组织法人.
    SocialOrganisation,
    /// 非法人企业.
    UnincorporatedEnterprise,
    /// 行政机关.
    Authority,
}

impl ServiceObject {
    /// The digit of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "1",
            Self::Enterprise => "2",
            Self::Institution => "3",
            Self::SocialOrganisation => "4",
            Self::UnincorporatedEnterprise => "5",
            Self::Authority => "6",
        }
    }
}

/// How an item is handled (办件类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 即办件: done on the day it is handed in.
    Instant,
    /// 承诺件: done within a promised limit.
    Promised,
    /// Any other.
    Other,
}

impl CaseKind {
    /// The digit of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::Instant => "1",
            Self::Promised => "2",
            Self::Other => "9",
        }
    }
}
