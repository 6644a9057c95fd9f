use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::history::Moment;

const LOG: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made up -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><date key="time:timestamp" value="not a date"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="creator" value="a person"/>
  <trace>
    <string key="concept:name" value="案-1"/>
    <boolean key="urgent" value="true"/>
    <event>
      <string key="concept:name" value="受理 &amp; 登记"/>
      <date key="time:timestamp" value="2026-03-02T09:00:00.000+08:00"/>
      <int key="pages" value="12"/>
      <float key="fee" value="157.09305"/>
      <id key="task" value="f81d4fae-7dec-11d0-a765-00a0c91e6bf6"/>
    </event>
    <!-- between -->
    <event/>
  </trace>
  <trace/>
</log>
"#;

fn reader(bytes: &[u8]) -> XesReader {
    XesReader::new(Cursor::new(bytes.to_vec()), Offset::UTC).unwrap()
}

fn read(xml: &str) -> Vec<Trace> {
    reader(xml.as_bytes()).collect::<Result<_, _>>().unwrap()
}

/// The traces before the fault, and the fault.
fn refused(bytes: &[u8]) -> (Vec<Trace>, XesError) {
    let mut reader = reader(bytes);
    let mut traces = Vec::new();
    loop {
        match reader.next().expect("the log is refused") {
            Ok(trace) => traces.push(trace),
            Err(error) => {
                assert!(reader.next().is_none(), "nothing follows an error");
                return (traces, error);
            }
        }
    }
}

fn event(inside: &str) -> String {
    format!(
        "<log>\n<trace><string key='concept:name' value='c'/><event/>\n<event>\n{inside}</event></trace></log>"
    )
}

fn place_of_c() -> Place {
    Place { trace: "c".into(), event_no: Some(2), line: 4 }
}

#[test]
fn a_log_is_read_trace_by_trace_in_file_order() {
    let traces = read(LOG);
    assert_eq!(traces.iter().map(|trace| trace.trace_no).collect::<Vec<_>>(), [1, 2]);
    let first = &traces[0];
    assert_eq!(first.line, 8);
    assert_eq!(first.attributes[0], Attribute::text("concept:name", "案-1"));
    assert_eq!(first.attributes[1].value, Value::Boolean(true));
    assert_eq!(first.events.len(), 2);
    assert_eq!(first.events[1], TraceEvent { line: 19, attributes: Vec::new() });
    assert_eq!(first.events[0].line, 11);
    let values: Vec<_> = first.events[0].attributes.iter().map(|a| a.value.clone()).collect();
    let at = Moment::try_from("2026-03-02T09:00:00+08:00".to_owned()).unwrap();
    assert_eq!(
        values,
        [
            Value::String("受理 & 登记".into()),
            Value::Date(at),
            Value::Int(12),
            Value::Float("157.09305".parse().unwrap()),
            Value::Id("f81d4fae-7dec-11d0-a765-00a0c91e6bf6".into()),
        ]
    );
}

#[test]
fn a_prefix_instead_of_the_default_namespace_changes_nothing() {
    let prefixed = LOG
        .replace('<', "<x:")
        .replace("<x:/", "</x:")
        .replace("<x:?", "<?")
        .replace("<x:!", "<!")
        .replace("xmlns=", "xmlns:x=");
    assert!(prefixed.contains("<x:log ") && prefixed.contains("</x:log>"), "{prefixed}");
    assert_eq!(read(&prefixed), read(LOG));
}

#[test]
fn gzip_is_recognised_by_its_first_bytes() {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(LOG.as_bytes()).unwrap();
    let bytes = gz.finish().unwrap();
    let traces: Vec<_> = reader(&bytes).collect::<Result<_, _>>().unwrap();
    assert_eq!(traces, read(LOG));

    let (_, error) = refused(&bytes[..bytes.len() / 2]);
    assert!(matches!(error, XesError::CutOff { .. }), "{error}");
}

#[test]
fn nested_attributes_lists_and_containers_stay_nested() {
    let xml = event(
        "<string key='s' value='x'><int key='cost' value='0'><id key='i' value='y'/></int></string>\
         <list key='l'><values><int key='n' value='1'/><int key='n' value='2'/></values></list>\
         <list key='old'><int key='n' value='3'/></list>\
         <container key='c'><boolean key='b' value='false'/></container>",
    );
    let attributes = &read(&xml)[0].events[1].attributes;
    let int = |n| Attribute { value: Value::Int(n), ..Attribute::text("n", "") };
    assert_eq!(attributes[0].children[0].value, Value::Int(0));
    assert_eq!(attributes[0].children[0].children[0].value, Value::Id("y".into()));
    assert_eq!(attributes[1].value, Value::List(vec![int(1), int(2)]));
    assert_eq!(attributes[2].value, Value::List(vec![int(3)]));
    let inside = Attribute { value: Value::Boolean(false), ..Attribute::text("b", "") };
    assert_eq!(attributes[3].value, Value::Container(vec![inside]));
}

