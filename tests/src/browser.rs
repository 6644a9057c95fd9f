use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::PUBLIC_URL;

/// A browser: it keeps cookies, and goes where it is sent when it is told to.
pub struct Browser {
    http: reqwest::Client,
    /// What it keeps for the office.
    pub cookies: BTreeMap<String, String>,
    /// Lines of `Set-Cookie`, as they came.
    pub set: Vec<String>,
    language: &'static str,
}

/// What a page answered.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// Where the browser is sent.
    pub location: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, where it is JSON.
    pub body: Value,
}

impl Page {
    /// Where the browser is sent.
    ///
    /// # Errors
    /// When it is not.
    pub fn leads_to(&self) -> Result<&str> {
        self.location.as_deref().with_context(|| format!("{}: {}", self.status, self.body))
    }

    /// The status and the kind of the problem.
    pub fn problem(&self) -> (u16, &str) {
        let kind = self.body["type"].as_str().unwrap_or_default();
        (self.status.as_u16(), kind.trim_start_matches("/problems/"))
    }
}

impl Browser {
    /// One that knows nothing yet.
    ///
    /// # Errors
    /// When there is no client.
    pub fn new() -> Result<Self> {
        let http = reqwest::Client::builder().redirect(Policy::none()).build()?;
        Ok(Self { http, cookies: BTreeMap::new(), set: Vec::new(), language: "en" })
    }

    /// The same in another language.
    #[must_use]
    pub fn speaks(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// Opens a page of the office, at the process that is there.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn open(&mut self, office: SocketAddr, path: &str) -> Result<Page> {
        self.ask(Method::GET, &format!("http://{office}{path}"), None).await
    }

    /// Asks for the session of who came back from the provider.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn take_session(&mut self, office: SocketAddr) -> Result<Page> {
        self.ask(Method::POST, &format!("http://{office}/api/session"), None).await
    }

    /// Signs out with this token.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn sign_out(&mut self, office: SocketAddr, token: &str) -> Result<Page> {
        self.ask(Method::POST, &format!("http://{office}/api/sign-out"), Some(token)).await
    }

    /// Sets out for the provider, and lets it say yes; answers the path and parameters with which
    /// it sends the browser back.
    ///
    /// # Errors
    /// When the way does not lead back to the office.
    pub async fn visit_provider(&mut self, office: SocketAddr) -> Result<String> {
        self.visit_provider_for(office, "/cases?page=2").await
    }

    /// The same, to be somewhere afterwards.
    ///
    /// # Errors
    /// The same.
    pub async fn visit_provider_for(
        &mut self,
        office: SocketAddr,
        return_to: &str,
    ) -> Result<String> {
        let return_to = return_to.replace('?', "%3F").replace('=', "%3D");
        let away = self.open(office, &format!("/api/sign-in/oidc?return_to={return_to}")).await?;
        ensure!(away.status == StatusCode::SEE_OTHER, "{}: {}", away.status, away.body);
        // Cookies of the office are not the provider's.
        let answer = self.http.get(away.leads_to()?).send().await?;
        let location = answer.headers().get(LOCATION).cloned();
        let back = location.with_context(|| format!("{answer:?}"))?.to_str()?.to_owned();
        let path = back.strip_prefix(PUBLIC_URL).with_context(|| format!("{back} is elsewhere"))?;
        Ok(path.to_owned())
    }

    async fn ask(&mut self, method: Method, url: &str, token: Option<&str>) -> Result<Page> {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let mut request = self.http.request(method, url).header(ACCEPT_LANGUAGE, self.language);
        request = request.header(COOKIE, cookies.collect::<Vec<_>>().join("; "));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        for line in answer.headers().get_all(SET_COOKIE) {
            let line = line.to_str()?.to_owned();
            let pair = line.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.context("a cookie")?;
            match line.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
            self.set.push(line);
        }
        let (status, headers) = (answer.status(), answer.headers().clone());
        let location = headers.get(LOCATION).map(|to| to.to_str().map(str::to_owned));
        let text = answer.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Page { status, location: location.transpose()?, headers, body })
    }
}
