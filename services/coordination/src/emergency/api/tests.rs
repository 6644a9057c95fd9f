//! Emergencies and drills, from the declaration to the last paper: the service as a whole over the
//! catalogue of the sample city.

use serde_json::{Value, json};
use tongban_kernel::{Origin, Role};
use tongban_platform::testkit::{Reply, World};

mod drills;
mod emergencies;

const EMERGENCIES: &str = "/api/coordination/emergencies";
const TASKS: &str = "/api/coordination/tasks";
/// Friday, 2 October 2026: the middle of National Day.
const NIGHT: &str = "2026-10-02T02:00:00+08:00";

/// The desk coordinates; fire and rescue, and others, are asked.
struct Office {
    world: World,
    desk: String,
    supervisor: String,
    rescue: String,
    land: String,
    stranger: String,
}

impl Office {
    async fn open() -> Self {
        let world = World::new().await;
        let (service, _) = crate::assemble(&world.platform).await.unwrap();
        Self::on(world.with(service), NIGHT)
    }

    /// Whoever works, signed in on that day.
    fn on(world: World, day: &str) -> Self {
        world.set_clock(day);
        let desk = world.token("desk", Some("government-services"), Role::Coordinator);
        let supervisor = world.token("supervisor", None, Role::Supervisor);
        let rescue = world.token("rescue", Some("fire-rescue"), Role::Handler);
        let land = world.token("land", Some("natural-resources"), Role::Handler);
        let stranger = world.token("stranger", Some("market-regulation"), Role::Handler);
        Self { world, desk, supervisor, rescue, land, stranger }
    }

    async fn post(&self, who: &str, key: &str, path: &str, body: &Value) -> Reply {
        let reply = self.world.post(who, key, path, body).await;
        self.world.settle().await;
        reply
    }

    async fn get(&self, who: &str, path: &str) -> Value {
        self.world.settle().await;
        let reply = self.world.get(who, path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.body
    }

    /// Declares a flood; answers its address.
    async fn flood(&self, drill: bool) -> String {
        let body = json!({
            "plan": "flood", "what": "暴雨，多处积水", "place": "城东片区", "drill": drill,
        });
        let key = if drill { "drill" } else { "flood" };
        let reply = self.post(&self.desk, key, EMERGENCIES, &body).await;
        assert_eq!((reply.status.as_u16(), &reply.body["state"]), (201, &json!("declared")));
        format!("{EMERGENCIES}/{}", reply.body["case_id"].as_str().unwrap())
    }

    /// The task of an emergency that this department was asked.
    async fn task_for(&self, path: &str, department: &str) -> String {
        let view = self.get(&self.desk, path).await;
        let tasks = view["tasks"].as_array().unwrap();
        let task = tasks.iter().find(|task| task["to_department"] == department).unwrap();
        format!("{TASKS}/{}", task["task_id"].as_str().unwrap())
    }

    async fn end(&self, path: &str) -> Reply {
        let summary = json!({ "summary": "积水排空，人员安全" });
        self.post(&self.desk, "end", &format!("{path}/end"), &summary).await
    }
}

fn kind(reply: &Reply) -> (u16, Value) {
    (reply.status.as_u16(), reply.body["type"].clone())
}
