use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::Personal;
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, Row};
use tongban_vault::{Maskable, Sight, mask};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::read_json;
use super::{Service, repeats};
use crate::Complaints;

/// Which complaints.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Department that has to answer.
    department: Option<String>,
    /// `lodged`, `assigned`, `rectifying`, `rectified`, `answered`, `confirmed`, `merged`.
    state: Option<String>,
    /// The case it is about.
    case_id: Option<Uuid>,
    /// Whether they may repeat a complaint that came before.
    repeated: Option<bool>,
    /// Numbers of complaints or cases, and words of answers, orders and reports or of the names of
    /// items and departments; what was said is sealed, and is not searched.
    words: Option<String>,
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
    /// The complaint it was merged into, where that one is seen as well.
    merged_into: Option<Uuid>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// A complaint in the list of the desk.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListedComplaint {
    /// The complaint.
    #[serde(flatten)]
    row: ComplaintRow,
    /// How many that came before it may be the same, up to 100.
    n_repeated: i64,
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

    /// Leaves of `other` complaints those that are seen.
    pub(super) fn narrow(&self, query: Sql) -> Sql {
        match self {
            Self::All => query,
            Self::Own(own) => query.push(" AND other.department IN ").push_list(own.clone()),
        }
    }

    pub(super) fn covers(&self, department: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Own(own) => department.is_some_and(|its| own.iter().any(|one| one == its)),
        }
    }
}

const MERGED: &str = "merged";
const NEWEST: Keyset = Keyset::new(&["complaint_id"], Direction::Descending);

/// Complaints, newest first: all of them to coordinators and supervisors, to others those of their
/// department.
#[utoipa::path(get, path = "/api/complaint/complaints", tag = "complaint",
    params(Filter, QueryHeaders), responses((status = 200, body = Rows<ListedComplaint>)))]
pub(super) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<Filter>,
) -> Result<Json<Rows<ListedComplaint>>, Problem> {
    let reach = Reach::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let query = repeats::counted(service.reads.query("SELECT complaints.*, "), &reach);
    let query = query.push(" AS n_repeated FROM complaints WHERE TRUE");
    let query = filter.narrow(query, &reach, &service);
    let found = query.fetch_page(NEWEST, &page).await?;
    let complaints = &*service;
    let reach = &reach;
    let show = |row: Row| async move { complaints.listed(&row, reach).await };
    let found = found.try_map_all(show).await?;
    Ok(Json(found.into()))
}

impl Filter {
    fn narrow(self, mut query: Sql, reach: &Reach, service: &Complaints) -> Sql {
        if let Reach::Own(own) = reach {
            query = query.push(" AND department IN ").push_list(own.clone());
        }
        if let Some(department) = self.department {
            let seen = service.successions().seen_by(&department);
            query = query.push(" AND department IN ").push_list(seen);
        }
        if let Some(state) = self.state {
            query = match state.as_str() {
                MERGED => query.push(" AND merged_into IS NOT NULL"),
                // What is merged keeps the state that it would go on with.
                _ => query.push(" AND merged_into IS NULL AND state = ").push_bind(state),
            };
        }
        if let Some(case_id) = self.case_id {
            query = query.push(" AND case_id = ").push_bind(case_id);
        }
        if let Some(words) = &self.words {
            query = service.sought(query, words);
        }
        match self.repeated {
            Some(repeated) => repeats::kept(query, repeated, reach),
            None => query,
        }
    }
}

/// A title as it was recorded: in clear before titles were sealed.
#[derive(Deserialize)]
#[serde(untagged)]
enum Title {
    Sealed(Personal<String>),
    Clear(String),
}

impl Complaints {
    async fn listed(&self, row: &Row, reach: &Reach) -> Result<ListedComplaint, Problem> {
        let n_repeated = row.int("n_repeated")?;
        Ok(ListedComplaint { row: self.row(row, Sight::Masked, reach).await?, n_repeated })
    }

    /// A row as lists show it.
    pub(super) async fn row(
        &self,
        row: &Row,
        sight: Sight,
        reach: &Reach,
    ) -> Result<ComplaintRow, Problem> {
        let into = row.opt_uuid("merged_into")?;
        let merged_into = match into {
            Some(other) if self.is_seen(other, reach).await? => into,
            _ => None,
        };
        Ok(ComplaintRow {
            complaint_id: row.uuid("complaint_id")?,
            case_id: row.opt_uuid("case_id")?,
            department: row.opt_text("department")?,
            title: self.title(&row.text("title")?, sight).await?,
            channel: row.text("channel")?,
            state: if into.is_some() { MERGED.to_owned() } else { row.text("state")? },
            received_at: row.timestamp("received_at")?,
            due_at: row.timestamp("due_at")?,
            answered_at: row.opt_timestamp("answered_at")?,
            satisfaction: row.opt_int("satisfaction")?,
            solved: row.opt_bool("solved")?,
            n_reopened: row.int("n_reopened")?,
            merged_into,
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
