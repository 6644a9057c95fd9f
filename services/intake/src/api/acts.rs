//! What is done to an application after it was handed in.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tongban_auth::Permission;
use tongban_catalog::model::Item;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, FieldError, PartyBody, Path, Problem, Refusal, Wish,
};
use tongban_kernel::{CaseId, Text, Wording};
use tongban_vault::Sealer;
use utoipa::ToSchema;

use super::reading::{Files, item_of, office_of, seal_answers};
use crate::Cases;
use crate::commands::{Command, read_form};
use crate::events::{Changes, Missing, PersonalAnswers, Wanted};
use crate::state::{Case, Filed, Rejection};

type Service = State<Arc<Cases>>;
pub(super) type Answered = Result<Answer<Standing>, Problem>;

/// Where a case stands after a command.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Standing {
    /// The case.
    #[schema(value_type = String)]
    case_id: CaseId,
    /// Its number.
    number: String,
    /// `submitted`, `awaiting_supplement`, `accepted`, `finished`, `declined`, `withdrawn`,
    /// `duplicate`.
    state: &'static str,
}

/// Everything that the applicant is asked for, at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correct {
    /// What is missing or cannot be used.
    missing: Vec<MissingBody>,
}

/// One thing that the applicant is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingBody {
    /// `{"material": code}` or `{"field": name}`.
    #[schema(value_type = Object)]
    wanted: Wanted,
    /// What is wrong with it; without it, it is simply missing.
    #[schema(value_type = Option<String>)]
    reason: Option<Wording>,
}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/correct", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = Correct,
    responses((status = 200, body = Standing)))]
pub(crate) async fn correct(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Correct>,
) -> Answered {
    wish.may(Permission::AcceptCase)?;
    let filed = service.filed(case).await?;
    let catalogs = service.catalogs.load();
    let missing = name_all(item_of(&catalogs, &filed)?, body.missing)?;
    let office = office_of(&catalogs, &filed.department, service.now());
    service.give(&wish, case, Command::Correct { missing, office }).await
}

/// What was asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Supplement {
    /// Answers by the names of the item's form.
    #[serde(default)]
    #[schema(value_type = Object)]
    form: Map<String, Value>,
    /// Stored files by the code of the material; they replace the earlier ones of it.
    #[serde(default)]
    materials: Files,
}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/supplement", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = Supplement,
    responses((status = 200, body = Standing)))]
pub(crate) async fn supplement(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Supplement>,
) -> Answered {
    wish.may(Permission::SubmitCase)?;
    let filed = service.filed(case).await?;
    let catalogs = service.catalogs.load();
    let item = item_of(&catalogs, &filed)?;
    let addition = service.read_addition(item, filed.person, body.form, body.materials).await?;
    let term = service.term_of(&catalogs, item);
    let item = Box::new(item.clone());
    service.give(&wish, case, Command::Supplement { addition, term, item }).await
}

/// Nothing more to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plain {}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/accept", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = Plain,
    responses((status = 200, body = Standing)))]
pub(crate) async fn accept(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body: Plain {} }: Request<Plain>,
) -> Answered {
    wish.may(Permission::AcceptCase)?;
    service.give(&wish, case, Command::Accept).await
}

/// Why the office does not take a case on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decline {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
    /// The rule it rests on.
    #[schema(value_type = String)]
    legal_basis: Wording,
}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/decline", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = Decline,
    responses((status = 200, body = Standing)))]
pub(crate) async fn decline(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body: Decline { reason, legal_basis } }: Request<Decline>,
) -> Answered {
    wish.may(Permission::AcceptCase)?;
    service.give(&wish, case, Command::Decline { reason, legal_basis }).await
}

/// Why the applicant withdraws.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdraw {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/withdraw", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = Withdraw,
    responses((status = 200, body = Standing)))]
pub(crate) async fn withdraw(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body: Withdraw { reason } }: Request<Withdraw>,
) -> Answered {
    wish.may(Permission::SubmitCase)?;
    service.give(&wish, case, Command::Withdraw { reason }).await
}

/// What is other than recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Amend {
    /// Who applies, stated anew as a whole.
    applicant: Option<PartyBody>,
    /// Answers that are other than before.
    #[serde(default)]
    #[schema(value_type = Object)]
    form: Map<String, Value>,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
    /// What it rests on: the paper, a decision.
    #[schema(value_type = String)]
    basis: Wording,
}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/amend", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = Amend,
    responses((status = 200, body = Standing)))]
pub(crate) async fn amend(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Amend>,
) -> Answered {
    wish.may(Permission::AcceptCase)?;
    let filed = service.filed(case).await?;
    let catalogs = service.catalogs.load();
    let item = item_of(&catalogs, &filed)?;
    let changes = Box::new(service.read_changes(item, &filed, body.applicant, body.form).await?);
    let term = service.term_of(&catalogs, item);
    let (item, reason, basis) = (Box::new(item.clone()), body.reason, body.basis);
    service.give(&wish, case, Command::Amend { changes, reason, basis, term, item }).await
}

