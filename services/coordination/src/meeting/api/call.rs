use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, FieldError, Path, Problem, Wish};
use tongban_kernel::{CaseId, MeetingId, Text, Wording};
use tongban_readmodel::{Page, ROWS_PER_PAGE_MAX, Row};
use utoipa::ToSchema;

use super::{Answered, Chaired, MeetingStatus};
use crate::Coordinating;
use crate::api::{Service, places, too_many};
use crate::meeting::commands::{Command, NewMeeting, NewPoint};
use crate::project::state::MEMBERS_MAX;
use crate::rhythm::{OLDEST, STUCK, read_item};

/// Topics besides what is stuck.
const TOPICS_MAX: usize = 50;

/// A meeting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeetingBody {
    /// The project that it is called for; left out for one that stands alone.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<CaseId>,
    /// What it is, in a line.
    #[schema(value_type = String)]
    title: Wording,
    /// When it is held.
    #[schema(value_type = String)]
    held_at: Timestamp,
    /// Who asks for what it decides: the department that leads the project, or one's own, where it
    /// is left out. Only who convenes for all names another one.
    convening_department: Option<String>,
    /// Who else is invited; 50 at most.
    departments: Vec<String>,
    /// What is to be talked about, one point each; 50 at most.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    topics: Vec<Wording>,
    /// Puts all that is stuck on the agenda, the oldest 200 first: of the project, or anywhere for a
    /// meeting that stands alone. What an earlier meeting carried comes up again so.
    #[serde(default)]
    with_blockers: bool,
}

/// Calls a meeting, for whoever leads its project or convenes.
#[utoipa::path(post, path = "/api/coordination/meetings", tag = "coordination",
    params(CommandHeaders), request_body = MeetingBody,
    responses((status = 201, body = MeetingStatus)))]
pub(crate) async fn call_meeting(
    State(service): Service,
    Request { wish, body }: Request<MeetingBody>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let meeting = service.new_meeting(&wish, body).await?;
    let meeting_id = meeting.meeting_id;
    let case_id = meeting.project.as_ref().map(|project| project.project_id);
    let case_id = case_id.unwrap_or_else(|| meeting_id.as_case());
    let command = Command::Call(Box::new(meeting));
    let answer = service.give_meeting(&wish, meeting_id, case_id, command).await?;
    Ok(answer.created(format!("/api/coordination/meetings/{meeting_id}")))
}

/// Why a meeting is not held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cancelling {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Cancels a meeting that has no minutes.
#[utoipa::path(post, path = "/api/coordination/meetings/{meeting_id}/cancel", tag = "coordination",
    params(("meeting_id" = Uuid, Path), CommandHeaders), request_body = Cancelling,
    responses((status = 200, body = MeetingStatus)))]
pub(crate) async fn cancel_meeting(
    State(service): Service,
    Path(meeting_id): Path<MeetingId>,
    Request { wish, body: Cancelling { reason } }: Request<Cancelling>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let Chaired { case_id, led_by, .. } = service.chaired(meeting_id).await?;
    let command = Command::Cancel { reason, led_by };
    service.give_meeting(&wish, meeting_id, case_id, command).await
}

impl Coordinating {
    async fn new_meeting(&self, wish: &Wish, body: MeetingBody) -> Result<NewMeeting, Problem> {
        let project = match body.project_id {
            Some(project_id) => Some(self.project_underway(project_id).await?),
            None => None,
        };
        let mut errors = Vec::new();
        if body.departments.len() > MEMBERS_MAX {
            errors.push(too_many("/departments", MEMBERS_MAX));
        }
        if body.topics.len() > TOPICS_MAX {
            errors.push(too_many("/topics", TOPICS_MAX));
        }
        self.check_departments(places("/departments", &body.departments), &mut errors);
        // The department that leads the project, or that of whoever calls.
        let convening = body.convening_department.or_else(|| match &project {
            Some(project) => Some(project.leading_department.clone()),
            None => wish.actor().department.clone(),
        });
        let field = "/convening_department";
        self.check_departments(convening.iter().map(|d| (field.to_owned(), d)), &mut errors);
        if convening.is_none() {
            let remedy = Text::new("请填写召集部门", "say which department convenes");
            errors.push(FieldError::new(field, "missing", remedy));
        }
        let Some(convening_department) = convening.filter(|_| errors.is_empty()) else {
            return Err(Problem::invalid(errors));
        };
        let mut agenda = match body.with_blockers {
            true => self.stuck_points(body.project_id).await?,
            false => Vec::new(),
        };
        let topic = |topic: Wording| NewPoint { topic: topic.into_string(), item: None };
        agenda.extend(body.topics.into_iter().map(topic));
        Ok(NewMeeting {
            meeting_id: MeetingId::derive(&wish.actor().id, wish.key(), body.project_id),
            project,
            title: body.title,
            held_at: body.held_at,
            office: self.tasks.office_of(&convening_department),
            convening_department,
            departments: body.departments,
            agenda,
        })
    }

    /// All that is stuck, as points of an agenda.
    async fn stuck_points(&self, project_id: Option<CaseId>) -> Result<Vec<NewPoint>, Problem> {
        let mut query = self.reads.query(STUCK).bind(self.now());
        if let Some(project_id) = project_id {
            query = query.push(" AND case_id = ").push_bind(project_id);
        }
        let page = Page::new(Some(ROWS_PER_PAGE_MAX), None)?;
        let found = query.fetch_page(OLDEST, &page).await?;
        let point =
            |row: &Row| Ok(NewPoint { topic: row.text("what_zh")?, item: Some(read_item(row)?) });
        found.items.iter().map(point).collect()
    }
}
