use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::{SignIn, SignInError};
use tongban_httpkit::{Json, Kit, Problem};
use tongban_kernel::{Role, Text};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

struct Edge {
    sign_in: Arc<SignIn>,
    kit: Kit,
}

pub(super) fn routes(sign_in: Arc<SignIn>, kit: Kit) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(sign_in_now)).with_state(Arc::new(Edge { sign_in, kit }))
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// Account name.
    login: String,
    /// Password.
    password: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedIn {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// Until when it is good.
    #[schema(value_type = String)]
    expires_at: Timestamp,
    /// Account name.
    login: String,
    /// Department, where there is one.
    department: Option<String>,
    /// What the account may do.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// Whether the account has a password, which its owner may change; not where it is signed in to
    /// at the provider alone.
    takes_password: bool,
}

/// Begins a session.
#[utoipa::path(post, path = "/api/sign-in", tag = "edge", security(()), request_body = Credentials,
    responses((status = 200, body = SignedIn)))]
async fn sign_in_now(
    State(edge): State<Arc<Edge>>,
    Json(body): Json<Credentials>,
) -> Result<Json<SignedIn>, Problem> {
    let now = edge.kit.session_clock.now();
    let signed = edge.sign_in.sign_in(&body.login, &body.password, now).await;
    let signed = signed.map_err(|error| problem(error, now))?;
    Ok(Json(session(signed)))
}

/// A session as it is told to whoever signed in.
pub(super) fn session(signed: tongban_auth::SignedIn) -> SignedIn {
    SignedIn {
        token: signed.token,
        expires_at: signed.session.expires_at,
        login: signed.session.actor.id,
        department: signed.session.actor.department,
        roles: signed.session.actor.roles.into_iter().collect(),
        takes_password: signed.takes_password,
    }
}

/// The one table from a refusal to its answer.
pub(super) fn problem(error: SignInError, now: Timestamp) -> Problem {
    match error {
        SignInError::Wrong => {
            let title = Text::new("账号或密码不正确", "Account name or password is wrong");
            Problem::new("edge/wrong-credentials", StatusCode::UNAUTHORIZED, title)
        }
        SignInError::Locked { until } => {
            let wait = until.duration_since(now).unsigned_abs();
            // The second begun counts: who comes back a moment too early waits for nothing.
            let secs = wait.as_secs().saturating_add(1);
            let detail = Text::new(
                format!("密码输错次数过多，请在 {secs} 秒后重试。"),
                format!("The password was wrong too often; try again in {secs} seconds."),
            );
            Problem::too_many_requests(wait).with_detail(detail)
        }
        SignInError::NotLinked => {
            let title = Text::new("没有与您的身份关联的账号", "No account is yours");
            let detail = Text::new(
                "请向运维人员提供 trace_id；运维人员用 tongban account link 为您关联账号。",
                "Tell the operator the trace_id: tongban account link ties an account to you.",
            );
            Problem::new("edge/account-not-linked", StatusCode::FORBIDDEN, title)
                .with_detail(detail)
        }
        SignInError::Disabled => {
            let title = Text::new("账号已停用", "The account is disabled");
            let detail = Text::new(
                "请联系运维人员；tongban account enable 可重新启用。",
                "Ask the operator: tongban account enable lets it be used again.",
            );
            Problem::new("edge/account-disabled", StatusCode::FORBIDDEN, title).with_detail(detail)
        }
        SignInError::Hash(_) | SignInError::Accounts(_) | SignInError::Token(_) => {
            Problem::internal(error)
        }
    }
}
