use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::{LOCATION, REFERRER_POLICY, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::AppendHeaders;
use serde::{Deserialize, Serialize};
use tongban_auth::oidc::{Answered, LocalPath};
use tongban_auth::{Login, Oidc, OidcError, SignIn};
use tongban_httpkit::{FieldError, HasKit, Json, Kit, Problem, Query, Signed};
use tongban_kernel::Text;
use tongban_telemetry::chain;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies::Cookie;
use super::sign_in::{SignedIn, problem, session};

struct Edge {
    oidc: Option<Arc<Oidc>>,
    sign_in: Arc<SignIn>,
    kit: Kit,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

pub(super) fn routes(oidc: Option<Arc<Oidc>>, sign_in: Arc<SignIn>, kit: Kit) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(ways))
        .routes(routes!(depart))
        .routes(routes!(arrive))
        .routes(routes!(take_session))
        .routes(routes!(sign_out))
        .with_state(Arc::new(Edge { oidc, sign_in, kit }))
}

impl Edge {
    fn oidc(&self) -> Result<&Oidc, Problem> {
        self.oidc.as_deref().ok_or_else(off)
    }
}

/// Headers that send a browser elsewhere.
type Headers<const N: usize> = AppendHeaders<[(HeaderName, HeaderValue); N]>;

/// By which ways one signs in here.
#[derive(Serialize, ToSchema)]
struct Offered {
    /// Whether `/api/sign-in/oidc` leads to a provider of OpenID Connect.
    oidc: bool,
}

/// Says by which ways one signs in, besides account name and password.
#[utoipa::path(get, path = "/api/sign-in", tag = "edge", security(()),
    responses((status = 200, body = Offered)))]
async fn ways(State(edge): State<Arc<Edge>>) -> Json<Offered> {
    Json(Offered { oidc: edge.oidc.is_some() })
}

/// Where to go afterwards.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wish {
    /// An address of this office, `/` where none is named: there the page asks `/api/session` for
    /// the session.
    return_to: Option<String>,
}

/// Sends a browser to the provider of OpenID Connect.
#[utoipa::path(get, path = "/api/sign-in/oidc", tag = "edge", security(()), params(Wish),
    responses((status = 303, description = "to the provider")))]
async fn depart(
    State(edge): State<Arc<Edge>>,
    Query(wish): Query<Wish>,
) -> Result<(StatusCode, Headers<3>), Problem> {
    let oidc = edge.oidc()?;
    let return_to = LocalPath::parse(wish.return_to.as_deref().unwrap_or("/"));
    let return_to = return_to.map_err(|_| not_local())?;
    let departure = oidc.depart(return_to, edge.kit.session_clock.now()).await;
    let departure = departure.map_err(no_way)?;
    let keep = Cookie::of_journey(oidc.is_https()).keep(&departure.keeps);
    let headers = [location(&departure.url)?, (SET_COOKIE, keep), no_referrer()];
    Ok((StatusCode::SEE_OTHER, AppendHeaders(headers)))
}

/// What the provider has the browser say.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Return {
    /// What an ID token is given for.
    code: Option<String>,
    /// What the browser was sent away with.
    state: Option<String>,
    /// Which provider speaks (RFC 9207).
    iss: Option<String>,
    /// Why it let nobody in.
    error: Option<String>,
}

/// Takes a browser back from the provider, and sends it where it wanted to be.
#[utoipa::path(get, path = "/api/sign-in/oidc/callback", tag = "edge", security(()),
    params(Return), responses((status = 303, description = "to `return_to`")))]
async fn arrive(
    State(edge): State<Arc<Edge>>,
    headers: HeaderMap,
    Query(said): Query<Return>,
) -> Result<(StatusCode, Headers<4>), Problem> {
    let (oidc, now) = (edge.oidc()?, edge.kit.session_clock.now());
    let journey = Cookie::of_journey(oidc.is_https());
    let answered = Answered {
        code: said.code.as_deref(),
        state: said.state.as_deref(),
        issuer: said.iss.as_deref(),
        error: said.error.as_deref(),
    };
    let arrival = oidc.arrive(journey.read(&headers), answered, now).await.map_err(no_way)?;
    let admitted = edge.sign_in.admit(&arrival.subject, arrival.login.as_ref()).await;
    admitted.map_err(|error| {
        // By this an operator ties an account to who came.
        tracing::warn!(oidc.subject = arrival.subject.id, error = %chain(&error), "nobody was let in");
        problem(error, now)
    })?;
    let kept = oidc.keep_arrival(&arrival.subject, now).map_err(Problem::internal)?;
    let headers = [
        location(arrival.return_to.as_str())?,
        (SET_COOKIE, journey.forget()),
        (SET_COOKIE, Cookie::of_arrival(oidc.is_https()).keep(&kept)),
        no_referrer(),
    ];
    Ok((StatusCode::SEE_OTHER, AppendHeaders(headers)))
}

/// Begins the session of who came back from the provider within the last minute.
#[utoipa::path(post, path = "/api/session", tag = "edge", security(()),
    responses((status = 200, body = SignedIn)))]
async fn take_session(
    State(edge): State<Arc<Edge>>,
    headers: HeaderMap,
) -> Result<(Headers<1>, Json<SignedIn>), Problem> {
    let (oidc, now) = (edge.oidc()?, edge.kit.session_clock.now());
    let arrival = Cookie::of_arrival(oidc.is_https());
    let subject = oidc.arrived(arrival.read(&headers), now).map_err(no_way)?;
    let signed = edge.sign_in.sign_in_as(&subject, now).await;
    let signed = signed.map_err(|error| problem(error, now))?;
    Ok((AppendHeaders([(SET_COOKIE, arrival.forget())]), Json(session(signed))))
}

