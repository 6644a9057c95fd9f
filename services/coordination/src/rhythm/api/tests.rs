use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_platform::testkit::World;

const DISPATCH: &str = "/api/coordination/dispatch";
const BLOCKERS: &str = "/api/coordination/blockers";

async fn town() -> (World, String, String) {
    let world = World::new().await;
    let (service, _) = crate::assemble(&world.platform).await.unwrap();
    let world = world.with(service);
    let desk = world.token("desk", Some("government-services"), Role::Coordinator);
    let leader = world.token("leader", Some("transport"), Role::Handler);
    (world, desk, leader)
}

async fn blocked(world: &World, desk: &str, leader: &str) -> Value {
    let project = json!({
        "title": "超限超载治理", "goal": "年内建成八个检测点",
        "leader": { "account": "leader", "department": "transport" }, "members": [],
    });
    let made = world.post(desk, "p", "/api/coordination/projects", &project).await.body;
    let path = format!("/api/coordination/projects/{}", made["project_id"].as_str().unwrap());
    let blocker = json!({ "what": "用地未落实", "needs_department": "natural-resources" });
    let raised = world.post(leader, "b", &format!("{path}/blockers"), &blocker).await;
    assert_eq!(raised.status, 200, "{}", raised.body);
    world.settle().await;
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stuck_is_on_every_list_until_it_is_cleared() {
    let (world, desk, leader) = town().await;
    let project = blocked(&world, &desk, &leader).await;
    let early = world.post(&desk, "e", &format!("{DISPATCH}/lists"), &json!({})).await;
    assert_eq!(
        (early.status.as_u16(), &early.body["type"]),
        (409, &json!("/problems/coordination/no-rhythm"))
    );
    let set = world.post(&desk, "s", DISPATCH, &json!({ "first_on": "2026-09-28" })).await;
    assert_eq!(set.body["next_on"], "2026-09-28", "{}", set.body);
    let issued = world.post(&desk, "i", &format!("{DISPATCH}/lists"), &json!({})).await;
    assert_eq!(
        (&issued.body["next_nth"], &issued.body["next_on"]),
        (&json!(2), &json!("2026-10-12"))
    );
    world.settle().await;
    let stuck = world.get(&leader, BLOCKERS).await.body;
    let row = &stuck["items"][0];
    assert_eq!((&row["id"], &row["n_listed"]), (&project["project_id"], &json!(1)), "{stuck}");
    let land = world.token("land", Some("natural-resources"), Role::Handler);
    let needed = world.get(&land, &format!("{BLOCKERS}?kind=blocker")).await.body;
    assert_eq!(needed["items"][0]["state"], "blocked", "{needed}");
    let health = world.token("health", Some("health"), Role::Handler);
    assert_eq!(world.get(&health, BLOCKERS).await.body["items"], json!([]));
    for (query, n) in [
        ("department=natural-resources", 1),
        ("department=health", 0),
        ("kind=task", 0),
        (&format!("case_id={}", project["project_id"].as_str().unwrap()), 1),
    ] {
        let found = world.get(&desk, &format!("{BLOCKERS}?{query}")).await.body;
        assert_eq!(found["items"].as_array().unwrap().len(), n, "{query}: {found}");
    }
    assert_eq!(world.get(&desk, &format!("{BLOCKERS}?kind=other")).await.status, 422);
    let list = world.get(&desk, &format!("{DISPATCH}/lists/1")).await.body;
    assert_eq!(list["items"][0]["what"], "用地未落实", "{list}");
    assert_eq!(list["items"][0]["is_open"], true);
    assert_eq!(world.get(&leader, &format!("{DISPATCH}/lists/1")).await.status, 403);
    assert_eq!(world.get(&desk, &format!("{DISPATCH}/lists/7")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_nobody_issues_is_noted_once_as_missed() {
    let (world, desk, leader) = town().await;
    let shown = world.get(&leader, DISPATCH).await.body;
    assert_eq!((&shown["next"], &shown["lists"]), (&Value::Null, &json!([])));
    world.post(&desk, "s", DISPATCH, &json!({ "first_on": "2026-09-28" })).await;
    world.settle().await;
    world.set_clock("2026-09-29T00:00:00+08:00");
    world.wait_for("coordination.list_missed.v1", 1).await;
    world.settle().await;
    let leader = world.token("leader", Some("transport"), Role::Handler);
    let shown = world.get(&leader, DISPATCH).await.body;
    assert_eq!(shown["next"]["due_on"], "2026-10-12", "{shown}");
    assert_eq!(
        (&shown["lists"][0]["nth"], &shown["lists"][0]["state"]),
        (&json!(1), &json!("missed"))
    );
}
