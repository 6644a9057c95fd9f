use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Error;
use axum::Extension;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tongban_auth::Permission;
use tongban_catalog::publication::Command;
use tongban_catalog::{Catalog, Fault, File, Words, belongs, check_files, files_of};
use tongban_httpkit::{
    BodyMax, Command as Request, CommandHeaders, FieldError, Json, Path, Problem, Signed,
};
use tongban_kernel::Text;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Edge, failed, may_read};
use crate::operations::{CatalogPreview, Previewed, preview_catalog};

/// No catalogue has more files: each item has one, and each version of it.
const FILES_MAX: usize = 5_000;
/// No catalogue is longer, in bytes: what the log takes at once.
const BODY_BYTES_MAX: usize = 8 << 20;

pub(super) fn routes(edge: Arc<Edge>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(publish))
        .routes(routes!(files))
        .layer(Extension(BodyMax(BODY_BYTES_MAX)))
        .with_state(edge)
}

/// Who may see catalogues before they are published: asked before megabytes are read.
struct MayRead(Signed);

impl FromRequestParts<Arc<Edge>> for MayRead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, edge: &Arc<Edge>) -> Result<Self, Problem> {
        let signed = Signed::from_request_parts(parts, edge).await?;
        may_read(&signed)?;
        Ok(Self(signed))
    }
}

/// Catalogues that are checked at once, in all of the process: each takes a processor and, of the
/// longest files, some hundred megabytes.
static CHECKS: Semaphore = Semaphore::const_new(2);

/// A file of a catalogue.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CatalogFile {
    /// Its name relative to the folder, with `/`: `items/food-licence.yaml`.
    name: String,
    /// Its text.
    text: String,
}

/// A catalogue, and from when it would be in force.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PreviewCatalog {
    /// The files of its folder, at most 5,000, all together at most 8 MiB as they are sent.
    files: Vec<CatalogFile>,
    /// From when, in the future.
    #[schema(value_type = String)]
    valid_from: Timestamp,
}

/// A catalogue that was previewed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublishCatalog {
    /// The files, as they were previewed.
    files: Vec<CatalogFile>,
    /// From when it is in force, as it was previewed.
    #[schema(value_type = String)]
    valid_from: Timestamp,
    /// The digest of the preview.
    digest: String,
}

/// What was found in the files of a catalogue.
#[derive(Serialize, ToSchema)]
struct CheckedCatalog {
    /// What is wrong with it, by file and line; of more than 200 only how many there are.
    faults: Vec<FaultRow>,
    /// Files that are no part of a catalogue: they were not read.
    unread: Vec<String>,
    /// What it would change; none where something is wrong.
    preview: Option<CatalogPreview>,
}

/// What is wrong, and where.
#[derive(Serialize, ToSchema)]
struct FaultRow {
    /// The file.
    file: String,
    /// The line, from 1.
    line: u64,
    /// The column in characters, from 1, where it is known.
    column: Option<u64>,
    /// What is wrong.
    #[schema(value_type = Object)]
    reason: Text,
    /// What to do about it.
    #[schema(value_type = Object)]
    remedy: Text,
}

impl From<Fault> for FaultRow {
    fn from(fault: Fault) -> Self {
        let Words { reason, remedy } = fault.problem.words();
        let Fault { file, line, column, .. } = fault;
        Self { file, line, column, reason, remedy }
    }
}

/// Says what is wrong with a catalogue, or else what it would change, and changes nothing; for
/// operators and those who publish.
#[utoipa::path(post, path = "/api/operations/reference/catalogs/preview", tag = "edge",
    operation_id = "preview_catalog", request_body = PreviewCatalog,
    responses((status = 200, body = CheckedCatalog)))]
async fn preview(
    State(edge): State<Arc<Edge>>,
    MayRead(signed): MayRead,
    Json(PreviewCatalog { files, valid_from }): Json<PreviewCatalog>,
) -> Result<Json<CheckedCatalog>, Problem> {
    let Checked { catalog, unread } = check(files).await?;
    let catalog = match catalog {
        Ok(catalog) => catalog,
        Err(faults) => {
            let faults = faults.into_iter().map(FaultRow::from).collect();
            return Ok(Json(CheckedCatalog { faults, unread, preview: None }));
        }
    };
    let published = edge.published().await?;
    let previewed = Previewed { catalog: &catalog, valid_from, actor: &signed.actor };
    let preview = preview_catalog(&edge.platform, &edge.figures, &published, previewed).await;
    let preview = Some(preview.map_err(failed)?);
    Ok(Json(CheckedCatalog { faults: Vec::new(), unread, preview }))
}

/// A catalogue that was published.
#[derive(Serialize, ToSchema)]
struct CatalogPublished {
    /// Its number.
    version: u32,
    /// From when it is in force.
    #[schema(value_type = String)]
    valid_from: Timestamp,
}

