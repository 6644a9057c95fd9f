use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::Client;
use async_nats::connection::State;
use async_nats::service::endpoint::Endpoint;
use async_nats::service::{Request, Service, ServiceExt};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Response, Uri};
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, SelectAll, select_all};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tongban_httpkit::{Problem, Trace, refuse};
use tower_service::Service as _;
use tracing::field::Empty;
use tracing::{Instrument as _, Span, error, error_span, info, warn};

use super::{CommandMetrics, Door, Spec, reply, request};

/// Requests worked on at once: as many as over HTTP, whose own limit counts them too.
const IN_FLIGHT_MAX: usize = 1_024;
/// How long requests may finish after the process was told to end.
const GRACE: Duration = Duration::from_secs(20);
/// Where answers may go. The server checks where a user publishes, not where it has others answer: an
/// answer elsewhere would be published with our rights, as a fact of the feed or a wish of JetStream.
const INBOXES: &str = "_INBOX.";
/// One endpoint takes requests with tokens, the other those of users that the server vouches for.
const ANY_LOGIN: &str = "*";

/// The commands of all services, taken as requests.
pub struct Commands {
    /// Where requests come from.
    pub client: Client,
    /// What there is to ask for.
    pub specs: Vec<Spec>,
    /// The router that serves HTTP, with the edge around it.
    pub router: Router,
    /// Lets in whom the server vouches for.
    pub door: Door,
    /// What operators see of it.
    pub metrics: CommandMetrics,
    /// Whether it vouches for anybody: see [`Options`](crate::Options).
    pub trusts_users: bool,
    /// The version that the service API shows.
    pub version: &'static str,
}

/// One request, and what it asks for.
struct Asked {
    spec: Arc<Spec>,
    request: Request,
}

type Requests = SelectAll<BoxStream<'static, Asked>>;

/// What is needed to answer a request.
#[derive(Clone)]
struct Desk {
    client: Client,
    router: Router,
    door: Door,
    metrics: CommandMetrics,
}

impl Commands {
    /// Takes requests until `shutdown` turns true; then lets those that have come in finish, for
    /// twenty seconds at most.
    pub async fn serve(self, mut shutdown: watch::Receiver<bool>) {
        let (services, mut requests) = match self.register().await {
            Ok(registered) => registered,
            Err(error) => return error!(%error, "commands cannot be registered with NATS"),
        };
        info!(services = services.len(), "commands are taken over NATS");
        let (client, router, door) = (self.client.clone(), self.router, self.door);
        let desk = Desk { client, router, door, metrics: self.metrics };
        let places = Arc::new(Semaphore::new(IN_FLIGHT_MAX));
        let mut work = JoinSet::new();
        loop {
            tokio::select! {
                biased;
                () = told(&mut shutdown) => break,
                Some(_) = work.join_next(), if !work.is_empty() => {}
                asked = requests.next() => match asked {
                    Some(asked) => take(&desk, &places, &mut work, asked).await,
                    None => break,
                },
            }
        }
        let ending = async {
            for service in services {
                // Nobody hears of it: there is nothing to undo.
                drop(service.stop().await);
            }
            // Without a connection nothing more comes in, and no answer gets out.
            let is_up = self.client.connection_state() == State::Connected;
            while is_up && let Some(asked) = requests.next().await {
                take(&desk, &places, &mut work, asked).await;
            }
            while work.join_next().await.is_some() {}
            if is_up {
                drop(self.client.flush().await);
            }
        };
        if tokio::time::timeout(GRACE, ending).await.is_err() {
            warn!(grace.secs = GRACE.as_secs(), "requests were cut off at the end of grace");
        }
    }

    /// Every service as one of the service API, every command as one endpoint of it, and a second one
    /// where the server vouches for its users.
    async fn register(&self) -> Result<(Vec<Service>, Requests), async_nats::Error> {
        let mut by_service: BTreeMap<&str, Vec<&Spec>> = BTreeMap::new();
        for spec in &self.specs {
            by_service.entry(&spec.service).or_default().push(spec);
        }
        let (mut services, mut requests) = (Vec::new(), Vec::new());
        for (name, specs) in by_service {
            let building = self.client.service_builder();
            let building = building.description(format!("Commands of the service {name}"));
            let service = building.start(format!("tongban-{name}"), self.version).await?;
            for spec in specs {
                let spec = Arc::new(spec.clone());
                let signed = endpoint(&service, &spec, &spec.name, spec.subject()).await?;
                let mut endpoints = vec![signed];
                if self.trusts_users {
                    let (name, subject) = (format!("{}-as", spec.name), spec.subject_as(ANY_LOGIN));
                    endpoints.push(endpoint(&service, &spec, &name, subject).await?);
                }
                for endpoint in endpoints {
                    let spec = Arc::clone(&spec);
                    let asked = move |request| Asked { spec: Arc::clone(&spec), request };
                    requests.push(endpoint.map(asked).boxed());
                }
            }
            services.push(service);
        }
        Ok((services, select_all(requests)))
    }
}

