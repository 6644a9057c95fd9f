//! Saved views over HTTP.

use axum::extract::State;
use axum::http::Uri;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, Consistent, FieldError, Json, Path, Problem, Query,
    QueryHeaders, Refusal, Rows, Signed, Wish,
};
use tongban_kernel::Text;
use tongban_readmodel::{Direction, Keyset, Page, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::SavedViews;
use super::commands::{Command, NewView};
use super::state::{Rejection, VIEWS_MAX};
use crate::Coordinating;
use crate::api::{Service, Shared};
use crate::task::api::check_filter;

/// The routes of saved views.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(views, save_view)).routes(routes!(remove_view))
}

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::TooManyViews => Problem::refused(
                "coordination/too-many-views",
                Text::new(
                    format!("最多保存 {VIEWS_MAX} 个视图，请先删除"),
                    format!("{VIEWS_MAX} lists are kept at most; remove one"),
                ),
            ),
        }
    }
}

/// A saved view.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ViewRow {
    /// The view.
    view_id: Uuid,
    /// Whose it is.
    account: String,
    /// It is one's own.
    is_own: bool,
    /// Its name.
    name: String,
    /// The filter: to stand behind `/api/coordination/tasks?`.
    filter: String,
    /// The department with which it is shared.
    shared_with: Option<String>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl ViewRow {
    fn read(row: &Row, account: &str) -> Result<Self, QueryError> {
        let owner = row.text("account")?;
        Ok(Self {
            view_id: row.uuid("view_id")?,
            is_own: owner == account,
            account: owner,
            name: row.text("name")?,
            filter: row.text("filter")?,
            shared_with: row.opt_text("shared_with")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ViewFilter {
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const BY_NAME: Keyset = Keyset::new(&["name", "view_id"], Direction::Ascending);

/// Lists one's own saved views, and those that one's department shares, by name.
#[utoipa::path(get, path = "/api/coordination/views", tag = "coordination",
    params(ViewFilter, QueryHeaders), responses((status = 200, body = Rows<ViewRow>)))]
pub(crate) async fn views(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<ViewFilter>,
) -> Result<Json<Rows<ViewRow>>, Problem> {
    signed.may(Permission::ReadCase)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let account = &signed.actor.id;
    let mut query = service.reads.query("SELECT * FROM views WHERE (account = ");
    query = query.push_bind(account);
    if let Some(own) = &signed.actor.department {
        let own = service.successions().seen_by(own);
        query = query.push(" OR shared_with IN ").push_list(own);
    }
    let found = query.push(")").fetch_page(BY_NAME, &page).await?;
    Ok(Json(found.try_map(|row| ViewRow::read(&row, account))?.into()))
}

/// A list to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveView {
    /// Its name, at most 60 characters; what had that name is replaced.
    name: String,
    /// The filter, as the query of the list of tasks has it: `view=waiting&overdue=true`.
    filter: String,
    /// Share it with one's department.
    #[serde(default)]
    shared: bool,
}

/// What has become of a saved view.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ViewStatus {
    /// The view.
    view_id: Uuid,
}

type Answered = Result<Answer<ViewStatus>, Problem>;

const NAME_CHARS_MAX: usize = 60;
const FILTER_CHARS_MAX: usize = 500;

/// Keeps a list of tasks under a name.
#[utoipa::path(post, path = "/api/coordination/views", tag = "coordination",
    params(CommandHeaders), request_body = SaveView, responses((status = 200, body = ViewStatus)))]
pub(crate) async fn save_view(
    State(service): Service,
    Request { wish, body }: Request<SaveView>,
) -> Answered {
    wish.may(Permission::ReadCase)?;
    let view = new_view(&wish, &body)?;
    service.give_view(&wish, view.view_id, Command::Save(view)).await
}

fn new_view(wish: &Wish, body: &SaveView) -> Result<NewView, Problem> {
    let mut errors = Vec::new();
    let name = body.name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        let max = NAME_CHARS_MAX;
        let remedy = Text::new(format!("1 至 {max} 个字符"), format!("1 to {max} characters"));
        errors.push(FieldError::new("/name", "length", remedy));
    }
    let filter = body.filter.trim().trim_start_matches('?');
    if filter.len() > FILTER_CHARS_MAX || !is_filter(filter) {
        let remedy =
            Text::new("请填写任务列表的查询条件", "write it as the query of the list of tasks");
        errors.push(FieldError::new("/filter", "filter", remedy));
    }
    let department = wish.actor().department.clone();
    if body.shared && department.is_none() {
        let remedy = Text::new("该账号不属于任何部门", "the account belongs to no department");
        errors.push(FieldError::new("/shared", "no_department", remedy));
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    Ok(NewView {
        view_id: SavedViews::view_id(&wish.actor().id, name),
        name: name.to_owned(),
        filter: filter.to_owned(),
        shared_with: department.filter(|_| body.shared),
    })
}

/// Whether the list of tasks takes it.
fn is_filter(filter: &str) -> bool {
    let uri = Uri::builder().path_and_query(format!("/?{filter}")).build();
    uri.is_ok_and(|uri| check_filter(&uri))
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveView {}

/// Forgets a list of one's own.
#[utoipa::path(post, path = "/api/coordination/views/{view_id}/remove", tag = "coordination",
    params(("view_id" = Uuid, Path), CommandHeaders), request_body = RemoveView,
    responses((status = 200, body = ViewStatus)))]
pub(crate) async fn remove_view(
    State(service): Service,
    Path(view_id): Path<Uuid>,
    Request { wish, .. }: Request<RemoveView>,
) -> Answered {
    wish.may(Permission::ReadCase)?;
    service.give_view(&wish, view_id, Command::Remove { view_id }).await
}

impl Coordinating {
    async fn give_view(&self, wish: &Wish, view_id: Uuid, command: Command) -> Answered {
        let envelope = wish.envelope(SavedViews::id_of(&wish.actor().id));
        let executed = self.saved.execute(command, &envelope).await?;
        Ok(wish.answer(self, &executed, ViewStatus { view_id }).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_what_the_list_takes() {
        for filter in ["", "view=waiting&overdue=true", "handler=me&state=open", "state=replied"] {
            assert!(is_filter(filter), "{filter}");
        }
        for filter in ["view=theirs", "state=late", "colour=red", "overdue=perhaps", "handler=!"] {
            assert!(!is_filter(filter), "{filter}");
        }
    }
}
