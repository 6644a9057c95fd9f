//! The office at a NATS server: commands as requests, and the feed of facts.

use std::sync::Arc;

use serde_json::Value;
use tongban_eventstore::readers::{Consumer, PolicyStore, RelayReader};
use tongban_natskit::{CommandMetrics, Commands, Door, Feed, Leaving, Spec, asyncapi};

use crate::app::App;
use crate::operations::event_schemas;

/// The categories whose facts leave. Publications, imported histories, saved views and who is away are
/// no facts of the day's work; what one of the public said is read by those who sum it up, and by whoever has
/// its receipt.
const OF_WORK: &[&str] = &[
    "intake",
    "approval",
    "coordination",
    "notice",
    "dispute",
    "project",
    "rhythm",
    "meeting",
    "emergency",
    "deliberation",
    "matter",
    "complaint",
    "report",
];

/// What of each event leaves.
pub fn leaving() -> Leaving {
    let schemas = event_schemas();
    let of_work = schemas.iter().filter(|(category, _)| OF_WORK.contains(category));
    Leaving::of(of_work.map(|(category, schema)| (*category, schema.as_value())))
}

/// The `AsyncAPI` document.
pub(crate) fn document(openapi: &Value, commands: &[Spec]) -> Value {
    asyncapi(openapi, commands, &leaving(), env!("CARGO_PKG_VERSION"))
}

pub(crate) fn commands(app: &App, client: async_nats::Client, trusts_users: bool) -> Commands {
    let kit = &app.platform.kit;
    let door = Door {
        accounts: app.accounts.clone(),
        tokens: kit.tokens.clone(),
        clock: kit.session_clock.clone(),
    };
    Commands {
        client,
        specs: app.commands.clone(),
        router: app.router.clone(),
        door,
        metrics: CommandMetrics::register(&app.ops.metrics),
        trusts_users,
        version: env!("CARGO_PKG_VERSION"),
    }
}

pub(crate) fn relay(app: &App, client: async_nats::Client, n_replicas: usize) -> Arc<dyn Consumer> {
    let store: Arc<dyn PolicyStore> = app.platform.state.clone();
    let feed = Feed::new(client, Arc::new(leaving()), n_replicas);
    Arc::new(RelayReader::new(feed, store))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::Value;
    use tongban_natskit::Spec;

    use super::*;

    fn openapi_and_commands() -> (Value, Vec<Spec>) {
        let written = include_str!("../../../schemas/openapi.json");
        let openapi = serde_json::from_str(written).unwrap();
        let commands = tongban_natskit::specs(&openapi);
        (openapi, commands)
    }

    #[test]
    fn every_command_has_a_subject_of_its_own() {
        let (_, commands) = openapi_and_commands();
        let subjects: BTreeSet<_> = commands.iter().map(Spec::subject).collect();
        assert_eq!(subjects.len(), commands.len());
        for subject in ["tb.cmd.intake.submit", "tb.cmd.intake.store", "tb.cmd.approval.approve"] {
            assert!(subjects.contains(subject), "{subject}");
        }
        assert!(!subjects.iter().any(|subject| subject.contains("sign_in")), "{subjects:?}");
    }

    #[test]
    fn the_document_is_one_of_asyncapi() {
        let (openapi, commands) = openapi_and_commands();
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
        let schema = data.join("13-standards-conformance/asyncapi/3.0.0.json");
        let schema: Value = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let document = document(&openapi, &commands);
        let faults: Vec<_> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn nothing_about_persons_is_among_what_leaves() {
        let leaving = leaving();
        let told = |kind| {
            let found = leaving.schemas().find(|(of, _)| *of == kind);
            found.unwrap().1["properties"].clone()
        };
        let submitted = told("intake.case_submitted.v1");
        for withheld in ["form", "personal_form", "submitted_by"] {
            assert!(submitted[withheld].is_null(), "{withheld}");
        }
        assert!(told("complaint.complaint_lodged.v1")["title"].is_null());
        let proposed = told("coordination.responsibility_proposed.v1");
        assert!(proposed["title"].is_null() && proposed["text"].is_null(), "{proposed}");
        let ground = &proposed["proposal"]["properties"]["candidates"]["items"]["properties"];
        assert!(ground["department"].is_object(), "{proposed}");
        let ground = &ground["grounds"]["items"]["properties"];
        assert!(ground["words"].is_null(), "words of a text are prose: {ground}");
        assert_eq!(ground["said"]["properties"], serde_json::json!({}));
        let issued = told("metrics.report_issued.v1");
        assert!(issued["word"].is_null() && issued["replaces"]["properties"]["reason"].is_null());
        let figure = &issued["content"]["properties"]["figures"]["items"]["properties"];
        assert!(figure["name"].is_object() && figure["value"].is_object(), "{issued}");
        for (kind, schema) in leaving.schemas() {
            let mut names = BTreeSet::new();
            collect_names(schema, &mut names);
            for withheld in ["sealed", "person", "identity_index", "phone_index", "name_indexes"] {
                assert!(!names.contains(withheld), "{withheld} in {kind}: {schema}");
            }
        }
    }

    fn collect_names(schema: &Value, names: &mut BTreeSet<String>) {
        match schema {
            Value::Object(members) => {
                if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                    names.extend(properties.keys().cloned());
                }
                members.values().for_each(|below| collect_names(below, names));
            }
            Value::Array(values) => values.iter().for_each(|below| collect_names(below, names)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
