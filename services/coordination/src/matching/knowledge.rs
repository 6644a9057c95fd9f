//! What matters are compared with, kept up to date.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;
use tongban_catalog::Catalog;
use tongban_kernel::{Clock, DisputeId, MatterId, Successions, Text};
use tongban_platform::CatalogHandle;
use tongban_readmodel::{QueryError, ReadModel};
use uuid::Uuid;

use super::engine::{Engine, Known, of_catalog};
use crate::api::{json, opt_json};

/// So many matters are learned from, the last confirmed ones: with two thousand characters each
/// they are a few megabytes of words.
const MATTERS_MAX: i64 = 2_000;
/// So many answered tasks are looked at, the last due ones; an ask that was asked often is one.
const TASKS_MAX: i64 = 2_000;
/// Answers come all the time and each says little: they are read anew when this has passed.
const TASKS_STAY: SignedDuration = SignedDuration::from_mins(15);

const CONFIRMED_LAST: &str = "SELECT caused_by FROM matters WHERE confirmed_at IS NOT NULL
    ORDER BY confirmed_at DESC, matter_id DESC LIMIT 1";
const RULED_LAST: &str = "SELECT caused_by FROM disputes WHERE state = 'ruled'
    ORDER BY ended_at DESC, dispute_id DESC LIMIT 1";

/// What is known of departments: the catalogue in force, the matters that a coordinator confirmed,
/// the disputes that were ruled on, and the tasks that were answered. Each process computes it from its read model when it is asked
/// and something has changed, so that all of them learn the same.
pub(crate) struct Knowledge {
    catalogs: CatalogHandle,
    reads: ReadModel,
    clock: Arc<dyn Clock>,
    // Whoever asks while it is computed waits for it instead of computing it too.
    last: Mutex<Option<Computed>>,
}

/// An engine with the catalogue that it knows.
#[derive(Clone)]
pub(crate) struct InForce {
    pub(crate) engine: Arc<Engine>,
    pub(crate) catalog_version: u32,
}

/// Why it cannot be said whom a matter concerns.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KnowledgeError {
    /// There are no departments yet.
    #[error("no catalogue is in force")]
    NoCatalog,
    /// The read model does not answer.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Computing was broken off.
    #[error("the index could not be computed")]
    BrokenOff(#[from] tokio::task::JoinError),
}

struct Computed {
    from: Basis,
    at: Timestamp,
    in_force: InForce,
}

/// What an engine was computed from; when it is another, the engine is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Basis {
    catalog_version: u32,
    on: Date,
    /// The event of the last confirmation.
    last_confirmed: Option<Uuid>,
    /// The event of the last ruling.
    last_ruled: Option<Uuid>,
}

impl Knowledge {
    pub(crate) fn new(catalogs: CatalogHandle, reads: ReadModel, clock: Arc<dyn Clock>) -> Self {
        Self { catalogs, reads, clock, last: Mutex::new(None) }
    }

    /// The engine of now.
    pub(crate) async fn in_force(&self) -> Result<InForce, KnowledgeError> {
        let now = self.clock.now();
        let catalogs = self.catalogs.load();
        let edition = catalogs.in_force_at(now).ok_or(KnowledgeError::NoCatalog)?;
        let catalog = &edition.catalog;
        let on = catalog.city().office.date_of(now);
        let catalog_version = edition.version;
        let mut last = self.last.lock().await;
        let last_confirmed = self.last(CONFIRMED_LAST).await?;
        let last_ruled = self.last(RULED_LAST).await?;
        let from = Basis { catalog_version, on, last_confirmed, last_ruled };
        if let Some(computed) = &*last
            && computed.from == from
            && now.duration_since(computed.at).abs() < TASKS_STAY
        {
            return Ok(computed.in_force.clone());
        }
        let learned = self.learned().await?;
        let catalog = catalog.clone();
        // Thousands of texts are cut into words: too long to keep others waiting.
        let compute = move || Engine::new(known(&catalog, on, learned));
        let engine = Arc::new(tokio::task::spawn_blocking(compute).await?);
        let in_force = InForce { engine, catalog_version };
        *last = Some(Computed { from, at: now, in_force: in_force.clone() });
        Ok(in_force)
    }

