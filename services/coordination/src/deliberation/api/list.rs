use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{DeliberationId, Personal, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, Row};
use utoipa::{IntoParams, ToSchema};

use super::view::{DeliberationRow, DeliberationView, Reading};
use crate::Coordinating;
use crate::api::{Service, Sight, json, one_of};

/// Which deliberations.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliberationFilter {
    /// `open`, `closed`, `summarised`, `decided`.
    pub(super) state: Option<String>,
    /// Rows of a page, at most 200.
    pub(super) limit: Option<u32>,
    /// The `next` of the page before.
    pub(super) cursor: Option<String>,
}

const STATES: [&str; 4] = ["open", "closed", "summarised", "decided"];
const NEWEST: Keyset = Keyset::new(&["opened_at", "deliberation_id"], Direction::Descending);

/// Lists deliberations, the newest first: all of them to coordinators and supervisors, to others
/// those that their department or the public is asked about.
#[utoipa::path(get, path = "/api/coordination/deliberations", tag = "coordination",
    operation_id = "list_deliberations", params(DeliberationFilter, QueryHeaders),
    responses((status = 200, body = Rows<DeliberationRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<DeliberationFilter>,
) -> Result<Json<Rows<DeliberationRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let all = service.reads.query("SELECT * FROM deliberations WHERE 1 = 1");
    page(seen(all, &sight), filter).await
}

/// One page of what is asked for.
pub(super) async fn page(
    mut query: Sql,
    filter: DeliberationFilter,
) -> Result<Json<Rows<DeliberationRow>>, Problem> {
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    let found = query.fetch_page(NEWEST, &page).await?;
    Ok(Json(found.try_map(|row| DeliberationRow::read(&row))?.into()))
}

/// Shows a deliberation: what is asked, what was said, what came of it. A department reads what
/// others said after the decision.
#[utoipa::path(get, path = "/api/coordination/deliberations/{deliberation_id}",
    tag = "coordination", operation_id = "one_deliberation",
    params(("deliberation_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = DeliberationView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(deliberation_id): Path<DeliberationId>,
) -> Result<Json<DeliberationView>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let query = service.reads.query("SELECT * FROM deliberations WHERE deliberation_id = ");
    let row = seen(query.push_bind(deliberation_id), &sight).fetch_optional().await?;
    let reading = match sight {
        Sight::All => Reading::All,
        Sight::Own(own) => Reading::Of(own),
    };
    let row = row.ok_or_else(no_such)?;
    Ok(Json(service.deliberation_view(deliberation_id, &row, reading).await?))
}

/// What one of the public said.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicOpinionRow {
    /// The number under which whoever gave it finds it again.
    receipt: String,
    /// `for`, `against`, `other`.
    stance: String,
    /// In words; none where it was erased.
    text: Option<String>,
    /// When.
    #[schema(value_type = String)]
    given_at: Timestamp,
}

/// Rows of a page of public opinions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OpinionFilter {
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const FIRST: Keyset = Keyset::new(&["given_at", "opinion_id"], Direction::Ascending);

/// Lists what the public said, for those who sum it up.
#[utoipa::path(get, path = "/api/coordination/deliberations/{deliberation_id}/opinions",
    tag = "coordination", operation_id = "list_opinions",
    params(("deliberation_id" = Uuid, Path), OpinionFilter, QueryHeaders),
    responses((status = 200, body = Rows<PublicOpinionRow>)))]
pub(crate) async fn opinions(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(deliberation_id): Path<DeliberationId>,
    Query(filter): Query<OpinionFilter>,
) -> Result<Json<Rows<PublicOpinionRow>>, Problem> {
    signed.may(Permission::Convene)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let query = service.reads.query("SELECT * FROM public_opinions WHERE deliberation_id = ");
    let found = query.push_bind(deliberation_id).fetch_page(FIRST, &page).await?;
    let found = found.try_map_all(|row| service.public_opinion(row)).await?;
    Ok(Json(found.into()))
}

impl Coordinating {
    async fn public_opinion(&self, row: Row) -> Result<PublicOpinionRow, Problem> {
        Ok(PublicOpinionRow {
            receipt: row.text("receipt")?,
            stance: row.text("stance")?,
            text: self.unsealed(&row, "text").await?,
            given_at: row.timestamp("given_at")?,
        })
    }

    /// What a public opinion says; none where it was erased.
    pub(super) async fn unsealed(
        &self,
        row: &Row,
        column: &str,
    ) -> Result<Option<String>, Problem> {
        let text: Personal<String> = json(row, column)?;
        Ok(self.keys.unseal(&text).await?.value())
    }

    pub(super) async fn deliberation_view(
        &self,
        id: DeliberationId,
        row: &Row,
        until_decided: Reading,
    ) -> Result<DeliberationView, Problem> {
        let of = async |sql: &'static str| self.reads.query(sql).bind(id).fetch_all().await;
        let departments = of("SELECT department FROM deliberation_departments
             WHERE deliberation_id = $1 ORDER BY department")
        .await?;
        let words = of("SELECT * FROM department_opinions WHERE deliberation_id = $1
             ORDER BY department, nth")
        .await?;
        let follow_ups = of("SELECT * FROM deliberation_follow_ups WHERE deliberation_id = $1
             ORDER BY nth")
        .await?;
        let is_decided = row.opt_timestamp("decided_at")?.is_some();
        let reading = if is_decided { Reading::All } else { until_decided };
        Ok(DeliberationView::read(row, &departments, &words, &follow_ups, &reading)?)
    }
}

pub(super) fn no_such() -> Problem {
    Problem::not_found(Text::new("议事事项", "deliberation"))
}

fn seen(query: Sql, sight: &Sight) -> Sql {
    let Sight::Own(own) = sight else { return query };
    query
        .push(" AND (is_public = 1 OR deliberation_id IN (")
        .push("SELECT deliberation_id FROM deliberation_departments WHERE department IN ")
        .push_list(own)
        .push("))")
}
