//! What happens in a year: time passes, everybody is warned, people act, and the books are checked.

mod doing;
mod reacting;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tongban_catalog::Catalog;
use tongban_platform::Service;
use uuid::Uuid;

use crate::Plan;
use crate::agenda::{Agenda, local};
use crate::city::City;
use crate::deed::Errand;
use crate::draw::Draw;
use crate::figures::Figures;
use crate::ledger::Ledger;

/// The second of January 2025, a Thursday: the holidays of that year and the next are known.
const BEGINS_AT: &str = "2025-01-02T00:00:00+08:00";
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// A warning that takes longer does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// See the module.
pub(crate) struct Life {
    begun: Instant,
    /// How long, in real time, a warning may take that is due.
    patience: Duration,
    ends_at: Timestamp,
    next_midnight: Timestamp,
    city: City,
    catalog: Catalog,
    departments: Vec<String>,
    files: BTreeMap<String, Value>,
    agenda: Agenda,
    ledger: Ledger,
    draw: Draw,
    figures: Figures,
}

impl Life {
    /// The first morning.
    pub(crate) async fn begin(plan: Plan) -> Result<Self> {
        Self::begin_with(plan, PATIENCE, |_| {}).await
    }

    /// The same in a city whose services are not what they should be.
    pub(crate) async fn begin_with(
        plan: Plan,
        patience: Duration,
        change: impl FnOnce(&mut [Service]),
    ) -> Result<Self> {
        let (begun, begins_at): (_, Timestamp) = (Instant::now(), BEGINS_AT.parse()?);
        let draw = Draw::seeded(plan.seed);
        let mut city = City::open(begins_at, draw.about("keys"), change).await?;
        let catalog = tongban_catalog::sample_city().map_err(|faults| anyhow!("{faults:?}"))?;
        let today = local(begins_at).date();
        let departments = catalog.departments_at(today).map(|one| one.code.to_string());
        let departments: Vec<_> = departments.collect();
        let mut files = BTreeMap::new();
        for (kind, bytes) in
            [("application/pdf", &b"%PDF-1.7\n%%EOF\n"[..]), ("image/png", b"\x89PNG\r\n\x1a\n")]
        {
            files.insert(kind.to_owned(), city.store(kind, bytes.to_vec()).await?);
        }
        let mut agenda = Agenda::default();
        for n in 0..plan.n_cases {
            // The last month is for what is still under way.
            let days = plan.n_days.saturating_sub(30).max(1);
            let hours = draw.about(&format!("submit {n}")).below(days * 24);
            agenda.write(begins_at, hours, Errand::Submit(n));
        }
        let ledger = Ledger::of(departments.iter().cloned().collect());
        let figures = Figures { seed: plan.seed, ..Figures::default() };
        let ends_at = begins_at + SignedDuration::from_hours(24 * i64::from(plan.n_days));
        let next_midnight = begins_at + A_DAY;
        Ok(Self {
            begun,
            patience,
            ends_at,
            next_midnight,
            city,
            catalog,
            departments,
            files,
            agenda,
            ledger,
            draw,
            figures,
        })
    }

    /// All its days.
    pub(crate) async fn live(mut self) -> Result<Figures> {
        while let Some(at) = self.next_step_at() {
            self.step(at).await.with_context(|| format!("at {}", local(at)))?;
        }
        self.figures.n_events = self.city.n_events();
        self.figures.n_refused = self.city.n_refused;
        self.figures.n_warnings = self.ledger.n_warnings;
        self.figures.took = self.begun.elapsed();
        Ok(self.figures)
    }

    /// When something is due, or somebody has something to do, or a day ends.
    fn next_step_at(&self) -> Option<Timestamp> {
        let next = [self.agenda.next_at(), self.ledger.next_due_at(), Some(self.next_midnight)];
        next.into_iter().flatten().min().filter(|at| *at <= self.ends_at)
    }

    /// One step of the clock, with everything that comes of it.
    async fn step(&mut self, at: Timestamp) -> Result<()> {
        self.figures.n_steps += 1;
        let at = at.max(self.city.now());
        self.city.world.clock.set(at);
        self.wait_for_warnings().await?;
        for errand in self.agenda.due(at) {
            self.run(errand).await?;
        }
        // What was done may have made something due.
        self.city.settle().await?;
        self.wait_for_warnings().await?;
        self.city.settle().await?;
        self.read_news().await?;
        self.ledger.is_warned_of_all(at)?;
        self.ledger.has_owners()?;
        self.check_warnings(at).await?;
        if at >= self.next_midnight {
            self.next_midnight = at + A_DAY;
            self.check_tasks().await?;
        }
        Ok(())
    }

    /// Waits until everybody is warned of what is due; what is not warned of in time is a violation.
    async fn wait_for_warnings(&mut self) -> Result<()> {
        let (until, now) = (Instant::now() + self.patience, self.city.now());
        loop {
            self.read_news().await?;
            match self.ledger.is_warned_of_all(now) {
                Ok(()) => return Ok(()),
                Err(missing) if Instant::now() >= until => return Err(missing.into()),
                Err(_) => self.city.breathe().await?,
            }
        }
    }

    async fn read_news(&mut self) -> Result<()> {
        for fact in self.city.news().await? {
            self.ledger.read(&fact)?;
            self.react(&fact)?;
        }
        Ok(())
    }

    /// The list of warnings shows those that were issued just now.
    async fn check_warnings(&mut self, now: Timestamp) -> Result<()> {
        let (at, warned) = &self.ledger.last_warned;
        if *at != now || warned.is_empty() {
            return Ok(());
        }
        let list = self.city.ask("/api/coordination/warnings?limit=200").await?;
        let rows = list["items"].as_array().context("warnings")?;
        let of_now = rows.iter().filter(|row| instant(row, "issued_at") == Some(now));
        let listed: Option<BTreeSet<_>> = of_now
            .map(|row| {
                let (rung, epoch) = (row["rung"].as_str()?, row["epoch"].as_u64()?);
                Some((id(row, "task_id")?, rung.to_owned(), epoch))
            })
            .collect();
        let listed = listed.context("a warning without a task, a rung or an epoch")?;
        let is_whole = rows.len() < 200 || listed.len() < rows.len();
        ensure!(listed.is_subset(warned), "the list has warnings that nobody issued: {listed:?}");
        ensure!(
            !is_whole || listed.len() == warned.len(),
            "the list has {} of {} warnings",
            listed.len(),
            warned.len()
        );
        Ok(())
    }

    /// The list of tasks shows those that are open, each with who has to answer it.
    async fn check_tasks(&mut self) -> Result<()> {
        let open = self.ledger.tasks.iter().filter(|(_, task)| task.state.is_open());
        let open: BTreeMap<Uuid, String> =
            open.map(|(task_id, task)| (*task_id, task.to_department.clone())).collect();
        let (mut listed, mut cursor) = (BTreeMap::new(), String::new());
        loop {
            let path = format!("/api/coordination/tasks?state=open&limit=200{cursor}");
            let page = self.city.ask(&path).await?;
            for row in page["items"].as_array().context("tasks")? {
                let department = row["to_department"].as_str().context("a task of nobody")?;
                listed.insert(
                    id(row, "task_id").context("a task without an id")?,
                    department.to_owned(),
                );
            }
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        ensure!(listed == open, "{} open tasks are listed, {} are open", listed.len(), open.len());
        Ok(())
    }
}

fn id(row: &Value, field: &str) -> Option<Uuid> {
    row[field].as_str()?.parse().ok()
}

fn instant(row: &Value, field: &str) -> Option<Timestamp> {
    row[field].as_str()?.parse().ok()
}
