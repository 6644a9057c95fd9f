use std::collections::HashMap;

use jiff::Timestamp;
use tongban_readmodel::{Direction, Keyset, Page, Paged, Query, QueryError, Row};

use super::figures::{Answers, ComplaintFigures, Flow, RatingFigures, Standing, TaskFigures};
use super::span::{Period, Span, Whose, Within};
use super::{DepartmentRow, ItemRow};
use crate::Metrics;
use crate::projection::{CaseFlow, TaskFlow, day_of};

const BY_DEPARTMENT: Keyset = Keyset::new(&["department"], Direction::Ascending);
const BY_ITEM: Keyset = Keyset::new(&["department", "item_code"], Direction::Ascending);

const OPEN_TASKS: &str = "COUNT(*) AS n_open, \
    COALESCE(SUM(CASE WHEN due_at <= $1 THEN 1 ELSE 0 END), 0) AS n_overdue";

/// Figures of everyone, or of one department or item.
impl Metrics {
    pub(crate) async fn flow(&self, span: Span, whose: Whose<'_>) -> Result<Flow, QueryError> {
        let query = self.reads.query("SELECT ").push(CaseFlow::SUMS).push(" FROM item_months");
        Ok(Flow::from(&sole(of(in_months(query, span), whose), CaseFlow::of).await?))
    }

    pub(crate) async fn today(
        &self,
        at: Timestamp,
        department: Option<&str>,
    ) -> Result<Flow, QueryError> {
        let query = self.reads.query("SELECT ").push(CaseFlow::SUMS);
        let query = query.push(" FROM department_days WHERE on_date = ").push_bind(day_of(at));
        Ok(Flow::from(&sole(of_department(query, department), CaseFlow::of).await?))
    }

    pub(crate) async fn standing(
        &self,
        at: Timestamp,
        whose: Whose<'_>,
    ) -> Result<Standing, QueryError> {
        let query = Standing::counts(self.reads.query("SELECT ").bind(at)).push(STANDING_CASES);
        sole(of(query, whose), Standing::of).await
    }

    pub(crate) async fn tasks(
        &self,
        span: Span,
        at: Timestamp,
        department: Option<&str>,
    ) -> Result<TaskFigures, QueryError> {
        let flow = self.reads.query("SELECT ").push(TaskFlow::SUMS).push(" FROM task_months");
        let flow = sole(of_department(in_months(flow, span), department), TaskFlow::of).await?;
        let open = self.reads.query("SELECT ").bind(at).push(OPEN_TASKS).push(OF_OPEN_TASKS);
        let figures = sole(asked(open, department), open_tasks).await?;
        let answers = self.answers(span, at, Whose { department, item_code: None }).await?;
        Ok(TaskFigures { answers, ..figures }.with_flow(&flow))
    }

    pub(crate) async fn answers(
        &self,
        within: impl Into<Within>,
        at: Timestamp,
        whose: Whose<'_>,
    ) -> Result<Answers, QueryError> {
        let query = Answers::counts(in_span(self.reads.query("SELECT "), within, at));
        let query = asked(query.push(OF_ANSWERS), whose.department);
        let query = match whose.item_code {
            None => query,
            Some(item_code) => query.push(OF_CASES_OF_ITEM).push_bind(item_code).push(")"),
        };
        sole(query, Answers::of).await
    }

    pub(crate) async fn complaints(
        &self,
        within: impl Into<Within>,
        at: Timestamp,
        whose: Whose<'_>,
    ) -> Result<ComplaintFigures, QueryError> {
        let query = ComplaintFigures::counts(in_span(self.reads.query("SELECT "), within, at));
        sole(of(query.push(OF_COMPLAINTS), whose), ComplaintFigures::of).await
    }

    pub(crate) async fn ratings(
        &self,
        within: impl Into<Within>,
        at: Timestamp,
        whose: Whose<'_>,
    ) -> Result<RatingFigures, QueryError> {
        let query = RatingFigures::counts(in_span(self.reads.query("SELECT "), within, at));
        sole(of(query.push(OF_RATINGS), whose), RatingFigures::of).await
    }

