use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Attribute, Mapping, Milestone};

/// One import of a file of histories, from its start to its revert.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ImportId(pub Uuid);

/// What an import records. When a row or a milestone happened is the `occurred_at` of the
/// envelope; nothing here passed through a decision of today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A file begins to come in.
    #[serde(rename = "history.import_started.v1")]
    ImportStarted {
        /// The import.
        import_id: ImportId,
        /// The file's name, without its folder.
        file_name: String,
        /// What names things in the file; an export and a second look need it.
        mapping: Mapping,
    },
    /// A case of the file begins.
    #[serde(rename = "history.case_opened.v1")]
    CaseOpened {
        /// The import.
        import_id: ImportId,
        /// The case's name in the file.
        case_name: String,
        /// The case's attributes that the mapping keeps.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attributes: Vec<Attribute>,
    },
    /// A row of the case, in file order.
    #[serde(rename = "history.row_recorded.v1")]
    RowRecorded {
        /// The import.
        import_id: ImportId,
        /// What was done.
        activity: String,
        /// Where the activity stood.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lifecycle: Option<String>,
        /// Who did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resource: Option<String>,
        /// Which department did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<String>,
        /// In which offset from UTC the file wrote the row's instant, in seconds; 0 when absent.
        #[serde(default, skip_serializing_if = "is_utc")]
        utc_offset_seconds: i32,
        /// The row's other attributes that the mapping keeps.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attributes: Vec<Attribute>,
    },
    /// A milestone of the case, as the mapping found it.
    #[serde(rename = "history.milestone_recorded.v1")]
    MilestoneRecorded {
        /// The import.
        import_id: ImportId,
        /// Which one.
        milestone: Milestone,
        /// When it was, or for a deadline will have been.
        at: Timestamp,
    },
    /// The whole file is in.
    #[serde(rename = "history.import_completed.v1")]
    ImportCompleted {
        /// The import.
        import_id: ImportId,
        /// Cases that came in.
        n_cases: u64,
        /// Rows that came in.
        n_rows: u64,
        /// Milestones that came in.
        n_milestones: u64,
    },
    /// The import is hidden again; its facts stay in the log.
    #[serde(rename = "history.import_reverted.v1")]
    ImportReverted {
        /// The import.
        import_id: ImportId,
        /// Why.
        reason: String,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_utc(offset_seconds: &i32) -> bool {
    *offset_seconds == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMPORT: ImportId = ImportId(Uuid::nil());

    #[test]
    fn an_event_is_a_name_and_its_data() {
        let event = Event::ImportReverted { import_id: IMPORT, reason: "wrong file".into() };
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], "history.import_reverted.v1");
        assert_eq!(json["data"]["reason"], "wrong file");
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }

    #[test]
    fn a_row_leaves_out_what_it_does_not_know() {
        let event = Event::RowRecorded {
            import_id: IMPORT,
            activity: "accept".into(),
            lifecycle: None,
            resource: None,
            department: None,
            utc_offset_seconds: 0,
            attributes: Vec::new(),
        };
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["data"].as_object().unwrap().len(), 2, "{json}");
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }

    #[test]
    fn an_import_remembers_its_mapping() {
        let event = Event::ImportStarted {
            import_id: IMPORT,
            file_name: "log.xes".into(),
            mapping: Mapping::default(),
        };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }

    #[test]
    fn the_events_have_a_schema() {
        let schema = serde_json::to_string(&schemars::schema_for!(Event)).unwrap();
        for name in ["import_started", "case_opened", "row_recorded", "milestone_recorded"] {
            assert!(schema.contains(&format!("history.{name}.v1")), "{name} in {schema}");
        }
    }
}
