use axum::body::Body;
use axum::http::Request;

use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a photograph";

pub(super) async fn store(office: &Office, content_type: &str, content: Vec<u8>) -> Reply {
    let request = Request::post("/api/intake/materials")
        .header("authorization", format!("Bearer {}", office.clerk))
        .header("content-type", content_type)
        .body(Body::from(content));
    office.world.send(request.unwrap()).await
}

fn with_photo(sha256: &Value, content_type: &str) -> Value {
    let mut body = card();
    body["materials"] = json!({ "photo": [{ "sha256": sha256, "content_type": content_type }] });
    body
}

#[tokio::test]
async fn a_stored_file_is_handed_in_by_its_hash() {
    let office = Office::open().await;
    let stored = store(&office, "image/png", PNG.to_vec()).await;
    assert_eq!((stored.status.as_u16(), &stored.body["size_bytes"]), (201, &json!(PNG.len())));
    assert_eq!(store(&office, "image/png", PNG.to_vec()).await.body, stored.body);
    let sha256 = &stored.body["sha256"];
    let receipt = office.post("a", CASES, &with_photo(sha256, "image/png")).await;
    assert_eq!(receipt.status, 201, "{}", receipt.body);
    let path = format!("{CASES}/{}", receipt.body["case_id"].as_str().unwrap());
    let case = office.get(&path).await.body;
    assert_eq!(case["materials"][0]["sha256"], *sha256);
    assert_eq!(case["materials"][0]["code"], "photo");

    let content = format!("{path}/materials/{}", sha256.as_str().unwrap());
    let shown = office.get(&content).await;
    assert_eq!(
        (shown.status.as_u16(), &shown.headers["content-type"]),
        (200, &"image/png".parse().unwrap())
    );
    assert_eq!(shown.headers["content-disposition"], "attachment");
    let events = office.world.events().await;
    assert_eq!(events.last().unwrap().kind.as_str(), "intake.personal_data_shown.v1");
    let others = format!("{path}/materials/{}", "0".repeat(64));
    assert_eq!(office.get(&others).await.status, 404);
    let supervisor = office.world.token("s-1", Some("supervision"), Role::Supervisor);
    assert_eq!(office.world.get(&supervisor, &content).await.status, 403);
    let stranger = office.world.token("h-1", Some("fire-rescue"), Role::Handler);
    let refused = office.world.get(&stranger, &content).await;
    assert_eq!(refused.body["type"], "/problems/intake/not-your-department");
}

#[tokio::test]
async fn a_file_that_is_unknown_or_of_another_type_is_named() {
    let office = Office::open().await;
    let stored = store(&office, "image/png", PNG.to_vec()).await;
    let unknown = json!("0".repeat(64));
    for (sha256, content_type, rule) in [
        (&unknown, "image/png", "not-stored"),
        (&stored.body["sha256"], "image/jpeg", "content-type"),
        (&stored.body["sha256"], "application/pdf", "content-type"),
    ] {
        let reply = office.post("a", CASES, &with_photo(sha256, content_type)).await;
        assert_eq!(named(&reply), [("/materials/photo/0".into(), rule.into())], "{content_type}");
    }
}

#[tokio::test]
async fn what_the_store_does_not_take_is_told() {
    let office = Office::open().await;
    for (content_type, content, status) in [
        ("image/png", Vec::new(), 422),
        ("image/png", b"%PDF-1.7".to_vec(), 415),
        ("text/html", b"<script>".to_vec(), 415),
        ("text/plain", vec![b'a'; (20 << 20) + 1], 413),
    ] {
        let reply = store(&office, content_type, content).await;
        assert_eq!(reply.status, status, "{content_type}: {}", reply.body);
    }
}
