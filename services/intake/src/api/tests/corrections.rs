use super::*;

#[tokio::test]
async fn an_incomplete_application_is_taken_told_of_and_completed() {
    let office = Office::open().await;
    let mut body = card();
    body["accept_incomplete"] = true.into();
    body["form"]["phone"] = "call me".into();
    body["form"].as_object_mut().unwrap().remove("born_on");
    let reply = office.post("a", CASES, &body).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    let receipt = reply.body;
    let missing = receipt["missing"].as_array().unwrap();
    let wanted: Vec<_> = missing.iter().map(|missing| &missing["field"]).collect();
    assert_eq!(wanted, [&json!("born_on"), &json!("phone")]);
    assert_eq!(receipt["supplement_by_at"], "2026-10-23T16:00:00Z");
    let next = &office.progress(&receipt).await["next"][0];
    assert_eq!(next["actor"], "applicant");

    let half = json!({ "form": { "phone": "13812341234" } });
    let half = office.act(&receipt, "supplement", &half).await;
    assert_eq!(named(&half), [("/form/born_on".into(), "missing".into())]);
    let whole = json!({ "form": { "phone": "13812341234", "born_on": "1949-12-31" } });
    let done = office.act(&receipt, "supplement", &whole).await;
    assert_eq!(done.body["state"], "submitted", "{}", done.body);
    assert_eq!(office.act(&receipt, "accept", &json!({})).await.body["state"], "accepted");
}

#[tokio::test]
async fn the_office_asks_once_and_for_what_the_item_has() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    let hat = json!({ "missing": [{ "wanted": { "material": "hat" } }] });
    let unknown = office.act(&receipt, "correct", &hat).await;
    assert_eq!(named(&unknown), [("/missing/0/wanted".into(), "unknown".into())]);
    let photo = json!({ "missing": [{ "wanted": { "material": "photo" }, "reason": "不清晰" }] });
    let asked = office.act(&receipt, "correct", &photo).await;
    assert_eq!(asked.body["state"], "awaiting_supplement", "{}", asked.body);
    let told = office.progress(&receipt).await;
    assert_eq!(told["happened"][1]["text"]["zh"], "需补正：近期照片：不清晰");
    let path = format!("{CASES}/{}/correct", receipt["case_id"].as_str().unwrap());
    let again = office.post("another", &path, &photo).await;
    assert_eq!(again.body["type"], "/problems/intake/corrected-before");
}

/// A food business that sells nothing cold, complete but for one file.
async fn food_business(office: &Office, pdf: &Value) -> Value {
    let mut body = card();
    body["item"] = "food-business-licence".into();
    body["accept_incomplete"] = true.into();
    body["form"] = json!({
        "organisation": "海云食品", "unified_code": "91350100M000100Y43", "contact": "王芳",
        "phone": "13812341234", "area_m2": 20, "sells_cold": false, "business_form": "retail",
    });
    let materials = ["application-form", "premises-proof", "layout"];
    body["materials"] = materials.iter().map(|code| ((*code).to_owned(), json!([pdf]))).collect();
    let reply = office.post("a", CASES, &body).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body
}

#[tokio::test]
async fn a_material_that_a_later_answer_makes_needed_is_asked_for() {
    let office = Office::open().await;
    let pdf = files::store(&office, "application/pdf", b"%PDF-1.7\n%%EOF\n".to_vec()).await.body;
    let pdf = json!({ "sha256": pdf["sha256"], "content_type": pdf["content_type"] });
    let receipt = food_business(&office, &pdf).await;
    let rules = json!({ "safety-rules": [pdf] });
    let cold = json!({ "form": { "sells_cold": true }, "materials": rules });
    let refused = office.act(&receipt, "supplement", &cold).await;
    assert_eq!(refused.body["type"], "/problems/intake/incomplete", "{}", refused.body);
    assert_eq!(named(&refused), [("/materials/cold-storage".into(), "missing".into())]);
    let done = office.act(&receipt, "supplement", &json!({ "materials": rules })).await;
    assert_eq!(done.body["state"], "submitted", "{}", done.body);

    let amendment =
        json!({ "form": { "sells_cold": true }, "reason": "录入有误", "basis": "申请表" });
    let amended = office.act(&receipt, "amend", &amendment).await;
    assert_eq!(amended.body["state"], "awaiting_supplement", "{}", amended.body);
    let path = format!("{CASES}/{}", receipt["case_id"].as_str().unwrap());
    let case = office.get(&path).await.body;
    assert_eq!(case["missing"][0]["material"], "cold-storage", "{case}");
}

#[tokio::test]
async fn what_an_amendment_supplies_is_asked_for_no_more() {
    let office = Office::open().await;
    let mut body = card();
    body["accept_incomplete"] = true.into();
    let form = body["form"].as_object_mut().unwrap();
    for field in ["born_on", "phone"] {
        form.remove(field).unwrap();
    }
    let receipt = office.post("a", CASES, &body).await.body;
    let path = format!("{CASES}/{}", receipt["case_id"].as_str().unwrap());
    let amend = async |field: &str, answer: &str| {
        let form = json!({ field: answer });
        let body = json!({ "form": form, "reason": "补录", "basis": "申请表原件" });
        office.post(field, &format!("{path}/amend"), &body).await.body
    };
    let part = amend("born_on", "1949-12-31").await;
    assert_eq!(part["state"], "awaiting_supplement", "{part}");
    let case = office.get(&path).await.body;
    assert_eq!(case["missing"].as_array().unwrap().len(), 1, "{case}");
    assert_eq!(case["missing"][0]["field"], "phone");
    let rest = amend("phone", "13812341234").await;
    assert_eq!(rest["state"], "submitted", "{rest}");
    assert_eq!(office.get(&path).await.body["missing"], json!([]));
    assert_eq!(office.progress(&receipt).await["next"][0]["actor"], "window");
    assert_eq!(office.act(&receipt, "accept", &json!({})).await.body["state"], "accepted");
}
