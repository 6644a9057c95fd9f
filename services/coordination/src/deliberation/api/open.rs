use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_calendar::Budget;
use tongban_httpkit::{Command as Request, CommandHeaders, Problem};
use tongban_kernel::{DeliberationId, Wording};
use utoipa::ToSchema;

use super::{Answered, DeliberationStatus};
use crate::api::{Service, places, too_many};
use crate::deliberation::commands::{Command, NewMatter};
use crate::deliberation::state::DEPARTMENTS_MAX;

/// A matter that is put to others. Where it is put to the public, everybody reads it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatterBody {
    /// What it is, in a line.
    #[schema(value_type = String)]
    title: Wording,
    /// The matter.
    #[schema(value_type = String)]
    text: Wording,
    /// Which departments are asked; 50 at most.
    #[serde(default)]
    departments: Vec<String>,
    /// Whether everybody is.
    #[serde(default)]
    is_public: bool,
    /// How long opinions are taken, such as `{"calendar_days": 30}`.
    #[schema(value_type = Object)]
    limit: Budget,
}

/// Puts a matter to departments, the public, or both.
#[utoipa::path(post, path = "/api/coordination/deliberations", tag = "coordination",
    params(CommandHeaders), request_body = MatterBody,
    responses((status = 201, body = DeliberationStatus)))]
pub(crate) async fn open_deliberation(
    State(service): Service,
    Request { wish, body }: Request<MatterBody>,
) -> Answered {
    wish.may(Permission::Convene)?;
    let mut errors = Vec::new();
    if body.departments.len() > DEPARTMENTS_MAX {
        errors.push(too_many("/departments", DEPARTMENTS_MAX));
    }
    service.check_departments(places("/departments", &body.departments), &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let deliberation_id = DeliberationId::derive(&wish.actor().id, wish.key());
    let MatterBody { title, text, departments, is_public, limit } = body;
    let office = service.tasks.office_of_city();
    let matter = NewMatter { deliberation_id, title, text, departments, is_public, limit, office };
    let command = Command::Open(Box::new(matter));
    let answer = service.give_deliberation(&wish, deliberation_id, command).await?;
    Ok(answer.created(format!("/api/coordination/deliberations/{deliberation_id}")))
}
