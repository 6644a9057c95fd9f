//! The applicant's own view, by case number and check code: the one query that nobody signs.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Json, Problem, Query};
use tongban_kernel::{CaseId, CaseNumber, Text};
use tongban_readmodel::Row;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::no_number;
use super::refusal::state_words;
use super::story::StoryView;
use crate::Cases;

/// What stands on the receipt.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OnReceipt {
    /// The case number, as people type it.
    number: String,
    /// The check code.
    code: String,
}

/// Where a case stands, for its applicant.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgressView {
    /// The case number.
    number: String,
    /// The item's name.
    #[schema(value_type = Object)]
    item: Text,
    /// Where it stands.
    #[schema(value_type = Object)]
    state: Text,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// What happened and what comes next.
    #[serde(flatten)]
    story: StoryView,
}

/// Where the request comes from: the connection, never a header, which anyone can write.
pub(crate) struct Peer(IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a connection all callers count as one.
        Ok(Self(connection.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip())))
    }
}

#[utoipa::path(get, path = "/api/intake/progress", tag = "intake", params(OnReceipt), security(()),
    responses((status = 200, body = ProgressView)))]
pub(crate) async fn progress(
    State(service): State<Arc<Cases>>,
    Peer(peer): Peer,
    Query(OnReceipt { number, code }): Query<OnReceipt>,
) -> Result<Json<ProgressView>, Problem> {
    service.throttle.admit(peer, Instant::now()).map_err(Problem::too_many_requests)?;
    let number = CaseNumber::parse(&number).map_err(|e| no_number("?number", e))?;
    let row = service.opened_by(&number, &code).await?.ok_or_else(nothing_fits)?;
    let case = CaseId::from_uuid(row.uuid("case_id")?);
    let shown = service.case_row(&row, tongban_vault::Sight::Masked).await?;
    let story = service.story_view(&service.progress_of(case).await?)?;
    Ok(Json(ProgressView {
        number: number.to_string(),
        state: state_words(&row.text("state")?),
        received_at: row.timestamp("received_at")?,
        item: shown.into_item(),
        story,
    }))
}

impl Cases {
    /// The case of this number, if the code is its own. Unknown numbers and wrong codes take the
    /// same way: the code is computed and compared in both.
    async fn opened_by(&self, number: &CaseNumber, code: &str) -> Result<Option<Row>, Problem> {
        let query = self.reads.query("SELECT * FROM cases WHERE number = $1").bind(number.as_str());
        let row = query.fetch_optional().await?;
        let id = row.as_ref().map(|row| row.uuid("case_id")).transpose()?.unwrap_or(Uuid::nil());
        let fits = self.keys.index().check_code(CaseId::from_uuid(id)).matches(code);
        Ok(row.filter(|_| fits))
    }
}

fn nothing_fits() -> Problem {
    Problem::not_found(Text::new("办件编号与查询码的组合", "case number with this check code"))
}
