use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_auth::{Login, Password, SignInError, WeakPassword};
use tongban_httpkit::{FieldError, Json, Problem, Signed};
use tongban_kernel::Text;
use utoipa::ToSchema;

use super::Edge;
use crate::edge::sign_in::{SignedIn, session};
use crate::operations::AccountRefusal;

/// The own password, and the one that takes its place.
// Never printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangePassword {
    /// The present password.
    old_password: String,
    /// The one that holds from now on: 10 to 128 characters, not all the same, and not the present
    /// one.
    new_password: String,
}

/// Changes the own password. All sessions of the account end, and the one that is answered begins in
/// place of the present one. A wrong present password counts like a failed sign-in.
#[utoipa::path(post, path = "/api/password", tag = "edge", request_body = ChangePassword,
    responses((status = 200, body = SignedIn)))]
pub(super) async fn change_password(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
    Json(body): Json<ChangePassword>,
) -> Result<Json<SignedIn>, Problem> {
    let login = Login::parse(&signed.actor.id).map_err(|_| Problem::unauthenticated())?;
    let ChangePassword { old_password, new_password } = body;
    // Looked at first: what cannot be taken costs no attempt.
    let new = read(&old_password, &new_password).map_err(|error| Problem::invalid([error]))?;
    let now = edge.platform.kit.session_clock.now();
    let changed = edge.accounts().change_own_password(&login, &old_password, new).await;
    Ok(Json(session(changed.map_err(|refusal| problem(refusal, now))?)))
}

fn read(old: &str, new: &str) -> Result<Password, FieldError> {
    let wrong = |rule, remedy| FieldError::new("/new_password", rule, remedy);
    if old == new {
        let remedy = Text::new("新密码不能与当前密码相同", "choose another one than the present");
        return Err(wrong("unchanged", remedy));
    }
    Password::parse(new).map_err(|weak| match weak {
        WeakPassword::Length => {
            let remedy = Text::new("请使用 10 至 128 个字符", "use 10 to 128 characters");
            wrong("length", remedy)
        }
        WeakPassword::Monotone => {
            let remedy =
                Text::new("不能由同一个字符重复组成", "use more than one character over and over");
            wrong("monotone", remedy)
        }
    })
}

/// What the own account is told otherwise than one that somebody manages; the rest is the same.
fn problem(refusal: AccountRefusal, now: Timestamp) -> Problem {
    match refusal {
        // No 401: the session is good.
        AccountRefusal::Machine(SignInError::Wrong) => {
            let remedy = Text::new(
                "当前密码不正确；多次输错后须等待一段时间",
                "this is not the present password; after some wrong ones there is a wait",
            );
            Problem::invalid([FieldError::new("/old_password", "wrong", remedy)])
        }
        AccountRefusal::ProviderAlone { .. } => {
            let title = Text::new("该账号不用密码登录", "The account takes no password");
            let detail = Text::new(
                "您通过统一身份认证登录，密码请在身份认证服务处修改。",
                "You sign in at the provider of sign-ins: its password is changed there.",
            );
            Problem::refused("edge/account-provider-alone", title).with_detail(detail)
        }
        other => super::problem(other, now),
    }
}

#[cfg(test)]
mod tests;
