use super::*;

/// A case that nobody has to know here.
const CASE: &str = "0192f00d-cafe-8abc-8def-0123456789ab";
/// Somebody else, by a number that GB 11643 holds to be right.
const NEIGHBOUR: &str = "110105194912310038";

/// A complaint with some things otherwise.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut body = complaint();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    body
}

fn about_case() -> Value {
    with(&[("/case_id", json!(CASE))])
}

fn of_neighbour() -> Value {
    let identity = json!(NEIGHBOUR);
    with(&[("/case_id", json!(CASE)), ("/complainant/identity", identity)])
}

impl Hotline {
    async fn lodge(&self, key: &str, body: &Value) -> String {
        let reply = self.world.post(&self.clerk, key, COMPLAINTS, body).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        reply.body["complaint_id"].as_str().unwrap().to_owned()
    }

    /// What may be the same as a complaint: which, why, and whether it came before.
    async fn repeats(&self, who: &str, of: &str) -> Vec<(String, String, bool)> {
        let found = self.get(who, &format!("{COMPLAINTS}/{of}/repeats")).await.body;
        let read = |row: &Value| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (text("complaint_id"), text("reason"), row["came_before"].as_bool().unwrap())
        };
        found["items"].as_array().unwrap().iter().map(read).collect()
    }

    /// Why one may be the same as another.
    async fn reason(&self, one: &str, of: &str) -> Option<String> {
        let found = self.repeats(&self.desk, of).await;
        found.into_iter().find(|(id, ..)| id == one).map(|(_, reason, _)| reason)
    }

    async fn n_listed(&self, query: &str) -> usize {
        let list = self.get(&self.desk, &format!("{COMPLAINTS}?{query}")).await.body;
        list["items"].as_array().unwrap().len()
    }

    async fn merge(&self, repeat: &str, into: &str) -> Reply {
        let body = json!({ "into": into, "reason": "同一路灯" });
        self.act(&self.desk, &format!("{COMPLAINTS}/{repeat}"), "merge", &body).await
    }

    /// Whether the desk is told that it can be answered by itself again.
    async fn is_separable(&self, complaint: &str) -> bool {
        let seen = self.get(&self.desk, &format!("{COMPLAINTS}/{complaint}")).await.body;
        seen["is_separable"].as_bool().unwrap()
    }

    async fn assign(&self, complaint: &str) {
        let body = json!({ "department": DEPARTMENT });
        let path = format!("{COMPLAINTS}/{complaint}");
        let reply = self.act(&self.desk, &path, "assign", &body).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
}

#[tokio::test]
async fn a_repeat_is_found_by_its_person_and_by_its_case_each_with_the_reason() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    let neighbour = hotline.lodge("2", &of_neighbour()).await;
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let again = hotline.lodge("3", &about_case()).await;
    let of_again = hotline.repeats(&hotline.desk, &again).await;
    assert_eq!(of_again.len(), 2, "{of_again:?}");
    assert!(of_again.contains(&(first.clone(), "same_person_same_case".into(), true)));
    assert!(of_again.contains(&(neighbour.clone(), "same_case".into(), true)));
    let of_first = hotline.repeats(&hotline.desk, &first).await;
    assert!(of_first.contains(&(again.clone(), "same_person_same_case".into(), false)));
    let list = hotline.get(&hotline.desk, COMPLAINTS).await.body;
    let counted = list["items"].as_array().unwrap();
    let of = |id: &str| counted.iter().find(|row| row["complaint_id"] == id).unwrap();
    assert_eq!((&of(&again)["n_repeated"]), &json!(2));
    // Of the two that came in the same instant one may repeat the other.
    let n_of_first = of(&first)["n_repeated"].as_i64().unwrap();
    assert_eq!(n_of_first + of(&neighbour)["n_repeated"].as_i64().unwrap(), 1);
    assert_eq!(hotline.n_listed("repeated=true").await, 2);
    assert_eq!(hotline.n_listed("repeated=false").await, 1);
}

