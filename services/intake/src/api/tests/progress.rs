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
    let progress = office.progress(&receipt).await;
    let department = &progress["department"];
    assert!(department["zh"].is_string() && department["en"].is_string(), "{progress}");
    let told = progress.to_string();
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

#[tokio::test]
async fn a_withdrawal_that_a_decision_overtook_ends_as_decided_and_its_applicant_is_told() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    office.act(&receipt, "accept", &json!({})).await;
    let withdrawn = office.act(&receipt, "withdraw", &json!({ "reason": "不再需要" })).await;
    assert_eq!(withdrawn.body["state"], "withdrawn", "{}", withdrawn.body);
    // The department decided before it heard of that.
    let case_id: uuid::Uuid = receipt["case_id"].as_str().unwrap().parse().unwrap();
    let approval = tongban_kernel::Category::new("approval");
    let concluded = json!({
        "case_id": case_id, "outcome": "granted", "reason": "", "concluded_at": "2026-09-28T02:00:00Z",
    });
    office.world.happens(approval, case_id, "approval.case_concluded.v1", &concluded).await;
    let progress = office.progress(&receipt).await;
    assert_eq!(progress["state"]["zh"], "已办结");
    let told = progress["happened"].as_array().unwrap().last().unwrap();
    assert_eq!(told["text"]["zh"], "撤回到达时审批已作出决定，撤回不生效，以审批结果为准");
    let case = office.get(&format!("{CASES}/{case_id}")).await.body;
    assert_eq!((&case["state"], &case["outcome"]), (&json!("finished"), &json!("granted")));
}

/// What approval says when it begins the step that issues.
fn issue_started(case_id: uuid::Uuid) -> Value {
    let due = json!({
        "state": "due", "due_at": "2026-09-28T16:00:00Z", "due_on": "2026-09-28",
        "provisional": false, "calendar": 1,
    });
    json!({
        "case_id": case_id, "step": "issue", "name": { "zh": "核验出具", "en": "Check and issue" },
        "department": "civil-affairs", "deadline": due,
    })
}

#[tokio::test]
async fn a_step_that_a_withdrawal_met_on_its_way_is_shown_only_until_approval_stops() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    office.act(&receipt, "accept", &json!({})).await;
    office.act(&receipt, "withdraw", &json!({ "reason": "不再需要" })).await;
    // Approval began a step before it heard of that.
    let case_id: uuid::Uuid = receipt["case_id"].as_str().unwrap().parse().unwrap();
    let approval = tongban_kernel::Category::new("approval");
    let started = issue_started(case_id);
    office.world.happens(approval, case_id, "approval.step_started.v1", &started).await;
    assert_eq!(office.progress(&receipt).await["next"][0]["department"], "civil-affairs");
    let closed = json!({ "case_id": case_id, "ended_tasks": [] });
    office.world.happens(approval, case_id, "approval.case_closed_by_withdrawal.v1", &closed).await;
    let progress = office.progress(&receipt).await;
    assert_eq!((&progress["state"]["zh"], &progress["next"]), (&json!("已撤回"), &json!([])));
}

#[tokio::test]
async fn what_approval_does_is_told_and_after_its_end_nobody_withdraws() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    office.act(&receipt, "accept", &json!({})).await;
    let case_id: uuid::Uuid = receipt["case_id"].as_str().unwrap().parse().unwrap();
    let approval = tongban_kernel::Category::new("approval");
    let started = issue_started(case_id);
    office.world.happens(approval, case_id, "approval.step_started.v1", &started).await;
    let next = &office.progress(&receipt).await["next"];
    let step = next.as_array().unwrap().last().unwrap().clone();
    assert_eq!(step["actor_name"]["en"], "Haiyun Bureau of Civil Affairs");
    assert_eq!(step["until_at"], "2026-09-28T16:00:00Z");

    let concluded = json!({
        "case_id": case_id, "outcome": "granted", "reason": "", "concluded_at": "2026-09-28T03:00:00Z",
    });
    office.world.happens(approval, case_id, "approval.case_concluded.v1", &concluded).await;
    let progress = office.progress(&receipt).await;
    assert_eq!((&progress["state"]["zh"], &progress["next"]), (&json!("已办结"), &json!([])));
    let late = office.act(&receipt, "withdraw", &json!({ "reason": "不再需要" })).await;
    assert_eq!(late.body["type"], "/problems/intake/too-late-to-withdraw");
    let reopened = json!({ "case_id": case_id, "again": ["issue"], "reason": "复核" });
    office.world.happens(approval, case_id, "approval.case_reopened.v1", &reopened).await;
    assert_eq!(office.progress(&receipt).await["state"]["zh"], "办理中");
}
