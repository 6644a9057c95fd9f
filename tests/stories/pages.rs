//! What the office tells a browser: one page at every address that a person opens, and time left.

use anyhow::Result;
use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::json;
use tongban_tests::Office;

async fn open(office: &Office, method: Method, path: &str, accept: &str) -> Result<Response> {
    let url = format!("http://{}{path}", office.address());
    Ok(Client::new().request(method, url).header(ACCEPT, accept).send().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_that_a_person_opens_is_the_page() -> Result<()> {
    let office = Office::open().await?;
    for path in ["/", "/inbox", "/cases/01a229f8-ebec-8996-9524-daff00450958"] {
        let page = open(&office, Method::GET, path, "text/html,*/*;q=0.8").await?;
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        let header = |name| page.headers()[name].to_str().unwrap_or_default().to_owned();
        assert!(header(CONTENT_TYPE.as_str()).starts_with("text/html"), "{path}");
        assert_eq!(header(CACHE_CONTROL.as_str()), "no-cache", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        let policy = header(CONTENT_SECURITY_POLICY.as_str());
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    for (method, path, accept) in [
        (Method::GET, "/api/nothing", "text/html"),
        (Method::GET, "/inbox", "application/json"),
        (Method::POST, "/inbox", "text/html"),
    ] {
        let answer = open(&office, method, path, accept).await?;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json", "{path}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_left_is_counted_by_the_office() -> Result<()> {
    let office = Office::open().await?;
    let handler = office.sign_in("land").await?;
    let path = "/api/catalog/countdowns?department=natural-resources&due_at=2019-01-02T16:00:00Z,2099-01-01T00:00:00Z";
    let told = handler.get(path).await?.ok()?;
    assert_eq!(told[0]["due_at"], json!("2019-01-02T16:00:00Z"));
    assert!(told[0]["working_minutes"].as_i64().is_some_and(i64::is_negative), "{told}");
    assert!(told[1]["workdays"].as_f64().is_some_and(|days| days > 1_000.0), "{told}");
    assert!(told[1]["words"]["zh"].as_str().is_some_and(|words| words.contains("还剩")), "{told}");
    assert_eq!(office.stranger().get(path).await?.status, StatusCode::UNAUTHORIZED);
    let bad = handler.get("/api/catalog/countdowns?due_at=tomorrow").await?;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bad.body);
    Ok(())
}
