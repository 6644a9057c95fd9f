//! Accounts, for those who manage them; and the own password, for everybody. The rules stand in
//! [`AccountsOf::change`].

mod own;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::{AccountState, AccountStore, InvalidRights, Login, Permission, SignIn};
use tongban_httpkit::{
    Command as Request, CommandHeaders, FieldError, HasKit, Json, Kit, Path, Problem, Query, Rows,
    Signed, Wish,
};
use tongban_kernel::{Role, Text};
use tongban_platform::Platform;
use tongban_readmodel::{InvalidPage, ROWS_PER_PAGE_MAX};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::account_of;
use crate::operations::{
    AccountChange, AccountFilter, AccountRefusal, AccountRow, AccountTurn, AccountsOf,
    ChangedAccount, NoSuchDepartment, find_accounts, is_privileged,
};

struct Edge {
    platform: Platform,
    sign_in: Arc<SignIn>,
    accounts: Arc<AccountStore>,
    turn: AccountTurn,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.platform.kit
    }
}

pub(super) fn routes(
    platform: &Platform,
    sign_in: Arc<SignIn>,
    accounts: Arc<AccountStore>,
    turn: AccountTurn,
) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(set_rights))
        .routes(routes!(new_password))
        .routes(routes!(disable))
        .routes(routes!(enable))
        .routes(routes!(own::change_password))
        .with_state(Arc::new(Edge { platform: platform.clone(), sign_in, accounts, turn }))
}

/// An account, as who manages it sees it.
#[derive(Serialize, ToSchema)]
struct AccountView {
    /// Its name.
    login: String,
    /// What it may do.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// The code of its department.
    department: Option<String>,
    /// `active`, or `disabled`.
    #[schema(value_type = String)]
    state: AccountState,
    /// Whether it is signed in to with a password.
    takes_password: bool,
    /// Whether it is signed in to at the provider of OpenID Connect.
    at_provider: bool,
    /// When it was created.
    #[schema(value_type = String)]
    created_at: Timestamp,
    /// Whether it is one's own, which another one changes.
    is_own: bool,
    /// Whether it has a role that is given on the machine alone: here it can be disabled, and nothing
    /// else.
    is_privileged: bool,
}

impl AccountView {
    fn of(row: AccountRow, own: &str) -> Self {
        let AccountRow { login, roles, department, state, ways, created_at } = row;
        Self {
            is_own: login.as_str() == own,
            is_privileged: is_privileged(&roles),
            login: login.to_string(),
            roles: roles.into_iter().collect(),
            department,
            state,
            takes_password: ways.take_password(),
            at_provider: ways.link().is_some(),
            created_at,
        }
    }
}

/// Which accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// A part of the name.
    query: Option<String>,
    /// The code of the department.
    department: Option<String>,
    /// A role among its roles.
    #[param(value_type = Option<String>)]
    role: Option<Role>,
    /// `active` or `disabled`.
    #[param(value_type = Option<String>)]
    state: Option<AccountState>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// Rows of a page where none are asked for.
const ROWS: u32 = 50;

/// Accounts in the order of their names, for who manages them. A page may have fewer rows than asked
/// for and yet a `next`.
#[utoipa::path(get, path = "/api/accounts", tag = "edge", params(Filter),
    responses((status = 200, body = Rows<AccountView>)))]
async fn list(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
    Query(asked): Query<Filter>,
) -> Result<Json<Rows<AccountView>>, Problem> {
    signed.may(Permission::ManageAccounts)?;
    let n_max = asked.limit.unwrap_or(ROWS);
    if !(1..=ROWS_PER_PAGE_MAX).contains(&n_max) {
        return Err(InvalidPage::Limit.into());
    }
    let n_max = usize::try_from(n_max).map_err(Problem::internal)?;
    let after = asked.cursor.as_deref().map(Login::parse).transpose();
    let after = after.map_err(|_| InvalidPage::Cursor)?;
    let filter = AccountFilter {
        part: asked.query.unwrap_or_default().trim().to_ascii_lowercase(),
        department: asked.department,
        role: asked.role,
        state: asked.state,
    };
    let found = find_accounts(&*edge.accounts, &filter, after.as_ref(), n_max).await;
    let (rows, next) = found.map_err(Problem::internal)?;
    let items = rows.into_iter().map(|row| AccountView::of(row, &signed.actor.id)).collect();
    Ok(Json(Rows { items, next: next.map(String::from) }))
}

