use tokio::task::JoinError;
use tongban_eventstore::{AppendError, ExecuteError, LogError};

use crate::history::state::Rejection;
use crate::history::xes::XesError;
use crate::history::{InvalidMapping, MapError};

/// Why a history does not come in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The operating system does not hand out a file.
    #[error("cannot open {path}")]
    Open {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The mapping file cannot be used.
    #[error("cannot use the mapping {path}")]
    Mapping {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: InvalidMapping,
    },
    /// The log cannot be read to its end. Found before anything comes in.
    #[error("the log cannot be read; nothing of it is shown")]
    Read(#[from] XesError),
    /// A trace cannot become a case. Found before anything comes in.
    #[error("the log cannot be mapped; nothing of it is shown")]
    Map(#[from] MapError),
    /// The log is sound and says nothing.
    #[error("the log holds no traces: there is nothing to import")]
    Empty,
    /// The file was written to while it came in.
    #[error("the file changed while it was read; nothing of it is shown, import it again")]
    Changed,
    /// An earlier try left another case in its place: its program read files differently.
    #[error("an earlier try left {case} in another form; revert import {import_id} and try again")]
    Differs {
        /// The case's name in the file.
        case: String,
        /// The import.
        import_id: uuid::Uuid,
    },
    /// The log did not take a case. What came in before stays hidden.
    #[error(
        "case {case} could not be recorded; nothing is shown, import the same file again to go on"
    )]
    Append {
        /// The case's name in the file.
        case: String,
        /// Why.
        #[source]
        source: AppendError,
    },
    /// What the log holds of a case could not be read.
    #[error("case {case} could not be compared with what is there")]
    Load {
        /// The case's name in the file.
        case: String,
        /// Why.
        #[source]
        source: LogError,
    },
    /// An event could not be written as JSON.
    #[error("an event could not be encoded")]
    Encode(#[from] serde_json::Error),
    /// The import as a whole refuses, or its stream failed.
    #[error("the import could not be recorded")]
    Import(#[from] ExecuteError<Rejection>),
    /// A thread of the program ended before its work.
    #[error("the work was cut off")]
    Cut(#[from] JoinError),
}