    /// The flow month by month or week by week, of those in which something happened.
    pub(crate) async fn flow_by_period(
        &self,
        [first, last]: [Period; 2],
        whose: Whose<'_>,
    ) -> Result<HashMap<String, CaseFlow>, QueryError> {
        let (column, table) = match first {
            Period::Month(_) => ("month", " FROM item_months WHERE month BETWEEN "),
            Period::Week(_) => ("week", " FROM item_weeks WHERE week BETWEEN "),
        };
        let query = self.reads.query("SELECT ").push(column).push(", ").push(CaseFlow::SUMS);
        let query = query.push(table).push_bind(first.to_string());
        let query = of(query.push(" AND ").push_bind(last.to_string()), whose);
        let query = query.push(" GROUP BY ").push(column);
        grouped(query, |row| row.text(column), CaseFlow::of).await
    }
}

const STANDING_CASES: &str = " FROM cases WHERE approval <> 'concluded'";
const OF_OPEN_TASKS: &str = " FROM tasks WHERE is_open = 1";
// Answers are counted by the months in which they came.
const OF_ANSWERS: &str = " FROM tasks WHERE replied_at >= $2 AND replied_at < $3";
const OF_COMPLAINTS: &str = " FROM complaints WHERE 1 = 1";
const OF_RATINGS: &str = " FROM ratings WHERE rated_at >= $2 AND rated_at < $3";
/// Tasks know their case, which knows its item.
pub(super) const OF_CASES_OF_ITEM: &str =
    " AND EXISTS (SELECT 1 FROM cases WHERE cases.case_id = tasks.case_id AND cases.item_code = ";

/// Binds the present, and the first and the last instant of the time that is meant.
pub(super) fn in_span(query: Query, within: impl Into<Within>, at: Timestamp) -> Query {
    let Within { from, until } = within.into();
    query.bind(at).bind(from).bind(until)
}

/// Figures of many departments or items: the rows of a page are found first, then the figures of
/// those rows, each with one question.
impl Metrics {
    /// Every department that had a case, was asked to help, or has to answer a complaint.
    pub(crate) async fn departments(
        &self,
        span: Span,
        at: Timestamp,
        page: &Page,
    ) -> Result<Paged<DepartmentRow>, QueryError> {
        let known = self.reads.query(
            "SELECT department FROM (SELECT department FROM item_months \
             UNION SELECT department FROM task_months \
             UNION SELECT department FROM complaints WHERE department IS NOT NULL) AS known \
             WHERE 1 = 1",
        );
        let page = known.fetch_page(BY_DEPARTMENT, page).await?;
        let page = page.try_map(|row| row.text("department"))?;
        let flows = self.reads.query("SELECT department, ").push(CaseFlow::SUMS);
        let flows = in_months(flows.push(" FROM item_months"), span);
        let mut flows = by_department(flows, &page.items, CaseFlow::of).await?;
        let standing = self.reads.query("SELECT department, ").bind(at);
        let standing = Standing::counts(standing).push(STANDING_CASES);
        let mut standing = by_department(standing, &page.items, Standing::of).await?;
        let complaints = in_span(self.reads.query("SELECT department, "), span, at);
        let complaints = ComplaintFigures::counts(complaints).push(OF_COMPLAINTS);
        let mut complaints = by_department(complaints, &page.items, ComplaintFigures::of).await?;
        let ratings = in_span(self.reads.query("SELECT department, "), span, at);
        let ratings = RatingFigures::counts(ratings).push(OF_RATINGS);
        let mut ratings = by_department(ratings, &page.items, RatingFigures::of).await?;
        let mut tasks = self.tasks_by_department(span, at, &page.items).await?;
        page.try_map(|department| {
            Ok(DepartmentRow {
                flow: Flow::from(&flows.remove(&department).unwrap_or_default()),
                standing: standing.remove(&department).unwrap_or_default(),
                tasks: tasks.remove(&department).unwrap_or_default(),
                complaints: complaints.remove(&department).unwrap_or_default(),
                ratings: ratings.remove(&department).unwrap_or_default(),
                department,
            })
        })
    }

