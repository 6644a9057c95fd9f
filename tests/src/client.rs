use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::office::PASSWORD;

/// Long enough for a busy machine; a wait that fails takes so long, one that succeeds does not.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Someone who talks to the office over HTTP.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// What the office answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// `Case-Position`, where there is one.
    pub position: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Value,
}

impl Answer {
    /// The body of an answer that must be a success.
    ///
    /// # Errors
    /// When it is a problem.
    pub fn ok(self) -> Result<Value> {
        ensure!(self.status.is_success(), "{}: {}", self.status, self.body);
        Ok(self.body)
    }
}

impl Client {
    /// Nobody in particular, who asks at this address.
    pub fn stranger(address: SocketAddr) -> Self {
        Self { http: reqwest::Client::new(), base: format!("http://{address}"), token: None }
    }

    /// Signs in one of those who work there.
    ///
    /// # Errors
    /// When the account is none.
    pub async fn sign_in(address: SocketAddr, login: &str) -> Result<Self> {
        Self::sign_in_with(address, login, PASSWORD).await
    }

    /// The same with a password of its own.
    ///
    /// # Errors
    /// When the account is none.
    pub async fn sign_in_with(address: SocketAddr, login: &str, password: &str) -> Result<Self> {
        let mut client = Self::stranger(address);
        let credentials = json!({ "login": login, "password": password });
        let request = client.request(Method::POST, "/api/sign-in").json(&credentials);
        let session = read(request).await?.ok()?;
        client.token = session["token"].as_str().map(str::to_owned);
        Ok(client)
    }

    /// The same person at another address.
    #[must_use]
    pub fn at(&self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), ..self.clone() }
    }

    /// The token of the session, where there is one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Asks.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn get(&self, path: &str) -> Result<Answer> {
        read(self.request(Method::GET, path)).await
    }

    /// Asks in a language.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn get_in(&self, language: &str, path: &str) -> Result<Answer> {
        read(self.request(Method::GET, path).header("Accept-Language", language)).await
    }

    /// Wishes, under a key, and waits until everything that follows has settled.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn post_as(&self, key: Uuid, path: &str, body: &Value) -> Result<Answer> {
        read(self.wish(key, path, body).header("Prefer", "wait=10, settled")).await
    }

    /// Wishes, under a key, and waits for nothing but that it is recorded.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn record_as(&self, key: Uuid, path: &str, body: &Value) -> Result<Answer> {
        read(self.wish(key, path, body)).await
    }

    fn wish(&self, key: Uuid, path: &str, body: &Value) -> RequestBuilder {
        let request = self.request(Method::POST, path);
        request.header("Idempotency-Key", key.to_string()).json(body)
    }

    /// Wishes something new.
    ///
    /// # Errors
    /// When no answer comes.
    #[expect(clippy::disallowed_methods, reason = "a client makes keys of its own")]
    pub async fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        self.post_as(Uuid::now_v7(), path, body).await
    }

    /// Stores a file, and answers how applications name it.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn store_pdf(&self, content: &str) -> Result<Value> {
        let pdf = format!("%PDF-1.7\n{content}\n%%EOF\n");
        let request = self
            .request(Method::POST, "/api/intake/materials")
            .header("Content-Type", "application/pdf")
            .body(pdf);
        let stored = read(request).await?.ok()?;
        Ok(json!({ "sha256": stored["sha256"], "content_type": stored["content_type"] }))
    }

    /// Fetches a file.
    ///
    /// # Errors
    /// When it is not given out.
    pub async fn download(&self, path: &str) -> Result<String> {
        let response = self.request(Method::GET, path).send().await?;
        let (status, content) = (response.status(), response.text().await?);
        ensure!(status.is_success(), "{path}: {status}: {content}");
        Ok(content)
    }

    /// The first part of a stream of events that contains `text`.
    ///
    /// # Errors
    /// When the stream ends, or nobody says it in time.
    pub async fn hear(&self, path: &str, text: &str) -> Result<String> {
        let mut response = self.request(Method::GET, path).send().await?.error_for_status()?;
        let mut heard = String::new();
        let hearing = async {
            while let Some(chunk) = response.chunk().await? {
                heard.push_str(&String::from_utf8_lossy(&chunk));
                if heard.contains(text) {
                    return Ok(heard);
                }
            }
            bail!("the stream ended after {heard:?}")
        };
        tokio::time::timeout(PATIENCE, hearing).await.context("nobody said it in time")?
    }

    /// Asks again and again until the answer is what is waited for; what is not found is not there yet,
    /// or not for this one to see.
    ///
    /// # Errors
    /// When it never is; the last answer is told.
    pub async fn wait_for(&self, path: &str, is_there: impl Fn(&Value) -> bool) -> Result<Value> {
        let mut last = Value::Null;
        let looking = async {
            loop {
                let answer = self.get(path).await?;
                let is_found = answer.status != StatusCode::NOT_FOUND;
                last = if is_found { answer.ok()? } else { answer.body };
                if is_found && is_there(&last) {
                    return Ok(last.clone());
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(found) => found,
            Err(_) => bail!("{path} never was what it should be; last: {last}"),
        }
    }
}

async fn read(request: RequestBuilder) -> Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let header = headers.get("case-position");
    let position = header.and_then(|value| value.to_str().ok()).map(str::to_owned);
    let text = response.text().await?;
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? };
    Ok(Answer { status, position, headers, body })
}
