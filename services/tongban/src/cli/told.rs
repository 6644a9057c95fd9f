//! Results in words, for whoever sits at the terminal.

use std::fmt::Write as _;
use std::path::Path;

use tongban_kernel::Text;
use tongban_kernel::calendar::Lang;

use crate::app::Publication;
use crate::history::{Exported, Reverted};
use crate::operations::{BackedUp, MissingMaterial, Recomputed, Verified};

/// A result that can be told.
pub(crate) trait Told {
    /// What it says, in one or more lines.
    fn text(&self) -> Text;

    /// The same in one language.
    fn told(&self, lang: Lang) -> String {
        let Text { zh, en } = self.text();
        lang.pick(zh, en).trim_end().to_owned()
    }
}

impl Told for Verified {
    fn text(&self) -> Text {
        let Self { sound, n_events, n_streams, n_segments, n_materials, .. } = self;
        let (zh, en) = if *sound { ("完好", "sound") } else { ("不完好", "not sound") };
        let mut text = Text::new(
            format!(
                "{zh}：事件 {n_events} 个，事件流 {n_streams} 条，段文件 {n_segments} 个，\
                 材料 {n_materials} 份\n"
            ),
            format!(
                "{en}: {n_events} events in {n_streams} streams and {n_segments} segments, \
                 {n_materials} materials\n"
            ),
        );
        let mut say = |zh: String, en: String| {
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = writeln!(text.zh, "{zh}");
            _ = writeln!(text.en, "{en}");
        };
        for fault in &self.faults {
            let place = format!("log/{}", fault.segment);
            let (offset, what) = (fault.offset, &fault.what);
            say(
                format!("  {place} 第 {offset} 字节：{what}"),
                format!("  {place} at byte {offset}: {what}"),
            );
        }
        for fault in &self.unfinished {
            let (place, offset) = (format!("log/{}", fault.segment), fault.offset);
            say(
                format!("  {place} 自第 {offset} 字节起未写完（断电所致），下次启动时截去"),
                format!(
                    "  {place} is unfinished from byte {offset} on, as a power cut leaves it; \
                     the next start cuts it off"
                ),
            );
        }
        for material in &self.damaged_materials {
            say(format!("  材料 {material}"), format!("  material {material}"));
        }
        for MissingMaterial { material, case, event } in &self.missing_materials {
            say(
                format!("  材料 {material} 缺失：办件 {case} 的事件 {event} 引用了它"),
                format!("  material {material} is missing: event {event} of case {case} names it"),
            );
        }
        for (zh, en) in not_named(self) {
            say(zh, en);
        }
        if !sound {
            say(
                "请保留该文件夹，并从最近的备份恢复：tongban restore --from 备份 --data 新文件夹"
                    .to_owned(),
                "Keep the folder, and restore the newest backup: tongban restore --from BACKUP \
                 --data NEW_FOLDER"
                    .to_owned(),
            );
        }
        text
    }
}

/// Of what there is more than is named.
fn not_named(verified: &Verified) -> Vec<(String, String)> {
    let (n_faults, n_damaged) = (verified.n_faults, verified.n_damaged_materials);
    let n_missing = verified.n_missing_materials;
    let mut lines = Vec::new();
    if n_faults > verified.faults.len() {
        lines.push((
            format!("  日志损坏处共 {n_faults} 处，以上为前一部分"),
            format!("  {n_faults} places of the log do not check in all; these are the first"),
        ));
    }
    if n_damaged > verified.damaged_materials.len() {
        lines.push((
            format!("  内容与名称不符的材料共 {n_damaged} 份，以上为前一部分"),
            format!("  {n_damaged} materials are damaged in all; these are the first"),
        ));
    }
    if n_missing > verified.missing_materials.len() {
        lines.push((
            format!("  缺失的材料共 {n_missing} 份，以上为前一部分"),
            format!("  {n_missing} materials are missing in all; these are the first"),
        ));
    }
    lines
}

/// A backup that was made.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Made(pub(crate) BackedUp);

impl Told for Made {
    fn text(&self) -> Text {
        let BackedUp { to, position, log_bytes, n_materials, removed } = &self.0;
        let to = to.display();
        let mut text = Text::new(
            format!(
                "已备份到 {to}：日志 {log_bytes} 字节，材料 {n_materials} 份，截至日志位置 \
                 {position}\n恢复：tongban restore --from {to} --data 新文件夹"
            ),
            format!(
                "backed up to {to}: {log_bytes} bytes of log, {n_materials} materials, up to \
                 position {position}\nto bring it back: tongban restore --from {to} --data \
                 NEW_FOLDER"
            ),
        );
        say_removed(removed.as_deref(), &mut text);
        text
    }
}

/// Says that the leftover of an earlier attempt is gone.
pub(crate) fn say_removed(removed: Option<&Path>, text: &mut Text) {
    if let Some(path) = removed.map(Path::display) {
        // Writing into a string cannot fail; there is nothing to tell anyone.
        _ = write!(text.zh, "\n已清除上次中断时留下的文件夹 {path}");
        _ = write!(text.en, "\n{path}, left by an attempt that was cut off, was removed");
    }
}

