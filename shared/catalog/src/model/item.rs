use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tongban_calendar::Ladder;
use tongban_kernel::Text;

use super::{
    CaseKind, DepartmentCode, Form, ItemCode, Level, Limits, Material, MaterialCode, Need,
    PowerKind, Procedure, ProcedureCode, ResultCode, ServiceObject, Step, StepId,
};

/// One version of a service item (事项): a file in `items/`.
///
/// A version that was published is never changed; a change is a new version with a later
/// `valid_from`. A case keeps the version with which it was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Item {
    /// Its code, the same through all versions.
    pub code: ItemCode,
    /// The version, from 1.
    #[schemars(range(min = 1))]
    pub version: u32,
    /// First day on which applications are accepted under this version.
    pub valid_from: Date,
    /// First day on which they no longer are, where no later version takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// Its name.
    pub names: Text,
    /// Implementation code (实施编码), built as the profile of the city says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implementation_code: Option<String>,
    /// Kind of power (权力类型).
    pub power: PowerKind,
    /// Level at which it is exercised (行使层级).
    pub level: Level,
    /// Whom it serves (服务对象).
    #[schemars(length(min = 1))]
    pub service_objects: Vec<ServiceObject>,
    /// How it is handled (办件类型).
    pub case_kind: CaseKind,
    /// The department that decides.
    pub department: DepartmentCode,
    /// The rules it rests on, as they are cited in Chinese.
    #[schemars(length(min = 1))]
    pub legal_basis: Vec<String>,
    /// Its limits.
    pub limits: Limits,
    /// Who is warned of late tasks that its steps ask of other departments, and when, where it
    /// differs from the city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<Ladder>,
    /// Its steps.
    #[schemars(length(min = 1))]
    pub steps: Vec<Step>,
    /// The materials that the applicant hands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// Special procedures that may become necessary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_procedures: Vec<Procedure>,
    /// The application form.
    #[serde(default)]
    pub form: Form,
    /// What the applicant may get.
    #[schemars(length(min = 1))]
    pub results: Vec<ItemResult>,
}

/// What a case may end with (办理结果).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ItemResult {
    /// Its code inside the item.
    pub code: ResultCode,
    /// Its name.
    pub names: Text,
    /// What it is.
    pub kind: ResultKind,
    /// For how long it holds, where it runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub valid_months: Option<u32>,
}

/// Kind of result (结果类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// 证照: a licence or certificate.
    Licence,
    /// 批文: an approval in writing.
    Approval,
    /// 证明: a statement.
    Statement,
    /// 给付: money.
    Payment,
    /// 登记: an entry in a register.
    Entry,
}

/// One version of one item: what a case remembers.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct VersionRef {
    /// The item.
    pub code: ItemCode,
    /// Its version.
    pub version: u32,
}

impl Item {
    /// The version as a case remembers it.
    pub fn reference(&self) -> VersionRef {
        VersionRef { code: self.code.clone(), version: self.version }
    }

    /// A step by its id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id.as_str() == id)
    }

    /// The steps that may begin once exactly `done` are done; the first ones for an empty set.
    pub fn ready_steps<'a>(&'a self, done: &BTreeSet<StepId>) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(|step| {
            !done.contains(&step.id) && step.after.iter().all(|before| done.contains(before))
        })
    }

    /// Who does a step: the department it names, else that of the item.
    pub fn department_of<'a>(&'a self, step: &'a Step) -> &'a DepartmentCode {
        step.department.as_ref().unwrap_or(&self.department)
    }

    /// A material by its code.
    pub fn material(&self, code: &str) -> Option<&Material> {
        self.materials.iter().find(|material| material.code.as_str() == code)
    }

    /// A special procedure by its code.
    pub fn procedure(&self, code: &ProcedureCode) -> Option<&Procedure> {
        self.special_procedures.iter().find(|procedure| procedure.code == *code)
    }

    /// What the applicant must hand in with these answers. What the government holds already is
    /// left out: it may not be asked for again (requirement S8).
    pub fn required_materials<'a>(
        &'a self,
        answers: &Map<String, Value>,
    ) -> impl Iterator<Item = &'a Material> {
        self.materials.iter().filter(|material| !material.shared).filter(|material| match &material
            .need
        {
            Need::Required => true,
            Need::Optional => false,
            Need::When(condition) => condition.holds(answers),
        })
    }

    /// Everything that is still missing, said at once (一次性告知).
    pub fn missing_materials(
        &self,
        answers: &Map<String, Value>,
        handed_in: &BTreeSet<MaterialCode>,
    ) -> Vec<&Material> {
        self.required_materials(answers).filter(|m| !handed_in.contains(&m.code)).collect()
    }

    /// A result by its code.
    pub fn result(&self, code: &ResultCode) -> Option<&ItemResult> {
        self.results.iter().find(|result| result.code == *code)
    }
}
