use serde_json::{Value as Json, json};

use super::*;
use crate::history::{Attribute, HistoryRow, Moment, Value};

fn row(activity: &str, resource: Option<&str>) -> HistoryRow {
    HistoryRow {
        activity: activity.into(),
        lifecycle: None,
        resource: resource.map(str::to_owned),
        department: Some("住建局".into()),
        at: Moment::try_from("2026-03-02T09:00:00+08:00".to_owned()).unwrap(),
        attributes: Vec::new(),
    }
}

fn cases() -> Vec<HistoryCase> {
    let case = |name: &str, attributes, rows| HistoryCase {
        name: name.into(),
        attributes,
        milestones: [].into(),
        rows,
    };
    let fee = |value| Attribute { value, ..Attribute::text("fee", "") };
    let inner = Attribute { value: Value::Boolean(true), ..Attribute::text("paid", "") };
    let mut second = row("send", None);
    second.lifecycle = Some("complete".into());
    second.attributes = vec![Attribute { children: vec![inner], ..fee(Value::Int(3)) }];
    vec![
        case("1", vec![fee(Value::Int(1))], vec![row("accept", Some("Li")), second]),
        case("2", vec![fee(Value::String("none".into()))], vec![row("accept", Some("Li"))]),
    ]
}

fn written(cases: &[HistoryCase]) -> Json {
    let mut objects = OcelObjects::begin(Vec::new()).unwrap();
    for case in cases {
        objects.case(case).unwrap();
    }
    let mut events = objects.events().unwrap();
    for case in cases {
        events.case(case).unwrap();
    }
    serde_json::from_slice(&events.finish().unwrap()).unwrap()
}

#[test]
fn cases_resources_and_departments_are_objects() {
    let log = written(&cases());
    let ids: Vec<_> = log["objects"].as_array().unwrap().iter().map(|o| o["id"].clone()).collect();
    assert_eq!(ids, ["case:1", "case:2", "resource:Li", "department:住建局"]);
    assert_eq!(
        log["objects"][0],
        json!({
            "id": "case:1",
            "type": "case",
            "attributes": [{ "name": "fee", "time": "1970-01-01T00:00:00Z", "value": "1" }],
        })
    );
}

#[test]
fn rows_are_events_related_to_their_objects() {
    let log = written(&cases());
    let events = log["events"].as_array().unwrap();
    assert_eq!(events.len(), 3);
    assert_eq!(
        events[1],
        json!({
            "id": "e2",
            "type": "send",
            "time": "2026-03-02T09:00:00+08:00",
            "attributes": [
                { "name": "fee", "value": "3" },
                { "name": "fee.paid", "value": "true" },
                { "name": "lifecycle:transition", "value": "complete" },
            ],
            "relationships": [
                { "objectId": "case:1", "qualifier": "case" },
                { "objectId": "department:住建局", "qualifier": "department" },
            ],
        })
    );
    assert_eq!(events[0]["relationships"][1]["objectId"], "resource:Li");
}

#[test]
fn every_type_and_its_attributes_are_declared() {
    let log = written(&cases());
    assert_eq!(
        log["eventTypes"],
        json!([
            { "name": "accept", "attributes": [] },
            { "name": "send", "attributes": [
                { "name": "fee", "type": "integer" },
                { "name": "fee.paid", "type": "boolean" },
                { "name": "lifecycle:transition", "type": "string" },
            ] },
        ])
    );
    // One case has a number there and another a text: as a text both can be read.
    assert_eq!(
        log["objectTypes"][0],
        json!({ "name": "case", "attributes": [{ "name": "fee", "type": "string" }] })
    );
}

#[test]
fn nothing_is_a_log_too() {
    let log = written(&[]);
    assert_eq!(log["objects"], json!([]));
    assert_eq!(log["events"], json!([]));
}
