use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use tongban_kernel::calendar::{Calendar, Office};
use tongban_readmodel::{Cursor, Direction, Keyset, Page, Query, QueryError, Row};
use uuid::Uuid;

use super::cost::{CostCase, CostRow};
use crate::Metrics;
use crate::cost::{Pair, Span, Turn, common, united, waits, without, worked};

/// Which cases, and which of their time.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    /// The present: until then is counted what goes on.
    pub(crate) now: Timestamp,
    /// Time before does not count.
    pub(crate) from: Option<Timestamp>,
    /// Time from then on does not count.
    pub(crate) until: Timestamp,
    /// Cases that this department decides.
    pub(crate) department: Option<String>,
    /// Cases of this item.
    pub(crate) item_code: Option<String>,
    /// This case.
    pub(crate) case_id: Option<Uuid>,
}

/// Working time of some cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// How many.
    pub(crate) n_cases: i64,
    /// For which they waited for another department.
    pub(crate) between: SignedDuration,
    /// All of it.
    pub(crate) whole: SignedDuration,
}

impl Sum {
    fn add(&mut self, between: SignedDuration, whole: SignedDuration) {
        self.join(Self { n_cases: 1, between, whole });
    }

    fn join(&mut self, other: Self) {
        self.n_cases += other.n_cases;
        self.between = self.between.saturating_add(other.between);
        self.whole = self.whole.saturating_add(other.whole);
    }
}

/// The sums over all cases of a selection.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    /// Of all of them.
    pub(crate) total: Sum,
    by_item: BTreeMap<(String, String), Sum>,
    by_pair: BTreeMap<Pair, Sum>,
}

impl Sums {
    fn add(&mut self, case: &CaseCost) {
        self.total.add(case.between, case.whole);
        let item = (case.department.clone(), case.item_code.clone());
        self.by_item.entry(item).or_default().add(case.between, case.whole);
        for (pair, between) in &case.by_pair {
            self.by_pair.entry(pair.clone()).or_default().add(*between, case.whole);
        }
    }

    /// Item by item.
    pub(crate) fn items(&self) -> Vec<CostRow> {
        let row = |((department, item_code), sum): (&(String, String), &Sum)| CostRow {
            case: None,
            item_code: Some(item_code.clone()),
            department: Some(department.clone()),
            from_department: None,
            to_department: None,
            cost: (*sum).into(),
        };
        self.by_item.iter().map(row).collect()
    }

    /// Department by department that decides.
    pub(crate) fn departments(&self) -> Vec<CostRow> {
        let mut by_department: BTreeMap<&String, Sum> = BTreeMap::new();
        for ((department, _), sum) in &self.by_item {
            by_department.entry(department).or_default().join(*sum);
        }
        let row = |(department, sum): (&String, Sum)| CostRow {
            case: None,
            item_code: None,
            department: Some(department.clone()),
            from_department: None,
            to_department: None,
            cost: sum.into(),
        };
        by_department.into_iter().map(row).collect()
    }

    /// Pair by pair; of the time of the cases in which one asked the other.
    pub(crate) fn pairs(&self) -> Vec<CostRow> {
        let row = |(pair, sum): (&Pair, &Sum)| CostRow {
            case: None,
            item_code: None,
            department: None,
            from_department: Some(pair.from_department.clone()),
            to_department: Some(pair.to_department.clone()),
            cost: (*sum).into(),
        };
        self.by_pair.iter().map(row).collect()
    }
}

/// What coordination cost one case.
struct CaseCost {
    case: CostCase,
    item_code: String,
    department: String,
    between: SignedDuration,
    whole: SignedDuration,
    by_pair: BTreeMap<Pair, SignedDuration>,
}

impl CaseCost {
    fn row(self) -> CostRow {
        let sum = Sum { n_cases: 1, between: self.between, whole: self.whole };
        CostRow {
            case: Some(self.case),
            item_code: Some(self.item_code),
            department: Some(self.department),
            from_department: None,
            to_department: None,
            cost: sum.into(),
        }
    }
}

/// Cases that were accepted, and are worked on or decided.
const CASES: &str = "SELECT * FROM cases WHERE accepted_at IS NOT NULL
     AND (approval IN ('open', 'concluded') OR (approval = 'none' AND intake = 'accepted'))";
const NEWEST_FIRST: Keyset = Keyset::new(&["accepted_at", "case_id"], Direction::Descending);

/// A year of a large city takes a few seconds; what is more is for a report.
pub(super) const CASES_MAX: usize = 50_000;
pub(super) const CASES_AT_ONCE: u32 = 200;

impl Selection {
    fn narrow(&self, mut query: Query) -> Query {
        query = query.push(" AND accepted_at < ").push_bind(self.until);
        if let Some(from) = self.from {
            query = query.push(" AND (approval <> 'concluded' OR concluded_at > ");
            query = query.push_bind(from).push(")");
        }
        if let Some(department) = &self.department {
            query = query.push(" AND department = ").push_bind(department);
        }
        if let Some(item_code) = &self.item_code {
            query = query.push(" AND item_code = ").push_bind(item_code);
        }
        match self.case_id {
            None => query,
            Some(case_id) => query.push(" AND case_id = ").push_bind(case_id),
        }
    }
}

