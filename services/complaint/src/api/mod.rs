//! Complaint over HTTP: handlers parse, execute, answer.

mod history;
mod lodge;
mod merge;
mod own;
mod queries;
mod refusal;
mod repeats;
mod search;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_eventstore::Loaded;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Path, Problem, Refusal, Wish};
use tongban_kernel::{CaseId, ComplaintId, Decider as _, Satisfaction, StreamId, Wording};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Complaints;
use crate::commands::{Command, Voice};
use crate::events::Event;
use crate::state::{Complaint, Rejection};

/// All routes of complaint.
pub(crate) fn router(service: Arc<Complaints>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(queries::list, lodge::lodge))
        .routes(routes!(view::one))
        .routes(routes!(assign))
        .routes(routes!(order))
        .routes(routes!(report))
        .routes(routes!(answer))
        .routes(routes!(confirm))
        .routes(routes!(reopen))
        .routes(routes!(merge::merge))
        .routes(routes!(merge::separate))
        .routes(routes!(repeats::list))
        .routes(routes!(history::list))
        .routes(routes!(own::complaints_of_case, own::complain))
        .routes(routes!(own::say_solved))
        .routes(routes!(own::refuse_answer))
        .with_state(service)
}

type Service = State<Arc<Complaints>>;
type Answered = Result<Answer<Standing>, Problem>;

/// Where a complaint stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Standing {
    /// The complaint.
    #[schema(value_type = String)]
    complaint_id: ComplaintId,
    /// `lodged`, `assigned`, `answered`, `confirmed`, `merged`.
    state: &'static str,
    /// Who has to answer.
    department: Option<String>,
}

impl Standing {
    fn of(complaint_id: ComplaintId, complaint: &Complaint) -> Self {
        let (state, duty) = match complaint {
            Complaint::Unknown => ("unknown", None),
            Complaint::Lodged(_) => ("lodged", None),
            Complaint::Assigned(_, duty) => ("assigned", Some(duty)),
            Complaint::Answered(_, duty, _) => ("answered", Some(duty)),
            Complaint::Confirmed(_, duty, _) => ("confirmed", Some(duty)),
            Complaint::Merged(_, duty, _) => ("merged", duty.as_ref()),
        };
        Self { complaint_id, state, department: duty.map(|duty| duty.department.clone()) }
    }
}

/// Who has to answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Assign {
    /// The department.
    department: String,
}

/// Names the department that has to answer.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/assign", tag = "complaint",
    params(("complaint_id" = String, Path), CommandHeaders), request_body = Assign,
    responses((status = 200, body = Standing)))]
async fn assign(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Assign>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    service.known_department("/department", &body.department)?;
    give(&service, &wish, complaint, Command::Assign { department: body.department }).await
}

/// What is to be put right.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Order {
    /// What.
    #[schema(value_type = String)]
    order: Wording,
}

/// Orders a rectification.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/order-rectification",
    tag = "complaint", params(("complaint_id" = String, Path), CommandHeaders), request_body = Order,
    responses((status = 200, body = Standing)))]
async fn order(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Order>,
) -> Answered {
    wish.may(Permission::Coordinate).or_else(|_| wish.may(Permission::Supervise))?;
    give(&service, &wish, complaint, Command::OrderRectification { order: body.order }).await
}

/// What was put right.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Report {
    /// What.
    #[schema(value_type = String)]
    report: Wording,
}

/// Reports a rectification.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/report-rectification",
    tag = "complaint", params(("complaint_id" = String, Path), CommandHeaders), request_body = Report,
    responses((status = 200, body = Standing)))]
async fn report(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Report>,
) -> Answered {
    wish.may(Permission::HandleComplaint)?;
    give(&service, &wish, complaint, Command::ReportRectification { report: body.report }).await
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerBody {
    /// What the complainant is told.
    #[schema(value_type = String)]
    answer: Wording,
}

/// Answers the complainant.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/answer", tag = "complaint",
    params(("complaint_id" = String, Path), CommandHeaders), request_body = AnswerBody,
    responses((status = 200, body = Standing)))]
async fn answer(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<AnswerBody>,
) -> Answered {
    wish.may(Permission::HandleComplaint)?;
    give(&service, &wish, complaint, Command::Answer { answer: body.answer }).await
}

/// The complainant's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirm {
    /// 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
    #[schema(value_type = u8, minimum = 1, maximum = 5)]
    satisfaction: Satisfaction,
    /// Whether the matter is solved.
    solved: bool,
}

/// Closes a complaint on the complainant's word.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/confirm", tag = "complaint",
    params(("complaint_id" = String, Path), CommandHeaders), request_body = Confirm,
    responses((status = 200, body = Standing)))]
async fn confirm(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Confirm>,
) -> Answered {
    wish.may(Permission::LodgeComplaint).or_else(|_| wish.may(Permission::HandleComplaint))?;
    let Confirm { satisfaction, solved } = body;
    let command = Command::Confirm { satisfaction, solved, voice: Voice::Account };
    give(&service, &wish, complaint, command).await
}

/// Why an answer will not do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reopen {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Has a complaint answered again.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/reopen", tag = "complaint",
    params(("complaint_id" = String, Path), CommandHeaders), request_body = Reopen,
    responses((status = 200, body = Standing)))]
async fn reopen(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Reopen>,
) -> Answered {
    wish.may(Permission::LodgeComplaint).or_else(|_| wish.may(Permission::HandleComplaint))?;
    let loaded = service.complaints.load(complaint.uuid()).await?;
    let known = loaded.state().known_to(Voice::Account, wish.actor());
    let person = known.ok_or_else(|| Rejection::Unknown.problem())?.complainant;
    let reason = service.sealer(person).await?.seal(&body.reason.into_string())?;
    let command = Command::Reopen { reason, voice: Voice::Account };
    give(&service, &wish, complaint, command).await
}

impl Complaints {
    /// Checks the wish against the complaint as it is. That somebody looked at personal data changed
    /// nothing in it: whoever read it before has read what is there.
    async fn fits(
        &self,
        wish: &Wish,
        complaint: ComplaintId,
        now: &Loaded<Complaint>,
    ) -> Result<(), Problem> {
        let (Err(stale), Some(read)) = (wish.fits(now), wish.meant_for()) else { return Ok(()) };
        let stream = StreamId::new(Complaint::CATEGORY, complaint.uuid());
        let log = &self.complaints.runtime().log;
        let since = log.read(stream, read).await.map_err(Problem::internal)?;
        // One that was never read is not there yet.
        let mut is_same = !since.is_empty();
        for recorded in &since {
            let event: Event = recorded.decode().map_err(Problem::internal)?;
            is_same &= matches!(event, Event::PersonalDataShown { .. });
        }
        if is_same { Ok(()) } else { Err(stale) }
    }
}

async fn give(
    service: &Complaints,
    wish: &Wish,
    complaint: ComplaintId,
    command: Command,
) -> Answered {
    let before = service.complaints.load(complaint.uuid()).await?;
    // Whether another one's complaint exists is not told by its revision either.
    let is_strange = |voice| before.state().known_to(voice, wish.actor()).is_none();
    if command.voice().is_some_and(is_strange) {
        return Err(Rejection::Unknown.problem());
    }
    service.fits(wish, complaint, &before).await?;
    let case_id = before.state().file().and_then(|file| file.case_id);
    let envelope = wish.envelope(case_id.map_or(complaint.uuid(), CaseId::uuid));
    let executed = service.complaints.execute(complaint.uuid(), command, &envelope).await?;
    let standing = Standing::of(complaint, executed.aggregate.state());
    Ok(wish.answer(service, &executed, standing).await)
}