#[tokio::test]
async fn the_same_person_repeats_an_item_or_department_for_ninety_days() {
    let hotline = Hotline::open().await;
    let of_item = [("/department", json!(DEPARTMENT)), ("/item_code", json!("old-age-card"))];
    let first = hotline.lodge("1", &with(&of_item)).await;
    let elsewhere = with(&[("/department", json!("fire-rescue"))]);
    let other = hotline.lodge("2", &elsewhere).await;
    let same_item = with(&[of_item[1].clone(), ("/department", json!("fire-rescue"))]);
    let by_item = hotline.lodge("3", &same_item).await;
    let by_department = hotline.lodge("4", &with(&of_item[..1])).await;
    assert_eq!(hotline.reason(&first, &by_item).await.as_deref(), Some("same_person_same_item"));
    let by_department = hotline.reason(&first, &by_department).await;
    assert_eq!(by_department.as_deref(), Some("same_person_same_department"));
    assert_eq!(hotline.reason(&first, &other).await, None);
    let hotline = hotline.later("2026-12-28T10:00:01+08:00");
    let long_after = hotline.lodge("5", &with(&of_item)).await;
    assert_eq!(hotline.reason(&first, &long_after).await, None);
}

#[tokio::test]
async fn a_handler_is_told_of_no_repeat_that_another_department_answers() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    let again = hotline.lodge("2", &about_case()).await;
    hotline.assign(&again).await;
    assert_eq!(hotline.repeats(&hotline.handler, &again).await, []);
    let list = hotline.get(&hotline.handler, COMPLAINTS).await.body;
    assert_eq!(list["items"][0]["n_repeated"], 0);
    hotline.assign(&first).await;
    assert_eq!(hotline.repeats(&hotline.handler, &again).await.len(), 1);
    let stranger = hotline.world.token("handler-2", Some("fire-rescue"), Role::Handler);
    let unknown = hotline.get(&stranger, &format!("{COMPLAINTS}/{again}/repeats")).await;
    assert_eq!(unknown.status, 404, "{}", unknown.body);
}

#[tokio::test]
async fn what_is_merged_is_answered_once_and_both_show_the_answer() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let again = hotline.lodge("2", &of_neighbour()).await;
    let merged = hotline.merge(&again, &first).await;
    assert_eq!(merged.body["state"], "merged", "{}", merged.body);
    assert!(hotline.is_separable(&again).await && !hotline.is_separable(&first).await);
    assert_eq!(hotline.n_listed("state=merged").await, 1);
    assert_eq!(hotline.n_listed("state=lodged").await, 1);
    hotline.assign(&first).await;
    let path = format!("{COMPLAINTS}/{first}");
    let answer = json!({ "answer": "路灯已修复" });
    hotline.act(&hotline.handler, &path, "answer", &answer).await;
    let seen = hotline.get(&hotline.desk, &path).await.body;
    assert_eq!(seen["merged"][0]["complaint_id"], again);
    let of_again = hotline.get(&hotline.desk, &format!("{COMPLAINTS}/{again}")).await.body;
    assert_eq!((&of_again["state"], &of_again["merged_into"]), (&json!("merged"), &json!(first)));
    assert_eq!(of_again["answer"], "路灯已修复");
    assert_eq!(of_again["answered_with"]["state"], "answered");
    assert_eq!(of_again["is_separable"], false);
    let body = json!({ "reason": "并非同一路灯" });
    let path = format!("{COMPLAINTS}/{again}");
    let refused = hotline.act(&hotline.desk, &path, "separate", &body).await;
    assert_eq!(refused.body["type"], "/problems/complaint/other-answered", "{}", refused.body);
}

