//! What bad input gets: a problem that names the field, the rule and the remedy, and nothing lost.

use super::*;

/// The application with this changed.
fn with(pointer: &str, value: Value) -> Value {
    let mut body = card();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
    body
}

#[tokio::test]
async fn every_bad_value_is_named_with_its_rule() {
    let office = Office::open().await;
    for (pointer, value, rule) in [
        ("/item", json!("no-such-item"), "unknown"),
        ("/item", json!("food-business-licence/../x"), "unknown"),
        ("/channel", json!("fax"), "choice"),
        ("/received_at", json!("2026-09-28T10:00:00.000001+08:00"), "future"),
        ("/received_at", json!("2026-09-01T10:00:00+08:00"), "too-long-ago"),
        ("/received_at", json!("yesterday"), "value"),
        ("/applicant/identity", json!("110105194912310021"), "gb11643"),
        ("/applicant/identity", json!("1101051949123100"), "gb11643"),
        ("/applicant/name", json!("王**"), "masked"),
        ("/applicant/name", json!(""), "length"),
        ("/applicant/phone", json!("call me"), "phone"),
        ("/applicant/age", json!(77), "unknown"),
        ("/form/born_on", json!("1949-02-30"), "date"),
        ("/form/phone", json!("138****1234"), "masked"),
        ("/form/colour", json!("red"), "unknown"),
        ("/form/applicant", Value::Null, "missing"),
        ("/materials", json!({ "hat": [] }), "unknown"),
        ("/colour", json!("red"), "unknown"),
    ] {
        let reply = office.post("a", CASES, &with(pointer, value.clone())).await;
        let field = if pointer == "/materials" { "/materials/hat" } else { pointer };
        assert_eq!(reply.status, 422, "{pointer} {value}: {}", reply.body);
        assert_eq!(named(&reply), [(field.to_owned(), rule.to_owned())], "{value}");
        assert_eq!(reply.headers["content-type"], "application/problem+json");
    }
    assert_eq!(office.world.events().await.len(), 0, "nothing was recorded");
    // What was refused may be tried again, with the same key.
    office.submitted("a").await;
}

#[tokio::test]
async fn an_organisation_is_checked_by_its_own_standard() {
    let office = Office::open().await;
    let applicant = |identity: &str| {
        let party =
            json!({ "kind": "organisation", "name": "海云食品有限公司", "identity": identity });
        with("/applicant", party)
    };
    let bad = office.post("a", CASES, &applicant("91350100M000100Y44")).await;
    assert_eq!(named(&bad), [("/applicant/identity".into(), "gb32100".into())]);
    assert_eq!(office.post("a", CASES, &applicant("91350100M000100Y43")).await.status, 201);
}

#[tokio::test]
async fn all_that_is_missing_and_all_that_is_wrong_is_said_at_once() {
    let office = Office::open().await;
    let mut body = card();
    body["item"] = "food-business-licence".into();
    body["form"] = json!({ "organisation": "海云食品", "area_m2": "large", "contact": "王芳" });
    body["applicant"]["identity"] = "1".into();
    let reply = office.post("a", CASES, &body).await;
    let fields: Vec<_> = named(&reply).into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        fields,
        [
            "/applicant/identity",
            "/form/area_m2",
            "/materials/application-form",
            "/materials/premises-proof",
            "/materials/layout",
            "/materials/safety-rules",
            "/form/unified_code",
            "/form/phone",
            "/form/sells_cold",
            "/form/business_form",
        ]
    );
}

#[tokio::test]
async fn what_is_only_missing_is_the_domains_refusal() {
    let office = Office::open().await;
    let mut body = card();
    body["form"].as_object_mut().unwrap().remove("phone");
    let reply = office.post("a", CASES, &body).await;
    assert_eq!(reply.status, 422);
    assert_eq!(reply.body["type"], "/problems/intake/incomplete");
    assert_eq!(reply.body["errors"][0]["remedy"], "未填写：联系电话");
}

#[tokio::test]
async fn a_key_is_needed_and_serves_one_body() {
    let office = Office::open().await;
    office.submitted("a").await;
    let other = office.post("a", CASES, &with("/applicant/name", json!("李雷"))).await;
    assert_eq!(
        (other.status.as_u16(), &other.body["type"]),
        (422, &json!("/problems/common/key-reused"))
    );
    let keyless = axum::http::Request::post(CASES)
        .header("authorization", format!("Bearer {}", office.clerk))
        .header("content-type", "application/json")
        .body(axum::body::Body::from(card().to_string()))
        .unwrap();
    assert_eq!(office.world.send(keyless).await.status, 400);
}

#[tokio::test]
async fn a_body_that_is_too_long_or_no_json_is_refused() {
    let office = Office::open().await;
    let long = with("/applicant/name", json!("王".repeat(1 << 20)));
    assert_eq!(office.post("a", CASES, &long).await.status, 413);
    let reply = office.post("a", CASES, &Value::String("\n".into())).await;
    assert_eq!(reply.status, 422, "no object: {}", reply.body);
}

#[tokio::test]
async fn a_wrong_state_is_a_conflict_and_an_unknown_case_is_not_found() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let reply = office.act(&receipt, "supplement", &json!({})).await;
    let kind = &reply.body["type"];
    assert_eq!((reply.status.as_u16(), kind), (409, &json!("/problems/intake/nothing-asked")));
    let path = format!("{CASES}/{}/accept", uuid::Uuid::nil());
    assert_eq!(office.post("b", &path, &json!({})).await.status, 404);
    let path = format!("{CASES}/not-an-id/accept");
    assert_eq!(office.post("b", &path, &json!({})).await.status, 422);
}
