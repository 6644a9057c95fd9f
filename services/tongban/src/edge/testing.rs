//! An office that tests ask as its staff does.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_auth::{Login, NewAccount, Password, Rights};
use tongban_catalog::model::Content;
use tongban_catalog::sample_city;
use tongban_kernel::{Clock as _, Role, SystemClock};
use tower_service::Service as _;
use uuid::Uuid;

use crate::app::App;

/// Whoever asks.
pub(super) struct Asking(Router);

pub(super) struct Office {
    pub(super) app: App,
    pub(super) asking: Asking,
    pub(super) folder: TempDir,
}

impl Deref for Office {
    type Target = Asking;

    fn deref(&self) -> &Asking {
        &self.asking
    }
}

impl Office {
    pub(super) async fn open() -> Self {
        Self::with(None).await
    }

    async fn with(first_catalog: Option<Arc<Content>>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::for_tests(folder.path(), first_catalog).await;
        Self { asking: Asking(app.router.clone()), app, folder }
    }

    /// One whose departments are those of the sample city.
    pub(super) async fn of_sample_city() -> Self {
        Self::with(Some(sample_city().unwrap().content().clone())).await
    }

    /// The token of somebody new, of no department.
    pub(super) async fn token(&self, login: &str, role: Role) -> String {
        let (password, now) = (Password::random(), SystemClock.now());
        let new = NewAccount {
            login: Login::parse(login).unwrap(),
            rights: Rights::person([role]).unwrap(),
            password: password.clone(),
        };
        self.app.sign_in.create(new, now).await.unwrap();
        self.app.sign_in.sign_in(login, password.reveal(), now).await.unwrap().token
    }
}

impl Asking {
    pub(super) async fn get(&self, token: &str, path: &str) -> (StatusCode, Value) {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// A new wish.
    pub(super) async fn post(&self, token: &str, path: &str, body: Value) -> (StatusCode, Value) {
        static N_WISHES: AtomicU64 = AtomicU64::new(0);
        let nth = N_WISHES.fetch_add(1, Ordering::Relaxed);
        self.post_as(token, path, body, Uuid::from_u128(1 << 64 | u128::from(nth))).await
    }

    pub(super) async fn post_as(
        &self,
        token: &str,
        path: &str,
        body: Value,
        key: Uuid,
    ) -> (StatusCode, Value) {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("idempotency-key", key.to_string())
            .body(Body::from(body.to_string()));
        self.ask(request.unwrap()).await
    }

    /// The status and the kind of the problem.
    pub(super) async fn refused(&self, token: &str, path: &str, body: Value) -> (u16, String) {
        let (status, problem) = self.post(token, path, body).await;
        let kind = problem["type"].as_str().unwrap_or_default();
        (status.as_u16(), kind.trim_start_matches("/problems/").to_owned())
    }

    pub(super) async fn sign_in(&self, login: &str, password: &Value) -> (u16, String) {
        let body = json!({ "login": login, "password": password });
        let request = Request::post("/api/sign-in").header("content-type", "application/json");
        let (status, said) = self.ask(request.body(Body::from(body.to_string())).unwrap()).await;
        (status.as_u16(), said["token"].as_str().unwrap_or_default().to_owned())
    }

    async fn ask(&self, request: Request<Body>) -> (StatusCode, Value) {
        let answer = self.0.clone().call(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        (parts.status, serde_json::from_slice(&body).unwrap())
    }
}
