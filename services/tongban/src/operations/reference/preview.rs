//! What a catalogue would change if it were published, and how much of what is open it is about.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Error, Result};
use jiff::Timestamp;
use serde::Serialize;
use tongban_catalog::Catalog;
use tongban_catalog::publication::{Command, Published};
use tongban_kernel::{Actor, Context, Decider as _, Text};
use tongban_metrics::{Open, open_work};
use tongban_platform::Platform;
use tongban_readmodel::ReadModel;
use utoipa::ToSchema;

use super::{CatalogChanges, compare};
use crate::refusal::text_of;

/// What a catalogue would change. Cases keep the item version with which they were received, tasks the
/// limits with which they were asked, emergencies the version of their plan: what is open stays as it
/// is, save that work of departments which end goes to whoever takes over.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogPreview {
    /// Names what is shown here; sent back, this and nothing else is published.
    pub digest: String,
    /// Items, each once, however many versions of it there are.
    pub n_items: usize,
    /// Departments, each once.
    pub n_departments: usize,
    /// The newest catalogue, whose place it would take; none where it would be the first.
    pub compared_with: Option<u32>,
    /// What is otherwise than in that one.
    pub changes: Option<CatalogChanges>,
    /// What is open of items and departments of which something is said otherwise.
    pub open: OpenRows,
    /// Why it would not be published as it is; none where it would.
    #[schema(value_type = Option<Object>)]
    pub refused: Option<Text>,
}

/// What is open of some items and departments.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenRows {
    /// Cases received or accepted, and not decided; one of several of these items and departments
    /// counts once.
    pub n_cases: i64,
    /// Tasks that wait for an answer, counted the same way.
    pub n_tasks: i64,
    /// By item; those of which nothing is open are left out.
    pub items: Vec<OpenRow>,
    /// By department; those of which nothing is open are left out.
    pub departments: Vec<OpenRow>,
}

/// What is open of an item or a department.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenRow {
    /// Its code.
    pub code: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub names: Text,
    /// Cases received or accepted, and not decided.
    pub n_cases: i64,
    /// Tasks that wait for an answer: about the item, or asked of the department.
    pub n_tasks: i64,
}

/// A catalogue that somebody thinks of publishing.
pub(crate) struct Previewed<'a> {
    /// The catalogue.
    pub(crate) catalog: &'a Catalog,
    /// From when it would be in force.
    pub(crate) valid_from: Timestamp,
    /// Who asks.
    pub(crate) actor: &'a Actor,
}

/// How many items and departments it has, each once.
pub(super) fn counts_of(catalog: &Catalog) -> (usize, usize) {
    let items: BTreeSet<_> = catalog.items().iter().map(|item| item.code.as_str()).collect();
    let departments = catalog.departments().iter().map(|one| one.code.as_str());
    (items.len(), departments.collect::<BTreeSet<_>>().len())
}

/// What it would change, beside the newest of what was published. `figures` are the rows of metrics.
///
/// # Errors
/// When the rows cannot be read, or the content cannot be written down.
pub(crate) async fn preview_catalog(
    platform: &Platform,
    figures: &ReadModel,
    published: &Published,
    previewed: Previewed<'_>,
) -> Result<CatalogPreview> {
    let Previewed { catalog, valid_from, actor } = previewed;
    let digest = published.digest_of(catalog.content(), valid_from)?;
    let latest = published.catalogs().latest();
    let (n_items, n_departments) = counts_of(catalog);
    let open = match latest {
        Some(latest) => open_rows(platform, figures, &latest.catalog, catalog).await?,
        None => OpenRows { n_cases: 0, n_tasks: 0, items: Vec::new(), departments: Vec::new() },
    };
    let content = catalog.content().clone();
    let command = Command::PublishCatalog { content, valid_from, seen: Some(digest.clone()) };
    Ok(CatalogPreview {
        n_items,
        n_departments,
        compared_with: latest.map(|latest| latest.version),
        changes: latest.map(|latest| compare(&latest.catalog, catalog)),
        open,
        refused: refusal_of(platform, published, command, actor),
        digest,
    })
}

/// Why this would not be published now, if it would not.
pub(crate) fn refusal_of(
    platform: &Platform,
    published: &Published,
    command: Command,
    actor: &Actor,
) -> Option<Text> {
    let runtime = &platform.runtime;
    let (calendar, successions) =
        (runtime.versions.calendar.load_full(), runtime.versions.successions.load_full());
    let cx =
        Context { now: runtime.clock.now(), actor, calendar: &calendar, successions: &successions };
    published.decide(command, cx).err().map(|rejection| text_of(&Error::new(rejection)))
}

async fn open_rows(
    platform: &Platform,
    figures: &ReadModel,
    before: &Catalog,
    now: &Catalog,
) -> Result<OpenRows> {
    let items = CatalogChanges::items(before, now);
    let departments = CatalogChanges::departments(before, now);
    let successions = platform.runtime.versions.successions.load_full();
    let names = departments.keys().map(|code| (code.clone(), successions.seen_by(code))).collect();
    let work = open_work(figures, &items.keys().cloned().collect(), &names).await?;
    Ok(OpenRows {
        n_cases: work.all.n_cases,
        n_tasks: work.all.n_tasks,
        items: rows(work.items, &items),
        departments: rows(work.departments, &departments),
    })
}

fn rows(open: BTreeMap<String, Open>, names: &BTreeMap<String, Text>) -> Vec<OpenRow> {
    let row = |(code, Open { n_cases, n_tasks }): (String, Open)| {
        let names = names.get(&code).cloned().unwrap_or_else(|| Text::new(&*code, &*code));
        OpenRow { code, names, n_cases, n_tasks }
    };
    open.into_iter().map(row).collect()
}
