use axum::body::Body;
use axum::http::Request;
use tongban_kernel::{CaseId, CaseNumber, Category};
use tongban_vault::{PartyKind, StatedParty};

use super::*;

mod verdicts;

const OWN: &str = "/api/complaint/public/complaints";

/// A case as intake has it, with what stands on its receipt.
struct Receipt {
    case_id: uuid::Uuid,
    number: String,
    code: String,
}

impl Receipt {
    fn path(&self) -> String {
        format!("{OWN}?number={}&code={}", self.number, self.code)
    }

    /// What is said with number and code.
    fn with(&self, mut said: Value) -> Value {
        (said["number"], said["code"]) = (json!(self.number), json!(self.code));
        said
    }

    fn complaint(&self) -> Value {
        self.with(json!({ "title": "迟迟没有结果", "text": "提交两个月仍未办理" }))
    }
}

impl Hotline {
    async fn submitted(&self) -> Receipt {
        let case_id = uuid::Uuid::from_u128(0x0192_f00d_cafe_8abc_8def_0123_4567_89ab);
        let case = CaseId::from_uuid(case_id);
        let number = CaseNumber::of(case, jiff::civil::date(2026, 9, 28));
        let keys = &self.world.platform.keys;
        let stated = StatedParty::read(PartyKind::Citizen, "王小明", IDENTITY, None).unwrap();
        let (applicant, _) = keys.seal_party(&stated).await.unwrap();
        let data = json!({
            "case_id": case_id, "number": number, "item_code": "old-age-card",
            "department": DEPARTMENT, "applicant": applicant,
        });
        let intake = Category::new("intake");
        self.world.happens(intake, case_id, "intake.case_submitted.v1", &data).await;
        self.world.settle().await;
        let code = keys.index().check_code(case).as_str().to_owned();
        Receipt { case_id, number: number.to_string(), code }
    }

    async fn public(&self, key: &str, path: &str, body: &Value) -> Reply {
        self.world.settle().await;
        self.world.post("nobody", key, path, body).await
    }

    /// The same, meant for the complaint at this revision.
    async fn public_at(&self, revision: u64, path: &str, body: &Value) -> Reply {
        self.world.settle().await;
        let request = Request::post(path)
            .header("idempotency-key", format!("at-{revision}"))
            .header("content-type", "application/json")
            .header("if-match", format!("\"{revision}\""));
        self.world.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// What an applicant sees of the own complaints.
    async fn own(&self, receipt: &Receipt) -> Vec<Value> {
        let reply = self.get("nobody", &receipt.path()).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["items"].as_array().unwrap().clone()
    }

    /// An own complaint that was answered.
    async fn own_answered(&self, receipt: &Receipt) -> String {
        let reply = self.public("own", OWN, &receipt.complaint()).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        let id = reply.body["complaint_id"].as_str().unwrap().to_owned();
        let path = format!("{COMPLAINTS}/{id}");
        self.act(&self.desk, &path, "assign", &json!({ "department": DEPARTMENT })).await;
        self.act(&self.handler, &path, "answer", &json!({ "answer": "今日已办结" })).await;
        id
    }
}

#[tokio::test]
async fn an_applicant_complains_of_the_own_case_sees_the_answer_and_calls_it_solved() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let id = hotline.own_answered(&receipt).await;
    let seen = hotline.get(&hotline.desk, &format!("{COMPLAINTS}/{id}")).await.body;
    assert_eq!((&seen["channel"], &seen["department"]), (&json!("web"), &json!(DEPARTMENT)));
    assert_eq!(seen["complainant"]["name"], "王**");
    assert_eq!(seen["case_id"], receipt.case_id.to_string());
    let found = hotline.get(&hotline.desk, &format!("{COMPLAINTS}?words={}", receipt.number)).await;
    assert_eq!(found.body["items"][0]["complaint_id"], id, "{}", found.body);
    let own = hotline.own(&receipt).await;
    assert_eq!((&own[0]["state"], &own[0]["answer"]), (&json!("answered"), &json!("今日已办结")));
    assert_eq!(own[0]["department"], DEPARTMENT);
    let said = receipt.with(json!({ "satisfaction": 1, "solved": true }));
    let confirmed = hotline.public("yes", &format!("{OWN}/{id}/confirm"), &said).await;
    assert_eq!(confirmed.body["state"], "confirmed", "{}", confirmed.body);
    let own = hotline.own(&receipt).await;
    assert_eq!((&own[0]["satisfaction"], &own[0]["solved"]), (&json!(1), &json!(true)));
}

