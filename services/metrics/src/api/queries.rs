use std::collections::HashMap;

use jiff::Timestamp;
use tongban_readmodel::{Direction, Keyset, Page, Paged, Query, QueryError, Row};

use super::figures::{ComplaintFigures, Flow, Standing, TaskFigures};
use super::span::Span;
use super::{DepartmentRow, ItemRow};
use crate::Metrics;
use crate::projection::{CaseFlow, TaskFlow, day_of};

const BY_DEPARTMENT: Keyset = Keyset::new(&["department"], Direction::Ascending);
const BY_ITEM: Keyset = Keyset::new(&["department", "item_code"], Direction::Ascending);

const OPEN_TASKS: &str = "COUNT(*) AS n_open, \
    COALESCE(SUM(CASE WHEN due_at <= $1 THEN 1 ELSE 0 END), 0) AS n_overdue";

/// Figures of everyone, or of one department.
impl Metrics {
    pub(crate) async fn flow(
        &self,
        span: Span,
        department: Option<&str>,
    ) -> Result<Flow, QueryError> {
        let query = self.reads.query("SELECT ").push(CaseFlow::SUMS).push(" FROM item_months");
        let query = of_department(in_months(query, span), department);
        Ok(Flow::from(&sole(query, CaseFlow::of).await?))
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
        department: Option<&str>,
    ) -> Result<Standing, QueryError> {
        let query = self.reads.query("SELECT ").bind(at).push(Standing::SUMS).push(STANDING_CASES);
        sole(of_department(query, department), Standing::of).await
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
        let late = self.reads.query("SELECT COUNT(*) AS n_late").push(OF_LATE_REPLIES);
        let figures = sole(asked(open, department), open_tasks).await?;
        let replied_late = sole(asked(late, department), |row| row.int("n_late")).await?;
        Ok(TaskFigures { replied_late, ..figures }.with_flow(&flow))
    }

    pub(crate) async fn complaints(
        &self,
        at: Timestamp,
        department: Option<&str>,
    ) -> Result<ComplaintFigures, QueryError> {
        let query = self.reads.query("SELECT ").bind(at).push(ComplaintFigures::SUMS);
        let query = query.push(" FROM complaints WHERE 1 = 1");
        sole(of_department(query, department), ComplaintFigures::of).await
    }
}

const STANDING_CASES: &str = " FROM cases WHERE approval <> 'concluded'";
const OF_OPEN_TASKS: &str = " FROM tasks WHERE is_open = 1";
const OF_LATE_REPLIES: &str = " FROM tasks WHERE replied_at >= due_at";

/// Figures of many departments or items: the rows of a page are found first, then the figures of
/// those rows, each with one question.
impl Metrics {
    /// Every department that had a case or was asked to help.
    pub(crate) async fn departments(
        &self,
        span: Span,
        at: Timestamp,
        page: &Page,
    ) -> Result<Paged<DepartmentRow>, QueryError> {
        let known = self.reads.query(
            "SELECT department FROM (SELECT department FROM item_months \
             UNION SELECT department FROM task_months) AS known WHERE 1 = 1",
        );
        let page = known.fetch_page(BY_DEPARTMENT, page).await?;
        let page = page.try_map(|row| row.text("department"))?;
        let flows = self.reads.query("SELECT department, ").push(CaseFlow::SUMS);
        let flows = in_months(flows.push(" FROM item_months"), span);
        let mut flows = by_department(flows, &page.items, CaseFlow::of).await?;
        let standing = self.reads.query("SELECT department, ").bind(at).push(Standing::SUMS);
        let standing = standing.push(STANDING_CASES);
        let mut standing = by_department(standing, &page.items, Standing::of).await?;
        let mut tasks = self.tasks_by_department(span, at, &page.items).await?;
        page.try_map(|department| {
            Ok(DepartmentRow {
                flow: Flow::from(&flows.remove(&department).unwrap_or_default()),
                standing: standing.remove(&department).unwrap_or_default(),
                tasks: tasks.remove(&department).unwrap_or_default(),
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
        let late = self.reads.query("SELECT to_department AS department, COUNT(*) AS n_late");
        let late = late.push(OF_LATE_REPLIES);
        let late = by_asked(late, departments, |row| row.int("n_late")).await?;
        let figures = |(department, flow): (String, TaskFlow)| {
            let replied_late = late.get(&department).copied().unwrap_or_default();
            let open = open.remove(&department).unwrap_or_default();
            (department, TaskFigures { replied_late, ..open }.with_flow(&flow))
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
        let standing = standing.push(Standing::SUMS).push(STANDING_CASES);
        let mut standing = by_item(standing, &page.items, Standing::of).await?;
        page.try_map(|key| {
            let flow = Flow::from(&flows.remove(&key).unwrap_or_default());
            let standing = standing.remove(&key).unwrap_or_default();
            let (department, item_code) = key;
            Ok(ItemRow { department, item_code, flow, standing })
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

fn of_department(query: Query, department: Option<&str>) -> Query {
    match department {
        Some(department) => query.push(" AND department = ").push_bind(department),
        None => query,
    }
}

fn asked(query: Query, department: Option<&str>) -> Query {
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
        let explain = reader.model().query("EXPLAIN QUERY PLAN SELECT ").bind(now());
        let standing = explain.clone().push(Standing::SUMS).push(STANDING_CASES);
        let open = explain.clone().push(OPEN_TASKS).push(OF_OPEN_TASKS);
        let late = explain.push("COUNT(*)").push(OF_LATE_REPLIES);
        for (query, index) in [
            (standing.clone(), "COVERING INDEX cases_standing"),
            (of_department(standing, Some("ZJ")), "COVERING INDEX cases_standing (department=?)"),
            (open, "INDEX tasks_open"),
            (asked(late, Some("ZJ")), "INDEX tasks_replied_late"),
        ] {
            let plan = query.fetch_all().await.unwrap();
            let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
            assert!(plan[0].contains(index), "{plan:?} without {index}");
        }
    }
}
