//! What bad input gets: a clear answer in the user's language, and nothing lost.

use anyhow::Result;
use serde_json::{Value, json};
use tongban_tests::{Client, Office};

use crate::people::application;

async fn refused(clerk: &Client, application: &Value) -> Result<(u16, Vec<String>)> {
    let answer = clerk.post("/api/intake/cases", application).await?;
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let fields = errors.iter().filter_map(|error| error["field"].as_str().map(str::to_owned));
    Ok((answer.status.as_u16(), fields.collect()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_is_wrong_or_missing_is_named_at_once() -> Result<()> {
    let office = Office::open().await?;
    let clerk = office.sign_in("clerk").await?;
    let mut incomplete = application(&clerk).await?;
    if let Some(materials) = incomplete["materials"].as_object_mut() {
        materials.remove("contract");
        materials.remove("safety-plan");
    }
    incomplete["applicant"]["identity"] = json!("91350100M000100Y44");
    incomplete["form"]["cost_yuan"] = json!("viel");
    let (status, fields) = refused(&clerk, &incomplete).await?;
    assert_eq!(status, 422);
    for named in ["/applicant/identity", "/form/cost_yuan", "contract", "safety-plan"] {
        assert!(fields.iter().any(|field| field.contains(named)), "{named}: {fields:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_item_or_field_is_refused_by_name() -> Result<()> {
    let office = Office::open().await?;
    let clerk = office.sign_in("clerk").await?;
    let mut unknown = application(&clerk).await?;
    unknown["item"] = json!("moon-permit");
    assert_eq!(refused(&clerk, &unknown).await?, (422, vec!["/item".to_owned()]));
    let mut extra = application(&clerk).await?;
    extra["bribe"] = json!(1);
    let (status, fields) = refused(&clerk, &extra).await?;
    assert_eq!(status, 422);
    assert!(fields.iter().any(|field| field.contains("bribe")), "{fields:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_progress_is_reachable_unsigned() -> Result<()> {
    let office = Office::open().await?;
    let stranger = office.stranger();
    for path in [
        "/api/intake/cases",
        "/api/approval/cases",
        "/api/coordination/tasks",
        "/api/coordination/warnings",
        "/api/complaint/complaints",
        "/api/metrics/summary",
        "/api/catalog/items",
        "/api/events",
    ] {
        assert_eq!(stranger.get(path).await?.status, 401, "{path}");
    }
    let wrong = "/api/intake/progress?number=20261109-0000-0000-0000-0&code=00000000";
    let status = stranger.get(wrong).await?.status;
    assert!(status == 404 || status == 422, "{status}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_too_large_is_refused() -> Result<()> {
    let office = Office::open().await?;
    let clerk = office.sign_in("clerk").await?;
    let mut huge = application(&clerk).await?;
    huge["form"]["organisation"] = json!("x".repeat(2 << 20));
    let answer = clerk.post("/api/intake/cases", &huge).await?;
    assert_eq!(answer.status, 413, "{}", answer.body);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn problems_are_told_in_the_users_language() -> Result<()> {
    let office = Office::open().await?;
    let clerk = office.sign_in("clerk").await?;
    let path = "/api/approval/cases/00000000-0000-8000-8000-000000000000";
    let zh = clerk.get_in("zh-CN", path).await?;
    let en = clerk.get_in("en", path).await?;
    assert_eq!((zh.status.as_u16(), en.status.as_u16()), (404, 404));
    assert_eq!(
        (zh.body["title"].as_str(), en.body["title"].as_str()),
        (Some("没有这一办件"), Some("No such case"))
    );
    assert!(en.body["trace_id"].is_string());
    Ok(())
}
