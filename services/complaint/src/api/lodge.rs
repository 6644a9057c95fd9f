use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, FieldError, PartyBody, Problem};
use tongban_kernel::{CaseId, ComplaintId, Text, Wording};
use utoipa::ToSchema;

use super::{Service, Standing};
use crate::Complaints;
use crate::commands::{Command, Complaining};
use crate::events::Channel;

/// A complaint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Lodge {
    /// The case it is about.
    #[schema(value_type = Option<String>)]
    case_id: Option<CaseId>,
    /// The department complained of.
    department: Option<String>,
    /// The item it is about.
    item_code: Option<String>,
    /// Who complains.
    complainant: PartyBody,
    /// `window`, `web`, `mobile`, `hotline`, `post`.
    #[schema(value_type = String)]
    channel: Channel,
    /// What it is about, in a line; kept sealed, as what was said.
    #[schema(value_type = String)]
    title: Wording,
    /// What was said.
    #[schema(value_type = String)]
    text: Wording,
    /// When it was received, where that was not now: at most ten days back.
    #[schema(value_type = Option<String>)]
    received_at: Option<Timestamp>,
}

/// Lodges a complaint.
#[utoipa::path(post, path = "/api/complaint/complaints", tag = "complaint", params(CommandHeaders),
    request_body = Lodge, responses((status = 201, body = Standing)))]
pub(super) async fn lodge(
    State(service): Service,
    Request { wish, body }: Request<Lodge>,
) -> Result<Answer<Standing>, Problem> {
    wish.may(Permission::LodgeComplaint)?;
    if body.received_at.is_some() {
        wish.may(Permission::BackdateReceipt)?;
    }
    let complaint = ComplaintId::derive(&wish.actor().id, wish.key());
    let correlation = body.case_id.map_or(complaint.uuid(), CaseId::uuid);
    let complaining = service.read(complaint, body).await?;
    let envelope = wish.envelope(correlation);
    let command = Command::Lodge(Box::new(complaining));
    let executed = service.complaints.execute(complaint.uuid(), command, &envelope).await?;
    let standing = Standing::of(complaint, executed.aggregate.state());
    let answer = wish.answer(&*service, &executed, standing).await;
    Ok(answer.created(format!("/api/complaint/complaints/{complaint}")))
}

impl Complaints {
    async fn read(&self, complaint_id: ComplaintId, body: Lodge) -> Result<Complaining, Problem> {
        if let Some(department) = &body.department {
            self.known_department("/department", department)?;
        }
        let stated = body.complainant.read("/complainant").map_err(Problem::invalid)?;
        let (complainant, sealer) = self.keys.seal_party(&stated).await?;
        let title = sealer.seal(&body.title.into_string())?;
        let text = sealer.seal(&body.text.into_string())?;
        Ok(Complaining {
            complaint_id,
            case_id: body.case_id,
            department: body.department,
            item_code: body.item_code,
            complainant,
            channel: body.channel,
            title,
            text,
            received_at: body.received_at,
        })
    }

    /// Checks that a department exists today.
    pub(super) fn known_department(&self, field: &str, code: &str) -> Result<(), Problem> {
        let now = self.kit.clock.now();
        let catalogs = self.catalogs.load();
        let known = catalogs.in_force_at(now).is_some_and(|edition| {
            let catalog = &edition.catalog;
            catalog.department_at(code, catalog.city().office.date_of(now)).is_some()
        });
        let remedy = Text::new("没有这一部门，请查看部门列表", "there is no such department today");
        if known {
            Ok(())
        } else {
            Err(Problem::invalid([FieldError::new(field, "unknown", remedy)]))
        }
    }
}
