//! Complaints of applicants about their own cases: nobody signs in, number and check code of the case
//! show whose it is. Nothing about persons is shown, not even what was said.

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{
    Admitted, Answer, CommandHeaders, Consistent, FieldError, Json, OpenCommand, Path, Problem,
    Query, QueryHeaders,
};
use tongban_kernel::{CaseId, CaseNumber, ComplaintId, PersonId, Satisfaction, Text, Wording};
use tongban_readmodel::Row;
use tongban_vault::{BlindIndex, KeyError, Party, Sealer};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::read_json;
use super::{Answered, Service, Standing, give};
use crate::Complaints;
use crate::commands::{Command, Complaining, Voice};
use crate::events::Channel;

/// Complaints of one applicant about one case: who has more to say says it to somebody.
const OWN_COMPLAINTS_MAX: usize = 20;
/// The state of one that nobody has to answer yet.
const LODGED: &str = "lodged";

/// What stands on the receipt of the case.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OnReceipt {
    /// The case number, as people type it.
    number: String,
    /// The check code.
    code: String,
}

/// A complaint, for the applicant of the case it is about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnComplaint {
    /// The complaint.
    complaint_id: Uuid,
    /// `lodged`, `assigned`, `rectifying`, `rectified`, `answered`, `confirmed`; of a merged one,
    /// where the one stands with which it is answered.
    state: String,
    /// Whether it is answered with another one: that is where an answer is accepted or refused.
    is_merged: bool,
    /// The department that has to answer, by its code; none where nobody has yet, or it is answered
    /// with another one.
    department: Option<String>,
    /// When it was received.
    #[schema(value_type = String)]
    received_at: Timestamp,
    /// The first instant at which an answer is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// The answer.
    answer: Option<String>,
    /// When it was given.
    #[schema(value_type = Option<String>)]
    answered_at: Option<Timestamp>,
    /// What the complainant said to it: 1 very satisfied … 5 very dissatisfied.
    satisfaction: Option<i64>,
    /// Whether the complainant called the matter solved.
    solved: Option<bool>,
    /// How many things happened to it: in quotes it is the `If-Match` of what is said to the answer.
    /// A look at personal data counts too, and makes no difference there.
    revision: i64,
}

/// The complaints of an applicant about a case.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnComplaints {
    /// The latest first.
    items: Vec<OwnComplaint>,
}

/// Shows an applicant the own complaints about a case, and what was answered.
#[utoipa::path(get, path = "/api/complaint/public/complaints", tag = "complaint",
    params(OnReceipt, QueryHeaders), security(()), responses((status = 200, body = OwnComplaints)))]
pub(super) async fn complaints_of_case(
    State(service): Service,
    _: Admitted,
    _: Consistent,
    Query(OnReceipt { number, code }): Query<OnReceipt>,
) -> Result<Json<OwnComplaints>, Problem> {
    let case = service.opened_by("?number", &number, &code).await?;
    let mut items = Vec::new();
    for row in service.own_rows(&case).await? {
        items.push(service.own(&row).await?);
    }
    Ok(Json(OwnComplaints { items }))
}

/// A complaint of an applicant about the own case.
// Never printed: people write of themselves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnWords {
    /// The case number.
    number: String,
    /// The check code of the case.
    code: String,
    /// What it is about, in a line; kept sealed, as what was said.
    #[schema(value_type = String)]
    title: Wording,
    /// What was said.
    #[schema(value_type = String)]
    text: Wording,
}

/// Complains about the own case. The complainant is who applied: nobody is asked again.
#[utoipa::path(post, path = "/api/complaint/public/complaints", tag = "complaint",
    params(CommandHeaders), security(()), request_body = OwnWords,
    responses((status = 201, body = Standing)))]
