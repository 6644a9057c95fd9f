//! What the applicant thinks of the service, by case number and check code: nobody signs in for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Admitted, CommandHeaders, OpenCommand, Problem};
use tongban_kernel::{CaseId, PersonId, Personal, Satisfaction, Text, Wording};
use tongban_readmodel::Row;
use tongban_vault::{KeyError, Maskable, Party, Sight};
use utoipa::ToSchema;

use super::acts::Answered;
use super::progress::nothing_fits;
use super::view::read_json;
use crate::Cases;
use crate::commands::{Command, Rating};
use crate::events::Aspect;
use crate::projection::RatingRow;

/// What the service was like.
// Never printed: people write of themselves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rate {
    /// The case number.
    number: String,
    /// The check code of the case.
    code: String,
    /// 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
    #[schema(value_type = u8, minimum = 1, maximum = 5)]
    satisfaction: Satisfaction,
    /// What that rests on: `time`, `manner`, `guidance`, `materials`, `channel`, `outcome`.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    aspects: BTreeSet<Aspect>,
    /// What there is to say besides; kept sealed.
    #[schema(value_type = Option<String>)]
    words: Option<Wording>,
}

/// A rating, as the office sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RatingView {
    /// 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
    #[schema(value_type = u8)]
    satisfaction: Satisfaction,
    /// What that rests on.
    #[schema(value_type = Vec<String>)]
    aspects: BTreeSet<Aspect>,
    /// Whether something was said besides.
    has_words: bool,
    /// What: where personal data are shown in the clear, and nobody erased it.
    words: Option<String>,
}

/// The rating of a case, where there is one.
pub(super) fn rating_of(row: &Row) -> Result<Option<RatingRow>, Problem> {
    row.opt_text("rating")?.map(|json| read_json(&json)).transpose()
}

/// Rates the service, once the case is over: one time for each time it was.
#[utoipa::path(post, path = "/api/intake/progress/rating", tag = "intake", params(CommandHeaders),
    security(()), request_body = Rate, responses((status = 200, body = super::acts::Standing)))]
pub(crate) async fn rate(
    State(service): State<Arc<Cases>>,
    _: Admitted,
    OpenCommand { wish, body }: OpenCommand<Rate>,
) -> Answered {
    let Rate { number, code, satisfaction, aspects, words } = body;
    let row = service.opened_by("/number", &number, &code).await?.ok_or_else(nothing_fits)?;
    let case = CaseId::from_uuid(row.uuid("case_id")?);
    let applicant: Party = read_json(&row.text("applicant")?)?;
    let words = match words {
        Some(words) => Some(service.sealed(applicant.name.person(), words).await?),
        None => None,
    };
    let rating = Rating { satisfaction, aspects, words, applicant };
    service.give(&wish, case, Command::Rate(Box::new(rating))).await
}

impl Cases {
    async fn sealed(&self, person: PersonId, words: Wording) -> Result<Personal<String>, Problem> {
        let sealer = match self.keys.sealer(person).await {
            Err(KeyError::Erased { .. }) => return Err(erased()),
            sealer => sealer?,
        };
        Ok(sealer.seal(&words.into_string())?)
    }

    /// A rating for the office.
    pub(super) async fn rating_view(
        &self,
        rating: RatingRow,
        sight: Sight,
    ) -> Result<RatingView, Problem> {
        let RatingRow { satisfaction, aspects, words } = rating;
        let shown = match (&words, sight) {
            (Some(words), Sight::Clear) => self.keys.show(words, Maskable::Other, sight).await?,
            (Some(_), Sight::Masked) | (None, _) => None,
        };
        Ok(RatingView { satisfaction, aspects, has_words: words.is_some(), words: shown })
    }
}

fn erased() -> Problem {
    let title = Text::new("申请人信息已删除", "The applicant's data were erased");
    let detail = Text::new(
        "不能再留言；可只选择满意度。",
        "Nothing is written down any more; rate without words.",
    );
    Problem::refused("intake/applicant-erased", title).with_detail(detail)
}
