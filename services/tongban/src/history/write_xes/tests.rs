use std::io::Cursor;

use jiff::tz::Offset;

use super::*;
use crate::history::xes::{Trace, XesReader};
use crate::history::{Mapping, Moment};

fn row(activity: &str, attributes: Vec<Attribute>) -> HistoryRow {
    HistoryRow {
        activity: activity.into(),
        lifecycle: Some("complete".into()),
        resource: None,
        department: None,
        at: Moment::try_from("2026-03-02T09:00:00.5+08:00".to_owned()).unwrap(),
        attributes,
    }
}

fn case(attributes: Vec<Attribute>, rows: Vec<HistoryRow>) -> HistoryCase {
    HistoryCase { name: "案-1".into(), attributes, milestones: [].into(), rows }
}

fn written(case: &HistoryCase) -> String {
    let mut writer = XesWriter::begin(Vec::new()).unwrap();
    writer.case(case).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

fn read(xml: &str) -> Trace {
    let source = Cursor::new(xml.as_bytes().to_vec());
    XesReader::new(source, Offset::UTC).unwrap().next().unwrap().unwrap()
}

fn again(case: &HistoryCase) -> HistoryCase {
    Mapping::default().apply(read(&written(case))).unwrap().case
}

#[test]
fn a_case_comes_back_as_it_was() {
    let int = Attribute { value: Value::Int(1), ..Attribute::text("n", "") };
    let of = |value| Attribute { value, ..Attribute::text("k", "") };
    let nested = Attribute { children: vec![int.clone()], ..Attribute::text("s", "x") };
    let attributes = vec![
        nested.clone(),
        of(Value::List(vec![int.clone(), nested])),
        of(Value::Container(vec![int.clone()])),
        of(Value::List(Vec::new())),
        of(Value::Float("1E4".parse().unwrap())),
        of(Value::Boolean(true)),
        of(Value::Id("an-id".into())),
        of(Value::Date(Moment::try_from("2026-03-02T09:00:00-03:30".to_owned()).unwrap())),
    ];
    let case = case(attributes, vec![row("a", vec![int]), row("b", Vec::new())]);
    assert_eq!(again(&case), case);
}

#[test]
fn what_xml_reserves_comes_back() {
    let text = "a<b>&\"c'\n\td\r";
    let case = case(vec![Attribute::text("k\"<", text)], vec![row(text, Vec::new())]);
    assert_eq!(again(&case), case);
}

#[test]
fn what_xml_cannot_hold_is_replaced() {
    let case = case(vec![Attribute::text("k", "a\u{1}b\u{ffff}")], Vec::new());
    assert_eq!(again(&case).attributes, [Attribute::text("k", "a\u{fffd}b\u{fffd}")]);
}

#[test]
fn a_row_has_the_standard_keys_with_offset() {
    let xml = written(&case(Vec::new(), vec![row("受理", Vec::new())]));
    for tag in [
        r#"<string key="concept:name" value="受理"/>"#,
        r#"<date key="time:timestamp" value="2026-03-02T09:00:00.5+08:00"/>"#,
        r#"<string key="lifecycle:transition" value="complete"/>"#,
    ] {
        assert!(xml.contains(tag), "{tag} in {xml}");
    }
    assert!(!xml.contains("org:resource"), "nobody is known to have done it");
}

#[test]
fn an_attribute_that_says_the_same_as_a_field_is_written_once_in_its_own_type() {
    let resource = Attribute { value: Value::Int(7), ..Attribute::text("org:resource", "") };
    let mut row = row("a", vec![resource.clone()]);
    row.resource = Some("7".into());
    let trace = read(&written(&case(Vec::new(), vec![row])));
    let found: Vec<_> =
        trace.events[0].attributes.iter().filter(|a| a.key.contains("org:resource")).collect();
    assert_eq!(found, [&resource]);
}

#[test]
fn an_attribute_that_a_field_displaces_keeps_its_value_under_another_key() {
    let name = Attribute::text("concept:name", "Registratie");
    let trace = read(&written(&case(Vec::new(), vec![row("01_HOOFD_010", vec![name])])));
    let attributes = &trace.events[0].attributes;
    let value = |key| Attribute::find(attributes, key).unwrap().value.to_string();
    assert_eq!(value("concept:name"), "01_HOOFD_010");
    assert_eq!(value("original:concept:name"), "Registratie");
}
