use std::sync::Arc;

use serde_json::json;
use tongban_kernel::testkit::now;
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, Meta, Origin, Partition, PersonId, Role, Seq,
    StreamId,
};
use tongban_vault::PartyKind;
use uuid::Uuid;

use super::*;

fn sealed(value: &str) -> Personal<String> {
    Personal::from_sealed(PersonId::from_uuid(Uuid::from_u128(9)), value)
}

fn party() -> Party {
    Party {
        kind: PartyKind::Citizen,
        name: sealed("name"),
        identity: sealed("identity"),
        phone: None,
        identity_index: "0123456789abcdef0123456789abcdef".parse().unwrap(),
        phone_index: None,
        name_indexes: Vec::new(),
    }
}

fn rated(satisfaction: u8, aspects: &[&str]) -> Recorded {
    rated_at(now(), satisfaction, aspects)
}

fn rated_at(at: Timestamp, satisfaction: u8, aspects: &[&str]) -> Recorded {
    let case_id = CaseId::derive("window", Uuid::from_u128(1));
    let data = json!({
        "case_id": case_id, "number": CaseNumber::of(case_id, jiff::civil::date(2026, 9, 28)),
        "item_code": "old-age-card", "department": "civil-affairs", "satisfaction": satisfaction,
        "aspects": aspects, "words": sealed("words"), "applicant": party(),
    });
    Recorded {
        partition: Partition(0),
        seq: Seq(7),
        stream: StreamId::new(Category::new("intake"), case_id.uuid()),
        revision: 7,
        id: EventId::from_uuid(Uuid::from_u128(7)),
        kind: "intake.service_rated.v1".into(),
        recorded_at: at,
        occurred_at: at,
        meta: Arc::new(Meta {
            actor: Actor::officer("window-3", "government-services", Role::WindowClerk),
            command: CommandId::derive("window-3", Uuid::from_u128(7)),
            body_hash: Hash::ZERO,
            causation: None,
            correlation: case_id.uuid(),
            trace: None,
            jurisdiction: "haiyun".to_owned(),
            calendar_version: 1,
            catalog_version: 1,
            origin: Origin::Live,
        }),
        prev_hash: Hash::ZERO,
        hash: Hash::ZERO,
        data: serde_json::to_vec(&data).unwrap().into(),
    }
}

#[test]
fn a_bad_rating_is_a_complaint_about_the_department_that_decided() {
    for satisfaction in [4, 5] {
        let orders = BadRatings.react(&rated(satisfaction, &["time", "outcome"])).unwrap();
        let [order] = &orders[..] else { panic!("{orders:?}") };
        assert_eq!((&*order.department, &*order.item_code), ("civil-affairs", "old-age-card"));
        assert_eq!((&order.complainant, &order.words), (&party(), &Some(sealed("words"))));
        let grade = Satisfaction::try_from(satisfaction).unwrap().text().zh;
        assert!(order.title.ends_with(&format!("服务评价为“{grade}”（办理时限、办理结果）")));
    }
}

#[test]
fn who_is_satisfied_complains_of_nothing() {
    for satisfaction in 1..=3 {
        assert_eq!(BadRatings.react(&rated(satisfaction, &[])).unwrap(), []);
    }
}

#[test]
fn the_same_rating_is_the_same_complaint_however_often_it_is_read() {
    let event = rated(5, &[]);
    assert_eq!(BadRatings.react(&event).unwrap(), BadRatings.react(&event).unwrap());
}

#[test]
fn complaints_of_ratings_stand_among_others_by_when_they_came() {
    let id = |at| BadRatings.react(&rated_at(at, 5, &[])).unwrap()[0].complaint_id;
    let key = |at: Timestamp| {
        let millis = u64::try_from(at.as_millisecond()).unwrap();
        Builder::from_unix_timestamp_millis(millis, &[255; 10]).into_uuid()
    };
    let lodged = |at| ComplaintId::derive("window-3", key(at));
    let [first, second, third] = [0, 1, 2].map(|n| now() + jiff::SignedDuration::from_mins(n));
    assert!(lodged(first) < id(second) && id(second) < lodged(third));
    assert!(id(first) < lodged(second) && lodged(second) < id(third));
}
