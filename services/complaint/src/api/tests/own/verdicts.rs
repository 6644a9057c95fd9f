//! What is said to an answer is said to the one that was read.

use super::*;

#[tokio::test]
async fn what_is_said_to_an_answer_is_meant_for_the_answer_that_was_read() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let id = hotline.own_answered(&receipt).await;
    let said = receipt.with(json!({ "satisfaction": 1, "solved": true }));
    let path = format!("{OWN}/{id}/confirm");
    let read = hotline.own(&receipt).await[0]["revision"].as_u64().unwrap();
    let complaint = format!("{COMPLAINTS}/{id}");
    let why = json!({ "reason": "来电说没有办结" });
    hotline.act(&hotline.clerk, &complaint, "reopen", &why).await;
    let stale = hotline.public_at(read, &path, &said).await;
    assert_eq!(what_is_told(&stale).1, "/problems/common/stale", "{}", stale.body);
    let again = json!({ "answer": "已上门办结" });
    hotline.world.post(&hotline.handler, "again", &format!("{complaint}/answer"), &again).await;
    let stale = hotline.public_at(read, &path, &said).await;
    assert_eq!(stale.status, 412, "another answer: {}", stale.body);
    let own = &hotline.own(&receipt).await[0];
    assert_eq!(own["answer"], "已上门办结");
    let read = own["revision"].as_u64().unwrap();
    assert_eq!(hotline.public_at(read + 1, &path, &said).await.status, 412, "not there yet");
    let confirmed = hotline.public_at(read, &path, &said).await;
    assert_eq!(confirmed.body["state"], "confirmed", "{}", confirmed.body);
}

#[tokio::test]
async fn who_looks_at_personal_data_changes_nothing_in_the_answer_that_was_read() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let id = hotline.own_answered(&receipt).await;
    let read = hotline.own(&receipt).await[0]["revision"].as_u64().unwrap();
    for _ in 0..2 {
        hotline.get(&hotline.handler, &format!("{COMPLAINTS}/{id}?reveal=true")).await;
    }
    assert_eq!(hotline.own(&receipt).await[0]["revision"].as_u64(), Some(read + 2));
    let said = receipt.with(json!({ "satisfaction": 1, "solved": true }));
    let confirmed = hotline.public_at(read, &format!("{OWN}/{id}/confirm"), &said).await;
    assert_eq!(confirmed.body["state"], "confirmed", "{}", confirmed.body);
}
