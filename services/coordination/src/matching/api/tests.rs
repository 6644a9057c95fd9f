use std::sync::Arc;

use serde_json::{Value, json};
use tongban_kernel::{Category, Role, Text};
use tongban_platform::testkit::{Reply, World};

use crate::Coordinating;
use crate::matching::Matters;
use crate::samples::{replied, requested, task_id};
use crate::task::events::Event;

const MATTERS: &str = "/api/coordination/matters";
const OVERLAPS: &str = "/api/coordination/duties/overlaps";
/// What no duty of the sample city speaks of.
const DRONES: &str = "无人机夜间低空飞行";

/// The desk coordinates, others ask.
struct Office {
    world: World,
    inside: Arc<Coordinating>,
    desk: String,
    asker: String,
    stranger: String,
}

impl Office {
    async fn open() -> Self {
        let world = World::new().await;
        let (service, inside) = crate::assemble(&world.platform).await.unwrap();
        let world = world.with(service);
        let desk = world.token("desk", Some("government-services"), Role::Coordinator);
        let asker = world.token("asker", Some("health"), Role::Handler);
        let stranger = world.token("stranger", Some("civil-affairs"), Role::Handler);
        Self { world, inside, desk, asker, stranger }
    }

    async fn ask(&self, key: &str, title: &str) -> Value {
        let reply = self.world.post(&self.asker, key, MATTERS, &json!({ "title": title })).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        reply.body
    }

    async fn confirm(&self, who: &str, key: &str, matter: &Value, body: &Value) -> Reply {
        let path = format!("{MATTERS}/{}/confirm", matter["matter_id"].as_str().unwrap());
        self.world.post(who, key, &path, body).await
    }

    async fn get(&self, who: &str, path: &str) -> Reply {
        self.world.settle().await;
        self.world.get(who, path).await
    }
}

fn lead(matter: &Value) -> &Value {
    &matter["proposal"]["candidates"][0]["department"]
}

