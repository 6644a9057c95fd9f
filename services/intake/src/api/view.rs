//! What is shown of a case.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use tongban_catalog::Catalogs;
use tongban_catalog::model::{Item, ItemCode, PersonalKind, VersionRef};
use tongban_httpkit::{PartyView, Problem};
use tongban_kernel::{Personal, Text};
use tongban_readmodel::Row;
use tongban_vault::{Maskable, Sight};
use utoipa::ToSchema;
use uuid::Uuid;

use super::rating::{RatingView, rating_of};
use super::refusal::state_words;
use super::story::StoryView;
use crate::Cases;
use crate::events::{Answers, Missing, PersonalAnswers};

/// A case in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseRow {
    /// The case.
    case_id: Uuid,
    /// Its number.
    number: String,
    /// The item.
    item_code: String,
    /// The version that the case keeps.
    item_version: i64,
    /// The item's name.
    #[schema(value_type = Object)]
    item: Text,
    /// The department that decides.
    department: String,
    /// `window`, `web`, `mobile`, `hotline`, `post`.
    channel: String,
    /// Where it stands.
    state: String,
    /// The state's name for people.
    #[schema(value_type = Object)]
    state_name: Text,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// Until when the office says whether it accepts.
    #[schema(value_type = String, format = DateTime)]
    accept_by_at: Timestamp,
    /// Until when the applicant hands in what is missing.
    #[schema(value_type = Option<String>, format = DateTime)]
    supplement_by_at: Option<Timestamp>,
    /// When it was accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
    /// Accepted by law.
    is_deemed: bool,
    /// When it was decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    concluded_at: Option<Timestamp>,
    /// `granted`, `refused` or `annulled`.
    outcome: Option<String>,
    /// The case that goes on in place of this one.
    duplicate_of: Option<Uuid>,
    /// Who applies.
    applicant: PartyView,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl CaseRow {
    /// The item's name alone: all that is shown of the row to whoever is not signed in.
    pub(crate) fn into_item(self) -> Text {
        self.item
    }
}

/// One case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseView {
    /// As it stands in lists.
    #[serde(flatten)]
    row: CaseRow,
    /// The answers; those about persons masked where they are not shown in the clear, and null
    /// where they were erased.
    #[schema(value_type = Object)]
    form: Map<String, Value>,
    /// What the applicant was asked for and has not handed in.
    #[schema(value_type = Vec<Object>)]
    missing: Vec<Missing>,
    /// The files that count.
    materials: Vec<FileView>,
    /// What the applicant thinks of the service.
    rating: Option<RatingView>,
    /// What happened and what comes next.
    #[serde(flatten)]
    story: StoryView,
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileView {
    /// The material, by its code in the item.
    code: String,
    /// Its hash.
    sha256: String,
    /// How long it is.
    size_bytes: i64,
    /// What it is.
    content_type: String,
    /// When it was handed in.
    #[schema(value_type = String, format = DateTime)]
    handed_in_at: Timestamp,
}

/// The rows of one case.
pub(crate) struct CaseRows {
    pub(crate) case: Row,
    pub(crate) answers: Vec<Row>,
    pub(crate) materials: Vec<Row>,
    pub(crate) progress: Vec<Row>,
}

impl Cases {
    /// A row of the list.
    pub(crate) async fn case_row(&self, row: &Row, sight: Sight) -> Result<CaseRow, Problem> {
        let applicant = self.keys.show_party(&read_json(&row.text("applicant")?)?, sight).await?;
        let (item_code, item_version) = (row.text("item_code")?, row.int("item_version")?);
        let catalogs = self.catalogs.load();
        let item = item(&catalogs, &item_code, item_version);
        let state = row.text("state")?;
        Ok(CaseRow {
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            item: item.map_or_else(|| unnamed(&item_code), |item| item.names.clone()),
            item_code,
            item_version,
            department: row.text("department")?,
            channel: row.text("channel")?,
            state_name: state_words(&state),
            state,
            received_at: row.timestamp("received_at")?,
            accept_by_at: row.timestamp("accept_by_at")?,
            supplement_by_at: row.opt_timestamp("supplement_by_at")?,
            accepted_at: row.opt_timestamp("accepted_at")?,
            is_deemed: row.bool("is_deemed")?,
            concluded_at: row.opt_timestamp("concluded_at")?,
            outcome: row.opt_text("outcome")?,
            duplicate_of: row.opt_uuid("duplicate_of")?,
            applicant: applicant.into(),
            caused_by: row.uuid("caused_by")?,
        })
    }

