//! One complaint, for those who handle it.

use axum::extract::State;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_eventstore::CommandEnvelope;
use tongban_httpkit::{
    Consistent, Json, PartyView, Path, Problem, Query, QueryHeaders, Refusal, Signed, Trace,
};
use tongban_kernel::{CaseId, CommandId, ComplaintId, Hash, Origin, Personal};
use tongban_readmodel::{QueryError, Row};
use tongban_vault::{Maskable, Party, Sight};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Service;
use super::merge::LINKS_MAX;
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
    /// Why it had to be answered again, the last time: shown as what was said is.
    reopened_for: Option<String>,
    /// What is to be put right.
    rectification: Option<String>,
    /// What was put right.
    report: Option<String>,
    /// What the complainant was told; of a merged one what is told with the other.
    answer: Option<String>,
    /// The complaint whose answer this one gets, where it was merged and that one is seen as well.
    answered_with: Option<AnsweredWith>,
    /// Whether it can be answered by itself again: it is merged, and none of those that it is answered
    /// with, one merged into the other, was ever answered.
    is_separable: bool,
    /// Complaints that are answered with this one, as far as they are seen, at most 50.
    merged: Vec<AnsweredWith>,
}

/// A complaint that is answered together with another.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnsweredWith {
    /// The complaint.
    complaint_id: Uuid,
    /// Where it stands, had it not been merged.
    state: String,
    /// The way it came.
    channel: String,
    /// When it was received.
    #[schema(value_type = String)]
    received_at: Timestamp,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// When it was answered.
    #[schema(value_type = Option<String>)]
    answered_at: Option<Timestamp>,
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
    let found = service.covered(complaint, &reach).await?;
    let sight = if reveal { Sight::Clear } else { Sight::Masked };
    let shown = service.view(&found, sight, &reach).await?;
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
    /// The row of a complaint.
    ///
    /// # Errors
    /// 404, also where it is another department's: whether it exists is nobody's business.
    pub(super) async fn covered(&self, one: ComplaintId, reach: &Reach) -> Result<Row, Problem> {
        let found = self.found(one.uuid()).await?;
        let found = found.ok_or_else(|| Rejection::Unknown.problem())?;
        if reach.covers(found.opt_text("department")?.as_deref()) {
            Ok(found)
        } else {
            Err(Rejection::Unknown.problem())
        }
    }

    async fn found(&self, complaint: Uuid) -> Result<Option<Row>, Problem> {
        let query = self.reads.query("SELECT * FROM complaints WHERE complaint_id = $1");
        Ok(query.bind(complaint).fetch_optional().await?)
    }

    /// The row of the complaint whose answer this one gets; none where it is not merged.
    pub(super) async fn other_of(&self, merged: &Row) -> Result<Option<Row>, Problem> {
        Ok(self.others_of(merged).await?.pop())
    }

    /// The rows of those that this one was merged into, one after the other: the last one has the
    /// answer.
    async fn others_of(&self, merged: &Row) -> Result<Vec<Row>, Problem> {
        let mut others = Vec::new();
        let mut into = merged.opt_uuid("merged_into")?;
        while let Some(next) = into.filter(|_| others.len() < LINKS_MAX) {
            let Some(row) = self.found(next).await? else { break };
            into = row.opt_uuid("merged_into")?;
            others.push(row);
        }
        Ok(others)
    }

    /// Whether another complaint is seen: of what is merged, only the answer is everybody's.
    pub(super) async fn is_seen(&self, other: Uuid, reach: &Reach) -> Result<bool, Problem> {
        if matches!(reach, Reach::All) {
            return Ok(true);
        }
        Ok(match self.found(other).await? {
            Some(row) => reach.covers(row.opt_text("department")?.as_deref()),
            None => false,
        })
    }

    /// What is answered with this one.
    async fn merged_with(
        &self,
        complaint: Uuid,
        reach: &Reach,
    ) -> Result<Vec<AnsweredWith>, Problem> {
        let query = self.reads.query("SELECT other.* FROM complaints AS other WHERE ");
        let query = reach.narrow(query.push("other.merged_into = ").push_bind(complaint));
        let rows = query.push(" ORDER BY other.complaint_id DESC LIMIT 50").fetch_all().await?;
        Ok(rows.iter().map(AnsweredWith::read).collect::<Result<_, _>>()?)
    }

    async fn view(
        &self,
        found: &Row,
        sight: Sight,
        reach: &Reach,
    ) -> Result<ComplaintView, Problem> {
        let party: Party = read_json(&found.text("complainant")?)?;
        let reopened_for = match found.opt_text("reopened_for")? {
            Some(reason) => self.said(&reason, sight).await?,
            None => None,
        };
        let others = self.others_of(found).await?;
        let answered = others.last().unwrap_or(found);
        let department = answered.opt_text("department")?;
        let seen = others.last().filter(|_| reach.covers(department.as_deref()));
        let was_answered: Vec<bool> =
            others.iter().map(was_answered).collect::<Result<_, QueryError>>()?;
        Ok(ComplaintView {
            answer: answered.opt_text("answer")?,
            answered_with: seen.map(AnsweredWith::read).transpose()?,
            is_separable: !others.is_empty() && !was_answered.contains(&true),
            merged: self.merged_with(found.uuid("complaint_id")?, reach).await?,
            complainant: self.keys.show_party(&party, sight).await?.into(),
            said: self.said(&found.text("said")?, sight).await?,
            reopened_for,
            rectification: found.opt_text("rectification")?,
            report: found.opt_text("report")?,
            row: self.row(found, sight, reach).await?,
        })
    }

    /// What somebody said, in the clear or not at all.
    async fn said(&self, json: &str, sight: Sight) -> Result<Option<String>, Problem> {
        let said: Personal<String> = read_json(json)?;
        match sight {
            // Asterisks of the length of a letter help nobody.
            Sight::Masked => Ok(None),
            Sight::Clear => Ok(self.keys.show(&said, Maskable::Other, sight).await?),
        }
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

impl AnsweredWith {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            complaint_id: row.uuid("complaint_id")?,
            state: row.text("state")?,
            channel: row.text("channel")?,
            received_at: row.timestamp("received_at")?,
            due_at: row.timestamp("due_at")?,
            answered_at: row.opt_timestamp("answered_at")?,
        })
    }
}

/// Whether it was ever answered, be the answer refused or not.
fn was_answered(row: &Row) -> Result<bool, QueryError> {
    Ok(row.opt_timestamp("answered_at")?.is_some() || row.int("n_reopened")? > 0)
}

/// Reads what the projection wrote.
pub(super) fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    serde_json::from_str(json).map_err(Problem::internal)
}
