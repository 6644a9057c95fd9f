use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Path, Problem, Wish};
use utoipa::ToSchema;

use crate::Coordinating;
use crate::absence::commands::{Command, NewAbsence};
use crate::absence::{absence_of, absences_of_department};
use crate::api::{Service, unknown_department};

/// Whether somebody is away.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AbsenceStatus {
    /// The account.
    account: String,
    /// Until when it is away, or going to be; none for one that is there.
    #[schema(value_type = Option<String>)]
    until: Option<Timestamp>,
}

type Answered = Result<Answer<AbsenceStatus>, Problem>;

/// Somebody is away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteAbsence {
    /// The account; oneself where it is left out.
    account: Option<String>,
    /// Its department; one's own where it is left out.
    department: Option<String>,
    /// From when; from now on where it is left out.
    #[schema(value_type = Option<String>)]
    from: Option<Timestamp>,
    /// The first instant at which they are back.
    #[schema(value_type = String)]
    until: Timestamp,
    /// The account of who stands in; it sees the tasks if it is of the department.
    deputy: Option<String>,
}

/// Says that oneself, or for a coordinator anybody, is away, and who stands in.
#[utoipa::path(post, path = "/api/coordination/absences", tag = "coordination",
    params(CommandHeaders), request_body = NoteAbsence,
    responses((status = 200, body = AbsenceStatus)))]
pub(crate) async fn note_absence(
    State(service): Service,
    Request { wish, body }: Request<NoteAbsence>,
) -> Answered {
    works_or_coordinates(&wish)?;
    let absence = service.new_absence(&wish, body)?;
    let account = absence.account.clone();
    service.give_absence(&wish, account, Command::Note(absence)).await
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndAbsence {}

/// Says that somebody is back, or stays.
#[utoipa::path(post, path = "/api/coordination/absences/{account}/end", tag = "coordination",
    params(("account" = String, Path), CommandHeaders), request_body = EndAbsence,
    responses((status = 200, body = AbsenceStatus)))]
pub(crate) async fn end_absence(
    State(service): Service,
    Path(account): Path<String>,
    Request { wish, .. }: Request<EndAbsence>,
) -> Answered {
    works_or_coordinates(&wish)?;
    service.give_absence(&wish, account, Command::End).await
}

fn works_or_coordinates(wish: &Wish) -> Result<(), Problem> {
    if wish.can(Permission::Coordinate) { Ok(()) } else { wish.may(Permission::WorkTask) }
}

impl Coordinating {
    fn new_absence(&self, wish: &Wish, body: NoteAbsence) -> Result<NewAbsence, Problem> {
        let mut errors = Vec::new();
        let mut named = |field: &str, raw: Option<String>| {
            raw.map(|raw| self.account(field, &raw, &mut errors)).unwrap_or_default()
        };
        let account = named("/account", body.account);
        let deputy = named("/deputy", body.deputy);
        let account = account.unwrap_or_else(|| wish.actor().id.clone());
        let department = body.department.or_else(|| wish.actor().department.clone());
        let is_known = |code: &String| self.tasks.is_department(code);
        let department = department.filter(is_known);
        if department.is_none() {
            errors.push(unknown_department("/department"));
        }
        let department = department.filter(|_| errors.is_empty());
        let department = department.ok_or_else(|| Problem::invalid(errors))?;
        let from = body.from.unwrap_or_else(|| self.now());
        Ok(NewAbsence { account, department, from, until: body.until, deputy })
    }

    async fn give_absence(&self, wish: &Wish, account: String, command: Command) -> Answered {
        let id = absence_of(&account);
        let department = match &command {
            Command::Note(absence) => Some(absence.department.clone()),
            Command::End => {
                let known = self.absences.load(id).await?;
                known.state().noted(self.now()).map(|absence| absence.department.clone())
            }
        };
        // Of who is not away nothing is to be told.
        let belongs_to = department.as_deref().map_or(id, absences_of_department);
        let executed = wish.give(&self.absences, id, command, belongs_to).await?;
        let noted = executed.aggregate.state().noted(self.now());
        let status = AbsenceStatus { account, until: noted.map(|absence| absence.until) };
        Ok(wish.answer(self, &executed, status).await)
    }
}
