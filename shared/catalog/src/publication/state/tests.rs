use jiff::civil::date;
use tongban_kernel::testkit::{at, given};
use tongban_kernel::{decode_data, encode_event};

use super::*;
use crate::model::DepartmentCode;
use crate::sample_city;

/// Later than the testkit's present.
const SOON: &str = "2026-10-08T00:00:00+08:00";
const LATER: &str = "2026-12-01T00:00:00+08:00";

fn sample() -> Content {
    Content::clone(sample_city().unwrap().content())
}

/// The sample city with a shorter promise in a new version of one item, in force at once.
fn improved() -> Content {
    let mut content = sample();
    let item = content.items.iter_mut().find(|item| item.code.as_str() == "old-age-card").unwrap();
    item.version = 2;
    item.names.en = "Card for senior citizens".into();
    content
}

fn publish(content: Content, valid_from: &str) -> Command {
    Command::PublishCatalog { content: Arc::new(content), valid_from: at(valid_from), seen: None }
}

fn published(version: u32, content: Content, valid_from: &str) -> Event {
    let (content_hash, _) = written(&content).unwrap();
    Event::CatalogPublished {
        version,
        valid_from: at(valid_from),
        content: Arc::new(content),
        content_hash,
    }
}

fn first() -> Event {
    published(1, sample(), "2026-01-01T00:00:00+08:00")
}

/// Invented for the test: no such notice is published.
fn notice() -> Notice {
    let json = r#"{"year": 2027, "papers": ["test"],
        "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#;
    Notice::parse(json).unwrap()
}

fn publish_notice(valid_from: &str) -> Command {
    Command::PublishCalendar { notice: notice(), valid_from: at(valid_from) }
}

fn notice_published() -> Event {
    Event::CalendarPublished { notice: notice(), valid_from: at(SOON) }
}

fn after(events: impl IntoIterator<Item = Event>) -> Published {
    events.into_iter().fold(Published::default(), |state, event| state.evolve(&event))
}

#[test]
fn the_first_catalogue_may_lie_in_the_past() {
    given::<Published>([]).when(publish(sample(), "2026-01-01T00:00:00+08:00")).then([first()]);
}

#[test]
fn later_catalogues_come_into_force_in_the_future() {
    given::<Published>([first()]).when(publish(improved(), SOON)).then([published(
        2,
        improved(),
        SOON,
    )]);
    let past = "2026-09-01T00:00:00+08:00";
    given::<Published>([first()])
        .when(publish(improved(), past))
        .then_rejected(Rejection::InThePast { valid_from: at(past) });
}

#[test]
fn catalogues_come_into_force_in_their_order() {
    given::<Published>([first(), published(2, improved(), LATER)])
        .when(publish(sample(), SOON))
        .then_rejected(Rejection::NotLater { latest: at(LATER) });
}

#[test]
fn the_same_content_is_not_published_again() {
    given::<Published>([first()])
        .when(publish(sample(), SOON))
        .then_rejected(Rejection::SameContent { version: 1 });
}

#[test]
fn a_faulty_catalogue_is_refused_with_every_finding() {
    let mut faulty = improved();
    faulty.items[0].department = DepartmentCode::parse("nobody").unwrap();
    faulty.items[0].version = 7;
    faulty.items[0].names.zh = " ".into();
    let refusal =
        after([first()]).publish_catalog(Arc::new(faulty), at(SOON), None, context()).unwrap_err();
    let Rejection::Faulty { findings } = &refusal else { panic!("{refusal}") };
    let pointers: Vec<_> = findings.iter().map(|finding| finding.pointer.as_str()).collect();
    assert!(pointers.contains(&"/items/0/department"), "{pointers:?}");
    assert!(pointers.contains(&"/items/0/names/zh"), "{pointers:?}");
}

#[test]
fn a_published_item_version_never_changes() {
    let mut changed = sample();
    changed.items[3].names.en = "Other words".into();
    let items = vec![changed.items[3].reference()];
    given::<Published>([first()])
        .when(publish(changed, SOON))
        .then_rejected(Rejection::ItemChanged { items });
}

#[test]
fn a_published_plan_version_never_changes() {
    let mut changed = sample();
    changed.plans[0].names.en = "Other words".into();
    let plans = vec!["flood 1".to_owned()];
    given::<Published>([first()])
        .when(publish(changed, SOON))
        .then_rejected(Rejection::PlanChanged { plans });
}

#[test]
fn the_catalogue_of_another_city_is_refused() {
    let mut foreign = improved();
    let given_city = JurisdictionCode::parse("elsewhere").unwrap();
    foreign.city.jurisdiction = given_city.clone();
    let expected = sample().city.jurisdiction;
    given::<Published>([first()])
        .when(publish(foreign, SOON))
        .then_rejected(Rejection::OtherJurisdiction { expected, given: given_city });
}

