//! What the public says, signed by nobody, and finds again by the number on its receipt.

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{
    Admitted, Answer, CommandHeaders, FieldError, Json, OpenCommand, Path, Problem, Query,
    Refusal as _,
};
use tongban_kernel::{CaseNumber, DeliberationId, OpinionId, Text, Wording};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::list::no_such;
use super::view::DeliberationRow;
use crate::Coordinating;
use crate::api::Service;
use crate::deliberation::commands::{NewOpinion, OpinionCommand};
use crate::deliberation::events::Stance;
use crate::deliberation::state::OpinionRejection;

/// Opinions on one matter: more are not read by anybody, and no program is to fill a disk.
const PUBLIC_OPINIONS_MAX: i64 = 100_000;

/// What one of the public thinks. No name is asked for, and none is needed.
// Never printed: people write of themselves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicOpinion {
    /// `for`, `against`, `other`.
    #[schema(value_type = String)]
    stance: Stance,
    /// In words, 1 to 2,000 characters.
    #[schema(value_type = String)]
    text: Wording,
}

/// That an opinion was taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpinionReceipt {
    /// The matter.
    deliberation_id: Uuid,
    /// The number under which it is found again: kept by nobody else who could tell whose it is.
    receipt: String,
}

/// Says what one thinks of a matter that is put to the public.
#[utoipa::path(post, path = "/api/coordination/public/deliberations/{deliberation_id}/opinions",
    tag = "coordination", params(("deliberation_id" = Uuid, Path), CommandHeaders), security(()),
    request_body = PublicOpinion, responses((status = 201, body = OpinionReceipt)))]
pub(crate) async fn give_public_opinion(
    State(service): Service,
    _: Admitted,
    Path(deliberation_id): Path<DeliberationId>,
    OpenCommand { wish, body }: OpenCommand<PublicOpinion>,
) -> Result<Answer<OpinionReceipt>, Problem> {
    let opinion_id = OpinionId::derive(deliberation_id, wish.key());
    let opinion = service.new_opinion(opinion_id, deliberation_id, body).await?;
    let command = OpinionCommand::Give(Box::new(opinion));
    let envelope = wish.envelope(deliberation_id.uuid());
    let opinions = service.deliberations.opinions();
    let executed = opinions.execute(opinion_id.uuid(), command, &envelope).await?;
    let receipt = executed.aggregate.state().receipt().ok_or_else(no_such)?.to_string();
    let told = OpinionReceipt { deliberation_id: deliberation_id.uuid(), receipt };
    let answer = wish.answer(&*service, &executed, told).await;
    Ok(answer.created("/api/coordination/public/opinion".to_owned()))
}

/// What stands on the receipt.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OnReceipt {
    /// The number, as people type it.
    receipt: String,
}

/// An opinion, for whoever gave it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GivenOpinion {
    /// `for`, `against`, `other`.
    stance: String,
    /// In words; none where it was erased.
    text: Option<String>,
    /// When it was given.
    #[schema(value_type = String)]
    given_at: Timestamp,
    /// The matter, as it stands.
    deliberation: DeliberationRow,
}

/// Shows an opinion by the number on its receipt, and how its matter stands.
#[utoipa::path(get, path = "/api/coordination/public/opinion", tag = "coordination",
    params(OnReceipt), security(()), responses((status = 200, body = GivenOpinion)))]
pub(crate) async fn by_receipt(
    State(service): Service,
    _: Admitted,
    Query(OnReceipt { receipt }): Query<OnReceipt>,
) -> Result<Json<GivenOpinion>, Problem> {
    let receipt = CaseNumber::parse(&receipt).map_err(|_| no_receipt())?;
    let row = service
        .reads
        .query(
            "SELECT matter.*, opinion.stance AS stance, opinion.text AS said,
                 opinion.given_at AS given_at
             FROM public_opinions AS opinion JOIN deliberations AS matter
                 ON matter.deliberation_id = opinion.deliberation_id
             WHERE opinion.receipt = $1",
        )
        .bind(receipt.as_str())
        .fetch_optional()
        .await?
        .ok_or_else(|| Problem::not_found(Text::new("意见回执", "receipt")))?;
    Ok(Json(GivenOpinion {
        stance: row.text("stance")?,
        text: service.unsealed(&row, "said").await?,
        given_at: row.timestamp("given_at")?,
        deliberation: DeliberationRow::read(&row)?,
    }))
}

impl Coordinating {
    /// Of a matter that is not put to the public, everybody is told that there is none.
    async fn new_opinion(
        &self,
        opinion_id: OpinionId,
        deliberation_id: DeliberationId,
        PublicOpinion { stance, text }: PublicOpinion,
    ) -> Result<NewOpinion, Problem> {
        let matter = self.deliberations.aggregates().load(deliberation_id.uuid()).await?;
        let closes_at = matter.state().public_until().ok_or_else(no_such)?;
        let known = self.deliberations.opinions().load(opinion_id.uuid()).await?;
        // What was given is answered again, whatever has passed since.
        if known.state().receipt().is_none() {
            // Before anything is sealed: of what is refused no key is to stay.
            if self.now() >= closes_at {
                return Err(OpinionRejection::Late { closes_at }.problem());
            }
            self.has_room(deliberation_id).await?;
        }
        let text = self.keys.seal(opinion_id.person(), &text.into_string()).await?;
        let office = self.tasks.office_of_city();
        Ok(NewOpinion { opinion_id, deliberation_id, closes_at, office, stance, text })
    }

    /// Says when as many opinions on this matter were given as are read.
    async fn has_room(&self, deliberation_id: DeliberationId) -> Result<(), Problem> {
        let counted = self.reads.query(
            "SELECT n_for + n_against + n_other AS n_given FROM deliberations
             WHERE deliberation_id = $1",
        );
        if let Some(row) = counted.bind(deliberation_id).fetch_optional().await?
            && row.int("n_given")? >= PUBLIC_OPINIONS_MAX
        {
            let title = Text::new("意见数量已达上限", "As many opinions as are read were given");
            return Err(Problem::refused("coordination/too-many-opinions", title));
        }
        Ok(())
    }
}

fn no_receipt() -> Problem {
    let remedy = Text::new("请按回执填写", "write it as it stands on the receipt");
    Problem::invalid([FieldError::new("?receipt", "number", remedy)])
}
