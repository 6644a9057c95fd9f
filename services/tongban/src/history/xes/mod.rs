//! Reads logs in XES (IEEE 1849-2016, and the older 1.0 and 2.0), plain or gzipped, one trace at a
//! time: memory holds one trace, however long the log is.
//!
//! Extensions, globals, classifiers and the log's own attributes are passed over: globals say what
//! every event has, they do not fill in what one lacks.

mod error;
mod input;
mod token;

use std::fs::File;
use std::io::Read;
use std::mem;
use std::path::Path;

use jiff::tz::Offset;
use quick_xml::events::Event as Xml;
use quick_xml::{Reader, events::BytesStart};

use self::input::Input;
use self::token::{Element, Fault, Tags};
use super::{Attribute, Value};

pub use self::error::{Place, Progress, XesError};

/// One trace, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Its number in the file, from 1.
    pub trace_no: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its attributes, in file order.
    pub attributes: Vec<Attribute>,
    /// Its events, in file order.
    pub events: Vec<TraceEvent>,
}

/// One event of a trace, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceEvent {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its attributes, in file order.
    pub attributes: Vec<Attribute>,
}

/// Attributes in attributes; real logs nest two deep.
const DEPTH_MAX: usize = 32;

/// Iterates over the traces of a log in file order. After an error nothing more comes.
pub struct XesReader {
    xml: Reader<Input>,
    buffer: Vec<u8>,
    tags: Tags,
    phase: Phase,
    progress: Progress,
    /// Where the reader is, for what it has to say about it.
    trace_name: Option<String>,
    event_no: Option<u64>,
    n_stray_events: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    BeforeLog,
    InLog,
    Over,
}

enum Step {
    Open(Element),
    /// A tag without content: `<string … />`.
    Whole(Element),
    Close,
    Eof,
}

impl XesReader {
    /// Opens a file. Dates without an offset are taken to be in `local_offset`.
    ///
    /// # Errors
    /// When the file cannot be opened or unpacked, or names an unknown encoding.
    pub fn open(path: &Path, local_offset: Offset) -> Result<Self, XesError> {
        let file = File::open(path).map_err(XesError::read_at_start)?;
        Self::new(file, local_offset)
    }

    /// Reads from any source of bytes; gzip is recognised by its first bytes.
    ///
    /// # Errors
    /// When the first bytes cannot be read or unpacked, or name an unknown encoding.
    pub fn new(source: impl Read + Send + 'static, local_offset: Offset) -> Result<Self, XesError> {
        Ok(Self {
            xml: Reader::from_reader(Input::open(source)?),
            buffer: Vec::new(),
            tags: Tags::new(local_offset),
            phase: Phase::BeforeLog,
            progress: Progress { n_traces: 0, last_trace: None, line: 1 },
            trace_name: None,
            event_no: None,
            n_stray_events: 0,
        })
    }

    /// Dates so far that named no offset from UTC.
    pub fn n_local_dates(&self) -> u64 {
        self.tags.n_local_dates()
    }

    /// Events so far that belong to no trace, which XES allows and a case history cannot hold.
    pub fn n_stray_events(&self) -> u64 {
        self.n_stray_events
    }

    fn next_trace(&mut self) -> Result<Option<Trace>, XesError> {
        if self.phase == Phase::BeforeLog {
            self.find_log()?;
        }
        while self.phase == Phase::InLog {
            self.xml.get_mut().mark();
            match self.step()? {
                Step::Open(Element::Trace) => return self.trace().map(Some),
                Step::Whole(Element::Trace) => {
                    let trace = self.empty_trace();
                    self.completed(&trace);
                    return Ok(Some(trace));
                }
                Step::Open(element) => {
                    self.count_stray(&element);
                    self.skip()?;
                }
                Step::Whole(element) => self.count_stray(&element),
                Step::Close => self.phase = Phase::Over,
                Step::Eof => return Err(XesError::CutOff { progress: self.progress() }),
            }
        }
        Ok(None)
    }

    fn find_log(&mut self) -> Result<(), XesError> {
        let found = match self.xml_event_before_log() {
            Ok(None) => "no XML element".to_owned(),
            Ok(Some((name, whole))) if name == "log" => {
                self.phase = if whole { Phase::Over } else { Phase::InLog };
                return Ok(());
            }
            Ok(Some((name, _))) => format!("<{name}>"),
            // Bytes that are no text before any element are another kind of file.
            Err(XesError::Encoding { .. }) => "binary data".to_owned(),
            Err(error) => return Err(error),
        };
        Err(XesError::NotXes { found })
    }

    /// The local name of the first element, and whether it has no content.
    fn xml_event_before_log(&mut self) -> Result<Option<(String, bool)>, XesError> {
        loop {
            self.buffer.clear();
            let event = self.xml.read_event_into(&mut self.buffer);
            let name = |tag: &BytesStart<'_>| tag.local_name().as_ref().to_owned();
            match event {
                Ok(Xml::Start(tag)) => return Ok(Some((name(&tag), false))),
                Ok(Xml::Empty(tag)) => return Ok(Some((name(&tag), true))),
                Ok(Xml::Eof) => return Ok(None),
                Ok(_) => (),
                Err(source) => return Err(XesError::from_xml(source, self.progress())),
            }
        }
    }

