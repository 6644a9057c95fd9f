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
struct SignedIn {
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
    Ok(Json(SignedIn {
        token: signed.token,
        expires_at: signed.session.expires_at,
        login: signed.session.actor.id,
        department: signed.session.actor.department,
        roles: signed.session.actor.roles.into_iter().collect(),
    }))
}

fn problem(error: SignInError, now: Timestamp) -> Problem {
    match error {
        SignInError::Wrong => {
            let title = Text::new("账号或密码不正确", "Account name or password is wrong");
            Problem::new("edge/wrong-credentials", StatusCode::UNAUTHORIZED, title)
        }
        SignInError::Locked { until } => {
            let wait = until.duration_since(now).unsigned_abs();
            Problem::too_many_requests(wait)
        }
        SignInError::Hash(_) | SignInError::Accounts(_) | SignInError::Token(_) => {
            Problem::internal(error)
        }
    }
}