pub(super) async fn complain(
    State(service): Service,
    _: Admitted,
    OpenCommand { wish, body }: OpenCommand<OwnWords>,
) -> Result<Answer<Standing>, Problem> {
    let case = service.opened_by("/number", &body.number, &body.code).await?;
    let complaint = ComplaintId::derive(&wish.actor().id, wish.key());
    let known = service.complaints.load(complaint.uuid()).await?;
    // What was lodged is answered again, however many there are.
    if known.state().file().is_none() && service.own_rows(&case).await?.len() >= OWN_COMPLAINTS_MAX
    {
        return Err(too_many());
    }
    wish.fits(&known)?;
    let envelope = wish.envelope(case.case_id.uuid());
    let complaining = service.read_own(complaint, case, body).await?;
    let command = Command::Lodge(Box::new(complaining));
    let executed = service.complaints.execute(complaint.uuid(), command, &envelope).await?;
    let standing = Standing::of(complaint, executed.aggregate.state());
    let answer = wish.answer(&*service, &executed, standing).await;
    Ok(answer.created("/api/complaint/public/complaints".to_owned()))
}

/// That the answer will do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Solved {
    /// The case number.
    number: String,
    /// The check code of the case.
    code: String,
    /// 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
    #[schema(value_type = u8, minimum = 1, maximum = 5)]
    satisfaction: Satisfaction,
    /// Whether the matter is solved.
    solved: bool,
}

/// Closes an own complaint that was answered.
#[utoipa::path(post, path = "/api/complaint/public/complaints/{complaint_id}/confirm",
    tag = "complaint", params(("complaint_id" = String, Path), CommandHeaders), security(()),
    request_body = Solved, responses((status = 200, body = Standing)))]
pub(super) async fn say_solved(
    State(service): Service,
    _: Admitted,
    Path(complaint): Path<ComplaintId>,
    OpenCommand { wish, body }: OpenCommand<Solved>,
) -> Answered {
    let case = service.opened_by("/number", &body.number, &body.code).await?;
    let Solved { satisfaction, solved, .. } = body;
    let command = Command::Confirm { satisfaction, solved, voice: case.voice() };
    give(&service, &wish, complaint, command).await
}

/// That the answer will not do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NotSolved {
    /// The case number.
    number: String,
    /// The check code of the case.
    code: String,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Has an own complaint answered again.
#[utoipa::path(post, path = "/api/complaint/public/complaints/{complaint_id}/reopen",
    tag = "complaint", params(("complaint_id" = String, Path), CommandHeaders), security(()),
    request_body = NotSolved, responses((status = 200, body = Standing)))]
pub(super) async fn refuse_answer(
    State(service): Service,
    _: Admitted,
    Path(complaint): Path<ComplaintId>,
    OpenCommand { wish, body }: OpenCommand<NotSolved>,
) -> Answered {
    let case = service.opened_by("/number", &body.number, &body.code).await?;
    let sealer = service.sealer(case.applicant.name.person()).await?;
    let reason = sealer.seal(&body.reason.into_string())?;
    let command = Command::Reopen { reason, voice: case.voice() };
    give(&service, &wish, complaint, command).await
}

/// A case whose number and check code were shown.
struct OpenedCase {
    case_id: CaseId,
    item_code: String,
    department: String,
    applicant: Party,
}

impl OpenedCase {
    fn identity_index(&self) -> BlindIndex {
        self.applicant.identity_index
    }

    fn voice(&self) -> Voice {
        Voice::Applicant { case_id: self.case_id, identity_index: self.identity_index() }
    }
}

impl Complaints {
    /// The case of this number, if the code is its own. Unknown numbers and wrong codes take the
    /// same way: the code is computed and compared in both.
    async fn opened_by(
        &self,
        field: &str,
        number: &str,
        code: &str,
    ) -> Result<OpenedCase, Problem> {
        let number = CaseNumber::parse(number).map_err(|_| no_number(field))?;
        let query = self.reads.query("SELECT * FROM cases WHERE number = $1").bind(number.as_str());
        let row = query.fetch_optional().await?;
        let id = row.as_ref().map(|row| row.uuid("case_id")).transpose()?.unwrap_or(Uuid::nil());
        let case_id = CaseId::from_uuid(id);
        let fits = self.keys.index().check_code(case_id).matches(code);
        let row = row.filter(|_| fits).ok_or_else(nothing_fits)?;
        Ok(OpenedCase {
            case_id,
            item_code: row.text("item_code")?,
            department: row.text("department")?,
            applicant: read_json(&row.text("applicant")?)?,
        })
    }

