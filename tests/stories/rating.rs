//! The applicant says what the service was like, and who is not content is called back.

use anyhow::Result;
use serde_json::json;
use tongban_tests::Office;

use crate::people::application;

const RATING: &str = "/api/intake/progress/rating";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_rating_becomes_a_complaint_that_its_applicant_sees_answered() -> Result<()> {
    let office = Office::open().await?;
    let (clerk, housing) = (office.sign_in("clerk").await?, office.sign_in("housing").await?);
    let (coordinator, applicant) = (office.sign_in("coordinator").await?, office.stranger());
    let receipt = clerk.post("/api/intake/cases", &application(&clerk).await?).await?.ok()?;
    let case_id = receipt["case_id"].as_str().unwrap_or_default().to_owned();
    clerk.post(&format!("/api/intake/cases/{case_id}/accept"), &json!({})).await?.ok()?;
    let rating = json!({
        "number": receipt["number"], "code": receipt["check_code"], "satisfaction": 5,
        "aspects": ["outcome"], "words": "没有说明理由",
    });
    let early = applicant.post(RATING, &rating).await?;
    assert_eq!(early.body["type"], "/problems/intake/not-over", "{}", early.body);
    let grounds = json!({ "reason": "不符合条件", "legal_basis": "《建筑法》第八条" });
    let refuse = format!("/api/approval/cases/{case_id}/steps/accept/reject");
    housing.post(&refuse, &grounds).await?.ok()?;
    applicant.post(RATING, &rating).await?.ok()?;

    let list = "/api/complaint/complaints";
    let found =
        coordinator.wait_for(list, |rows| rows["items"][0]["case_id"] == case_id.as_str()).await?;
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
    let complaint = found["items"][0]["complaint_id"].as_str().unwrap_or_default();
    let path = format!("{list}/{complaint}");
    let shown = coordinator.get(&format!("{path}?reveal=true")).await?.ok()?;
    assert_eq!(shown["said"], "没有说明理由", "{shown}");
    let to = json!({ "department": shown["department"] });
    coordinator.post(&format!("{path}/assign"), &to).await?.ok()?;
    housing.post(&format!("{path}/answer"), &json!({ "answer": "已电话说明理由" })).await?.ok()?;
    let (number, code) = (receipt["number"].as_str(), receipt["check_code"].as_str());
    let (number, code) = (number.unwrap_or_default(), code.unwrap_or_default());
    let own = format!("/api/complaint/public/complaints?number={number}&code={code}");
    let own = applicant.wait_for(&own, |own| own["items"][0]["answer"].is_string()).await?;
    assert_eq!(own["items"][0]["answer"], "已电话说明理由");

    let figures =
        coordinator.wait_for("/api/metrics/summary", |told| told["ratings"]["rated"] == 1).await?;
    assert_eq!(figures["ratings"]["satisfied_rate"], 0.0, "{figures}");
    let behind = coordinator.get("/api/metrics/cases?figure=rated_dissatisfied").await?.ok()?;
    assert_eq!(behind["items"][0]["number"], receipt["number"], "{behind}");
    Ok(())
}