#[tokio::test]
async fn an_answer_that_was_refused_is_no_answer_to_what_is_merged_afterwards() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    hotline.assign(&first).await;
    let of_first = format!("{COMPLAINTS}/{first}");
    hotline.act(&hotline.handler, &of_first, "answer", &json!({ "answer": "路灯已修复" })).await;
    hotline.act(&hotline.clerk, &of_first, "reopen", &json!({ "reason": "又不亮了" })).await;
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let again = hotline.lodge("2", &about_case()).await;
    let merged = hotline.merge(&again, &first).await;
    assert_eq!(merged.status, 200, "{}", merged.body);
    let of_again = format!("{COMPLAINTS}/{again}");
    let seen = hotline.get(&hotline.desk, &of_again).await.body;
    assert_eq!(
        (&seen["answer"], &seen["answered_with"]["answered_at"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(hotline.get(&hotline.desk, &of_first).await.body["answer"], Value::Null);
}

#[tokio::test]
async fn what_had_an_answer_with_another_is_not_separated_though_that_answer_was_refused() {
    let mut hotline = Hotline::open().await;
    let mut ids = Vec::new();
    for (key, day) in [("1", 28), ("2", 29), ("3", 30)] {
        hotline = hotline.later(&format!("2026-09-{day}T10:00:00+08:00"));
        ids.push(hotline.lodge(key, &about_case()).await);
    }
    hotline.merge(&ids[2], &ids[1]).await;
    hotline.assign(&ids[1]).await;
    let of_second = format!("{COMPLAINTS}/{}", ids[1]);
    hotline.act(&hotline.handler, &of_second, "answer", &json!({ "answer": "路灯已修复" })).await;
    hotline.act(&hotline.clerk, &of_second, "reopen", &json!({ "reason": "又不亮了" })).await;
    let separate = json!({ "reason": "并非同一路灯" });
    let of_third = format!("{COMPLAINTS}/{}", ids[2]);
    assert!(!hotline.is_separable(&ids[2]).await);
    let refused = hotline.act(&hotline.desk, &of_third, "separate", &separate).await;
    assert_eq!(refused.body["type"], "/problems/complaint/other-answered", "{}", refused.body);
    // Nor where what was answered is answered with a third one itself.
    assert_eq!(hotline.merge(&ids[1], &ids[0]).await.status, 200);
    assert!(!hotline.is_separable(&ids[2]).await && hotline.is_separable(&ids[1]).await);
    let refused = hotline.act(&hotline.desk, &of_third, "separate", &separate).await;
    assert_eq!(refused.body["type"], "/problems/complaint/other-answered", "{}", refused.body);
    let separated = hotline.act(&hotline.desk, &of_second, "separate", &separate).await;
    assert_eq!(separated.body["state"], "assigned", "{}", separated.body);
}

#[tokio::test]
async fn a_handler_sees_through_merging_nothing_that_another_department_answers_but_the_answer() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let again = hotline.lodge("2", &of_neighbour()).await;
    hotline.assign(&again).await;
    let (of_first, of_again) = (format!("{COMPLAINTS}/{first}"), format!("{COMPLAINTS}/{again}"));
    let elsewhere = json!({ "department": "fire-rescue" });
    hotline.act(&hotline.desk, &of_first, "assign", &elsewhere).await;
    assert_eq!(hotline.merge(&again, &first).await.status, 200);
    let fire = hotline.world.token("handler-2", Some("fire-rescue"), Role::Handler);
    hotline.act(&fire, &of_first, "answer", &json!({ "answer": "消防通道已疏通" })).await;

    let seen = hotline.get(&hotline.handler, &of_again).await.body;
    assert_eq!((&seen["state"], &seen["answer"]), (&json!("merged"), &json!("消防通道已疏通")));
    let answer = json!({ "answer": "路灯已修复" });
    let refused = hotline.act(&hotline.handler, &of_again, "answer", &answer).await.body;
    assert_eq!(refused["type"], "/problems/complaint/merged", "{refused}");
    let list = hotline.get(&hotline.handler, COMPLAINTS).await.body;
    let history = hotline.get(&hotline.handler, &format!("{of_again}/history")).await.body;
    for told in [&seen, &refused, &list, &history] {
        assert!(!told.to_string().contains(&first), "{told}");
    }
    let of_other = hotline.get(&fire, &of_first).await.body;
    assert_eq!(of_other["merged"], json!([]));

    let all = hotline.get(&hotline.desk, &of_again).await.body;
    assert_eq!(
        (&all["merged_into"], &all["answered_with"]["complaint_id"]),
        (&json!(first), &json!(first))
    );
    let history = hotline.get(&hotline.desk, &format!("{of_again}/history")).await.body;
    assert!(history.to_string().contains(&first), "{history}");
    assert_eq!(
        hotline.get(&hotline.desk, &of_first).await.body["merged"][0]["complaint_id"],
        again
    );
}

#[tokio::test]
async fn what_is_separated_is_answered_by_itself_again() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let again = hotline.lodge("2", &about_case()).await;
    hotline.assign(&again).await;
    hotline.merge(&again, &first).await;
    let path = format!("{COMPLAINTS}/{again}");
    let body = json!({ "reason": "并非同一路灯" });
    let by_handler = hotline.act(&hotline.handler, &path, "separate", &body).await;
    assert_eq!(by_handler.status, 403, "{}", by_handler.body);
    let separated = hotline.act(&hotline.desk, &path, "separate", &body).await;
    assert_eq!(separated.body["state"], "assigned", "{}", separated.body);
    let seen = hotline.get(&hotline.desk, &path).await.body;
    assert_eq!((&seen["state"], &seen["answered_with"]), (&json!("assigned"), &Value::Null));
}

