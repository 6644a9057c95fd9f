//! Who may do and see what.

use super::*;

#[tokio::test]
async fn nobody_unsigned_reaches_anything_but_the_progress() {
    let office = Office::open().await;
    for path in [CASES, "/api/intake/cases/01a2b3c4-0000-8000-8000-000000000000"] {
        assert_eq!(office.world.get("forged", path).await.status, 401);
    }
    assert_eq!(office.world.post("forged", "a", CASES, &card()).await.status, 401);
}

#[tokio::test]
async fn roles_bound_what_one_may_do() {
    let office = Office::open().await;
    let world = &office.world;
    let operator = world.token("op-1", None, Role::Operator);
    assert_eq!(world.get(&operator, CASES).await.status, 403);
    let applicant = world.token("u-1", None, Role::Applicant);
    let receipt = world.post(&applicant, "a", CASES, &card()).await;
    assert_eq!(receipt.status, 201);
    let case = format!("{CASES}/{}", receipt.body["case_id"].as_str().unwrap());
    let accept = world.post(&applicant, "b", &format!("{case}/accept"), &json!({})).await;
    assert_eq!(accept.status, 403);
    let mut earlier = card();
    earlier["received_at"] = "2026-09-24T16:00:00+08:00".into();
    assert_eq!(world.post(&applicant, "c", CASES, &earlier).await.status, 403);
    assert_eq!(office.post("c", CASES, &earlier).await.status, 201);

    let stranger = world.token("u-2", None, Role::Applicant);
    let (path, reason) = (format!("{case}/withdraw"), json!({ "reason": "不再需要" }));
    assert_eq!(world.post(&stranger, "d", &path, &reason).await.status, 404);
    assert_eq!(world.post(&applicant, "d", &path, &reason).await.status, 200);
}

#[tokio::test]
async fn a_handler_handles_and_sees_in_the_clear_only_what_the_own_department_decides() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let path = format!("{CASES}/{}", receipt["case_id"].as_str().unwrap());
    let department = office.get(&path).await.body["department"].as_str().unwrap().to_owned();
    let stranger = office.world.token("h-1", Some("fire-rescue"), Role::Handler);
    let own = office.world.token("h-2", Some(&department), Role::Handler);
    let amendment =
        json!({ "form": { "phone": "13912341234" }, "reason": "录入有误", "basis": "申请表" });
    let grounds = json!({ "reason": "不属于本机关职权", "legal_basis": "行政许可法第三十二条" });
    for (verb, body) in [("amend", &amendment), ("accept", &json!({})), ("decline", &grounds)] {
        let refused = office.world.post(&stranger, verb, &format!("{path}/{verb}"), body).await;
        assert_eq!(refused.status, 403, "{verb}: {}", refused.body);
        assert_eq!(refused.body["type"], "/problems/intake/not-your-department");
    }
    let revealing = format!("{path}?reveal=true");
    assert_eq!(office.world.get(&stranger, &revealing).await.status, 403);
    assert_eq!(office.world.get(&own, &revealing).await.body["applicant"]["name"], "王小明");
    let amended = office.world.post(&own, "amend", &format!("{path}/amend"), &amendment).await;
    assert_eq!(amended.status, 200, "{}", amended.body);
    let accepted = office.world.post(&own, "accept", &format!("{path}/accept"), &json!({})).await;
    assert_eq!(accepted.body["state"], "accepted", "{}", accepted.body);
    let shown = office.world.events().await;
    let shown = shown.iter().filter(|e| e.kind.as_str() == "intake.personal_data_shown.v1");
    assert_eq!(shown.map(|event| &*event.meta.actor.id).collect::<Vec<_>>(), ["h-2"]);
}