    async fn tasks_by_department(
        &self,
        span: Span,
        at: Timestamp,
        departments: &[String],
    ) -> Result<HashMap<String, TaskFigures>, QueryError> {
        let flows = self.reads.query("SELECT department, ").push(TaskFlow::SUMS);
        let flows = in_months(flows.push(" FROM task_months"), span);
        let flows = by_department(flows, departments, TaskFlow::of).await?;
        let open = self.reads.query("SELECT to_department AS department, ").bind(at);
        let open = open.push(OPEN_TASKS).push(OF_OPEN_TASKS);
        let mut open = by_asked(open, departments, open_tasks).await?;
        let answers = in_span(self.reads.query("SELECT to_department AS department, "), span, at);
        let answers = Answers::counts(answers).push(OF_ANSWERS);
        let answers = by_asked(answers, departments, Answers::of).await?;
        let figures = |(department, flow): (String, TaskFlow)| {
            let answers = answers.get(&department).copied().unwrap_or_default();
            let open = open.remove(&department).unwrap_or_default();
            (department, TaskFigures { answers, ..open }.with_flow(&flow))
        };
        // A department was given a task in some month if it has one open; with a span it may be
        // another month.
        let idle = departments.iter().map(|department| (department.clone(), TaskFlow::default()));
        let all: HashMap<_, _> = idle.chain(flows).collect();
        Ok(all.into_iter().map(figures).collect())
    }

    /// Every item of which an application was received.
    pub(crate) async fn items(
        &self,
        span: Span,
        at: Timestamp,
        department: Option<&str>,
        page: &Page,
    ) -> Result<Paged<ItemRow>, QueryError> {
        let known = self.reads.query(
            "SELECT department, item_code FROM \
             (SELECT DISTINCT department, item_code FROM item_months) AS known WHERE 1 = 1",
        );
        let page = of_department(known, department).fetch_page(BY_ITEM, page).await?;
        let page = page.try_map(|row| item_key(&row))?;
        let flows = self.reads.query("SELECT department, item_code, ").push(CaseFlow::SUMS);
        let flows = in_months(flows.push(" FROM item_months"), span);
        let mut flows = by_item(flows, &page.items, CaseFlow::of).await?;
        let standing = self.reads.query("SELECT department, item_code, ").bind(at);
        let standing = Standing::counts(standing).push(STANDING_CASES);
        let mut standing = by_item(standing, &page.items, Standing::of).await?;
        let complaints = in_span(self.reads.query("SELECT department, item_code, "), span, at);
        let complaints = ComplaintFigures::counts(complaints).push(OF_COMPLAINTS);
        let mut complaints = by_item(complaints, &page.items, ComplaintFigures::of).await?;
        let ratings = in_span(self.reads.query("SELECT department, item_code, "), span, at);
        let ratings = RatingFigures::counts(ratings).push(OF_RATINGS);
        let mut ratings = by_item(ratings, &page.items, RatingFigures::of).await?;
        page.try_map(|key| {
            let flow = Flow::from(&flows.remove(&key).unwrap_or_default());
            let standing = standing.remove(&key).unwrap_or_default();
            let complaints = complaints.remove(&key).unwrap_or_default();
            let ratings = ratings.remove(&key).unwrap_or_default();
            let (department, item_code) = key;
            Ok(ItemRow { department, item_code, flow, standing, complaints, ratings })
        })
    }
}

fn open_tasks(row: &Row) -> Result<TaskFigures, QueryError> {
    let (open, overdue) = (row.int("n_open")?, row.int("n_overdue")?);
    Ok(TaskFigures { open, overdue, ..TaskFigures::default() })
}

fn item_key(row: &Row) -> Result<(String, String), QueryError> {
    Ok((row.text("department")?, row.text("item_code")?))
}

fn in_months(query: Query, span: Span) -> Query {
    let [from, through] = span.bounds();
    query.push(" WHERE month BETWEEN ").push_bind(from).push(" AND ").push_bind(through)
}

/// Rows of a department and of an item.
pub(super) fn of(query: Query, whose: Whose<'_>) -> Query {
    let query = of_department(query, whose.department);
    match whose.item_code {
        Some(item_code) => query.push(" AND item_code = ").push_bind(item_code),
        None => query,
    }
}

