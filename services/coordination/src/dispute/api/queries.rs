//! What is shown of disputes.

use std::collections::HashMap;

use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{DisputeId, Successions};
use tongban_readmodel::{
    Direction, Keyset, Page, Query as Sql, QueryError, ROWS_PER_PAGE_DEFAULT, Row,
};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{DisputeRow, DisputeView, MemberView, PartyView};
use crate::api::{Service, Sight, one_of};
use crate::dispute::state::Rejection;
use tongban_httpkit::Refusal as _;

/// Which disputes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DisputeFilter {
    /// `open`, `ruled`, `withdrawn`, `lapsed`.
    state: Option<String>,
    /// Department that disputes or is heard.
    department: Option<String>,
    /// Of this task.
    task_id: Option<Uuid>,
    /// Whether they wait for their ruling and are too late now.
    overdue: Option<bool>,
    /// Rulings on asks that speak of these words, the best first, on one page: of the best 500 those
    /// that all else holds of.
    words: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// Rulings that are looked at for words: who searches reads the first few.
const RULINGS_MAX: usize = 500;
const STATES: [&str; 4] = ["open", "ruled", "withdrawn", "lapsed"];
const NEWEST_FIRST: Keyset = Keyset::new(&["disputed_at", "dispute_id"], Direction::Descending);
const DISPUTES: &str = "SELECT * FROM disputes WHERE 1 = 1";

/// Lists disputes, the newest first: all of them to coordinators and supervisors; to others what was
/// ruled, since it binds all, and where their department is heard or they rule themselves.
#[utoipa::path(get, path = "/api/coordination/disputes", tag = "coordination",
    params(DisputeFilter, QueryHeaders), responses((status = 200, body = Rows<DisputeRow>)))]
pub(crate) async fn disputes(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<DisputeFilter>,
) -> Result<Json<Rows<DisputeRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    let now = service.now();
    let query = seen(service.reads.query(DISPUTES), &sight, &signed.actor.id);
    let query = filter.narrow(query, now, &service.successions());
    if let Some(words) = &filter.words {
        let n_max = filter.limit.unwrap_or(ROWS_PER_PAGE_DEFAULT);
        return Ok(Json(service.rulings_on(words, query, n_max as usize).await?));
    }
    let found = query.fetch_page(NEWEST_FIRST, &page).await?;
    Ok(Json(found.try_map(|row| DisputeRow::read(&row, now))?.into()))
}

impl DisputeFilter {
    /// All but the words.
    fn narrow(&self, mut query: Sql, now: Timestamp, successions: &Successions) -> Sql {
        if let Some(state) = &self.state {
            query = query.push(" AND state = ").push_bind(state);
        }
        if let Some(department) = &self.department {
            let departments = successions.seen_by(department);
            query = query.push(CONCERNED).push_list(departments).push(")");
        }
        if let Some(task_id) = self.task_id {
            query = query.push(" AND task_id = ").push_bind(task_id);
        }
        match self.overdue {
            None => query,
            Some(true) => query.push(" AND state = 'open' AND rule_by_at <= ").push_bind(now),
            Some(false) => {
                query.push(" AND (state <> 'open' OR rule_by_at > ").push_bind(now).push(")")
            }
        }
    }
}

const CONCERNED: &str =
    " AND dispute_id IN (SELECT dispute_id FROM dispute_parties WHERE department IN ";

/// Shows a dispute: who holds what, who rules, and how far they are.
#[utoipa::path(get, path = "/api/coordination/disputes/{dispute_id}", tag = "coordination",
    params(("dispute_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = DisputeView)))]
pub(crate) async fn dispute(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(dispute_id): Path<DisputeId>,
) -> Result<Json<DisputeView>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let me = &signed.actor.id;
    let query = service.reads.query("SELECT * FROM disputes WHERE dispute_id = ");
    let row = seen(query.push_bind(dispute_id), &sight, me).fetch_optional().await?;
    let row = row.ok_or_else(|| Rejection::UnknownDispute.problem())?;
    let parties = service.reads.query(
        "SELECT * FROM dispute_parties WHERE dispute_id = $1 ORDER BY disputes DESC, department",
    );
    let parties = parties.bind(dispute_id).fetch_all().await?;
    let seats = service
        .reads
        .query("SELECT * FROM panel_seats WHERE dispute_id = $1 AND panel = $2 ORDER BY account");
    let seats = seats.bind(dispute_id).bind(row.opt_int("panel")?).fetch_all().await?;
    let rules = |seat: &Row| seat.text("account").is_ok_and(|account| account == *me);
    let votes_are_seen =
        sight == Sight::All || row.text("state")? == "ruled" || seats.iter().any(rules);
    let view = DisputeView {
        dispute: DisputeRow::read(&row, service.now())?,
        parties: parties.iter().map(PartyView::read).collect::<Result<_, QueryError>>()?,
        chair: row.opt_text("chair")?,
        members: seats
            .iter()
            .map(|seat| MemberView::read(seat, votes_are_seen))
            .collect::<Result<_, QueryError>>()?,
    };
    Ok(Json(view))
}

fn seen(query: Sql, sight: &Sight, me: &str) -> Sql {
    let Sight::Own(own) = sight else { return query };
    query
        .push(" AND (state = 'ruled' OR dispute_id IN (SELECT dispute_id FROM dispute_parties")
        .push(" WHERE department IN ")
        .push_list(own)
        .push(") OR dispute_id IN (SELECT dispute_id FROM panel_seats WHERE account = ")
        .push_bind(me.to_owned())
        .push("))")
}

impl crate::Coordinating {
    /// Those of these disputes that were ruled on asks that speak of these words, the best first.
    async fn rulings_on(
        &self,
        words: &str,
        query: Sql,
        n_max: usize,
    ) -> Result<Rows<DisputeRow>, Problem> {
        let found = self.matters.knowledge.in_force().await?.engine.rulings(words, RULINGS_MAX);
        let query = query.push(" AND state = 'ruled'");
        let rows = query.push(" AND dispute_id IN ").push_list(found.iter().copied());
        let now = self.now();
        let mut by_id = HashMap::new();
        for row in rows.fetch_all().await? {
            by_id.insert(row.uuid("dispute_id")?, DisputeRow::read(&row, now)?);
        }
        let items = found.iter().filter_map(|id| by_id.remove(id)).take(n_max).collect();
        Ok(Rows { items, next: None })
    }
}
