use std::time::Duration;

use serde_json::{Value, json};
use tongban_eventstore::readers::{ReaderKind, ReaderState, StopStore as _, Unreadable};
use tongban_kernel::{EventId, Partition, Role, Seq};
use uuid::Uuid;

use crate::edge::testing::Office;

const STATUS: &str = "/api/operations/status";
const VERIFICATION: &str = "/api/operations/verification";
const EVENT: Uuid = Uuid::from_u128(7);

#[tokio::test]
async fn who_does_not_run_the_system_neither_sees_nor_does_anything_here() {
    let office = Office::open().await;
    let token = office.token("s-1", Role::Supervisor).await;
    for path in [STATUS, "/api/operations/readers", VERIFICATION] {
        assert_eq!(office.get(&token, path).await.0, 403, "{path}");
        assert_eq!(office.get("none", path).await.0, 401, "{path}");
    }
    let stop = format!("/api/operations/readers/intake/stops/{EVENT}");
    let item = format!("/api/operations/work-items/{EVENT}/resolve");
    for (path, body) in [
        (format!("{stop}/park"), json!({ "reason": "x" })),
        (format!("{stop}/unpark"), json!({})),
        ("/api/operations/clock/confirm".to_owned(), json!({})),
        (VERIFICATION.to_owned(), json!({})),
        (item, json!({ "note": "x" })),
    ] {
        assert_eq!(
            office.refused(&token, &path, body).await,
            (403, "common/forbidden".into()),
            "{path}"
        );
    }
}

fn service<'a>(status: &'a Value, name: &str) -> &'a Value {
    let services = status["services"].as_array().unwrap();
    services.iter().find(|service| service["service"] == name).unwrap()
}

#[tokio::test]
async fn an_operator_sees_every_reader_of_every_service_running() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let Office { app, asking, folder: _folder } = office;
    let running = app.start();
    let whole = async {
        loop {
            let (_, status) = asking.get(&token, STATUS).await;
            let n_partitions = &status["log"]["n_partitions"];
            let services = status["services"].as_array().unwrap().iter();
            let readers: Vec<_> =
                services.flat_map(|service| service["readers"].as_array().unwrap()).collect();
            if readers.iter().all(|reader| reader["n_running"] == *n_partitions) {
                return (readers.len(), status.clone());
            }
            tokio::task::yield_now().await;
        }
    };
    let (n_readers, status) = tokio::time::timeout(Duration::from_secs(60), whole).await.unwrap();
    assert!(n_readers > 5, "{status}");
    assert_eq!(service(&status, "approval")["readers"][0]["kind"], "projection");
    assert!(!service(&status, "coordination")["sweepers"].as_array().unwrap().is_empty());
    assert_eq!((&status["process"], &status["is_all"]), (&Value::Null, &json!(true)));
    assert_eq!((&status["log"]["n_events"], &status["log"]["kept"]), (&json!(1), &json!("folder")));
    assert!(status["log"]["n_bytes"].as_u64().unwrap() > 0, "{status}");
    assert_eq!(status["requests"]["n_in_flight"], 1, "this one");
    assert_eq!(status["clock"]["ahead_secs"], Value::Null);
    running.stop().await;
}

#[tokio::test]
async fn a_reader_that_has_stopped_is_named_with_its_event_and_goes_on_when_that_is_parked() {
    let office = Office::open().await;
    let token = office.token("op-1", Role::Operator).await;
    let (progress, state) = (&office.app.platform.kit.progress, &office.app.platform.state);
    let id = EventId::from_uuid(EVENT);
    let at = Unreadable { id, kind: "test.noted.v9".into(), partition: Partition(1), seq: Seq(4) };
    for partition in [Partition(0), Partition(1)] {
        progress.register("intake", ReaderKind::Projection, partition, Seq(3));
    }
    let stopped = ReaderState::Stopped { at: Some(at.clone()), error: "unknown type".to_owned() };
    progress.set_state("intake", Partition(1), stopped);
    state.stopped("intake", at, "unknown type".to_owned()).await.unwrap();

    let (_, status) = office.get(&token, STATUS).await;
    let intake = &service(&status, "intake")["readers"][0];
    assert_eq!((&intake["n_running"], &intake["n_stopped"]), (&json!(1), &json!(1)));
    assert_eq!(intake["error"], "unknown type");
    let stop = &status["stops"][0];
    assert_eq!((&stop["kind"], &stop["seq"]), (&json!("test.noted.v9"), &json!(4)));
    let (_, listed) = office.get(&token, "/api/operations/readers?reader=intake").await;
    assert_eq!(listed["readers"].as_array().unwrap().len(), 2);
    assert_eq!(listed["readers"][1]["state"], "stopped");

    let path = |what: &str, event| format!("/api/operations/readers/intake/stops/{event}/{what}");
    let (code, problem) = office.post(&token, &path("park", EVENT), json!({ "reason": " " })).await;
    assert_eq!((code.as_u16(), &problem["errors"][0]["field"]), (422, &json!("/reason")));
    let unknown =
        office.refused(&token, &path("park", Uuid::nil()), json!({ "reason": "x" })).await;
    assert_eq!(unknown, (404, "common/not-found".into()));
    let reason = json!({ "reason": "of a newer program" });
    let (_, parked) = office.post(&token, &path("park", EVENT), reason.clone()).await;
    assert_eq!((&parked["is_parked"], &parked["is_new"]), (&json!(true), &json!(true)));
    let (_, again) = office.post(&token, &path("park", EVENT), reason).await;
    assert_eq!(again["is_new"], false);
    let (_, status) = office.get(&token, STATUS).await;
    let stop = &status["stops"][0];
    assert_eq!(
        (&stop["parked_by"], &stop["parked_why"]),
        (&json!("op-1"), &json!("of a newer program"))
    );

    // The reader has left it behind: nobody goes back.
    progress.advance("intake", Partition(1), Seq(4));
    let passed = office.refused(&token, &path("unpark", EVENT), json!({})).await;
    assert_eq!(passed, (409, "edge/event-passed".into()));
}

#[tokio::test]
async fn a_verification_is_begun_once_and_says_what_it_found() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let (_, before) = office.get(&token, VERIFICATION).await;
    assert_eq!(before, json!({ "can_begin": true, "last": null }));
    let key = Uuid::from_u128(1);
    let (status, begun) = office.post_as(&token, VERIFICATION, json!({}), key).await;
    assert_eq!((status.as_u16(), &begun["last"]["by"]), (202, &json!("op-1")));
    let ended = async {
        loop {
            let (_, now) = office.get(&token, VERIFICATION).await;
            if !now["last"]["ended_at"].is_null() {
                return now["last"].clone();
            }
            tokio::task::yield_now().await;
        }
    };
    let last = tokio::time::timeout(Duration::from_secs(60), ended).await.unwrap();
    assert_eq!((&last["found"]["sound"], &last["found"]["n_events"]), (&json!(true), &json!(1)));
    assert_eq!((&last["failed"], &last["progress"]), (&Value::Null, &Value::Null));
    let (_, again) = office.post_as(&token, VERIFICATION, json!({}), key).await;
    assert_eq!(again["last"], last, "the same wish begins nothing more");
}

#[tokio::test]
async fn a_clock_that_has_not_jumped_has_nothing_to_be_confirmed() {
    let office = Office::open().await;
    let token = office.token("op-1", Role::Operator).await;
    let (_, said) = office.post(&token, "/api/operations/clock/confirm", json!({})).await;
    assert_eq!(said, json!({ "ahead_secs": null, "is_confirmed": false }));
}
