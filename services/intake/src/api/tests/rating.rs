use super::*;

const RATING: &str = "/api/intake/progress/rating";

fn shown(receipt: &Value, rest: &Value) -> Value {
    let mut body = json!({ "number": receipt["number"], "code": receipt["check_code"] });
    body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    body
}

impl Office {
    /// Nobody signs: number and check code show whose the case is.
    async fn rate(&self, key: &str, receipt: &Value, rest: &Value) -> Reply {
        self.world.settle().await;
        self.world.post("nobody", key, RATING, &shown(receipt, rest)).await
    }

    async fn declined(&self) -> Value {
        let receipt = self.submitted("a").await;
        let grounds =
            json!({ "reason": "不属于本机关职权", "legal_basis": "行政许可法第三十二条" });
        assert_eq!(self.act(&receipt, "decline", &grounds).await.status, 200);
        receipt
    }
}

#[tokio::test]
async fn who_holds_the_receipt_rates_the_service_once_the_case_is_over() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    assert_eq!(office.progress(&receipt).await["may_rate"], false);
    let early = office.rate("b", &receipt, &json!({ "satisfaction": 1 })).await;
    assert_eq!(early.body["type"], "/problems/intake/not-over", "{}", early.body);
    let grounds = json!({ "reason": "不属于本机关职权", "legal_basis": "行政许可法第三十二条" });
    office.act(&receipt, "decline", &grounds).await;
    let progress = office.progress(&receipt).await;
    assert_eq!((&progress["may_rate"], &progress["satisfaction"]), (&json!(true), &Value::Null));

    let opinion = json!({ "satisfaction": 4, "aspects": ["outcome", "time"], "words": "等了太久" });
    let rated = office.rate("c", &receipt, &opinion).await;
    assert_eq!((rated.status.as_u16(), &rated.body["state"]), (200, &json!("declined")));
    let again = office.rate("c", &receipt, &opinion).await;
    assert_eq!(again.body, rated.body, "the same key gets the same answer");
    let other = office.rate("d", &receipt, &json!({ "satisfaction": 1 })).await;
    assert_eq!(other.body["type"], "/problems/intake/rated-before", "{}", other.body);
    let progress = office.progress(&receipt).await;
    assert_eq!((&progress["may_rate"], &progress["satisfaction"]), (&json!(false), &json!(4)));
    assert_eq!(progress["is_dissatisfied"], true);
    let told = progress["happened"].as_array().unwrap().last().unwrap();
    assert_eq!(told["text"]["zh"], "申请人评价本次服务：不满意");
    let written = office.world.events().await;
    assert_eq!(written.iter().filter(|e| e.kind.as_str() == "intake.service_rated.v1").count(), 1);
}

#[tokio::test]
async fn what_was_said_is_read_by_whoever_sees_the_person_in_the_clear() {
    let office = Office::open().await;
    let receipt = office.declined().await;
    let opinion = json!({ "satisfaction": 5, "words": "住院时材料被退回" });
    assert_eq!(office.rate("b", &receipt, &opinion).await.status, 200);
    let path = format!("{CASES}/{}", receipt["case_id"].as_str().unwrap());
    let masked = office.get(&path).await.body["rating"].clone();
    let expected = json!({ "satisfaction": 5, "aspects": [], "has_words": true, "words": null });
    assert_eq!(masked, expected);
    let clear = office.get(&format!("{path}?reveal=true")).await.body["rating"].clone();
    assert_eq!(clear["words"], "住院时材料被退回");
    for event in office.world.events().await {
        let data = String::from_utf8_lossy(&event.data).into_owned();
        assert!(!data.contains("住院"), "{}: {data}", event.kind.as_str());
    }
}

#[tokio::test]
async fn a_rating_needs_the_code_and_one_of_five_grades() {
    let office = Office::open().await;
    let receipt = office.declined().await;
    let mut stranger = receipt.clone();
    let wrong = if receipt["check_code"] == "00000000" { "00000001" } else { "00000000" };
    stranger["check_code"] = wrong.into();
    assert_eq!(office.rate("b", &stranger, &json!({ "satisfaction": 1 })).await.status, 404);
    for wrong in [json!({ "satisfaction": 6 }), json!({}), json!({ "satisfaction": 0 })] {
        let refused = office.rate("c", &receipt, &wrong).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{}", refused.body);
    }
}

#[tokio::test]
async fn a_case_that_was_taken_up_again_is_rated_anew_when_that_is_over() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    office.act(&receipt, "accept", &json!({})).await;
    let case_id: uuid::Uuid = receipt["case_id"].as_str().unwrap().parse().unwrap();
    let approval = tongban_kernel::Category::new("approval");
    let concluded = json!({
        "case_id": case_id, "outcome": "refused", "reason": "", "concluded_at": "2026-09-28T02:00:00Z",
    });
    let reopened =
        json!({ "case_id": case_id, "again": ["issue"], "reason": "复查", "dues": null });
    office.world.happens(approval, case_id, "approval.case_concluded.v1", &concluded).await;
    assert_eq!(office.rate("b", &receipt, &json!({ "satisfaction": 5 })).await.status, 200);
    assert_eq!(office.progress(&receipt).await["satisfaction"], 5);

    office.world.happens(approval, case_id, "approval.case_reopened.v1", &reopened).await;
    let progress = office.progress(&receipt).await;
    assert_eq!((&progress["may_rate"], &progress["satisfaction"]), (&json!(false), &Value::Null));
    office.world.happens(approval, case_id, "approval.case_concluded.v1", &concluded).await;
    assert_eq!(office.progress(&receipt).await["may_rate"], true);
    assert_eq!(office.rate("c", &receipt, &json!({ "satisfaction": 2 })).await.status, 200);
    assert_eq!(office.progress(&receipt).await["satisfaction"], 2);
}