/// Returns when the process is told to end.
async fn told(shutdown: &mut watch::Receiver<bool>) {
    drop(shutdown.wait_for(|stop| *stop).await);
}

async fn endpoint(
    service: &Service,
    spec: &Spec,
    name: &str,
    subject: String,
) -> Result<Endpoint, async_nats::Error> {
    let about = [("http", format!("POST {}", spec.path)), ("summary", spec.summary.clone())];
    let about = about.map(|(key, value)| (key.to_owned(), value));
    service.endpoint_builder().name(name).metadata(about.into()).add(subject).await
}

/// Begins work on a request; one too many is told to come back. Never waits for work: what waits
/// here would be dropped unseen when there is too much of it.
async fn take(desk: &Desk, places: &Arc<Semaphore>, work: &mut JoinSet<()>, asked: Asked) {
    let message = &asked.request.message;
    if !message.reply.as_ref().is_some_and(|reply| is_inbox(reply)) {
        // Who asks for no answer would never learn that it was refused.
        return warn!(nats.subject = %message.subject, "a request without an inbox is not carried out");
    }
    match Arc::clone(places).try_acquire_owned() {
        Ok(place) => drop(work.spawn(desk.clone().work(asked, place))),
        Err(_) => {
            let headers = request::headers(&asked.spec, asked.request.message.headers.as_ref());
            let busy = refuse(&Problem::busy(), &Uri::from_static("/"), &headers);
            desk.metrics.record(&asked.spec, busy.status(), Duration::ZERO);
            answer(&asked.request, busy).await;
        }
    }
}

impl Desk {
    async fn work(mut self, asked: Asked, place: OwnedSemaphorePermit) {
        let (started, in_flight) = (Instant::now(), self.metrics.enter());
        let Asked { spec, request } = asked;
        let mut headers = request::headers(&spec, request.message.headers.as_ref());
        let span = span(&spec, &request.message.subject);
        // Whatever answers, the router or the desk, answers in this trace.
        Trace::begin(&span, &headers).continue_in(&mut headers);
        let carried_out = self.carry_out(&spec, &request, headers.clone());
        let response = match carried_out.instrument(span.clone()).await {
            Ok(response) => response,
            Err(problem) => span.in_scope(|| refuse(&problem, &Uri::from_static("/"), &headers)),
        };
        tongban_telemetry::answered(&span, response.status().as_u16());
        self.metrics.record(&spec, response.status(), started.elapsed());
        answer(&request, response).instrument(span).await;
        drop((place, in_flight));
    }

    async fn carry_out(
        &mut self,
        spec: &Spec,
        request: &Request,
        headers: HeaderMap,
    ) -> Result<Response<Body>, Problem> {
        let message = &request.message;
        let vouched = match vouched_for(&message.subject) {
            // A server that asks nobody for credentials vouches for nobody.
            Some(_) if !self.client.server_info().auth_required => {
                return Err(Problem::unauthenticated());
            }
            Some(token) => Some(self.door.let_in(token).await?),
            None => None,
        };
        let address = request::address(spec, message.headers.as_ref())?;
        let wish = request::request(address, headers, vouched, message.payload.clone());
        Ok(self.router.call(wish).await.unwrap_or_else(|never| match never {}))
    }
}

/// The span of a request, of the highest level, so that whatever line is logged names it. Its subject is that of all who ask for the same: one's own names its user.
fn span(spec: &Spec, subject: &str) -> Span {
    let subject = match vouched_for(subject) {
        Some(_) => spec.subject_as(ANY_LOGIN),
        None => spec.subject(),
    };
    error_span!(
        "command",
        messaging.system = "nats",
        messaging.operation.name = "process",
        messaging.operation.r#type = "process",
        messaging.destination.name = subject,
        trace.id = Empty,
    )
}

/// Whom the server vouches for: the third token of `tb.as.<login>.cmd.…`.
fn vouched_for(subject: &str) -> Option<&str> {
    subject.strip_prefix("tb.as.")?.split('.').next()
}

fn is_inbox(reply: &str) -> bool {
    reply.starts_with(INBOXES)
}

async fn answer(request: &Request, response: Response<Body>) {
    let (headers, body) = reply::message(response).await;
    if let Err(error) = request.respond_with_headers(Ok(body), headers).await {
        // The same wish may be sent again: it happens once.
        warn!(nats.subject = %request.message.subject, %error, "an answer could not be sent");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_says_whom_the_server_vouches_for() {
        assert_eq!(vouched_for("tb.as.clerk-1.cmd.intake.submit"), Some("clerk-1"));
        assert_eq!(vouched_for("tb.cmd.intake.submit"), None);
    }

    #[test]
    fn answers_go_to_inboxes_alone() {
        assert!(is_inbox("_INBOX.clerk-1.x7"));
        for elsewhere in
            ["tongban.intake.case_accepted.7", "$JS.API.STREAM.PURGE.TB_FEED", "", "_INBOX"]
        {
            assert!(!is_inbox(elsewhere), "{elsewhere}");
        }
    }
}
