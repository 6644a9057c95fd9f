use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, Personal, Satisfaction};
use tongban_vault::Party;

/// What an applicant thinks of how a case was handled. It carries what those need who look into a bad
/// one: they know the case by this alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rated {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The item.
    #[schemars(with = "tongban_kernel::Code")]
    pub item_code: String,
    /// The department that decides.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// GB/T 39046 A.8: 1 very satisfied … 5 very dissatisfied.
    pub satisfaction: Satisfaction,
    /// What that rests on; nothing where the applicant did not say.
    pub aspects: BTreeSet<Aspect>,
    /// What the applicant said besides, sealed: people write of themselves.
    pub words: Option<Personal<String>>,
    /// Who applied.
    pub applicant: Party,
}

/// What about a service is good or bad.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// 办理时限: how long it took.
    Time,
    /// 服务态度: how people were met.
    Manner,
    /// 办事指引: what people were told beforehand.
    Guidance,
    /// 申请材料: what was asked of them.
    Materials,
    /// 办理渠道: how it could be handed in and followed.
    Channel,
    /// 办理结果: what was decided, and how it was explained.
    Outcome,
}
