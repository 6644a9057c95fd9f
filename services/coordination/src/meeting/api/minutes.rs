use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_calendar::Budget;
use tongban_httpkit::{Command as Request, CommandHeaders, FieldError, Path, Problem};
use tongban_kernel::{CaseNumber, MeetingId, Text, Wording};
use utoipa::ToSchema;

use super::{Answered, Chaired, MeetingStatus};
use crate::Coordinating;
use crate::api::{Service, too_many, wording};
use crate::meeting::commands::{Command, Minutes, NewDecision, NewFollowUp};
use crate::meeting::events::Course;
use crate::meeting::state::{DECISIONS_MAX, POINTS_MAX};

/// How a point about something stuck was followed up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUpBody {
    /// Which point of the agenda.
    point: u32,
    /// `cleared` (a blocker only: a task ends by its answer) or `carried`.
    #[schema(value_type = String)]
    course: Course,
    /// In words.
    #[schema(value_type = String)]
    note: Wording,
}

/// A decision: it becomes a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionBody {
    /// What is to be done.
    #[schema(value_type = Object)]
    what: Text,
    /// By whom: a department that was invited.
    department: String,
    /// Within what, such as `{"workdays": 5}`, counted from when the minutes are published.
    #[schema(value_type = Object)]
    limit: Budget,
    /// By which rule; where it is left out, because the meeting decided it.
    #[schema(value_type = Option<String>)]
    legal_basis: Option<Wording>,
}

/// The minutes of a meeting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MinutesBody {
    /// Who was present.
    present: Vec<String>,
    /// What was said, where more than decisions is worth keeping.
    #[schema(value_type = Option<String>)]
    summary: Option<Wording>,
    /// What was made of every point that is about something stuck.
    #[serde(default)]
    follow_ups: Vec<FollowUpBody>,
    /// What was decided; 50 at most.
    #[serde(default)]
    decisions: Vec<DecisionBody>,
}

/// Publishes the minutes of a meeting, once: its decisions are asked of their departments as tasks,
/// blockers that it saw cleared are. Where its project was closed meanwhile, they are asked for the
/// meeting itself.
#[utoipa::path(post, path = "/api/coordination/meetings/{meeting_id}/publish-minutes",
    tag = "coordination", params(("meeting_id" = Uuid, Path), CommandHeaders),
    request_body = MinutesBody, responses((status = 200, body = MeetingStatus)))]
pub(crate) async fn publish_minutes(
    State(service): Service,
    Path(meeting_id): Path<MeetingId>,
    Request { wish, body }: Request<MinutesBody>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let chaired = service.chaired(meeting_id).await?;
    let case_id = if chaired.is_over { meeting_id.as_case() } else { chaired.case_id };
    let command = Command::Publish(Box::new(service.minutes(body, meeting_id, chaired)?));
    service.give_meeting(&wish, meeting_id, case_id, command).await
}

/// What is wrong in minutes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correcting {
    /// What is wrong, and what is right.
    #[schema(value_type = String)]
    correction: Wording,
}

/// Corrects published minutes: they stay as they are, and this stands beside them. Tasks that came
/// of them are changed as tasks are.
#[utoipa::path(post, path = "/api/coordination/meetings/{meeting_id}/correct-minutes",
    tag = "coordination", params(("meeting_id" = Uuid, Path), CommandHeaders),
    request_body = Correcting, responses((status = 200, body = MeetingStatus)))]
pub(crate) async fn correct_minutes(
    State(service): Service,
    Path(meeting_id): Path<MeetingId>,
    Request { wish, body: Correcting { correction } }: Request<Correcting>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let Chaired { case_id, led_by, .. } = service.chaired(meeting_id).await?;
    let command = Command::Correct { correction, led_by };
    service.give_meeting(&wish, meeting_id, case_id, command).await
}

impl Coordinating {
    fn minutes(
        &self,
        body: MinutesBody,
        meeting_id: MeetingId,
        chaired: Chaired,
    ) -> Result<Minutes, Problem> {
        let mut errors = Vec::new();
        if body.follow_ups.len() > POINTS_MAX {
            errors.push(too_many("/follow_ups", POINTS_MAX));
        }
        if body.decisions.len() > DECISIONS_MAX {
            errors.push(too_many("/decisions", DECISIONS_MAX));
        }
        let follow_up = |one: FollowUpBody| {
            let FollowUpBody { point, course, note } = one;
            NewFollowUp { point, course, note }
        };
        let decisions = (0..).zip(body.decisions);
        let decisions: Vec<_> =
            decisions.filter_map(|(nth, one)| self.decision(nth, one, &mut errors)).collect();
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        let alone = || {
            let today = self.tasks.office_of_city().date_of(self.now());
            CaseNumber::of(meeting_id.as_case(), today)
        };
        Ok(Minutes {
            present: body.present,
            summary: body.summary,
            follow_ups: body.follow_ups.into_iter().map(follow_up).collect(),
            decisions,
            led_by: chaired.led_by,
            alone: chaired.is_over.then(alone),
        })
    }

    fn decision(
        &self,
        place: u32,
        body: DecisionBody,
        errors: &mut Vec<FieldError>,
    ) -> Option<NewDecision> {
        let zh = wording(&format!("/decisions/{place}/what/zh"), &body.what.zh, errors);
        let en = wording(&format!("/decisions/{place}/what/en"), &body.what.en, errors);
        let field = format!("/decisions/{place}/department");
        self.check_departments([(field, &body.department)], errors);
        let (zh, en) = zh.zip(en)?;
        Some(NewDecision {
            what: Text::new(zh.into_string(), en.into_string()),
            office: self.tasks.office_of(&body.department),
            ladder: self.tasks.ladder(),
            department: body.department,
            limit: body.limit,
            legal_basis: body.legal_basis,
        })
    }
}
