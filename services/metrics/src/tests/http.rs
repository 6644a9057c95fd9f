use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::Value;
use tower_service::Service;

use super::world::World;
use crate::api::router;
use crate::samples::*;

const DEADLINE: &str = "2011-12-06T13:41:31.788+01:00";
const LATE: &str = "2011-12-07T13:41:31.788+01:00";

async fn get_as(world: &World, token: Option<&str>, path: &str) -> (StatusCode, Value) {
    let (mut router, _) = tongban_httpkit::merge([router(world.metrics.clone())], "0.1.0");
    let mut request = Request::get(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let response = router.call(request.body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

async fn get(world: &World, path: &str) -> (StatusCode, Value) {
    get_as(world, Some(&world.supervisor), path).await
}

#[tokio::test]
async fn figures_are_for_those_who_may_see_them() {
    let world = World::after([]).await;
    let paths = [
        "summary",
        "departments",
        "items",
        "imports",
        "coordination-cost?by=department",
        "trend",
        "trend?by=week",
        "reports",
        "cases?figure=late_by_law",
        "process?item_code=construction-permit",
    ];
    for path in paths {
        let path = format!("/api/metrics/{path}");
        assert_eq!(get_as(&world, None, &path).await.0, StatusCode::UNAUTHORIZED, "{path}");
        let clerk = get_as(&world, Some(&world.clerk), &path).await;
        assert_eq!(clerk.0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(get(&world, &path).await.0, StatusCode::OK, "{path}");
        // A department reads figures; whose cases, tasks and complaints they are it does not.
        let handler = get_as(&world, Some(&world.handler), &path).await.0;
        let is_of_rows = path.starts_with("/api/metrics/cases");
        let expected = if is_of_rows { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(handler, expected, "{path}");
    }
}

#[tokio::test]
async fn a_summary_says_as_of_when_and_where() {
    let world = World::after([submitted(1), submitted(2), accepted(2), requested(2, LAW_AT)]).await;
    let (status, summary) = get(&world, "/api/metrics/summary?from=2026-09&department=ZJ").await;
    assert_eq!(status, StatusCode::OK, "{summary}");
    assert_eq!(summary["as_of"]["position"], world.metrics.kit.head().to_string());
    assert_eq!(summary["as_of"]["at"], "2026-10-12T02:00:00Z");
    assert_eq!(summary["flow"]["received"], 2);
    assert_eq!(summary["flow"]["on_time_rate_by_law"], Value::Null);
    assert_eq!(summary["today"]["received"], 0);
    assert_eq!(summary["standing"]["waiting"], 1);
    assert_eq!(summary["tasks"]["open"], 0, "another department was asked");
    assert_eq!(summary["complaints"]["open"], 0);
    let (_, later) = get(&world, "/api/metrics/summary?from=2026-10").await;
    assert_eq!(later["flow"]["received"], 0);
    assert_eq!(later["tasks"]["open"], 1);
}

#[tokio::test]
async fn a_trend_is_told_by_months_of_a_year_or_weeks_of_a_quarter_until_now() {
    let world = World::after([submitted(1)]).await;
    for (query, n, first, last) in [
        ("", 12, "2025-11", "2026-10"),
        ("?by=week", 13, "2026-W30", "2026-W42"),
        ("?by=week&from=2026-W37", 6, "2026-W37", "2026-W42"),
        ("?by=week&through=2026-W02", 13, "2025-W42", "2026-W02"),
    ] {
        let (status, trend) = get(&world, &format!("/api/metrics/trend{query}")).await;
        assert_eq!(status, StatusCode::OK, "{query}: {trend}");
        let periods = trend["periods"].as_array().unwrap();
        let period = |nth: usize| periods[nth]["period"].as_str().unwrap();
        assert_eq!((periods.len(), period(0), period(n - 1)), (n, first, last), "{query}");
    }
    let (_, trend) = get(&world, "/api/metrics/trend?by=week&from=2026-W37").await;
    assert_eq!(
        (&trend["by"], &trend["periods"][0]["flow"]["received"]),
        (&"week".into(), &1.into())
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_named() {
    let world = World::after([]).await;
    for (query, field) in [
        ("summary?from=2026-13", "?from"),
        ("summary?since=2026-01", "?"),
        ("departments?limit=201", "limit"),
        ("items?cursor=x", "cursor"),
        ("imports/none", "{import_id}"),
        ("cases?figure=none", "figure"),
        ("process", "item_code"),
        ("trend?from=2020-01&through=2026-01", "?from"),
        ("trend?by=week&from=2025-W01&through=2026-W40", "?from"),
        ("trend?by=week&from=2026-01", "?from"),
        ("trend?through=2026-W40", "?through"),
        ("trend?by=day", "by"),
        ("cases?figure=received&from=2026-W54", "from"),
        ("coordination-cost", "?by"),
        ("coordination-cost?by=day", "by"),
    ] {
        let (status, problem) = get(&world, &format!("/api/metrics/{query}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {problem}");
        assert!(problem.to_string().contains(field), "{query}: {problem}");
    }
}

#[tokio::test]
async fn an_import_reports_its_late_cases_by_department_until_it_is_reverted() {
    let world = World::after([
        import_started(),
        milestones(1, "General", Some(LATE), Some(DEADLINE)),
        milestones(2, "General", Some(DEADLINE), Some(DEADLINE)),
        milestones(3, "Experts", None, Some(DEADLINE)),
    ])
    .await;
    let path = format!("/api/metrics/imports/{IMPORT}");
    assert_eq!(get(&world, &path).await.0, StatusCode::NOT_FOUND, "it is still coming in");

    world.tell(import_completed(3)).await;
    let (status, import) = get(&world, &path).await;
    assert_eq!(status, StatusCode::OK, "{import}");
    assert_eq!((&import["file_name"], &import["n_cases"]), (&"log.xes".into(), &3.into()));
    let figures = &import["figures"];
    assert_eq!((&figures["cases"], &figures["concluded"]), (&3.into(), &2.into()));
    assert_eq!((&figures["measured"], &figures["late"]), (&2.into(), &1.into()));
    assert_eq!(figures["on_time_rate"], 0.5);
    let departments = import["departments"].as_array().unwrap();
    let late = departments.iter().map(|row| (row["department"].as_str().unwrap(), &row["late"]));
    assert!(late.eq([("Experts", &0.into()), ("General", &1.into())]), "{departments:?}");
    let (_, imports) = get(&world, "/api/metrics/imports").await;
    assert_eq!(imports["items"][0]["import_id"], IMPORT.to_string());
    world.assert_a_rebuild_is_the_same().await;

    world.tell(import_reverted()).await;
    assert_eq!(get(&world, &path).await.0, StatusCode::NOT_FOUND);
    let (_, imports) = get(&world, "/api/metrics/imports").await;
    assert_eq!(imports["items"], serde_json::json!([]));
}