#[tokio::test]
async fn an_answer_is_found_also_where_what_was_merged_into_was_merged_afterwards() {
    let mut hotline = Hotline::open().await;
    let mut ids = Vec::new();
    for (key, day) in [("1", 28), ("2", 29), ("3", 30)] {
        hotline = hotline.later(&format!("2026-09-{day}T10:00:00+08:00"));
        ids.push(hotline.lodge(key, &about_case()).await);
    }
    hotline.merge(&ids[2], &ids[1]).await;
    let merged = hotline.merge(&ids[1], &ids[0]).await;
    assert_eq!(merged.status, 200, "{}", merged.body);
    hotline.assign(&ids[0]).await;
    let path = format!("{COMPLAINTS}/{}", ids[0]);
    hotline.act(&hotline.handler, &path, "answer", &json!({ "answer": "路灯已修复" })).await;
    let seen = hotline.get(&hotline.desk, &format!("{COMPLAINTS}/{}", ids[2])).await.body;
    assert_eq!(seen["answer"], "路灯已修复");
    let body = json!({ "reason": "并非同一路灯" });
    let path = format!("{COMPLAINTS}/{}", ids[2]);
    let refused = hotline.act(&hotline.desk, &path, "separate", &body).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_with_its_reason() {
    let hotline = Hotline::open().await;
    let first = hotline.lodge("1", &about_case()).await;
    let hotline = hotline.later("2026-09-29T10:00:00+08:00");
    let again = hotline.lodge("2", &about_case()).await;
    for (repeat, into, refused) in [
        (&again, &again, "into-itself"),
        (&first, &again, "into-later"),
        (&again, &CASE.to_owned(), "unknown-target"),
    ] {
        let reply = hotline.merge(repeat, into).await;
        let problem = format!("/problems/complaint/{refused}");
        assert_eq!(reply.body["type"], problem.as_str(), "{}", reply.body);
    }
}

#[tokio::test]
async fn the_history_tells_who_did_what_callbacks_and_reopenings_too() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    hotline.act(&hotline.clerk, &path, "reopen", &json!({ "reason": "又不亮了" })).await;
    let again = json!({ "answer": "已更换灯杆" });
    hotline.world.post(&hotline.handler, "again", &format!("{path}/answer"), &again).await;
    hotline.act(&hotline.desk, &path, "confirm", &confirmation()).await;
    hotline.get(&hotline.desk, &format!("{path}?reveal=true")).await;
    let history = hotline.get(&hotline.handler, &format!("{path}/history")).await.body;
    let steps = history["steps"].as_array().unwrap();
    let happened: Vec<_> = steps.iter().map(|step| step["happened"].as_str().unwrap()).collect();
    assert_eq!(
        happened,
        [
            "complaint_lodged",
            "complaint_assigned",
            "rectification_ordered",
            "rectification_reported",
            "complaint_answered",
            "complaint_reopened",
            "complaint_answered",
            "complaint_confirmed",
        ]
    );
    assert_eq!(steps[1]["to_department"], DEPARTMENT);
    assert_eq!((&steps[4]["by"], &steps[4]["in_time"]), (&json!("handler-1"), &json!(true)));
    let of_reopening = (&steps[5]["by"], &steps[5]["note"], &steps[5]["has_sealed_note"]);
    assert_eq!(of_reopening, (&json!("window-3"), &Value::Null, &json!(true)));
    assert_eq!((&steps[7]["satisfaction"], &steps[7]["solved"]), (&json!(2), &json!(true)));
}

