use std::time::Instant;

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use tongban_auth::{Account, AccountState, Login, Rights, Ways};
use tongban_httpkit::{HttpMetrics, Listening, edge, merge, serve};
use tongban_kernel::{Actor, Role};
use tongban_telemetry::Metrics;

use super::world::{PATIENCE, Running};
use crate::samples::ASKED;

/// Who can be named before they ever sign in.
const ACCOUNTS: [(&str, &str); 6] = [
    ("wang", ASKED),
    ("sun", ASKED),
    ("qin", ASKED),
    ("zhou", "SF"),
    ("wu", "CZ"),
    ("zheng", "BB"),
];

/// The service over HTTP.
pub(super) struct Desk {
    running: Running,
    url: String,
    client: Client,
}

impl Desk {
    pub(super) async fn open(running: Running) -> Self {
        let kit = running.inside.kit.clone();
        let (router, _) = merge([running.routes.clone()], "0.1.0");
        let metrics = HttpMetrics::register(&Metrics::since(Instant::now()));
        let router = edge(router, kit.clock, metrics);
        let listening = Listening::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        let url = format!("http://{}", listening.address());
        tokio::spawn(serve(listening, router, kit.shutdown));
        let desk = Self { running, url, client: Client::new() };
        for (login, department) in ACCOUNTS {
            let actor = Actor::officer(login, department, Role::Handler);
            desk.running.sessions.note(&desk.account(&actor));
        }
        desk
    }

    /// What someone reads.
    pub(super) fn get(&self, actor: &Actor, path: &str) -> RequestBuilder {
        let url = format!("{}/api/coordination{path}", self.url);
        self.client.get(url).bearer_auth(self.token(actor)).header("accept-language", "en")
    }

    /// What someone wishes, under this key; answered when the lists show it.
    pub(super) async fn post(
        &self,
        actor: &Actor,
        key: &str,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        let url = format!("{}/api/coordination{path}", self.url);
        let request = self.client.post(url).bearer_auth(self.token(actor)).json(body);
        let request = request.header("accept-language", "en").header("prefer", "wait=10");
        told(request.header("idempotency-key", key)).await
    }

    fn token(&self, actor: &Actor) -> String {
        let account = self.account(actor);
        self.running.sessions.note(&account);
        self.running.inside.kit.tokens.issue(&account, account.created_at).unwrap().0
    }

    fn account(&self, actor: &Actor) -> Account {
        let department = actor.department.clone().unwrap();
        Account {
            login: Login::parse(&actor.id).unwrap(),
            rights: Rights::officer(department, actor.roles.iter().copied()).unwrap(),
            state: AccountState::Active,
            ways: Ways::Password,
            created_at: self.running.inside.kit.clock.now(),
            session_version: 1,
        }
    }

    /// The account of someone is disabled: the next look at a session finds it ended.
    pub(super) fn disable(&self, actor: &Actor) {
        let state = AccountState::Disabled;
        self.running.sessions.note(&Account { state, session_version: 2, ..self.account(actor) });
    }

    pub(super) async fn settle(&self) {
        self.running.settle().await;
    }

    pub(super) async fn close(self) {
        self.running.stop().await;
    }
}

/// Status and JSON of an answer.
pub(super) async fn told(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

/// The events of a stream as they come in.
pub(super) struct Heard {
    response: Response,
    text: String,
}

impl Heard {
    pub(super) async fn begin(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        Self { response, text: String::new() }
    }

    /// The next event: its id and its data.
    pub(super) async fn next(&mut self) -> (String, Value) {
        self.maybe_next().await.unwrap()
    }

    /// The next event; none when the stream has ended.
    pub(super) async fn maybe_next(&mut self) -> Option<(String, Value)> {
        tokio::time::timeout(PATIENCE, self.read()).await.unwrap()
    }

    async fn read(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    let line = event.lines().find_map(|line| line.strip_prefix(name));
                    line.map(|value| value.trim().to_owned())
                };
                let Some(data) = field("data:") else { continue };
                assert_eq!(field("event:").as_deref(), Some("warning"), "{event}");
                return Some((field("id:").unwrap(), serde_json::from_str(&data).unwrap()));
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
