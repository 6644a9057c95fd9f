mod own;
mod ratings;
mod repeats;

use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_platform::testkit::{Reply, World};

const COMPLAINTS: &str = "/api/complaint/complaints";
/// The example of GB 11643.
const IDENTITY: &str = "11010519491231002X";
/// Who has to answer.
const DEPARTMENT: &str = "city-management";

/// The hotline's desk takes complaints and calls back, the department answers.
struct Hotline {
    world: World,
    desk: String,
    clerk: String,
    handler: String,
}

impl Hotline {
    async fn open() -> Self {
        let world = World::new().await;
        let service = crate::service(&world.platform).await.unwrap();
        Self::signed_in(world.with(service))
    }

    fn signed_in(world: World) -> Self {
        let desk = world.token("desk-1", None, Role::Coordinator);
        let clerk = world.token("window-3", Some("government-services"), Role::WindowClerk);
        let handler = world.token("handler-1", Some(DEPARTMENT), Role::Handler);
        Self { world, desk, clerk, handler }
    }

    /// Goes on at another time, when all sign in anew.
    fn later(self, text: &str) -> Self {
        self.world.set_clock(text);
        Self::signed_in(self.world)
    }

    async fn lodged(&self) -> String {
        let reply = self.world.post(&self.clerk, "lodge", COMPLAINTS, &complaint()).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        format!("{COMPLAINTS}/{}", reply.body["complaint_id"].as_str().unwrap())
    }

    async fn act(&self, who: &str, path: &str, verb: &str, body: &Value) -> Reply {
        self.world.post(who, verb, &format!("{path}/{verb}"), body).await
    }

    /// A complaint that the department has answered.
    async fn answered(&self) -> String {
        let path = self.lodged().await;
        for (who, verb, body) in [
            (&self.desk, "assign", json!({ "department": DEPARTMENT })),
            (&self.desk, "order-rectification", json!({ "order": "更换线路" })),
            (&self.handler, "report-rectification", json!({ "report": "已更换" })),
            (&self.handler, "answer", json!({ "answer": "路灯已修复" })),
        ] {
            let reply = self.act(who, &path, verb, &body).await;
            assert_eq!(reply.status, 200, "{verb}: {}", reply.body);
        }
        path
    }

    async fn get(&self, who: &str, path: &str) -> Reply {
        self.world.settle().await;
        self.world.get(who, path).await
    }
}

fn complaint() -> Value {
    json!({
        "complainant": {
            "kind": "citizen", "name": "王小明", "identity": IDENTITY, "phone": "13812341234",
        },
        "channel": "hotline",
        "title": "路灯不亮",
        "text": "幸福路12号门前路灯三天不亮",
    })
}

fn confirmation() -> Value {
    json!({ "satisfaction": 2, "solved": true })
}

#[tokio::test]
async fn a_complaint_goes_from_the_hotline_to_the_callback() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    let seen = hotline.get(&hotline.handler, &path).await.body;
    assert_eq!(seen["state"], "answered");
    assert_eq!((&seen["report"], &seen["answer"]), (&json!("已更换"), &json!("路灯已修复")));
    let own = hotline.act(&hotline.handler, &path, "confirm", &confirmation()).await;
    assert_eq!(own.status, 403, "{}", own.body);
    let confirmed = hotline.act(&hotline.desk, &path, "confirm", &confirmation()).await;
    assert_eq!(confirmed.body["state"], "confirmed", "{}", confirmed.body);
    let seen = hotline.get(&hotline.desk, &path).await.body;
    assert_eq!((&seen["satisfaction"], &seen["solved"]), (&json!(2), &json!(true)));
}

#[tokio::test]
async fn an_answer_that_is_not_accepted_is_given_again_within_a_new_limit() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    let reason = json!({ "reason": "又不亮了" });
    let reopened = hotline.act(&hotline.clerk, &path, "reopen", &reason).await;
    assert_eq!(reopened.body["state"], "assigned", "{}", reopened.body);
    let list = hotline.get(&hotline.desk, &format!("{COMPLAINTS}?state=assigned")).await.body;
    assert_eq!(list["items"][0]["n_reopened"], 1);
}

#[tokio::test]
async fn a_complainant_speaks_for_the_own_complaints_alone() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    let stranger = hotline.world.token("u-2", None, Role::Applicant);
    let refused = hotline.act(&stranger, &path, "confirm", &confirmation()).await;
    assert_eq!(refused.status, 404, "{}", refused.body);
    let refused = hotline.act(&stranger, &path, "reopen", &json!({ "reason": "x" })).await;
    assert_eq!(refused.status, 404, "{}", refused.body);
}

