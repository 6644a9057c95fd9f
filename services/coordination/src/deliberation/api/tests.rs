use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_platform::testkit::{Reply, World};

const DELIBERATIONS: &str = "/api/coordination/deliberations";
const PUBLIC: &str = "/api/coordination/public/deliberations";
const CLOSES_AT: &str = "2026-10-09T00:00:00+08:00";

struct Town {
    world: World,
    desk: String,
    transport: String,
}

impl Town {
    async fn open() -> Self {
        let world = World::new().await;
        let (service, _) = crate::assemble(&world.platform).await.unwrap();
        let world = world.with(service);
        let mut town = Self { world, desk: String::new(), transport: String::new() };
        town.sign_in();
        town
    }

    fn sign_in(&mut self) {
        self.desk = self.world.token("desk", Some("government-services"), Role::Coordinator);
        self.transport = self.world.token("transport", Some("transport"), Role::Handler);
    }

    async fn put(&self, is_public: bool) -> String {
        let body = json!({
            "title": "公交线路调整", "text": "拟调整三条公交线路", "departments": ["transport"],
            "is_public": is_public, "limit": { "calendar_days": 10 },
        });
        let key = format!("put-{is_public}");
        let reply = self.world.post(&self.desk, &key, DELIBERATIONS, &body).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        self.world.settle().await;
        reply.body["deliberation_id"].as_str().unwrap().to_owned()
    }

    /// Somebody in the street.
    async fn say(&self, key: &str, id: &str, body: &Value) -> Reply {
        let request = Request::post(format!("{PUBLIC}/{id}/opinions"))
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.world.send(request.unwrap()).await
    }

