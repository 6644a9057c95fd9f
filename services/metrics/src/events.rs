//! What happens to reports on performance (效能通报). Wire names are never changed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{DomainEvent, ReportId};

use crate::period::Months;

/// The facts of the reports of one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A report was issued (印发通报): what it says never changes.
    #[serde(rename = "metrics.report_issued.v1")]
    ReportIssued(Box<Report>),
}

impl DomainEvent for Event {}

/// A report as it was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The report.
    pub report_id: ReportId,
    /// Counts the reports of this period from 1; there is a second one where the first was corrected.
    pub nth: u32,
    /// What it is about.
    pub months: Months,
    /// The department it is about; the whole city where none is named.
    #[schemars(with = "Option<tongban_kernel::Code>")]
    pub department: Option<String>,
    /// The report that it corrects.
    pub replaces: Option<Correction>,
    /// What the supervisor has to say.
    pub word: String,
    /// When it was issued; what stands open and overdue did so when the figures were read, a moment before.
    pub issued_at: Timestamp,
    /// The figures show at least the log up to here.
    pub position: String,
    /// What it says.
    pub content: Content,
}

/// Which report is corrected, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// The report that holds no more.
    pub report_id: ReportId,
    /// Why.
    pub reason: String,
}

/// What a report says, in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// The report with which this one is compared: the last one before that is about as many months
    /// of the same.
    pub before: Option<Earlier>,
    /// Of the whole that it is about.
    pub figures: Vec<Figure>,
    /// Of each department, the best first; none in a report about one department.
    pub departments: Vec<Ranked>,
    /// Of the items with the most cases that are late, at most ten, the worst first.
    pub items: Vec<Item>,
}

/// A report with which another is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Earlier {
    /// The report.
    pub report_id: ReportId,
    /// What it is about.
    pub months: Months,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Which, such as `flow.received`.
    #[schemars(with = "tongban_kernel::Code")]
    pub name: String,
    /// How much, with at most six digits behind the point; none of a share of nothing.
    pub value: Option<f64>,
    /// What it is to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// How much it was in the report before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
}

/// What a figure is to reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Goal {
    /// No less.
    AtLeast {
        /// Than this.
        value: f64,
    },
    /// No more.
    AtMost {
        /// Than this.
        value: f64,
    },
}

/// A department among the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ranked {
    /// The department.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// Its place from 1, by the share of its cases that were decided in time by law; equal shares
    /// have one place. None where it decided nothing.
    pub place: Option<u32>,
    /// Its place in the report before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_before: Option<u32>,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// An item of a department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// The department that decides.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// The item.
    #[schemars(with = "tongban_kernel::Code")]
    pub item_code: String,
    /// Its figures.
    pub figures: Vec<Figure>,
}
