//! Files on their way into a log and out again.

mod half_way;
mod real;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::Offset;
use tempfile::TempDir;
use tongban_eventstore::{ExecuteError, Log, MemoryLog, Runtime, VersionsInForce};
use tongban_kernel::testkit::now;
use tongban_kernel::{ManualClock, Origin, Partition, Recorded, Role, Seq};

use super::xes::XesReader;
use super::*;
use crate::operations::{Format, Listener};

/// A folder for files, and a log.
struct Desk {
    folder: TempDir,
    runtime: Runtime,
}

impl Desk {
    fn with(log: Arc<dyn Log>) -> Self {
        let runtime = Runtime {
            log,
            clock: Arc::new(ManualClock::at(now())),
            versions: VersionsInForce::builtin(),
            jurisdiction: "city".into(),
        };
        Self { folder: tempfile::tempdir().unwrap(), runtime }
    }

    /// Over a log in memory, of several partitions.
    fn in_memory() -> Self {
        Self::with(Arc::new(MemoryLog::new(4)))
    }

    /// A log file of so many cases with so many rows each.
    fn file(&self, name: &str, n_cases: usize, n_rows: usize) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, xes(n_cases, n_rows)).unwrap();
        path
    }

    async fn import(&self, file: &Path) -> Result<Imported, ImportError> {
        self.import_by(file, None).await
    }

    async fn import_by(
        &self,
        file: &Path,
        mapping: Option<&Path>,
    ) -> Result<Imported, ImportError> {
        import(&self.runtime, file, mapping, false, &Listener::new().0).await
    }

    async fn export(&self, id: ImportId, format: Format) -> Result<PathBuf, ExportError> {
        let out = self.folder.path().join("export");
        export(&self.runtime, id, format, &out, &Listener::new().0).await.map(|done| done.out)
    }

    /// Everything in the log.
    async fn events(&self) -> Vec<Arc<Recorded>> {
        let mut all = Vec::new();
        for partition in (0..self.runtime.log.n_partitions()).map(Partition) {
            all.extend(self.runtime.log.scan(partition, Seq(0), usize::MAX).await.unwrap());
        }
        all
    }
}

fn xes(n_cases: usize, n_rows: usize) -> String {
    let rows: String = (0..n_rows)
        .map(|n| {
            format!(
                "<event><string key='concept:name' value='step {n}'/>\
                 <date key='time:timestamp' value='2026-01-05T09:00:00+08:00'/></event>"
            )
        })
        .collect();
    let cases: String = (0..n_cases)
        .map(|n| format!("<trace><string key='concept:name' value='case {n}'/>{rows}</trace>"))
        .collect();
    format!("<log>{cases}</log>")
}

fn cases_of(file: &Path, mapping: &Mapping) -> Vec<HistoryCase> {
    let reader = XesReader::open(file, Offset::UTC).unwrap();
    reader.map(|trace| mapping.apply(trace.unwrap()).unwrap().case).collect()
}

/// The reason below all others.
fn root(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[tokio::test]
async fn what_comes_in_goes_out_again_in_file_order() {
    let desk = Desk::in_memory();
    // More rows than one append holds.
    let file = desk.file("log.xes", 7, 230);
    let imported = desk.import(&file).await.unwrap();
    assert_eq!(imported.outcome, Outcome::Recorded);
    assert_eq!((imported.report.n_cases, imported.report.n_rows), (7, 1_610));
    let out = desk.export(imported.import_id, Format::Xes).await.unwrap();
    let mapping = Mapping::default();
    assert_eq!(cases_of(&out, &mapping), cases_of(&file, &mapping));
}

#[tokio::test]
async fn every_row_is_one_fact_of_its_own_time_and_of_an_import() {
    let desk = Desk::in_memory();
    desk.import(&desk.file("log.xes", 2, 3)).await.unwrap();
    let events = desk.events().await;
    let rows: Vec<_> =
        events.iter().filter(|event| event.kind.as_str() == "history.row_recorded.v1").collect();
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().all(|row| row.occurred_at.to_string() == "2026-01-05T01:00:00Z"));
    assert!(rows.iter().all(|row| row.recorded_at == now()));
    for event in &events {
        assert_eq!(event.meta.origin, Origin::Import, "{event:?}");
        assert!(event.meta.actor.is(Role::System) && event.meta.actor.id == "import");
        assert_eq!(event.stream.category, HISTORY);
    }
}

#[tokio::test]
async fn the_same_file_comes_in_once() {
    let desk = Desk::in_memory();
    let first = desk.import(&desk.file("log.xes", 3, 2)).await.unwrap();
    let n_events = desk.events().await.len();
    let again = desk.import(&desk.file("copy.xes", 3, 2)).await.unwrap();
    assert_eq!((again.outcome, again.import_id), (Outcome::AlreadyThere, first.import_id));
    assert_eq!(desk.events().await.len(), n_events);
}