    async fn own_rows(&self, case: &OpenedCase) -> Result<Vec<Row>, Problem> {
        let query = self.reads.query(
            "SELECT * FROM complaints WHERE case_id = $1 AND identity_index = $2 \
             ORDER BY received_at DESC, complaint_id DESC LIMIT 50",
        );
        let query = query.bind(case.case_id).bind(case.identity_index().to_string());
        Ok(query.fetch_all().await?)
    }

    async fn own(&self, row: &Row) -> Result<OwnComplaint, Problem> {
        let other = self.other_of(row).await?;
        let standing = other.as_ref().unwrap_or(row);
        let state = standing.text("state")?;
        // Before it is assigned it is the one complained of, which may never have to answer.
        let department = match (&other, state.as_str()) {
            (Some(_), _) | (None, LODGED) => None,
            (None, _) => row.opt_text("department")?,
        };
        Ok(OwnComplaint {
            complaint_id: row.uuid("complaint_id")?,
            state,
            is_merged: other.is_some(),
            department,
            received_at: row.timestamp("received_at")?,
            due_at: standing.timestamp("due_at")?,
            answer: standing.opt_text("answer")?,
            answered_at: standing.opt_timestamp("answered_at")?,
            // What another complainant thinks of the answer is theirs.
            satisfaction: row.opt_int("satisfaction")?,
            solved: row.opt_bool("solved")?,
            revision: row.int("revision")?,
        })
    }

    async fn read_own(
        &self,
        complaint_id: ComplaintId,
        case: OpenedCase,
        body: OwnWords,
    ) -> Result<Complaining, Problem> {
        let sealer = self.sealer(case.applicant.name.person()).await?;
        Ok(Complaining {
            complaint_id,
            case_id: Some(case.case_id),
            department: Some(case.department),
            item_code: Some(case.item_code),
            complainant: case.applicant,
            channel: Channel::Web,
            title: sealer.seal(&body.title.into_string())?,
            text: sealer.seal(&body.text.into_string())?,
            received_at: None,
        })
    }

    /// Seals what somebody says.
    ///
    /// # Errors
    /// 409, of whoever was erased: nothing is written down of them again.
    pub(super) async fn sealer(&self, person: PersonId) -> Result<Sealer, Problem> {
        match self.keys.sealer(person).await {
            Err(KeyError::Erased { .. }) => Err(erased()),
            sealer => Ok(sealer?),
        }
    }
}

fn no_number(field: &str) -> Problem {
    let remedy = Text::new("请按回执填写办件编号", "write the case number as on the receipt");
    Problem::invalid([FieldError::new(field, "number", remedy)])
}

fn nothing_fits() -> Problem {
    Problem::not_found(Text::new("办件编号与查询码的组合", "case number with this check code"))
}

fn too_many() -> Problem {
    let title = Text::new("投诉次数已达上限", "As many complaints as are taken here were lodged");
    let detail = Text::new(
        "请拨打 12345 热线或到服务窗口反映。",
        "Call the hotline 12345, or come to a service window.",
    );
    Problem::refused("complaint/too-many", title).with_detail(detail)
}

fn erased() -> Problem {
    let title = Text::new("申请人信息已删除", "The applicant's data were erased");
    let detail = Text::new(
        "请到服务窗口或拨打 12345 热线投诉，并重新说明身份。",
        "Complain at a service window or by the hotline 12345, and say anew who you are.",
    );
    Problem::refused("complaint/applicant-erased", title).with_detail(detail)
}
