use super::*;

#[tokio::test]
async fn unknown_numbers_and_wrong_codes_get_the_same_answer() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    office.world.settle().await;
    let (number, code) =
        (receipt["number"].as_str().unwrap(), receipt["check_code"].as_str().unwrap());
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let nobody = "20260928-0000-0000-0000";
    let other = tongban_kernel::CaseNumber::of(
        tongban_kernel::CaseId::derive("nobody", uuid::Uuid::nil()),
        jiff::civil::date(2026, 9, 28),
    );
    let ask = async |number: &str, code: &str| {
        let reply = office.world.get("nobody", &progress_path(number, code)).await;
        let mut body = reply.body;
        body["trace_id"] = Value::Null;
        (reply.status.as_u16(), body)
    };
    let wrong_code = ask(number, wrong).await;
    assert_eq!(wrong_code.0, 404);
    assert_eq!(ask(other.as_str(), code).await, wrong_code);
    assert_eq!(ask(nobody, code).await.0, 422, "a mistyped number is told");
    assert_eq!(ask(number, code).await.0, 200);
}

#[tokio::test]
async fn the_progress_shows_nothing_about_persons() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let told = office.progress(&receipt).await.to_string();
    for personal in ["王", "110", "138"] {
        assert!(!told.contains(personal), "{personal} in {told}");
    }
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_to_wait() {
    let office = Office::open().await;
    let path = progress_path("20260928-0000-0000-0000-0", "00000000");
    let mut last = office.world.get("nobody", &path).await;
    for _ in 0..30 {
        last = office.world.get("nobody", &path).await;
    }
    assert_eq!(last.status, 429);
    assert!(last.headers.contains_key("retry-after"));
}