/// An account to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddAccount {
    /// Its name: a staff number such as `w3-clerk`, no name of a person. It stays on all that its
    /// owner does.
    login: String,
    /// What it may do.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// The code of its department; window clerks and handlers need one.
    department: Option<String>,
}

/// What an account may do from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetRights {
    /// All of its roles.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// The code of its department; window clerks and handlers need one.
    department: Option<String>,
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Plainly {}

/// What an account is now; sessions begun before have ended.
#[derive(Serialize, ToSchema)]
struct AccountNow {
    /// Its name.
    login: String,
    /// `active`, or `disabled`.
    #[schema(value_type = String)]
    state: AccountState,
    /// Its new password, told this once.
    password: Option<String>,
}

type Answered = Result<Json<AccountNow>, Problem>;

/// Creates an account with a new password, which is told this once. Asked again under the same key it
/// is there already: another new password is what helps.
#[utoipa::path(post, path = "/api/accounts", tag = "edge", params(CommandHeaders),
    request_body = AddAccount, responses((status = 201, body = AccountNow)))]
async fn add(
    State(edge): State<Arc<Edge>>,
    Request { wish, body }: Request<AddAccount>,
) -> Result<(StatusCode, Json<AccountNow>), Problem> {
    wish.may(Permission::ManageAccounts)?;
    let AddAccount { login, roles, department } = body;
    let login = Login::parse(&login).map_err(|_| {
        let remedy = Text::new(
            "2 至 64 个小写字母、数字、点、连字符和下划线，以字母或数字开头；建议使用工号，勿用姓名",
            "2 to 64 small letters, digits, dots, dashes and underscores, a letter or digit first: \
             a staff number, not a name",
        );
        Problem::invalid([FieldError::new("/login", "form", remedy)])
    })?;
    let added = edge.change(&wish, AccountChange::Add { login, roles, department }).await?;
    Ok((StatusCode::CREATED, added))
}

/// Gives an account other roles or another department; its sessions end.
#[utoipa::path(post, path = "/api/accounts/{login}/rights", tag = "edge",
    params(("login" = String, Path), CommandHeaders), request_body = SetRights,
    responses((status = 200, body = AccountNow)))]
async fn set_rights(
    State(edge): State<Arc<Edge>>,
    Path(login): Path<Login>,
    Request { wish, body }: Request<SetRights>,
) -> Answered {
    wish.may(Permission::ManageAccounts)?;
    let SetRights { roles, department } = body;
    edge.change(&wish, AccountChange::SetRights { login, roles, department }).await
}

/// Gives an account a new password, which is told this once; its sessions end.
#[utoipa::path(post, path = "/api/accounts/{login}/password", tag = "edge",
    params(("login" = String, Path), CommandHeaders), request_body = Plainly,
    responses((status = 200, body = AccountNow)))]
async fn new_password(
    State(edge): State<Arc<Edge>>,
    Path(login): Path<Login>,
    Request { wish, .. }: Request<Plainly>,
) -> Answered {
    wish.may(Permission::ManageAccounts)?;
    edge.change(&wish, AccountChange::NewPassword { login }).await
}

/// Lets nobody use an account any more; its sessions end, its history stays.
#[utoipa::path(post, path = "/api/accounts/{login}/disable", tag = "edge",
    params(("login" = String, Path), CommandHeaders), request_body = Plainly,
    responses((status = 200, body = AccountNow)))]
async fn disable(
    State(edge): State<Arc<Edge>>,
    Path(login): Path<Login>,
    Request { wish, .. }: Request<Plainly>,
) -> Answered {
    wish.may(Permission::ManageAccounts)?;
    edge.change(&wish, AccountChange::Disable { login }).await
}

/// Lets a disabled account be used again.
#[utoipa::path(post, path = "/api/accounts/{login}/enable", tag = "edge",
    params(("login" = String, Path), CommandHeaders), request_body = Plainly,
    responses((status = 200, body = AccountNow)))]
