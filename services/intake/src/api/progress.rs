//! The applicant's own view, by case number and check code: the one query that nobody signs.

use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Admitted, Consistent, Json, Problem, Query, QueryHeaders};
use tongban_kernel::{CaseId, CaseNumber, Satisfaction, Text};
use tongban_readmodel::Row;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::no_number;
use super::rating::rating_of;
use super::refusal::state_words;
use super::story::StoryView;
use crate::Cases;
use crate::state::RATED_IN;

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
    /// The name of the department that decides.
    #[schema(value_type = Object)]
    department: Text,
    /// Where it stands.
    #[schema(value_type = Object)]
    state: Text,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// Whether the service can be rated now: the case is over, and nobody rated it.
    may_rate: bool,
    /// What the applicant thinks of it: 1 very satisfied … 5 very dissatisfied.
    #[schema(value_type = Option<u8>)]
    satisfaction: Option<Satisfaction>,
    /// Whether that is one of the grades that are looked into as a complaint.
    is_dissatisfied: bool,
    /// What happened and what comes next.
    #[serde(flatten)]
    story: StoryView,
}

#[utoipa::path(get, path = "/api/intake/progress", tag = "intake", params(OnReceipt, QueryHeaders),
    security(()), responses((status = 200, body = ProgressView)))]
pub(crate) async fn progress(
    State(service): State<Arc<Cases>>,
    _: Admitted,
    _: Consistent,
    Query(OnReceipt { number, code }): Query<OnReceipt>,
) -> Result<Json<ProgressView>, Problem> {
    let row = service.opened_by("?number", &number, &code).await?.ok_or_else(nothing_fits)?;
    let case = CaseId::from_uuid(row.uuid("case_id")?);
    let shown = service.case_row(&row, tongban_vault::Sight::Masked).await?;
    let story = service.story_view(&service.progress_of(case).await?)?;
    let state = row.text("state")?;
    let satisfaction = rating_of(&row)?.map(|rating| rating.satisfaction);
    Ok(Json(ProgressView {
        number: row.text("number")?,
        may_rate: satisfaction.is_none() && RATED_IN.contains(&state.as_str()),
        satisfaction,
        is_dissatisfied: satisfaction.is_some_and(|satisfaction| !satisfaction.is_satisfied()),
        state: state_words(&state),
        received_at: row.timestamp("received_at")?,
        department: service.department_name(&row.text("department")?),
        item: shown.into_item(),
        story,
    }))
}

impl Cases {
    /// The case of this number, if the code is its own. Unknown numbers and wrong codes take the
    /// same way: the code is computed and compared in both.
    pub(super) async fn opened_by(
        &self,
        field: &'static str,
        number: &str,
        code: &str,
    ) -> Result<Option<Row>, Problem> {
        let number = CaseNumber::parse(number).map_err(|e| no_number(field, e))?;
        let query = self.reads.query("SELECT * FROM cases WHERE number = $1").bind(number.as_str());
        let row = query.fetch_optional().await?;
        let id = row.as_ref().map(|row| row.uuid("case_id")).transpose()?.unwrap_or(Uuid::nil());
        let fits = self.keys.index().check_code(CaseId::from_uuid(id)).matches(code);
        Ok(row.filter(|_| fits))
    }
}

pub(super) fn nothing_fits() -> Problem {
    Problem::not_found(Text::new("办件编号与查询码的组合", "case number with this check code"))
}
