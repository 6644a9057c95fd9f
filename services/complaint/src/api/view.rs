//! One complaint, for those who handle it.

use axum::extract::State;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_eventstore::CommandEnvelope;
use tongban_httpkit::{
    Consistent, Json, PartyView, Path, Problem, Query, QueryHeaders, Refusal, Signed, Trace,
};
use tongban_kernel::{CaseId, CommandId, ComplaintId, Hash, Origin, Personal};
use tongban_readmodel::Row;
use tongban_vault::{Maskable, Party, Sight};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Service;
use super::queries::{ComplaintRow, Reach};
use crate::Complaints;
use crate::commands::Command;
use crate::state::Rejection;

/// How much is shown.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Reveal {
    /// Show personal data in the clear: takes a permission, and is recorded.
    #[serde(default)]
    reveal: bool,
}

/// One complaint.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ComplaintView {
    /// As it stands in lists.
    #[serde(flatten)]
    row: ComplaintRow,
    /// Who complains.
    complainant: PartyView,
    /// What was said, where it is shown in the clear and was not erased.
    said: Option<String>,
    /// What is to be put right.
    rectification: Option<String>,
    /// What was put right.
    report: Option<String>,
    /// What the complainant was told.
    answer: Option<String>,
}

/// One complaint.
#[utoipa::path(get, path = "/api/complaint/complaints/{complaint_id}", tag = "complaint",
    params(("complaint_id" = String, Path), Reveal, QueryHeaders),
    responses((status = 200, body = ComplaintView)))]
pub(super) async fn one(
    State(service): Service,
    signed: Signed,
    trace: Trace,
    _: Consistent,
    Path(complaint): Path<ComplaintId>,
    Query(Reveal { reveal }): Query<Reveal>,
) -> Result<Json<ComplaintView>, Problem> {
    let reach = Reach::of(&signed, &service)?;
    let query = service.reads.query("SELECT * FROM complaints WHERE complaint_id = $1");
    let found = query.bind(complaint).fetch_optional().await?;
    let sight = if reveal { Sight::Clear } else { Sight::Masked };
    let shown = match found {
        Some(found) => Some(service.view(&found, sight).await?),
        None => None,
    };
    // Whether a complaint about another department exists is nobody's business.
    let shown = shown.filter(|shown| reach.covers(&shown.row));
    let shown = shown.ok_or_else(|| Rejection::Unknown.problem())?;
    if sight == Sight::Clear {
        // Whoever assigns complaints has to know what they are about.
        if !matches!(reach, Reach::All) {
            signed.may(Permission::ReadPersonal)?;
        }
        // Recorded before it is shown: who breaks off the answer has still asked for it.
        service.record_showing(complaint, &signed, trace).await?;
    }
    Ok(Json(shown))
}

impl Complaints {
    async fn view(&self, found: &Row, sight: Sight) -> Result<ComplaintView, Problem> {
        let party: Party = read_json(&found.text("complainant")?)?;
        let said: Personal<String> = read_json(&found.text("said")?)?;
        let said = match sight {
            // Asterisks of the length of a letter help nobody.
            Sight::Masked => None,
            Sight::Clear => self.keys.show(&said, Maskable::Other, sight).await?,
        };
        Ok(ComplaintView {
            complainant: self.keys.show_party(&party, sight).await?.into(),
            said,
            rectification: found.opt_text("rectification")?,
            report: found.opt_text("report")?,
            answer: found.opt_text("answer")?,
            row: self.row(found, sight).await?,
        })
    }

    async fn record_showing(
        &self,
        complaint: ComplaintId,
        signed: &Signed,
        trace: Trace,
    ) -> Result<(), Problem> {
        let loaded = self.complaints.load(complaint.uuid()).await?;
        let case_id = loaded.state().file().and_then(|file| file.case_id);
        #[expect(clippy::disallowed_methods, reason = "the edge: every look is a wish of its own")]
        let key = Uuid::now_v7();
        let envelope = CommandEnvelope {
            actor: signed.actor.clone(),
            command: CommandId::derive(&signed.actor.id, key),
            body_hash: Hash::of(&[key.as_bytes()]),
            causation: None,
            correlation: case_id.map_or(complaint.uuid(), CaseId::uuid),
            trace: Some(trace.context()),
            origin: Origin::Live,
        };
        self.complaints.execute(complaint.uuid(), Command::ShowPersonalData, &envelope).await?;
        Ok(())
    }
}

/// Reads what the projection wrote.
pub(super) fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    serde_json::from_str(json).map_err(Problem::internal)
}