#[test]
fn a_case_keeps_the_version_with_which_it_was_accepted() {
    let state = after([first(), published(2, improved(), SOON)]);
    let catalogs = state.catalogs();
    let accepted = catalogs.item_in_force("old-age-card", at("2026-09-28T10:00:00+08:00")).unwrap();
    let reference = accepted.reference();
    assert_eq!(reference.version, 1);
    assert_eq!(catalogs.item_in_force("old-age-card", at(SOON)).unwrap().version, 2);
    assert_eq!(catalogs.item(&reference).unwrap().names.en, "Senior citizen card");
}

#[test]
fn each_instant_has_its_catalogue() {
    let state = after([first(), published(2, improved(), SOON)]);
    let version = |instant| state.catalogs().in_force_at(at(instant)).map(|e| e.version);
    assert_eq!(version("2025-12-31T23:59:59+08:00"), None);
    assert_eq!(version("2026-01-01T00:00:00+08:00"), Some(1));
    assert_eq!(version("2026-10-07T23:59:59+08:00"), Some(1));
    assert_eq!(version(SOON), Some(2));
    assert_eq!(state.catalogs().version(1).unwrap().version, 1);
    assert_eq!(state.catalogs().version(3), None);
}

#[test]
fn a_notice_is_published_once_and_for_the_future() {
    given::<Published>([]).when(publish_notice(SOON)).then([notice_published()]);
    given::<Published>([notice_published()])
        .when(publish_notice(LATER))
        .then_rejected(Rejection::SameNotice { year: 2027 });
    let past = "2026-09-01T00:00:00+08:00";
    given::<Published>([])
        .when(publish_notice(past))
        .then_rejected(Rejection::InThePast { valid_from: at(past) });
}

#[test]
fn a_published_notice_changes_the_calendar_from_its_instant_on() {
    let state = after([notice_published()]);
    let new_year = date(2027, 1, 1);
    let workday = |instant| state.calendars().in_force_at(at(instant)).is_workday(new_year);
    assert!(workday("2026-10-07T00:00:00+08:00"), "a Friday like any other");
    assert!(!workday(SOON));
}

#[test]
fn events_are_read_as_they_were_written_and_by_older_programs_too() {
    for event in [first(), notice_published()] {
        let (kind, data) = encode_event(&event).unwrap();
        assert_eq!(decode_data::<Event>(&kind, &data).unwrap(), event);
        let mut newer: serde_json::Value = serde_json::from_slice(&data).unwrap();
        if let Some(city) = newer.pointer_mut("/content/city") {
            city["motto"] = "a field of a later program".into();
        }
        let newer = serde_json::to_vec(&newer).unwrap();
        assert_eq!(decode_data::<Event>(&kind, &newer).unwrap(), event);
    }
}

fn context() -> Context<'static> {
    use std::sync::LazyLock;
    use tongban_kernel::{Actor, Successions, testkit};
    static ACTOR: LazyLock<Actor> = LazyLock::new(|| Actor::system("test"));
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::builtin);
    static ALONE: LazyLock<Successions> = LazyLock::new(Successions::default);
    Context { now: testkit::now(), actor: &ACTOR, calendar: &CALENDAR, successions: &ALONE }
}

#[test]
fn what_somebody_saw_is_published_and_nothing_else() {
    let as_seen = |content: Content, seen: &str| Command::PublishCatalog {
        content: Arc::new(content),
        valid_from: at(SOON),
        seen: Some(seen.to_owned()),
    };
    let seen = after([first()]).digest_of(&improved(), at(SOON)).unwrap();
    let expected = published(2, improved(), SOON);
    given::<Published>([first()]).when(as_seen(improved(), &seen)).then([expected]);
    // At another time other departments and limits are in force.
    let later = after([first()]).digest_of(&improved(), at(LATER)).unwrap();
    given::<Published>([first()])
        .when(as_seen(improved(), &later))
        .then_rejected(Rejection::NotAsSeen);
    // Other files.
    let mut other = improved();
    other.city.names.en = "Elsewhere".into();
    given::<Published>([first()])
        .when(as_seen(other.clone(), &seen))
        .then_rejected(Rejection::NotAsSeen);
    // Another catalogue came in between: what would change is not what was seen.
    let between = published(2, other, "2026-10-01T12:00:00+08:00");
    given::<Published>([first(), between])
        .when(as_seen(improved(), &seen))
        .then_rejected(Rejection::NotAsSeen);
}

#[test]
fn a_catalogue_longer_than_an_event_may_be_is_refused_with_its_length() {
    let longer_by = |n_bytes: usize| {
        let mut content = improved();
        content.city.names.en.push_str(&"x".repeat(n_bytes));
        content
    };
    let (_, n_bytes) = written(&improved()).unwrap();
    let room = CONTENT_BYTES_MAX - n_bytes;
    given::<Published>([first()]).when(publish(longer_by(room), SOON)).then([published(
        2,
        longer_by(room),
        SOON,
    )]);
    given::<Published>([first()]).when(publish(longer_by(room + 1), SOON)).then_rejected(
        Rejection::TooLong { n_bytes: CONTENT_BYTES_MAX + 1, n_bytes_max: CONTENT_BYTES_MAX },
    );
}
