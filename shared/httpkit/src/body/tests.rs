use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[expect(dead_code, reason = "only read")]
    item: String,
    #[expect(dead_code, reason = "only read")]
    #[serde(default)]
    materials: Vec<Material>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Material {
    #[expect(dead_code, reason = "only read")]
    code: u32,
    #[expect(dead_code, reason = "only read")]
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Paper,
    Scan,
}

fn fault(json: &str) -> (String, String, &'static str) {
    let problem = parse::<Form>(json.as_bytes()).unwrap_err();
    assert_eq!(problem.status(), StatusCode::UNPROCESSABLE_ENTITY, "{json}");
    let [error] = problem.errors() else { panic!("{problem:?}") };
    (error.field.clone(), error.remedy.en.clone(), error.rule)
}

#[test]
fn the_field_that_does_not_fit_is_named() {
    let (field, remedy, rule) = fault(r#"{"item": "x", "colour": 3}"#);
    assert_eq!((field.as_str(), rule), ("/colour", "unknown"));
    assert_eq!(remedy, "unknown field `colour`, expected `item` or `materials`");

    let (field, _, rule) = fault(r#"{"item": "x", "materials": [{"code": 1}, {"code": "a"}]}"#);
    assert_eq!((field.as_str(), rule), ("/materials/1/code", "type"));

    let (field, _, rule) = fault(r#"{"item": "x", "materials": [{}]}"#);
    assert_eq!((field.as_str(), rule), ("/materials/0/code", "missing"));

    let (field, _, rule) = fault(r#"{"item": "x", "materials": [{"code": 1, "kind": "fax"}]}"#);
    assert_eq!((field.as_str(), rule), ("/materials/0/kind", "choice"));

    let (field, _, rule) = fault(r#"{"item": "x", "a/b~c": 3}"#);
    assert_eq!((field.as_str(), rule), ("/a~1b~0c", "unknown"));

    let (field, _, rule) = fault(r#"{"item": "x", "item": "y"}"#);
    assert_eq!((field.as_str(), rule), ("/item", "duplicate"));
}

#[test]
fn no_bytes_count_as_no_fields() {
    assert_eq!(fault(""), fault("{}"));
    assert_eq!(fault("").0, "/item");
}

#[test]
fn what_is_no_json_is_told_apart_from_what_does_not_fit() {
    for bad in ["{", "{\"item\": \"x\"", "nonsense", "{\"item\": \"x\"} {}"] {
        let problem = parse::<Form>(bad.as_bytes()).unwrap_err();
        assert_eq!(problem.kind(), "common/not-json", "{bad}");
        assert_eq!(problem.status(), StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_body_is_read_up_to_its_limit() {
    let body = || Body::from(vec![7; 1_000]);
    assert_eq!(read_body(body(), 1_000).await.unwrap().len(), 1_000);
    let problem = read_body(body(), 999).await.unwrap_err();
    assert_eq!(problem.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn json_is_known_by_its_media_type() {
    let is_json_type = |value: &str| {
        let value = axum::http::HeaderValue::from_str(value).unwrap();
        is_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, value)]))
    };
    assert!(is_json_type("application/json; charset=utf-8") && is_json_type("Application/JSON"));
    assert!(is_json_type("application/cloudevents+json"));
    assert!(!is_json_type("text/plain") && !is_json_type("application/jsonp"));
    assert!(!is_json(&HeaderMap::new()));
}
