//! What happened to a case and what comes next, as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_catalog::Catalog;
use tongban_httpkit::Problem;
use tongban_kernel::Text;
use tongban_readmodel::Row;
use utoipa::ToSchema;

use super::reading::in_force;
use super::view::{read_json, unnamed};
use crate::Cases;
use crate::projection::{Next, Scene, Side, Told, tell};

/// What happened and what comes next, in plain words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoryView {
    /// What happened, the first first.
    happened: Vec<LineView>,
    /// Who acts next; nobody once the case is over.
    next: Vec<NextView>,
    /// Until when the office promises to be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    promised_at: Option<Timestamp>,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = Object)]
    text: Text,
}

/// Who acts next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextView {
    /// `applicant`, `window` or `department`.
    actor: &'static str,
    /// The department, by its code.
    department: Option<String>,
    /// Its name, or that of the applicant's or the window's part.
    #[schema(value_type = Object)]
    actor_name: Text,
    /// What is done.
    #[schema(value_type = Object)]
    text: Text,
    /// Until when; the first instant that is too late.
    #[schema(value_type = Option<String>, format = DateTime)]
    until_at: Option<Timestamp>,
}

impl Cases {
    /// What happened and what comes next.
    pub(crate) fn story_view(&self, progress: &[Row]) -> Result<StoryView, Problem> {
        let scene = |row: &Row| -> Result<Scene, Problem> {
            Ok(Scene { at: row.timestamp("at")?, happened: read_json(&row.text("happened")?)? })
        };
        let scenes = progress.iter().map(scene).collect::<Result<Vec<_>, _>>()?;
        let Told { lines, next, promised_at } = tell(&scenes);
        let catalogs = self.catalogs.load();
        let catalog = in_force(&catalogs, self.now());
        Ok(StoryView {
            happened: lines.into_iter().map(|(at, text)| LineView { at, text }).collect(),
            next: next.into_iter().map(|next| self.next_view(next, catalog)).collect(),
            promised_at,
        })
    }

    fn next_view(&self, next: Next, catalog: Option<&Catalog>) -> NextView {
        let (actor, department, actor_name) = match next.side {
            Side::Applicant => ("applicant", None, Text::new("申请人", "the applicant")),
            Side::Window => ("window", None, Text::new("受理窗口", "the service window")),
            Side::Department(code) => {
                let name = self.name_of(&code, catalog);
                ("department", Some(code), name)
            }
        };
        NextView { actor, department, actor_name, text: next.what, until_at: next.until_at }
    }

    /// What a department is called today, or was called last.
    fn name_of(&self, department: &str, catalog: Option<&Catalog>) -> Text {
        let known = catalog.and_then(|catalog| {
            let on = catalog.city().office.date_of(self.now());
            catalog.department_by(department, on)
        });
        known.map_or_else(|| unnamed(department), |known| known.names.clone())
    }

    /// What the department that decides a case is called.
    pub(super) fn department_name(&self, department: &str) -> Text {
        self.name_of(department, in_force(&self.catalogs.load(), self.now()))
    }
}
