use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::calendar::{Budget, Clock, ClockKind, Deadline, Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, Text};

/// All that a case is opened with: the version of its item, as a plan of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Opening {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The item.
    #[schemars(with = "tongban_kernel::Code")]
    pub item_code: String,
    /// The version with which it was accepted, and which it keeps.
    pub item_version: u32,
    /// The department that decides.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// When the application was received.
    pub received_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// The steps, in the order of the item.
    pub plan: Vec<PlannedStep>,
    /// Procedures that may stop the clocks.
    pub procedures: Vec<PlannedProcedure>,
    /// By how much the limit may be extended, in its unit; 0: not at all.
    pub extension_max: u32,
    /// How the deciding office reckons time.
    pub office: Office,
    /// What the law allows (法定时限).
    pub statutory: Clock,
    /// What the office promises (承诺时限).
    pub promised: Clock,
    /// What is due when.
    pub dues: Dues,
}

/// One step of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedStep {
    /// Its id in the item.
    #[schemars(with = "tongban_kernel::Code")]
    pub step: String,
    /// Its name.
    pub name: Text,
    /// Who works it.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// How long it may take.
    pub limit: Budget,
    /// Steps that must be done before.
    pub after: Vec<String>,
    /// Departments that are asked to help.
    pub cooperation: Vec<Cooperation>,
}

/// What another department is asked for (协同事项).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cooperation {
    /// Who is asked.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// What is asked.
    pub ask: Text,
    /// How long the answer may take.
    pub limit: Budget,
    /// The rule by which it may be asked.
    pub legal_basis: String,
    /// How the asked department reckons time.
    #[serde(default)]
    pub office: Office,
    /// Who is warned when it is late.
    #[serde(default, skip_serializing_if = "Ladder::is_standard")]
    pub ladder: Ladder,
}

/// A procedure that may stop the clocks (特别程序).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedProcedure {
    /// Its code in the item.
    pub procedure: String,
    /// Its name.
    pub name: Text,
    /// Which clocks it stops.
    pub clocks: Vec<ClockKind>,
    /// The rule that allows it.
    pub legal_basis: String,
}

/// What is due when. Clocks stand side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dues {
    /// By law.
    pub statutory: Deadline,
    /// By promise.
    pub promised: Deadline,
    /// Each step that is being worked on.
    pub steps: Vec<StepDue>,
}

/// Until when a step is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StepDue {
    /// The step.
    #[schemars(with = "tongban_kernel::Code")]
    pub step: String,
    /// Until when.
    pub deadline: Deadline,
}