fn of_department(query: Query, department: Option<&str>) -> Query {
    match department {
        Some(department) => query.push(" AND department = ").push_bind(department),
        None => query,
    }
}

/// Tasks of which a department was asked.
pub(super) fn asked(query: Query, department: Option<&str>) -> Query {
    match department {
        Some(department) => query.push(" AND to_department = ").push_bind(department),
        None => query,
    }
}

/// The only row of sums without groups.
async fn sole<T: Default>(
    query: Query,
    read: impl FnOnce(&Row) -> Result<T, QueryError>,
) -> Result<T, QueryError> {
    query.fetch_optional().await?.map_or_else(|| Ok(T::default()), |row| read(&row))
}

async fn by_department<T>(
    query: Query,
    departments: &[String],
    read: impl Fn(&Row) -> Result<T, QueryError>,
) -> Result<HashMap<String, T>, QueryError> {
    let query = query.push(" AND department IN ").push_list(departments);
    grouped(query.push(" GROUP BY department"), |row| row.text("department"), read).await
}

async fn by_asked<T>(
    query: Query,
    departments: &[String],
    read: impl Fn(&Row) -> Result<T, QueryError>,
) -> Result<HashMap<String, T>, QueryError> {
    let query = query.push(" AND to_department IN ").push_list(departments);
    grouped(query.push(" GROUP BY to_department"), |row| row.text("department"), read).await
}

async fn by_item<T>(
    query: Query,
    items: &[(String, String)],
    read: impl Fn(&Row) -> Result<T, QueryError>,
) -> Result<HashMap<(String, String), T>, QueryError> {
    // An item code may stand under several departments, so that a few rows more may come than asked.
    let query = query.push(" AND department IN ").push_list(items.iter().map(|(d, _)| d));
    let query = query.push(" AND item_code IN ").push_list(items.iter().map(|(_, item)| item));
    grouped(query.push(" GROUP BY department, item_code"), item_key, read).await
}

async fn grouped<K: std::hash::Hash + Eq, T>(
    query: Query,
    key: impl Fn(&Row) -> Result<K, QueryError>,
    read: impl Fn(&Row) -> Result<T, QueryError>,
) -> Result<HashMap<K, T>, QueryError> {
    let rows = query.fetch_all().await?;
    rows.iter().map(|row| Ok((key(row)?, read(row)?))).collect()
}

#[cfg(test)]
mod tests {
    use tongban_eventstore::MemoryLog;
    use tongban_kernel::testkit::now;
    use tongban_readmodel::ReadModels;

    use super::*;
    use crate::projection::MetricsProjection;

    #[tokio::test]
    async fn what_stands_is_counted_without_looking_at_what_is_decided() {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let reader = models.mount(MetricsProjection, &MemoryLog::new(1)).await.unwrap();
        let explain = reader.model().query("EXPLAIN QUERY PLAN SELECT ");
        let explain = in_span(explain, Span::default(), now());
        let standing = Standing::counts(explain.clone()).push(STANDING_CASES);
        let open = explain.clone().push(OPEN_TASKS).push(OF_OPEN_TASKS);
        let answers = Answers::counts(explain.clone()).push(OF_ANSWERS);
        let ratings = RatingFigures::counts(explain).push(OF_RATINGS);
        for (query, index) in [
            (standing.clone(), "COVERING INDEX cases_standing"),
            (of_department(standing, Some("ZJ")), "COVERING INDEX cases_standing (department=?)"),
            (open, "INDEX tasks_open"),
            (asked(answers, Some("ZJ")), "COVERING INDEX tasks_answered"),
            (ratings.clone(), "COVERING INDEX ratings_by_time (rated_at>? AND rated_at<?)"),
            (of_department(ratings, Some("ZJ")), "COVERING INDEX ratings_of (department=? AND"),
        ] {
            let plan = query.fetch_all().await.unwrap();
            let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
            assert!(plan[0].contains(index), "{plan:?} without {index}");
        }
    }
}
