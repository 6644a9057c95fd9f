//! Writes histories as an object-centric log, OCEL 2.0 in JSON.
//!
//! Cases are objects of type `case`, who did a row and which department are objects of types
//! `resource` and `department`. The format keeps objects apart from events, so the cases pass
//! twice, once for each: memory holds the names of types, resources and departments, never a case.

mod flat;
mod json;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use self::flat::{Declared, Flat, declare, event_attributes, flat};
use self::json::{Event, EventAttribute, List, Object, ObjectAttribute, Relationship, Type};
use super::HistoryCase;

/// OCEL gives every attribute of an object a time; what does not change has this one.
const SINCE_EVER: &str = "1970-01-01T00:00:00Z";

/// The first pass: cases as objects. Then [`OcelObjects::events`]. It writes in small pieces, so give
/// it a buffered output.
#[derive(Debug)]
pub struct OcelObjects<W> {
    out: List<W>,
    case_attributes: Declared,
    event_types: BTreeMap<String, Declared>,
    resources: BTreeSet<String>,
    departments: BTreeSet<String>,
}

/// The second pass: rows as events. Then [`OcelEvents::finish`].
#[derive(Debug)]
pub struct OcelEvents<W> {
    out: List<W>,
    n_events: u64,
}

impl<W: Write> OcelObjects<W> {
    /// Begins a log.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"objects\":[")?;
        Ok(Self {
            out: List::new(out),
            case_attributes: Declared::new(),
            event_types: BTreeMap::new(),
            resources: BTreeSet::new(),
            departments: BTreeSet::new(),
        })
    }

    /// Writes one case, and learns what its rows will need.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn case(&mut self, case: &HistoryCase) -> io::Result<()> {
        let attributes = flat(&case.attributes);
        declare(&mut self.case_attributes, &attributes);
        for row in &case.rows {
            if !self.event_types.contains_key(&row.activity) {
                self.event_types.insert(row.activity.clone(), Declared::new());
            }
            if let Some(declared) = self.event_types.get_mut(&row.activity) {
                declare(declared, &event_attributes(row));
            }
            learn(&mut self.resources, row.resource.as_deref());
            learn(&mut self.departments, row.department.as_deref());
        }
        let attributes = attributes.into_iter().map(|Flat { name, value, .. }| ObjectAttribute {
            name,
            time: SINCE_EVER,
            value,
        });
        let attributes = attributes.collect();
        self.out.item(&Object { id: &case_id(&case.name), kind: "case", attributes })
    }

    /// Ends the objects; the same cases must pass again, in the same order, as events.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn events(mut self) -> io::Result<OcelEvents<W>> {
        for (kind, names) in [("resource", &self.resources), ("department", &self.departments)] {
            for name in names {
                let attributes = vec![ObjectAttribute {
                    name: "name".into(),
                    time: SINCE_EVER,
                    value: name.clone(),
                }];
                self.out.item(&Object { id: &format!("{kind}:{name}"), kind, attributes })?;
            }
        }
        let named = Declared::from([("name".to_owned(), "string")]);
        let object_types = [
            Type::new("case", &self.case_attributes),
            Type::new("department", &named),
            Type::new("resource", &named),
        ];
        let event_types: Vec<_> =
            self.event_types.iter().map(|(name, declared)| Type::new(name, declared)).collect();
        let mut out = self.out.into_inner();
        out.write_all(b"],\"objectTypes\":")?;
        serde_json::to_writer(&mut out, &object_types)?;
        out.write_all(b",\"eventTypes\":")?;
        serde_json::to_writer(&mut out, &event_types)?;
        out.write_all(b",\"events\":[")?;
        Ok(OcelEvents { out: List::new(out), n_events: 0 })
    }
}

impl<W: Write> OcelEvents<W> {
    /// Writes the rows of one case, in their order.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn case(&mut self, case: &HistoryCase) -> io::Result<()> {
        let case_id = case_id(&case.name);
        for row in &case.rows {
            self.n_events += 1;
            let mut relationships =
                vec![Relationship { object_id: case_id.clone(), qualifier: "case" }];
            for (qualifier, name) in [("resource", &row.resource), ("department", &row.department)]
            {
                relationships.extend(name.iter().map(|name| Relationship {
                    object_id: format!("{qualifier}:{name}"),
                    qualifier,
                }));
            }
            let attributes = event_attributes(row)
                .into_iter()
                .map(|Flat { name, value, .. }| EventAttribute { name, value })
                .collect();
            self.out.item(&Event {
                id: format!("e{}", self.n_events),
                kind: &row.activity,
                time: row.at.to_string(),
                attributes,
                relationships,
            })?;
        }
        Ok(())
    }

    /// Ends the log and hands the output back, flushed.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finish(self) -> io::Result<W> {
        let mut out = self.out.into_inner();
        out.write_all(b"]}\n")?;
        out.flush()?;
        Ok(out)
    }
}

/// Ids are unique over all types, so each begins with its type.
fn case_id(name: &str) -> String {
    format!("case:{name}")
}

fn learn(names: &mut BTreeSet<String>, name: Option<&str>) {
    if let Some(name) = name
        && !names.contains(name)
    {
        names.insert(name.to_owned());
    }
}

#[cfg(test)]
mod tests;
