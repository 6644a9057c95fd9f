use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Problem, Refusal as _};
use tongban_kernel::{MatterId, Wording};
use utoipa::ToSchema;

use super::view::MatterStatus;
use crate::Coordinating;
use crate::api::Service;
use crate::matching::commands::{Command, NewMatter};
use crate::matching::state::Rejection;

/// A matter of which it is asked whom it concerns. It is kept for good, and its title is shown to
/// whoever asks about one like it: names, numbers and addresses of persons do not belong into it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Propose {
    /// What it is, in a line; 1 to 2,000 characters.
    #[schema(value_type = String)]
    title: Wording,
    /// What else is to be said about it; each of its words counts half as much as one of the title.
    #[schema(value_type = Option<String>)]
    text: Option<Wording>,
}

/// Asks whom a matter concerns: proposes who leads and who assists, and records it.
#[utoipa::path(post, path = "/api/coordination/matters", tag = "coordination",
    params(CommandHeaders), request_body = Propose, responses((status = 201, body = MatterStatus)))]
pub(crate) async fn propose(
    State(service): Service,
    Request { wish, body }: Request<Propose>,
) -> Result<Answer<MatterStatus>, Problem> {
    wish.may(Permission::RequestTask)?;
    let matter_id = MatterId::derive(&wish.actor().id, wish.key());
    let from_department = wish.actor().department.clone();
    let matter = service.new_matter(matter_id, from_department, body).await?;
    let envelope = wish.envelope(matter_id.uuid());
    let command = Command::Propose(Box::new(matter));
    let matters = &service.matters.aggregates;
    let executed = matters.execute(matter_id.uuid(), command, &envelope).await?;
    let status = MatterStatus::of(matter_id, executed.aggregate.state());
    let status = status.ok_or_else(|| Rejection::UnknownMatter.problem())?;
    let answer = wish.answer(&*service, &executed, status).await;
    Ok(answer.created(format!("/api/coordination/matters/{matter_id}")))
}

impl Coordinating {
    async fn new_matter(
        &self,
        matter_id: MatterId,
        from_department: Option<String>,
        body: Propose,
    ) -> Result<NewMatter, Problem> {
        let in_force = self.matters.knowledge.in_force().await?;
        let text = body.text.as_ref().map_or("", Wording::as_str);
        Ok(NewMatter {
            matter_id,
            from_department,
            catalog_version: in_force.catalog_version,
            proposal: in_force.engine.propose(body.title.as_str(), text),
            title: body.title,
            text: body.text,
        })
    }
}