#[test]
fn a_file_that_is_cut_off_says_where_and_after_which_trace() {
    for cut_at in ["</trace>\n  <trace/>", "  <trace/>", "<trace/>\n</log>", "</log>"] {
        let end = LOG.find(cut_at).unwrap();
        let (traces, error) = refused(&LOG.as_bytes()[..end]);
        let XesError::CutOff { progress } = error else { panic!("{error}") };
        assert_eq!(progress.n_traces, traces.len() as u64);
        let last = traces.last().map(|t| if t.trace_no == 1 { "案-1" } else { "#2" });
        assert_eq!(progress.last_trace.as_deref(), last);
        assert_eq!(progress.line, LOG[..end].matches('\n').count() as u64 + 1, "{cut_at:?}");
    }
}

#[test]
fn a_file_cut_off_inside_a_tag_is_cut_off_too() {
    let end = LOG.find("08:00").unwrap();
    let (traces, error) = refused(&LOG.as_bytes()[..end]);
    assert!(traces.is_empty());
    assert!(matches!(error, XesError::CutOff { .. }), "{error}");
}

#[test]
fn another_kind_of_file_is_refused_as_such() {
    let files: [(&[u8], &str); 4] = [
        (b"", "no XML element"),
        (b"{\"cases\": []}", "no XML element"),
        (b"<html><body/></html>", "<html>"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00<", "binary data"),
    ];
    for (bytes, expected) in files {
        let (_, error) = refused(bytes);
        assert!(matches!(&error, XesError::NotXes { found } if found == expected), "{error}");
    }
}

#[test]
fn a_bad_date_names_trace_event_line_and_remedy() {
    let (_, error) = refused(event("<date key='at' value='02.03.2026'/>").as_bytes());
    assert!(matches!(&error, XesError::BadDate { place, .. } if *place == place_of_c()));
    assert_eq!(
        error.to_string(),
        "at has the bad date \"02.03.2026\": trace \"c\", event 2, line 4; \
         write it as 2026-09-28T09:30:00+08:00, or leave the attribute out"
    );
}

#[test]
fn a_value_of_another_type_is_refused_with_its_place() {
    let values = [("int", "1.5"), ("float", "1,5"), ("boolean", "yes")];
    for (type_, value) in values {
        let (_, error) = refused(event(&format!("<{type_} key='k' value='{value}'/>")).as_bytes());
        let XesError::BadValue { kind, text, place, .. } = error else { panic!("{error}") };
        assert_eq!((kind, &*text, place), (type_, value, place_of_c()));
    }
}

#[test]
fn an_attribute_without_key_or_value_is_refused_with_its_place() {
    for (tag, expected) in [("<string value='v'/>", "key"), ("<int key='k'/>", "value")] {
        let (_, error) = refused(event(tag).as_bytes());
        let XesError::Incomplete { missing, place, .. } = error else { panic!("{error}") };
        assert_eq!((missing, place), (expected, place_of_c()));
    }
}

#[test]
fn a_date_without_an_offset_is_taken_in_the_offset_of_the_reader() {
    let xml = event("<date key='at' value='2026-03-02 09:00:00'/>");
    let mut reader = XesReader::new(Cursor::new(xml.into_bytes()), Offset::constant(8)).unwrap();
    let trace = reader.next().unwrap().unwrap();
    assert_eq!(trace.events[1].attributes[0].value.to_string(), "2026-03-02T09:00:00+08:00");
    assert_eq!(reader.n_local_dates(), 1);
}

#[test]
fn bytes_in_another_encoding_than_declared_are_refused() {
    let mut bytes =
        b"<log>\n<trace><string key='concept:name' value='Stra\xdfe'/></trace></log>".to_vec();
    let (_, error) = refused(&bytes);
    assert!(matches!(&error, XesError::Encoding { progress, .. } if progress.line == 2), "{error}");

    bytes.splice(0..0, *b"<?xml version='1.0' encoding='ISO-8859-1'?>");
    let traces: Vec<_> = reader(&bytes).collect::<Result<_, _>>().unwrap();
    assert_eq!(traces[0].attributes[0].value, Value::String("Straße".into()));
}

#[test]
fn attributes_without_end_are_refused() {
    let deep = "<string key='k' value='v'>".repeat(DEPTH_MAX + 1);
    let (_, error) = refused(event(&deep).as_bytes());
    assert!(matches!(error, XesError::TooDeep { .. }), "{error}");
}

#[test]
fn tags_that_do_not_match_are_refused() {
    let (_, error) = refused(b"<log><trace></log>");
    assert!(matches!(error, XesError::Syntax { .. }), "{error}");
}

#[test]
fn an_event_outside_of_any_trace_is_counted_and_passed_over() {
    let xml = "<log><event><string key='concept:name' value='a'/></event><event/><trace/></log>";
    let mut reader = reader(xml.as_bytes());
    assert_eq!(reader.by_ref().map(Result::unwrap).count(), 1);
    assert_eq!(reader.n_stray_events(), 2);
}
