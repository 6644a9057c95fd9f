//! How much is open of some items and departments: for whoever changes what holds for them.

use std::collections::{BTreeMap, BTreeSet};

use tongban_readmodel::{Query, QueryError, ReadModel};

use crate::api::figure::Figure;

/// What is open of items and departments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenWork {
    /// Of all of them together; what is of an item and of a department counts once.
    pub all: Open,
    /// By item; those of which nothing is open are left out.
    pub items: BTreeMap<String, Open>,
    /// By department; those of which nothing is open are left out.
    pub departments: BTreeMap<String, Open>,
}

/// How much is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Cases received or accepted, and not decided.
    pub n_cases: i64,
    /// Tasks between departments that wait for an answer: about the item, or asked of the department.
    pub n_tasks: i64,
}

const CASES: &str = "SELECT department, item_code, COUNT(*) AS n FROM cases \
    WHERE approval <> 'concluded' AND (";
const CASES_OF: &str = ") AND (item_code IN ";
const CASES_AT: &str = " OR department IN ";
const BY_BOTH: &str = ") GROUP BY department, item_code";
// What is asked in an emergency is about no case.
const TASKS: &str = "SELECT tasks.to_department AS department, \
    COALESCE(cases.item_code, '') AS item_code, COUNT(*) AS n \
    FROM tasks LEFT JOIN cases ON cases.case_id = tasks.case_id \
    WHERE tasks.is_open = 1 AND (cases.item_code IN ";
const TASKS_OF: &str = " OR tasks.to_department IN ";
const TASKS_BY_BOTH: &str = ") GROUP BY tasks.to_department, COALESCE(cases.item_code, '')";

/// Counts what is open of these items, and of these departments, each with all the names under which
/// work may have been recorded that it does now. `rows` are those of this service.
///
/// # Errors
/// When the rows cannot be read.
pub async fn open_work(
    rows: &ReadModel,
    items: &BTreeSet<String>,
    departments: &BTreeMap<String, Vec<String>>,
) -> Result<OpenWork, QueryError> {
    let names: BTreeSet<&String> = departments.values().flatten().collect();
    let listed = |query: Query, or: &'static str| {
        query.push_list(items.iter().cloned()).push(or).push_list(names.iter().copied().cloned())
    };
    let cases = rows.query(CASES).push(Figure::Waiting.condition()).push(" OR ");
    let cases = cases.push(Figure::Open.condition()).push(CASES_OF);
    let cases = listed(cases, CASES_AT).push(BY_BOTH).fetch_all().await?;
    let tasks = listed(rows.query(TASKS), TASKS_OF).push(TASKS_BY_BOTH).fetch_all().await?;
    let mut work = OpenWork::default();
    for (found, count) in [(cases, Open::cases as fn(i64) -> Open), (tasks, Open::tasks)] {
        for row in found {
            let (department, item) = (row.text("department")?, row.text("item_code")?);
            let open = count(row.int("n")?);
            work.all.add(open);
            if items.contains(&item) {
                work.items.entry(item).or_default().add(open);
            }
            for (code, _) in departments.iter().filter(|(_, names)| names.contains(&department)) {
                work.departments.entry(code.clone()).or_default().add(open);
            }
        }
    }
    Ok(work)
}

impl Open {
    fn cases(n_cases: i64) -> Self {
        Self { n_cases, n_tasks: 0 }
    }

    fn tasks(n_tasks: i64) -> Self {
        Self { n_cases: 0, n_tasks }
    }

    fn add(&mut self, other: Self) {
        self.n_cases += other.n_cases;
        self.n_tasks += other.n_tasks;
    }
}
