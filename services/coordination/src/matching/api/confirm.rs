use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, FieldError, Path, Problem, Refusal as _,
};
use tongban_kernel::{MatterId, Text, Wording};
use utoipa::ToSchema;

use super::view::MatterStatus;
use crate::Coordinating;
use crate::api::{Service, unknown_department};
use crate::matching::commands::Command;
use crate::matching::state::Rejection;

/// More departments than any matter has.
const ASSISTING_MAX: usize = 20;

/// Whom a matter concerns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirm {
    /// Who leads.
    lead: String,
    /// Who assists; 20 at most.
    #[serde(default)]
    assisting: Vec<String>,
    /// Why: needed where it is not what was proposed, or not what was confirmed before.
    #[schema(value_type = Option<String>)]
    reason: Option<Wording>,
}

/// Says whom a matter concerns; later proposals learn from it.
#[utoipa::path(post, path = "/api/coordination/matters/{matter_id}/confirm", tag = "coordination",
    params(("matter_id" = Uuid, Path), CommandHeaders), request_body = Confirm,
    responses((status = 200, body = MatterStatus)))]
pub(crate) async fn confirm(
    State(service): Service,
    Path(matter_id): Path<MatterId>,
    Request { wish, body }: Request<Confirm>,
) -> Result<Answer<MatterStatus>, Problem> {
    wish.may(Permission::Coordinate)?;
    service.check(&body)?;
    let Confirm { lead, assisting, reason } = body;
    let command = Command::Confirm { lead, assisting, reason };
    let (matters, id) = (&service.matters.aggregates, matter_id.uuid());
    let executed = wish.give(matters, id, command, id).await?;
    let status = MatterStatus::of(matter_id, executed.aggregate.state());
    let status = status.ok_or_else(|| Rejection::UnknownMatter.problem())?;
    Ok(wish.answer(&*service, &executed, status).await)
}

impl Coordinating {
    /// Checks that the departments exist today.
    fn check(&self, body: &Confirm) -> Result<(), Problem> {
        let mut errors = Vec::new();
        if body.assisting.len() > ASSISTING_MAX {
            let remedy = Text::new(
                format!("最多 {ASSISTING_MAX} 个部门"),
                format!("name {ASSISTING_MAX} departments at most"),
            );
            errors.push(FieldError::new("/assisting", "length", remedy));
        }
        let assisting = body.assisting.iter().take(ASSISTING_MAX).enumerate();
        let assisting = assisting.map(|(place, code)| (format!("/assisting/{place}"), code));
        for (field, code) in std::iter::once(("/lead".to_owned(), &body.lead)).chain(assisting) {
            if !self.tasks.is_department(code) {
                errors.push(unknown_department(field));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }
}