/// A backup that was brought back into a folder.
pub(crate) struct BroughtBack {
    pub(crate) backup: BackedUp,
    pub(crate) data: std::path::PathBuf,
}

impl Told for BroughtBack {
    fn text(&self) -> Text {
        let BackedUp { position, log_bytes, n_materials, removed, .. } = &self.backup;
        let data = self.data.display();
        let mut text = Text::new(
            format!(
                "已核对并恢复到 {data}：日志 {log_bytes} 字节，材料 {n_materials} 份，截至日志位置 \
                 {position}\n启动：tongban serve --data {data}\n此后销毁过的个人信息请再次销毁。"
            ),
            format!(
                "checked and restored to {data}: {log_bytes} bytes of log, {n_materials} \
                 materials, up to position {position}\nto go on: tongban serve --data {data}\n\
                 Erase again whoever was erased since."
            ),
        );
        say_removed(removed.as_deref(), &mut text);
        text
    }
}

impl Told for Vec<Recomputed> {
    fn text(&self) -> Text {
        let mut text = Text::new("", "");
        for Recomputed { projection, n_events } in self {
            _ = writeln!(text.zh, "{projection}：由 {n_events} 个事件重新算出，已启用");
            _ = writeln!(text.en, "{projection}: computed again from {n_events} events, in use");
        }
        text
    }
}

impl Told for Reverted {
    fn text(&self) -> Text {
        let (id, reason) = (self.import_id.0, &self.reason);
        let (zh, en) = match reason.as_str() {
            "" => ("未说明", "none given"),
            reason => (reason, reason),
        };
        Text::new(
            format!("导入 {id} 已隐藏，原因：{zh}。记录仍在日志中，再次导入同一文件即重新显示。"),
            format!(
                "import {id} is hidden; reason: {en}. Its facts stay in the log; importing the \
                 same file again shows them."
            ),
        )
    }
}

impl Told for Exported {
    fn text(&self) -> Text {
        let Self { import_id, out, n_cases, n_rows } = self;
        let (id, out) = (import_id.0, out.display());
        Text::new(
            format!("已将导入 {id} 写入 {out}：办件 {n_cases} 件，记录 {n_rows} 条"),
            format!("import {id} is written to {out}: {n_cases} cases, {n_rows} rows"),
        )
    }
}

impl Told for Publication {
    fn text(&self) -> Text {
        let Self { valid_from, position } = self;
        Text::new(
            format!("已发布，自 {valid_from} 起生效（日志位置 {position}）"),
            format!("published, in force from {valid_from} on (position {position})"),
        )
    }
}

/// A result that brings its text with it, as that of an import does.
#[derive(serde::Deserialize)]
pub(crate) struct Summarised {
    summary: Text,
}

impl Told for Summarised {
    fn text(&self) -> Text {
        self.summary.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_unsound_folder_is_told_with_places_and_what_to_do() {
        let verified: Verified = serde_json::from_value(json!({
            "sound": false, "n_events": 7, "n_streams": 2, "n_segments": 1, "n_materials": 3,
            "n_faults": 4,
            "faults": [{ "segment": "p00/1.log", "offset": 64, "what": "the checksum differs" }],
            "unfinished": [{ "segment": "p00/2.log", "offset": 8, "what": "cut" }],
            "n_damaged_materials": 3, "damaged_materials": ["ab: altered"],
            "n_missing_materials": 2,
            "missing_materials": [{
                "material": "cd".repeat(32), "case": Uuid::nil(), "event": Uuid::nil(),
            }],
        }))
        .unwrap();
        let (zh, en) = (verified.told(Lang::Zh), verified.told(Lang::En));
        for words in [
            "不完好",
            "事件 7 个",
            "log/p00/1.log 第 64 字节",
            "断电",
            "材料 ab",
            "缺失：办件 0",
            "共 4 处",
            "共 3 份",
            "共 2 份",
        ] {
            assert!(zh.contains(words), "{words}: {zh}");
        }
        for words in [
            "not sound: 7 events",
            "log/p00/1.log at byte 64",
            "power cut",
            "BACKUP",
            "cd is missing: event 0",
            "4 places of the log",
            "3 materials are damaged",
            "2 materials are missing",
        ] {
            assert!(en.contains(words), "{words}: {en}");
        }
    }

    #[test]
    fn a_backup_says_how_to_bring_it_back() {
        let made = Made(BackedUp {
            to: "/backups/1".into(),
            position: "1:7".into(),
            log_bytes: 4_096,
            n_materials: 3,
            removed: Some("/backups/1.unfinished".into()),
        });
        for lang in [Lang::Zh, Lang::En] {
            let told = made.told(lang);
            assert!(told.contains("tongban restore --from /backups/1"), "{told}");
            assert!(told.contains("4096") && told.contains("1:7"), "{told}");
            assert!(told.contains("/backups/1.unfinished"), "{told}");
        }
    }
}
