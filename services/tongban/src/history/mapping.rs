//! What names things in a log: a small YAML file, so that a log of any system comes in without a
//! change to the program.

mod apply;
mod offset;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Milestone;

pub use self::apply::{MapError, Mapped};
pub use self::offset::{InvalidOffset, UtcOffset};

/// What names things in a log. The default fits every log that uses the standard extensions of
/// XES; it names no milestones, because no standard says which activity accepts or concludes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The case attribute that names the case.
    pub case_name: String,
    /// The event attribute that names the activity.
    pub activity: String,
    /// The event attribute with the instant.
    pub time: String,
    /// The event attribute that says where the activity stands.
    pub lifecycle: String,
    /// The event attribute that says who did it.
    pub resource: String,
    /// Where the department stands, if anywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentSource>,
    /// Where the milestones of a case stand.
    pub milestones: BTreeMap<Milestone, MilestoneSource>,
    /// The case attributes to keep; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_case_attributes: Option<BTreeSet<String>>,
    /// The event attributes to keep; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_event_attributes: Option<BTreeSet<String>>,
    /// The offset of dates that name none, for example `+08:00`.
    pub utc_offset_when_missing: UtcOffset,
}

/// Where the department of a row stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DepartmentSource {
    /// In this attribute of the case: one department for all its rows.
    CaseAttribute(String),
    /// In this attribute of the event.
    EventAttribute(String),
}

/// Where a milestone of a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneSource {
    /// In this attribute of the case.
    CaseAttribute(String),
    /// In this attribute of an event: of the last one that has it, which corrects the earlier ones.
    EventAttribute(String),
    /// It is the first event of this activity.
    FirstEventOf(String),
    /// It is the last event of this activity.
    LastEventOf(String),
}

/// A mapping file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the mapping is not usable{}", at_line(*line))]
pub struct InvalidMapping {
    /// The line of the fault, from 1, if it has one.
    pub line: Option<u64>,
    #[source]
    source: Box<serde_saphyr::Error>,
}

fn at_line(line: Option<u64>) -> String {
    line.map(|line| format!(": line {line}")).unwrap_or_default()
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            case_name: "concept:name".into(),
            activity: "concept:name".into(),
            time: "time:timestamp".into(),
            lifecycle: "lifecycle:transition".into(),
            resource: "org:resource".into(),
            department: None,
            milestones: BTreeMap::new(),
            keep_case_attributes: None,
            keep_event_attributes: None,
            utc_offset_when_missing: UtcOffset::default(),
        }
    }
}

impl Mapping {
    /// Reads a mapping file. What it leaves out is as in the default.
    ///
    /// # Errors
    /// When it is no YAML, has a field that is not known, or a value that makes no sense; with the
    /// line.
    pub fn from_yaml(text: &str) -> Result<Self, InvalidMapping> {
        // An empty file, or one of comments only, changes nothing; YAML calls it null.
        let read = serde_saphyr::from_str::<Option<Self>>(text);
        read.map(Option::unwrap_or_default).map_err(|source| InvalidMapping {
            line: source.location().map(|location| location.line()),
            source: Box::new(source),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    fn refused(text: &str) -> (Option<u64>, String) {
        let error = Mapping::from_yaml(text).unwrap_err();
        (error.line, error.source().unwrap().to_string())
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Mapping::from_yaml("# nothing yet\n").unwrap(), Mapping::default());
        assert_eq!(Mapping::from_yaml("").unwrap(), Mapping::default());
    }

    #[test]
    fn a_file_names_what_differs() {
        let text = "activity: action_code\n\
                    department: { event_attribute: org:group }\n\
                    milestones:\n  \
                      accepted: { first_event_of: Confirm }\n  \
                      deadline: { case_attribute: deadline }\n\
                    keep_case_attributes: [channel]\n\
                    utc_offset_when_missing: \"+08:00\"\n";
        let mapping = Mapping::from_yaml(text).unwrap();
        assert_eq!(mapping.activity, "action_code");
        assert_eq!(mapping.time, "time:timestamp");
        assert_eq!(
            mapping.milestones,
            BTreeMap::from([
                (Milestone::Accepted, MilestoneSource::FirstEventOf("Confirm".into())),
                (Milestone::Deadline, MilestoneSource::CaseAttribute("deadline".into())),
            ])
        );
        assert_eq!(mapping.utc_offset_when_missing.to_string(), "+08:00");
    }

    #[test]
    fn an_unknown_field_is_refused_with_its_line() {
        let (line, reason) = refused("activity: a\nactivty: b\n");
        assert_eq!(line, Some(2));
        assert!(reason.contains("activty"), "{reason}");
    }

    #[test]
    fn an_unknown_milestone_is_refused_with_its_line() {
        let (line, reason) = refused("milestones:\n  done: { case_attribute: enddate }\n");
        assert_eq!(line, Some(2));
        assert!(reason.contains("done"), "{reason}");
    }

    #[test]
    fn an_offset_that_is_none_is_refused_with_its_line() {
        assert_eq!(refused("time: at\n\nutc_offset_when_missing: Beijing\n").0, Some(3));
    }

    #[test]
    fn a_mapping_survives_json() {
        let text = "department: { case_attribute: department }\n\
                    milestones: { concluded: { last_event_of: Send } }\n";
        let mapping = Mapping::from_yaml(text).unwrap();
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping);
    }
}
