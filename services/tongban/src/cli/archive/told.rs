use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use tongban_kernel::Text;

use crate::cli::told::Told;
use crate::operations::{ArchiveVerified, Made, MissingMaterial, Restored};

/// Materials that are named one by one.
const NAMED_MAX: usize = 100;

/// A seal that was made, and where.
#[derive(Debug, Serialize)]
pub(super) struct Sealed {
    pub(super) to: String,
    #[serde(flatten)]
    pub(super) made: Made,
}

impl Told for Sealed {
    fn text(&self) -> Text {
        let Self { to, made } = self;
        let Made { number, n_new, n_events, is_whole, n_lost_materials, sealed_at } = made;
        let mut text = Text::new(
            format!("{sealed_at} 第 {number} 次封存到 {to}：新增事件 {n_new} 个，共 {n_events} 个"),
            format!("{sealed_at} seal {number} in {to}: {n_new} events more, {n_events} in all"),
        );
        if !is_whole {
            text.zh.push_str("，其后还有");
            text.en.push_str(", and there are more");
        }
        if *n_lost_materials > 0 {
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = write!(text.zh, "；{n_lost_materials} 份材料在源处缺失或损坏，尚未归档");
            _ = write!(
                text.en,
                "; {n_lost_materials} materials are missing or damaged where they are kept, and not \
                 archived yet"
            );
        }
        text
    }
}

/// An archive that was checked.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Verified(ArchiveVerified);

impl Told for Verified {
    fn text(&self) -> Text {
        let ArchiveVerified { sound, n_seals, n_events, n_streams, n_segments, .. } = &self.0;
        let (n_materials, n_left) = (self.0.n_materials, self.0.n_left);
        let (zh, en) = if *sound { ("完好", "sound") } else { ("不完好", "not sound") };
        let at = self.0.sealed_at.map(|at| format!("（{at}）")).unwrap_or_default();
        let at_en = self.0.sealed_at.map(|at| format!(" of {at}")).unwrap_or_default();
        let mut text = Text::new(
            format!(
                "{zh}：封存 {n_seals} 次{at}，事件 {n_events} 个，事件流 {n_streams} 条，\
                 段文件 {n_segments} 个，材料 {n_materials} 份\n"
            ),
            format!(
                "{en}: {n_seals} seals, the last{at_en}; {n_events} events in {n_streams} streams and \
                 {n_segments} segments, {n_materials} materials\n"
            ),
        );
        let mut say = |zh: String, en: String| {
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = writeln!(text.zh, "{zh}");
            _ = writeln!(text.en, "{en}");
        };
        for fault in &self.0.faults {
            say(format!("  {}", fault.zh), format!("  {}", fault.en));
        }
        for MissingMaterial { material, case, event } in
            self.0.missing_materials.iter().take(NAMED_MAX)
        {
            say(
                format!("  材料 {material} 缺失：办件 {case} 的事件 {event} 引用了它"),
                format!("  material {material} is missing: event {event} of case {case} names it"),
            );
        }
        for material in self.0.damaged_materials.iter().take(NAMED_MAX) {
            say(format!("  材料 {material} 已损坏"), format!("  material {material} is damaged"));
        }
        let n_lost = self.0.missing_materials.len() + self.0.damaged_materials.len();
        if n_lost > NAMED_MAX {
            say(
                format!("  缺失或损坏的材料共 {n_lost} 份，以上为前一部分"),
                format!("  {n_lost} materials are missing or damaged in all; these are the first"),
            );
        }
        if n_left > 0 {
            say(
                format!("  另有 {n_left} 个段文件为中断或进行中的归档所有，不影响恢复"),
                format!(
                    "  {n_left} segments are of an archiver that was cut off, or is at work; they do \
                     no harm"
                ),
            );
        }
        if self.0.is_in_clear {
            say(
                "  密钥与账号在归档中未加密（见 tongban archive run --key-file）".to_owned(),
                "  keys and accounts lie in it in clear (see tongban archive run --key-file)"
                    .to_owned(),
            );
        }
        if !sound && self.0.last_sound < *n_seals {
            let last = self.0.last_sound;
            say(
                format!(
                    "第 {last} 次封存及以前完好：tongban restore --until {last}；请立即另建归档"
                ),
                format!(
                    "up to seal {last} all is sound: tongban restore --until {last}; begin another \
                     archive at once"
                ),
            );
        }
        text
    }
}

