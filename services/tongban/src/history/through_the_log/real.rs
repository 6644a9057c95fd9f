//! Real logs with answers that another program computed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use process_mining::core::event_data::case_centric::xes::{XESImportOptions, import_xes_slice};
use process_mining::core::event_data::case_centric::{
    AttributeValue, EventLog, XESEditableAttribute,
};
use process_mining::discovery::case_centric::dfg::discover_dfg;
use tempfile::TempDir;
use tongban_eventstore::segments::{Options, SegmentLog};

use super::*;
use crate::history::export::fold::fold;
use crate::history::real_logs::real;

/// A desk over a log on disk, which lives as long as the folder.
fn on_disk(folder: &TempDir) -> Desk {
    let (log, _) = SegmentLog::open(folder.path(), Options::default()).unwrap();
    Desk::with(Arc::new(log))
}

/// Through the log on disk, out again, and read by another program.
async fn comes_back_the_same(log: &str, mapping: Option<&Path>) {
    let Some((path, expected)) = real(log) else { return };
    let folder = tempfile::tempdir().unwrap();
    let desk = on_disk(&folder);
    let imported = desk.import_by(&path, mapping).await.unwrap();
    let out = desk.export(imported.import_id, Format::Xes).await.unwrap();
    let export = fs::read(out).unwrap();
    let read = import_xes_slice(&export, false, XESImportOptions::default()).unwrap();
    assert_eq!(as_read(&read), expected);
    let edges: BTreeMap<_, _> = discover_dfg(&read)
        .directly_follows_relations
        .iter()
        .map(|((from, to), n)| ((from.to_string(), to.to_string()), u64::from(*n)))
        .collect();
    assert_eq!(edges, expected.edges);
}

/// What another program read.
fn as_read(log: &EventLog) -> Graph {
    let mut graph = GraphBuilder::default();
    for trace in &log.traces {
        let activities = trace.events.iter().map(|event| {
            let activity = event.attributes.get_by_key("concept:name").unwrap();
            match &activity.value {
                AttributeValue::String(name) => name.as_str(),
                other => panic!("{other:?} is no activity"),
            }
        });
        graph.add(activities);
    }
    graph.finish()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_log_comes_back_the_same_through_the_log() {
    let mapping = concat!(env!("CARGO_MANIFEST_DIR"), "/mappings/receipt-permit-log.yaml");
    comes_back_the_same("01-receipt-permit-log/receipt", Some(Path::new(mapping))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_whose_neighbours_share_an_instant_comes_back_the_same_through_the_log() {
    comes_back_the_same("02-bpic15-building-permits/BPIC15_1", None).await;
}

/// The largest log there is, as the log holds it: nothing of an import may grow with its cases.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_log_is_in_the_log_as_it_was_in_its_file() {
    let Some((path, expected)) = real("05-bpic12-loan-applications/BPI_Challenge_2012") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let desk = on_disk(&folder);
    let imported = desk.import(&path).await.unwrap();
    let mut seen = GraphBuilder::default();
    for case_no in 1..=imported.report.n_cases {
        let stream = imported.import_id.case_stream(case_no);
        let case = fold(&desk.runtime.log.read(stream, 0).await.unwrap()).unwrap();
        seen.add(case.rows.iter().map(|row| &*row.activity));
    }
    assert_eq!(seen.finish(), expected);
}
