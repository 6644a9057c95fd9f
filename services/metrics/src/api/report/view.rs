use jiff::Timestamp;
use serde::Serialize;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use super::list::{department_of, months_of};
use super::measure::was_over;
use super::named::{behind, stands};
use crate::api::AsOf;
use crate::api::figure::Figure as Counted;
use crate::api::span::Months;
use crate::events::{Content, Figure, Goal, Item, Ranked};

/// Which months, both bounds included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ReportMonths {
    /// The first, as `2026-07`.
    from: String,
    /// The last.
    through: String,
}

impl From<Months> for ReportMonths {
    fn from(Months { from, through }: Months) -> Self {
        Self { from: from.to_string(), through: through.to_string() }
    }
}

/// A report that was issued, as it stands among the others.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportRow {
    /// The report.
    pub(super) report_id: Uuid,
    /// What it is about.
    months: ReportMonths,
    /// The department it is about; the whole city where none is named.
    department: Option<String>,
    /// Counts the reports of this period from 1.
    nth: i64,
    /// When it was issued.
    #[schema(value_type = String)]
    issued_at: Timestamp,
    /// Whether its months were over then; else its figures are of a part of them.
    was_over: bool,
    /// The account of the supervisor who issued it.
    issued_by: String,
    /// The report that it corrects.
    replaces: Option<Uuid>,
    /// Why.
    reason: Option<String>,
    /// The report that corrects it: it holds no more.
    replaced_by: Option<Uuid>,
    /// The event by which it was issued.
    caused_by: Uuid,
}

impl ReportRow {
    pub(super) fn of(row: &Row) -> Result<Self, QueryError> {
        let months = months_of(row)?;
        let issued_at = row.timestamp("issued_at")?;
        Ok(Self {
            report_id: row.uuid("report_id")?,
            months: months.into(),
            department: department_of(row)?,
            nth: row.int("nth")?,
            issued_at,
            was_over: was_over(months, issued_at),
            issued_by: row.text("issued_by")?,
            replaces: row.opt_uuid("replaces")?,
            reason: row.opt_text("reason")?,
            replaced_by: row.opt_uuid("replaced_by")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// A report as it was issued.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportView {
    #[serde(flatten)]
    pub(super) report: ReportRow,
    /// What the supervisor has to say.
    pub(super) word: String,
    /// The figures show at least the log up to here.
    pub(super) position: String,
    #[serde(flatten)]
    pub(super) content: ReportContent,
}

/// What a report would say now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportPreview {
    pub(super) as_of: AsOf,
    /// The report of the same period that holds: what is issued now corrects it.
    pub(super) in_force: Option<ReportRow>,
    #[serde(flatten)]
    pub(super) content: ReportContent,
}

/// What the figures of a report are now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportNow {
    pub(super) as_of: AsOf,
    #[serde(flatten)]
    pub(super) content: ReportContent,
}

/// What a report says in figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportContent {
    /// The report with which it is compared: the last one before that is about as many months of the
    /// same.
    before: Option<ReportBefore>,
    /// Of the whole that it is about.
    figures: Vec<ReportFigure>,
    /// Of each department, the best first; none in a report about one department.
    departments: Vec<ReportDepartment>,
    /// Of the items with the most late cases, at most ten, the worst first.
    items: Vec<ReportItem>,
}

/// A report with which another is compared.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportBefore {
    /// The report.
    report_id: Uuid,
    /// What it is about.
    months: ReportMonths,
}

/// A figure of a report.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct ReportFigure {
    /// Which, by the names of the summary: `flow.received`, `tasks.warnings.lead`,
    /// `coordination.share`.
    name: String,
    /// How much, with at most six digits behind the point; none of a share of nothing.
    value: Option<f64>,
    /// How much it was in the report before.
    before: Option<f64>,
    /// It is to be no less.
    goal_min: Option<f64>,
    /// It is to be no more.
    goal_max: Option<f64>,
    /// The figure whose rows stand behind it, as `/api/metrics/cases` tells them.
    #[schema(inline)]
    behind: Option<Counted>,
    /// It is what stands at the instant of the report, whatever the months.
    stands: bool,
}

/// A department among the others.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct ReportDepartment {
    /// The department.
    department: String,
    /// Its place from 1, by the share of its cases that were decided in time by law; equal shares
    /// have one place. None where it decided nothing.
    place: Option<u32>,
    /// Its place in the report before.
    place_before: Option<u32>,
    /// Its figures.
    figures: Vec<ReportFigure>,
}

/// An item with late cases.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct ReportItem {
    /// The department that decides.
    department: String,
    /// The item.
    item_code: String,
    /// Its figures.
    figures: Vec<ReportFigure>,
}

impl From<Content> for ReportContent {
    fn from(content: Content) -> Self {
        let before = content.before.map(|before| ReportBefore {
            report_id: before.report_id.uuid(),
            months: before.months.into(),
        });
        Self {
            before,
            figures: viewed(content.figures),
            departments: content.departments.into_iter().map(ReportDepartment::from).collect(),
            items: content.items.into_iter().map(ReportItem::from).collect(),
        }
    }
}

impl From<Ranked> for ReportDepartment {
    fn from(Ranked { department, place, place_before, figures }: Ranked) -> Self {
        Self { department, place, place_before, figures: viewed(figures) }
    }
}

impl From<Item> for ReportItem {
    fn from(Item { department, item_code, figures }: Item) -> Self {
        Self { department, item_code, figures: viewed(figures) }
    }
}

impl From<Figure> for ReportFigure {
    fn from(Figure { name, value, goal, before }: Figure) -> Self {
        let (goal_min, goal_max) = match goal {
            Some(Goal::AtLeast { value }) => (Some(value), None),
            Some(Goal::AtMost { value }) => (None, Some(value)),
            None => (None, None),
        };
        let (behind, stands) = (behind(&name), stands(&name));
        Self { name, value, before, goal_min, goal_max, behind, stands }
    }
}

fn viewed(figures: Vec<Figure>) -> Vec<ReportFigure> {
    figures.into_iter().map(ReportFigure::from).collect()
}
