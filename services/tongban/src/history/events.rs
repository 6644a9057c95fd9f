use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::DomainEvent;
use uuid::Uuid;

use super::{Attribute, HistoryCase, Mapping, Milestone, Moment};

/// One import of a file of histories, from its start to its revert.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ImportId(pub Uuid);

/// What happens to an import as a whole: a stream of its own, `history/<import>`.
#[expect(clippy::large_enum_variant, reason = "an import has a handful of these, ever")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A file begins to come in. Until it has come in whole, it counts as hidden.
    #[serde(rename = "history.import_started.v1")]
    ImportStarted {
        /// The import.
        import_id: ImportId,
        /// The file's name, without its folder.
        file_name: String,
        /// SHA-256 of the file as it lay there, packed or not, in hexadecimal.
        file_sha256: String,
        /// What named things in the file.
        mapping: Mapping,
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

/// What happened in a case of an import: a stream of its own, `history/<case>`. When a row happened
/// is the `occurred_at` of the envelope; nothing here passed through a decision of today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum CaseEvent {
    /// A case of the file begins.
    #[serde(rename = "history.case_opened.v1")]
    CaseOpened {
        /// The import.
        import_id: ImportId,
        /// Its number in the file, from 1.
        case_no: u64,
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
    /// A case of the file is in, with the milestones that the mapping found: the last event of every
    /// case, even where none was found, so that one event says whether the case was late.
    #[serde(rename = "history.milestones_recorded.v1")]
    MilestonesRecorded {
        /// The import.
        import_id: ImportId,
        /// The case's name in the file.
        case_name: String,
        /// The department that worked its last row for which one is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<String>,
        /// When the application came in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received: Option<Moment>,
        /// When the office accepted it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<Moment>,
        /// When the case was concluded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        concluded: Option<Moment>,
        /// By when it had to be concluded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Moment>,
    },
}

impl DomainEvent for Event {}

impl CaseEvent {
    /// What the log says of a case's milestones.
    pub fn milestones_of(import_id: ImportId, case: &HistoryCase) -> Self {
        let found = |milestone: Milestone| case.milestones.get(&milestone).copied();
        Self::MilestonesRecorded {
            import_id,
            case_name: case.name.clone(),
            department: case.rows.iter().rev().find_map(|row| row.department.clone()),
            received: found(Milestone::Received),
            accepted: found(Milestone::Accepted),
            concluded: found(Milestone::Concluded),
            deadline: found(Milestone::Deadline),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_utc(offset_seconds: &i32) -> bool {
    *offset_seconds == 0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::history::HistoryRow;

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
        let event = CaseEvent::RowRecorded {
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
        assert_eq!(serde_json::from_value::<CaseEvent>(json).unwrap(), event);
    }

    #[test]
    fn a_case_names_the_milestones_that_were_found_and_its_last_department() {
        let moment = |text: &str| Moment::try_from(text.to_owned()).unwrap();
        let row = |department: Option<&str>| HistoryRow {
            activity: "check".into(),
            lifecycle: None,
            resource: None,
            department: department.map(Into::into),
            at: moment("2011-10-11T13:42:22.688+02:00"),
            attributes: Vec::new(),
        };
        let case = HistoryCase {
            name: "case-10011".into(),
            attributes: Vec::new(),
            milestones: BTreeMap::from([
                (Milestone::Received, moment("2011-10-11T13:42:22.688+02:00")),
                (Milestone::Deadline, moment("2011-12-06T13:41:31.788+01:00")),
            ]),
            rows: vec![row(Some("General")), row(Some("Experts")), row(None)],
        };
        let event = CaseEvent::milestones_of(IMPORT, &case);
        let json = serde_json::to_value(&event).unwrap();
        let data = serde_json::json!({
            "import_id": IMPORT,
            "case_name": "case-10011",
            "department": "Experts",
            "received": "2011-10-11T13:42:22.688+02:00",
            "deadline": "2011-12-06T13:41:31.788+01:00",
        });
        assert_eq!(
            (&json["type"], &json["data"]),
            (&"history.milestones_recorded.v1".into(), &data)
        );
        assert_eq!(serde_json::from_value::<CaseEvent>(json).unwrap(), event);
    }

    #[test]
    fn an_import_remembers_its_mapping() {
        let event = Event::ImportStarted {
            import_id: IMPORT,
            file_name: "log.xes".into(),
            file_sha256: "00".repeat(32),
            mapping: Mapping::default(),
        };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }

    #[test]
    fn the_events_have_a_schema() {
        let of_imports = serde_json::to_string(&schemars::schema_for!(Event)).unwrap();
        for name in ["import_started", "import_completed", "import_reverted"] {
            assert!(of_imports.contains(&format!("history.{name}.v1")), "{name} in {of_imports}");
        }
        let of_cases = serde_json::to_string(&schemars::schema_for!(CaseEvent)).unwrap();
        for name in ["case_opened", "row_recorded", "milestones_recorded"] {
            assert!(of_cases.contains(&format!("history.{name}.v1")), "{name} in {of_cases}");
        }
    }
}
