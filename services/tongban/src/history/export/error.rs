use tokio::task::JoinError;
use tongban_eventstore::{ExecuteError, LogError};
use uuid::Uuid;

use super::fold::FoldError;
use crate::history::state::Rejection;

/// Why an import does not go out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It may not be seen.
    #[error("import {import_id} cannot be exported")]
    Hidden {
        /// The import.
        import_id: Uuid,
        /// Why.
        #[source]
        source: Rejection,
    },
    /// What it is could not be found out.
    #[error("import {import_id} cannot be looked up")]
    Import {
        /// The import.
        import_id: Uuid,
        /// Why.
        #[source]
        source: Box<ExecuteError<Rejection>>,
    },
    /// The log cannot be read.
    #[error("case {case_no} of the import cannot be read")]
    Read {
        /// The case's number in its file.
        case_no: u64,
        /// Why.
        #[source]
        source: LogError,
    },
    /// What the log holds is no case.
    #[error("case {case_no} of the import cannot be folded")]
    Case {
        /// The case's number in its file.
        case_no: u64,
        /// Why.
        #[source]
        source: FoldError,
    },
    /// The file cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A thread of the program ended before its work.
    #[error("the work was cut off")]
    Cut(#[from] JoinError),
}
