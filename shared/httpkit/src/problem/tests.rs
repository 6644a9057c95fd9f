use std::time::Duration;

use axum::http::Uri;
use tongban_eventstore::{AppendError, ExecuteError, LogError};
use tongban_kernel::calendar::Lang;
use tongban_kernel::{Category, StreamId, decode_data};
use uuid::Uuid;

use super::*;
use crate::Trace;

const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

async fn told(problem: &Problem, lang: Lang) -> String {
    let uri = Uri::from_static("/api/intake/cases?reveal=true");
    let at = Some((&uri, Trace::parse(TRACEPARENT).unwrap()));
    let response = render(problem, &Asked { language: Language(lang), at });
    let headers: Vec<_> = response.headers().iter().collect();
    let headers = format!("{headers:?}");
    let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    format!("{headers}\n{}", serde_json::to_string_pretty(&body).unwrap())
}

#[tokio::test]
async fn every_common_problem_speaks_both_languages() {
    let field = |field, rule| FieldError::new(field, rule, Text::new("请填写", "give a value"));
    let problems = [
        Problem::unauthenticated(),
        Problem::forbidden(),
        Problem::not_found(Text::new("办件", "case")),
        Problem::no_such_address(),
        Problem::method_not_allowed(),
        Problem::refused("intake/not-open", Text::new("办件已办结", "The case is not open")),
        Problem::invalid([field("/item", "missing"), field("/materials/0/code", "missing")]),
        Problem::stale(),
        Problem::too_large(1 << 20),
        Problem::too_many_requests(Duration::from_secs(7)),
        Problem::busy(),
        Problem::unreachable(),
        Problem::uncertain(),
        Problem::no_space(),
        Problem::not_understood(),
        Problem::not_caught_up(),
        Problem::stopped(),
        Problem::internal("a secret of the machine"),
    ];
    let mut all = String::new();
    for problem in &problems {
        for lang in [Lang::Zh, Lang::En] {
            all.push_str(&told(problem, lang).await);
            all.push_str("\n\n");
        }
    }
    assert!(!all.contains("secret"), "the cause is for the log alone");
    insta::assert_snapshot!(all);
}

#[derive(Debug, thiserror::Error)]
#[error("not open")]
struct NotOpen;

impl Refusal for NotOpen {
    fn problem(&self) -> Problem {
        Problem::refused("intake/not-open", Text::new("办件已办结", "The case is not open"))
    }
}

fn answered(error: ExecuteError<NotOpen>) -> (&'static str, u16, bool) {
    let problem = Problem::from(error);
    (problem.kind(), problem.status().as_u16(), problem.cause().is_some())
}

#[test]
fn whatever_stops_a_command_has_its_problem() {
    let append = |error| answered(ExecuteError::Append(error));
    let stream = StreamId::new(Category::new("intake"), Uuid::nil());
    assert_eq!(answered(ExecuteError::Refused(NotOpen)), ("intake/not-open", 409, false));
    assert_eq!(answered(ExecuteError::KeyReused), ("common/key-reused", 422, false));
    assert_eq!(append(AppendError::Busy), ("common/busy", 503, false));
    assert_eq!(append(AppendError::Conflict { stream }), ("common/busy", 503, false));
    assert_eq!(append(AppendError::NoSpace), ("common/no-space", 503, true));
    let stopped = AppendError::Stopped(Arc::new(LogError::Closed));
    assert_eq!(append(stopped), ("common/stopped", 503, true));
    assert_eq!(append(AppendError::Invalid { rule: "none" }), ("common/internal", 500, true));
    let away = || LogError::Unreachable { reason: "none".into() };
    let unreachable = AppendError::Unreachable(Arc::new(away()));
    assert_eq!(append(unreachable), ("common/unreachable", 503, true));
    assert_eq!(append(AppendError::Uncertain(Arc::new(away()))), ("common/uncertain", 503, true));
    assert_eq!(answered(ExecuteError::Load(away())), ("common/unreachable", 503, true));
    let newer = decode_data::<Uuid>(&"test.unheard_of.v1".into(), b"{}").unwrap_err();
    assert_eq!(answered(ExecuteError::Decode(newer)), ("common/not-understood", 503, true));
    let load = ExecuteError::Load(LogError::Closed);
    assert_eq!(answered(load), ("common/internal", 500, true));
}
