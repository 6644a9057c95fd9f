//! What the figures of a period are now, as a report says them.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tongban_httpkit::Problem;
use tongban_kernel::{ReportId, Text};
use tongban_readmodel::{Page, Paged, ROWS_PER_PAGE_MAX};

use super::named::{figure, figures};
use crate::Metrics;
use crate::api::cost::Cost;
use crate::api::costs::{Selection, Sums};
use crate::api::span::{Months, Span, Whose};
use crate::api::{AsOf, DepartmentRow, ItemRow};
use crate::events::{Content, Earlier, Figure, Item};
use crate::report::{Measured, OfDepartment, drawn};

/// A report is about no more than these: what is longer is a trend.
pub(super) const MONTHS_MAX: u32 = 12;
/// Reports before that are looked at for one whose months were over.
const EARLIER_MAX: i64 = 12;
/// Departments of a large city are some sixty; with the figures of many more an event would be
/// larger than a broker takes.
const DEPARTMENTS_MAX: usize = 100;
/// How often figures are read until all of them are of one state: each time takes a while.
const ATTEMPTS_MAX: u32 = 3;
/// Items that a large city has had cases of are some two thousand.
const ITEMS_MAX: usize = 10_000;

/// What a report is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Which months.
    pub(super) months: Months,
    /// Which department; the whole city where none is named.
    pub(super) department: Option<String>,
}

impl Metrics {
    /// What a report would say now.
    pub(super) async fn content(&self, subject: &Subject, as_of: AsOf) -> Result<Content, Problem> {
        let measured = self.measured(subject, as_of).await?;
        let before = self.report_before(subject).await?;
        let before = before.as_ref().map(|(earlier, content)| (*earlier, content));
        Ok(drawn(measured, before))
    }

    /// What a report would say now, of one state of the read model where that stands still for so
    /// long; in an office that never rests, of a state that moved a little meanwhile.
    pub(super) async fn content_at_rest(
        &self,
        subject: &Subject,
    ) -> Result<(AsOf, Content), Problem> {
        let mut attempt = 1;
        loop {
            let as_of = self.as_of();
            let content = self.content(subject, as_of.clone()).await?;
            if attempt == ATTEMPTS_MAX || self.as_of().position == as_of.position {
                return Ok((as_of, content));
            }
            attempt += 1;
        }
    }

    async fn measured(&self, subject: &Subject, as_of: AsOf) -> Result<Measured, Problem> {
        let (span, at) = (Span::from(subject.months), as_of.at);
        let department = subject.department.as_deref();
        let costs = self.cost_sums(&selection(subject, at)).await?;
        let whose = Whose { department, item_code: None };
        let summary = self.summarised(span, whose, as_of).await?;
        let cost = costs.as_ref().map(|sums| Cost::from(sums.total));
        let departments = match department {
            Some(_) => Vec::new(),
            None => self.measured_departments(span, at, costs.as_ref()).await?,
        };
        let items = self.measured_items(span, at, department).await?;
        Ok(Measured { figures: with_cost(told(&summary)?, cost)?, departments, items })
    }

    async fn measured_departments(
        &self,
        span: Span,
        at: Timestamp,
        costs: Option<&Sums>,
    ) -> Result<Vec<OfDepartment>, Problem> {
        let mut gathered = Gathered::<DepartmentRow>::new(DEPARTMENTS_MAX);
        loop {
            let found = self.departments(span, at, &gathered.next_page()?).await?;
            if !gathered.take(found)? {
                break;
            }
        }
        let costs = costs.map(Sums::departments).unwrap_or_default();
        let costs = costs.into_iter().filter_map(|row| Some((row.department?, row.cost)));
        let costs: HashMap<_, _> = costs.collect();
        let of_department = |row: DepartmentRow| {
            let figures = with_cost(told(&row)?, costs.get(&row.department).copied())?;
            Ok::<_, Problem>(OfDepartment { department: row.department, figures })
        };
        gathered.rows.into_iter().map(of_department).collect()
    }

