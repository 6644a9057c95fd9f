use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::tz::Offset;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use crate::history::moment::{InvalidMoment, Moment, Written};
use crate::history::{Attribute, Value};

/// What an opening tag of a log means.
pub(super) enum Element {
    Log,
    Trace,
    Event,
    /// The elements of a list, which IEEE 1849 puts between `<values>` and older writers do not.
    Values,
    Attribute(Attribute),
    /// Extensions, globals, classifiers, and whatever else a writer adds.
    Other,
}

/// Why a tag cannot be read; the reader adds where.
pub(super) enum Fault {
    Xml(quick_xml::Error),
    Missing { element: String, missing: &'static str },
    Date { key: String, text: String, source: InvalidMoment },
    Value { key: String, text: String, kind: &'static str },
}

/// Reads tags; remembers keys, and what dates without an offset were taken for.
pub(super) struct Tags {
    keys: HashSet<Arc<str>>,
    local_offset: Offset,
    n_local_dates: u64,
}

/// A log has tens of keys. One that makes up a key per event must not fill the memory.
const SHARED_KEYS_MAX: usize = 10_000;

impl Tags {
    pub(super) fn new(local_offset: Offset) -> Self {
        Self { keys: HashSet::new(), local_offset, n_local_dates: 0 }
    }

    pub(super) fn n_local_dates(&self) -> u64 {
        self.n_local_dates
    }

    pub(super) fn read(&mut self, tag: &BytesStart<'_>) -> Result<Element, Fault> {
        let name = tag.local_name();
        Ok(match name.as_ref() {
            "log" => Element::Log,
            "trace" => Element::Trace,
            "event" => Element::Event,
            "values" => Element::Values,
            kind @ ("string" | "date" | "int" | "float" | "boolean" | "id" | "list"
            | "container") => Element::Attribute(self.attribute(kind, tag)?),
            _ => Element::Other,
        })
    }

    fn attribute(&mut self, kind: &str, tag: &BytesStart<'_>) -> Result<Attribute, Fault> {
        let mut key = None;
        let mut value = None;
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|source| Fault::Xml(source.into()))?;
            let slot = match attribute.key.local_name().as_ref() {
                "key" => &mut key,
                "value" => &mut value,
                _ => continue,
            };
            let text = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(Fault::Xml)?;
            *slot = Some(text);
        }
        let missing = |missing| Fault::Missing { element: kind.to_owned(), missing };
        let key = self.shared(&key.ok_or_else(|| missing("key"))?);
        let value = match kind {
            "list" => Value::List(Vec::new()),
            "container" => Value::Container(Vec::new()),
            _ => self.value(kind, &key, value.ok_or_else(|| missing("value"))?)?,
        };
        Ok(Attribute { key, value, children: Vec::new() })
    }

    fn value(&mut self, kind: &str, key: &str, text: Cow<'_, str>) -> Result<Value, Fault> {
        let bad = |kind| Fault::Value { key: key.to_owned(), text: text.clone().into(), kind };
        match kind {
            "date" => self.date(key, &text).map(Value::Date),
            "int" => text.trim().parse().map(Value::Int).map_err(|_| bad("int")),
            "float" => text.trim().parse().map(Value::Float).map_err(|_| bad("float")),
            "boolean" => match text.trim() {
                // XML Schema has the digits, and Python writes capitals.
                "true" | "True" | "TRUE" | "1" => Ok(Value::Boolean(true)),
                "false" | "False" | "FALSE" | "0" => Ok(Value::Boolean(false)),
                _ => Err(bad("boolean")),
            },
            "id" => Ok(Value::Id(text.into_owned())),
            _ => Ok(Value::String(text.into_owned())),
        }
    }

    fn date(&mut self, key: &str, text: &str) -> Result<Moment, Fault> {
        let moment = match text.parse() {
            Ok(Written::Instant(moment)) => Ok(moment),
            Ok(Written::Local(local)) => {
                self.n_local_dates += 1;
                Moment::from_local(local, self.local_offset)
            }
            Err(invalid) => Err(invalid),
        };
        moment.map_err(|source| Fault::Date { key: key.to_owned(), text: text.to_owned(), source })
    }

    fn shared(&mut self, key: &str) -> Arc<str> {
        if let Some(key) = self.keys.get(key) {
            return key.clone();
        }
        let key = Arc::<str>::from(key);
        if self.keys.len() < SHARED_KEYS_MAX {
            self.keys.insert(key.clone());
        }
        key
    }
}