#[tokio::test]
async fn an_answer_that_the_applicant_does_not_accept_is_given_again() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let id = hotline.own_answered(&receipt).await;
    let said = receipt.with(json!({ "reason": "并没有办结" }));
    let reopened = hotline.public("no", &format!("{OWN}/{id}/reopen"), &said).await;
    assert_eq!(reopened.body["state"], "assigned", "{}", reopened.body);
    let history = hotline.get(&hotline.desk, &format!("{COMPLAINTS}/{id}/history")).await.body;
    let last = history["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["by"], &last["note"]), (&Value::Null, &Value::Null));
    assert_eq!(last["has_sealed_note"], true);
    assert_eq!(hotline.own(&receipt).await[0]["answer"], Value::Null);
}

#[tokio::test]
async fn why_an_answer_will_not_do_lies_sealed_in_the_log_until_it_is_erased() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let id = hotline.own_answered(&receipt).await;
    let said = receipt.with(json!({ "reason": "李科长没有来" }));
    hotline.public("no", &format!("{OWN}/{id}/reopen"), &said).await;
    let path = format!("{COMPLAINTS}/{id}");
    let revealing = format!("{path}?reveal=true");
    assert_eq!(hotline.get(&hotline.handler, &path).await.body["reopened_for"], Value::Null);
    let clear = hotline.get(&hotline.handler, &revealing).await.body;
    assert_eq!(clear["reopened_for"], "李科长没有来", "{clear}");
    let again = json!({ "answer": "已上门办理" });
    hotline.world.post(&hotline.handler, "again", &format!("{path}/answer"), &again).await;
    let called_back = json!({ "reason": "李科长还是没有来" });
    let reopened = hotline.act(&hotline.clerk, &path, "reopen", &called_back).await;
    assert_eq!(reopened.body["state"], "assigned", "{}", reopened.body);
    let clear = hotline.get(&hotline.handler, &revealing).await.body;
    assert_eq!(clear["reopened_for"], "李科长还是没有来", "{clear}");

    let events = hotline.world.events().await;
    let reopenings = |event: &&std::sync::Arc<tongban_kernel::Recorded>| {
        event.kind.as_str() == "complaint.complaint_reopened.v2"
    };
    assert_eq!(events.iter().filter(reopenings).count(), 2);
    for event in &events {
        let data = String::from_utf8(event.data.to_vec()).unwrap();
        assert!(!data.contains("李科长"), "{data}");
    }

    let keys = &hotline.world.platform.keys;
    let stated = StatedParty::read(PartyKind::Citizen, "王小明", IDENTITY, None).unwrap();
    let (applicant, _) = keys.seal_party(&stated).await.unwrap();
    keys.erase(applicant.name.person()).await.unwrap();
    let erased = hotline.get(&hotline.handler, &revealing).await.body;
    assert_eq!((&erased["said"], &erased["reopened_for"]), (&Value::Null, &Value::Null));
    let again = json!({ "answer": "已办结" });
    hotline.world.post(&hotline.handler, "thrice", &format!("{path}/answer"), &again).await;
    let reopen = format!("{path}/reopen");
    let refused = hotline.world.post(&hotline.clerk, "2", &reopen, &called_back).await;
    assert_eq!(refused.body["type"], "/problems/complaint/applicant-erased", "{}", refused.body);
}

#[tokio::test]
async fn wrong_codes_and_unknown_numbers_get_the_same_answer_whatever_is_wished() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let id = hotline.own_answered(&receipt).await;
    let wrong = if receipt.code == "00000000" { "00000001" } else { "00000000" };
    let unknown =
        CaseNumber::of(CaseId::from_uuid(uuid::Uuid::nil()), jiff::civil::date(2026, 9, 28));
    let mut told = Vec::new();
    for (number, code) in [(receipt.number.clone(), wrong), (unknown.to_string(), &receipt.code)] {
        let stranger =
            Receipt { case_id: receipt.case_id, number: number.clone(), code: code.to_owned() };
        told.push(hotline.get("nobody", &stranger.path()).await);
        for (verb, said) in [
            ("", stranger.complaint()),
            ("/confirm", stranger.with(json!({ "satisfaction": 1, "solved": true }))),
            ("/reopen", stranger.with(json!({ "reason": "x" }))),
        ] {
            let at = if verb.is_empty() { OWN.to_owned() } else { format!("{OWN}/{id}{verb}") };
            let key = format!("{number}{code}{verb}");
            told.push(hotline.public(&key, &at, &said).await);
        }
    }
    assert_eq!(told[0].status, 404);
    for refused in &told {
        assert_eq!(what_is_told(refused), what_is_told(&told[0]));
    }
    assert_eq!(hotline.own(&receipt).await[0]["state"], "answered");
}