#[tokio::test]
async fn a_reason_that_was_recorded_in_clear_is_told_by_the_history_alone() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    let id: uuid::Uuid = path.rsplit_once('/').unwrap().1.parse().unwrap();
    let data =
        json!({ "complaint_id": id, "reason": "又不亮了", "due_at": "2026-10-13T16:00:00Z" });
    let category = tongban_kernel::Category::new("complaint");
    hotline.world.happens(category, id, "complaint.complaint_reopened.v1", &data).await;
    let history = hotline.get(&hotline.desk, &format!("{path}/history")).await.body;
    let last = history["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["note"], &last["has_sealed_note"]), (&json!("又不亮了"), &json!(false)));
    let seen = hotline.get(&hotline.desk, &format!("{path}?reveal=true")).await.body;
    assert_eq!((&seen["state"], &seen["reopened_for"]), (&json!("assigned"), &Value::Null));
}

#[tokio::test]
async fn a_word_is_found_as_it_was_typed_where_its_letters_are_wide() {
    let hotline = Hotline::open().await;
    let id = hotline.lodge("1", &about_case()).await;
    hotline.assign(&id).await;
    let answer = json!({ "answer": "已由ＡＢ路抢修" });
    hotline.act(&hotline.handler, &format!("{COMPLAINTS}/{id}"), "answer", &answer).await;
    // ＡＢ路, and ＢＡ.
    assert_eq!(hotline.n_listed("words=%EF%BC%A1%EF%BC%A2%E8%B7%AF").await, 1);
    assert_eq!(hotline.n_listed("words=%EF%BC%A2%EF%BC%A1").await, 0);
}

#[tokio::test]
async fn a_complaint_is_found_by_numbers_and_by_what_is_in_the_clear() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    let id = path.rsplit_once('/').unwrap().1.to_owned();
    let with_item = with(&[("/item_code", json!("old-age-card"))]);
    hotline.lodge("2", &with_item).await;
    // Words as a query string writes them: 修复, 老年, 已% , 不亮.
    for (words, n_found) in [
        (id.as_str(), 1),
        ("%E4%BF%AE%E5%A4%8D", 1),
        ("%E8%80%81%E5%B9%B4", 1),
        ("%E4%BF%AE%E5%A4%8D%20%E8%80%81%E5%B9%B4", 0),
        ("%E5%B7%B2%25", 0),
        ("%E4%B8%8D%E4%BA%AE", 0),
    ] {
        assert_eq!(hotline.n_listed(&format!("words={words}")).await, n_found, "{words}");
    }
}
