use axum::extract::State;
use jiff::civil::Date;
use serde::Deserialize;
use tongban_auth::{Login, Permission};
use tongban_httpkit::{Command as Request, CommandHeaders, FieldError, Problem};
use tongban_kernel::{CaseId, Text, Wording};
use utoipa::ToSchema;

use super::Answered;
use crate::Coordinating;
use crate::api::{Service, places, too_many};
use crate::project::commands::{Command, NewMilestone, NewProject};
use crate::project::events::Leader;
use crate::project::state::{MEMBERS_MAX, MILESTONES_MAX};

/// Who leads.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaderBody {
    /// The account: who signs in with it leads.
    account: String,
    /// The department that leads with it.
    department: String,
}

/// A milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneBody {
    /// What is to be reached.
    #[schema(value_type = String)]
    name: Wording,
    /// Who is responsible: a department of the project.
    department: String,
    /// The last day on which it is in time, such as `2026-10-12`.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
}

/// A task force.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectBody {
    /// What it is, in a line.
    #[schema(value_type = String)]
    title: Wording,
    /// What it is to reach.
    #[schema(value_type = String)]
    goal: Wording,
    /// Who leads.
    leader: LeaderBody,
    /// The other departments that take part; 50 with the leading one.
    members: Vec<String>,
    /// The plan; 100 at most.
    #[serde(default)]
    milestones: Vec<MilestoneBody>,
}

/// Sets a task force up: one project, one leader, one plan.
#[utoipa::path(post, path = "/api/coordination/projects", tag = "coordination",
    params(CommandHeaders), request_body = ProjectBody,
    responses((status = 201, body = super::ProjectStatus)))]
pub(crate) async fn set_up_project(
    State(service): Service,
    Request { wish, body }: Request<ProjectBody>,
) -> Answered {
    wish.may(Permission::Convene)?;
    let project_id = CaseId::of_project(&wish.actor().id, wish.key());
    let command = Command::SetUp(Box::new(service.new_project(project_id, body)?));
    let answer = service.give_project(&wish, project_id, command).await?;
    Ok(answer.created(format!("/api/coordination/projects/{project_id}")))
}

impl Coordinating {
    fn new_project(&self, project_id: CaseId, body: ProjectBody) -> Result<NewProject, Problem> {
        let mut errors = Vec::new();
        if body.members.len() >= MEMBERS_MAX {
            errors.push(too_many("/members", MEMBERS_MAX - 1));
        }
        if body.milestones.len() > MILESTONES_MAX {
            errors.push(too_many("/milestones", MILESTONES_MAX));
        }
        let leader = self.leader("/leader", body.leader, &mut errors);
        self.check_departments(places("/members", &body.members), &mut errors);
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        Ok(NewProject {
            project_id,
            title: body.title,
            goal: body.goal,
            office: self.tasks.office_of(&leader.department),
            leader,
            members: body.members,
            milestones: body.milestones.into_iter().map(|one| self.new_milestone(one)).collect(),
        })
    }

    /// A milestone; whether its department takes part is for the project to say.
    pub(super) fn new_milestone(&self, body: MilestoneBody) -> NewMilestone {
        let MilestoneBody { name, department, due_on } = body;
        let office = self.tasks.office_of(&department);
        NewMilestone { name, department, due_on, office }
    }

    /// Who leads. That there is such an account nobody here knows: accounts are kept elsewhere.
    pub(super) fn leader(
        &self,
        field: &str,
        body: LeaderBody,
        errors: &mut Vec<FieldError>,
    ) -> Leader {
        let LeaderBody { account, department } = body;
        self.check_departments([(format!("{field}/department"), &department)], errors);
        let account = match Login::parse(&account) {
            Ok(login) => login.to_string(),
            Err(_) => {
                let remedy = Text::new("请填写账号名", "write the name of an account");
                errors.push(FieldError::new(format!("{field}/account"), "login", remedy));
                account
            }
        };
        Leader { account, department }
    }
}