#[tokio::test]
async fn complaints_of_others_about_the_case_are_not_the_applicants() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let mut body = complaint();
    body["case_id"] = json!(receipt.case_id);
    body["complainant"]["identity"] = json!("110105194912310038");
    let of_other = hotline.world.post(&hotline.clerk, "other", COMPLAINTS, &body).await.body;
    assert_eq!(hotline.own(&receipt).await, Vec::<Value>::new());
    let path = format!("{OWN}/{}/confirm", of_other["complaint_id"].as_str().unwrap());
    let lodged = format!("{COMPLAINTS}/{}", of_other["complaint_id"].as_str().unwrap());
    let department = json!({ "department": DEPARTMENT });
    hotline.act(&hotline.desk, &lodged, "assign", &department).await;
    hotline.act(&hotline.handler, &lodged, "answer", &json!({ "answer": "已办" })).await;
    let said = receipt.with(json!({ "satisfaction": 1, "solved": true }));
    assert_eq!(hotline.public("yes", &path, &said).await.status, 404);
}

/// What a refusal says, whatever request it was.
fn what_is_told(refused: &Reply) -> (u16, Value, Value, Value) {
    let of = |name: &str| refused.body[name].clone();
    (refused.status.as_u16(), of("type"), of("title"), of("detail"))
}

#[tokio::test]
async fn another_ones_complaint_is_as_one_that_is_not_wherever_it_stands() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let mut body = complaint();
    body["case_id"] = json!(receipt.case_id);
    body["complainant"]["identity"] = json!("110105194912310038");
    let mut lodged = Vec::new();
    let mut hotline = hotline;
    for (key, day) in [("1", 28), ("2", 29)] {
        hotline = hotline.later(&format!("2026-09-{day}T10:00:00+08:00"));
        let reply = hotline.world.post(&hotline.clerk, key, COMPLAINTS, &body).await;
        lodged.push(reply.body["complaint_id"].as_str().unwrap().to_owned());
    }
    let [first, second] = &lodged[..] else { panic!("{lodged:?}") };
    let yes = receipt.with(json!({ "satisfaction": 1, "solved": true }));
    let no = receipt.with(json!({ "reason": "x" }));
    let nothing = uuid::Uuid::nil().to_string();
    let mut told = Vec::new();
    let mut ask = async |id: &str, standing: &str| {
        for (verb, said) in [("confirm", &yes), ("reopen", &no)] {
            let key = format!("{verb} {standing}");
            told.push(hotline.public(&key, &format!("{OWN}/{id}/{verb}"), said).await);
        }
        told.push(hotline.public_at(99, &format!("{OWN}/{id}/confirm"), &yes).await);
    };
    ask(&nothing, "unknown").await;
    ask(first, "lodged").await;
    let path = format!("{COMPLAINTS}/{second}");
    hotline
        .act(&hotline.desk, &path, "merge", &json!({ "into": first, "reason": "同一办件" }))
        .await;
    ask(second, "merged").await;
    let path = format!("{COMPLAINTS}/{first}");
    for (who, verb, body) in [
        (&hotline.desk, "assign", json!({ "department": DEPARTMENT })),
        (&hotline.handler, "answer", json!({ "answer": "今日已办结" })),
        (&hotline.desk, "confirm", confirmation()),
    ] {
        let reply = hotline.act(who, &path, verb, &body).await;
        assert_eq!(reply.status, 200, "{verb}: {}", reply.body);
        ask(first, verb).await;
    }
    for refused in &told {
        assert_eq!(what_is_told(refused), what_is_told(&told[0]));
    }
    assert_eq!((told.len(), told[0].status.as_u16()), (18, 404));
}