fn transport() -> Value {
    json!({ "lead": "transport", "assisting": ["public-security"], "reason": "会议议定" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_is_proposed_confirmed_and_found_again() {
    let office = Office::open().await;
    let matter = office.ask("fumes", "查处餐饮油烟污染扰民").await;
    assert_eq!(lead(&matter), "city-management");
    assert_eq!((&matter["state"], &matter["catalog_version"]), (&json!("proposed"), &json!(1)));
    let ground = &matter["proposal"]["candidates"][0]["grounds"][0];
    assert_eq!(ground["source"], json!({ "kind": "duty", "code": "fumes" }));
    assert_eq!(ground["legal_basis"], json!(["《中华人民共和国大气污染防治法》第八十一条"]));
    assert_eq!(office.ask("fumes", "查处餐饮油烟污染扰民").await, matter, "one wish");

    let assisting = matter["proposal"]["assisting"].as_array().unwrap().iter();
    let assisting: Vec<_> = assisting.map(|one| one["department"].clone()).collect();
    let body = json!({ "lead": lead(&matter), "assisting": assisting });
    let confirmed = office.confirm(&office.desk, "yes", &matter, &body).await;
    assert_eq!((confirmed.status.as_u16(), &confirmed.body["state"]), (200, &json!("confirmed")));

    let one = format!("{MATTERS}/{}", matter["matter_id"].as_str().unwrap());
    for (who, status) in [(&office.desk, 200), (&office.asker, 200), (&office.stranger, 404)] {
        assert_eq!(office.get(who, &one).await.status, status);
    }
    let shown = office.get(&office.asker, &one).await.body;
    assert_eq!(shown["proposal"], matter["proposal"]);
    assert_eq!(shown["confirmed"]["as_proposed"], true);
    for (who, n) in [(&office.desk, 1), (&office.asker, 1), (&office.stranger, 0)] {
        for query in ["", "?state=confirmed", "?words=%E6%B2%B9%E7%83%9F"] {
            let list = office.get(who, &format!("{MATTERS}{query}")).await.body;
            assert_eq!(list["items"].as_array().unwrap().len(), n, "{query}: {list}");
        }
    }
    let other = office.get(&office.desk, &format!("{MATTERS}?words=%E6%88%B7%E5%8F%A3")).await;
    assert_eq!(other.body["items"], json!([]), "nothing speaks of households");
    let open = office.get(&office.desk, &format!("{MATTERS}?state=proposed")).await;
    assert_eq!(open.body["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_is_learned_at_once_and_by_whoever_starts_later() {
    let office = Office::open().await;
    let matter = office.ask("first", DRONES).await;
    assert_ne!(lead(&matter), "transport");
    let confirmed = office.confirm(&office.desk, "yes", &matter, &transport()).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    office.world.settle().await;
    let again = office.ask("second", DRONES).await;
    assert_eq!(lead(&again), "transport");
    assert_eq!(again["proposal"]["assisting"][0]["department"], "public-security");
    let source = &again["proposal"]["candidates"][0]["grounds"][0]["source"];
    assert_eq!(*source, json!({ "kind": "matter", "matter_id": matter["matter_id"] }));

    let platform = &office.world.platform;
    let (runtime, catalogs) = (platform.runtime.clone(), platform.catalogs.clone());
    let later = Matters::new(runtime, catalogs, office.inside.reads.clone());
    let engine = later.knowledge.in_force().await.unwrap().engine;
    assert_eq!(engine.propose(DRONES, "").lead(), Some("transport"));

    let otherwise = json!({ "lead": "civil-affairs", "reason": "更正" });
    assert_eq!(office.confirm(&office.desk, "no", &matter, &otherwise).await.status, 200);
    office.world.settle().await;
    assert_eq!(lead(&office.ask("third", DRONES).await), "civil-affairs", "the last word counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_and_what_cannot_be_is_refused() {
    let office = Office::open().await;
    let matter = office.ask("first", DRONES).await;
    let kind = |reply: &Reply| (reply.status.as_u16(), reply.body["type"].clone());
    let denied = office.confirm(&office.asker, "a", &matter, &transport()).await;
    assert_eq!(kind(&denied), (403, json!("/problems/common/forbidden")));
    let mut silent = transport();
    silent.as_object_mut().unwrap().remove("reason");
    let refused = office.confirm(&office.desk, "b", &matter, &silent).await;
    assert_eq!(kind(&refused), (409, json!("/problems/coordination/reason-missing")));
    let nobody = json!({ "lead": "nobody", "assisting": ["health", "no-one"], "reason": "误" });
    let refused = office.confirm(&office.desk, "c", &matter, &nobody).await;
    assert_eq!(refused.status, 422);
    let fields = refused.body["errors"].as_array().unwrap().iter().map(|one| &one["field"]);
    assert_eq!(fields.collect::<Vec<_>>(), ["/lead", "/assisting/1"]);
    let unknown = json!({ "matter_id": "0192f00d-cafe-8abc-8def-0123456789ab" });
    let refused = office.confirm(&office.desk, "d", &unknown, &transport()).await;
    assert_eq!(kind(&refused), (404, json!("/problems/common/not-found")));
    let blank = office.world.post(&office.desk, "e", MATTERS, &json!({ "title": " " })).await;
    assert_eq!(blank.status, 422);
    let clerk = office.world.token("window", Some("health"), Role::WindowClerk);
    let body = json!({ "title": DRONES });
    assert_eq!(office.world.post(&clerk, "f", MATTERS, &body).await.status, 403);
    assert_eq!(office.get(&office.desk, &format!("{MATTERS}?state=late")).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn overlaps_and_gaps_are_for_those_between_departments() {
    let office = Office::open().await;
    assert_eq!(office.get(&office.asker, OVERLAPS).await.status, 403);
    let scan = office.get(&office.desk, OVERLAPS).await.body;
    assert_eq!((&scan["catalog_version"], &scan["n_duties"]), (&json!(1), &json!(76)));
    let overlaps = scan["overlaps"].as_array().unwrap();
    assert_eq!(scan["n_overlaps"], overlaps.len());
    assert!(
        overlaps.iter().all(|one| one["duties"][0]["department"] != one["duties"][1]["department"])
    );
    assert!(overlaps.iter().any(|one| one["words"].as_array().unwrap().contains(&json!("超载"))));
    assert_eq!(scan["n_gaps"], scan["gaps"].as_array().unwrap().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_department_answered_speaks_for_it() {
    let office = Office::open().await;
    assert_ne!(lead(&office.ask("first", DRONES).await), "transport");
    let mut requested = requested();
    if let Event::TaskRequested { to_department, ask, .. } = &mut requested {
        "transport".clone_into(to_department);
        *ask = Text::new("核实无人机夜间低空飞行情况", "Look into drones at night");
    }
    for (kind, event) in [
        ("coordination.task_requested.v1", &requested),
        ("coordination.task_replied.v1", &replied()),
    ] {
        let data = serde_json::to_value(event).unwrap()["data"].clone();
        office.world.happens(Category::new("coordination"), task_id().uuid(), kind, &data).await;
    }
    office.world.settle().await;
    office.world.set_clock("2026-09-28T02:14:59Z");
    assert_ne!(lead(&office.ask("second", DRONES).await), "transport", "answers are read at times");
    office.world.set_clock("2026-09-28T02:15:00Z");
    let matter = office.ask("third", DRONES).await;
    assert_eq!(lead(&matter), "transport");
    let ground = &matter["proposal"]["candidates"][0]["grounds"][0];
    assert_eq!(ground["source"], json!({ "kind": "task" }));
}
