use serde_json::{Value, json};
use tongban_kernel::{Category, Role};
use tongban_platform::testkit::{Reply, World};

use crate::samples::*;

const REPORTS: &str = "/api/metrics/reports";
const LATE: &str = "2026-10-20T09:00:00+08:00";
/// The month after that of the late conclusion has begun.
const NOVEMBER: &str = "2026-11-02T10:00:00+08:00";

/// Cases of September, one decided in time then, and one too late in October.
struct City {
    world: World,
    supervisor: String,
}

impl City {
    async fn new() -> Self {
        let world = World::new().await;
        let service = crate::service(&world.platform).await.unwrap();
        let world = world.with(service);
        let mut city = Self { supervisor: signed(&world, Role::Supervisor), world };
        for fact in (1..=3).flat_map(|n| [submitted(n), accepted(n), opened(n)]) {
            city.tell(fact).await;
        }
        city.tell(concluded(1, IN_TIME)).await;
        city.tell(concluded(2, LATE)).await;
        city.later(NOVEMBER);
        city.world.settle().await;
        city
    }

    async fn tell(&self, fact: Fact) {
        let category = Category::parse(fact.category()).unwrap();
        self.world.happens(category, fact.stream, fact.kind, &fact.data).await;
    }

    /// Tokens last for an hour: who goes on signs in again.
    fn later(&mut self, now: &str) {
        self.world.set_clock(now);
        self.supervisor = signed(&self.world, Role::Supervisor);
    }

    async fn issue(&self, key: &str, body: &Value) -> Reply {
        let reply = self.world.post(&self.supervisor, key, REPORTS, body).await;
        self.world.settle().await;
        reply
    }

    /// Issues a report, and answers its address.
    async fn issued(&self, key: &str, body: &Value) -> String {
        let reply = self.issue(key, body).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        format!("{REPORTS}/{}", reply.body["report_id"].as_str().unwrap())
    }

    async fn get(&self, path: &str) -> Value {
        let reply = self.world.get(&self.supervisor, path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.body
    }
}

fn signed(world: &World, role: Role) -> String {
    world.token(&format!("{role:?}").to_lowercase(), Some("transport"), role)
}

fn of(from: &str, through: &str) -> Value {
    json!({ "from": from, "through": through, "word": "按期办结率有待提高" })
}

/// A figure among others.
#[track_caller]
fn figure<'a>(of: &'a Value, name: &str) -> &'a Value {
    let found = of["figures"].as_array().unwrap().iter().find(|figure| figure["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {of}"))
}

