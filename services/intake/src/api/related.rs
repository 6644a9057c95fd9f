//! Cases that have to do with a case: what somebody who decides it should know of.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Refusal, Signed};
use tongban_kernel::CaseId;
use tongban_vault::Sight;
use utoipa::ToSchema;

use super::view::CaseRow;
use crate::Cases;
use crate::state::Rejection;

/// So many are shown; who has more applied for something else for years.
const RELATED_MAX: usize = 20;

/// A case that has to do with another one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RelatedCase {
    /// Why.
    why: Why,
    /// The case.
    #[serde(flatten)]
    case: CaseRow,
}

/// Why cases have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Why {
    /// It goes on in place of this one.
    GoesOn,
    /// It ended in favour of this one.
    Repeats,
    /// The same applicant, by the identity number.
    SameApplicant,
}

/// Cases that have to do with a case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Related {
    /// Duplicates before others of the applicant, of both the latest received first.
    items: Vec<RelatedCase>,
    /// Whether there are more.
    has_more: bool,
}

/// Cases that have to do with a case: what goes on in its place, what ended in its favour, and others
/// of the same applicant.
#[utoipa::path(get, path = "/api/intake/cases/{case_id}/related", tag = "intake",
    params(("case_id" = String, Path), QueryHeaders), responses((status = 200, body = Related)))]
pub(crate) async fn related(
    State(service): State<Arc<Cases>>,
    signed: Signed,
    _: Consistent,
    Path(case): Path<CaseId>,
) -> Result<Json<Related>, Problem> {
    signed.may(Permission::ReadCase)?;
    let own = service.reads.query("SELECT * FROM cases WHERE case_id = $1").bind(case);
    let own = own.fetch_optional().await?.ok_or_else(|| Rejection::UnknownCase.problem())?;
    let goes_on = own.opt_uuid("duplicate_of")?;
    // One of three reasons, each along an index of its own.
    let found = service
        .reads
        .query(
            "SELECT * FROM cases WHERE case_id <> $1 AND case_id IN \
             (SELECT case_id FROM cases WHERE identity_index = $2 \
             UNION SELECT case_id FROM cases WHERE duplicate_of = $1 \
             UNION SELECT case_id FROM cases WHERE case_id = $3) \
             ORDER BY CASE WHEN case_id = $3 OR duplicate_of = $1 THEN 0 ELSE 1 END, \
             received_at DESC, case_id DESC LIMIT 21",
        )
        .bind(case)
        .bind(own.text("identity_index")?)
        .bind(goes_on.unwrap_or(case.uuid()));
    let mut rows = found.fetch_all().await?;
    let has_more = rows.len() > RELATED_MAX;
    rows.truncate(RELATED_MAX);
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let why = if Some(row.uuid("case_id")?) == goes_on {
            Why::GoesOn
        } else if row.opt_uuid("duplicate_of")? == Some(case.uuid()) {
            Why::Repeats
        } else {
            Why::SameApplicant
        };
        items.push(RelatedCase { why, case: service.case_row(row, Sight::Masked).await? });
    }
    Ok(Json(Related { items, has_more }))
}
