//! Handing in, and the receipt.

use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tongban_auth::Permission;
use tongban_catalog::Catalogs;
use tongban_catalog::model::Item;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, FieldError, PartyBody, Problem, Refusal,
};
use tongban_kernel::{CaseId, Text};
use utoipa::ToSchema;

use super::reading::{Files, item_of, seal_answers, unknown_fields, unusable};
use super::refusal::field_of;
use crate::Cases;
use crate::commands::{
    Addition, Application, Command, IfIncomplete, ItemInForce, ReadForm, missing, read_form,
};
use crate::events::{Channel, HandedIn, Missing, Wanted};
use crate::state::{Correction, Filed, Rejection};

/// An application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Submit {
    /// The item, by its code.
    item: String,
    /// `window`, `web`, `mobile`, `hotline` or `post`.
    #[schema(value_type = String)]
    channel: Channel,
    /// When it was received, where that was not now: at most ten days back.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Timestamp>,
    /// Who applies.
    applicant: PartyBody,
    /// Answers by the names of the item's form.
    #[serde(default)]
    #[schema(value_type = Object)]
    form: Map<String, Value>,
    /// Stored files by the code of the material.
    #[serde(default)]
    materials: Files,
    /// Take it although something is missing, and tell the applicant what (容缺收件).
    #[serde(default)]
    accept_incomplete: bool,
}

/// What the applicant takes home.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// The case.
    #[schema(value_type = String)]
    case_id: CaseId,
    /// What to call the case by.
    number: String,
    /// Opens the progress page together with the number: eight digits, for the applicant alone.
    check_code: String,
    /// The item.
    item_code: String,
    /// The version that the case keeps.
    item_version: u32,
    /// The item's name.
    #[schema(value_type = Object)]
    item: Text,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// Until when the office says whether it accepts; the first instant that is too late.
    #[schema(value_type = String, format = DateTime)]
    accept_by_at: Timestamp,
    /// Everything that is still to be handed in.
    #[schema(value_type = Vec<Object>)]
    missing: Vec<Missing>,
    /// Until when that is to be handed in.
    #[schema(value_type = Option<String>, format = DateTime)]
    supplement_by_at: Option<Timestamp>,
    /// What happens next.
    #[schema(value_type = Object)]
    next: Text,
}

/// Hands an application in.
#[utoipa::path(post, path = "/api/intake/cases", tag = "intake", params(CommandHeaders),
    request_body = Submit, responses((status = 201, body = Receipt)))]
pub(crate) async fn submit(
    State(service): State<Arc<Cases>>,
    Request { wish, body }: Request<Submit>,
) -> Result<Answer<Receipt>, Problem> {
    wish.may(Permission::SubmitCase)?;
    if body.received_at.is_some() {
        wish.may(Permission::BackdateReceipt)?;
    }
    let case_id = CaseId::derive(&wish.actor().id, wish.key());
    let application = service.read_application(case_id, body).await?;
    let (command, envelope) =
        (Command::Submit(Box::new(application)), wish.envelope(case_id.uuid()));
    let executed = service.cases.execute(case_id.uuid(), command, &envelope).await?;
    let filed = executed.aggregate.state().filed();
    let receipt = service.receipt(filed.ok_or_else(|| Rejection::UnknownCase.problem())?)?;
    let answer = wish.answer(&*service, &executed, receipt).await;
    Ok(answer.created(format!("/api/intake/cases/{case_id}")))
}

impl Cases {
    async fn read_application(
        &self,
        case_id: CaseId,
        body: Submit,
    ) -> Result<Application, Problem> {
        let catalogs = self.catalogs.load();
        let stated = body.applicant.read("/applicant");
        let received_at = body.received_at.unwrap_or_else(|| self.now());
        let Some(item) = catalogs.item_in_force(&body.item, received_at) else {
            let faults = stated.err().unwrap_or_default();
            return Err(Problem::invalid(std::iter::once(unknown_item()).chain(faults)));
        };
        let read = read_form(&item.form, body.form);
        let (files, mut faults) = self.read_files(item, body.materials).await?;
        faults.extend(unknown_fields(&read));
        let mut missing = absent(item, &read, &files);
        let if_incomplete = if body.accept_incomplete {
            let reason = |fault: &crate::commands::FieldFault| Missing {
                wanted: Wanted::Field(fault.field.clone()),
                reason: fault.remedy.clone(),
            };
            missing.extend(read.unusable.iter().map(reason));
            IfIncomplete::Correct
        } else {
            faults.extend(read.unusable.iter().map(unusable));
            IfIncomplete::Refuse
        };
        let stated = match stated {
            Ok(stated) if faults.is_empty() => stated,
            stated => {
                faults.splice(0..0, stated.err().unwrap_or_default());
                if if_incomplete == IfIncomplete::Refuse {
                    // Everything at once, also what only the domain refuses.
                    faults.extend(missing.iter().map(field_of));
                }
                return Err(Problem::invalid(faults));
            }
        };
        let (applicant, sealer) = self.keys.seal_party(&stated).await?;
        Ok(Application {
            case_id,
            item: self.in_force(&catalogs, item),
            channel: body.channel,
            received_at: body.received_at,
            applicant,
            handed_in: Addition {
                materials: files,
                personal_form: seal_answers(&sealer, &read.personal)?,
                form: read.form,
            },
            missing,
            if_incomplete,
        })
    }

    fn in_force(&self, catalogs: &Catalogs, item: &Item) -> ItemInForce {
        ItemInForce {
            code: item.code.to_string(),
            version: item.version,
            department: item.department.to_string(),
            term: self.term_of(catalogs, item),
        }
    }

    /// The receipt: the same whenever it is asked for, whatever has become of the case.
    fn receipt(&self, filed: &Filed) -> Result<Receipt, Problem> {
        let catalogs = self.catalogs.load();
        let check_code = self.keys.index().check_code(filed.case_id);
        let asked = filed.asked_at_receipt.as_ref();
        Ok(Receipt {
            case_id: filed.case_id,
            number: filed.number.to_string(),
            check_code: check_code.as_str().to_owned(),
            item_code: filed.item_code.clone(),
            item_version: filed.item_version,
            item: item_of(&catalogs, filed)?.names.clone(),
            received_at: filed.received_at,
            accept_by_at: filed.accept_by_at,
            missing: asked.map(|asked| asked.missing.clone()).unwrap_or_default(),
            supplement_by_at: asked.map(|asked| asked.supplement_by_at),
            next: next(asked),
        })
    }
}

/// What the item asks for and is not there; what is there and cannot be used is told otherwise.
fn absent(item: &Item, read: &ReadForm, files: &[HandedIn]) -> Vec<Missing> {
    let unusable = read.unusable.iter().map(|fault| fault.field.as_str());
    let answered = read.personal.keys().map(String::as_str).chain(unusable);
    missing(item, &read.form, answered, files.iter().map(|file| file.code.as_str()))
}

fn next(asked: Option<&Correction>) -> Text {
    if asked.is_some() {
        return Text::new(
            "请在期限内补交所列内容；补齐后窗口决定是否受理",
            "hand in what is listed in time; then the office says whether it accepts",
        );
    }
    Text::new(
        "窗口将在期限内决定是否受理；凭办件编号和查询码可查询进度",
        "the office says in time whether it accepts; number and check code show the progress",
    )
}

fn unknown_item() -> FieldError {
    let remedy = Text::new(
        "没有这一事项，或该事项在收件之日未施行；请查看事项目录",
        "there is no such item, or it was not in force on the day of receipt",
    );
    FieldError::new("/item", "unknown", remedy)
}
