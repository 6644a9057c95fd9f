//! One application and what happens to it, for tests.

#![cfg(test)]

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tongban_catalog::model::{Item, Need};
use tongban_catalog::sample_city;
use tongban_kernel::calendar::{Budget, Office};
use tongban_kernel::testkit::at;
use tongban_kernel::{
    Actor, CaseId, CaseNumber, CommandId, DomainEvent, EventId, Hash, Meta, Origin, Partition,
    PersonId, Personal, Recorded, Role, Seq, StreamId, Text, Wording, encode_event,
};
use tongban_vault::{ContentType, Party, PartyKind};
use uuid::Uuid;

use crate::commands::{Addition, Application, Command, IfIncomplete, ItemInForce, Term};
use crate::events::{
    Channel, Event, HandedIn, Missing, Outcome, PersonalAnswers, Submission, Wanted,
};

/// The last working day before the tests' present: the Mid-Autumn Festival lies between.
pub(crate) const THURSDAY: &str = "2026-09-24T16:00:00+08:00";
/// Five working days after Monday, 28 September; 1 to 7 October are holidays.
pub(crate) const ACCEPT_BY: &str = "2026-10-11T00:00:00+08:00";
/// Five working days after Thursday, 24 September.
pub(crate) const ACCEPT_BY_OF_THURSDAY: &str = "2026-10-10T00:00:00+08:00";
/// Fifteen working days after Monday, 28 September.
pub(crate) const SUPPLEMENT_BY: &str = "2026-10-24T00:00:00+08:00";
pub(crate) const DEPARTMENT: &str = "market-regulation";

pub(crate) fn case_id() -> CaseId {
    CaseId::derive("window", Uuid::from_u128(1))
}

pub(crate) fn number(received_on: jiff::civil::Date) -> CaseNumber {
    CaseNumber::of(case_id(), received_on)
}

pub(crate) fn clerk() -> Actor {
    Actor::officer("window-3", "government-services", Role::WindowClerk)
}

pub(crate) fn text(raw: &str) -> Wording {
    Wording::parse(raw).unwrap()
}

fn sealed(value: &str) -> Personal<String> {
    Personal::from_sealed(PersonId::from_uuid(Uuid::from_u128(9)), value)
}

pub(crate) fn party() -> Party {
    Party {
        kind: PartyKind::Citizen,
        name: sealed("name"),
        identity: sealed("identity"),
        phone: Some(sealed("phone")),
        identity_index: "0123456789abcdef0123456789abcdef".parse().unwrap(),
        phone_index: Some("fedcba9876543210fedcba9876543210".parse().unwrap()),
        name_indexes: vec!["00000000000000000000000000000001".parse().unwrap()],
    }
}

pub(crate) fn file(code: &str) -> HandedIn {
    HandedIn {
        code: code.to_owned(),
        sha256: "ab".repeat(32).parse().unwrap(),
        size_bytes: 7,
        content_type: ContentType::Pdf,
    }
}

pub(crate) fn form() -> Map<String, Value> {
    Map::from_iter([("business_form".to_owned(), json!("retail"))])
}

pub(crate) fn personal_form() -> PersonalAnswers {
    PersonalAnswers::from([("contact".to_owned(), sealed("contact"))])
}

pub(crate) fn term() -> Term {
    Term { budget: Budget::Workdays(5), office: Office::default() }
}

/// The item, as far as the tests ask for it: the layout is needed, and a list of cold storage where
/// food is sold cold.
pub(crate) fn item() -> Box<Item> {
    let mut item = sample_city().unwrap().item("food-business-licence", 1).unwrap().clone();
    item.materials
        .retain(|m| ["layout", "safety-rules", "cold-storage"].contains(&m.code.as_str()));
    item.form.fields.retain(|f| ["contact", "phone", "sells_cold"].contains(&f.name.as_str()));
    for material in item.materials.iter_mut().filter(|m| m.code.as_str() == "safety-rules") {
        material.need = Need::Optional;
    }
    item.form.fields.iter_mut().for_each(|field| field.optional = true);
    Box::new(item)
}

pub(crate) fn application() -> Application {
    Application {
        case_id: case_id(),
        item: ItemInForce {
            code: "food-business-licence".to_owned(),
            version: 1,
            department: DEPARTMENT.to_owned(),
            term: term(),
        },
        channel: Channel::Window,
        received_at: None,
        applicant: party(),
        handed_in: Addition {
            materials: vec![file("layout")],
            form: form(),
            personal_form: personal_form(),
        },
        missing: Vec::new(),
        if_incomplete: IfIncomplete::Refuse,
    }
}

pub(crate) fn submit(application: Application) -> Command {
    Command::Submit(Box::new(application))
}

pub(crate) fn submitted() -> Event {
    let now = tongban_kernel::testkit::now();
    Event::CaseSubmitted(Box::new(submission(now, at(ACCEPT_BY))))
}

