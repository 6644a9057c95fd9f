use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{DepartmentSource, Mapping, MilestoneSource};
use crate::history::moment::Written;
use crate::history::report::{Field, Gap};
use crate::history::xes::{Place, Trace, TraceEvent};
use crate::history::{Attribute, HistoryCase, HistoryRow, Milestone, Moment, Value};

/// A trace that cannot become a case: nothing of the log comes in until it is mended, since a case
/// without one of its rows would be another history.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// An event without an instant: nothing can be said about when it was.
    #[error(
        "the event has no {key}: {place}; \
         name the attribute with its instant as `time` in the mapping, or add it"
    )]
    NoTime {
        /// The attribute that should hold it.
        key: String,
        /// Where.
        place: Place,
    },
    /// An event whose instant cannot be read.
    #[error("{key} has the bad date {text:?}: {place}; write it as 2026-09-28T09:30:00+08:00")]
    BadTime {
        /// The attribute.
        key: String,
        /// What it holds.
        text: String,
        /// Where.
        place: Place,
    },
    /// An event that does not say what was done.
    #[error(
        "the event has no {key}: {place}; \
         name the attribute with its activity as `activity` in the mapping, or add it"
    )]
    NoActivity {
        /// The attribute that should hold it.
        key: String,
        /// Where.
        place: Place,
    },
}

/// A case, and what the mapping looked for in its trace in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The case.
    pub case: HistoryCase,
    /// What was looked for and not found, or not readable.
    pub gaps: Vec<Gap>,
    /// The attributes that the mapping does not keep.
    pub dropped: Vec<Arc<str>>,
}

impl Mapping {
    /// Turns a trace into a case.
    ///
    /// # Errors
    /// When an event has no instant or no activity. Everything else that is missing is a
    /// [`Gap`]: a case without a name is called by its number.
    pub fn apply(&self, trace: Trace) -> Result<Mapped, MapError> {
        let mut gaps = Vec::new();
        let mut dropped = Vec::new();
        let name = text(&trace.attributes, &self.case_name).unwrap_or_else(|| {
            gaps.push(Gap::missing(Field::CaseName));
            format!("#{}", trace.trace_no)
        });
        let milestones = self.milestones(&trace, &mut gaps);
        let mut rows = Vec::with_capacity(trace.events.len());
        for (n_before, event) in trace.events.into_iter().enumerate() {
            let place = Place {
                trace: name.clone(),
                event_no: Some(n_before as u64 + 1),
                line: event.line,
            };
            rows.push(self.row(event, &place, &trace.attributes, &mut gaps, &mut dropped)?);
        }
        let mapped = [&*self.case_name];
        let attributes =
            kept(trace.attributes, &mapped, self.keep_case_attributes.as_ref(), &mut dropped);
        Ok(Mapped { case: HistoryCase { name, attributes, milestones, rows }, gaps, dropped })
    }

    fn row(
        &self,
        event: TraceEvent,
        place: &Place,
        case_attributes: &[Attribute],
        gaps: &mut Vec<Gap>,
        dropped: &mut Vec<Arc<str>>,
    ) -> Result<HistoryRow, MapError> {
        let activity = text(&event.attributes, &self.activity).ok_or_else(|| {
            MapError::NoActivity { key: self.activity.clone(), place: place.clone() }
        })?;
        let at = self.instant(&event.attributes, place)?;
        let department = self.department.as_ref().map(|source| match source {
            DepartmentSource::CaseAttribute(key) => text(case_attributes, key),
            DepartmentSource::EventAttribute(key) => text(&event.attributes, key),
        });
        if department == Some(None) {
            gaps.push(Gap::missing(Field::Department));
        }
        let mut optional = |key: &str, field| {
            let found = text(&event.attributes, key);
            if found.is_none() {
                gaps.push(Gap::missing(field));
            }
            found
        };
        let lifecycle = optional(&self.lifecycle, Field::Lifecycle);
        let resource = optional(&self.resource, Field::Resource);
        let mapped = [&*self.activity, &*self.time, &*self.lifecycle, &*self.resource];
        let attributes =
            kept(event.attributes, &mapped, self.keep_event_attributes.as_ref(), dropped);
        let department = department.flatten();
        Ok(HistoryRow { activity, lifecycle, resource, department, at, attributes })
    }

