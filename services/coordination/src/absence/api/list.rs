use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_readmodel::{Direction, Keyset, Page, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::{Service, Sight};

/// Somebody who is away, or going to be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AbsenceRow {
    /// The account.
    account: String,
    /// Their department.
    department: String,
    /// From when.
    #[schema(value_type = String)]
    from: Timestamp,
    /// The first instant at which they are back.
    #[schema(value_type = String)]
    until: Timestamp,
    /// They are away now.
    is_now: bool,
    /// The account of who stands in; without one their work is the department's.
    deputy: Option<String>,
    /// The event that says so.
    caused_by: Uuid,
}

impl AbsenceRow {
    fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let from = row.timestamp("from_at")?;
        Ok(Self {
            account: row.text("account")?,
            department: row.text("department")?,
            from,
            until: row.timestamp("until_at")?,
            is_now: from <= now,
            deputy: row.opt_text("deputy")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// Which absences.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AbsenceFilter {
    /// Of this department.
    department: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const BY_RETURN: Keyset = Keyset::new(&["until_at", "account"], Direction::Ascending);

/// Lists who is away or going to be, the first to be back first: everyone to coordinators and
/// supervisors, to others those of their own department.
#[utoipa::path(get, path = "/api/coordination/absences", tag = "coordination",
    params(AbsenceFilter, QueryHeaders), responses((status = 200, body = Rows<AbsenceRow>)))]
pub(crate) async fn absences(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<AbsenceFilter>,
) -> Result<Json<Rows<AbsenceRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let now = service.now();
    let mut query = service.reads.query("SELECT * FROM absences WHERE until_at > ").push_bind(now);
    if let Sight::Own(own) = sight {
        query = query.push(" AND department IN ").push_list(own);
    }
    if let Some(department) = &filter.department {
        let departments = service.successions().seen_by(department);
        query = query.push(" AND department IN ").push_list(departments);
    }
    let found = query.fetch_page(BY_RETURN, &page).await?;
    Ok(Json(found.try_map(|row| AbsenceRow::read(&row, now))?.into()))
}