    async fn last(&self, of: &'static str) -> Result<Option<Uuid>, QueryError> {
        self.reads.query(of).fetch_optional().await?.map(|row| row.uuid("caused_by")).transpose()
    }

    /// Everything that is learned, whatever department it names.
    async fn learned(&self) -> Result<Vec<Known>, QueryError> {
        let mut learned = self.confirmed().await?;
        learned.extend(self.ruled().await?);
        learned.extend(self.answered().await?);
        Ok(learned)
    }

    async fn confirmed(&self) -> Result<Vec<Known>, QueryError> {
        let rows = self.reads.query(
            "SELECT matter_id, title, text, lead, assisting FROM matters
                WHERE confirmed_at IS NOT NULL
                ORDER BY confirmed_at DESC, matter_id DESC LIMIT $1",
        );
        let mut known = Vec::new();
        for row in rows.bind(MATTERS_MAX).fetch_all().await? {
            let matter_id = MatterId::from_uuid(row.uuid("matter_id")?);
            let (title, text) = (row.text("title")?, row.opt_text("text")?.unwrap_or_default());
            known.push(Known::led(&row.text("lead")?, matter_id, &title, &text));
            let assisting: Vec<String> = json(&row, "assisting")?;
            let assisted =
                |department: &String| Known::assisted(department, matter_id, &title, &text);
            known.extend(assisting.iter().map(assisted));
        }
        Ok(known)
    }

    async fn ruled(&self) -> Result<Vec<Known>, QueryError> {
        let rows = self.reads.query(
            "SELECT dispute_id, ask_zh, ask_en, ruled_department, assisting FROM disputes
                WHERE state = 'ruled' ORDER BY ended_at DESC, dispute_id DESC LIMIT $1",
        );
        let mut known = Vec::new();
        for row in rows.bind(MATTERS_MAX).fetch_all().await? {
            let dispute_id = DisputeId::from_uuid(row.uuid("dispute_id")?);
            let ask = Text::new(row.text("ask_zh")?, row.text("ask_en")?);
            let assisting: Vec<String> = opt_json(&row, "assisting")?.unwrap_or_default();
            let assist = |code: &String| Known::ruled_to_assist(code, dispute_id, ask.clone());
            known.extend(assisting.iter().map(assist));
            let ruled = row.opt_text("ruled_department")?;
            known.extend(ruled.map(|code| Known::ruled(&code, dispute_id, ask)));
        }
        Ok(known)
    }

    async fn answered(&self) -> Result<Vec<Known>, QueryError> {
        let rows = self.reads.query(
            "SELECT ask_zh, ask_en, to_department FROM tasks WHERE is_open = 0
                AND state IN ('replied', 'accepted') AND occasion <> 'drill'
                AND from_department <> to_department ORDER BY due_at DESC, task_id DESC LIMIT $1",
        );
        let mut known: Vec<Known> = Vec::new();
        let mut seen = BTreeSet::new();
        for row in rows.bind(TASKS_MAX).fetch_all().await? {
            let ask = Text::new(row.text("ask_zh")?, row.text("ask_en")?);
            let department = row.text("to_department")?;
            if seen.insert((department.clone(), ask.zh.clone())) {
                known.push(Known::answered(&department, ask));
            }
        }
        Ok(known)
    }
}

fn known(catalog: &Catalog, on: Date, learned: Vec<Known>) -> Vec<Known> {
    let successions: Successions = catalog.successions(on);
    let mut known = of_catalog(catalog, on, &successions);
    // What a department did that is no more counts for whoever answers now.
    let now = |one: Known| {
        let department = successions.answers_for(one.department(), None).to_owned();
        catalog.department_at(&department, on)?;
        Some(one.of(department))
    };
    known.extend(learned.into_iter().filter_map(now));
    known
}