impl Metrics {
    /// What coordination costs case by case.
    pub(crate) async fn costs_of_cases(
        &self,
        selection: &Selection,
        page: &Page,
    ) -> Result<(Vec<CostRow>, Option<Cursor>), QueryError> {
        let (costs, next) = self.case_costs(selection, page).await?;
        Ok((costs.into_iter().map(CaseCost::row).collect(), next))
    }

    /// What it costs all cases of a selection; none where there are too many.
    pub(crate) async fn cost_sums(
        &self,
        selection: &Selection,
    ) -> Result<Option<Sums>, QueryError> {
        let (mut sums, mut after, mut n_cases) = (Sums::default(), None, 0);
        loop {
            let page =
                Page::new(Some(CASES_AT_ONCE), after.as_deref()).map_err(QueryError::Page)?;
            let (costs, next) = self.case_costs(selection, &page).await?;
            n_cases += costs.len();
            if n_cases > CASES_MAX {
                return Ok(None);
            }
            costs.iter().for_each(|case| sums.add(case));
            let Some(next) = next else { return Ok(Some(sums)) };
            after = Some(next.to_string());
        }
    }

    async fn case_costs(
        &self,
        selection: &Selection,
        page: &Page,
    ) -> Result<(Vec<CaseCost>, Option<Cursor>), QueryError> {
        let cases = selection.narrow(self.reads.query(CASES));
        let cases = cases.fetch_page(NEWEST_FIRST, page).await?;
        let ids = cases.items.iter().map(|row| row.uuid("case_id"));
        let ids = ids.collect::<Result<Vec<_>, _>>()?;
        let mut turns = self.turns_of(&ids).await?;
        let mut closures = self.closures_of(&ids).await?;
        let (calendar, office) = (self.calendar.load_full(), self.office(selection.now));
        let cost = |row: &Row| {
            let case_id = row.uuid("case_id")?;
            let turns = turns.remove(&case_id).unwrap_or_default();
            let closures = closures.remove(&case_id).unwrap_or_default();
            cost_of(row, &turns, closures, selection, &calendar, &office)
        };
        let costs = cases.items.iter().map(cost).collect::<Result<_, _>>()?;
        Ok((costs, cases.next))
    }

    /// The turns of these cases' tasks: of each case, task by task, in their order.
    async fn turns_of(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Vec<Turn>>>, QueryError> {
        let query = self
            .reads
            .query("SELECT * FROM task_turns WHERE case_id IN ")
            .push_list(ids.iter().copied());
        let rows = query.push(" ORDER BY task_id, at, log_seq").fetch_all().await?;
        let mut found: HashMap<Uuid, Vec<Vec<Turn>>> = HashMap::new();
        let mut last = None;
        for row in &rows {
            let (case_id, task_id) = (row.uuid("case_id")?, row.uuid("task_id")?);
            let tasks = found.entry(case_id).or_default();
            if last != Some(task_id) {
                tasks.push(Vec::new());
            }
            last = Some(task_id);
            let turn = turn(row)?;
            if let Some(task) = tasks.last_mut() {
                task.push(turn);
            }
        }
        Ok(found)
    }

    async fn closures_of(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Span>>, QueryError> {
        let query = self
            .reads
            .query("SELECT * FROM closures WHERE case_id IN ")
            .push_list(ids.iter().copied());
        let mut found: HashMap<Uuid, Vec<Span>> = HashMap::new();
        for row in &query.fetch_all().await? {
            let span = Span { from: row.timestamp("from_at")?, until: row.timestamp("until_at")? };
            found.entry(row.uuid("case_id")?).or_default().push(span);
        }
        Ok(found)
    }
}

fn turn(row: &Row) -> Result<Turn, QueryError> {
    Ok(Turn {
        at: row.timestamp("at")?,
        waits: row.bool("waits")?,
        from_department: row.opt_text("from_department")?,
        to_department: row.opt_text("to_department")?,
    })
}

fn cost_of(
    row: &Row,
    tasks: &[Vec<Turn>],
    closures: Vec<Span>,
    selection: &Selection,
    calendar: &Calendar,
    office: &Office,
) -> Result<CaseCost, QueryError> {
    let concluded_at = row.opt_timestamp("concluded_at")?;
    let ended_at = concluded_at.map_or(selection.until, |at| at.min(selection.until));
    let accepted_at = row.timestamp("accepted_at")?;
    let from = selection.from.map_or(accepted_at, |from| from.max(accepted_at));
    let cycle = without(Span { from, until: ended_at }, closures);
    let mut pairs: BTreeMap<Pair, Vec<Span>> = BTreeMap::new();
    for (pair, span) in tasks.iter().flat_map(|turns| waits(turns, selection.now)) {
        pairs.entry(pair).or_default().push(span);
    }
    let within = |spans: &[Span]| worked(&common(spans, &cycle), calendar, office);
    let between = within(&united(pairs.values().flatten().copied()));
    let by_pair = pairs.into_iter().map(|(pair, spans)| (pair, within(&united(spans)))).collect();
    Ok(CaseCost {
        case: CostCase {
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            is_open: concluded_at.is_none(),
            caused_by: row.uuid("caused_by")?,
        },
        item_code: row.text("item_code")?,
        department: row.text("department")?,
        between,
        whole: worked(&cycle, calendar, office),
        by_pair,
    })
}
