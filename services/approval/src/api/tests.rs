use serde_json::{Value, json};
use tongban_kernel::testkit::now;
use tongban_kernel::{CaseId, CaseNumber, Category, Role};
use tongban_platform::testkit::{Reply, World};
use uuid::Uuid;

const OWNER: &str = "market-regulation";
const STEPS: &str = "/api/approval/steps";

/// The department that decides on licences for food businesses.
struct Office {
    world: World,
    handler: String,
}

impl Office {
    async fn open() -> Self {
        let world = World::new().await;
        let service = crate::service(&world.platform).await.unwrap();
        let world = world.with(service);
        let mut office = Self { world, handler: String::new() };
        office.sign_in();
        office
    }

    fn sign_in(&mut self) {
        self.handler = self.world.token("handler-1", Some(OWNER), Role::Handler);
    }

    /// Some days later the handler signs in anew.
    fn on(&mut self, day: &str) {
        self.world.set_clock(day);
        self.sign_in();
    }

    /// Intake accepts the n-th case; answers its path.
    async fn accepted(&self, n: u128) -> String {
        let case = CaseId::derive("window", Uuid::from_u128(n));
        let today = now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let data = json!({
            "case_id": case,
            "number": CaseNumber::of(case, today).as_str(),
            "item_code": "food-business-licence",
            "item_version": 1,
            "received_at": now(),
            "accepted_at": now(),
        });
        let intake = Category::new("intake");
        self.world.happens(intake, case.uuid(), "intake.case_accepted.v1", &data).await;
        self.world.settle().await;
        format!("/api/approval/cases/{case}")
    }

    async fn act(&self, case: &str, verb: &str, body: &Value) -> Reply {
        self.world.post(&self.handler, verb, &format!("{case}/{verb}"), body).await
    }

    async fn done(&self, case: &str, verb: &str, body: &Value) {
        let reply = self.act(case, verb, body).await;
        assert_eq!(reply.status, 200, "{verb}: {}", reply.body);
    }

    async fn list(&self, path: &str) -> Vec<Value> {
        self.world.settle().await;
        let reply = self.world.get(&self.handler, path).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["items"].as_array().unwrap().clone()
    }
}

fn hearing() -> Value {
    json!({ "procedure": "hearing", "reason": "利害关系人申请听证" })
}

fn grounds() -> Value {
    json!({ "reason": "不符合法定条件", "legal_basis": "食品安全法第三十五条" })
}

/// Which steps of which cases, with whether they have a due date.
fn named(rows: &[Value]) -> Vec<(String, &str, bool)> {
    let row = |row: &'_ Value| row["case_id"].as_str().unwrap().to_owned();
    rows.iter()
        .map(|step| (row(step), step["step"].as_str().unwrap(), !step["due_at"].is_null()))
        .collect()
}

fn id_of(case: &str) -> String {
    case.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_whose_clock_stands_still_stay_in_the_list_behind_those_that_are_due() {
    let office = Office::open().await;
    let stopped = office.accepted(1).await;
    let running = office.accepted(2).await;
    office.done(&stopped, "suspend", &hearing()).await;
    // Begun while the clocks stand still.
    office.done(&stopped, "steps/accept/approve", &json!({})).await;
    let (stopped_id, running_id) = (id_of(&stopped), id_of(&running));
    for path in [STEPS.to_owned(), format!("{STEPS}?department={OWNER}")] {
        let rows = office.list(&path).await;
        let expected = [
            (running_id.clone(), "accept", true),
            (stopped_id.clone(), "documents", false),
            (stopped_id.clone(), "site", false),
        ];
        assert_eq!(named(&rows), expected, "{path}");
    }
    let mut cases = office.list("/api/approval/cases?state=suspended").await;
    let case = cases.remove(0);
    assert_eq!((&case["statutory_due_at"], &case["promised_due_at"]), (&Value::Null, &Value::Null));
    // Page by page the same.
    let first = office.world.get(&office.handler, &format!("{STEPS}?limit=2")).await.body;
    let next = format!("{STEPS}?limit=2&cursor={}", first["next"].as_str().unwrap());
    assert_eq!(named(&office.list(&next).await), [(stopped_id, "site", false)]);
    office.done(&stopped, "resume", &json!({})).await;
    assert!(named(&office.list(STEPS).await).iter().all(|(_, _, is_due)| *is_due));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_case_shows_its_new_due_dates_and_waits_for_nobody() {
    let mut office = Office::open().await;
    let case = office.accepted(1).await;
    office.done(&case, "steps/accept/approve", &json!({})).await;
    office.done(&case, "steps/documents/reject", &grounds()).await;
    let before = office.list("/api/approval/cases").await.remove(0);
    office.on("2026-09-30T02:00:00Z");
    let reopen = json!({ "from": "documents", "reason": "复议决定", "basis": "行政复议法" });
    office.done(&case, "reopen", &reopen).await;
    let after = office.list("/api/approval/cases").await.remove(0);
    // Closed from Monday to Wednesday: Tuesday does not count.
    assert_eq!(before["promised_due_at"], "2026-10-16T16:00:00Z");
    assert_eq!(after["promised_due_at"], "2026-10-19T16:00:00Z");
    assert_eq!(after["statutory_due_at"], "2026-11-02T16:00:00Z");
    let steps = office.list(STEPS).await;
    let site = steps.iter().find(|step| step["step"] == "site").unwrap();
    assert_eq!((&site["state"], &site["asks"]), (&json!("active"), &json!(0)));
    assert_eq!(site["due_at"], "2026-10-12T16:00:00Z");
}

/// Every wish in which somebody says something in words of their own.
fn wishes() -> [(&'static str, Value); 8] {
    let reopen = json!({ "from": "accept", "reason": "复议决定", "basis": "行政复议法" });
    [
        ("steps/accept/approve", json!({ "opinion": "同意" })),
        ("steps/accept/return", json!({ "to": "accept", "reason": "缺图" })),
        ("steps/accept/reject", grounds()),
        ("suspend", hearing()),
        ("extend", json!({ "amount": 1, "reason": "案情复杂", "approved_by": "局长" })),
        ("conclude", grounds()),
        ("reopen", reopen),
        ("annul", json!({ "reason": "材料虚假", "basis": "行政许可法" })),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_say_nothing_or_too_much_are_refused_by_name() {
    let office = Office::open().await;
    let case = office.accepted(1).await;
    let n_events = office.world.events().await.len();
    let mut n_refused = 0;
    for (verb, wish) in wishes() {
        let words = ["opinion", "reason", "legal_basis", "basis", "approved_by"];
        for field in words.into_iter().filter(|field| wish.get(field).is_some()) {
            for bad in [String::new(), " \n".to_owned(), "长".repeat(2_001)] {
                let mut wish = wish.clone();
                wish[field] = bad.into();
                let reply = office.act(&case, verb, &wish).await;
                let error = &reply.body["errors"][0];
                assert_eq!(reply.status, 422, "{verb}: {}", reply.body);
                assert_eq!(
                    (&error["field"], &error["rule"]),
                    (&json!(format!("/{field}")), &json!("value"))
                );
                assert!(error["remedy"].as_str().unwrap().contains("1 to 2000"), "{error}");
                n_refused += 1;
            }
        }
    }
    assert_eq!((n_refused, office.world.events().await.len()), (3 * 13, n_events));
}
