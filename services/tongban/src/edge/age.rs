use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::app::LastHeard;

/// Says of what is read while the log is away how old it may be.
const AS_OF: HeaderName = HeaderName::from_static("tongban-as-of");

/// Has answers state their age while the log cannot be reached: read models go on answering then.
pub(crate) fn state_age(router: Router, heard: LastHeard) -> Router {
    router.layer(from_fn_with_state(heard, pass))
}

async fn pass(State(heard): State<LastHeard>, request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET;
    let mut response = next.run(request).await;
    let since = if reads { heard.since() } else { None };
    if let Some(Ok(value)) = since.map(|since| HeaderValue::try_from(since.to_string())) {
        response.headers_mut().insert(AS_OF, value);
    }
    response
}