    fn trace(&mut self) -> Result<Trace, XesError> {
        let mut trace = self.empty_trace();
        self.trace_name = None;
        self.event_no = None;
        loop {
            match self.step()? {
                Step::Open(Element::Event) => trace.events.push(self.event(&trace)?),
                Step::Whole(Element::Event) => {
                    trace.events.push(TraceEvent { line: self.line(), attributes: Vec::new() });
                }
                Step::Open(Element::Attribute(attribute)) => {
                    let attribute = self.with_children(attribute, 1)?;
                    self.learn_name(&attribute);
                    trace.attributes.push(attribute);
                }
                Step::Whole(Element::Attribute(attribute)) => {
                    self.learn_name(&attribute);
                    trace.attributes.push(attribute);
                }
                Step::Open(_) => self.skip()?,
                Step::Whole(_) => (),
                Step::Close => break,
                Step::Eof => return Err(XesError::CutOff { progress: self.progress() }),
            }
        }
        self.completed(&trace);
        Ok(trace)
    }

    fn event(&mut self, trace: &Trace) -> Result<TraceEvent, XesError> {
        self.event_no = Some(trace.events.len() as u64 + 1);
        let mut event = TraceEvent { line: self.line(), attributes: Vec::new() };
        loop {
            match self.step()? {
                Step::Open(Element::Attribute(attribute)) => {
                    event.attributes.push(self.with_children(attribute, 1)?);
                }
                Step::Whole(Element::Attribute(attribute)) => event.attributes.push(attribute),
                Step::Open(_) => self.skip()?,
                Step::Whole(_) => (),
                Step::Close => break,
                Step::Eof => return Err(XesError::CutOff { progress: self.progress() }),
            }
        }
        self.event_no = None;
        Ok(event)
    }

    /// Reads what lies inside an attribute: the elements of a list or container, or attributes
    /// about it.
    fn with_children(&mut self, parent: Attribute, depth: usize) -> Result<Attribute, XesError> {
        if depth > DEPTH_MAX {
            return Err(XesError::TooDeep { depth_max: DEPTH_MAX, place: self.place() });
        }
        let mut parent = parent;
        let mut n_open_values = 0_usize;
        loop {
            let child = match self.step()? {
                Step::Open(Element::Attribute(child)) => self.with_children(child, depth + 1)?,
                Step::Whole(Element::Attribute(child)) => child,
                Step::Open(Element::Values) => {
                    n_open_values += 1;
                    continue;
                }
                Step::Open(_) => {
                    self.skip()?;
                    continue;
                }
                Step::Whole(_) => continue,
                Step::Close if n_open_values > 0 => {
                    n_open_values -= 1;
                    continue;
                }
                Step::Close => return Ok(parent),
                Step::Eof => return Err(XesError::CutOff { progress: self.progress() }),
            };
            match &mut parent.value {
                Value::List(items) | Value::Container(items) => items.push(child),
                _ => parent.children.push(child),
            }
        }
    }

    /// Passes over the rest of an element that was opened.
    fn skip(&mut self) -> Result<(), XesError> {
        let mut n_open = 1_u64;
        while n_open > 0 {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer) {
                Ok(Xml::Start(_)) => n_open += 1,
                Ok(Xml::End(_)) => n_open -= 1,
                Ok(Xml::Eof) => return Err(XesError::CutOff { progress: self.progress() }),
                Ok(_) => (),
                Err(source) => return Err(XesError::from_xml(source, self.progress())),
            }
        }
        Ok(())
    }

    fn step(&mut self) -> Result<Step, XesError> {
        loop {
            self.buffer.clear();
            let read = match self.xml.read_event_into(&mut self.buffer) {
                Ok(Xml::Start(tag)) => self.tags.read(&tag).map(Step::Open),
                Ok(Xml::Empty(tag)) => self.tags.read(&tag).map(Step::Whole),
                Ok(Xml::End(_)) => Ok(Step::Close),
                Ok(Xml::Eof) => Ok(Step::Eof),
                // Between the tags stand line ends, comments, instructions.
                Ok(_) => continue,
                Err(source) => Err(Fault::Xml(source)),
            };
            return read.map_err(|fault| self.placed(fault));
        }
    }

    fn placed(&self, fault: Fault) -> XesError {
        let place = self.place();
        match fault {
            Fault::Xml(source) => XesError::from_xml(source, self.progress()),
            Fault::Missing { element, missing } => XesError::Incomplete { element, missing, place },
            Fault::Date { key, text, source } => XesError::BadDate { key, text, place, source },
            Fault::Value { key, text, kind } => XesError::BadValue { key, text, kind, place },
        }
    }

    fn empty_trace(&self) -> Trace {
        Trace {
            trace_no: self.progress.n_traces + 1,
            line: self.line(),
            attributes: Vec::new(),
            events: Vec::new(),
        }
    }

    fn learn_name(&mut self, attribute: &Attribute) {
        if &*attribute.key == "concept:name" {
            self.trace_name = Some(attribute.value.to_string());
        }
    }

    fn completed(&mut self, trace: &Trace) {
        self.progress.n_traces = trace.trace_no;
        self.progress.last_trace =
            Some(mem::take(&mut self.trace_name).unwrap_or_else(|| format!("#{}", trace.trace_no)));
    }

    fn count_stray(&mut self, element: &Element) {
        self.n_stray_events += u64::from(matches!(element, Element::Event));
    }

    fn line(&self) -> u64 {
        self.xml.get_ref().line()
    }

    fn progress(&self) -> Progress {
        Progress { line: self.line(), ..self.progress.clone() }
    }

    fn place(&self) -> Place {
        let trace = self.trace_name.clone();
        let trace = trace.unwrap_or_else(|| format!("#{}", self.progress.n_traces + 1));
        Place { trace, event_no: self.event_no, line: self.line() }
    }
}

impl Iterator for XesReader {
    type Item = Result<Trace, XesError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_trace();
        if next.is_err() {
            self.phase = Phase::Over;
        }
        next.transpose()
    }
}
#[cfg(test)]
mod tests;
