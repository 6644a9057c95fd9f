//! Coordination over HTTP: handlers parse, execute, answer.

use std::sync::Arc;

use axum::extract::State;
use serde::de::DeserializeOwned;
use tongban_auth::{Login, Permission};
use tongban_httpkit::{FieldError, Problem, Signed};
use tongban_kernel::{Text, Wording};
use tongban_readmodel::{QueryError, Row};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    Coordinating, absence, deliberation, dispute, emergency, matching, meeting, notice, project,
    rhythm, saved, task,
};

/// What handlers are given.
pub(crate) type Shared = Arc<Coordinating>;
pub(crate) type Service = State<Shared>;

/// All routes of coordination.
pub(crate) fn router(service: Shared) -> OpenApiRouter {
    let routers = [
        task::api::router(),
        notice::api::router(),
        dispute::api::router(),
        project::api::router(),
        rhythm::api::router(),
        meeting::api::router(),
        emergency::api::router(),
        deliberation::api::router(),
        matching::api::router(),
        absence::api::router(),
        saved::api::router(),
    ];
    let routes = routers.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge);
    routes.with_state(service)
}

/// Whose tasks someone sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Everyone's: coordinators and supervisors.
    All,
    /// Those that these departments ask or are asked: the own one, and those whose work it took
    /// over.
    Own(Vec<String>),
}

impl Sight {
    /// # Errors
    /// 403, for those who see no cases at all.
    pub(crate) fn of(signed: &Signed, service: &Coordinating) -> Result<Self, Problem> {
        signed.may(Permission::ReadCase)?;
        if signed.can(Permission::Coordinate) || signed.can(Permission::Supervise) {
            return Ok(Self::All);
        }
        let own = signed.actor.department.as_deref().ok_or_else(Problem::forbidden)?;
        Ok(Self::Own(service.successions().seen_by(own)))
    }

    pub(crate) fn covers(&self, from_department: &str, to_department: &str) -> bool {
        match self {
            Self::All => true,
            Self::Own(own) => own.iter().any(|own| own == from_department || own == to_department),
        }
    }
}

/// Reads what someone wrote into this field, or says what is wrong with it.
pub(crate) fn wording(field: &str, raw: &str, errors: &mut Vec<FieldError>) -> Option<Wording> {
    let read = Wording::parse(raw);
    if read.is_err() {
        let max = Wording::CHARS_MAX;
        let remedy =
            Text::new(format!("请填写 1 至 {max} 个字符"), format!("write 1 to {max} characters"));
        errors.push(FieldError::new(field, "length", remedy));
    }
    read.ok()
}

pub(crate) fn only_wording(field: &str, raw: &str) -> Result<Wording, Problem> {
    let mut errors = Vec::new();
    wording(field, raw, &mut errors).ok_or_else(|| Problem::invalid(errors))
}

/// Reads the name of an account in this field, or says what is wrong with it. Whether there is
/// such an account is another question.
pub(crate) fn login(field: &str, raw: &str, errors: &mut Vec<FieldError>) -> Option<Login> {
    let read = Login::parse(raw);
    if read.is_err() {
        let remedy = Text::new("请填写账号名", "write the name of an account");
        errors.push(FieldError::new(field, "format", remedy));
    }
    read.ok()
}

/// What is asked for with a word that is none of these.
pub(crate) fn one_of(field: &str, words: &[&str]) -> Problem {
    let words = words.join(", ");
    let remedy = Text::new(format!("可选：{words}"), format!("one of {words}"));
    Problem::invalid([FieldError::new(field, "value", remedy)])
}

/// Reads a count or an ordinal.
pub(crate) fn small(row: &Row, column: &str) -> Result<u32, QueryError> {
    let too_large =
        |_| QueryError::Column { column: column.to_owned(), expected: "a small number" };
    u32::try_from(row.int(column)?).map_err(too_large)
}

/// Reads what a projection wrote as JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, QueryError> {
    read_json(&row.text(column)?, column)
}

/// The same, where it wrote anything.
pub(crate) fn opt_json<T: DeserializeOwned>(
    row: &Row,
    column: &str,
) -> Result<Option<T>, QueryError> {
    row.opt_text(column)?.map(|text| read_json(&text, column)).transpose()
}

fn read_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T, QueryError> {
    let unreadable = |_| QueryError::Column { column: column.to_owned(), expected: "JSON" };
    serde_json::from_str(text).map_err(unreadable)
}

/// A list that is longer than any is.
pub(crate) fn too_many(field: impl Into<String>, max: usize) -> FieldError {
    let remedy = Text::new(format!("至多 {max} 项"), format!("at most {max}"));
    FieldError::new(field, "length", remedy)
}

impl Coordinating {
    /// Reads the account that something is given to in this field, or says what is wrong with it:
    /// there has to be one that may sign in.
    pub(crate) fn account(
        &self,
        field: &str,
        raw: &str,
        errors: &mut Vec<FieldError>,
    ) -> Option<String> {
        let login = login(field, raw, errors)?;
        if !self.kit.tokens.is_account(&login) {
            let remedy = Text::new("请填写已启用的账号", "name an account that may sign in");
            errors.push(FieldError::new(field, "unknown", remedy));
            return None;
        }
        Some(login.as_str().to_owned())
    }

    /// Says which of these departments the catalogue does not have.
    pub(crate) fn check_departments<'a>(
        &self,
        named: impl IntoIterator<Item = (String, &'a String)>,
        errors: &mut Vec<FieldError>,
    ) {
        let unknown = named.into_iter().filter(|(_, code)| !self.tasks.is_department(code));
        errors.extend(unknown.map(|(field, _)| unknown_department(field)));
    }
}

/// The places of a list, for what is wrong there.
pub(crate) fn places<'a>(
    field: &'static str,
    listed: &'a [String],
) -> impl Iterator<Item = (String, &'a String)> {
    (0..).zip(listed).map(move |(place, one): (usize, _)| (format!("{field}/{place}"), one))
}

/// A department that the catalogue does not have.
pub(crate) fn unknown_department(field: impl Into<String>) -> FieldError {
    let remedy = Text::new("请填写目录中现有部门的代码", "name a department of the catalogue");
    FieldError::new(field, "unknown", remedy)
}
