use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, HOST, RETRY_AFTER, TRANSFER_ENCODING};
use axum::response::{IntoResponse, Response};
use tongban::app::ProcessRole;

/// A material and what stands around it.
const REQUEST_BYTES_MAX: usize = 24 << 20;

/// What stands before an office of many processes: sends each request to one that answers its
/// address, and to the next where that cannot be reached.
#[derive(Clone, Debug)]
pub struct Gateway(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    /// Where each role is.
    places: BTreeMap<ProcessRole, Vec<SocketAddr>>,
    n_requests: AtomicUsize,
}

impl Gateway {
    /// One to these processes.
    pub fn to(places: impl IntoIterator<Item = (ProcessRole, SocketAddr)>) -> Self {
        let mut by_role: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (role, place) in places {
            by_role.entry(role).or_default().push(place);
        }
        let (http, n_requests) = (reqwest::Client::new(), AtomicUsize::new(0));
        Self(Arc::new(Inner { http, places: by_role, n_requests }))
    }

    /// The way to all of them.
    pub fn router(&self) -> Router {
        Router::new().fallback(forward).with_state(self.clone())
    }

    /// Who answers this address, beginning with another one each time.
    fn places_for(&self, path: &str) -> impl Iterator<Item = SocketAddr> {
        let places = self.0.places.get(&role_of(path)).map(Vec::as_slice).unwrap_or_default();
        let first = self.0.n_requests.fetch_add(1, Ordering::Relaxed);
        (0..places.len()).map(move |n| places[(first + n) % places.len()])
    }
}

/// The same as in compose and Kubernetes: what is below a service's name is that service's, all else
/// the edge's.
fn role_of(path: &str) -> ProcessRole {
    use ProcessRole::{Approval, Complaint, Coordination, Edge, Intake, Metrics};
    let services = [Intake, Approval, Coordination, Complaint, Metrics];
    let below = path.strip_prefix("/api/").and_then(|below| below.split('/').next());
    let named = services.into_iter().find(|service| below == Some(service.name()));
    named.unwrap_or(Edge)
}

async fn forward(State(gateway): State<Gateway>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, REQUEST_BYTES_MAX).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut headers = parts.headers;
    headers.remove(HOST);
    for place in gateway.places_for(parts.uri.path()) {
        let url = format!("http://{place}{}", parts.uri);
        let asking = gateway.0.http.request(parts.method.clone(), url);
        match asking.headers(headers.clone()).body(body.clone()).send().await {
            Ok(answer) => return passed_on(answer),
            // Nothing was sent: another may be asked.
            Err(error) if error.is_connect() => {}
            Err(_) => return StatusCode::BAD_GATEWAY.into_response(),
        }
    }
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "1")]).into_response()
}

fn passed_on(answer: reqwest::Response) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    response.headers_mut().clone_from(answer.headers());
    for of_connection in [CONNECTION, TRANSFER_ENCODING] {
        response.headers_mut().remove(of_connection);
    }
    *response.body_mut() = Body::from_stream(answer.bytes_stream());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_below_a_service_is_that_services() {
        assert_eq!(role_of("/api/intake/cases"), ProcessRole::Intake);
        assert_eq!(role_of("/api/metrics/summary"), ProcessRole::Metrics);
        for of_edge in ["/api/sign-in", "/api/events", "/openapi.json", "/", "/api"] {
            assert_eq!(role_of(of_edge), ProcessRole::Edge, "{of_edge}");
        }
    }
}
