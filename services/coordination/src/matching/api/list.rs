use std::collections::HashMap;

use axum::extract::State;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{MatterId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, ROWS_PER_PAGE_DEFAULT};
use utoipa::IntoParams;

use super::view::MatterView;
use crate::Coordinating;
use crate::api::{Service, Sight, one_of};

/// Which matters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MatterFilter {
    /// `proposed` or `confirmed`.
    state: Option<String>,
    /// Confirmed matters that speak of these words, the best first, on one page.
    words: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const MATTERS: &str = "SELECT * FROM matters WHERE 1 = 1";
const NEWEST: Keyset = Keyset::new(&["proposed_at", "matter_id"], Direction::Descending);
const STATES: [&str; 2] = ["proposed", "confirmed"];

/// Lists matters, the newest first: all of them to coordinators and supervisors, to others those
/// that their department asked about or leads.
#[utoipa::path(get, path = "/api/coordination/matters", tag = "coordination",
    params(MatterFilter, QueryHeaders), responses((status = 200, body = Rows<MatterView>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<MatterFilter>,
) -> Result<Json<Rows<MatterView>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    if let Some(words) = &filter.words {
        let n_max = filter.limit.unwrap_or(ROWS_PER_PAGE_DEFAULT);
        return Ok(Json(service.precedents(words, n_max as usize, &sight).await?));
    }
    let mut query = seen(service.reads.query(MATTERS), &sight);
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    let found = query.fetch_page(NEWEST, &page).await?;
    let found = found.try_map(|row| MatterView::read(&row))?;
    Ok(Json(found.into()))
}

/// Shows a matter: what was proposed, from what, and what a coordinator said.
#[utoipa::path(get, path = "/api/coordination/matters/{matter_id}", tag = "coordination",
    params(("matter_id" = Uuid, Path), QueryHeaders), responses((status = 200, body = MatterView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(matter_id): Path<MatterId>,
) -> Result<Json<MatterView>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let row = service.reads.query("SELECT * FROM matters WHERE matter_id = $1").bind(matter_id);
    let matter = row.fetch_optional().await?.map(|row| MatterView::read(&row)).transpose()?;
    let matter = matter.filter(|matter| matter.is_seen(&sight));
    matter.map(Json).ok_or_else(|| Problem::not_found(Text::new("权责匹配事项", "matter")))
}

impl Coordinating {
    /// Confirmed matters that speak of these words, as far as someone sees them.
    async fn precedents(
        &self,
        words: &str,
        n_max: usize,
        sight: &Sight,
    ) -> Result<Rows<MatterView>, Problem> {
        let engine = self.matters.knowledge.in_force().await?.engine;
        let found = engine.precedents(words, n_max);
        let query = self.reads.query(MATTERS).push(" AND matter_id IN ").push_list(found.clone());
        let rows = query.fetch_all().await?;
        let views = rows.iter().map(MatterView::read).collect::<Result<Vec<_>, _>>()?;
        let mut views: HashMap<_, _> =
            views.into_iter().map(|view| (view.matter_id, view)).collect();
        let in_order = found.iter().filter_map(|id| views.remove(id));
        Ok(Rows { items: in_order.filter(|matter| matter.is_seen(sight)).collect(), next: None })
    }
}

impl MatterView {
    fn is_seen(&self, sight: &Sight) -> bool {
        let of = |department: Option<&str>| department.unwrap_or_default().to_owned();
        sight.covers(&of(self.from_department.as_deref()), &of(self.lead()))
    }
}

/// Adds whose matters someone sees.
fn seen(query: Sql, sight: &Sight) -> Sql {
    let Sight::Own(own) = sight else { return query };
    let query = query.push(" AND (from_department IN ").push_list(own);
    query.push(" OR lead IN ").push_list(own).push(")")
}
