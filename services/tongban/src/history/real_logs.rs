//! Real logs with answers that pm4py computed, read at run time; where they are absent the tests
//! say that they are skipped.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;
use process_mining::core::event_data::object_centric::ocel_json::import_ocel_json_slice;
use serde::Deserialize;
use tongban_kernel::{
    Actor, Category, CommandId, EventId, Hash, Meta, Origin, Partition, Recorded, Seq, StreamId,
    encode_event,
};
use tongban_metrics::projection::MetricsProjection;
use tongban_readmodel::{Projection, RowChange};
use uuid::Uuid;

use super::xes::XesReader;
use super::*;

#[derive(Deserialize)]
struct Golden {
    cases: u64,
    events: u64,
    variants: u64,
    activity_counts: BTreeMap<String, u64>,
    start_activities: BTreeMap<String, u64>,
    end_activities: BTreeMap<String, u64>,
    dfg: Vec<(String, String, u64)>,
}

impl From<Golden> for Graph {
    fn from(golden: Golden) -> Self {
        Self {
            n_cases: golden.cases,
            n_rows: golden.events,
            n_variants: golden.variants,
            activities: golden.activity_counts,
            starts: golden.start_activities,
            ends: golden.end_activities,
            edges: golden.dfg.into_iter().map(|(from, to, n)| ((from, to), n)).collect(),
        }
    }
}

/// A log and what it must look like; nothing when the data are not there.
pub(super) fn real(log: &str) -> Option<(PathBuf, Graph)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = data.join(format!("{log}.xes.gz"));
    if !path.exists() {
        println!("skipped: {log} is not there");
        return None;
    }
    let golden = fs::read(data.join(format!("{log}.golden.json"))).unwrap();
    Some((path, serde_json::from_slice::<Golden>(&golden).unwrap().into()))
}

fn cases(reader: XesReader, mapping: &Mapping) -> impl Iterator<Item = Mapped> {
    reader.map(|trace| mapping.apply(trace.unwrap()).unwrap())
}

fn open(path: &Path) -> XesReader {
    XesReader::open(path, Offset::UTC).unwrap()
}

/// Not only the process: every attribute, with its type, spelling and offset.
#[test]
fn the_receipt_log_comes_back_attribute_by_attribute() {
    let Some((path, _)) = real("01-receipt-permit-log/receipt") else { return };
    let mapping = Mapping::default();
    let original: Vec<_> = cases(open(&path), &mapping).collect();
    let mut writer = XesWriter::begin(Vec::new()).unwrap();
    for mapped in &original {
        writer.case(&mapped.case).unwrap();
    }
    let export = Cursor::new(writer.finish().unwrap());
    let again = cases(XesReader::new(export, Offset::UTC).unwrap(), &mapping);
    assert!(again.eq(original));
}

#[test]
fn the_receipt_log_has_its_milestones_and_its_late_cases() {
    let Some((path, _)) = real("01-receipt-permit-log/receipt") else { return };
    let mapping =
        Mapping::from_yaml(include_str!("../../mappings/receipt-permit-log.yaml")).unwrap();
    let mut report = Report::new(&mapping);
    for mapped in cases(open(&path), &mapping) {
        report.add(&mapped);
    }
    let found = |milestone: Milestone| report.fields[&Field::from(milestone)].n_found;
    assert_eq!(Milestone::ALL.map(found), [1434, 1434, 1329, 1434]);
    assert_eq!((report.n_concluded_with_deadline, report.n_late), (1329, 377));
    assert_eq!(report.never_found().next(), None);
    let department = &report.fields[&Field::Department];
    assert_eq!((department.n_found, department.n_missing), (8577, 0));
}

/// The figure that the office reports, by the way it takes: what the log keeps of every case, and
/// the sums that follow from it.
#[test]
fn metrics_count_the_late_cases_of_the_receipt_log() {
    let Some((path, _)) = real("01-receipt-permit-log/receipt") else { return };
    let mapping =
        Mapping::from_yaml(include_str!("../../mappings/receipt-permit-log.yaml")).unwrap();
    let mut sums = BTreeMap::<_, i64>::new();
    for mapped in cases(open(&path), &mapping) {
        let event = CaseEvent::milestones_of(ImportId(Uuid::nil()), &mapped.case);
        for row in MetricsProjection.project(&recorded(&event)).unwrap() {
            let RowChange::Add { by, .. } = row.change else { continue };
            by.into_iter().for_each(|(counter, delta)| *sums.entry(counter).or_default() += delta);
        }
    }
    let counted = ["cases", "concluded", "measured", "late"].map(|counter| sums[counter]);
    assert_eq!(counted, [1434, 1329, 1329, 377]);
}

fn recorded(event: &CaseEvent) -> Recorded {
    let (kind, data) = encode_event(event).unwrap();
    let (at, command) = (Timestamp::UNIX_EPOCH, CommandId::from_uuid(Uuid::nil()));
    let meta = Meta {
        actor: Actor::system("import"),
        command,
        body_hash: Hash::ZERO,
        causation: None,
        correlation: Uuid::nil(),
        trace: None,
        jurisdiction: "city".to_owned(),
        calendar_version: 0,
        catalog_version: 0,
        origin: Origin::Import,
    };
    Recorded {
        partition: Partition(0),
        seq: Seq(1),
        stream: StreamId::new(Category::new("history"), Uuid::nil()),
        revision: 1,
        id: EventId::derive(Uuid::nil(), command, 0),
        kind,
        recorded_at: at,
        occurred_at: at,
        meta: Arc::new(meta),
        prev_hash: Hash::ZERO,
        hash: Hash::ZERO,
        data,
    }
}

#[test]
fn an_object_centric_export_is_valid_and_readable_elsewhere() {
    let Some((path, expected)) = real("01-receipt-permit-log/receipt") else { return };
    let mapping =
        Mapping::from_yaml(include_str!("../../mappings/receipt-permit-log.yaml")).unwrap();
    let mut objects = OcelObjects::begin(Vec::new()).unwrap();
    for mapped in cases(open(&path), &mapping) {
        objects.case(&mapped.case).unwrap();
    }
    let mut events = objects.events().unwrap();
    for mapped in cases(open(&path), &mapping) {
        events.case(&mapped.case).unwrap();
    }
    let export = events.finish().unwrap();

    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let schema = data.join("13-standards-conformance/ocel/tests/input_data/ocel/schema_ocel2.json");
    let schema = serde_json::from_reader(File::open(schema).unwrap()).unwrap();
    let instance = serde_json::from_slice(&export).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert_eq!(validator.iter_errors(&instance).map(|e| e.to_string()).next(), None);

    let ocel = import_ocel_json_slice(&export).unwrap();
    assert_eq!(ocel.events.len() as u64, expected.n_rows);
    let n_cases = ocel.objects.iter().filter(|object| object.object_type == "case").count();
    assert_eq!(n_cases as u64, expected.n_cases);
    let related = |id: &str| ocel.objects.iter().any(|object| object.id == id);
    assert!(related("resource:Resource21") && related("department:General"));
}

#[test]
fn a_log_without_instants_is_refused() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = data.join("13-standards-conformance/xes/tests/input_data/xes_20.xes");
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: xes_20.xes is not there");
        return;
    };
    let mut reader = XesReader::new(Cursor::new(bytes), Offset::UTC).unwrap();
    let refused = Mapping::default().apply(reader.next().unwrap().unwrap()).unwrap_err();
    assert!(matches!(refused, MapError::NoActivity { .. } | MapError::NoTime { .. }));
}
