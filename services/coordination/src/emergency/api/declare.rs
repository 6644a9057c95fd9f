use axum::extract::State;
use jiff::civil::Date;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_catalog::Catalog;
use tongban_catalog::model::{Plan, PlanTask, Severity};
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, FieldError, Problem, Wish};
use tongban_kernel::{CaseId, CaseNumber, Text, Wording};
use utoipa::ToSchema;

use super::view::EmergencyStatus;
use crate::Coordinating;
use crate::api::Service;
use crate::emergency::commands::{Command, NewEmergency};
use crate::emergency::events::{PlannedPaper, PlannedTask};
use crate::task::events::Occasion;

/// An emergency as it is declared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeclareEmergency {
    /// The plan: one that is in force.
    plan: String,
    /// What happened; 1 to 2,000 characters.
    #[schema(value_type = String)]
    what: Wording,
    /// Where.
    #[schema(value_type = String)]
    place: Wording,
    /// How severe: `especially_serious`, `serious`, `relatively_serious`, `ordinary`; as the plan has
    /// it where it is left out.
    #[schema(value_type = Option<String>)]
    severity: Option<Severity>,
    /// Whether it is a drill.
    #[serde(default)]
    drill: bool,
}

/// Declares an emergency, or begins a drill: all tasks of the plan are asked at once.
#[utoipa::path(post, path = "/api/coordination/emergencies", tag = "coordination",
    params(CommandHeaders), request_body = DeclareEmergency,
    responses((status = 201, body = EmergencyStatus)))]
pub(crate) async fn declare_emergency(
    State(service): Service,
    Request { wish, body }: Request<DeclareEmergency>,
) -> Result<Answer<EmergencyStatus>, Problem> {
    commands(&wish)?;
    // What else somebody creates under this key is another business.
    let creator = format!("emergency/{}", wish.actor().id);
    let case_id = CaseId::derive(&creator, wish.key());
    let command = Command::Declare(Box::new(service.new_emergency(case_id, body)?));
    let envelope = wish.envelope(case_id.uuid());
    let executed = service.emergencies.execute(case_id, command, &envelope).await?;
    let status = EmergencyStatus::of(case_id, executed.aggregate.state());
    let answer = wish.answer(&*service, &executed, status).await;
    Ok(answer.created(format!("/api/coordination/emergencies/{case_id}")))
}

/// Who declares emergencies and ends them: coordinators and supervisors.
pub(super) fn commands(wish: &Wish) -> Result<(), Problem> {
    if wish.can(Permission::Coordinate) { Ok(()) } else { wish.may(Permission::Supervise) }
}

impl Coordinating {
    fn new_emergency(
        &self,
        case_id: CaseId,
        body: DeclareEmergency,
    ) -> Result<NewEmergency, Problem> {
        let catalog = self.emergencies.catalog().ok_or_else(no_such_plan)?;
        let today = catalog.city().office.date_of(self.now());
        let plan = catalog.plan_in_force(&body.plan, today).ok_or_else(no_such_plan)?;
        Ok(NewEmergency {
            case_id,
            number: CaseNumber::of(case_id, today),
            occasion: if body.drill { Occasion::Drill } else { Occasion::Emergency },
            plan: plan.code.to_string(),
            plan_version: plan.version,
            plan_name: plan.names.clone(),
            kind: plan.kind,
            severity: body.severity.unwrap_or(plan.severity),
            lead: plan.lead.to_string(),
            what: body.what,
            place: body.place,
            respond_within: plan.respond_within,
            ladder: plan.ladder,
            tasks: planned(plan, &catalog, today),
        })
    }
}

fn planned(plan: &Plan, catalog: &Catalog, today: Date) -> Vec<PlannedTask> {
    let task = |task: &PlanTask| {
        let department = plan.role(&task.role)?.department.as_str();
        let papers = task.skips.iter().map(|paper| PlannedPaper {
            paper: paper.code.to_string(),
            name: paper.names.clone(),
            within: paper.within,
            legal_basis: paper.basis.clone(),
        });
        Some(PlannedTask {
            task: task.code.to_string(),
            department: department.to_owned(),
            ask: task.asks.clone(),
            legal_basis: task.basis.clone(),
            limit: task.limit,
            office: catalog.office_of(department, today).clone(),
            skips: papers.collect(),
        })
    };
    // A published plan names no role that it does not have.
    plan.tasks.iter().filter_map(task).collect()
}

fn no_such_plan() -> Problem {
    let remedy = Text::new("请填写现行预案的代码", "name a plan that is in force");
    Problem::invalid([FieldError::new("/plan", "unknown", remedy)])
}