/// Publishes a catalogue as it was previewed.
#[utoipa::path(post, path = "/api/operations/reference/catalogs", tag = "edge",
    operation_id = "publish_catalog", params(CommandHeaders), request_body = PublishCatalog,
    responses((status = 201, body = CatalogPublished)))]
async fn publish(
    State(edge): State<Arc<Edge>>,
    _: MayRead,
    Request { wish, body }: Request<PublishCatalog>,
) -> Result<(StatusCode, Json<CatalogPublished>), Problem> {
    wish.may(Permission::PublishReference)?;
    let PublishCatalog { files, valid_from, digest } = body;
    let catalog = check(files).await?.catalog.map_err(|faults| faulty(&faults))?;
    let content = catalog.content().clone();
    let command = Command::PublishCatalog { content, valid_from, seen: Some(digest) };
    let published = edge.publish(command, &wish).await?;
    // No two come into force at the same instant: given again, it is the one of the first time.
    let edition = published.catalogs().in_force_at(valid_from);
    let edition =
        edition.ok_or_else(|| failed(Error::msg("the catalogue is not among those published")))?;
    let version = edition.version;
    Ok((StatusCode::CREATED, Json(CatalogPublished { version, valid_from })))
}

/// The files of a catalogue that was published.
#[derive(Serialize, ToSchema)]
struct CatalogFiles {
    /// Its number.
    version: u32,
    /// Files that say the same, in the form in which they are previewed. Comments and the order of
    /// files are not kept.
    files: Vec<CatalogFile>,
}

/// A catalogue that was published, as files, to begin the next one with; for operators and those who
/// publish.
#[utoipa::path(get, path = "/api/operations/reference/catalogs/{version}/files", tag = "edge",
    operation_id = "catalog_files", params(("version" = u32, Path)),
    responses((status = 200, body = CatalogFiles)))]
async fn files(
    State(edge): State<Arc<Edge>>,
    _: MayRead,
    Path(version): Path<u32>,
) -> Result<Json<CatalogFiles>, Problem> {
    let catalogs = edge.published().await?.catalogs().clone();
    let unknown = || Problem::not_found(Text::new("目录", "catalogue"));
    let edition = catalogs.version(version).ok_or_else(unknown)?;
    let files = files_of(edition.catalog.content()).map_err(|error| failed(Error::new(error)))?;
    let file = |File { name, text }| CatalogFile { name, text };
    Ok(Json(CatalogFiles { version, files: files.into_iter().map(file).collect() }))
}

/// The files of a catalogue, checked.
struct Checked {
    catalog: Result<Catalog, Vec<Fault>>,
    unread: Vec<String>,
}

/// Checks files as the command line checks a folder.
async fn check(files: Vec<CatalogFile>) -> Result<Checked, Problem> {
    if files.len() > FILES_MAX {
        let remedy = Text::new(
            format!("最多 {FILES_MAX} 个文件；请只选择目录文件夹"),
            format!("at most {FILES_MAX} files; choose the folder of the catalogue alone"),
        );
        return Err(Problem::invalid([FieldError::new("/files", "count", remedy)]));
    }
    let twice = twice(&files);
    if !twice.is_empty() {
        return Err(Problem::invalid(twice));
    }
    let (known, unread): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| belongs(&file.name));
    let unread = unread.into_iter().map(|file| file.name).collect();
    let known = known.into_iter().map(|CatalogFile { name, text }| File { name, text });
    // Thousands of files take their time; whoever comes in that time comes again.
    let turn = CHECKS.try_acquire().map_err(|_| Problem::busy())?;
    let checking = tokio::task::spawn_blocking(move || {
        let checked = check_files(known);
        drop(turn);
        checked
    });
    let catalog = checking.await.map_err(|error| failed(Error::new(error)))?;
    Ok(Checked { catalog, unread })
}

/// Files with the name of another.
fn twice(files: &[CatalogFile]) -> Vec<FieldError> {
    let mut names = BTreeSet::new();
    let again = files.iter().enumerate().filter(|(_, file)| !names.insert(&file.name));
    let error = |(nth, file): (usize, &CatalogFile)| {
        let name = &file.name;
        let remedy = Text::new(
            format!("{name} 出现两次；请只保留一个"),
            format!("{name} is there twice; keep one of the two"),
        );
        FieldError::new(format!("/files/{nth}/name"), "duplicate", remedy)
    };
    again.map(error).collect()
}

/// Why a catalogue with faults is not published: each with its file and line.
fn faulty(faults: &[Fault]) -> Problem {
    Problem::invalid(faults.iter().map(|fault| {
        let Words { reason, remedy } = fault.problem.words();
        let at = format!("{}:{}", fault.file, fault.line);
        let remedy = Text::new(
            format!("{at}：{}；{}", reason.zh, remedy.zh),
            format!("{at}: {}; {}", reason.en, remedy.en),
        );
        FieldError::new("/files", "catalog", remedy)
    }))
}

#[cfg(test)]
mod tests;
