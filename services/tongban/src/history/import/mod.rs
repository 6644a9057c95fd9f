//! How a file comes in. First all of it is read and mapped, so that a fault in its last line is
//! found before its first row is recorded; then it is read again and recorded, case by case.
//!
//! An import that stops half-way (a crash, a full disk) stays hidden: no event says that it is
//! complete. The same file imported again has the same ids, finds what is there and goes on.

mod answer;
mod error;
mod record;
mod source;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::JoinSet;
use tongban_eventstore::{Aggregates, CommandEnvelope, Runtime};
use tongban_kernel::{Hash, Meta, Origin, Position};

use self::record::{Landed, Recorder};
use self::source::Source;
use super::{Command, Counts, Import, ImportId, Mapping, Report};
use crate::operations::Listener;

pub use self::answer::{Imported, Outcome};
pub use self::error::ImportError;

/// The name under which imports act.
pub(super) const ACTOR: &str = "import";
/// Cases recorded at once: as many as the log writes to disk together.
const IN_FLIGHT_MAX: usize = 256;
/// A listener hears of every so many cases.
const HEARD_EVERY: u64 = 64;

/// Brings a log in, or with `dry_run` only says what would come in. Nothing is decided about its
/// rows and nothing is set off by them: they are facts of another time.
///
/// # Errors
/// When the log or its mapping has a fault (then nothing is recorded), or it cannot be recorded
/// (then what came in stays hidden).
pub async fn import(
    runtime: &Runtime,
    file: &Path,
    mapping: Option<&Path>,
    dry_run: bool,
    listener: &Listener,
) -> Result<Imported, ImportError> {
    let mapping = read_mapping(mapping)?;
    let source = Source::new(file, mapping.utc_offset_when_missing.get())?;
    let hash = source.hash().await?;
    let report = check(&source, &mapping, listener).await?;
    let imports = Aggregates::<Import>::new(runtime.clone());
    let (import_id, known) = find(&imports, hash, &mapping).await?;
    let file_name = source.file_name();
    let answer = |outcome, report, position| {
        Imported::new(import_id, outcome, file_name.clone(), report, position)
    };
    if known.shown().is_ok() {
        return Ok(answer(Outcome::AlreadyThere, report, None));
    }
    if dry_run {
        return Ok(answer(Outcome::DryRun, report, None));
    }
    let command = Command::Start {
        import_id,
        file_name: source.file_name(),
        file_sha256: hash.to_string(),
        mapping: mapping.clone(),
    };
    imports.execute(import_id.0, command, &envelope(import_id, "start")).await?;
    let recorder = recorder(runtime, import_id, mapping, hash);
    let landed = record(&source, recorder, &report, listener).await?;
    if source.hash().await? != hash || landed.counts != Counts::of(&report) {
        return Err(ImportError::Changed);
    }
    let command = Command::Complete { import_id, counts: landed.counts };
    let completed = imports.execute(import_id.0, command, &envelope(import_id, "complete")).await?;
    let mut position = landed.position;
    advance(&mut position, &completed.position);
    Ok(answer(Outcome::Recorded, report, Some(&position)))
}

fn read_mapping(path: Option<&Path>) -> Result<Mapping, ImportError> {
    let Some(path) = path else { return Ok(Mapping::default()) };
    let name = || path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|source| ImportError::Open { path: name(), source })?;
    Mapping::from_yaml(&text).map_err(|source| ImportError::Mapping { path: name(), source })
}

