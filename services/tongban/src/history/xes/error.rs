use std::fmt;
use std::io;

use quick_xml::errors::SyntaxError;

use super::input::Input;
use crate::history::moment::InvalidMoment;

/// Where in a log something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The trace's name, or its number in the file while the name has not been read.
    pub trace: String,
    /// The event's number in its trace, from 1; nothing for what belongs to the trace itself.
    pub event_no: Option<u64>,
    /// The line, from 1.
    pub line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trace {:?}, ", self.trace)?;
        if let Some(event_no) = self.event_no {
            write!(f, "event {event_no}, ")?;
        }
        write!(f, "line {}", self.line)
    }
}

/// How far a log could be read: what stands before the fault is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Traces read whole.
    pub n_traces: u64,
    /// The name of the last of them.
    pub last_trace: Option<String>,
    /// The line of the fault, from 1.
    pub line: u64,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, after {} complete traces", self.line, self.n_traces)?;
        match &self.last_trace {
            Some(name) => write!(f, ", the last of them {name:?}"),
            None => Ok(()),
        }
    }
}

/// Why a log cannot be read (further).
#[derive(Debug, thiserror::Error)]
pub enum XesError {
    /// The file is something else.
    #[error("not an XES log: found {found} where <log> should be")]
    NotXes {
        /// What stands there.
        found: String,
    },
    /// The XML declaration names an encoding that is not known.
    #[error("the file declares the unknown encoding {label:?}; save it as UTF-8")]
    UnknownEncoding {
        /// The name.
        label: String,
    },
    /// The bytes are not text in the encoding that the file declares.
    #[error(
        "the file is not in the encoding it declares (UTF-8 if none): {progress}; \
         save it as UTF-8, or correct encoding=\"…\" in its first line"
    )]
    Encoding {
        /// How far it went.
        progress: Progress,
        /// What the decoder said.
        #[source]
        source: quick_xml::Error,
    },
    /// The file ends before the log does.
    #[error("the file is cut off: it ends at {progress}; fetch it again, or close the log there")]
    CutOff {
        /// How far it went.
        progress: Progress,
    },
    /// The file is no well-formed XML.
    #[error("the XML is not well formed: {progress}")]
    Syntax {
        /// How far it went.
        progress: Progress,
        /// What the parser said.
        #[source]
        source: quick_xml::Error,
    },
    /// An attribute lacks its key or its value.
    #[error("<{element}> has no {missing}: {place}")]
    Incomplete {
        /// The element.
        element: String,
        /// What it lacks: `key` or `value`.
        missing: &'static str,
        /// Where.
        place: Place,
    },
    /// A date cannot be read.
    #[error(
        "{key} has the bad date {text:?}: {place}; \
         write it as 2026-09-28T09:30:00+08:00, or leave the attribute out"
    )]
    BadDate {
        /// The attribute.
        key: String,
        /// What the file says.
        text: String,
        /// Where.
        place: Place,
        /// Why it is none.
        #[source]
        source: InvalidMoment,
    },
    /// A value is not of the type that its element names.
    #[error(
        "{key} has the value {text:?}, which is no {kind}: {place}; correct it, or make it a <string>"
    )]
    BadValue {
        /// The attribute.
        key: String,
        /// What the file says.
        text: String,
        /// The type: `int`, `float` or `boolean`.
        kind: &'static str,
        /// Where.
        place: Place,
    },
    /// Attributes lie in attributes without end.
    #[error("attributes are nested more than {depth_max} deep: {place}")]
    TooDeep {
        /// The limit.
        depth_max: usize,
        /// Where.
        place: Place,
    },
    /// A trace or an element is larger than memory should hold.
    #[error(
        "one trace or element takes more than {} MiB: {progress}",
        Input::PART_BYTES_MAX / 1024 / 1024
    )]
    TooLarge {
        /// How far it went.
        progress: Progress,
    },
    /// The file cannot be read.
    #[error("cannot read the log: {progress}")]
    Read {
        /// How far it went.
        progress: Progress,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl XesError {
    /// The very first bytes cannot be read or unpacked.
    pub(super) fn read_at_start(source: io::Error) -> Self {
        let progress = Progress { n_traces: 0, last_trace: None, line: 1 };
        if source.kind() == io::ErrorKind::UnexpectedEof {
            return Self::CutOff { progress };
        }
        Self::Read { progress, source }
    }

    /// Sorts what the parser says by what its reader has to do about it.
    pub(super) fn from_xml(source: quick_xml::Error, progress: Progress) -> Self {
        match source {
            // The other syntax errors are markup that the end of the file leaves open.
            quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                Self::Syntax { progress, source }
            }
            quick_xml::Error::Syntax(_) => Self::CutOff { progress },
            quick_xml::Error::Encoding(_) => Self::Encoding { progress, source },
            quick_xml::Error::Io(error) => match error.kind() {
                io::ErrorKind::UnexpectedEof => Self::CutOff { progress },
                io::ErrorKind::FileTooLarge => Self::TooLarge { progress },
                kind => {
                    let source = io::Error::new(kind, error);
                    Self::Read { progress, source }
                }
            },
            source => Self::Syntax { progress, source },
        }
    }
}