pub(crate) fn submission(
    received_at: jiff::Timestamp,
    accept_by_at: jiff::Timestamp,
) -> Submission {
    Submission {
        case_id: case_id(),
        number: number(Office::default().date_of(received_at)),
        item_code: "food-business-licence".to_owned(),
        item_version: 1,
        department: DEPARTMENT.to_owned(),
        channel: Channel::Window,
        submitted_by: clerk().id,
        received_at,
        applicant: party(),
        form: form(),
        personal_form: personal_form(),
        materials: vec![file("layout")],
        accept_by_at,
        accept_by_provisional: false,
    }
}

pub(crate) fn missing() -> Vec<Missing> {
    let asked = |wanted, zh: &str, en: &str| Missing { wanted, reason: Text::new(zh, en) };
    vec![
        asked(Wanted::Material("safety-rules".into()), "缺少制度", "the rules are missing"),
        asked(Wanted::Field("phone".into()), "未填写电话", "no telephone number"),
    ]
}

pub(crate) fn asked(at_receipt: bool) -> Event {
    Event::CorrectionRequested {
        case_id: case_id(),
        missing: missing(),
        supplement_by_at: at(SUPPLEMENT_BY),
        at_receipt,
    }
}

pub(crate) fn narrowed() -> Event {
    let missing = missing().into_iter().take(1).collect();
    Event::CorrectionNarrowed { case_id: case_id(), missing }
}

pub(crate) fn settled() -> Event {
    let (settled_at, accept_by_at) = (tongban_kernel::testkit::now(), at(ACCEPT_BY));
    Event::CorrectionSettled { case_id: case_id(), settled_at, accept_by_at }
}

pub(crate) fn addition() -> Addition {
    Addition {
        materials: vec![file("safety-rules")],
        form: Map::new(),
        personal_form: PersonalAnswers::from([("phone".to_owned(), sealed("phone"))]),
    }
}

pub(crate) fn supplemented(supplemented_at: &str, accept_by_at: &str) -> Event {
    let Addition { materials, form, personal_form } = addition();
    Event::CaseSupplemented {
        case_id: case_id(),
        materials,
        form,
        personal_form,
        supplemented_at: at(supplemented_at),
        accept_by_at: at(accept_by_at),
    }
}

pub(crate) fn accepted(accepted_at: &str, deemed: bool) -> Event {
    Event::CaseAccepted {
        case_id: case_id(),
        number: number(jiff::civil::date(2026, 9, 28)),
        item_code: "food-business-licence".to_owned(),
        item_version: 1,
        department: DEPARTMENT.to_owned(),
        received_at: tongban_kernel::testkit::now(),
        accepted_at: at(accepted_at),
        deemed,
    }
}

pub(crate) fn finished(outcome: Outcome) -> Event {
    let concluded_at = at("2026-10-12T10:00:00+08:00");
    Event::CaseFinished { case_id: case_id(), outcome, concluded_at }
}

pub(crate) fn withdrawn() -> Event {
    Event::CaseWithdrawn { case_id: case_id(), reason: "不再需要".to_owned() }
}

/// An event as the log keeps it, at this place.
pub(crate) fn recorded<E: DomainEvent>(event: &E, seq: u64) -> Recorded {
    let (kind, data) = encode_event(event).unwrap();
    let now = tongban_kernel::testkit::now();
    Recorded {
        partition: Partition(0),
        seq: Seq(seq),
        stream: StreamId::new(tongban_kernel::Category::new("intake"), case_id().uuid()),
        revision: seq,
        id: event_id(seq),
        kind,
        recorded_at: now,
        occurred_at: event.occurred_at().unwrap_or(now),
        meta: Arc::new(Meta {
            actor: clerk(),
            command: CommandId::derive("window-3", Uuid::from_u128(u128::from(seq))),
            body_hash: Hash::ZERO,
            causation: None,
            correlation: case_id().uuid(),
            trace: None,
            jurisdiction: "haiyun".to_owned(),
            calendar_version: 1,
            catalog_version: 1,
            origin: Origin::Live,
        }),
        prev_hash: Hash::ZERO,
        hash: Hash::ZERO,
        data,
    }
}

/// An event of another service, as the log keeps it.
pub(crate) fn foreign(kind: &'static str, data: &Value, seq: u64) -> Recorded {
    let data = serde_json::to_vec(data).unwrap().into();
    Recorded { kind: kind.into(), data, ..recorded(&submitted(), seq) }
}

/// Approval stopped because the applicant withdrew, as it says so.
pub(crate) fn closed_by_withdrawal() -> (&'static str, Value) {
    let asked = json!({ "step": "site", "round": 1, "department": "fire-rescue" });
    let data = json!({ "case_id": case_id(), "ended_tasks": [asked] });
    ("approval.case_closed_by_withdrawal.v1", data)
}

pub(crate) fn event_id(seq: u64) -> EventId {
    EventId::from_uuid(Uuid::from_u128(u128::from(seq)))
}