    fn instant(&self, attributes: &[Attribute], place: &Place) -> Result<Moment, MapError> {
        let key = || self.time.clone();
        let Some(found) = Attribute::find(attributes, &self.time) else {
            return Err(MapError::NoTime { key: key(), place: place.clone() });
        };
        self.moment(&found.value).ok_or_else(|| MapError::BadTime {
            key: key(),
            text: found.value.to_string(),
            place: place.clone(),
        })
    }

    /// A date, or a text that reads as one: some exporters write every date but one as a text.
    fn moment(&self, value: &Value) -> Option<Moment> {
        match value {
            Value::Date(moment) => Some(*moment),
            Value::String(text) => match text.parse().ok()? {
                Written::Instant(moment) => Some(moment),
                Written::Local(local) => {
                    Moment::from_local(local, self.utc_offset_when_missing.get()).ok()
                }
            },
            _ => None,
        }
    }

    fn milestones(&self, trace: &Trace, gaps: &mut Vec<Gap>) -> BTreeMap<Milestone, Moment> {
        let mut milestones = BTreeMap::new();
        for (milestone, source) in &self.milestones {
            let field = Field::from(*milestone);
            match self.milestone_value(trace, source) {
                None => gaps.push(Gap::missing(field)),
                Some(value) => match self.moment(value) {
                    Some(moment) => _ = milestones.insert(*milestone, moment),
                    None => gaps.push(Gap::unreadable(field, value.to_string())),
                },
            }
        }
        milestones
    }

    fn milestone_value<'a>(&self, trace: &'a Trace, source: &MilestoneSource) -> Option<&'a Value> {
        let of = |activity: &str, event: &TraceEvent| {
            text(&event.attributes, &self.activity).as_deref() == Some(activity)
        };
        let event = match source {
            MilestoneSource::CaseAttribute(key) => {
                return value(&trace.attributes, key);
            }
            MilestoneSource::EventAttribute(key) => {
                return trace.events.iter().rev().find_map(|event| value(&event.attributes, key));
            }
            MilestoneSource::FirstEventOf(name) => trace.events.iter().find(|e| of(name, e)),
            MilestoneSource::LastEventOf(name) => trace.events.iter().rev().find(|e| of(name, e)),
        };
        value(&event?.attributes, &self.time)
    }
}

fn value<'a>(attributes: &'a [Attribute], key: &str) -> Option<&'a Value> {
    Attribute::find(attributes, key).map(|attribute| &attribute.value)
}

/// The text of an attribute; an empty one says nothing.
fn text(attributes: &[Attribute], key: &str) -> Option<String> {
    value(attributes, key).map(Value::to_string).filter(|text| !text.is_empty())
}

/// The attributes that are not fields of their own and that the mapping wants.
fn kept(
    attributes: Vec<Attribute>,
    mapped: &[&str],
    wanted: Option<&BTreeSet<String>>,
    dropped: &mut Vec<Arc<str>>,
) -> Vec<Attribute> {
    let mut kept = Vec::with_capacity(attributes.len());
    for attribute in attributes {
        if mapped.contains(&&*attribute.key) && is_plain(&attribute) {
            continue;
        }
        if wanted.is_some_and(|wanted| !wanted.contains(&*attribute.key)) {
            dropped.push(attribute.key);
        } else {
            kept.push(attribute);
        }
    }
    kept
}

/// Whether a field says all that the attribute does. One of another type, an empty one, or one with
/// attributes of its own stays, so that an export can repeat it.
fn is_plain(attribute: &Attribute) -> bool {
    let full = match &attribute.value {
        Value::String(text) => !text.is_empty(),
        Value::Date(_) => true,
        _ => false,
    };
    full && attribute.children.is_empty()
}

#[cfg(test)]
mod tests;