    /// One case as a whole.
    pub(crate) async fn case_view(
        &self,
        rows: &CaseRows,
        sight: Sight,
    ) -> Result<CaseView, Problem> {
        let row = self.case_row(&rows.case, sight).await?;
        let missing = rows.case.opt_text("missing")?;
        let rating = match rating_of(&rows.case)? {
            Some(rating) => Some(self.rating_view(rating, sight).await?),
            None => None,
        };
        Ok(CaseView {
            form: self.form_view(rows, &row, sight).await?,
            missing: missing.map(|json| read_json(&json)).transpose()?.unwrap_or_default(),
            materials: files_that_count(&rows.materials)?,
            story: self.story_view(&rows.progress)?,
            rating,
            row,
        })
    }

    async fn form_view(
        &self,
        rows: &CaseRows,
        row: &CaseRow,
        sight: Sight,
    ) -> Result<Map<String, Value>, Problem> {
        let mut form: Answers = read_json(&rows.case.text("form")?)?;
        let mut personal: PersonalAnswers = read_json(&rows.case.text("personal_form")?)?;
        for answer in &rows.answers {
            let (field, json) = (answer.text("field")?, answer.text("answer")?);
            if answer.bool("is_personal")? {
                personal.insert(field, read_json::<Personal<String>>(&json)?);
            } else {
                form.insert(field, read_json(&json)?);
            }
        }
        let catalogs = self.catalogs.load();
        let kinds = item(&catalogs, &row.item_code, row.item_version).map(personal_kinds);
        for (field, value) in personal {
            let kind = kinds.as_ref().and_then(|kinds| kinds.get(field.as_str()));
            let kind = kind.copied().unwrap_or(Maskable::Other);
            let shown = self.keys.show(&value, kind, sight).await?;
            form.insert(field, shown.into());
        }
        Ok(form)
    }
}

fn item<'a>(catalogs: &'a Catalogs, code: &str, version: i64) -> Option<&'a Item> {
    let (code, version) = (ItemCode::parse(code).ok()?, u32::try_from(version).ok()?);
    catalogs.item(&VersionRef { code, version })
}

pub(super) fn unnamed(code: &str) -> Text {
    Text::new(code, code)
}

/// How the personal fields of an item are masked.
fn personal_kinds(item: &Item) -> BTreeMap<&str, Maskable> {
    let personal = |field: &tongban_catalog::model::Field| field.personal;
    let fields = item.form.fields.iter();
    fields.filter_map(|f| Some((f.name.as_str(), maskable(personal(f)?)))).collect()
}

fn maskable(kind: PersonalKind) -> Maskable {
    match kind {
        PersonalKind::Name => Maskable::Name,
        PersonalKind::IdNumber => Maskable::CitizenId,
        PersonalKind::Phone => Maskable::Phone,
        PersonalKind::Address => Maskable::Address,
        PersonalKind::BirthDate
        | PersonalKind::Health
        | PersonalKind::Finance
        | PersonalKind::Other => Maskable::Other,
    }
}

/// Of each material the files that were handed in last.
fn files_that_count(rows: &[Row]) -> Result<Vec<FileView>, Problem> {
    let mut newest: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        let revision = row.int("revision")?;
        let known = newest.entry(row.text("code")?).or_insert(revision);
        *known = revision.max(*known);
    }
    let mut files = Vec::new();
    for row in rows {
        let code = row.text("code")?;
        if newest.get(&code) == Some(&row.int("revision")?) {
            files.push(FileView {
                code,
                sha256: row.text("sha256")?,
                size_bytes: row.int("size_bytes")?,
                content_type: row.text("content_type")?,
                handed_in_at: row.timestamp("handed_in_at")?,
            });
        }
    }
    Ok(files)
}

/// Reads what the projection wrote.
pub(super) fn read_json<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Problem> {
    serde_json::from_str(json).map_err(Problem::internal)
}
