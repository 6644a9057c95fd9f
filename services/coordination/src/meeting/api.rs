//! Meetings over HTTP: handlers parse, execute, answer.

mod call;
mod list;
mod minutes;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use serde::Serialize;
use tongban_httpkit::{Answer, Problem, Refusal as _, Wish};
use tongban_kernel::{CaseId, MeetingId};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Coordinating;
use crate::api::Shared;
use crate::meeting::commands::{Command, OfProject};
use crate::meeting::state::Rejection;
use crate::project::events::Leader;

/// The routes of meetings.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list::list, call::call_meeting))
        .routes(routes!(list::one))
        .routes(routes!(call::cancel_meeting))
        .routes(routes!(minutes::publish_minutes))
        .routes(routes!(minutes::correct_minutes))
}

/// What has become of a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingStatus {
    /// The meeting.
    meeting_id: Uuid,
    /// What it was called for, its project or itself: the `case_id` of what it decides, unless the
    /// project was closed before its minutes were published.
    case_id: Uuid,
    /// `called`, `held`, `cancelled`.
    state: &'static str,
}

/// A meeting's chair.
struct Chaired {
    /// Its project, or itself.
    case_id: CaseId,
    /// The account that leads the project, or led it last.
    led_by: Option<String>,
    /// The project is closed.
    is_over: bool,
}

type Answered = Result<Answer<MeetingStatus>, Problem>;

impl Coordinating {
    async fn give_meeting(
        &self,
        wish: &Wish,
        meeting_id: MeetingId,
        case_id: CaseId,
        command: Command,
    ) -> Answered {
        let meeting_id = meeting_id.uuid();
        let executed = wish.give(&self.meetings, meeting_id, command, case_id.uuid()).await?;
        let meeting = executed.aggregate.state();
        // Of the meeting itself, so that a repetition is told the same whatever became of the project.
        let (state, case_id) = (meeting.name(), meeting.case_id().unwrap_or(case_id).uuid());
        let status = MeetingStatus { meeting_id, case_id, state };
        Ok(wish.answer(self, &executed, status).await)
    }

    /// The project while its task force works: no meeting is called for one that is closed.
    async fn project_underway(&self, project_id: CaseId) -> Result<OfProject, Problem> {
        let project = self.projects.load(project_id.uuid()).await?;
        let force = project.state().underway().map_err(|refused| refused.problem())?;
        let Leader { account, department } = force.leader().clone();
        let (number, led_by, leading_department) = (force.number().clone(), account, department);
        Ok(OfProject { project_id, number, led_by, leading_department })
    }

    /// Who chairs a meeting that was called, and what for.
    async fn chaired(&self, meeting_id: MeetingId) -> Result<Chaired, Problem> {
        let meeting = self.meetings.load(meeting_id.uuid()).await?;
        let case_id = meeting.state().case_id();
        let case_id = case_id.ok_or_else(|| Rejection::UnknownMeeting.problem())?;
        if case_id == meeting_id.as_case() {
            return Ok(Chaired { case_id, led_by: None, is_over: false });
        }
        // Minutes outlive the task force.
        let project = self.projects.load(case_id.uuid()).await?;
        let led_by = project.state().leader().map(|leader| leader.account.clone());
        Ok(Chaired { case_id, led_by, is_over: project.state().force().is_none() })
    }
}