/// The same application, handed in before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkDuplicate {
    /// The case that goes on.
    #[schema(value_type = String)]
    duplicate_of: CaseId,
    /// How it was recognised.
    #[schema(value_type = String)]
    basis: Wording,
}

#[utoipa::path(post, path = "/api/intake/cases/{case_id}/link-duplicate", tag = "intake",
    params(("case_id" = String, Path), CommandHeaders), request_body = LinkDuplicate,
    responses((status = 200, body = Standing)))]
pub(crate) async fn link_duplicate(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body: LinkDuplicate { duplicate_of, basis } }: Request<LinkDuplicate>,
) -> Answered {
    wish.may(Permission::AcceptCase)?;
    let other = service.cases.load(duplicate_of.uuid()).await?;
    if *other.state() == Case::Unknown {
        let remedy = Text::new("没有这一办件", "there is no such case");
        return Err(Problem::invalid([FieldError::new("/duplicate_of", "unknown", remedy)]));
    }
    service.give(&wish, case, Command::LinkDuplicate { duplicate_of, basis }).await
}

/// Names everything asked for as the item does; refuses what the item does not have.
fn name_all(item: &Item, asked: Vec<MissingBody>) -> Result<Vec<Missing>, Problem> {
    let (mut missing, mut faults) = (Vec::new(), Vec::new());
    for (index, MissingBody { wanted, reason }) in asked.into_iter().enumerate() {
        let named = match &wanted {
            Wanted::Material(code) => item.material(code).map(|material| &material.names),
            Wanted::Field(name) => {
                let field = item.form.fields.iter().find(|field| field.name.as_str() == name);
                field.map(|field| &field.titles)
            }
        };
        match named {
            Some(name) => missing.push(Missing { wanted, reason: because(name, reason) }),
            None => {
                let remedy = Text::new("该事项没有这一项", "the item has nothing of this name");
                faults.push(FieldError::new(format!("/missing/{index}/wanted"), "unknown", remedy));
            }
        }
    }
    if faults.is_empty() { Ok(missing) } else { Err(Problem::invalid(faults)) }
}

fn because(name: &Text, reason: Option<Wording>) -> Text {
    match reason {
        Some(reason) => {
            Text::new(format!("{}：{reason}", name.zh), format!("{}: {reason}", name.en))
        }
        None => Text::new(format!("缺少：{}", name.zh), format!("missing: {}", name.en)),
    }
}

impl Cases {
    /// What stays the same of a case that was handed in.
    async fn filed(&self, case: CaseId) -> Result<Filed, Problem> {
        let loaded = self.cases.load(case.uuid()).await?;
        loaded.state().filed().cloned().ok_or_else(|| Rejection::UnknownCase.problem())
    }

    pub(super) async fn give(&self, wish: &Wish, case: CaseId, command: Command) -> Answered {
        let before = self.cases.load(case.uuid()).await?;
        wish.fits(&before)?;
        let envelope = wish.envelope(case.uuid());
        let executed = self.cases.execute(case.uuid(), command, &envelope).await?;
        let state = executed.aggregate.state();
        let filed = state.filed().ok_or_else(|| Rejection::UnknownCase.problem())?;
        let standing =
            Standing { case_id: case, number: filed.number.to_string(), state: state.name() };
        Ok(wish.answer(self, &executed, standing).await)
    }

    async fn read_changes(
        &self,
        item: &Item,
        filed: &Filed,
        applicant: Option<PartyBody>,
        form: Map<String, Value>,
    ) -> Result<Changes, Problem> {
        let read = read_form(&item.form, form);
        let mut faults: Vec<_> = read.unusable.iter().map(super::reading::unusable).collect();
        faults.extend(super::reading::unknown_fields(&read));
        let stated = applicant.map(|applicant| applicant.read("/applicant")).transpose();
        let stated = match stated {
            Ok(stated) if faults.is_empty() => stated,
            stated => {
                return Err(Problem::invalid(stated.err().into_iter().flatten().chain(faults)));
            }
        };
        if stated.is_none() && read.form.is_empty() && read.personal.is_empty() {
            let remedy = Text::new("请填写需要更正的内容", "say what is other than recorded");
            return Err(Problem::invalid([FieldError::new("/form", "missing", remedy)]));
        }
        let (applicant, sealer): (_, Option<Sealer>) = match stated {
            Some(stated) => {
                let (party, sealer) = self.keys.seal_party(&stated).await?;
                (Some(party), Some(sealer))
            }
            None if read.personal.is_empty() => (None, None),
            None => (None, Some(self.keys.sealer(filed.person).await?)),
        };
        let personal_form = match &sealer {
            Some(sealer) => seal_answers(sealer, &read.personal)?,
            None => PersonalAnswers::new(),
        };
        Ok(Changes { applicant, form: read.form, personal_form })
    }
}