impl Told for Restored {
    fn text(&self) -> Text {
        let Self { from, seal, n_seals, sealed_at, n_events, n_streams, .. } = self;
        let (n_materials, generation) = (self.n_materials, self.generation);
        let mut text = Text::new(
            format!(
                "已从归档 {from} 恢复到第 {seal} 次封存（{sealed_at}，共 {n_seals} 次）：事件 {n_events} \
                 个，事件流 {n_streams} 条，材料 {n_materials} 份。其后记录的已不在其中。\n\
                 新日志的代号为 {generation}；查询数据将重新计算。\n\
                 账号为封存时的状态，此前的登录均已失效；其后停用、解绑或改过密码的，请重新办理。"
            ),
            format!(
                "brought back from {from} up to seal {seal} of {n_seals}, made at {sealed_at}: \
                 {n_events} events in {n_streams} streams, {n_materials} materials; what was recorded \
                 later is not in it\n\
                 The new log is of generation {generation}; read models are computed again.\n\
                 Accounts are as they were then, and all sessions have ended: disable, unlink and give \
                 new passwords again where that was done since."
            ),
        );
        if !self.lost_materials.is_empty() {
            let n_lost = self.lost_materials.len();
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = write!(text.zh, "\n归档中缺失或损坏的材料 {n_lost} 份：");
            _ = write!(text.en, "\n{n_lost} materials are missing or damaged in the archive:");
            for material in self.lost_materials.iter().take(NAMED_MAX) {
                _ = write!(text.zh, " {material}");
                _ = write!(text.en, " {material}");
            }
        }
        crate::cli::told::say_removed(self.removed.as_deref(), &mut text);
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tongban_kernel::calendar::Lang;
    use uuid::Uuid;

    use super::*;

    const AT: &str = "2026-11-26T01:00:00Z";

    #[test]
    fn an_archive_that_is_not_sound_says_what_is_broken_and_what_can_be_brought_back() {
        let verified: Verified = serde_json::from_value(json!({
            "sound": false, "n_seals": 9, "last_sound": 4, "sealed_at": AT, "n_events": 70,
            "n_streams": 8, "n_segments": 11, "n_materials": 3, "is_in_clear": true, "n_left": 2,
            "faults": [{ "file": "log/p00/1.seg", "zh": "段一缺失", "en": "segment one is missing" }],
            "missing_materials": [{
                "material": "cd".repeat(32), "case": Uuid::nil(), "event": Uuid::nil(),
            }],
            "damaged_materials": ["ab".repeat(32)],
        }))
        .unwrap();
        let (zh, en) = (verified.told(Lang::Zh), verified.told(Lang::En));
        for words in ["不完好", "段一缺失", "缺失：办件", "已损坏", "--until 4", "未加密", AT]
        {
            assert!(zh.contains(words), "{words}: {zh}");
        }
        for words in [
            "not sound: 9 seals",
            "segment one is missing",
            "cd is missing",
            "ab is damaged",
            "--until 4",
            "in clear",
            "2 segments are of an archiver",
            AT,
        ] {
            assert!(en.contains(words), "{words}: {en}");
        }
    }

    #[test]
    fn a_seal_and_a_restore_say_what_is_not_in_them() {
        let made = Made {
            number: 7,
            n_new: 5,
            n_events: 70,
            is_whole: false,
            n_lost_materials: 3,
            sealed_at: AT.parse().unwrap(),
        };
        let sealed = Sealed { to: "s3://archive".into(), made };
        let restored = Restored {
            from: "s3://archive".into(),
            seal: 6,
            n_seals: 7,
            sealed_at: AT.parse().unwrap(),
            n_events: 65,
            n_streams: 8,
            n_materials: 3,
            lost_materials: vec!["cd".repeat(32).parse().unwrap()],
            generation: 2,
            n_partitions: 4,
            removed: None,
        };
        let sealed = sealed.text();
        assert!(sealed.zh.contains("其后还有") && sealed.zh.contains("3 份材料"), "{}", sealed.zh);
        assert!(sealed.en.contains("there are more") && sealed.en.contains("3 materials"));
        let restored = restored.text();
        assert!(restored.zh.contains("第 6 次封存") && restored.zh.contains("代号为 2"));
        assert!(restored.en.contains("seal 6 of 7") && restored.en.contains("generation 2"));
        assert!(restored.zh.contains("cdcd") && restored.en.contains("cdcd"), "{}", restored.en);
    }
}
