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
        let (done, about) = (outcome.text(&file_name, import_id), report.text());
        let next = outcome.next(import_id);
        let summary = Text::new(
            format!("{}\n{}{}", done.zh, about.zh, next.zh),
            format!("{}\n{}{}", done.en, about.en, next.en),
        );
        let position = position.map(ToString::to_string);
        Self { import_id, outcome, file_name, report, position, summary }
    }
}

impl Outcome {
    fn text(self, file: &str, import_id: ImportId) -> Text {
        let id = import_id.0;
        match self {
            Self::DryRun => Text::new(
                format!("试运行 {file}：未写入任何数据。文件内容："),
                format!("Dry run of {file}: nothing was recorded. It holds:"),
            ),
            Self::Recorded => Text::new(
                format!("已导入 {file}，编号 {id}。文件内容："),
                format!("{file} was imported as {id}. It holds:"),
            ),
            Self::AlreadyThere => Text::new(
                format!("该文件此前已导入，编号 {id}，未重复写入。文件内容："),
                format!(
                    "{file} is there already as import {id}; nothing was recorded again. It holds:"
                ),
            ),
        }
    }

    /// What can be done next.
    fn next(self, import_id: ImportId) -> Text {
        let id = import_id.0;
        match self {
            Self::DryRun => Text::new(
                "导入：不带 --dry-run 再次运行",
                "To import it, say the same without --dry-run",
            ),
            Self::Recorded | Self::AlreadyThere => Text::new(
                format!(
                    "统计：GET /api/metrics/imports/{id}\n\
                     导出：tongban export xes --import {id} --out 文件\n\
                     隐藏：tongban import revert {id} --reason 原因"
                ),
                format!(
                    "Figures: GET /api/metrics/imports/{id}\n\
                     Export:  tongban export xes --import {id} --out FILE\n\
                     Hide:    tongban import revert {id} --reason WHY"
                ),
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
            // Then which file it was, and last what can be done now.
            assert!(imported.summary.en.contains("log.xes"), "{:?}", imported.summary);
            let last = imported.summary.zh.lines().last().unwrap_or_default();
            assert!(last.starts_with("隐藏") || last.starts_with("导入："), "{last}");
        }
    }
}
