use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_platform::testkit::{Reply, World};

const MEETINGS: &str = "/api/coordination/meetings";
const LATER: &str = "2026-09-28T14:00:00+08:00";

/// A project of transport and the police with a blocker.
struct Town {
    world: World,
    desk: String,
    leader: String,
    member: String,
    project: Value,
}

impl Town {
    async fn open() -> Self {
        let world = World::new().await;
        let (service, _) = crate::assemble(&world.platform).await.unwrap();
        let world = world.with(service);
        let desk = world.token("desk", Some("government-services"), Role::Coordinator);
        let leader = world.token("leader", Some("transport"), Role::Handler);
        let member = world.token("member", Some("public-security"), Role::Handler);
        let body = json!({
            "title": "超限超载治理", "goal": "年内建成八个检测点",
            "leader": { "account": "leader", "department": "transport" },
            "members": ["public-security"],
        });
        let made = world.post(&desk, "p", "/api/coordination/projects", &body).await.body;
        let project = made["project_id"].clone();
        let path = format!("/api/coordination/projects/{}/blockers", project.as_str().unwrap());
        let blocker = json!({ "what": "用地未落实", "needs_department": "natural-resources" });
        assert_eq!(world.post(&leader, "b", &path, &blocker).await.status, 200);
        world.settle().await;
        Self { world, desk, leader, member, project }
    }

    async fn call(&self, body: &Value) -> Reply {
        self.world.post(&self.leader, "call", MEETINGS, body).await
    }

    async fn see(&self, who: &str, path: &str) -> Reply {
        self.world.settle().await;
        self.world.get(who, path).await
    }

    fn meeting(&self) -> Value {
        json!({
            "project_id": self.project, "title": "双周调度会", "held_at": LATER,
            "departments": ["public-security", "natural-resources"],
            "topics": ["下一步安排"], "with_blockers": true,
        })
    }
}

fn minutes() -> Value {
    json!({
        "present": ["transport", "natural-resources"],
        "follow_ups": [{ "point": 1, "course": "cleared", "note": "用地已落实" }],
        "decisions": [{
            "what": { "zh": "办理用地手续", "en": "Settle the land" },
            "department": "natural-resources", "limit": { "workdays": 5 },
        }],
    })
}

fn at(reply: &Reply) -> String {
    assert_eq!(reply.status, 201, "{}", reply.body);
    format!("{MEETINGS}/{}", reply.body["meeting_id"].as_str().unwrap())
}