/// Where a browser goes next.
#[derive(Serialize, ToSchema)]
struct SignedOut {
    /// Where the session at the provider of OpenID Connect is ended too; null where there is none.
    provider: Option<String>,
}

/// Ends all sessions of the account.
#[utoipa::path(post, path = "/api/sign-out", tag = "edge",
    responses((status = 200, body = SignedOut)))]
async fn sign_out(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
) -> Result<Json<SignedOut>, Problem> {
    let now = edge.kit.session_clock.now();
    let login = Login::parse(&signed.actor.id).map_err(|_| Problem::unauthenticated())?;
    let ended = edge.sign_in.sign_out(&login).await;
    let subject = ended.map_err(|error| problem(error, now))?;
    let provider = match (&edge.oidc, subject) {
        (Some(oidc), Some(subject)) if oidc.knows(&subject) => {
            // The session here has ended, whatever the provider says.
            oidc.leave(now).await.unwrap_or_else(|error| {
                tracing::warn!(error = %chain(&error), "no session at the provider is ended");
                None
            })
        }
        _ => None,
    };
    Ok(Json(SignedOut { provider }))
}

fn location(url: &str) -> Result<(HeaderName, HeaderValue), Problem> {
    Ok((LOCATION, HeaderValue::try_from(url).map_err(Problem::internal)?))
}

/// Codes stand in addresses: no page hears where the browser comes from.
fn no_referrer() -> (HeaderName, HeaderValue) {
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer"))
}

fn not_local() -> Problem {
    let remedy = Text::new(
        "请写本系统内的地址，例如 /cases：以一个 / 开头，不超过 1000 个 ASCII 字符",
        "write an address of this office, such as /cases: it begins with one /, and has at most \
         1,000 characters of ASCII",
    );
    Problem::invalid([FieldError::new("?return_to", "local", remedy)])
}

fn off() -> Problem {
    let title = Text::new("未启用统一身份认证登录", "No provider of OpenID Connect is set up");
    let detail = Text::new(
        "请用账号和密码登录；运维人员可用 tongban serve --oidc-issuer 启用。",
        "Sign in with account name and password; an operator sets one up with tongban serve \
         --oidc-issuer.",
    );
    Problem::new("edge/oidc-off", StatusCode::NOT_FOUND, title).with_detail(detail)
}

/// The one table from what went wrong on the way to its answer. What a provider says is told on only
/// where it is one of the errors that the standard knows.
fn no_way(error: OidcError) -> Problem {
    match error {
        OidcError::Away { wait, source } => away(wait).with_cause(source),
        OidcError::LeftAlone { wait } => away(wait),
        OidcError::Unsound(unsound) => {
            let title = Text::new("身份认证服务配置有误", "The provider cannot be relied on");
            let detail = Text::new(
                "请向运维人员提供 trace_id；日志中写明了身份认证服务的问题。",
                "Tell the operator the trace_id: the log says under it what is wrong with the \
                 provider of OpenID Connect.",
            );
            Problem::new("edge/provider-unsound", StatusCode::BAD_GATEWAY, title)
                .with_detail(detail)
                .with_cause(unsound)
        }
        OidcError::NoJourney | OidcError::State | OidcError::OtherIssuer | OidcError::NoCode => {
            let title = Text::new("本次登录已失效", "This sign-in is not known here any more");
            let detail = Text::new(
                "请在同一浏览器中从登录页重新开始，并在十分钟内完成。",
                "Begin again on the sign-in page, in one browser, and finish within ten minutes.",
            );
            Problem::new("edge/sign-in-lost", StatusCode::UNAUTHORIZED, title).with_detail(detail)
        }
        OidcError::Denied { reason } => denied(reason),
        OidcError::Code => refused(),
        OidcError::IdToken(fault) => refused().with_cause(fault),
        OidcError::Seal => Problem::internal(error),
    }
}

fn away(wait: Duration) -> Problem {
    let title = Text::new("身份认证服务暂时无法访问", "The provider of sign-ins cannot be reached");
    let detail = Text::new(
        "请稍后重试；允许使用密码的账号可用密码登录。",
        "Try again shortly; accounts that take a password can sign in with it.",
    );
    Problem::new("edge/provider-away", StatusCode::SERVICE_UNAVAILABLE, title)
        .with_detail(detail)
        .with_retry_after(wait)
}

fn denied(reason: Option<&'static str>) -> Problem {
    let title = Text::new("身份认证服务未允许登录", "The provider let nobody in");
    let reason = reason.unwrap_or("unknown");
    let detail = Text::new(
        format!("原因：{reason}。请重新登录；仍不行请联系身份认证服务的管理人员。"),
        format!("It says: {reason}. Begin again; if that does not help, ask whoever runs it."),
    );
    Problem::new("edge/provider-denied", StatusCode::UNAUTHORIZED, title).with_detail(detail)
}

fn refused() -> Problem {
    let title = Text::new("登录未通过验证", "The sign-in did not check");
    let detail = Text::new(
        "请从登录页重新开始；反复出现时请向运维人员提供 trace_id。",
        "Begin again on the sign-in page; if it happens again, tell the operator the trace_id.",
    );
    Problem::new("edge/sign-in-refused", StatusCode::UNAUTHORIZED, title).with_detail(detail)
}