#[tokio::test]
async fn personal_data_are_masked_and_whoever_sees_them_leaves_a_trace() {
    let hotline = Hotline::open().await;
    let path = hotline.lodged().await;
    let revealing = format!("{path}?reveal=true");
    let read_by_desk = hotline.get(&hotline.desk, &revealing).await;
    assert_eq!(read_by_desk.body["said"], "幸福路12号门前路灯三天不亮", "{}", read_by_desk.body);
    let department = json!({ "department": DEPARTMENT });
    hotline.act(&hotline.desk, &path, "assign", &department).await;
    let masked = hotline.get(&hotline.handler, &path).await.body;
    assert_eq!(masked["complainant"]["name"], "王**");
    assert_eq!((&masked["said"], &masked["title"]), (&Value::Null, &json!("****")));
    let clear = hotline.get(&hotline.handler, &revealing).await.body;
    assert_eq!(clear["said"], "幸福路12号门前路灯三天不亮");
    assert_eq!(clear["title"], "路灯不亮");
    let events = hotline.world.events().await;
    let last = events.last().unwrap();
    assert_eq!(last.kind.as_str(), "complaint.personal_data_shown.v1");
    assert_eq!(last.meta.actor.id, "handler-1");
    let n_shown = events.iter().filter(|event| event.kind == last.kind).count();
    assert_eq!(n_shown, 2, "the desk left one too");
    let data = String::from_utf8(events[0].data.to_vec()).unwrap();
    for personal in ["幸福路", "路灯", IDENTITY] {
        assert!(!data.contains(personal), "{data}");
    }
    let list = hotline.get(&hotline.desk, COMPLAINTS).await.body;
    assert_eq!(list["items"][0]["title"], "****", "{list}");
}

#[tokio::test]
async fn a_title_that_was_recorded_in_clear_is_masked_and_shown_like_the_others() {
    let hotline = Hotline::open().await;
    hotline.lodged().await;
    let (id, path) = {
        let id = uuid::Uuid::from_u128(0x0192_f00d_cafe_8abc_8def_0123_4567_89ab);
        (id, format!("{COMPLAINTS}/{id}"))
    };
    let sealed = hotline.world.events().await[0].clone();
    let mut old: Value = serde_json::from_slice(&sealed.data).unwrap();
    (old["complaint_id"], old["title"]) = (json!(id), json!("投诉李科长拖延"));
    let category = tongban_kernel::Category::new("complaint");
    hotline.world.happens(category, id, "complaint.complaint_lodged.v1", &old).await;
    let department = json!({ "department": DEPARTMENT });
    let assigned = hotline.act(&hotline.desk, &path, "assign", &department).await;
    assert_eq!(assigned.body["state"], "assigned", "{}", assigned.body);
    assert_eq!(hotline.get(&hotline.handler, &path).await.body["title"], "*******");
    let clear = hotline.get(&hotline.handler, &format!("{path}?reveal=true")).await.body;
    assert_eq!(clear["title"], "投诉李科长拖延");
}

#[tokio::test]
async fn a_handler_knows_of_no_complaint_that_another_department_answers() {
    let hotline = Hotline::open().await;
    let path = hotline.answered().await;
    let stranger = hotline.world.token("handler-2", Some("fire-rescue"), Role::Handler);
    for asked in [path.clone(), format!("{path}?reveal=true")] {
        let unknown = hotline.get(&stranger, &asked).await;
        assert_eq!(unknown.status, 404, "{}", unknown.body);
        assert_eq!(unknown.body["type"], "/problems/complaint/unknown");
    }
    let refused = hotline.act(&stranger, &path, "confirm", &confirmation()).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    for (who, n_seen) in [(&stranger, 0), (&hotline.handler, 1), (&hotline.desk, 1)] {
        let list = hotline.get(who, COMPLAINTS).await.body;
        assert_eq!(list["items"].as_array().map(Vec::len), Some(n_seen), "{list}");
    }
}

#[tokio::test]
async fn what_happens_to_a_complaint_about_a_case_belongs_to_the_case() {
    let hotline = Hotline::open().await;
    let case_id = uuid::Uuid::from_u128(0x0192_f00d_cafe_8abc_8def_0123_4567_89ab);
    let mut body = complaint();
    body["case_id"] = case_id.to_string().into();
    let reply = hotline.world.post(&hotline.clerk, "lodge", COMPLAINTS, &body).await;
    let path = format!("{COMPLAINTS}/{}", reply.body["complaint_id"].as_str().unwrap());
    let department = json!({ "department": DEPARTMENT });
    hotline.act(&hotline.desk, &path, "assign", &department).await;
    let events = hotline.world.events().await;
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event.meta.correlation == case_id));
}

#[tokio::test]
async fn every_bad_value_is_named_with_its_rule() {
    let hotline = Hotline::open().await;
    for (pointer, value, field, rule) in [
        ("/complainant/identity", json!("1"), "/complainant/identity", "gb11643"),
        ("/complainant/name", json!("王*"), "/complainant/name", "masked"),
        ("/department", json!("no-such-department"), "/department", "unknown"),
        ("/title", json!("  "), "/title", "value"),
        ("/channel", json!("fax"), "/channel", "choice"),
        ("/colour", json!("red"), "/colour", "unknown"),
    ] {
        let mut body = complaint();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value;
        let reply = hotline.world.post(&hotline.clerk, "lodge", COMPLAINTS, &body).await;
        assert_eq!(reply.status, 422, "{pointer}: {}", reply.body);
        let error = &reply.body["errors"][0];
        assert_eq!((&error["field"], &error["rule"]), (&json!(field), &json!(rule)));
    }
    let mut without_phone = complaint();
    without_phone["complainant"]["phone"] = " ".into();
    let reply = hotline.world.post(&hotline.clerk, "no-phone", COMPLAINTS, &without_phone).await;
    assert_eq!(reply.status, 201, "an empty number is none: {}", reply.body);
    let path = hotline.answered().await;
    let six = json!({ "satisfaction": 6, "solved": true });
    let reply = hotline.act(&hotline.desk, &path, "confirm", &six).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.body["errors"][0]["field"]),
        (422, &json!("/satisfaction"))
    );
}
