use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{Position, Text};

use crate::history::{ImportId, Report};

/// What became of a wish to bring a file in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Imported {
    /// The import; a dry run answers the id that it would have.
    pub import_id: ImportId,
    /// What was done.
    pub outcome: Outcome,
    /// The file's name, without its folder.
    pub file_name: String,
    /// What the file holds, and what could not be mapped.
    pub report: Report,
    /// The place in the log from which on readers have seen all of it; none for a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// The same for people.
    pub summary: Text,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing: the file was only looked at.
    DryRun,
    /// The file is in the log now.
    Recorded,
    /// The file had come in before, by the same mapping.
    AlreadyThere,
}

impl Imported {
    pub(super) fn new(
        import_id: ImportId,
        outcome: Outcome,
        file_name: String,
        report: Report,
        position: Option<&Position>,
    ) -> Self {
        let Text { zh, en } = outcome.text(import_id);
        let about = report.text();
        let summary = Text::new(format!("{zh}\n{}", about.zh), format!("{en}\n{}", about.en));
        let position = position.map(ToString::to_string);
        Self { import_id, outcome, file_name, report, position, summary }
    }
}

impl Outcome {
    fn text(self, import_id: ImportId) -> Text {
        let id = import_id.0;
        match self {
            Self::DryRun => Text::new("试运行：未写入任何数据", "Dry run: nothing was recorded"),
            Self::Recorded => Text::new(format!("已导入，编号 {id}"), format!("Imported as {id}")),
            Self::AlreadyThere => Text::new(
                format!("该文件此前已导入，编号 {id}，未重复写入"),
                format!("The file is there already as import {id}; nothing was recorded again"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::history::Mapping;

    #[test]
    fn a_script_finds_the_id_and_the_counts() {
        let report = Report::new(&Mapping::default());
        let id = ImportId(Uuid::from_u128(7));
        let imported = Imported::new(id, Outcome::Recorded, "log.xes".into(), report, None);
        let json = serde_json::to_value(&imported).unwrap();
        assert_eq!(json["import_id"], Uuid::from_u128(7).to_string());
        assert_eq!(json["outcome"], "recorded");
        assert_eq!(json["report"]["n_cases"], 0);
        assert!(json.get("position").is_none());
    }

    #[test]
    fn people_read_what_was_done_first() {
        for (outcome, zh) in [
            (Outcome::DryRun, "试运行"),
            (Outcome::Recorded, "已导入"),
            (Outcome::AlreadyThere, "该文件此前已导入"),
        ] {
            let report = Report::new(&Mapping::default());
            let id = ImportId(Uuid::nil());
            let imported = Imported::new(id, outcome, "log.xes".into(), report, None);
            assert!(imported.summary.zh.starts_with(zh), "{:?}", imported.summary);
            assert!(imported.summary.en.contains("0 cases"), "{:?}", imported.summary);
        }
    }
}