    async fn look(&self, path: &str) -> Reply {
        self.world.settle().await;
        self.world.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn act(&self, who: &str, id: &str, verb: &str, body: Value) -> Reply {
        self.world.post(who, verb, &format!("{DELIBERATIONS}/{id}/{verb}"), &body).await
    }

    async fn ends(&mut self) {
        self.world.set_clock(CLOSES_AT);
        self.world.wait_for("coordination.deliberation_closed.v1", 1).await;
        self.world.settle().await;
        self.sign_in();
    }
}

fn kind(reply: &Reply) -> (u16, &str) {
    (reply.status.as_u16(), reply.body["type"].as_str().unwrap_or_default())
}

fn against() -> Value {
    json!({ "stance": "against", "text": "夜班车不能取消" })
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_speaks_without_a_name_and_finds_it_again() {
    let town = Town::open().await;
    let id = town.put(true).await;
    let said = town.say("mine", &id, &against()).await;
    assert_eq!(said.status, 201, "{}", said.body);
    assert_eq!(town.say("mine", &id, &against()).await.body, said.body, "one wish");
    let receipt = said.body["receipt"].as_str().unwrap();
    let found = town.look(&format!("/api/coordination/public/opinion?receipt={receipt}")).await;
    assert_eq!(found.body["text"], "夜班车不能取消", "{}", found.body);
    assert_eq!(found.body["deliberation"]["deliberation_id"], json!(id));
    let typed = town.look("/api/coordination/public/opinion?receipt=12").await;
    assert_eq!(typed.status, 422);
    let read = town.world.get(&town.desk, &format!("{DELIBERATIONS}/{id}/opinions")).await.body;
    assert_eq!(read["items"][0]["text"], "夜班车不能取消", "{read}");
    let denied = town.world.get(&town.transport, &format!("{DELIBERATIONS}/{id}/opinions")).await;
    assert_eq!(denied.status, 403);

    // Nothing that says what somebody wrote lies open in the log.
    for event in town.world.events().await {
        assert!(!String::from_utf8_lossy(&event.data).contains("夜班车"), "{}", event.kind);
    }
    let public = town.look(&format!("{PUBLIC}/{id}")).await.body;
    assert!(!public.to_string().contains("夜班车"), "{public}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_put_to_the_public_is_not_there_for_it() {
    let town = Town::open().await;
    let id = town.put(false).await;
    assert_eq!(town.look(&format!("{PUBLIC}/{id}")).await.status, 404);
    assert_eq!(town.look(PUBLIC).await.body["items"], json!([]));
    assert_eq!(town.say("x", &id, &against()).await.status, 404);
    assert_eq!(town.look(&format!("{DELIBERATIONS}/{id}")).await.status, 401);
    let health = town.world.token("health", Some("health"), Role::Handler);
    assert_eq!(town.world.get(&health, &format!("{DELIBERATIONS}/{id}")).await.status, 404);
    let own = town.world.get(&town.transport, &format!("{DELIBERATIONS}/{id}")).await;
    assert_eq!(own.body["departments"][0]["department"], "transport", "{}", own.body);
    let spoken = json!({ "stance": "for", "opinion": "同意" });
    let refused = town.act(&health, &id, "opinion", spoken.clone()).await;
    assert_eq!(kind(&refused), (403, "/problems/coordination/department-not-asked"));
    let early = town.act(&town.desk, &id, "close", json!({})).await;
    assert_eq!(kind(&early), (409, "/problems/coordination/still-open"));
    assert_eq!(town.act(&town.transport, &id, "opinion", spoken).await.status, 200);
    let path = format!("{DELIBERATIONS}/{id}/close");
    let closed = town.world.post(&town.desk, "now", &path, &json!({})).await;
    assert_eq!(closed.body["state"], "closed", "{}", closed.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_at_the_limit_and_is_summed_up_decided_and_followed_up_in_the_open() {
    let mut town = Town::open().await;
    let id = town.put(true).await;
    for (key, stance) in [("a", "for"), ("b", "for"), ("c", "against")] {
        let body = json!({ "stance": stance, "text": "意见" });
        assert_eq!(town.say(key, &id, &body).await.status, 201);
    }
    let spoken = json!({ "stance": "other", "opinion": "视客流而定" });
    assert_eq!(town.act(&town.transport, &id, "opinion", spoken).await.status, 200);
    let path = format!("{PUBLIC}/{id}");
    assert_eq!(town.look(&path).await.body["departments"][0]["opinion"], Value::Null);
    town.ends().await;
    let late = town.say("late", &id, &against()).await;
    assert_eq!(kind(&late), (409, "/problems/coordination/opinion-late"));
    let too_late = json!({ "stance": "for", "opinion": "同意" });
    let path_of = format!("{DELIBERATIONS}/{id}/opinion");
    let too_late = town.world.post(&town.transport, "late", &path_of, &too_late).await;
    assert_eq!(kind(&too_late), (409, "/problems/coordination/opinion-late"));

    let summary = json!({ "summary": "多数赞成", "points": ["保留夜班车"] });
    assert_eq!(town.act(&town.desk, &id, "summarise", summary).await.status, 200);
    let summary = &town.look(&path).await.body["summary"];
    assert_eq!(summary["public"], json!({ "n_for": 2, "n_against": 1, "n_other": 0 }));
    let silent = json!({ "decision": "调整", "reasons": "客流", "answers": [] });
    let decide = format!("{DELIBERATIONS}/{id}/decide");
    let refused = town.world.post(&town.desk, "silent", &decide, &silent).await;
    assert_eq!(kind(&refused), (409, "/problems/coordination/points-unanswered"));
    let decision = json!({ "decision": "调整", "reasons": "客流", "answers": ["夜班车保留"] });
    assert_eq!(town.act(&town.desk, &id, "decide", decision).await.status, 200);
    let done = json!({ "what": "新线路已开通" });
    assert_eq!(town.act(&town.desk, &id, "follow-up", done).await.status, 200);
    let read = town.look(&path).await.body;
    assert_eq!(
        (&read["state"], &read["follow_ups"][0]["what"]),
        (&json!("decided"), &json!("新线路已开通"))
    );
    assert_eq!(read["departments"][0]["opinion"]["stance"], "other", "after the decision");
    let list = town.look(&format!("{PUBLIC}?state=decided")).await.body;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_leaves_no_key_and_what_was_given_is_answered_again() {
    let mut town = Town::open().await;
    let id = town.put(true).await;
    let given = town.say("mine", &id, &against()).await;
    assert_eq!(given.status, 201, "{}", given.body);
    town.ends().await;
    let n_keys = town.world.platform.keys.n_keys();
    let late = town.say("late", &id, &against()).await;
    assert_eq!(kind(&late), (409, "/problems/coordination/opinion-late"));
    assert_eq!(town.world.platform.keys.n_keys(), n_keys, "nothing was sealed");
    let again = town.say("mine", &id, &against()).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &given.body), "one wish");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_too_often_waits() {
    let town = Town::open().await;
    let id = town.put(true).await;
    let mut last = None;
    for n in 0..=30 {
        last = Some(town.say(&format!("key-{n}"), &id, &against()).await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, 429, "{}", last.body);
    assert!(last.headers.contains_key("retry-after"));
}
