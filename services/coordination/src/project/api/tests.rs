use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_platform::testkit::{Reply, World};

const PROJECTS: &str = "/api/coordination/projects";

/// Transport leads, the police take part; health needs nothing and is told nothing.
struct Town {
    world: World,
    desk: String,
    leader: String,
    member: String,
    stranger: String,
}

impl Town {
    async fn open() -> Self {
        let world = World::new().await;
        let (service, _) = crate::assemble(&world.platform).await.unwrap();
        let world = world.with(service);
        let desk = world.token("desk", Some("government-services"), Role::Coordinator);
        let leader = world.token("leader", Some("transport"), Role::Handler);
        let member = world.token("member", Some("public-security"), Role::Handler);
        let stranger = world.token("stranger", Some("health"), Role::Handler);
        Self { world, desk, leader, member, stranger }
    }

    async fn set_up(&self) -> String {
        let reply = self.world.post(&self.desk, "set-up", PROJECTS, &project()).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        format!("{PROJECTS}/{}", reply.body["project_id"].as_str().unwrap())
    }

    async fn give(&self, who: &str, path: &str, body: Value) -> Reply {
        // The end of the address says which wish it is; a key is shorter than an address.
        let key = &path[path.len().saturating_sub(60)..];
        self.world.post(who, key, path, &body).await
    }

    async fn see(&self, who: &str, path: &str) -> Reply {
        self.world.settle().await;
        self.world.get(who, path).await
    }
}

fn project() -> Value {
    json!({
        "title": "超限超载治理", "goal": "年内建成八个检测点",
        "leader": { "account": "leader", "department": "transport" },
        "members": ["public-security"],
        "milestones": [
            { "name": "完成选址", "department": "public-security", "due_on": "2026-10-12" },
        ],
    })
}

