use axum::extract::State;
use serde::Serialize;
use tongban_catalog::model::Plan;
use tongban_httpkit::{Json, Problem, Signed};
use tongban_kernel::Text;
use utoipa::ToSchema;

use crate::api::{Service, Sight};

/// The plans in force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Plans {
    /// In the order of the catalogue.
    items: Vec<PlanRow>,
}

/// A plan for emergencies.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanRow {
    /// Its code.
    plan: String,
    /// The version in force.
    version: u32,
    /// Its name.
    #[schema(value_type = Object)]
    name: Text,
    /// `natural_disaster`, `accident`, `public_health`, `social_security`.
    kind: &'static str,
    /// `especially_serious`, `serious`, `relatively_serious`, `ordinary`.
    severity: &'static str,
    /// Who leads.
    lead: String,
    /// Who is asked, each as often as it has tasks.
    departments: Vec<String>,
    /// The rules it rests on.
    legal_basis: Vec<String>,
}

impl PlanRow {
    fn of(plan: &Plan) -> Self {
        let roles = plan.tasks.iter().filter_map(|task| plan.role(&task.role));
        Self {
            plan: plan.code.to_string(),
            version: plan.version,
            name: plan.names.clone(),
            kind: plan.kind.as_str(),
            severity: plan.severity.as_str(),
            lead: plan.lead.to_string(),
            departments: roles.map(|role| role.department.to_string()).collect(),
            legal_basis: plan.legal_basis.clone(),
        }
    }
}

/// Lists the plans for emergencies that are in force.
#[utoipa::path(get, path = "/api/coordination/plans", tag = "coordination",
    responses((status = 200, body = Plans)))]
pub(crate) async fn plans(State(service): Service, signed: Signed) -> Result<Json<Plans>, Problem> {
    Sight::of(&signed, &service)?;
    let Some(catalog) = service.emergencies.catalog() else {
        return Ok(Json(Plans { items: Vec::new() }));
    };
    let today = catalog.city().office.date_of(service.now());
    Ok(Json(Plans { items: catalog.plans_in_force(today).map(PlanRow::of).collect() }))
}