#[tokio::test]
async fn personal_data_are_masked_and_whoever_sees_them_leaves_a_trace() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let path = format!("{CASES}/{}", receipt["case_id"].as_str().unwrap());
    let case = office.get(&path).await.body;
    assert_eq!(case["applicant"]["name"], "王**");
    assert_eq!(case["applicant"]["identity"], "110*************2X");
    assert_eq!(case["form"]["phone"], "138****1234");
    assert_eq!(case["form"]["born_on"], "**********");
    let revealing = format!("{path}?reveal=true");
    let supervisor = office.world.token("s-1", Some("supervision"), Role::Supervisor);
    assert_eq!(office.world.get(&supervisor, &revealing).await.status, 403);
    let clear = office.get(&revealing).await.body;
    assert_eq!(clear["applicant"]["name"], "王小明");
    assert_eq!(clear["form"]["born_on"], "1949-12-31");
    let shown: Vec<_> = office.world.events().await;
    let shown = shown.iter().filter(|e| e.kind.as_str() == "intake.personal_data_shown.v1");
    let who: Vec<_> = shown.map(|event| event.meta.actor.id.clone()).collect();
    assert_eq!(who, ["window-3"]);
}

#[tokio::test]
async fn no_personal_value_lies_open_in_the_log_or_in_the_rows() {
    let office = Office::open().await;
    office.submitted("a").await;
    office.world.settle().await;
    for event in office.world.events().await {
        let data = String::from_utf8(event.data.to_vec()).unwrap();
        for personal in ["王小明", IDENTITY, "13812341234", "1949-12-31"] {
            assert!(!data.contains(personal), "{personal} in {data}");
        }
    }
    let listed = office.get(CASES).await.body.to_string();
    assert!(!listed.contains(IDENTITY) && !listed.contains("王小明"), "{listed}");
}

#[tokio::test]
async fn a_case_is_found_by_what_the_applicant_tells() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let number = receipt["number"].as_str().unwrap();
    let found = async |filter: &str| {
        let reply = office.get(&format!("{CASES}?{filter}")).await;
        assert_eq!(reply.status, 200, "{filter}: {}", reply.body);
        reply.body["items"].as_array().unwrap().len()
    };
    assert_eq!(found(&format!("number={}", number.to_lowercase())).await, 1);
    assert_eq!(found("identity=11010519491231002x").await, 1);
    assert_eq!(found("phone=138-1234-1234").await, 1);
    assert_eq!(found("phone=13812341235").await, 0);
    assert_eq!(found("state=submitted&item=old-age-card&department=civil-affairs").await, 1);
    assert_eq!(found("state=accepted").await, 0);
    // 小明 and 王小明, each written as a browser sends it.
    assert_eq!(found("name=%E5%B0%8F%E6%98%8E").await, 1);
    assert_eq!(found("name=%E7%8E%8B%E5%B0%8F%E6%98%8E").await, 1);
    assert_eq!(found("name=%E5%B0%8F%E6%98%8E%E7%8E%8B").await, 0);
    let short = office.get(&format!("{CASES}?name=%E7%8E%8B")).await;
    assert_eq!(named(&short), [("?name".into(), "length".into())]);
    let bad = office.get(&format!("{CASES}?number=20260928")).await;
    assert_eq!(named(&bad), [("?number".into(), "case-number".into())]);
}

#[tokio::test]
async fn lists_go_on_where_the_page_before_ended() {
    let office = Office::open().await;
    for key in ["a", "b", "c"] {
        office.submitted(key).await;
    }
    let first = office.get(&format!("{CASES}?limit=2")).await.body;
    let next = first["next"].as_str().unwrap();
    let second = office.get(&format!("{CASES}?limit=2&cursor={next}")).await.body;
    let ids = |page: &Value| -> Vec<Value> {
        page["items"].as_array().unwrap().iter().map(|row| row["case_id"].clone()).collect()
    };
    let mut all = [ids(&first), ids(&second)].concat();
    all.dedup();
    assert_eq!((all.len(), &second["next"]), (3, &Value::Null));
}

#[tokio::test]
async fn an_amendment_replaces_what_was_keyed_in_wrongly() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let amend = json!({
        "form": { "phone": "13900001111" }, "reason": "录入有误", "basis": "申请表原件",
    });
    let amended = office.act(&receipt, "amend", &amend).await;
    assert_eq!(amended.status, 200, "{}", amended.body);
    let path = format!("{CASES}/{}", receipt["case_id"].as_str().unwrap());
    assert_eq!(office.get(&path).await.body["form"]["phone"], "139****1111");
    let nothing = json!({ "reason": "录入有误", "basis": "申请表原件" });
    let refused = office.post("other", &format!("{path}/amend"), &nothing).await;
    assert_eq!(named(&refused), [("/form".into(), "missing".into())]);
}
