use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_catalog::model::Severity;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Path, Problem, Wish};
use tongban_kernel::{CaseId, Wording};
use utoipa::ToSchema;

use super::declare::commands;
use super::view::EmergencyStatus;
use crate::Coordinating;
use crate::api::Service;
use crate::emergency::commands::Command;

type Answered = Result<Answer<EmergencyStatus>, Problem>;

/// How things stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SituationReport {
    /// How; 1 to 2,000 characters.
    #[schema(value_type = String)]
    text: Wording,
}

/// Reports how things stand: for a department that was asked, or that leads.
#[utoipa::path(post, path = "/api/coordination/emergencies/{case_id}/report", tag = "coordination",
    params(("case_id" = Uuid, Path), CommandHeaders), request_body = SituationReport,
    responses((status = 200, body = EmergencyStatus)))]
pub(crate) async fn report_situation(
    State(service): Service,
    Path(case_id): Path<CaseId>,
    Request { wish, body }: Request<SituationReport>,
) -> Answered {
    wish.may(Permission::ReadCase)?;
    service.give_emergency(&wish, case_id, Command::Report { text: body.text }).await
}

/// How severe an emergency is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeSeverity {
    /// `especially_serious`, `serious`, `relatively_serious`, `ordinary`.
    #[schema(value_type = String)]
    severity: Severity,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Says that an emergency is more or less severe than was thought.
#[utoipa::path(post, path = "/api/coordination/emergencies/{case_id}/severity",
    tag = "coordination", params(("case_id" = Uuid, Path), CommandHeaders),
    request_body = ChangeSeverity, responses((status = 200, body = EmergencyStatus)))]
pub(crate) async fn change_severity(
    State(service): Service,
    Path(case_id): Path<CaseId>,
    Request { wish, body }: Request<ChangeSeverity>,
) -> Answered {
    commands(&wish)?;
    let ChangeSeverity { severity, reason } = body;
    service.give_emergency(&wish, case_id, Command::ChangeSeverity { severity, reason }).await
}

/// How an emergency ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndEmergency {
    /// What was done; 1 to 2,000 characters.
    #[schema(value_type = String)]
    summary: Wording,
}

/// Ends an emergency: open tasks are closed, and the papers that it skipped are to be brought.
#[utoipa::path(post, path = "/api/coordination/emergencies/{case_id}/end", tag = "coordination",
    params(("case_id" = Uuid, Path), CommandHeaders), request_body = EndEmergency,
    responses((status = 200, body = EmergencyStatus)))]
pub(crate) async fn end_emergency(
    State(service): Service,
    Path(case_id): Path<CaseId>,
    Request { wish, body }: Request<EndEmergency>,
) -> Answered {
    commands(&wish)?;
    service.give_emergency(&wish, case_id, Command::End { summary: body.summary }).await
}

/// A paper that was skipped.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandInPaper {
    /// Under what it is kept: its number or title.
    #[schema(value_type = String)]
    reference: Wording,
}

/// Hands in a paper that was skipped, for the department that has to bring it.
#[utoipa::path(post, path = "/api/coordination/emergencies/{case_id}/papers/{paper}/hand-in",
    tag = "coordination",
    params(("case_id" = Uuid, Path), ("paper" = String, Path), CommandHeaders),
    request_body = HandInPaper, responses((status = 200, body = EmergencyStatus)))]
pub(crate) async fn hand_in_paper(
    State(service): Service,
    Path((case_id, paper)): Path<(CaseId, String)>,
    Request { wish, body }: Request<HandInPaper>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let command = Command::HandIn { paper, reference: body.reference };
    service.give_emergency(&wish, case_id, command).await
}

/// Why a paper need not be brought.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaivePaper {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Says that a paper that was skipped need not be brought.
#[utoipa::path(post, path = "/api/coordination/emergencies/{case_id}/papers/{paper}/waive",
    tag = "coordination",
    params(("case_id" = Uuid, Path), ("paper" = String, Path), CommandHeaders),
    request_body = WaivePaper, responses((status = 200, body = EmergencyStatus)))]
pub(crate) async fn waive_paper(
    State(service): Service,
    Path((case_id, paper)): Path<(CaseId, String)>,
    Request { wish, body }: Request<WaivePaper>,
) -> Answered {
    wish.may(Permission::Supervise)?;
    service.give_emergency(&wish, case_id, Command::Waive { paper, reason: body.reason }).await
}

impl Coordinating {
    async fn give_emergency(&self, wish: &Wish, case_id: CaseId, command: Command) -> Answered {
        let before = self.emergencies.aggregates().load(case_id.uuid()).await?;
        wish.fits(&before)?;
        let envelope = wish.envelope(case_id.uuid());
        let executed = self.emergencies.execute(case_id, command, &envelope).await?;
        let status = EmergencyStatus::of(case_id, executed.aggregate.state());
        Ok(wish.answer(self, &executed, status).await)
    }
}