/// The dry run: every trace is read and mapped, none recorded.
async fn check(
    source: &Source,
    mapping: &Mapping,
    listener: &Listener,
) -> Result<Report, ImportError> {
    let mut traces = source.read();
    let (mapping, listener, n_bytes) = (mapping.clone(), listener.clone(), source.n_bytes());
    let checked = tokio::task::spawn_blocking(move || {
        let mut report = Report::new(&mapping);
        while let Some(trace) = traces.blocking_next() {
            report.add(&mapping.apply(trace)?);
            if report.n_cases.is_multiple_of(HEARD_EVERY) {
                listener.say("check", traces.n_bytes_read(), Some(n_bytes));
            }
        }
        Ok::<_, ImportError>((report, traces))
    });
    let (mut report, traces) = checked.await??;
    let ending = traces.end().await?;
    report.n_stray_events = ending.n_stray_events;
    report.n_local_dates = ending.n_local_dates;
    if report.n_cases == 0 {
        return Err(ImportError::Empty);
    }
    Ok(report)
}

/// The import that this file is: one that is there or was begun, or the next that may be.
async fn find(
    imports: &Aggregates<Import>,
    file: Hash,
    mapping: &Mapping,
) -> Result<(ImportId, Import), ImportError> {
    let mut n_reverted = 0;
    // Ends: each round passes an import that was made and reverted.
    loop {
        let id = ImportId::of(file, mapping, n_reverted)?;
        let import = imports.load(id.0).await?;
        if !matches!(import.state(), Import::Reverted { .. }) {
            return Ok((id, import.state().clone()));
        }
        n_reverted += 1;
    }
}

fn recorder(runtime: &Runtime, import_id: ImportId, mapping: Mapping, file: Hash) -> Recorder {
    let CommandEnvelope { actor, command, origin, correlation, .. } = envelope(import_id, "rows");
    let meta = Meta {
        actor,
        command,
        body_hash: file,
        causation: None,
        correlation,
        trace: None,
        jurisdiction: runtime.jurisdiction.to_string(),
        calendar_version: runtime.versions.calendar.load().version().get(),
        catalog_version: runtime.versions.catalog_version.load(Ordering::Relaxed),
        origin,
    };
    let (log, clock) = (Arc::clone(&runtime.log), Arc::clone(&runtime.clock));
    Recorder { log, clock, import_id, mapping, meta: Arc::new(meta) }
}

/// Records all cases, many at once. A case that fails ends those that wait with it.
async fn record(
    source: &Source,
    recorder: Recorder,
    report: &Report,
    listener: &Listener,
) -> Result<Landed, ImportError> {
    let position = Position::start(recorder.log.generation());
    let mut all = Landed { counts: Counts::default(), position };
    let recorder = Arc::new(recorder);
    let mut traces = source.read();
    let mut in_flight = JoinSet::new();
    while let Some(trace) = traces.next().await {
        if in_flight.len() >= IN_FLIGHT_MAX
            && let Some(landed) = in_flight.join_next().await
        {
            all.add(&landed??);
            if all.counts.n_cases.is_multiple_of(HEARD_EVERY) {
                listener.say("record", all.counts.n_cases, Some(report.n_cases));
            }
        }
        let recorder = Arc::clone(&recorder);
        in_flight.spawn(async move { recorder.record(trace).await });
    }
    while let Some(landed) = in_flight.join_next().await {
        all.add(&landed??);
    }
    traces.end().await?;
    Ok(all)
}

impl Landed {
    fn add(&mut self, other: &Self) {
        self.counts.n_cases += other.counts.n_cases;
        self.counts.n_rows += other.counts.n_rows;
        self.counts.n_milestones += other.counts.n_milestones;
        advance(&mut self.position, &other.position);
    }
}

impl Counts {
    fn of(report: &Report) -> Self {
        let Report { n_cases, n_rows, n_milestones, .. } = report;
        Self { n_cases: *n_cases, n_rows: *n_rows, n_milestones: *n_milestones }
    }
}

fn advance(position: &mut Position, by: &Position) {
    for (partition, seq) in by.iter() {
        position.advance(partition, seq);
    }
}

/// The envelope of what is done to an import as a whole; `key` tells these apart.
pub(super) fn envelope(import_id: ImportId, key: &str) -> CommandEnvelope {
    CommandEnvelope {
        origin: Origin::Import,
        ..CommandEnvelope::of_system(ACTOR, key, import_id.0)
    }
}