#[tokio::test]
async fn the_same_file_by_another_mapping_is_another_import() {
    let desk = Desk::in_memory();
    let file = desk.file("log.xes", 3, 2);
    let mapping = desk.folder.path().join("mapping.yaml");
    fs::write(&mapping, "milestones: { accepted: { first_event_of: step 0 } }\n").unwrap();
    let first = desk.import(&file).await.unwrap();
    let second = desk.import_by(&file, Some(&mapping)).await.unwrap();
    assert_ne!(first.import_id, second.import_id);
    assert_eq!(second.report.n_milestones, 3);
}

#[tokio::test]
async fn a_dry_run_records_nothing() {
    let desk = Desk::in_memory();
    let file = desk.file("log.xes", 3, 2);
    let looked = import(&desk.runtime, &file, None, true, &Listener::new().0).await.unwrap();
    assert_eq!((looked.outcome, looked.report.n_rows), (Outcome::DryRun, 6));
    assert!(desk.events().await.is_empty());
    assert_eq!(desk.import(&file).await.unwrap().import_id, looked.import_id);
}

#[tokio::test]
async fn of_a_file_that_is_cut_off_nothing_comes_in() {
    let desk = Desk::in_memory();
    let whole = xes(500, 5);
    for n_bytes in [0, 3, whole.len() / 2, whole.len() - 3] {
        let file = desk.folder.path().join("log.xes");
        fs::write(&file, &whole[..n_bytes]).unwrap();
        let refused = desk.import(&file).await.unwrap_err();
        assert!(matches!(refused, ImportError::Read(_)), "{n_bytes} bytes: {refused}");
        assert!(desk.events().await.is_empty());
    }
}

#[tokio::test]
async fn of_a_file_without_instants_nothing_comes_in() {
    let desk = Desk::in_memory();
    let file = desk.folder.path().join("log.xes");
    let last_lacks_it = xes(300, 2).replace(
        "</log>",
        "<trace><event><string \
        key='concept:name' value='x'/></event></trace></log>",
    );
    fs::write(&file, last_lacks_it).unwrap();
    let refused = desk.import(&file).await.unwrap_err();
    assert!(matches!(refused, ImportError::Map(MapError::NoTime { .. })), "{refused}");
    assert!(desk.events().await.is_empty());
}

#[tokio::test]
async fn a_file_without_cases_is_refused() {
    let desk = Desk::in_memory();
    let refused = desk.import(&desk.file("log.xes", 0, 0)).await.unwrap_err();
    assert!(matches!(refused, ImportError::Empty), "{refused}");
}

#[tokio::test]
async fn a_mapping_with_a_slip_is_named_with_its_line() {
    let desk = Desk::in_memory();
    let mapping = desk.folder.path().join("mapping.yaml");
    fs::write(&mapping, "activity: a\nactivty: b\n").unwrap();
    let refused = desk.import_by(&desk.file("log.xes", 1, 1), Some(&mapping)).await.unwrap_err();
    assert!(refused.to_string().ends_with("mapping.yaml"), "{refused}");
    assert!(root(&refused).contains("activty"), "{}", root(&refused));
}

#[tokio::test]
async fn a_reverted_import_does_not_go_out_and_may_come_in_again() {
    let desk = Desk::in_memory();
    let file = desk.file("log.xes", 3, 2);
    let first = desk.import(&file).await.unwrap().import_id;
    let reverted = revert(&desk.runtime, first, "wrong year".into()).await.unwrap();
    assert_eq!(reverted.reason, "wrong year");
    let refused = desk.export(first, Format::Xes).await.unwrap_err();
    assert!(root(&refused).contains("was reverted (reason: \"wrong year\")"), "{refused:?}");
    let twice = revert(&desk.runtime, first, "another reason".into()).await.unwrap();
    assert_eq!(twice.reason, "wrong year", "the first reason stands");

    let second = desk.import(&file).await.unwrap();
    assert_eq!(second.outcome, Outcome::Recorded);
    assert_ne!(second.import_id, first);
    desk.export(second.import_id, Format::Ocel).await.unwrap();
}

#[tokio::test]
async fn what_never_came_in_is_refused() {
    let desk = Desk::in_memory();
    let nobody = ImportId(uuid::Uuid::from_u128(1));
    let refused = desk.export(nobody, Format::Xes).await.unwrap_err();
    assert!(matches!(refused, ExportError::Hidden { source: Rejection::Unknown, .. }));
    let refused = revert(&desk.runtime, nobody, String::new()).await.unwrap_err();
    assert!(matches!(refused, ExecuteError::Refused(Rejection::Unknown)), "{refused:?}");
    assert!(!desk.folder.path().join("export").exists());
}

#[tokio::test]
async fn two_at_once_bring_one_import_in() {
    let desk = Desk::in_memory();
    let file = desk.file("log.xes", 40, 150);
    let (one, other) = tokio::join!(desk.import(&file), desk.import(&file));
    assert_eq!(one.unwrap().import_id, other.unwrap().import_id);
    assert_eq!(desk.events().await.len(), 40 * 152 + 2);
}