    async fn measured_items(
        &self,
        span: Span,
        at: Timestamp,
        department: Option<&str>,
    ) -> Result<Vec<Item>, Problem> {
        let mut gathered = Gathered::<ItemRow>::new(ITEMS_MAX);
        loop {
            let found = self.items(span, at, department, &gathered.next_page()?).await?;
            if !gathered.take(found)? {
                break;
            }
        }
        let of_item = |row: ItemRow| {
            let figures = told(&row)?;
            Ok::<_, Problem>(Item { department: row.department, item_code: row.item_code, figures })
        };
        gathered.rows.into_iter().map(of_item).collect()
    }

    /// The last report in force of the same department about as many months that ended before this
    /// one's begin, and that were over when it was issued: a part of a month is no measure of a whole.
    async fn report_before(
        &self,
        subject: &Subject,
    ) -> Result<Option<(Earlier, Content)>, Problem> {
        let department = subject.department.as_deref().unwrap_or_default();
        let query = self.reads.query(
            "SELECT report_id, from_month, through_month, issued_at FROM reports \
             WHERE replaced_by IS NULL AND department = ",
        );
        let query = query.push_bind(department).push(" AND n_months = ");
        let query = query.push_bind(i64::from(subject.months.n())).push(" AND through_month < ");
        let query = query.push_bind(subject.months.from.to_string());
        let query = query.push(" ORDER BY through_month DESC LIMIT ").push_bind(EARLIER_MAX);
        for row in query.fetch_all().await? {
            let months = super::list::months_of(&row)?;
            if was_over(months, row.timestamp("issued_at")?) {
                let report_id = ReportId::from_uuid(row.uuid("report_id")?);
                let row = self.report(report_id.uuid()).await?;
                let content =
                    serde_json::from_str(&row.text("content")?).map_err(Problem::internal)?;
                return Ok(Some((Earlier { report_id, months }, content)));
            }
        }
        Ok(None)
    }
}

/// Whether months were over at an instant.
pub(super) fn was_over(months: Months, at: Timestamp) -> bool {
    months.ends_at().is_some_and(|end| end <= at)
}

/// The cases whose time is summed: of the months, until now at most.
fn selection(subject: &Subject, now: Timestamp) -> Selection {
    Selection {
        now,
        from: subject.months.begins_at(),
        until: subject.months.ends_at().map_or(now, |end| end.min(now)),
        department: subject.department.clone(),
        item_code: None,
        case_id: None,
    }
}

/// The figures of what is told of months; what is told of today is none of them, nor are goals.
fn told(told: &impl Serialize) -> Result<Vec<Figure>, Problem> {
    let mut told = serde_json::to_value(told).map_err(Problem::internal)?;
    if let Value::Object(members) = &mut told {
        for other in ["as_of", "goals", "today"] {
            members.remove(other);
        }
    }
    figures(&told).map_err(Problem::internal)
}

/// With what coordination costs; the share is unknown where there are more cases than are summed.
fn with_cost(mut all: Vec<Figure>, cost: Option<Cost>) -> Result<Vec<Figure>, Problem> {
    let costs = match cost {
        Some(cost) => figures(&serde_json::json!({ "coordination": cost })),
        None => Ok(vec![figure("coordination.share".to_owned(), None)]),
    };
    all.extend(costs.map_err(Problem::internal)?);
    Ok(all)
}

/// The rows of a list, gathered page by page.
struct Gathered<T> {
    rows: Vec<T>,
    after: Option<String>,
    n_max: usize,
}

impl<T> Gathered<T> {
    fn new(n_max: usize) -> Self {
        Self { rows: Vec::new(), after: None, n_max }
    }

    fn next_page(&self) -> Result<Page, Problem> {
        Ok(Page::new(Some(ROWS_PER_PAGE_MAX), self.after.as_deref())?)
    }

    /// Takes a page over; answers whether another one follows.
    fn take(&mut self, page: Paged<T>) -> Result<bool, Problem> {
        self.rows.extend(page.items);
        if self.rows.len() > self.n_max {
            let (zh, en) = (
                "部门或事项过多，无法通报",
                "There are more departments or items than a report has",
            );
            let detail = Text::new(
                "请按部门通报；若已选定部门，请缩短时段。",
                "Report on one department; where one is chosen, on fewer months.",
            );
            let refused = Problem::refused("metrics/too-many-rows", Text::new(zh, en));
            return Err(refused.with_detail(detail));
        }
        self.after = page.next.map(|next| next.to_string());
        Ok(self.after.is_some())
    }
}
