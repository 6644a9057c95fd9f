use serde::{Deserialize, Serialize};
use tongban_eventstore::moving::Copied;
use tongban_kernel::Text;

use crate::cli::told::Told;
use crate::operations::{BesideMoved, Moved, NeededMoved, ReadersMoved};

/// An office, or a log, that was copied.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LogCopied {
    pub(super) from: String,
    pub(super) to: String,
    #[serde(flatten)]
    pub(super) moved: Moved,
}

impl Told for LogCopied {
    fn text(&self) -> Text {
        let Self { from, to, moved: Moved { log, beside } } = self;
        let Copied { n_events, n_streams, n_new, n_partitions_before, n_partitions } = log;
        let rest = beside.as_ref().map_or_else(not_moved, BesideMoved::text);
        Text::new(
            format!(
                "已从 {from} 复制到 {to}，并逐一核对一致：事件 {n_events} 个（本次写入 {n_new} 个），\
                 事件流 {n_streams} 条，分区 {n_partitions_before} → {n_partitions}。\n\
                 {}\n查询数据由新日志重新计算。此后请勿再启动旧的一方。",
                rest.zh
            ),
            format!(
                "copied from {from} to {to} and compared event by event: {n_events} events ({n_new} \
                 written now), {n_streams} streams, partitions {n_partitions_before} → \
                 {n_partitions}\n\
                 {}\nRead models are computed again from the new log. Do not start the old one again.",
                rest.en
            ),
        )
    }
}

fn not_moved() -> Text {
    Text::new(
        "仅复制了日志，以下未搬迁：个人信息密钥（keys）、材料（materials）、账号（accounts.db）、\
         会话密钥（token.key）以及策略与转发的进度（readers.db）。\
         与服务器之间一并搬迁：请用 --database 和 --materials 指明其数据库与材料所在。",
        "The log alone was copied. Not moved: the keys of persons (keys), materials, accounts \
         (accounts.db), the key of sessions (token.key), and how far policies and relays are \
         (readers.db). To move them to servers or from there as well, name --database and --materials.",
    )
}

impl Told for BesideMoved {
    fn text(&self) -> Text {
        let Self { before, readers } = self;
        let NeededMoved { n_keys, n_accounts, n_new_accounts, n_materials, n_new_materials } =
            before;
        let ReadersMoved { n_readers, n_work_items } = readers;
        Text::new(
            format!(
                "一并搬迁：个人信息密钥 {n_keys} 个，账号 {n_accounts} 个（本次写入 {n_new_accounts} \
                 个），材料 {n_materials} 份（本次写入 {n_new_materials} 份），会话密钥，\
                 策略与转发等 {n_readers} 个的进度，被拒指令 {n_work_items} 条。"
            ),
            format!(
                "Moved with it: {n_keys} keys of persons, {n_accounts} accounts ({n_new_accounts} \
                 written now), {n_materials} materials ({n_new_materials} written now), the key of \
                 sessions, the places of {n_readers} policies, relays and sweepers, {n_work_items} \
                 work items."
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(beside: Option<BesideMoved>) -> LogCopied {
        let log = Copied {
            n_events: 40,
            n_streams: 20,
            n_new: 3,
            n_partitions_before: 1,
            n_partitions: 4,
        };
        LogCopied { from: "data".into(), to: "n1:4222".into(), moved: Moved { log, beside } }
    }

    #[test]
    fn an_answer_counts_what_was_moved_and_scripts_read_the_same() {
        let before = NeededMoved {
            n_keys: 11,
            n_accounts: 12,
            n_new_accounts: 13,
            n_materials: 14,
            n_new_materials: 15,
        };
        let readers = ReadersMoved { n_readers: 16, n_work_items: 17 };
        let copied = copied(Some(BesideMoved { before, readers }));
        let (text, json) = (copied.text(), serde_json::to_value(&copied).unwrap());
        for (n, name) in (11..).zip([
            "n_keys",
            "n_accounts",
            "n_new_accounts",
            "n_materials",
            "n_new_materials",
            "n_readers",
            "n_work_items",
        ]) {
            assert_eq!(json["beside"][name], n, "{json}");
            let words = format!(" {n} ");
            let is_told = |text: &str| text.contains(&words) || text.contains(&format!("({n} "));
            assert!(is_told(&text.zh) && is_told(&text.en), "{n}: {} {}", text.zh, text.en);
        }
        assert_eq!(json["n_new"], 3, "{json}");
    }

    #[test]
    fn what_was_not_moved_is_said_with_the_remedy() {
        let copied = copied(None);
        let (text, json) = (copied.text(), serde_json::to_value(&copied).unwrap());
        assert!(json.get("beside").is_none(), "{json}");
        for text in [text.zh, text.en] {
            for part in ["keys", "materials", "accounts.db", "token.key", "readers.db"] {
                assert!(text.contains(part), "{part}: {text}");
            }
            assert!(text.contains("--database") && text.contains("--materials"), "{text}");
        }
    }
}
