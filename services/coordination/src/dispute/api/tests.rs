use serde_json::Value;
use tongban_kernel::{Decider as _, DisputeId, Role, Text};
use tongban_platform::testkit::World;
use uuid::Uuid;

use crate::dispute::events::Event;
use crate::dispute::samples::{opened, responsible, ruled};
use crate::dispute::state::Dispute;
use crate::samples::task_id;

const LAND: &str = "natural-resources";
const POLICE: &str = "public-security";

/// Disputes of before, about the same ask.
struct Past {
    world: World,
    desk: String,
}

impl Past {
    async fn open() -> Self {
        let world = World::new().await;
        let (service, _) = crate::assemble(&world.platform).await.unwrap();
        let world = world.with(service);
        let desk = world.token("desk", Some("government-services"), Role::Coordinator);
        Self { world, desk }
    }

    async fn disputed(&self, nth: u32, by: &str, is_ruled: bool) -> DisputeId {
        let id = DisputeId::derive(task_id(), nth);
        let of_this = |mut event: Event| {
            match &mut event {
                Event::DisputeOpened { dispute_id, ask, by_department, hearings, .. } => {
                    (*dispute_id, *by_department) = (id, by.to_owned());
                    *ask = Text::new("核实建设项目用地范围", "Check the extent of the site");
                    hearings.clear();
                }
                Event::DisputeRuled { dispute_id, ruling, .. } => {
                    (*dispute_id, *ruling) = (id, responsible(by, &[]));
                }
                other => panic!("{other:?}"),
            }
            serde_json::to_value(&event).unwrap()["data"].take()
        };
        let happens = async |kind, data: Value| {
            self.world.happens(Dispute::CATEGORY, id.uuid(), kind, &data).await;
        };
        happens("coordination.dispute_opened.v1", of_this(opened())).await;
        if is_ruled {
            happens("coordination.dispute_ruled.v1", of_this(ruled())).await;
        }
        id
    }

    async fn found(&self, query: &str) -> Vec<Uuid> {
        self.world.settle().await;
        let path = format!("/api/coordination/disputes?{query}");
        let reply = self.world.get(&self.desk, &path).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.body);
        let rows = reply.body["items"].as_array().unwrap();
        rows.iter().map(|row| row["dispute_id"].as_str().unwrap().parse().unwrap()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_narrow_what_all_else_asks_for() {
    let past = Past::open().await;
    let by_land = past.disputed(1, LAND, true).await.uuid();
    let by_police = past.disputed(2, POLICE, true).await.uuid();
    let open = past.disputed(3, LAND, false).await.uuid();
    let words = "words=%E5%BB%BA%E8%AE%BE%E9%A1%B9%E7%9B%AE%E7%94%A8%E5%9C%B0";
    let both = past.found(words).await;
    assert!(both.contains(&by_land) && both.contains(&by_police), "{both:?}");
    assert!(!both.contains(&open), "nothing was ruled in it");
    assert_eq!(past.found(&format!("{words}&limit=1")).await, both[..1]);
    for (also, expected) in [
        (format!("department={LAND}"), vec![by_land]),
        (format!("department={POLICE}&state=ruled"), vec![by_police]),
        ("state=open".to_owned(), vec![]),
        ("overdue=true".to_owned(), vec![]),
        (format!("task_id={}", Uuid::from_u128(1)), vec![]),
    ] {
        assert_eq!(past.found(&format!("{words}&{also}")).await, expected, "{also}");
    }
}
