mod bad_input;
mod corrections;
mod files;
mod people;
mod progress;
mod rating;
mod related;

use serde_json::{Value, json};
use tongban_kernel::Role;
use tongban_platform::testkit::{Reply, World};

/// The example of GB 11643.
const IDENTITY: &str = "11010519491231002X";
const CASES: &str = "/api/intake/cases";

struct Office {
    world: World,
    clerk: String,
}

impl Office {
    async fn open() -> Self {
        let world = World::new().await;
        let service = crate::service(&world.platform).await.unwrap();
        let world = world.with(service);
        let clerk = world.token("window-3", Some("government-services"), Role::WindowClerk);
        Self { world, clerk }
    }

    async fn post(&self, key: &str, path: &str, body: &Value) -> Reply {
        self.world.post(&self.clerk, key, path, body).await
    }

    /// Hands the card's application in; answers the receipt.
    async fn submitted(&self, key: &str) -> Value {
        let reply = self.post(key, CASES, &card()).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        reply.body
    }

    /// Does something to a case.
    async fn act(&self, receipt: &Value, verb: &str, body: &Value) -> Reply {
        let path = format!("{CASES}/{}/{verb}", receipt["case_id"].as_str().unwrap());
        self.post(&format!("{verb} {path}")[..40], &path, body).await
    }

    /// The case as its number and code show it, once everything has settled.
    async fn progress(&self, receipt: &Value) -> Value {
        self.world.settle().await;
        let (number, code) = (receipt["number"].as_str(), receipt["check_code"].as_str());
        let path = progress_path(number.unwrap(), code.unwrap());
        let reply = self.world.get("nobody", &path).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    async fn get(&self, path: &str) -> Reply {
        self.world.settle().await;
        self.world.get(&self.clerk, path).await
    }
}

fn progress_path(number: &str, code: &str) -> String {
    format!("/api/intake/progress?number={number}&code={code}")
}

/// An application for the senior citizen card: nothing is missing.
fn card() -> Value {
    json!({
        "item": "old-age-card",
        "channel": "window",
        "applicant": {
            "kind": "citizen", "name": "王小明", "identity": IDENTITY, "phone": "13812341234",
        },
        "form": {
            "applicant": "王小明", "id_number": IDENTITY, "phone": "13812341234",
            "born_on": "1949-12-31",
        },
    })
}

/// The fields that a problem names, with the rules that they break.
fn named(reply: &Reply) -> Vec<(String, String)> {
    let errors = reply.body["errors"].as_array().cloned().unwrap_or_default();
    let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    errors.iter().map(|error| (text(error, "field"), text(error, "rule"))).collect()
}

#[tokio::test]
async fn a_case_goes_from_the_window_to_acceptance_and_its_applicant_sees_it() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    assert_eq!(receipt["received_at"], "2026-09-28T02:00:00Z");
    assert_eq!(receipt["accept_by_at"], "2026-10-10T16:00:00Z", "five working days");
    assert_eq!(receipt["item"]["en"], "Senior citizen card");
    let progress = office.progress(&receipt).await;
    assert_eq!(progress["state"]["zh"], "待受理");
    assert_eq!(progress["next"][0]["until_at"], receipt["accept_by_at"]);

    let accepted = office.act(&receipt, "accept", &json!({})).await;
    assert_eq!((accepted.status.as_u16(), &accepted.body["state"]), (200, &json!("accepted")));
    assert!(accepted.headers.contains_key("case-position"));
    let progress = office.progress(&receipt).await;
    let told: Vec<_> = progress["happened"].as_array().unwrap().iter().collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[1]["text"]["zh"], "已受理");
}

#[tokio::test]
async fn the_same_key_gets_the_same_receipt_even_after_the_case_went_on() {
    let office = Office::open().await;
    let first = office.submitted("a").await;
    office.act(&first, "accept", &json!({})).await;
    assert_eq!(office.submitted("a").await, first);
    let n_submitted = office.world.events().await;
    let submitted = n_submitted.iter().filter(|e| e.kind.as_str() == "intake.case_submitted.v1");
    assert_eq!(submitted.count(), 1);
    assert_ne!(office.submitted("b").await["number"], first["number"]);
}

#[tokio::test]
async fn a_silent_office_has_accepted_when_its_term_is_over() {
    let office = Office::open().await;
    let receipt = office.submitted("a").await;
    office.world.set_clock("2026-10-11T00:00:00+08:00");
    office.world.wait_for("intake.case_accepted.v1", 1).await;
    let progress = office.progress(&receipt).await;
    assert_eq!(progress["state"]["zh"], "办理中");
    assert_eq!(progress["happened"][1]["text"]["zh"], "逾期未告知，依法视为受理");
    assert_eq!(progress["happened"][1]["at"], receipt["received_at"], "as of the day of receipt");
}

#[tokio::test]
async fn a_repeated_application_ends_in_favour_of_the_first() {
    let office = Office::open().await;
    let (first, second) = (office.submitted("a").await, office.submitted("b").await);
    let link = json!({ "duplicate_of": first["case_id"], "basis": "同一申请人同一事项" });
    let linked = office.act(&second, "link-duplicate", &link).await;
    assert_eq!(linked.body["state"], "duplicate", "{}", linked.body);
    assert_eq!(office.act(&second, "accept", &json!({})).await.status, 409);
    let nothing = json!({ "duplicate_of": uuid::Uuid::nil(), "basis": "x" });
    let unknown = office.act(&first, "link-duplicate", &nothing).await;
    assert_eq!(named(&unknown), [("/duplicate_of".into(), "unknown".into())]);
}