fn value<'a>(of: &'a Value, name: &str) -> &'a Value {
    &figure(of, name)["value"]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_issued_stays_when_late_facts_move_its_figures() {
    let city = City::new().await;
    let preview = city.get(&format!("{REPORTS}/preview?from=2026-07&through=2026-09")).await;
    assert_eq!(preview["in_force"], Value::Null);
    let path = city.issued("q3", &of("2026-07", "2026-09")).await;
    let report = city.get(&path).await;
    assert_eq!(report["figures"], preview["figures"]);
    assert_eq!((&report["nth"], &report["issued_by"]), (&1.into(), &"supervisor".into()));
    assert_eq!(report["word"], "按期办结率有待提高");
    assert_eq!(report["position"], preview["as_of"]["position"]);
    let (received, rate) = ("flow.received", "flow.on_time_rate_by_law");
    assert_eq!((value(&report, received), value(&report, rate)), (&json!(3.0), &json!(1.0)));
    assert_eq!(figure(&report, rate)["goal_min"], 0.9);
    assert_eq!(figure(&report, rate)["behind"], "on_time_by_law");
    assert_eq!(figure(&report, "coordination.share")["goal_max"], 0.25);
    assert_eq!(figure(&report, "standing.overdue_by_law")["stands"], true);
    let [housing] = &report["departments"].as_array().unwrap()[..] else { panic!("{report}") };
    assert_eq!((&housing["department"], &housing["place"]), (&HOUSING.into(), &1.into()));
    // The third case is open past its limit.
    assert_eq!(report["items"][0]["item_code"], PERMIT);
    assert_eq!(value(&report["items"][0], "standing.overdue_by_law"), &json!(1.0));

    // It is recorded only now that a fourth came in, in September.
    city.tell(submitted(4)).await;
    city.tell(concluded(3, LATE)).await;
    city.world.settle().await;
    assert_eq!(city.get(&path).await, report, "as issued");
    let now = city.get(&format!("{path}/now")).await;
    assert_eq!(value(&now, received), &json!(4.0));
    assert_eq!(value(&now, "standing.overdue_by_law"), &json!(0.0));
    assert_ne!(now["as_of"]["position"], report["position"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_another_report_that_names_the_one_it_corrects() {
    let city = City::new().await;
    let path = city.issued("first", &of("2026-09", "2026-09")).await;
    let again = city.issue("again", &of("2026-09", "2026-09")).await;
    let kind = (again.status.as_u16(), again.body["type"].clone());
    assert_eq!(kind, (409, "/problems/metrics/report-issued".into()));
    let first = city.get(&path).await;
    city.tell(submitted(4)).await;
    city.world.settle().await;
    let preview = city.get(&format!("{REPORTS}/preview?from=2026-09&through=2026-09")).await;
    assert_eq!(preview["in_force"]["report_id"], first["report_id"]);
    let mut body = of("2026-09", "2026-09");
    body["replaces"] = json!({ "report_id": first["report_id"], "reason": "漏报一件" });
    let second = city.get(&city.issued("second", &body).await).await;
    assert_eq!((&second["nth"], &second["reason"]), (&2.into(), &"漏报一件".into()));
    assert_eq!(second["replaces"], first["report_id"]);
    assert_eq!(value(&second, "flow.received"), &json!(4.0));
    let first = city.get(&path).await;
    assert_eq!(first["replaced_by"], second["report_id"]);
    assert_eq!(value(&first, "flow.received"), &json!(3.0), "it is still read as it was issued");
    let third = city.issue("third", &body).await;
    assert_eq!(third.body["type"], "/problems/metrics/report-corrected");
    body["replaces"]["report_id"] = json!(IMPORT);
    let unknown = city.issue("unknown", &body).await;
    let kind = (unknown.status.as_u16(), unknown.body["type"].clone());
    assert_eq!(kind, (422, "/problems/metrics/unknown-report".into()));
    let list = city.get(REPORTS).await;
    let ids = list["items"].as_array().unwrap().iter().map(|row| &row["report_id"]);
    assert!(ids.eq([&second["report_id"], &first["report_id"]]), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_what_moved_since_the_one_before_of_the_same() {
    let city = City::new().await;
    city.issued("quarter", &of("2026-07", "2026-09")).await;
    let september = city.get(&city.issued("september", &of("2026-09", "2026-09")).await).await;
    assert_eq!(september["before"], Value::Null, "a quarter is not compared with a month");
    let october = city.get(&city.issued("october", &of("2026-10", "2026-10")).await).await;
    assert_eq!(october["before"]["report_id"], september["report_id"]);
    assert_eq!(october["before"]["months"]["from"], "2026-09");
    let rate = figure(&october, "flow.on_time_rate_by_law");
    assert_eq!((&rate["value"], &rate["before"]), (&json!(0.0), &json!(1.0)));
    let housing = &october["departments"][0];
    assert_eq!((&housing["place"], &housing["place_before"]), (&1.into(), &1.into()));
    let received = figure(housing, "flow.received");
    assert_eq!((&received["value"], &received["before"]), (&json!(0.0), &json!(3.0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_wish_issues_one_report() {
    let city = City::new().await;
    let body = of("2026-09", "2026-09");
    let path = city.issued("once", &body).await;
    city.tell(submitted(4)).await;
    city.world.settle().await;
    assert_eq!(city.issued("once", &body).await, path);
    let mut correction = body.clone();
    let report_id = city.get(&path).await["report_id"].clone();
    correction["replaces"] = json!({ "report_id": report_id, "reason": "漏报一件" });
    city.issued("correction", &correction).await;
    assert_eq!(city.issued("once", &body).await, path, "also when it was corrected since");
    let kinds = city.world.events().await;
    let n = kinds.iter().filter(|event| event.kind.as_str() == "metrics.report_issued.v1").count();
    assert_eq!(n, 2);
    let other = city.issue("once", &of("2026-08", "2026-08")).await;
    assert_eq!(other.status, 201, "another period is another stream");
}

#[tokio::test(flavor = "multi_thread")]
async fn supervisors_issue_and_whoever_reads_metrics_reads_reports() {
    let city = City::new().await;
    let path = city.issued("one", &of("2026-09", "2026-09")).await;
    let preview = format!("{REPORTS}/preview?from=2026-09&through=2026-09");
    for (role, reads) in [
        (Role::Coordinator, 200),
        (Role::Handler, 200),
        (Role::Operator, 200),
        (Role::WindowClerk, 403),
    ] {
        let token = signed(&city.world, role);
        let body = of("2026-10", "2026-10");
        let issued = city.world.post(&token, "mine", REPORTS, &body).await;
        assert_eq!(issued.status, 403, "{role:?}");
        for read in [path.as_str(), REPORTS, &format!("{path}/now")] {
            assert_eq!(city.world.get(&token, read).await.status, reads, "{role:?} {read}");
        }
        assert_eq!(city.world.get(&token, &preview).await.status, 403, "{role:?}");
    }
    let nothing = format!("{REPORTS}/{IMPORT}");
    assert_eq!(city.world.get(&city.supervisor, &nothing).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_about_months_and_a_department_that_there_are() {
    let city = City::new().await;
    for (from, through, department, field) in [
        ("2026-10", "2026-09", None, "/through"),
        ("2025-01", "2026-01", None, "/through"),
        ("2026-09", "2026-09", Some("moon"), "/department"),
    ] {
        let mut body = of(from, through);
        body["department"] = json!(department);
        let reply = city.issue("bad", &body).await;
        assert_eq!(reply.status, 422, "{}", reply.body);
        assert_eq!(reply.body["errors"][0]["field"], field, "{}", reply.body);
    }
    let early = city.issue("early", &of("2026-12", "2026-12")).await;
    assert_eq!(early.body["type"], "/problems/metrics/period-not-begun");
    let mut body = of("2026-09", "2026-09");
    body["department"] = json!("transport");
    let report = city.get(&city.issued("transport", &body).await).await;
    assert_eq!((&report["department"], &report["departments"]), (&"transport".into(), &json!([])));
    assert_eq!(value(&report, "flow.received"), &json!(0.0), "those of another department");
    let own = city.get(&format!("{REPORTS}?department=transport")).await;
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
}
