//! How an import goes out again: its cases in file order, read from the log one after the other.

mod error;
pub(super) mod fold;
mod output;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tongban_eventstore::{Aggregates, ExecuteError, Log, Runtime};

use self::fold::fold;
use self::output::{Draft, write_ocel, write_xes};
use super::{HistoryCase, Import, ImportId};
use crate::operations::{Format, Listener};

pub use self::error::ExportError;

/// Cases that are read ahead of the writer.
const AHEAD_MAX: usize = 64;
/// A listener hears of every so many cases.
const HEARD_EVERY: u64 = 64;

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exported {
    /// The import.
    pub import_id: ImportId,
    /// The file.
    pub out: PathBuf,
    /// Cases in it.
    pub n_cases: u64,
    /// Rows in it.
    pub n_rows: u64,
}

/// Writes an import out. The file appears when it is complete, and replaces one of its name.
///
/// # Errors
/// When there is no such import, it is not complete or was reverted, or the log cannot be read or
/// the file not written; then no file appears.
pub async fn export(
    runtime: &Runtime,
    import_id: ImportId,
    format: Format,
    out: &Path,
    listener: &Listener,
) -> Result<Exported, ExportError> {
    let imports = Aggregates::<Import>::new(runtime.clone());
    let import = imports.load(import_id.0).await.map_err(|source: ExecuteError<_>| {
        ExportError::Import { import_id: import_id.0, source: Box::new(source) }
    })?;
    let counts = import
        .state()
        .shown()
        .map_err(|source| ExportError::Hidden { import_id: import_id.0, source })?;
    let cases = Cases {
        log: Arc::clone(&runtime.log),
        import_id,
        n_cases: counts.n_cases,
        listener: listener.clone(),
    };
    let (draft, file) = Draft::beside(out)?;
    match format {
        Format::Xes => {
            let (sender, receiver) = mpsc::channel(AHEAD_MAX);
            let writer = tokio::task::spawn_blocking(move || write_xes(file, receiver));
            let fed = cases.feed(sender, "export").await;
            draft.finish(fed, writer.await?)?;
        }
        Format::Ocel => {
            // Objects stand apart from events, so all cases pass twice.
            let (objects, first) = mpsc::channel(AHEAD_MAX);
            let (events, second) = mpsc::channel(AHEAD_MAX);
            let writer = tokio::task::spawn_blocking(move || write_ocel(file, first, second));
            let mut fed = cases.feed(objects, "objects").await;
            if fed.is_ok() {
                fed = cases.feed(events, "events").await;
            }
            draft.finish(fed, writer.await?)?;
        }
    }
    Ok(Exported { import_id, out: out.to_owned(), n_cases: counts.n_cases, n_rows: counts.n_rows })
}

struct Cases {
    log: Arc<dyn Log>,
    import_id: ImportId,
    n_cases: u64,
    listener: Listener,
}

impl Cases {
    /// Reads all cases for a writer. A writer that went away says itself why.
    async fn feed(&self, writer: mpsc::Sender<HistoryCase>, what: &str) -> Result<(), ExportError> {
        for case_no in 1..=self.n_cases {
            let stream = self.import_id.case_stream(case_no);
            let events = self
                .log
                .read(stream, 0)
                .await
                .map_err(|source| ExportError::Read { case_no, source })?;
            let case = fold(&events).map_err(|source| ExportError::Case { case_no, source })?;
            if writer.send(case).await.is_err() {
                break;
            }
            if case_no % HEARD_EVERY == 0 {
                self.listener.say(what, case_no, Some(self.n_cases));
            }
        }
        Ok(())
    }
}