fn kind(reply: &Reply) -> (u16, &str) {
    (reply.status.as_u16(), reply.body["type"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_set_up_worked_and_closed() {
    let town = Town::open().await;
    let path = town.set_up().await;
    assert_eq!(town.set_up().await, path, "one wish");
    let moved = json!({ "due_on": "2026-10-20", "reason": "等待批复" });
    let moved = town.give(&town.leader, &format!("{path}/milestones/1/move"), moved).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    let next = json!({ "name": "建成", "department": "transport", "due_on": "2026-12-01" });
    assert_eq!(town.give(&town.leader, &format!("{path}/milestones"), next).await.status, 200);
    let blocker = json!({ "what": "用地未落实", "needs_department": "natural-resources" });
    assert_eq!(town.give(&town.member, &format!("{path}/blockers"), blocker).await.status, 200);
    let view = town.see(&town.member, &path).await.body;
    assert_eq!(view["departments"], json!(["public-security", "transport"]));
    let first = &view["milestones"][0];
    assert_eq!((&first["due_on"], &first["state"]), (&json!("2026-10-20"), &json!("ahead")));
    assert_eq!(first["moves"][0]["from_on"], "2026-10-12");
    assert_eq!(view["blockers"][0]["is_open"], true);

    let achieved = json!({ "outcome": "achieved", "result": "已建成" });
    let close = format!("{path}/close");
    let early = town.world.post(&town.leader, "early", &close, &achieved).await;
    assert_eq!(kind(&early), (409, "/problems/coordination/not-achieved"));
    let how = json!({ "how": "用地已批" });
    assert_eq!(town.give(&town.member, &format!("{path}/blockers/1/clear"), how).await.status, 200);
    for (who, nth) in [(&town.member, 1), (&town.leader, 2)] {
        let reached = format!("{path}/milestones/{nth}/reach");
        assert_eq!(town.give(who, &reached, json!({ "note": "完成" })).await.status, 200);
    }
    let closed = town.give(&town.leader, &close, achieved).await;
    assert_eq!((closed.status.as_u16(), &closed.body["state"]), (200, &json!("closed")));
    let list = town.see(&town.desk, &format!("{PROJECTS}?state=closed")).await.body;
    assert_eq!(list["items"][0]["outcome"], "achieved");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_no_part_neither_sees_nor_works_a_project() {
    let town = Town::open().await;
    let path = town.set_up().await;
    assert_eq!(town.see(&town.stranger, &path).await.status, 404);
    for (who, n) in [(&town.desk, 1), (&town.leader, 1), (&town.member, 1), (&town.stranger, 0)] {
        let list = town.see(who, PROJECTS).await.body;
        assert_eq!(list["items"].as_array().unwrap().len(), n, "{list}");
    }
    let blocker = json!({ "what": "用地未落实", "needs_department": "natural-resources" });
    let refused = town.give(&town.stranger, &format!("{path}/blockers"), blocker).await;
    assert_eq!(kind(&refused), (403, "/problems/coordination/takes-no-part"));
    let joining = json!({ "department": "health" });
    let refused = town.give(&town.member, &format!("{path}/join"), joining.clone()).await;
    assert_eq!(kind(&refused), (403, "/problems/coordination/not-leader"));
    let refused = town.world.post(&town.leader, "no", PROJECTS, &project()).await;
    assert_eq!(kind(&refused), (403, "/problems/common/forbidden"));
    let joined = town.world.post(&town.leader, "join", &format!("{path}/join"), &joining).await;
    assert_eq!(joined.status, 200);
    assert_eq!(town.see(&town.stranger, &path).await.status, 200);
    let leaving = json!({ "department": "health", "reason": "职责已完成" });
    assert_eq!(town.give(&town.leader, &format!("{path}/leave"), leaving).await.status, 200);
    assert_eq!(town.see(&town.stranger, &path).await.status, 404);
    let over = json!({
        "to": { "account": "member", "department": "public-security" }, "reason": "岗位调整",
    });
    assert_eq!(town.give(&town.leader, &format!("{path}/hand-over"), over).await.status, 200);
    let view = town.see(&town.leader, &path).await.body;
    assert_eq!(view["leader_account"], "member");
    assert_eq!(view["departments"], json!(["public-security", "transport"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_told_at_its_place() {
    let town = Town::open().await;
    let mut body = project();
    body["leader"] = json!({ "account": "no account", "department": "nobody" });
    body["members"] = json!(["health", "no-one"]);
    let refused = town.world.post(&town.desk, "bad", PROJECTS, &body).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let fields = refused.body["errors"].as_array().unwrap().iter().map(|one| &one["field"]);
    let fields: Vec<_> = fields.collect();
    assert_eq!(fields, ["/leader/department", "/leader/account", "/members/1"]);
    let nowhere = format!("{PROJECTS}/0192f00d-cafe-8abc-8def-0123456789ab/milestones/1/reach");
    let unknown = town.give(&town.leader, &nowhere, json!({ "note": "完成" })).await;
    assert_eq!(kind(&unknown), (404, "/problems/common/not-found"));
    assert_eq!(town.see(&town.desk, &format!("{PROJECTS}?state=late")).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missed_milestone_is_noted_and_a_task_may_be_asked_for_a_project() {
    let mut town = Town::open().await;
    let path = town.set_up().await;
    town.world.settle().await;
    let ask = json!({
        "case_id": path.rsplit('/').next().unwrap(), "to_department": "natural-resources",
        "ask": { "zh": "落实用地", "en": "Find the land" }, "legal_basis": "专班方案",
        "limit": { "workdays": 3 },
    });
    let asked = town.give(&town.leader, "/api/coordination/tasks", ask).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
    let tasks = town.see(&town.leader, "/api/coordination/tasks").await.body;
    assert_eq!(tasks["items"][0]["occasion"], "project");
    town.world.set_clock("2026-10-13T00:00:00+08:00");
    town.world.wait_for("coordination.milestone_missed.v1", 1).await;
    // A fortnight later sessions have ended.
    town.leader = town.world.token("leader", Some("transport"), Role::Handler);
    let view = town.see(&town.leader, &path).await.body;
    let first = &view["milestones"][0];
    assert_eq!((&first["state"], &first["is_overdue"]), (&json!("missed"), &json!(true)));
    let given_up = json!({ "outcome": "given_up", "result": "并入其他专班" });
    assert_eq!(town.give(&town.leader, &format!("{path}/close"), given_up).await.status, 200);
    town.world.wait_for("coordination.task_closed.v1", 1).await;
}