#[tokio::test]
async fn the_applicant_sees_the_answer_of_what_the_own_complaint_was_merged_into() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let mut body = complaint();
    body["case_id"] = json!(receipt.case_id);
    body["complainant"]["identity"] = json!("110105194912310038");
    let first = hotline.world.post(&hotline.clerk, "other", COMPLAINTS, &body).await.body;
    let first = first["complaint_id"].as_str().unwrap();
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let own = hotline.public("own", OWN, &receipt.complaint()).await.body;
    let own = format!("{COMPLAINTS}/{}", own["complaint_id"].as_str().unwrap());
    let into = json!({ "into": first, "reason": "同一办件" });
    let merged = hotline.act(&hotline.desk, &own, "merge", &into).await;
    assert_eq!(merged.status, 200, "{}", merged.body);
    let first = format!("{COMPLAINTS}/{first}");
    let department = json!({ "department": DEPARTMENT });
    hotline.act(&hotline.desk, &first, "assign", &department).await;
    hotline.act(&hotline.handler, &first, "answer", &json!({ "answer": "今日已办结" })).await;
    let seen = &hotline.own(&receipt).await[0];
    assert_eq!((&seen["is_merged"], &seen["answer"]), (&json!(true), &json!("今日已办结")));
    assert_eq!((&seen["state"], &seen["satisfaction"]), (&json!("answered"), &Value::Null));
    assert_eq!(seen["department"], Value::Null);
    let other = first.rsplit_once('/').unwrap().1;
    let own = own.rsplit_once('/').unwrap().1;
    for (verb, said) in [
        ("confirm", receipt.with(json!({ "satisfaction": 1, "solved": true }))),
        ("reopen", receipt.with(json!({ "reason": "x" }))),
    ] {
        let refused = hotline.public(verb, &format!("{OWN}/{own}/{verb}"), &said).await;
        assert_eq!(refused.body["type"], "/problems/complaint/merged", "{}", refused.body);
        assert!(!refused.body.to_string().contains(other), "{}", refused.body);
    }
}

#[tokio::test]
async fn nothing_about_persons_is_shown_and_nobody_lodges_without_end() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    for n in 0..20 {
        let reply = hotline.public(&format!("own-{n}"), OWN, &receipt.complaint()).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
    }
    let more = hotline.public("more", OWN, &receipt.complaint()).await;
    assert_eq!(more.body["type"], "/problems/complaint/too-many", "{}", more.body);
    let again = hotline.public("own-3", OWN, &receipt.complaint()).await;
    assert_eq!(again.status, 201, "{}", again.body);
    let told = json!(hotline.own(&receipt).await).to_string();
    for personal in ["王", "110", "结果", "两个月"] {
        assert!(!told.contains(personal), "{personal} in {told}");
    }
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_to_wait() {
    let hotline = Hotline::open().await;
    let path = format!("{OWN}?number=20260928-0000-0000-0000-0&code=00000000");
    let mut last = hotline.get("nobody", &path).await;
    for _ in 0..30 {
        last = hotline.world.get("nobody", &path).await;
    }
    assert_eq!(last.status, 429);
}

#[tokio::test]
async fn whoever_says_too_much_is_told_to_wait_whatever_it_is() {
    let stranger = Receipt {
        case_id: uuid::Uuid::nil(),
        number: "20260928-0000-0000-0000-0".to_owned(),
        code: "00000000".to_owned(),
    };
    let (yes, no) = (json!({ "satisfaction": 1, "solved": true }), json!({ "reason": "x" }));
    for (verb, said) in [
        ("", stranger.complaint()),
        ("/confirm", stranger.with(yes)),
        ("/reopen", stranger.with(no)),
    ] {
        let of = if verb.is_empty() { String::new() } else { format!("/{}", stranger.case_id) };
        let hotline = Hotline::open().await;
        let path = format!("{OWN}{of}{verb}");
        for n in 0..30 {
            let reply = hotline.world.post("nobody", &n.to_string(), &path, &said).await;
            assert_ne!(reply.status, 429, "{verb} {n}");
        }
        assert_eq!(hotline.world.post("nobody", "more", &path, &said).await.status, 429, "{verb}");
    }
}

#[tokio::test]
async fn of_whoever_was_erased_no_complaint_is_taken_without_asking_anew() {
    let hotline = Hotline::open().await;
    let receipt = hotline.submitted().await;
    let keys = &hotline.world.platform.keys;
    let stated = StatedParty::read(PartyKind::Citizen, "王小明", IDENTITY, None).unwrap();
    let (applicant, _) = keys.seal_party(&stated).await.unwrap();
    keys.erase(applicant.name.person()).await.unwrap();
    let refused = hotline.public("own", OWN, &receipt.complaint()).await;
    assert_eq!(refused.body["type"], "/problems/complaint/applicant-erased", "{}", refused.body);
}