async fn enable(
    State(edge): State<Arc<Edge>>,
    Path(login): Path<Login>,
    Request { wish, .. }: Request<Plainly>,
) -> Answered {
    wish.may(Permission::ManageAccounts)?;
    edge.change(&wish, AccountChange::Enable { login }).await
}

impl Edge {
    fn accounts(&self) -> AccountsOf<'_> {
        let Self { platform, sign_in, accounts, turn } = self;
        AccountsOf { platform, sign_in, accounts: &**accounts, turn }
    }

    async fn change(&self, wish: &Wish, change: AccountChange) -> Answered {
        let by = account_of(wish)?;
        let now = self.platform.kit.session_clock.now();
        let changed = self.accounts().change(change, Some(&by)).await;
        let changed = changed.map_err(|refusal| problem(refusal, now))?;
        let ChangedAccount { login, state, password, .. } = changed;
        Ok(Json(AccountNow { login: login.to_string(), state, password }))
    }
}

/// The one table from a refusal to its answer.
fn problem(refusal: AccountRefusal, now: Timestamp) -> Problem {
    match refusal {
        AccountRefusal::Exists { .. } => {
            let title = Text::new("账号名已被使用", "The account name is taken");
            let remedy = Text::new(
                "请换一个账号名；若是刚才创建的，请为其设置新密码",
                "choose another name; if you have just created it, give it a new password",
            );
            Problem::refused("edge/account-exists", title)
                .with_errors([FieldError::new("/login", "taken", remedy)])
        }
        AccountRefusal::Unknown { .. } => Problem::not_found(Text::new("账号", "account")),
        AccountRefusal::LinkTaken { .. } => Problem::refused(
            "edge/account-link-taken",
            Text::new("该身份已关联到其他账号", "Another account belongs to that person"),
        ),
        AccountRefusal::ProviderAlone { login } => {
            let title = Text::new("该账号不用密码登录", "The account takes no password");
            let detail = Text::new(
                format!("它只通过身份认证服务登录；tongban account link {login} 可重新允许密码。"),
                format!(
                    "It is signed in to at the provider alone; tongban account link {login} lets it \
                     take one again."
                ),
            );
            Problem::refused("edge/account-provider-alone", title).with_detail(detail)
        }
        AccountRefusal::Own { .. } => {
            let title = Text::new("不能更改自己的账号", "Nobody changes their own account");
            let detail = Text::new(
                "请由能够登录服务器的人员用 tongban account 命令更改。",
                "Whoever may use the server changes it with the command line: tongban account.",
            );
            Problem::refused("edge/account-own", title).with_detail(detail)
        }
        AccountRefusal::Privileged { .. } => privileged(),
        AccountRefusal::NoLonger { .. } => Problem::unauthenticated(),
        AccountRefusal::Rights(invalid) => Problem::invalid([of_rights(invalid)]),
        AccountRefusal::Department(NoSuchDepartment(remedy)) => {
            Problem::invalid([FieldError::new("/department", "unknown", remedy)])
        }
        AccountRefusal::Machine(error) => super::sign_in::problem(error, now),
    }
}

fn privileged() -> Problem {
    let title = Text::new(
        "监督员和运维人员的账号不能在此更改",
        "Accounts of supervisors and operators are not changed here",
    );
    let detail = Text::new(
        "监督员和运维人员账号的创建、启用、角色和密码，请由能够登录服务器的人员用 tongban account \
         命令办理；在此只能停用。",
        "Whoever may use the server creates and enables them, and changes roles and passwords, with \
         the command line: tongban account. Here they can be disabled.",
    );
    Problem::new("edge/account-privileged", StatusCode::FORBIDDEN, title).with_detail(detail)
}

fn of_rights(invalid: InvalidRights) -> FieldError {
    match invalid {
        InvalidRights::NoRole => {
            let remedy = Text::new("请至少选择一个角色", "choose at least one role");
            FieldError::new("/roles", "missing", remedy)
        }
        InvalidRights::System => {
            let remedy = Text::new("不能授予系统角色", "the system's role is given to nobody");
            FieldError::new("/roles", "choice", remedy)
        }
        InvalidRights::NoDepartment => {
            let remedy = Text::new(
                "窗口人员和经办人必须属于一个部门",
                "window clerks and handlers belong to a department",
            );
            FieldError::new("/department", "missing", remedy)
        }
    }
}

#[cfg(test)]
mod tests;