fn kind(reply: &Reply) -> (u16, &str) {
    (reply.status.as_u16(), reply.body["type"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_meeting_decides_becomes_tasks_and_what_it_clears_is_cleared() {
    let town = Town::open().await;
    let path = at(&town.call(&town.meeting()).await);
    let shown = town.see(&town.member, &path).await.body;
    assert_eq!(shown["agenda"][0]["item"]["project_id"], town.project, "{shown}");
    assert_eq!(
        (&shown["agenda"][1]["topic"], &shown["minutes"]),
        (&json!("下一步安排"), &Value::Null)
    );
    let publish = format!("{path}/publish-minutes");
    let early = town.world.post(&town.leader, "early", &publish, &minutes()).await;
    assert_eq!(kind(&early), (409, "/problems/coordination/meeting-not-held"));
    town.world.set_clock(LATER);
    let held = town.world.post(&town.leader, "publish", &publish, &minutes()).await;
    assert_eq!((held.status.as_u16(), &held.body["state"]), (200, &json!("held")));
    let shown = town.see(&town.member, &path).await.body;
    let decision = &shown["minutes"]["decisions"][0];
    assert_eq!(
        (&decision["task_state"], &decision["legal_basis"]),
        (&json!("requested"), &json!("会议决定"))
    );
    let land = town.world.token("land", Some("natural-resources"), Role::Handler);
    let tasks = town.see(&land, "/api/coordination/tasks").await.body;
    assert_eq!(tasks["items"][0]["task_id"], decision["task_id"], "{tasks}");
    assert_eq!(tasks["items"][0]["from_department"], "transport");
    let path_of = format!("/api/coordination/tasks/{}", decision["task_id"].as_str().unwrap());
    let of_leader = town.see(&town.leader, &path_of).await.body;
    assert_eq!(of_leader["project"]["id"], town.project, "{of_leader}");
    assert_eq!(of_leader["project"]["title"], "超限超载治理");
    assert_eq!(of_leader["meeting"]["title"], "双周调度会");
    let of_land = town.see(&land, &path_of).await.body;
    assert_eq!(of_land["meeting"], of_leader["meeting"], "who was invited sees it");
    assert_eq!(of_land["project"], Value::Null, "and takes no part in the project");
    assert_eq!(town.see(&town.desk, "/api/coordination/blockers").await.body["items"], json!([]));

    let again = town.world.post(&town.leader, "again", &publish, &minutes()).await;
    assert_eq!(kind(&again), (409, "/problems/coordination/minutes-published"));
    let wrong = json!({ "correction": "时限应为十日" });
    let correct = format!("{path}/correct-minutes");
    assert_eq!(town.world.post(&town.leader, "right", &correct, &wrong).await.status, 200);
    let shown = town.see(&town.member, &path).await.body;
    assert_eq!(shown["minutes"]["corrections"][0]["nth"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_carried_comes_up_at_the_next_meeting() {
    let town = Town::open().await;
    let path = at(&town.call(&town.meeting()).await);
    town.world.set_clock(LATER);
    let mut carried = minutes();
    carried["follow_ups"][0]["course"] = json!("carried");
    let publish = format!("{path}/publish-minutes");
    assert_eq!(town.world.post(&town.leader, "publish", &publish, &carried).await.status, 200);
    town.world.settle().await;
    let mut next = town.meeting();
    next["held_at"] = json!("2026-10-12T09:00:00+08:00");
    let path = at(&town.world.post(&town.leader, "next", MEETINGS, &next).await);
    let shown = town.see(&town.desk, &path).await.body;
    assert_eq!(shown["agenda"][0]["topic"], "用地未落实", "{shown}");
    let of_project = format!("{MEETINGS}?project_id={}", town.project.as_str().unwrap());
    let list = town.see(&town.desk, &of_project).await.body;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let held = town.see(&town.desk, &format!("{MEETINGS}?state=held")).await.body;
    assert_eq!(held["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_may_stand_alone_and_its_tasks_are_asked_for_it() {
    let town = Town::open().await;
    let mut body = town.meeting();
    body.as_object_mut().unwrap().remove("project_id");
    let refused = town.call(&body).await;
    assert_eq!(kind(&refused), (403, "/problems/coordination/not-convener"));
    let path = at(&town.world.post(&town.desk, "alone", MEETINGS, &body).await);
    town.world.set_clock(LATER);
    let publish = format!("{path}/publish-minutes");
    let mut own = minutes();
    own["decisions"][0]["department"] = json!("government-services");
    own["present"] = json!(["government-services"]);
    assert_eq!(town.world.post(&town.desk, "publish", &publish, &own).await.status, 200);
    let tasks = town.see(&town.desk, "/api/coordination/tasks").await.body;
    let task = &tasks["items"][0];
    assert_eq!(
        (&task["case_id"], &task["occasion"]),
        (&json!(path.rsplit('/').next().unwrap()), &json!("project"))
    );
    assert_eq!(task["to_department"], "government-services", "decided for whoever convened it");
    let one = format!("/api/coordination/tasks/{}", task["task_id"].as_str().unwrap());
    let shown = town.see(&town.desk, &one).await.body;
    assert_eq!((&shown["meeting"]["id"], &shown["project"]), (&task["case_id"], &Value::Null));
    // It waits for nobody but itself, and urges nobody.
    let waiting = town.see(&town.desk, "/api/coordination/tasks?view=waiting").await.body;
    assert_eq!(waiting["items"], json!([]), "{waiting}");
    let urge = format!("/api/coordination/tasks/{}/urge", task["task_id"].as_str().unwrap());
    let refused = town.world.post(&town.desk, "urge", &urge, &json!({ "note": "请办理" })).await;
    assert_eq!(kind(&refused), (409, "/problems/coordination/urges-itself"));
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_of_a_project_that_is_closed_are_published_and_corrected() {
    let town = Town::open().await;
    let path = at(&town.call(&town.meeting()).await);
    let close = format!("/api/coordination/projects/{}/close", town.project.as_str().unwrap());
    let given_up = json!({ "outcome": "given_up", "result": "并入其他专班" });
    town.world.set_clock(LATER);
    assert_eq!(town.world.post(&town.leader, "close", &close, &given_up).await.status, 200);
    let publish = format!("{path}/publish-minutes");
    let stranger = town.world.post(&town.member, "no", &publish, &minutes()).await;
    assert_eq!(kind(&stranger), (403, "/problems/coordination/not-convener"));
    let held = town.world.post(&town.leader, "publish", &publish, &minutes()).await;
    assert_eq!((held.status.as_u16(), &held.body["state"]), (200, &json!("held")), "{}", held.body);
    assert_eq!(held.body["case_id"], town.project);
    let wrong = json!({ "correction": "时限应为十日" });
    let correct = format!("{path}/correct-minutes");
    for (who, key) in [(&town.leader, "leader"), (&town.desk, "desk")] {
        let corrected = town.world.post(who, key, &correct, &wrong).await;
        assert_eq!(corrected.status, 200, "{}", corrected.body);
    }
    let shown = town.see(&town.member, &path).await.body;
    assert_eq!(shown["minutes"]["corrections"].as_array().unwrap().len(), 2);
    // Of the closed project the task would be nobody's: it is the meeting's.
    let own = format!("/api/coordination/tasks?case_id={}", path.rsplit('/').next().unwrap());
    let tasks = town.see(&town.desk, &own).await.body;
    let decided = &shown["minutes"]["decisions"][0];
    assert_eq!(tasks["items"][0]["task_id"], decided["task_id"], "{tasks}");
    assert_eq!(tasks["items"][0]["state"], "requested", "{tasks}");
    let task = format!("/api/coordination/tasks/{}", decided["task_id"].as_str().unwrap());
    let shown = town.see(&town.desk, &task).await.body;
    assert_eq!(shown["meeting"]["id"], tasks["items"][0]["case_id"], "{shown}");
    let more = json!({
        "case_id": tasks["items"][0]["case_id"], "to_department": "natural-resources",
        "ask": { "zh": "补充用地材料", "en": "Complete the papers on the land" },
        "legal_basis": "会议决定", "limit": { "workdays": 3 },
    });
    let asked = town.world.post(&town.desk, "more", "/api/coordination/tasks", &more).await;
    assert_eq!(asked.status, 201, "it goes on as a case: {}", asked.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leads_convenes_in_the_name_of_the_department_that_they_act_for() {
    let town = Town::open().await;
    let in_the_name_of = |department: &str| {
        let mut body = town.meeting();
        body["convening_department"] = json!(department);
        body
    };
    let others = in_the_name_of("natural-resources");
    let refused = town.world.post(&town.leader, "others", MEETINGS, &others).await;
    assert_eq!(kind(&refused), (403, "/problems/coordination/not-of-convening-department"));
    let own = in_the_name_of("transport");
    assert_eq!(town.world.post(&town.leader, "own", MEETINGS, &own).await.status, 201);
    // Who convenes for the city does so in every department's name.
    assert_eq!(town.world.post(&town.desk, "desk", MEETINGS, &others).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_invited_does_not_see_a_meeting_and_what_cannot_be_is_refused() {
    let town = Town::open().await;
    let path = at(&town.call(&town.meeting()).await);
    let health = town.world.token("health", Some("health"), Role::Handler);
    assert_eq!(town.see(&health, &path).await.status, 404);
    assert_eq!(town.see(&health, MEETINGS).await.body["items"], json!([]));
    let mut nobody = town.meeting();
    nobody["departments"] = json!(["no-one"]);
    nobody["convening_department"] = json!("nobody");
    let refused = town.world.post(&town.desk, "bad", MEETINGS, &nobody).await;
    let fields = refused.body["errors"].as_array().unwrap().iter().map(|one| &one["field"]);
    assert_eq!(fields.collect::<Vec<_>>(), ["/departments/0", "/convening_department"]);
    let cancel = format!("{path}/cancel");
    let why = json!({ "reason": "改期" });
    let refused = town.world.post(&town.member, "c1", &cancel, &why).await;
    assert_eq!(kind(&refused), (403, "/problems/coordination/not-convener"));
    assert_eq!(town.world.post(&town.leader, "c2", &cancel, &why).await.status, 200);
    let mut blank = minutes();
    blank["decisions"][0]["what"]["zh"] = json!(" ");
    blank["decisions"][0]["department"] = json!("nobody");
    let publish = format!("{path}/publish-minutes");
    let refused = town.world.post(&town.leader, "p", &publish, &blank).await;
    let fields = refused.body["errors"].as_array().unwrap().iter().map(|one| &one["field"]);
    let expected = ["/decisions/0/what/zh", "/decisions/0/department"];
    assert_eq!(fields.collect::<Vec<_>>(), expected);
    let close = format!("/api/coordination/projects/{}/close", town.project.as_str().unwrap());
    let given_up = json!({ "outcome": "given_up", "result": "并入其他专班" });
    assert_eq!(town.world.post(&town.leader, "close", &close, &given_up).await.status, 200);
    let refused = town.world.post(&town.leader, "late", MEETINGS, &town.meeting()).await;
    assert_eq!(kind(&refused), (409, "/problems/coordination/project-closed"));
}
