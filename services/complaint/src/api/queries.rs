use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::Personal;
use tongban_readmodel::{Direction, Keyset, Page, Row};
use tongban_vault::{Maskable, Sight, mask};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Service;
use super::view::read_json;
use crate::Complaints;

/// Which complaints.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Department that has to answer.
    department: Option<String>,
    /// `lodged`, `assigned`, `rectifying`, `rectified`, `answered`, `confirmed`.
    state: Option<String>,
    /// The case it is about.
    case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A complaint in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ComplaintRow {
    /// The complaint.
    complaint_id: Uuid,
    /// The case it is about.
    case_id: Option<Uuid>,
    /// Who has to answer.
    department: Option<String>,
    /// What it is about: masked in lists, and absent where it was erased.
    title: Option<String>,
    /// The way it came.
    channel: String,
    /// Where it stands.
    state: String,
    /// When it was received.
    #[schema(value_type = String)]
    received_at: Timestamp,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// When it was answered.
    #[schema(value_type = Option<String>)]
    answered_at: Option<Timestamp>,
    /// 1 very satisfied … 5 very dissatisfied.
    satisfaction: Option<i64>,
    /// Whether the matter is solved.
    solved: Option<bool>,
    /// How often it had to be answered again.
    n_reopened: i64,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// Whose complaints someone sees.
pub(super) enum Reach {
    /// Everyone's: coordinators and supervisors.
    All,
    /// Those that these departments have to answer: the own one, and those whose work it took over.
    Own(Vec<String>),
}

impl Reach {
    /// # Errors
    /// 403, for those who see no complaints at all.
    pub(super) fn of(signed: &Signed, service: &Complaints) -> Result<Self, Problem> {
        signed.may(Permission::HandleComplaint)?;
        if signed.can(Permission::Coordinate) || signed.can(Permission::Supervise) {
            return Ok(Self::All);
        }
        let own = signed.actor.department.as_deref().ok_or_else(Problem::forbidden)?;
        Ok(Self::Own(service.successions().seen_by(own)))
    }

    pub(super) fn covers(&self, row: &ComplaintRow) -> bool {
        match self {
            Self::All => true,
            Self::Own(own) => row.department.as_ref().is_some_and(|its| own.contains(its)),
        }
    }
}

const NEWEST: Keyset = Keyset::new(&["complaint_id"], Direction::Descending);

/// Complaints, newest first: all of them to coordinators and supervisors, to others those of their
/// department.
#[utoipa::path(get, path = "/api/complaint/complaints", tag = "complaint",
    params(Filter, QueryHeaders), responses((status = 200, body = Rows<ComplaintRow>)))]
pub(super) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<Filter>,
) -> Result<Json<Rows<ComplaintRow>>, Problem> {
    let reach = Reach::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let mut query = service.reads.query("SELECT * FROM complaints WHERE TRUE");
    if let Reach::Own(own) = reach {
        query = query.push(" AND department IN ").push_list(own);
    }
    if let Some(department) = filter.department {
        let seen = service.successions().seen_by(&department);
        query = query.push(" AND department IN ").push_list(seen);
    }
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    if let Some(case_id) = filter.case_id {
        query = query.push(" AND case_id = ").push_bind(case_id);
    }
    let found = query.fetch_page(NEWEST, &page).await?;
    let complaints = &*service;
    let show = |row: Row| async move { complaints.row(&row, Sight::Masked).await };
    let found = found.try_map_all(show).await?;
    Ok(Json(found.into()))
}

/// A title as it was recorded: in clear before titles were sealed.
#[derive(Deserialize)]
#[serde(untagged)]
enum Title {
    Sealed(Personal<String>),
    Clear(String),
}

impl Complaints {
    /// A row as lists show it.
    pub(super) async fn row(&self, row: &Row, sight: Sight) -> Result<ComplaintRow, Problem> {
        Ok(ComplaintRow {
            complaint_id: row.uuid("complaint_id")?,
            case_id: row.opt_uuid("case_id")?,
            department: row.opt_text("department")?,
            title: self.title(&row.text("title")?, sight).await?,
            channel: row.text("channel")?,
            state: row.text("state")?,
            received_at: row.timestamp("received_at")?,
            due_at: row.timestamp("due_at")?,
            answered_at: row.opt_timestamp("answered_at")?,
            satisfaction: row.opt_int("satisfaction")?,
            solved: row.opt_bool("solved")?,
            n_reopened: row.int("n_reopened")?,
            caused_by: row.uuid("caused_by")?,
        })
    }

    async fn title(&self, json: &str, sight: Sight) -> Result<Option<String>, Problem> {
        match (read_json(json)?, sight) {
            (Title::Sealed(title), sight) => {
                Ok(self.keys.show(&title, Maskable::Other, sight).await?)
            }
            (Title::Clear(title), Sight::Clear) => Ok(Some(title)),
            (Title::Clear(title), Sight::Masked) => Ok(Some(mask(Maskable::Other, &title))),
        }
    }
}
