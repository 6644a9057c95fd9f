use std::io::Cursor;

use jiff::tz::Offset;

use super::*;
use crate::history::xes::XesReader;

const CASE: &str = "<string key='concept:name' value='c'/>\
    <string key='channel' value='window'/>\
    <date key='due' value='2026-03-31T00:00:00+08:00'/>";

fn trace(inside: &str) -> Trace {
    let xml = format!("<log><trace>{inside}</trace></log>").into_bytes();
    XesReader::new(Cursor::new(xml), Offset::UTC).unwrap().next().unwrap().unwrap()
}

fn event(activity: &str, at: &str, more: &str) -> String {
    format!(
        "<event><string key='concept:name' value='{activity}'/>\
         <date key='time:timestamp' value='{at}'/>{more}</event>"
    )
}

fn two_events() -> Trace {
    let first = event("accept", "2026-03-02T09:00:00+08:00", "<string key='team' value='A'/>");
    let second =
        event("send", "2026-03-20T09:00:00+08:00", "<string key='org:resource' value='Li'/>");
    trace(&format!("{CASE}{first}{second}"))
}

fn mapping(yaml: &str) -> Mapping {
    Mapping::from_yaml(yaml).unwrap()
}

fn at(text: &str) -> Moment {
    Moment::try_from(text.to_owned()).unwrap()
}

#[test]
fn the_default_serves_a_log_with_the_standard_names() {
    let mapped = Mapping::default().apply(two_events()).unwrap();
    assert_eq!(mapped.case.name, "c");
    let keys: Vec<_> = mapped.case.attributes.iter().map(|a| &*a.key).collect();
    assert_eq!(keys, ["channel", "due"]);
    let [first, second] = &*mapped.case.rows else { panic!("two rows") };
    assert_eq!((&*first.activity, first.resource.as_deref()), ("accept", None));
    assert_eq!(first.attributes, [Attribute::text("team", "A")]);
    assert_eq!((&*second.activity, second.resource.as_deref()), ("send", Some("Li")));
    assert_eq!(second.at, at("2026-03-20T09:00:00+08:00"));
    assert!(mapped.case.milestones.is_empty());
    let gaps: Vec<_> = mapped.gaps.iter().map(|gap| gap.field).collect();
    assert_eq!(gaps, [Field::Lifecycle, Field::Resource, Field::Lifecycle]);
}

#[test]
fn milestones_come_from_attributes_and_activities() {
    let mapped = mapping(
        "milestones:\n  \
           accepted: { first_event_of: accept }\n  \
           concluded: { last_event_of: send }\n  \
           deadline: { case_attribute: due }\n",
    )
    .apply(two_events())
    .unwrap();
    assert_eq!(
        mapped.case.milestones,
        BTreeMap::from([
            (Milestone::Accepted, at("2026-03-02T09:00:00+08:00")),
            (Milestone::Concluded, at("2026-03-20T09:00:00+08:00")),
            (Milestone::Deadline, at("2026-03-31T00:00:00+08:00")),
        ])
    );
    assert_eq!(mapped.case.late(), Some(false));
}

#[test]
fn of_an_event_attribute_the_last_one_counts_even_written_as_a_text() {
    let due = |text: &str| format!("<string key='dueDate' value='{text}'/>");
    let a = event("a", "2026-03-02T09:00:00+08:00", &due("2026-03-10 00:00:00"));
    let b = event("b", "2026-03-03T09:00:00+08:00", &due("2026-03-12 00:00:00"));
    let c = event("c", "2026-03-04T09:00:00+08:00", "");
    let mapping = mapping(
        "milestones: { deadline: { event_attribute: dueDate } }\n\
         utc_offset_when_missing: \"+08:00\"\n",
    );
    let mapped = mapping.apply(trace(&format!("{CASE}{a}{b}{c}"))).unwrap();
    let deadline = mapped.case.milestones[&Milestone::Deadline];
    assert_eq!(deadline, at("2026-03-12T00:00:00+08:00"));
}

#[test]
fn a_milestone_that_is_not_there_or_no_date_is_a_gap() {
    let mapping = mapping(
        "milestones:\n  \
           received: { case_attribute: startdate }\n  \
           deadline: { case_attribute: channel }\n",
    );
    let mapped = mapping.apply(trace(CASE)).unwrap();
    assert!(mapped.case.milestones.is_empty());
    assert_eq!(
        mapped.gaps,
        [Gap::missing(Field::Received), Gap::unreadable(Field::Deadline, "window".into())]
    );
}

#[test]
fn a_department_stands_on_the_case_or_on_the_row() {
    let of_case = mapping("department: { case_attribute: channel }").apply(two_events()).unwrap();
    assert!(of_case.case.rows.iter().all(|row| row.department.as_deref() == Some("window")));

    let of_row = mapping("department: { event_attribute: team }").apply(two_events()).unwrap();
    let departments: Vec<_> = of_row.case.rows.iter().map(|row| row.department.clone()).collect();
    assert_eq!(departments, [Some("A".to_owned()), None]);
    assert!(of_row.gaps.contains(&Gap::missing(Field::Department)));
}

#[test]
fn what_the_mapping_does_not_keep_is_told() {
    let mapping = mapping("keep_case_attributes: [due]\nkeep_event_attributes: []\n");
    let mapped = mapping.apply(two_events()).unwrap();
    let keys: Vec<_> = mapped.case.attributes.iter().map(|a| &*a.key).collect();
    assert_eq!(keys, ["due"]);
    assert!(mapped.case.rows.iter().all(|row| row.attributes.is_empty()));
    let dropped: Vec<_> = mapped.dropped.iter().map(|key| &**key).collect();
    assert_eq!(dropped, ["team", "channel"]);
}

#[test]
fn a_case_without_a_name_is_called_by_its_number() {
    let mapped = Mapping::default().apply(trace("")).unwrap();
    assert_eq!(mapped.case.name, "#1");
    assert_eq!(mapped.gaps, [Gap::missing(Field::CaseName)]);
}

#[test]
fn an_event_without_an_instant_is_refused_with_place_and_remedy() {
    let bare = trace(&format!("{CASE}<event><string key='concept:name' value='a'/></event>"));
    let refused = Mapping::default().apply(bare).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the event has no time:timestamp: trace \"c\", event 1, line 1; \
         name the attribute with its instant as `time` in the mapping, or add it"
    );
}

#[test]
fn an_instant_that_is_none_is_refused() {
    let words = "<event><string key='concept:name' value='a'/>\
                 <string key='time:timestamp' value='Monday'/></event>";
    let refused = Mapping::default().apply(trace(words)).unwrap_err();
    assert!(matches!(refused, MapError::BadTime { text, .. } if text == "Monday"));
}

#[test]
fn an_event_that_does_not_say_what_was_done_is_refused() {
    let refused = mapping("activity: action_code").apply(two_events()).unwrap_err();
    assert!(matches!(refused, MapError::NoActivity { key, .. } if key == "action_code"));
}

#[test]
fn a_field_that_says_less_than_its_attribute_leaves_it_there() {
    let rich = "<int key='org:resource' value='7'/>";
    let mapped =
        Mapping::default().apply(trace(&event("a", "2026-03-02T09:00:00+08:00", rich))).unwrap();
    let row = &mapped.case.rows[0];
    assert_eq!(row.resource.as_deref(), Some("7"));
    assert_eq!(row.attributes[0].value, Value::Int(7));
}
